import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { denBraber, grootEsselink as family, sentinelFamilies } from '../../simulated-sources/families.js';
import { type GraphqlAnswer, post } from '../start-supergraph.js';
import {
  type AnnouncedGateway,
  isAlive,
  type RunningProgram,
  readAnnouncement,
  startProgram,
} from './start-program.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);
const householdsOf =
  'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { reports { id } councilInvestigations { id } } }';
const startTimeoutMs = 60_000;

async function until(
  read: () => Promise<GraphqlAnswer>,
  accept: (answer: GraphqlAnswer) => boolean,
  withinMs: number,
): Promise<GraphqlAnswer> {
  const startedAt = Date.now();
  let answer = await read();
  while (!accept(answer) && Date.now() - startedAt < withinMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await read();
  }
  return answer;
}

async function sourceIsListening(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe('npm start', () => {
  let program: RunningProgram;
  let gateway: AnnouncedGateway;
  const others: RunningProgram[] = [];
  const ask = (bsn: string): Promise<GraphqlAnswer> =>
    post(gateway.url, { query: householdView, variables: { bsn } });

  beforeAll(async () => {
    program = startProgram('gateway/main.js', { args: ['--simulate'] });
    gateway = await readAnnouncement(program);
  }, startTimeoutMs);
  afterAll(async () => {
    await program?.stop();
    await Promise.all(others.map((other) => other.stop()));
  });

  it('says loudly that it is open, and listens on this machine only', () => {
    expect(program.output()).toMatch(/OPEN: no access rules stand/);
    expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('is live and ready', async () => {
    for (const path of ['live', 'ready']) {
      const response = await fetch(`${gateway.url}/health/${path}`);
      expect([response.status, await response.json()]).toEqual([200, { status: path }]);
    }
    expect((await fetch(`${gateway.url}/elsewhere`)).status).toBe(404);
  });

  it('answers for the relay family from four organisations in four processes', async () => {
    const { data, errors } = await ask(family.teun.bsn);
    expect(errors).toEqual([]);
    const outcomes = data.householdsOfPerson[0].sources.map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes).toEqual(Array(4).fill('ANSWERED'));
    const pids = ['veilig-thuis', 'raad', 'gi', 'local-team'].map((name) => gateway.source(name).pid ?? 0);
    expect(new Set([...pids, program.child.pid]).size).toBe(5);
    expect(pids.every(isAlive)).toBe(true);
  });

  it("shows a killed store of the Raad as down, and is whole within two seconds of the store's return", async () => {
    const { pid, startArgs } = gateway.source('raad');
    process.kill(pid ?? 0, 'SIGKILL');
    const lost = await until(
      () => ask(family.teun.bsn),
      ({ errors }) => errors.length > 0,
      2_000,
    );
    expect(lost.errors).toEqual([
      {
        message: expect.stringMatching(/^\[RAAD\] /),
        path: ['householdsOfPerson', 0, 'councilInvestigations'],
        extensions: { code: 'SOURCE_UNAVAILABLE', reason: 'DOWN', organisation: 'RAAD', subgraph: 'raad' },
      },
    ]);
    const [household] = lost.data.householdsOfPerson;
    expect(household.councilInvestigations).toBeNull();
    expect(household.reports).toHaveLength(2);
    expect(household.sources[1]).toMatchObject({
      organisation: 'RAAD',
      outcome: 'UNAVAILABLE',
      reason: 'DOWN',
    });

    const again = startProgram('simulated-sources/run.js', { args: startArgs });
    others.push(again);
    const [, url = ''] = await again.find(/"url":"([^"]+)"/);
    await sourceIsListening(url);
    const startedAt = Date.now();
    const whole = await until(
      () => ask(family.teun.bsn),
      ({ errors }) => errors.length === 0,
      5_000,
    );
    expect(whole.errors).toEqual([]);
    expect(whole.data.householdsOfPerson[0].councilInvestigations).toHaveLength(1);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });

  it('finishes what is under way when it is told to stop, and takes its simulated sources with it', async () => {
    const slow = sentinelFamilies.find(
      ({ organisation, fault }) => organisation === 'raad' && fault === 'slow',
    );
    const pids = ['veilig-thuis', 'gi', 'local-team'].map((name) => gateway.source(name).pid ?? 0);
    const underWay = post(gateway.url, { query: householdsOf, variables: { bsn: slow?.child.bsn } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    program.child.kill('SIGTERM');
    const answer = await underWay;
    expect(answer.status).toBe(200);
    expect(answer.data.householdsOfPerson[0].reports).toHaveLength(1);
    expect(await program.ended).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('npm start without Veilig Thuis', () => {
  let program: RunningProgram;
  let gateway: AnnouncedGateway;
  const others: RunningProgram[] = [];
  beforeAll(async () => {
    program = startProgram('gateway/main.js', {
      args: ['--simulate', '--without', 'veilig-thuis'],
      env: { ROSTER_POLL_SECONDS: '1', ROSTER_MAX_AGE_SECONDS: '5' },
    });
    gateway = await readAnnouncement(program);
  }, startTimeoutMs);
  afterAll(async () => {
    await program?.stop();
    await Promise.all(others.map((other) => other.stop()));
  });

  it('says that reports are not established, and shows them when Veilig Thuis is started, without a restart', async () => {
    const ask = () => post(gateway.url, { query: householdsOf, variables: { bsn: family.teun.bsn } });
    const before = await ask();
    expect(before.data.householdsOfPerson[0].reports).toBeNull();
    expect(before.errors.map(({ extensions }) => [extensions['code'], extensions['reason']])).toEqual([
      ['NOT_ESTABLISHED', 'ROSTER_STALE'],
    ]);
    const unknown = await post(gateway.url, { query: householdsOf, variables: { bsn: denBraber.zoey.bsn } });
    expect(unknown.data.householdsOfPerson).toBeNull();
    expect(unknown.errors[0]?.extensions['code']).toBe('NOT_ESTABLISHED');

    others.push(startProgram('simulated-sources/run.js', { args: gateway.source('veilig-thuis').startArgs }));
    const after = await until(ask, ({ errors }) => errors.length === 0, 20_000);
    expect(after.data.householdsOfPerson[0].reports).toHaveLength(2);
  });

  it('answers for a family that is filed now, before its feed grows stale', async () => {
    const [, , , ...rest] = gateway.source('veilig-thuis').startArgs;
    expect(rest.length).toBeGreaterThan(0);
    const port = gateway.source('veilig-thuis').startArgs[2];
    const source = `http://127.0.0.1:${port}`;
    const token = await fetch(`${source}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('intake-desk:demonstration-secret-intake-desk').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    const { access_token: accessToken } = (await token.json()) as { access_token: string };
    // Two persons of the test set of whom nothing is known yet.
    const filed = await fetch(`${source}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        unit: 'VT1',
        openedOn: '2026-11-02',
        persons: [
          {
            personNumber: 'P1',
            role: '112',
            bsn: '999991577',
            givenName: 'Anne-Marie',
            surname: 'Verheul',
            birthDate: '1972-09-28',
            sex: 'V',
            residences: [{ addressId: '0518010230018001', from: '2026-11-02' }],
          },
        ],
        reports: [],
      }),
    });
    expect(filed.status).toBe(201);
    const filedAt = Date.now();
    const ask = () =>
      post(gateway.url, {
        query:
          'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { involvement { unit } members { person { name } } } }',
        variables: { bsn: '999991577' },
      });
    const { data } = await until(ask, ({ data: found }) => found?.householdsOfPerson?.length === 1, 10_000);
    expect(Date.now() - filedAt).toBeLessThan(5_000);
    expect(data.householdsOfPerson).toEqual([
      {
        involvement: [{ unit: 'Veilig Thuis Maasdelta' }],
        members: [{ person: { name: 'Anne-Marie Verheul' } }],
      },
    ]);
  });

  it('takes its simulated sources with it even when it is killed', async () => {
    const pids = ['raad', 'gi', 'local-team'].map((name) => gateway.source(name).pid ?? 0);
    program.child.kill('SIGKILL');
    await program.ended;
    const startedAt = Date.now();
    while (pids.some(isAlive) && Date.now() - startedAt < 10_000) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('npm run gateway', () => {
  it('says that its port is taken, and leaves nothing running', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo; // a TCP server's address is no text
    const program = startProgram('gateway/main.js', { args: ['--simulate'], env: { PORT: String(port) } });
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/PORT: expected a port that is free/);
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('refuses to start on nothing, and says what it expects', async () => {
    const program = startProgram('gateway/main.js');
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(/the configuration is refused/);
    expect(program.output()).toMatch(/SUBGRAPH_RAAD_URL, or RAAD_STORE_URL/);
    expect(program.output()).not.toMatch(/at .*\.js:\d+/);
  });
});
