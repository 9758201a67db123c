import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CostPart } from '../../subgraphs/household/combine/contribution.js';
import { costsOf } from '../../subgraphs/household/combine/costs.js';
import { studySetOf } from '../../subgraphs/household/combine/study-sets.js';
import {
  expectedByFrame,
  expectedCorrected,
  expectedCosts,
  expectedReadNaively,
  thirdQuarter,
} from './expected-costs.js';
import { castDay } from './expected-professionals.js';
import { contribute, costs, partOf, sixChildren, without } from './relay-family.js';

const question = { contributions: contribute(costs), period: thirdQuarter, memberIds: sixChildren };
const ofTheCast = costsOf(question);

function persons(of: (typeof ofTheCast)['corrected']): Record<string, number> {
  return Object.fromEntries(of.persons.map(({ memberId, amountCents }) => [memberId, amountCents]));
}

describe('help to the relay family in the third quarter', () => {
  it('cost 21,294.00 euros, by what it was and by frame', () => {
    const byCategory = Object.fromEntries(
      ofTheCast.byCategory.map(({ category, amountCents }) => [category, amountCents]),
    );
    expect({ byCategory, totalCents: ofTheCast.totalCents }).toEqual(expectedCosts);
    expect(ofTheCast.byFrame).toEqual(expectedByFrame);
    expect(ofTheCast.mayBeIncomplete).toBe(false);
  });

  it('read naively cost 6,126.00 for the youngest and nothing for the eldest', () => {
    expect(persons(ofTheCast.readNaively)).toEqual(expectedReadNaively);
  });

  it('corrected is of the family where it was for the family, and adds up to the same', () => {
    const { familyCents, persons: rows } = ofTheCast.corrected;
    expect({ family: familyCents, perPerson: persons(ofTheCast.corrected) }).toEqual(expectedCorrected);
    expect(rows.reduce((sum, { amountCents }) => sum + amountCents, familyCents)).toBe(ofTheCast.totalCents);
  });

  it('is the least that it was when a source is lost', () => {
    const left = costsOf({ ...question, contributions: without(contribute(costs), 'GI') });
    expect(left).toMatchObject({ totalCents: 523_800, mayBeIncomplete: true });
    expect(left.missing).toEqual([{ organisation: 'GI', reason: 'DOWN' }]);
  });
});

describe('a line', () => {
  const line = (change: Partial<CostPart>): CostPart => ({
    ...partOf('GI1', 'line'),
    category: 'stay',
    frame: 'FORCED',
    from: '2026-06-15',
    until: '2026-08-21',
    quantity: 68,
    unit: 'DAY',
    tariffCents: 10_000,
    filedOnMemberId: 'daan',
    isForFamily: false,
    ...change,
  });
  const read = (...lines: readonly CostPart[]) => costsOf({ ...question, contributions: contribute(lines) });

  it('that begins before the quarter counts by its days in it', () => {
    expect(read(line({})).lines).toMatchObject([{ from: '2026-07-01', quantity: 52, amountCents: 520_000 }]);
  });

  it('that cannot be divided by days is in no sum, and named', () => {
    const hours = read(line({ unit: 'HOUR' }));
    expect(hours).toMatchObject({ totalCents: 0, notDivided: ['line'], mayBeIncomplete: true });
  });

  it('that payer and provider both hold counts once, and two equal lines without that proof twice', () => {
    const copy = { ...line({ line: 'D1/1' }), ...partOf('LT1', 'copy') };
    expect(read(line({ line: 'D1/1' }), copy).totalCents).toBe(520_000);
    const other = line({ ...partOf('GI1', 'other') });
    expect(read(line({}), other).totalCents).toBe(1_040_000);
  });

  it('with parts of a cent, or a negative quantity, is left out and its organisation named', () => {
    for (const broken of [
      line({ tariffCents: 48.5 }),
      line({ quantity: -1 }),
      line({ until: '2026-06-01' }),
    ]) {
      const { totalCents, missing } = read(broken);
      expect({ totalCents, missing }).toEqual({
        totalCents: 0,
        missing: [{ organisation: 'GI', reason: 'CONTRACT_BROKEN' }],
      });
    }
  });

  it('adds up to the same whole cents in any order', () => {
    const any = fc
      .record({ id: fc.integer({ max: 999, min: 0 }), quantity: fc.nat(500), tariffCents: fc.nat(99_999) })
      .map(({ id, ...amounts }) =>
        line({ ...partOf('GI1', `line-${id}`), ...amounts, unit: 'PIECE', from: '2026-07-01' }),
      );
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: ({ id }) => id, maxLength: 20 }), (lines) => {
        const sum = lines.reduce((total, { quantity, tariffCents }) => total + quantity * tariffCents, 0);
        expect(read(...lines).totalCents).toBe(sum);
        expect(read(...[...lines, ...lines].reverse())).toEqual(read(...lines));
      }),
      { numRuns: 50 },
    );
  });

  it('is of no period that ends before it begins', () => {
    const turned = { from: thirdQuarter.until, until: thirdQuarter.from };
    expect(() => costsOf({ ...question, period: turned })).toThrow('expected a period of two days');
  });
});

describe('a study set', () => {
  const household = (id: number, change: object = {}) => ({
    household: `household-${id}`,
    region: 'rotterdam',
    costs: ofTheCast,
    memberCount: 10,
    ...change,
  });
  const some = (count: number, change: object = {}) =>
    Array.from({ length: count }, (_, id) => household(id, change));
  const study = {
    region: 'rotterdam',
    quarter: thirdQuarter,
    onDay: castDay,
    pseudonymOf: (id: string) => `p-${id.length}-${id.slice(-2)}`,
  };

  it('of ten households alike has them under pseudonyms, in bands, and no id of the graph', () => {
    const set = studySetOf(some(12), study);
    expect(set.groups).toMatchObject([
      { frames: 'WITH_FORCED', members: '5 or more', householdsAtLeast: 10 },
    ]);
    expect(set.groups[0]?.rows).toHaveLength(12);
    expect(set.groups[0]?.rows[0]).toMatchObject({ voluntaryFromCents: 500_000, forcedFromCents: 1_000_000 });
    // 12 × 5,238.00 and 12 × 16,056.00, to hundreds of euros.
    expect(set.groups[0]?.voluntaryCents).toEqual({ state: 'COUNTED', value: 6_290_000 });
    expect(set.groups[0]?.forcedCents).toEqual({ state: 'COUNTED', value: 19_270_000 });
    expect(JSON.stringify(set)).not.toContain('household-');
  });

  it('of nine has nothing, and does not say so', () => {
    expect(studySetOf(some(9), study).groups).toEqual([]);
    expect(studySetOf([...some(9), ...some(9)], study).groups).toEqual([]);
  });

  it('leaves out households of which the costs are known in part, and other regions', () => {
    const half = { costs: { ...ofTheCast, mayBeIncomplete: true } };
    expect(studySetOf(some(12, half), study).groups).toEqual([]);
    expect(studySetOf(some(12, { region: 'utrecht' }), study).groups).toEqual([]);
  });

  it('tells no sum that one household makes most of', () => {
    const dear = { ...ofTheCast, byFrame: { VOLUNTARY: 523_800, FORCED: 99_000_000 } };
    const set = studySetOf([...some(11), household(11, { costs: dear })], study);
    expect(set.groups[0]?.forcedCents).toEqual({ state: 'SUPPRESSED' });
    expect(set.groups[0]?.voluntaryCents.state).toBe('COUNTED');
  });

  it('tells no sum to which fewer households contribute than make a group, and a sum of none', () => {
    const without = { ...ofTheCast, byFrame: { VOLUNTARY: 0, FORCED: 1_605_600 } };
    const voluntaryOf = (contributing: number) => {
      const others = some(12 - contributing).map((one) => ({ ...one, costs: without }));
      const those = some(12).slice(12 - contributing);
      return studySetOf([...others, ...those], study).groups[0]?.voluntaryCents;
    };
    for (const few of [1, 2, 9]) expect(voluntaryOf(few)).toEqual({ state: 'SUPPRESSED' });
    expect(voluntaryOf(10)).toEqual({ state: 'COUNTED', value: 5_240_000 });
    expect(voluntaryOf(0)).toEqual({ state: 'COUNTED', value: 0 });
    const wider = [
      ...some(12),
      ...some(3).map((one) => ({ ...one, household: `${one.household}-b`, costs: without })),
    ];
    expect(studySetOf(wider, { ...study, smallestGroup: 13 }).groups[0]?.voluntaryCents).toEqual({
      state: 'SUPPRESSED',
    });
  });

  it('is of one whole quarter that is over, and of groups of ten or more', () => {
    const of = (change: object) => () => studySetOf([], { ...study, ...change });
    expect(of({ quarter: { from: '2026-07-02', until: '2026-09-30' } })).toThrow('expected one quarter');
    expect(of({ quarter: { from: '2026-04-01', until: '2026-09-30' } })).toThrow('expected one quarter');
    expect(of({ onDay: '2026-09-30' })).toThrow('expected a quarter that is over');
    expect(of({ smallestGroup: 9 })).toThrow('expected a smallest group of 10');
  });
});
