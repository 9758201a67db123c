import { afterEach, describe, expect, it } from '@jest/globals';
import type { RosterFeed, RosterPage, RosterReference } from '../../adapter-kit/roster.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import {
  addresses,
  type CastPerson,
  denBraber,
  grootEsselink as family,
} from '../../simulated-sources/families.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import {
  createHouseholdRegister,
  type HouseholdRegister,
} from '../../subgraphs/household/register/register.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { caseOf, pseudonymOf } from './references.js';

const keyCheck = 'the key of this region';
const { hofdijk, schakelstraat } = addresses;

/** A feed that gives the pages it is told, one a read, and then the last one for ever. */
function feedOf(
  ...pages: readonly (Partial<RosterPage> | Error)[]
): RosterFeed & { readonly asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  return {
    asked,
    async read(watermark) {
      asked.push(watermark);
      const page = pages[Math.min(asked.length, pages.length) - 1];
      if (page === undefined || page instanceof Error) throw page ?? new Error('expected a page');
      return {
        mode: 'FULL',
        asOf: '2026-11-02T10:00:00Z',
        watermark: null,
        references: [],
        removed: [],
        keyCheck,
        ...page,
      };
    },
  };
}

const inFeed = ({ organisation: _, ...reference }: FeedReference): RosterReference => reference;
const homeOfTeun = inFeed(
  caseOf('LT1/2025-0001', {
    since: '2025-01-01',
    persons: [
      { who: family.wilma, role: '112', at: hofdijk },
      { who: family.teun, role: '115', at: hofdijk },
    ],
  }),
);
const homeOfZoey = inFeed(
  caseOf('LT1/2025-0002', {
    since: '2025-01-01',
    persons: [{ who: denBraber.zoey, role: '115', at: schakelstraat }],
  }),
);

describe('the household register', () => {
  const registers: HouseholdRegister[] = [];
  let monotonicMs = 0;
  afterEach(() => {
    for (const register of registers.splice(0)) register.stop();
  });

  async function start(feeds: Readonly<Record<string, RosterFeed>>, onFailure = (_: string) => {}) {
    const register = createHouseholdRegister({
      feeds,
      store: createMemoryStore(),
      pollSeconds: 0.005,
      maxAgeSeconds: 60,
      rosterTimeoutMs: 1_000,
      idSecret: 'a secret for register tests',
      now: () => new Date('2026-11-02T12:00:00+01:00'),
      keyCheck,
      monotonicMs: () => monotonicMs,
      onFeedFailure: ({ reason }) => onFailure(reason),
    });
    registers.push(register);
    await register.start();
    return register;
  }
  const reads = async (feed: { readonly asked: readonly unknown[] }, count: number): Promise<void> => {
    while (feed.asked.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
    await new Promise((resolve) => setTimeout(resolve, 2));
  };
  const anybody = { caseReference: null };
  const knows = async (register: HouseholdRegister, who: CastPerson): Promise<boolean> =>
    (await register.householdsOfPerson(pseudonymOf(who), anybody)).households.length > 0;

  it('reads a source again in full after changes, and believes what it says then', async () => {
    const feed = feedOf(
      { watermark: '1', references: [homeOfTeun, homeOfZoey] },
      { mode: 'DELTA', watermark: '2', removed: [homeOfZoey.reference] },
      { mode: 'FULL', watermark: '1', references: [homeOfTeun, homeOfZoey] },
    );
    const register = await start({ LOCAL_TEAM: feed });
    await reads(feed, 2);
    await reads(feed, 4);
    expect([await knows(register, family.teun), await knows(register, denBraber.zoey)]).toEqual([true, true]);
  });

  it('drops what a feed removes', async () => {
    const feed = feedOf(
      { watermark: '1', references: [homeOfTeun, homeOfZoey] },
      { mode: 'DELTA', watermark: '2', removed: [homeOfZoey.reference] },
      { mode: 'DELTA', watermark: '2' },
    );
    const register = await start({ LOCAL_TEAM: feed });
    await reads(feed, 4);
    expect([await knows(register, family.teun), await knows(register, denBraber.zoey)]).toEqual([
      true,
      false,
    ]);
    expect(feed.asked.slice(0, 3)).toEqual([null, '1', '2']);
  });

  it.each<[string, Partial<RosterPage> | Error, string]>([
    ['changes without the whole', { mode: 'DELTA', references: [homeOfTeun] }, 'CONTRACT_BROKEN'],
    [
      'pseudonyms under another key',
      { references: [homeOfTeun], keyCheck: 'the key of another region' },
      'REJECTED',
    ],
    [
      'pseudonyms under no key that it names',
      { references: [homeOfTeun], keyCheck: undefined as never },
      'REJECTED',
    ],
    ['a source that is down', new SourceError({ organisation: 'X', reason: 'DOWN', detail: 'away' }), 'DOWN'],
  ])('takes %s for a feed that was not read, so nobody looks unknown', async (_, page, reason) => {
    const failures: string[] = [];
    const register = await start({ LOCAL_TEAM: feedOf(page) }, (failure) => failures.push(failure));
    expect(register.unreadOrganisations()).toEqual(['LOCAL_TEAM']);
    expect(failures).toEqual([reason]);
  });

  it('says "not known" only of an organisation whose feed is fresh and names no member', async () => {
    const elsewhere = inFeed(
      caseOf('VT1/2026-0001', {
        since: '2026-01-01',
        persons: [{ who: family.teun, role: '115', at: schakelstraat }],
      }),
    );
    const register = await start({
      LOCAL_TEAM: feedOf({ references: [homeOfTeun] }),
      VEILIG_THUIS: feedOf({ references: [elsewhere] }),
      RAAD: feedOf({}),
      GI: feedOf(new Error('away')),
    });
    const household = (await register.list(50, null, anybody)).households.find(({ links }) =>
      links.some(({ reference }) => reference === homeOfTeun.reference),
    );
    if (!household) throw new Error('expected a household');
    expect(register.keyOf(household, 'LOCAL_TEAM')).toMatchObject({
      state: 'REFERENCES',
      references: [homeOfTeun.reference],
    });
    expect(register.keyOf(household, 'VEILIG_THUIS')).toEqual({
      state: 'UNREAD',
      reason: 'LINK_UNCONFIRMED',
    });
    expect(register.keyOf(household, 'RAAD')).toEqual({
      state: 'NONE',
      notKnownAsOf: '2026-11-02T10:00:00.000Z',
    });
    expect(register.keyOf(household, 'GI')).toEqual({ state: 'UNREAD', reason: 'ROSTER_STALE' });
  });

  it('tells with the references of an organisation when its feed has grown stale', async () => {
    const feed = feedOf({ references: [homeOfTeun] }, new Error('away'));
    const register = await start({ LOCAL_TEAM: feed });
    const [household] = (await register.list(1, null, anybody)).households;
    if (!household) throw new Error('expected a household');
    expect(register.keyOf(household, 'LOCAL_TEAM')).not.toHaveProperty('isFeedStale');
    monotonicMs += 61_000;
    expect(register.keyOf(household, 'LOCAL_TEAM')).toMatchObject({ state: 'REFERENCES', isFeedStale: true });
    expect(register.feeds()).toEqual([
      { organisation: 'LOCAL_TEAM', isFresh: false, asOf: '2026-11-02T10:00:00.000Z' },
    ]);
  });

  it('finds under a number that somebody mistyped only whom most cases agree on, and nobody where they do not agree', async () => {
    // Zoey's number written for a child with Teun's birth date and sex.
    const mistyped = inFeed(
      caseOf('VT1/2026-0001', {
        since: '2026-01-01',
        persons: [
          { who: family.wilma, role: '112', at: hofdijk },
          { who: { ...family.teun, bsn: denBraber.zoey.bsn }, role: '115', at: hofdijk },
        ],
      }),
    );
    const again = inFeed(
      caseOf('RVDK/2026-0001', {
        since: '2026-01-01',
        persons: [{ who: denBraber.zoey, role: '115', at: schakelstraat }],
      }),
    );
    const decided = await start({
      LOCAL_TEAM: feedOf({ references: [homeOfTeun, homeOfZoey] }),
      VEILIG_THUIS: feedOf({ references: [mistyped] }),
      RAAD: feedOf({ references: [again] }),
    });
    const found = await decided.householdsOfPerson(pseudonymOf(denBraber.zoey), anybody);
    expect(found.households.map(({ links }) => links.map(({ reference }) => reference).sort())).toEqual([
      ['LT1/2025-0002', 'RVDK/2026-0001'],
    ]);
    // The one whom most agree on lives nowhere by any case; he is found by a household of his own, not lost.
    const stranger = { ...denBraber.gerrit, birthDate: '1990-01-01' };
    const named = (reference: string) =>
      inFeed(
        caseOf(reference, {
          since: '2026-01-01',
          persons: [
            { who: family.wilma, role: '112', at: hofdijk },
            { who: denBraber.gerrit, role: '114' },
          ],
        }),
      );
    const nowhere = await start({
      VEILIG_THUIS: feedOf({ references: [named('VT1/2026-0002')] }),
      GI: feedOf({ references: [named('GI1/2026-0003')] }),
      RAAD: feedOf({
        references: [
          inFeed(
            caseOf('RVDK/2026-0004', {
              since: '2026-01-01',
              persons: [{ who: stranger, role: '112', at: schakelstraat }],
            }),
          ),
        ],
      }),
    });
    const his = await nowhere.householdsOfPerson(pseudonymOf(denBraber.gerrit), anybody);
    expect(
      his.households.map(({ links }) => links.map(({ reference, certainty }) => [reference, certainty])),
    ).toEqual([
      [
        ['GI1/2026-0003', 'PROBABLE'],
        ['VT1/2026-0002', 'PROBABLE'],
      ],
    ]);
    const undecided = await start({
      LOCAL_TEAM: feedOf({ references: [homeOfTeun, homeOfZoey] }),
      VEILIG_THUIS: feedOf({ references: [mistyped] }),
    });
    expect(await undecided.householdsOfPerson(pseudonymOf(denBraber.zoey), anybody)).toEqual({
      households: [],
      isUndecided: true,
    });
  });
});
