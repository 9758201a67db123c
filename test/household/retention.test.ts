import { afterEach, describe, expect, it } from '@jest/globals';
import { addresses, denBraber, grootEsselink as family } from '../../simulated-sources/families.js';
import type { HouseholdRegister } from '../../subgraphs/household/register/register.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { caseOf, pseudonymOf } from './references.js';
import {
  anybody,
  createTestClock,
  createTestRegister,
  feedThatSays,
  inFeed,
  type ScriptedFeed,
} from './register-harness.js';

const { hofdijk, schakelstraat } = addresses;
const ofTeun = inFeed(
  caseOf('LT1/2025-0001', {
    since: '2025-01-01',
    persons: [{ who: family.teun, role: '115', at: hofdijk }],
  }),
);
const ofZoey = inFeed(
  caseOf('LT1/2025-0002', {
    since: '2025-01-01',
    persons: [{ who: denBraber.zoey, role: '115', at: schakelstraat }],
  }),
);
const both = { watermark: '1', references: [ofTeun, ofZoey] };

const started: HouseholdRegister[] = [];
afterEach(() => {
  for (const register of started.splice(0)) register.stop();
});

async function start(
  feed: ScriptedFeed,
  store: RegisterStore = createMemoryStore(),
  clock = createTestClock(),
) {
  const failures: unknown[] = [];
  const { register, nextRead } = createTestRegister({
    feeds: { LOCAL_TEAM: feed },
    store,
    clock,
    onStoreFailure: (failure) => failures.push(failure),
  });
  started.push(register);
  await register.start();
  const known = async () =>
    Promise.all(
      [family.teun, denBraber.zoey].map(
        async (who) => (await register.householdsOfPerson(pseudonymOf(who), anybody)).households.length > 0,
      ),
    );
  return { register, store, clock, known, failures, nextRead: () => nextRead(feed) };
}

describe('a case that its organisation removed', () => {
  it.each([
    ['is left out of a full read', { watermark: '2', references: [ofTeun] }],
    ['is named as removed', { mode: 'DELTA' as const, watermark: '2', removed: [ofZoey.reference] }],
  ])('is gone from the register when it %s, but for a line that tells nothing', async (_, page) => {
    const feed = feedThatSays(both);
    const { register, store, known, nextRead } = await start(feed);
    const [before] = (await register.householdsOfPerson(pseudonymOf(denBraber.zoey), anybody)).households;
    feed.says(page, { mode: 'DELTA', watermark: '2' });
    await nextRead();
    expect(await known()).toEqual([true, false]);
    expect(await register.household(before?.id ?? '', anybody)).toEqual({ found: 'NONE' });
    const audit = await store.auditLines();
    expect(audit.map(({ event, organisation }) => [event, organisation])).toEqual([
      ['REFERENCE_REMOVED', 'LOCAL_TEAM'],
    ]);
    const served = JSON.stringify([await store.list(99, null, null), audit]);
    for (const trace of [ofZoey.reference, pseudonymOf(denBraber.zoey)]) expect(served).not.toContain(trace);
  });

  it('goes within half a day although the feed forgot to say so, because feeds are read whole again', async () => {
    const feed = feedThatSays(both, { mode: 'DELTA', watermark: '1' });
    const { clock, known, nextRead } = await start(feed);
    await nextRead();
    expect(await known()).toEqual([true, true]);
    feed.says({ watermark: '2', references: [ofTeun] }, { mode: 'DELTA', watermark: '2' });
    clock.monotonicMs += 12 * 3_600_000;
    await nextRead();
    expect(await known()).toEqual([true, false]);
    expect(feed.asked.filter((place) => place === null)).toHaveLength(2);
  });
});

describe('a feed in pages', () => {
  const first = { watermark: null, references: [ofTeun], continuation: 'page 2' };

  it('counts only as a whole: a page that is lost in the middle changes nothing', async () => {
    const feed = feedThatSays(both);
    const { known, clock, register, nextRead } = await start(feed);
    clock.monotonicMs += 12 * 3_600_000;
    feed.says(first, new Error('the connection was lost'));
    while (!feed.asked.includes('page 2')) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await known()).toEqual([true, true]);
    expect(register.unreadOrganisations()).toEqual(['LOCAL_TEAM']);
    // Tried again a second later, and whole now.
    feed.says(first, { watermark: '2', references: [] }, { mode: 'DELTA', watermark: '2' });
    while ((await known())[1]) await nextRead();
    expect([await known(), register.unreadOrganisations()]).toEqual([[true, false], []]);
  });

  it('is taken together: a case on the second page is no removal', async () => {
    const { known } = await start(
      feedThatSays(first, { watermark: '2', references: [ofZoey] }, { mode: 'DELTA', watermark: '2' }),
    );
    expect(await known()).toEqual([true, true]);
  });
});

describe('the same feed again', () => {
  it('publishes nothing but that it was read', async () => {
    const feed = feedThatSays({ references: [ofTeun, ofZoey] });
    const store = createMemoryStore();
    let publications = 0;
    const { nextRead } = await start(feed, {
      ...store,
      publish: async (change) => {
        publications += 1;
        await store.publish(change);
      },
    });
    await nextRead();
    await nextRead();
    expect(publications).toBe(0);
  });
});

describe('a stay that ends', () => {
  it('is history from the next day on, though no feed says anything new', async () => {
    const moved = inFeed(
      caseOf('LT1/2025-0003', {
        since: '2025-01-01',
        persons: [{ who: family.teun, role: '115', at: hofdijk, until: '2026-11-02' }],
      }),
    );
    const feed = feedThatSays({ references: [moved] });
    const { clock, store, nextRead } = await start(feed);
    const states = async () =>
      (await store.list(9, null, null)).map(({ links, members }) => [
        links[0]?.isHistory,
        members[0]?.residence,
      ]);
    expect(await states()).toEqual([[false, 'RESIDENT']]);
    clock.now = '2026-11-03T00:00:30+01:00';
    await nextRead();
    expect(await states()).toEqual([[true, 'FORMER']]);
  });
});

describe('a store that fails', () => {
  it('leaves the feed unread while what it said is not served, and everything follows when it is back', async () => {
    const feed = feedThatSays({ references: [ofTeun] });
    const store = createMemoryStore();
    let isDown = false;
    const { register, known, failures, clock, nextRead } = await start(feed, {
      ...store,
      publish: async (change) => {
        if (isDown) throw new Error('the store is away');
        await store.publish(change);
      },
    });
    isDown = true;
    feed.says({ references: [ofTeun, ofZoey] });
    while (failures.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    clock.monotonicMs += 61_000;
    expect([await known(), register.unreadOrganisations()]).toEqual([[true, false], ['LOCAL_TEAM']]);
    isDown = false;
    await nextRead();
    expect([await known(), register.unreadOrganisations()]).toEqual([[true, true], []]);
  });
});
