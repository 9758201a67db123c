/** The promises that every store of the register keeps. One list, run against each of them. */
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HouseholdDocument } from '../../subgraphs/household/register/document.js';
import type { HouseholdLookup, RegisterStore } from '../../subgraphs/household/register/store.js';
import {
  change,
  changes,
  openingCase,
  otherCase,
  sampleAuditLine,
  sampleConfirmation,
  sampleFeed,
  sampleHousehold,
  sampleQuestion,
  sampleReference,
} from './register-store-samples.js';

export interface StoreHarness {
  readonly name: string;
  start(): Promise<void>;
  /** An empty store. */
  create(): Promise<RegisterStore>;
  stop(): Promise<void>;
}

export function describeRegisterStore(harness: StoreHarness): void {
  describe(`the register ${harness.name}`, () => {
    let store: RegisterStore;
    beforeAll(() => harness.start());
    beforeEach(async () => {
      store = await harness.create();
      expect(await store.lead(60_000)).toBe(true);
    });
    afterEach(() => store.close());
    afterAll(() => harness.stop());

    it('finds a household by every id that means it, and by no other', async () => {
      const household = sampleHousehold('h1', { aliases: ['h1-former'] });
      await store.publish(change({ put: [household, sampleHousehold('h2')] }));
      for (const id of ['h1', 'h1-former']) expect(await store.household(id, null)).toEqual(found(household));
      for (const id of ['h3', '', 'm1', '.', '__proto__'])
        expect(await store.household(id, null)).toEqual(none);
    });

    it('finds a person in the households that name the number as one to be found by, by id', async () => {
      const [one, two] = [
        sampleHousehold('h1', { foundBy: ['p1'] }),
        sampleHousehold('h2', { persons: ['p1', 'p2'] }),
      ];
      await store.publish(change({ put: [two, one] }));
      expect(await store.householdsOfPerson('p1', null)).toEqual({
        households: [one, two],
        isUndecided: false,
      });
      expect(await ofPerson('p2')).toEqual(['h2']);
      // A member under a number by which most cases mean somebody else is not found by it (L1).
      await store.publish(change({ put: [{ ...two, foundBy: ['p1'] }] }));
      expect(await ofPerson('p2')).toEqual([]);
      expect(await ofPerson('')).toEqual([]);
    });

    it('says of a number that nobody knows whose it is, until that is decided', async () => {
      await store.publish(change({ undecided: { add: ['p1', 'p2'], remove: [] } }));
      await store.publish(change({ undecided: { add: [], remove: ['p2'] } }));
      const isUndecided = async (person: string) =>
        (await store.householdsOfPerson(person, null)).isUndecided;
      expect([await isUndecided('p1'), await isUndecided('p2')]).toEqual([true, false]);
    });

    it('gives pages in the order of ids, those that a case opens among them', async () => {
      const put = ['h2', 'h5', 'h1'].map((id) => sampleHousehold(id));
      const shielded = ['h3', 'h4', 'h0'].map((id) => sampleHousehold(id, { openedBy: [openingCase] }));
      await store.publish(change({ put: [...put, ...shielded] }));
      expect(await page(2, null, null)).toEqual(['h1', 'h2']);
      expect(await page(2, 'h2', null)).toEqual(['h5']);
      expect(await page(4, null, openingCase)).toEqual(['h0', 'h1', 'h2', 'h3']);
      expect(await page(4, 'h3', openingCase)).toEqual(['h4', 'h5']);
      expect(await page(9, 'h25', openingCase)).toEqual(['h3', 'h4', 'h5']);
      expect(await page(9, 'h5', openingCase)).toEqual([]);
    });

    it('shows a shielded household to nobody but under a case that opens it', async () => {
      const shielded = sampleHousehold('h1', {
        aliases: ['h1-former'],
        persons: ['p1'],
        foundBy: ['p2'],
        openedBy: [openingCase, otherCase],
      });
      await store.publish(change({ put: [shielded, sampleHousehold('h2', { persons: ['p1'] })] }));
      for (const stranger of [null, '', 'VEILIG_THUIS VT2/2026-0556', openingCase.toLowerCase()]) {
        for (const id of [
          'h1',
          'h1-former',
          `${openingCase}:h1`,
          `${openingCase.length}:${openingCase}:h1`,
        ]) {
          expect(await store.household(id, stranger)).toEqual(none);
        }
        expect(await ofPerson('p1', stranger)).toEqual(['h2']);
        expect(await ofPerson('p2', stranger)).toEqual([]);
        expect(await page(9, null, stranger)).toEqual(['h2']);
      }
      for (const opening of [openingCase, otherCase]) {
        expect(await store.household('h1', opening)).toEqual(found(shielded));
        expect(await store.household('h1-former', opening)).toEqual(found(shielded));
        expect(await ofPerson('p1', opening)).toEqual(['h1', 'h2']);
        expect(await ofPerson('p2', opening)).toEqual(['h1']);
        expect(await page(9, null, opening)).toEqual(['h1', 'h2']);
      }
    });

    it('shields a household that was open, and opens it again, leaving no trace on the other side', async () => {
      const open = sampleHousehold('h1', { aliases: ['a1'], persons: ['p1'] });
      const shielded = { ...open, openedBy: [openingCase] };
      await store.publish(change({ put: [open] }));
      await store.publish(change({ put: [shielded] }));
      expect(await store.household('a1', null)).toEqual(none);
      expect([await ofPerson('p1'), await page(9, null, null)]).toEqual([[], []]);
      expect(await store.household('a1', openingCase)).toEqual(found(shielded));
      await store.publish(change({ put: [{ ...open, openedBy: [otherCase] }] }));
      expect(await store.household('a1', openingCase)).toEqual(none);
      expect(await page(9, null, openingCase)).toEqual([]);
      await store.publish(change({ put: [open] }));
      for (const by of [null, openingCase, otherCase]) {
        expect(await store.household('a1', by)).toEqual(found(open));
        expect([await ofPerson('p1', by), await page(9, null, by)]).toEqual([['h1'], ['h1']]);
      }
    });

    it('publishes in one step what comes, what changes and what goes', async () => {
      const put = [
        sampleHousehold('h1', { aliases: ['a1', 'a2'], persons: ['p1', 'p2'] }),
        sampleHousehold('h2', { aliases: ['a3'], persons: ['p1'] }),
        sampleHousehold('h3', { aliases: ['a4'], persons: ['p3'] }),
      ];
      await store.publish(change({ put }));
      const changed = sampleHousehold('h1', { aliases: ['a3'], persons: ['p2'] });
      const taken = sampleHousehold('h4', { aliases: ['a1'], persons: ['p1'] });
      await store.publish(change({ put: [changed, taken], drop: ['h2', 'h3', 'unheard-of'] }));
      expect(await idOf('a1')).toBe('h4');
      expect(await idOf('a2')).toBeNull();
      expect(await idOf('a3')).toBe('h1');
      expect(await idOf('a4')).toBeNull();
      expect([await ofPerson('p1'), await ofPerson('p2'), await ofPerson('p3')]).toEqual([
        ['h4'],
        ['h1'],
        [],
      ]);
      expect(await page(9, null, null)).toEqual(['h1', 'h4']);
      expect(await store.household('h1', null)).toEqual(found(changed));
      await store.publish(change({ put: [changed, taken] }));
      expect([await ofPerson('p1'), await ofPerson('p2')]).toEqual([['h4'], ['h1']]);
    });

    it('keeps what it was given, whatever becomes of an answer', async () => {
      const household = sampleHousehold('h1', { persons: ['p1'] });
      await store.publish(change({ put: [household] }));
      const [answer] = (await store.householdsOfPerson('p1', null)).households;
      Object.assign(answer ?? {}, { members: [] });
      expect(await store.household('h1', null)).toEqual(found(household));
    });

    it('says that an id was split, also after the register was loaded anew', async () => {
      await store.publish(change({ put: [sampleHousehold('h1'), sampleHousehold('h2')] }));
      await store.publish(change({ drop: ['h1'], split: ['h1'] }));
      expect(await store.household('h1', null)).toEqual({ found: 'SPLIT' });
      await store.replaceAll(changes({ put: [sampleHousehold('h3')], split: ['h2'] }));
      for (const by of [null, openingCase]) {
        expect(await store.household('h1', by)).toEqual({ found: 'SPLIT' });
        expect(await store.household('h2', by)).toEqual({ found: 'SPLIT' });
      }
    });

    it('keeps the questions about a case until they are taken away', async () => {
      const question = sampleQuestion('q1', openingCase);
      await store.publish(
        change({
          questions: new Map([
            [openingCase, [question]],
            [otherCase, [question]],
          ]),
        }),
      );
      await store.publish(change({ questions: new Map([[otherCase, []]]) }));
      expect(await store.questionsAbout(openingCase)).toEqual([question]);
      expect(await store.questionsAbout(otherCase)).toEqual([]);
    });

    it('replaces everything that was read from feeds, and keeps what people and time have added', async () => {
      await store.publish(
        change({
          put: [
            sampleHousehold('h1', { persons: ['p1'] }),
            sampleHousehold('h2', { openedBy: [openingCase] }),
          ],
          undecided: { add: ['p9'], remove: [] },
          questions: new Map([[openingCase, [sampleQuestion('q1', openingCase)]]]),
          feeds: [sampleFeed('RAAD'), sampleFeed('GI')],
          audit: [sampleAuditLine('d1')],
        }),
      );
      await store.putConfirmation(sampleConfirmation('c1'));
      const households = Array.from({ length: 250 }, (_, number) =>
        sampleHousehold(`n${number}`, { persons: ['p2'] }),
      );
      await store.replaceAll(
        changes(
          { put: households, feeds: [sampleFeed('GI', '2026-11-02T12:00:00Z')] },
          {
            put: [sampleHousehold('n0', { aliases: ['again'] })],
            drop: ['n1'],
            audit: [sampleAuditLine('d2')],
          },
        ),
      );
      expect([
        await idOf('h1'),
        await idOf('h2', openingCase),
        await idOf('n1'),
        await idOf('again'),
      ]).toEqual([null, null, null, 'n0']);
      expect(await store.householdsOfPerson('p9', null)).toEqual({ households: [], isUndecided: false });
      expect((await ofPerson('p2')).length).toBe(248);
      expect((await page(999, null, openingCase)).length).toBe(249);
      expect(await store.questionsAbout(openingCase)).toEqual([]);
      expect(await store.feeds()).toEqual([sampleFeed('GI', '2026-11-02T12:00:00Z')]);
      expect(await store.confirmations()).toEqual([sampleConfirmation('c1')]);
      expect(await store.auditLines()).toEqual([sampleAuditLine('d1'), sampleAuditLine('d2')]);
    });

    it('answers while it is loaded, and always from the whole old state or the whole new one', async () => {
      const state = (unitName: string) =>
        Array.from({ length: 300 }, (_, number) =>
          sampleHousehold(`h${number}`, { persons: number < 20 ? ['p1'] : [], unitName }),
        );
      await store.replaceAll(changes({ put: state('old') }));
      const seen = new Set<string>();
      const look = async (): Promise<void> => {
        const { households } = await store.householdsOfPerson('p1', null);
        const listed = await store.list(40, null, null);
        expect([households.length, listed.length]).toEqual([20, 40]);
        for (const answer of [households, listed])
          seen.add([...new Set(answer.map(unitNameOf))].join(' and '));
      };
      let isLoading = true;
      const loading = store
        .replaceAll(
          (async function* () {
            for (const household of state('new')) {
              yield change({ put: [household] });
              if (household.id.endsWith('5')) await look();
            }
          })(),
        )
        .finally(() => {
          isLoading = false;
        });
      while (isLoading) {
        await look();
        await setImmediate();
      }
      await loading;
      await look();
      expect(seen).toEqual(new Set(['old', 'new']));
    });

    it('keeps the old state whole when a load breaks off in the middle', async () => {
      const old = sampleHousehold('h1', { persons: ['p1'] });
      await store.replaceAll(changes({ put: [old], feeds: [sampleFeed('RAAD')] }));
      const broken = (async function* () {
        yield change({
          put: [sampleHousehold('h1', { unitName: 'new' }), sampleHousehold('h2')],
          feeds: [sampleFeed('GI')],
          split: ['h1'],
          audit: [sampleAuditLine('d1')],
        });
        throw new Error('the feed broke off');
      })();
      await expect(store.replaceAll(broken)).rejects.toThrow('the feed broke off');
      expect(await store.household('h1', null)).toEqual(found(old));
      expect(await page(9, null, null)).toEqual(['h1']);
      expect(await store.feeds()).toEqual([sampleFeed('RAAD')]);
      expect(await store.auditLines()).toEqual([]);
      await store.publish(change({ put: [sampleHousehold('h3')] }));
      expect(await page(9, null, null)).toEqual(['h1', 'h3']);
    });

    it('knows how far each feed was read', async () => {
      await store.publish(change({ feeds: [sampleFeed('RAAD'), sampleFeed('GI')] }));
      await store.putFeed(sampleFeed('RAAD', '2026-11-02T12:00:00Z'));
      expect(await store.feeds()).toEqual([sampleFeed('GI'), sampleFeed('RAAD', '2026-11-02T12:00:00Z')]);
    });

    it('keeps what professionals confirmed until they take it back', async () => {
      await store.putConfirmation(sampleConfirmation('c2'));
      await store.putConfirmation(sampleConfirmation('c1'));
      await store.removeConfirmation('c2');
      expect(await store.confirmations()).toEqual([sampleConfirmation('c1')]);
    });

    it('knows for good which ids mean the same, by either of them and through however many changes of key', async () => {
      await store.keepSameIds([
        ['p_new', 'p_old'],
        ['hh_new', 'hh_old'],
      ]);
      await store.keepSameIds([['p_newest', 'p_new']]);
      await store.keepSameIds([]);
      const ofId = async (id: string) => [...(await store.sameIdsOf(id))].sort();
      expect(await ofId('p_old')).toEqual(['p_new', 'p_newest']);
      expect(await ofId('p_newest')).toEqual(['p_new', 'p_old']);
      expect(await ofId('p_new')).toEqual(['p_newest', 'p_old']);
      expect(await ofId('hh_old')).toEqual(['hh_new']);
      for (const unknown of ['p_other', '', 'p_new p_old', '__proto__'])
        expect(await ofId(unknown)).toEqual([]);
      // Noted twice, also the other way round, says no more.
      await store.keepSameIds([
        ['p_new', 'p_old'],
        ['p_old', 'p_new'],
      ]);
      expect(await ofId('p_new')).toEqual(['p_newest', 'p_old']);
      await store.replaceAll(changes({ put: [sampleHousehold('h1')] }));
      expect(await ofId('p_old')).toEqual(['p_new', 'p_newest']);
      expect(new Set((await store.sameIds()).map((pair) => [...pair].sort().join(' ')))).toEqual(
        new Set(['p_new p_old', 'hh_new hh_old', 'p_new p_newest']),
      );
    });

    it('keeps more pairs than fit into one message', async () => {
      const pairs = Array.from({ length: 2_500 }, (_, number) => [`n${number}`, `o${number}`] as const);
      await store.keepSameIds(pairs);
      expect((await store.sameIds()).length).toBe(pairs.length);
      expect(await store.sameIdsOf('o2499')).toEqual(['n2499']);
    });

    it('lists who read a household in a period, and forgets what is more than ninety days older than the latest', async () => {
      const read = (household: string, at: string, caseReference: string | null) =>
        store.recordRead({ household, at, caseReference });
      await read('h1', '2026-06-01T10:00:00Z', null);
      await read('h1', '2026-11-02T12:00:00+01:00', openingCase);
      await read('h1', '2026-11-02T10:00:00Z', null);
      await read('h1', '2026-11-02T10:00:00Z', null);
      await read('h2', '2026-11-02T10:30:00Z', null);
      const readsOf = async (since: string, until: string) =>
        (await store.readsOf('h1', since, until)).map(({ at, caseReference }) => [at, caseReference]);
      expect(await readsOf('2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z')).toEqual([
        ['2026-11-02T10:00:00Z', null],
        ['2026-11-02T10:00:00Z', null],
        ['2026-11-02T12:00:00+01:00', openingCase],
      ]);
      expect(await readsOf('2026-11-02T10:00:01Z', '2026-11-02T11:00:00Z')).toEqual([
        ['2026-11-02T12:00:00+01:00', openingCase],
      ]);
    });

    it('keeps a line for every removal, in the order in which they came', async () => {
      const lines = Array.from({ length: 1_100 }, (_, number) => sampleAuditLine(`d${number}`));
      await store.publish(change({ audit: lines.slice(0, 2) }));
      await store.replaceAll(changes({ audit: lines.slice(2) }));
      expect(await store.auditLines()).toEqual(lines);
    });

    it('writes one change after another, however they were asked for', async () => {
      const loading = store.replaceAll(changes({ put: [sampleHousehold('h1')] }));
      const publishing = store.publish(
        change({ put: [sampleHousehold('h2')], references: { put: [sampleReference('R1')], drop: [] } }),
      );
      await Promise.all([loading, publishing]);
      expect(await page(9, null, null)).toEqual(['h1', 'h2']);
    });

    const idOf = async (id: string, by: string | null = null): Promise<string | null> => {
      const answer = await store.household(id, by);
      return answer.found === 'HOUSEHOLD' ? answer.household.id : null;
    };
    const ofPerson = async (person: string, by: string | null = null): Promise<readonly string[]> =>
      (await store.householdsOfPerson(person, by)).households.map(({ id }) => id);
    const page = async (first: number, after: string | null, by: string | null): Promise<readonly string[]> =>
      (await store.list(first, after, by)).map(({ id }) => id);
  });
}

const none: HouseholdLookup = { found: 'NONE' };

function found(household: HouseholdDocument): HouseholdLookup {
  return { found: 'HOUSEHOLD', household };
}

function unitNameOf(household: HouseholdDocument): string | undefined {
  return household.links[0]?.unitName;
}
