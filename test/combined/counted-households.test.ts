/** Which households a region has, and what is counted of each: from the register, without a viewer's view. */
import { describe, expect, it } from '@jest/globals';
import { readCounts } from '../../adapter-kit/combined/counts.js';
import type { Region } from '../../subgraphs/household/combine/regions.js';
import { factsOf, householdsOfRegion } from '../../subgraphs/household/combined/counted-households.js';
import type { DocumentLink, HouseholdDocument } from '../../subgraphs/household/source.js';

const rotterdam: Region = {
  region: 'rotterdam',
  name: 'Rotterdam',
  units: ['LT1', 'LT2'],
  isPilot: true,
  startedOn: null,
  label: null,
};
const span = { since: '2026-01-01', until: '2026-06-30' };

const link = (reference: string, change: Partial<DocumentLink> = {}): DocumentLink => ({
  organisation: 'LOCAL_TEAM',
  reference,
  unitName: 'a unit',
  contact: null,
  since: '2025-01-01',
  until: null,
  certainty: 'CERTAIN',
  ground: 'SHARED_DWELLING',
  period: { since: null, until: null },
  isHistory: false,
  concernsOtherHouseholds: false,
  members: {},
  ...change,
});

function household(id: string, links: readonly DocumentLink[], change: Partial<HouseholdDocument> = {}) {
  const document: HouseholdDocument = {
    id,
    aliases: [id],
    kind: 'HOUSEHOLD',
    links,
    members: [],
    composition: null,
    foundBy: [],
    ...change,
  };
  return document;
}

async function found(documents: readonly HouseholdDocument[], region = rotterdam) {
  const register = {
    async *openHouseholds() {
      for (const document of documents) yield [document];
    },
  };
  const rows = await householdsOfRegion(register, region, span);
  return rows.map(({ household: id, since, until }) => [id, since, until]);
}

describe('a region has', () => {
  it('the households of the units of its local teams', async () => {
    expect(
      await found([
        household('a', [link('LT1/1')]),
        household('b', [link('LT2/1')]),
        household('c', [link('LT3/1')]),
        household('d', [link('GI1/1', { organisation: 'GI' })]),
      ]),
    ).toEqual([
      ['a', '2025-01-01', null],
      ['b', '2025-01-01', null],
    ]);
  });

  it('those with whom anybody worked in the period, for as long as any did', async () => {
    const ended = { until: '2026-02-28' };
    const byGi = link('GI1/1', { organisation: 'GI', since: '2024-06-01', until: '2026-05-31' });
    expect(
      await found([
        household('worked with', [link('LT1/1', ended), byGi]),
        household('left before', [link('LT1/2', { until: '2025-12-31' })]),
        household('came after', [link('LT1/3', { since: '2026-07-01' })]),
      ]),
    ).toEqual([['worked with', '2024-06-01', '2026-05-31']]);
  });

  it('a household that moved where its local team was last, and not where it has left', async () => {
    const moved = [link('LT3/1', { until: '2026-03-31' }), link('LT1/2', { since: '2026-04-01' })];
    expect(await found([household('moved here', moved)])).toHaveLength(1);
    expect(await found([household('moved here', moved)], { ...rotterdam, units: ['LT3'] })).toEqual([]);
    const history = link('LT1/1', {
      isHistory: true,
      period: { since: '2025-01-01', until: '2025-10-31' },
    });
    expect(await found([household('the home that was left', [history])])).toEqual([]);
  });

  it('no file that joins no household, and none by a case that is only probable', async () => {
    expect(
      await found([
        household('own file', [link('LT1/1')], { kind: 'OWN_FILE' }),
        household('probable', [link('LT1/2', { certainty: 'PROBABLE' })]),
      ]),
    ).toEqual([]);
  });
});

describe('of a household is counted', () => {
  const row = { household: 'hh', since: '2026-01-01', until: null };
  const measure = { kind: 'SUPERVISION_ORDER', startedOn: '2026-02-02', recordedOn: null, person: '1' };
  const answered = { outcome: 'ANSWERED', reason: null };
  const countsOf = (...given: readonly unknown[]) =>
    factsOf(
      given.map(() => row),
      'rotterdam',
      given.map(readCounts),
    );
  const counts = (given: unknown) => countsOf(given)[0];

  it('what was given, of the kinds that the pilots count', () => {
    const guardianship = { ...measure, kind: 'GUARDIANSHIP' };
    const provisional = { ...measure, kind: 'PROVISIONAL_SUPERVISION_ORDER' };
    const facts = counts({ measures: { ...answered, parts: [measure, guardianship, provisional] } });
    expect(facts?.measures?.map(({ kind }) => kind)).toEqual([
      'SUPERVISION_ORDER',
      'TERMINATION_OF_AUTHORITY',
    ]);
  });

  it('how many days it waited, where that ended', () => {
    const parts = [
      { askedOn: '2026-03-02', startedOn: '2026-03-12' },
      { askedOn: '2026-03-02', startedOn: null },
      { askedOn: '2026-03-02', startedOn: '2026-02-20' },
    ];
    expect(counts({ help: { ...answered, parts } })?.helpWaits?.map(({ days }) => days)).toEqual([10, 0, 0]);
  });

  it('nothing where the GI knows nothing of it', () => {
    const given = { measures: { outcome: 'NOT_KNOWN', reason: null, parts: [] } };
    expect(counts(given)).toMatchObject({ measures: [], helpWaits: null });
  });

  it.each([
    ['was lost', null],
    ['was refused', { measures: { outcome: 'WITHHELD', reason: null, parts: [] } }],
    ['was stopped', { measures: { outcome: 'WITHHELD', reason: 'STOPPED_BY_OWNER', parts: [] } }],
    ['could not be read', { measures: { outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] } }],
    [
      'gives a reason that nobody agreed',
      { measures: { ...answered, reason: 'ARCHIVE_NOT_READ', parts: [] } },
    ],
    ['gives no list', { measures: { ...answered, parts: null } }],
    [
      'gives a measure of no day',
      { measures: { ...answered, parts: [{ ...measure, startedOn: 'spring' }] } },
    ],
    ['gives nothing in the place of a measure', { measures: { ...answered, parts: [measure, null] } }],
    ['says "nothing" with a reservation', { measures: { outcome: 'NOT_KNOWN', reason: 'DOWN', parts: [] } }],
    ['gives no object', { measures: 'none' }],
    ['may not be whole', { measures: { outcome: 'ANSWERED', reason: 'LINK_UNCONFIRMED', parts: [measure] } }],
  ])('not established, and never nothing, what %s', (_, given) => {
    expect(counts(given)?.measures).toBeNull();
  });

  it('never who works with it, nor how it was handed over: no owner lets that be counted', () => {
    expect(counts(null)).toMatchObject({ professionals: null, handovers: null });
  });

  it('of nobody where the GI was not heard of one: whom it does not know would be all that is counted', () => {
    const notKnown = { measures: { outcome: 'NOT_KNOWN', reason: null, parts: [] } };
    const known = { measures: { ...answered, parts: [measure] } };
    const lost = { measures: { outcome: 'UNAVAILABLE', reason: 'TIMED_OUT', parts: [] } };
    for (const one of [lost, null]) {
      expect(countsOf(notKnown, known, one).map(({ measures }) => measures)).toEqual([null, null, null]);
    }
  });

  it.each([
    ['a link waits for confirmation', { outcome: 'NOT_ESTABLISHED', reason: 'LINK_UNCONFIRMED', parts: [] }],
    ['its record cannot be read', { outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] }],
  ])('without the household of which %s', (_, measures) => {
    const known = { measures: { ...answered, parts: [measure] } };
    expect(countsOf(known, { measures }).map((facts) => facts.measures?.length ?? null)).toEqual([1, null]);
  });
});
