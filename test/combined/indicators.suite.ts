import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { projectRoot } from '../../schema/project-root.js';
import {
  allOrNone,
  counted,
  partCell,
  ratio,
  suppressed,
  totalCell,
} from '../../subgraphs/household/combine/disclosure.js';
import { forcedMeasureKinds, toForcedMeasure } from '../../subgraphs/household/combine/forced-measures.js';
import type { HouseholdFacts, MeasureFact } from '../../subgraphs/household/combine/household-facts.js';
import { indicatorsOf } from '../../subgraphs/household/combine/indicators.js';
import { pilotRegions, wasPilotOn } from '../../subgraphs/household/combine/pilot-regions.js';
import { parseSpecialists, specialistsFor } from '../../subgraphs/household/combine/specialists.js';
import {
  expectedForcedMeasures,
  expectedOfThePilots,
  expectedPilots,
  expectedSmallestGroup,
} from './expected-indicators.js';

const { period, referenceDay } = expectedOfThePilots;
const question = { region: 'pilots', period, referenceDay };

function household(id: number, change: Partial<HouseholdFacts> = {}): HouseholdFacts {
  return {
    household: `h${id}`,
    region: 'pilots',
    since: '2023-01-01',
    until: null,
    measures: [],
    professionals: 2,
    handovers: [],
    helpWaits: [],
    ...change,
  };
}

function order(startedOn: string, person = 'a', recordedOn: string | null = null): MeasureFact {
  return { kind: 'SUPERVISION_ORDER', startedOn, recordedOn, person };
}

/** 109 times a measure, in 91 households: 18 of them had a second. The pilots did not publish in how many. */
const pilots = Array.from({ length: expectedOfThePilots.households }, (_, id) => {
  if (id >= 91) return household(id);
  const second = id < 18 ? [order('2024-03-01')] : [];
  return household(id, { measures: [order('2023-05-01'), ...second] });
});

describe('the pilots', () => {
  const found = indicatorsOf(pilots, question);

  it('count 109 measures over 1,268 households, which is 8.6 for each hundred', () => {
    expect(found.households).toEqual(counted(expectedOfThePilots.households));
    expect(found.measures).toEqual(counted(expectedOfThePilots.measures));
    expect(found.measuresPerHousehold).toEqual(
      counted({
        perHundred: expectedOfThePilots.measuresPerHundredHouseholds,
        inThreeDecimals: expectedOfThePilots.inThreeDecimals,
      }),
    );
  });

  it('and apart from it the households with a measure, which are fewer', () => {
    expect(found.householdsWithMeasure).toEqual(counted(91));
    expect(found.householdsWithoutMeasure).toEqual(counted(1177));
    expect(found.shareWithMeasure).toEqual(counted({ perHundred: '7.2', inThreeDecimals: '7.177' }));
  });

  it('tell of exactly four kinds, and of what has no source that it is not connected, never 0', () => {
    expect(forcedMeasureKinds).toEqual(expectedForcedMeasures.kinds);
    expect(found.notConnected).toEqual(expectedForcedMeasures.withoutSource);
    const states = found.byKind.map(({ kind, measures }) => [kind, measures.state]);
    expect(states).toEqual([
      ['SUPERVISION_ORDER', 'COUNTED'],
      ['TERMINATION_OF_AUTHORITY', 'COUNTED'],
      ['EXCLUSION_AND_CONTACT_BAN', 'NOT_CONNECTED'],
      ['PROBATION_MEASURE', 'NOT_CONNECTED'],
    ]);
    expect(toForcedMeasure('PROVISIONAL_SUPERVISION_ORDER')).toBeNull();
  });

  it('are named as far as known: six of eleven, without first days', () => {
    const { regions, total } = pilotRegions();
    expect(regions.map(({ region }) => region)).toEqual(expectedPilots.named);
    expect(total).toBe(expectedPilots.count);
    expect(wasPilotOn(pilotRegions(), 'rotterdam', '2026-11-02')).toBeNull();
    const configured = pilotRegions([{ region: 'rotterdam', name: 'Rotterdam', startedOn: '2023-01-01' }]);
    expect(wasPilotOn(configured, 'rotterdam', '2022-12-31')).toBe(false);
    expect(wasPilotOn(configured, 'rotterdam', '2023-01-01')).toBe(true);
    expect(wasPilotOn(configured, 'maastricht', '2023-01-01')).toBeNull();
    expect(() => pilotRegions([{ region: 'x', name: 'X', startedOn: '2023' }])).toThrow(
      'expected the first day',
    );
  });
});

describe('indicators', () => {
  it('made again for a reference day are the same, whatever happened or was recorded later', () => {
    const later = pilots.map((facts, id) =>
      id < 500
        ? {
            ...facts,
            measures: [
              ...(facts.measures ?? []),
              order('2024-07-01'),
              order('2024-01-01', 'a', '2024-07-02'),
            ],
          }
        : facts,
    );
    const newcomer = household(9999, { since: '2024-07-01' });
    expect(indicatorsOf([...later, newcomer], question)).toEqual(indicatorsOf(pilots, question));
  });

  it('count one decision about six children once, or six times where that is asked', () => {
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((child) => order('2023-05-01', child));
    const facts = Array.from({ length: 40 }, (_, id) => household(id, { measures: id < 10 ? six : [] }));
    expect(indicatorsOf(facts, question).measures).toEqual(counted(10));
    expect(indicatorsOf(facts, { ...question, measuresCount: 'PER_PERSON' }).measures).toEqual(counted(60));
  });

  it('show nothing of fewer than ten households, nor what would tell it', () => {
    expect(expectedSmallestGroup).toBe(10);
    const few = indicatorsOf(pilots.slice(0, 9), question);
    expect(few.households).toEqual(suppressed);
    expect(few.measures).toEqual(suppressed);
    expect(few.professionalsPerHousehold).toEqual(suppressed);
    // Nine without a measure follow from the others.
    const nine = indicatorsOf([...pilots.slice(0, 91), ...pilots.slice(91, 100)], question);
    expect(nine.householdsWithMeasure).toEqual(suppressed);
    expect(nine.householdsWithoutMeasure).toEqual(suppressed);
    expect(nine.measuresPerHousehold).toEqual(suppressed);
  });

  it('do not tell a small kind by way of the other kind', () => {
    const guardianship = (id: number) =>
      household(id, { measures: [{ ...order('2023-05-01'), kind: 'TERMINATION_OF_AUTHORITY' }] });
    const facts = [
      ...pilots.slice(50, 200),
      ...Array.from({ length: 3 }, (_, id) => guardianship(id + 5000)),
    ];
    const { byKind } = indicatorsOf(facts, question);
    expect(byKind.map(({ households }) => households.state)).toEqual([
      'SUPPRESSED',
      'SUPPRESSED',
      'NOT_CONNECTED',
      'NOT_CONNECTED',
    ]);
  });

  it('say that measures are not established where their source was not heard, and not that there are none', () => {
    const unheard = Array.from({ length: 40 }, (_, id) =>
      household(id, { measures: null, professionals: null, handovers: null }),
    );
    const found = indicatorsOf(unheard, question);
    expect(found.measures).toEqual({ state: 'NOT_ESTABLISHED' });
    expect(found.householdsWithoutMeasure).toEqual({ state: 'NOT_ESTABLISHED' });
    expect(found.professionalsPerHousehold).toEqual({ state: 'NOT_ESTABLISHED' });
    expect(found.handovers.count).toEqual({ state: 'NOT_ESTABLISHED' });
    const half = [...unheard.slice(0, 20), ...Array.from({ length: 100 }, (_, id) => household(id + 100))];
    expect(indicatorsOf(half, question).householdsNotEstablished).toEqual(counted(20));
    expect(indicatorsOf(half, question).householdsWithoutMeasure).toEqual(counted(100));
  });

  it('tell professionals, hand-overs and waiting as means in tenths', () => {
    const facts = Array.from({ length: 30 }, (_, id) =>
      household(id, {
        professionals: id % 2 === 0 ? 15 : 2,
        handovers: [
          { askedOn: '2024-01-01', answeredOn: '2024-01-08', days: 7 },
          ...(id < 10 ? [{ askedOn: '2024-06-01', answeredOn: '2024-07-01', days: 30 }] : []),
          { askedOn: '2022-12-31', answeredOn: '2023-01-10', days: 10 },
        ],
      }),
    );
    const found = indicatorsOf(facts, question);
    expect(found.professionalsPerHousehold).toEqual(counted('8.5'));
    expect(found.handovers).toEqual({
      count: counted(40),
      days: counted(210),
      meanDays: counted('7.0'),
      stillWaiting: counted(10),
    });
    expect(found.waitingForHelp.count).toEqual(counted(0));
  });

  it('are asked for whole quarters and the end of a month, with groups of ten or more', () => {
    const ask = (change: object) => () => indicatorsOf(pilots, { ...question, ...change });
    expect(ask({ period: { from: '2023-01-02', until: '2024-06-30' } })).toThrow('expected whole quarters');
    expect(ask({ period: { from: '2024-07-01', until: '2024-06-30' } })).toThrow('expected an end');
    expect(ask({ referenceDay: '2024-06-29' })).toThrow('expected the last day of a month');
    expect(ask({ referenceDay: 'today' })).toThrow('expected days');
    expect(ask({ smallestGroup: 5 })).toThrow('expected a smallest group of 10');
  });

  it('do not depend on order or on a household that comes twice, and show no cell of one to nine households', () => {
    const facts = fc.array(
      fc
        .record({ id: fc.nat(60), has: fc.boolean(), region: fc.constantFrom('pilots', 'other') })
        .map(({ id, has, region }) => household(id, { region, measures: has ? [order('2024-02-29')] : [] })),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(facts, (some) => {
        const found = indicatorsOf(some, question);
        expect(indicatorsOf([...some, ...some].reverse(), question)).toEqual(found);
        for (const cell of [found.households, found.householdsWithMeasure, found.householdsWithoutMeasure]) {
          if (cell.state === 'COUNTED') expect(cell.value === 0 || cell.value >= 10).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('what a table may show', () => {
  it('is no total from which one hidden row follows', () => {
    const shown = { cell: counted(40), households: 40 };
    const hidden = (households: number) => ({ cell: suppressed, households });
    expect(totalCell(counted(40), [shown])).toEqual(counted(40));
    expect(totalCell(counted(49), [shown, hidden(9)])).toEqual(suppressed);
    expect(totalCell(counted(46), [shown, hidden(3), hidden(3)])).toEqual(suppressed);
    expect(totalCell(counted(56), [shown, hidden(8), hidden(8)])).toEqual(counted(56));
  });

  it('is all of what adds up, or none of it; what is not connected stays that', () => {
    const cells = allOrNone({ a: counted(20), b: suppressed, c: { state: 'NOT_CONNECTED' as const } });
    expect(cells).toEqual({ a: suppressed, b: suppressed, c: { state: 'NOT_CONNECTED' } });
    expect(partCell({ value: 0, households: 0, of: 30 })).toEqual(counted(0));
    expect(partCell({ value: 30, households: 30, of: 30 })).toEqual(suppressed);
  });

  it('is a share in whole numbers, half up', () => {
    expect(ratio(1, 8, { per: 100, decimals: 1 })).toBe('12.5');
    expect(ratio(1, 16, { per: 100, decimals: 1 })).toBe('6.3');
    expect(ratio(0, 3, { per: 100, decimals: 2 })).toBe('0.00');
    expect(ratio(5, 3, { per: 1, decimals: 0 })).toBe('2');
    expect(() => ratio(1, 0, { per: 100, decimals: 1 })).toThrow('a group that is not empty');
  });
});

describe('the directory of specialists', () => {
  const file = readFileSync(join(projectRoot, 'subgraphs/household/specialists.json'), 'utf8');
  const directory = parseSpecialists(JSON.parse(file));

  it('answers by theme and region, who serves that region alone first', () => {
    const found = specialistsFor(directory, { theme: null, region: 'rotterdam' });
    expect(found.map(({ id }) => id)).toEqual(['crisis-psychiatry-maas', 'debts-together', 'elders-safe']);
    expect(specialistsFor(directory, { theme: 'DEBTS', region: 'foodvalley' })).toEqual([]);
    expect(specialistsFor(directory, { theme: 'ELDER_ABUSE', region: 'maastricht' })).toHaveLength(1);
  });

  it('has visibly fictitious services, and refuses what is no service without repeating it', () => {
    expect(directory.every(({ name }) => name.includes('(fictitious)'))).toBe(true);
    const [first] = directory;
    expect(() => parseSpecialists([{ ...first, caseReference: 'secret' }])).toThrow(
      /expected its shape at 0/,
    );
    expect(() => parseSpecialists([{ ...first, themes: ['secret'] }])).toThrow(/^(?!.*secret).*0\.themes\.0/);
    expect(() => parseSpecialists([first, first])).toThrow('each id once');
  });
});
