import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import type { RedisSettings } from '../../subgraphs/household/register/stores/redis-settings.js';
import { createRedisStore } from '../../subgraphs/household/register/stores/redis-store.js';
import { describeRegisterStore } from './register-store-contract.js';
import { killInTheMiddleOfALoad } from './register-store-crashing-load.js';
import {
  freePort,
  type RedisCluster,
  type RedisProcess,
  type RedisWithSentinel,
  redisServer,
  startCluster,
  startRedis,
  startSentinel,
  until,
} from './register-store-processes.js';
import {
  change,
  changes,
  openingCase,
  sampleAuditLine,
  sampleFeed,
  sampleHousehold,
  sampleReference,
} from './register-store-samples.js';
import { type SlowSentinel, startSlowSentinel } from './slow-sentinel.js';

const withRedis = redisServer ? describe : describe.skip;
const why = redisServer ? '' : ' (skipped: redis-server is not installed; Debian has it as redis-server)';
const timeoutMs = 400;
const served = '{gezinsbeeld-register}:served:1';
const leadKey = '{gezinsbeeld-register}:lead:1';

withRedis(`a register that outlives the process${why}`, () => {
  let redis: RedisProcess;
  describeRegisterStore({
    name: 'in Redis',
    async start() {
      redis = await startRedis(await freePort());
    },
    async create() {
      await redis.admin.flushall();
      return storeOn(redis);
    },
    stop: () => redis.kill('SIGKILL'),
  });

  let cluster: RedisCluster;
  describeRegisterStore({
    name: 'in a Redis Cluster',
    async start() {
      cluster = await startCluster();
    },
    async create() {
      await Promise.all(cluster.nodes.map(({ admin }) => admin.flushall()));
      const nodes = cluster.nodes.slice(0, 1).map(({ port }) => ({ host: '127.0.0.1', port }));
      const credentials = { username: null, password: null };
      return createRedisStore({ settings: { kind: 'CLUSTER', nodes, credentials, hasTls: false } });
    },
    stop: () => cluster.stop(),
  });
});

withRedis(`processes that share a register${why}`, () => {
  let redis: RedisProcess;
  let one: RegisterStore;
  let other: RegisterStore;

  beforeAll(async () => {
    redis = await startRedis(await freePort());
  });
  beforeEach(async () => {
    await redis.admin.flushall();
    one = storeOn(redis);
    other = storeOn(redis);
  });
  afterEach(async () => {
    await Promise.all([one, other].map((store) => store.close()));
  });
  afterAll(() => redis.kill('SIGKILL'));

  it('all answer, and one of them writes until it goes or falls silent', async () => {
    expect([await one.lead(60_000), await one.lead(60_000), await other.lead(60_000)]).toEqual([
      true,
      true,
      false,
    ]);
    await one.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    expect((await other.household('h1', null)).found).toBe('HOUSEHOLD');
    for (const write of [
      () => other.publish(change({ put: [sampleHousehold('h2')] })),
      () => other.replaceAll(changes({ put: [sampleHousehold('h2')] })),
      () => other.putFeed(sampleFeed('RAAD')),
    ]) {
      await expect(write()).rejects.toMatchObject({ name: 'PublicationRefusedError', code: 'LEAD_LOST' });
    }
    await one.close();
    expect(await other.lead(1)).toBe(true);
    await until(async () => (await redis.admin.exists(leadKey)) === 0);
    await expect(other.publish(change({ drop: ['h1'] }))).rejects.toMatchObject({ code: 'LEAD_LOST' });
    expect((await other.household('h1', null)).found).toBe('HOUSEHOLD');
  });

  it('refuse a load by whoever lost the lead meanwhile, and nothing is left of it', async () => {
    await one.lead(60_000);
    await one.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    const before = await redis.admin.keys('*:generation:*');
    const loading = one.replaceAll(
      (async function* () {
        yield change({ put: [sampleHousehold('h2')] });
        await redis.admin.del(leadKey);
        await other.lead(60_000);
      })(),
    );
    await expect(loading).rejects.toMatchObject({ code: 'LEAD_LOST' });
    expect((await other.household('h2', null)).found).toBe('NONE');
    expect((await redis.admin.keys('*:generation:*')).sort()).toEqual(before.sort());
  });

  it('refuse what is written onto a state that this process did not leave, until it has read what is stored', async () => {
    await one.lead(60_000);
    await one.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    await redis.admin.del(leadKey);
    await other.lead(60_000);
    await other.publish(change({ drop: ['h1'] }));
    await redis.admin.del(leadKey);
    await one.lead(60_000);
    const late = change({ put: [sampleHousehold('h2')] });
    await expect(one.publish(late)).rejects.toMatchObject({ code: 'STORE_CHANGED' });
    await expect(one.putFeed(sampleFeed('RAAD'))).rejects.toMatchObject({ code: 'STORE_CHANGED' });
    await one.stored();
    await one.publish(late);
    expect((await other.list(9, null, null)).map(({ id }) => id)).toEqual(['h2']);
  });

  it('begin where the one before them stood: references, feeds and split ids', async () => {
    expect(await other.stored()).toBeNull();
    await one.lead(60_000);
    const references = Array.from({ length: 2_500 }, (_, number) => sampleReference(`RVDK/2026-${number}`));
    await one.replaceAll(
      changes({ references: { put: references, drop: [] }, feeds: [sampleFeed('RAAD')], split: ['h1'] }),
    );
    const corrected = sampleReference('RVDK/2026-3');
    await one.publish(
      change({
        references: {
          put: [{ ...corrected, reference: { ...corrected.reference, until: '2026-10-01' } }],
          drop: [{ organisation: 'RAAD', reference: 'RVDK/2026-4' }],
        },
      }),
    );
    const stored = await other.stored();
    const read = new Map<string, string | null>();
    for await (const page of stored?.references ?? []) {
      for (const { reference } of page) read.set(reference.reference, reference.until);
    }
    expect([stored?.feeds, stored?.splitIds]).toEqual([[sampleFeed('RAAD')], ['h1']]);
    expect([read.size, read.get('RVDK/2026-3'), read.has('RVDK/2026-4')]).toEqual([
      2_499,
      '2026-10-01',
      false,
    ]);
  });

  it('keep the old state whole when the writer is killed in the middle of a load; the next load clears up', async () => {
    await one.lead(60_000);
    await one.replaceAll(
      changes({ put: [sampleHousehold('h1', { persons: ['p1'] })], audit: [sampleAuditLine('d1')] }),
    );
    const before = (await redis.admin.keys('*:generation:*')).sort();
    await redis.admin.del(leadKey);
    await killInTheMiddleOfALoad(redis.port);
    expect((await redis.admin.keys('*:generation:*')).length).toBeGreaterThan(before.length);
    expect((await other.list(9, null, null)).map(({ id }) => id)).toEqual(['h1']);
    expect((await other.householdsOfPerson('p1', null)).households.length).toBe(1);
    expect(await other.auditLines()).toEqual([sampleAuditLine('d1')]);
    await redis.admin.del(leadKey);
    await other.lead(60_000);
    await other.replaceAll(changes({ put: [sampleHousehold('h2')] }));
    expect((await one.list(9, null, null)).map(({ id }) => id)).toEqual(['h2']);
    const generation = await redis.admin.get(served);
    const left = await redis.admin.keys('*:generation:*');
    expect(left.filter((key) => !key.includes(`:generation:1:${generation}:`))).toEqual([]);
  });

  it('call a damaged household a damaged one, never one that does not exist', async () => {
    await one.lead(60_000);
    const put = [
      sampleHousehold('h1', { persons: ['p1'] }),
      sampleHousehold('h2', { openedBy: [openingCase] }),
    ];
    await one.replaceAll(changes({ put }));
    const generation = `{gezinsbeeld-register}:generation:1:${await redis.admin.get(served)}`;
    const broken = { code: 'SOURCE_UNAVAILABLE', organisation: 'REGISTER', reason: 'CONTRACT_BROKEN' };
    for (const nonsense of ['{"id":"h1","alia', '{"id":"h1"}', '[]', '']) {
      await redis.admin.hset(`${generation}:open`, 'h1', nonsense);
      await expect(one.household('h1', null)).rejects.toMatchObject(broken);
      await expect(one.householdsOfPerson('p1', null)).rejects.toMatchObject(broken);
      await expect(one.list(9, null, null)).rejects.toMatchObject(broken);
    }
    // What cannot be read cannot be replaced whole: nothing of the publication is applied.
    await expect(
      one.publish(change({ put: [sampleHousehold('h3'), sampleHousehold('h1')] })),
    ).rejects.toMatchObject(broken);
    expect((await one.household('h3', null)).found).toBe('NONE');
    await redis.admin.hdel(`${generation}:open`, 'h1');
    await expect(one.household('h1', null)).rejects.toMatchObject(broken);
    for (const index of ['alias', 'person', 'ids', 'opened-alias'])
      await redis.admin.del(`${generation}:${index}`);
    await expect(one.household('h2', openingCase)).rejects.toMatchObject(broken);
    await expect(one.household('h9', null)).rejects.toMatchObject(broken);
    await expect(one.householdsOfPerson('p9', null)).rejects.toMatchObject(broken);
    await expect(one.list(9, null, null)).rejects.toMatchObject(broken);
    await one.replaceAll(changes({ put }));
    expect((await one.household('h1', null)).found).toBe('HOUSEHOLD');
  });

  it('do not call anybody unknown after Redis lost everything: not before it is loaded anew', async () => {
    await one.lead(60_000);
    expect((await other.household('h1', null)).found).toBe('NONE');
    await one.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    await other.household('h1', null);
    await redis.admin.flushall();
    for (const store of [one, other]) {
      await expect(store.household('h1', null)).rejects.toMatchObject({ reason: 'DOWN' });
      await expect(store.feeds()).rejects.toMatchObject({ reason: 'DOWN' });
    }
    await one.lead(60_000);
    await expect(one.publish(change({ put: [sampleHousehold('h2')] }))).rejects.toMatchObject({
      code: 'STORE_CHANGED',
    });
    await one.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    expect((await other.household('h1', null)).found).toBe('HOUSEHOLD');
  });
});

withRedis(`a register whose Redis fails${why}`, () => {
  const started: RedisProcess[] = [];
  const opened: RegisterStore[] = [];
  const start = async (port: number, options: readonly string[] = []): Promise<RedisProcess> => {
    const redis = await startRedis(port, options);
    started.push(redis);
    return redis;
  };
  const open = (redis: RedisProcess, onFailure?: (failure: Error) => void): RegisterStore => {
    const store = storeOn(redis, onFailure);
    opened.push(store);
    return store;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await Promise.all(started.splice(0).map((redis) => redis.kill('SIGKILL')));
  });

  it('says within its time that Redis hangs, at once that it is away, and answers again by itself', async () => {
    const port = await freePort();
    const redis = await start(port);
    const failures: Error[] = [];
    const store = open(redis, (failure) => failures.push(failure));
    await store.lead(60_000);
    await store.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    process.kill(redis.pid, 'SIGSTOP');
    const down = { code: 'SOURCE_UNAVAILABLE', organisation: 'REGISTER', retryable: true };
    expect(await timed(store.household('h1', null), timeoutMs + slackMs)).toMatchObject({
      ...down,
      reason: 'TIMED_OUT',
    });
    process.kill(redis.pid, 'SIGCONT');
    await until(async () => (await store.household('h1', null).catch(() => null))?.found === 'HOUSEHOLD');
    await redis.kill('SIGTERM');
    for (const look of [
      () => store.household('h1', null),
      () => store.list(9, null, openingCase),
      () => store.recordRead({ household: 'h1', at: '2026-11-02T11:00:00Z', caseReference: null }),
      () => store.publish(change({ drop: ['h1'] })),
    ]) {
      expect(await timed(look(), slackMs)).toMatchObject({ ...down, reason: 'DOWN' });
    }
    await start(port);
    await until(() => store.lead(60_000).catch(() => false));
    await store.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    await until(async () => (await store.household('h1', null).catch(() => null))?.found === 'HOUSEHOLD');
    expect(
      failures.map(({ message }) => message).filter((message) => message.includes(String(port))),
    ).toEqual([]);
  });

  it('is told apart from one that Redis does not admit', async () => {
    const redis = await start(await freePort(), ['--requirepass', 'a secret']);
    const store = open(redis);
    expect(await timed(store.household('h1', null), timeoutMs + slackMs)).toMatchObject({
      reason: 'REJECTED',
      retryable: false,
    });
  });
});

withRedis(`a register whose Redis is watched over by Sentinels${why}`, () => {
  let servers: RedisWithSentinel;
  let store: RegisterStore;
  beforeEach(async () => {
    servers = await startSentinel();
  });
  afterEach(async () => {
    await store.close();
    await servers.stop();
  });

  it('goes on at the next server when the master dies', async () => {
    store = storeBehind(servers.sentinelPort, servers.name);
    await store.lead(60_000);
    await store.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    await until(async () => (await servers.replica.admin.get(served)) !== null);
    await servers.master.kill('SIGKILL');
    expect(await timed(store.household('h1', null), timeoutMs + slackMs)).toMatchObject({
      reason: expect.stringMatching(/^(DOWN|TIMED_OUT)$/),
    });
    await until(
      async () => (await store.household('h1', null).catch(() => null))?.found === 'HOUSEHOLD',
      sentinelMs,
    );
    // The news of the failover drops the connections once more, whenever it comes.
    await until(() => publishAnew().catch(() => false));
    let listed: readonly string[] | null = null;
    await until(async () => {
      listed = await store.list(9, null, null).then(
        (households) => households.map(({ id }) => id),
        () => null,
      );
      return listed !== null;
    });
    expect(listed).toEqual(['h1', 'h2']);
  }, 60_000);

  async function publishAnew(): Promise<boolean> {
    await store.stored();
    await store.lead(60_000);
    await store.publish(change({ put: [sampleHousehold('h2')] }));
    return true;
  }
});

withRedis(`a register whose Sentinel tells of a failover while the store looks for the master${why}`, () => {
  let redis: RedisProcess;
  let sentinel: SlowSentinel;
  let store: RegisterStore;
  beforeEach(async () => {
    redis = await startRedis(await freePort());
    sentinel = await startSlowSentinel(redis.port);
  });
  afterEach(async () => {
    await store.close();
    await sentinel.stop();
    await redis.kill('SIGKILL');
  });

  it('is answered from again', async () => {
    store = storeBehind(sentinel.port, 'register');
    await store.lead(60_000);
    await store.replaceAll(changes({ put: [sampleHousehold('h1')] }));
    const asked = sentinel.holdAnswers();
    await redis.admin.call('CLIENT', 'KILL', 'TYPE', 'normal');
    await asked;
    sentinel.tellOfFailover();
    await setTimeout(50);
    sentinel.answer();
    await until(async () => (await store.household('h1', null).catch(() => null))?.found === 'HOUSEHOLD');
  });
});

/** What a busy machine may come too late to a timer. */
const slackMs = 1_000;
/** A Sentinel that could not work in time, on a busy machine, trusts nobody's silence for half a minute (TILT). */
const sentinelMs = 45_000;

function storeBehind(sentinelPort: number, name: string): RegisterStore {
  const nobody = { username: null, password: null };
  const settings: RedisSettings = {
    kind: 'SENTINEL',
    sentinels: [{ host: '127.0.0.1', port: sentinelPort }],
    name,
    credentials: nobody,
    sentinelCredentials: nobody,
    hasTls: false,
  };
  return createRedisStore({ settings, timeoutMs });
}

function storeOn(redis: RedisProcess, onFailure: (failure: Error) => void = () => undefined): RegisterStore {
  const settings: RedisSettings = { kind: 'SINGLE', url: `redis://127.0.0.1:${redis.port}` };
  return createRedisStore({ settings, timeoutMs, writeTimeoutMs: 2_000, onFailure });
}

/** What it failed with; that it did so in time is expected here. */
async function timed(work: Promise<unknown>, mostMs: number): Promise<unknown> {
  const startedAt = Date.now();
  const outcome = await work.catch((thrown: unknown) => thrown);
  expect(Date.now() - startedAt).toBeLessThan(mostMs);
  return outcome;
}
