/** What a feed says is served before it counts as read, whatever happens meanwhile. */
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  addresses,
  type CastPerson,
  denBraber,
  grootEsselink as family,
} from '../../simulated-sources/families.js';
import type { HouseholdRegister } from '../../subgraphs/household/register/register.js';
import type { RegisterStore, StoredReference } from '../../subgraphs/household/register/store.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { caseOf, type PersonInCase, pseudonymOf } from './references.js';
import { anybody, createTestClock, createTestRegister, feedThatSays, inFeed } from './register-harness.js';

const { hofdijk, schakelstraat } = addresses;
const caseAbout = (reference: string, ...persons: readonly PersonInCase[]) =>
  inFeed(caseOf(reference, { since: '2025-01-01', persons }));
const teun = { who: family.teun, role: '115', at: hofdijk };
const zoey = { who: denBraber.zoey, role: '115', at: schakelstraat };
const ofTeun = caseAbout('LT1/2025-0001', teun);
const ofZoey = caseAbout('VT3/2025-0002', zoey);

const started: HouseholdRegister[] = [];
afterEach(() => {
  for (const register of started.splice(0)) register.stop();
});

function create(
  feeds: Parameters<typeof createTestRegister>[0]['feeds'],
  store: RegisterStore,
  leadMs = 10_000,
) {
  const failures: unknown[] = [];
  const reasons: string[] = [];
  const created = createTestRegister({
    feeds,
    store,
    clock: createTestClock(),
    leadMs,
    onStoreFailure: (failure) => failures.push(failure),
    onFeedFailure: (reason) => reasons.push(reason),
  });
  started.push(created.register);
  const finds = async (who: CastPerson) =>
    (await created.register.householdsOfPerson(pseudonymOf(who), anybody)).households.length;
  return { ...created, failures, reasons, finds };
}

/** A promise, and what settles it. */
function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('a feed that comes back while the register is still loading the others', () => {
  it('counts as read only when the people whom it names are found', async () => {
    const store = createMemoryStore();
    const load = gate();
    const begun = gate();
    const slow: RegisterStore = {
      ...store,
      async replaceAll(changes) {
        begun.open();
        await load.opened;
        await store.replaceAll(changes);
      },
    };
    const late = feedThatSays(
      new Error('away'),
      { watermark: '1', references: [ofZoey] },
      { mode: 'DELTA', watermark: '1' },
    );
    const { register, finds } = create(
      { LOCAL_TEAM: feedThatSays({ references: [ofTeun] }), VEILIG_THUIS: late },
      slow,
    );
    const starting = register.start();
    await begun.opened;
    await until(() => late.asked.length >= 2);
    load.open();
    await starting;
    await until(() => register.unreadOrganisations().length === 0);
    expect([await finds(family.teun), await finds(denBraber.zoey)]).toEqual([1, 1]);
  });
});

describe('a feed in several pages', () => {
  it('takes back on a later page what an earlier one put', async () => {
    const feed = feedThatSays(
      { watermark: '1', references: [ofTeun] },
      { mode: 'DELTA', references: [ofZoey], continuation: 'more' },
      { mode: 'DELTA', watermark: '2', removed: [ofZoey.reference, ofTeun.reference] },
      { mode: 'DELTA', watermark: '2' },
    );
    const { register, finds, nextRead } = create({ VEILIG_THUIS: feed }, createMemoryStore());
    await register.start();
    await nextRead(feed);
    await nextRead(feed);
    expect([await finds(family.teun), await finds(denBraber.zoey)]).toEqual([0, 0]);
  });

  it('that never ends, because it hands the same place back, is refused and was not read', async () => {
    const feed = feedThatSays({ references: [ofTeun], continuation: 'again' });
    const { register, reasons } = create({ VEILIG_THUIS: feed }, createMemoryStore());
    await register.start();
    expect(feed.asked.length).toBeLessThan(5);
    expect(reasons).toEqual(['CONTRACT_BROKEN']);
    expect(register.unreadOrganisations()).toEqual(['VEILIG_THUIS']);
  });
});

describe('two cases that turned out not to belong together', () => {
  const wrong = caseAbout('VT1/2025-0001', teun);
  const corrected = caseAbout('VT1/2025-0001', { ...zoey, at: hofdijk });

  it('leave a split id and a line of the correction, also when it could not be published at first', async () => {
    const store = createMemoryStore();
    let isAway = false;
    const failing: RegisterStore = {
      ...store,
      async publish(change) {
        if (isAway) {
          isAway = false;
          throw new Error('the store is away');
        }
        await store.publish(change);
      },
    };
    const feed = feedThatSays({ watermark: '1', references: [wrong] });
    const { register, nextRead, failures } = create(
      { LOCAL_TEAM: feedThatSays({ references: [ofTeun] }), VEILIG_THUIS: feed },
      failing,
    );
    await register.start();
    const [joined] = (await register.householdsOfPerson(pseudonymOf(family.teun), anybody)).households;
    isAway = true;
    feed.says({ mode: 'DELTA', watermark: '2', references: [corrected] }, { mode: 'DELTA', watermark: '2' });
    await until(() => failures.length > 0);
    await nextRead(feed);
    expect(await register.household(joined?.id ?? '', anybody)).toEqual({ found: 'SPLIT' });
    expect((await store.auditLines()).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['REFERENCE_CORRECTED', 'HOUSEHOLD_SPLIT']),
    );
  });

  it('leave them too when the correction was made while nobody wrote', async () => {
    const memory = createMemoryStore();
    const references: StoredReference[] = [
      { organisation: 'LOCAL_TEAM', reference: ofTeun },
      { organisation: 'VEILIG_THUIS', reference: wrong },
    ];
    const first = create(
      {
        LOCAL_TEAM: feedThatSays({ watermark: '1', references: [ofTeun] }),
        VEILIG_THUIS: feedThatSays({ watermark: '1', references: [wrong] }),
      },
      memory,
    );
    await first.register.start();
    const [joined] = (await first.register.householdsOfPerson(pseudonymOf(family.teun), anybody)).households;
    first.register.stop();
    const outliving: RegisterStore = {
      ...memory,
      keepsReferences: true,
      async stored() {
        return {
          feeds: await memory.feeds(),
          splitIds: [],
          references: (async function* () {
            yield references;
          })(),
        };
      },
    };
    const feed = feedThatSays(
      { mode: 'DELTA', watermark: '2', references: [corrected] },
      { mode: 'DELTA', watermark: '2' },
    );
    const second = create(
      { LOCAL_TEAM: feedThatSays({ mode: 'DELTA', watermark: '1' }), VEILIG_THUIS: feed },
      outliving,
    );
    await second.register.start();
    expect(feed.asked[0]).toBe('1');
    expect(await second.register.household(joined?.id ?? '', anybody)).toEqual({ found: 'SPLIT' });
    expect((await memory.auditLines()).map(({ event }) => event)).toContain('REFERENCE_CORRECTED');
  });
});

describe('the record of a read', () => {
  it('that cannot be written keeps the answer from leaving', async () => {
    const store = createMemoryStore();
    let canRecord = true;
    const { register } = create(
      { LOCAL_TEAM: feedThatSays({ references: [ofTeun] }) },
      {
        ...store,
        async recordRead(read) {
          if (!canRecord) throw new Error('the record of reads is full');
          await store.recordRead(read);
        },
      },
    );
    await register.start();
    const person = pseudonymOf(family.teun);
    const [household] = (await register.householdsOfPerson(person, anybody)).households;
    canRecord = false;
    await expect(register.householdsOfPerson(person, anybody)).rejects.toThrow();
    await expect(register.household(household?.id ?? '', anybody)).rejects.toThrow();
    await expect(register.list(9, null, anybody)).rejects.toThrow();
  });

  it('is made of a household that a page shows, and of no other', async () => {
    const store = createMemoryStore();
    const { register } = create({ LOCAL_TEAM: feedThatSays({ references: [ofTeun, ofZoey] }) }, store);
    await register.start();
    const { households, hasMore } = await register.list(1, null, anybody);
    expect([households.length, hasMore]).toEqual([1, true]);
    const all = await store.list(9, null, null);
    const reads = await Promise.all(
      all.map(
        async ({ id }) => (await store.readsOf(id, '2000-01-01T00:00:00Z', '2100-01-01T00:00:00Z')).length,
      ),
    );
    expect(reads).toEqual([1, 0]);
  });
});

describe('the lead', () => {
  it('is kept while a long piece of work is in hand', async () => {
    const store = createMemoryStore();
    const work = gate();
    let leads = 0;
    const busy: RegisterStore = {
      ...store,
      async lead(ttlMs) {
        leads += 1;
        return store.lead(ttlMs);
      },
      async publish(change) {
        await work.opened;
        await store.publish(change);
      },
    };
    const feed = feedThatSays({ watermark: '1', references: [ofTeun] });
    const { register } = create({ LOCAL_TEAM: feed }, busy, 30);
    await register.start();
    feed.says({ mode: 'DELTA', watermark: '2', references: [ofZoey] }, { mode: 'DELTA', watermark: '2' });
    // Again and again, while nothing of the work gets through.
    await until(() => leads >= 5);
    work.open();
  });
});
