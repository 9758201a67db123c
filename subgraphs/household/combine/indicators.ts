/**
 * How a region does, in counts that tell of no family: how many households, how many of them with a forced measure, how many measures for
 * each hundred households, how many professionals a household has, and how long families wait.
 *
 * "Households with a measure" and "measures per household" are two figures. The pilots' own 8.6 % is the second: 109 times a measure over
 * 1,268 households. Kinds of measure without a source are `NOT_CONNECTED`, so what is counted is the least that there were. No household is
 * judged: the two cohorts are counts, and nothing is predicted.
 */
import { earlierOf, holdsOn } from './days.js';
import {
  allOrNone,
  type Cell,
  checkedGroup,
  counted,
  type Figure,
  notConnected,
  notEstablished,
  partCell,
  ratio,
  smallestGroup,
  suppressed,
  wholeCell,
} from './disclosure.js';
import {
  type ForcedMeasureKind,
  forcedMeasureKinds,
  isConnected,
  notConnectedMeasures,
} from './forced-measures.js';
import {
  checkQuestion,
  type HouseholdFacts,
  householdsIn,
  type IndicatorQuestion,
  timesOf,
  type WaitFact,
} from './household-facts.js';

/** For each hundred households, in one and in three decimals. */
export interface Rate {
  readonly perHundred: string;
  readonly inThreeDecimals: string;
}

export interface KindIndicator {
  readonly kind: ForcedMeasureKind;
  readonly measures: Cell;
  readonly households: Cell;
}

export interface WaitIndicator {
  /** How often. */
  readonly count: Cell;
  /** Days together, of those that ended. */
  readonly days: Cell;
  readonly meanDays: Figure<string>;
  readonly stillWaiting: Cell;
}

export interface Indicators {
  readonly region: string;
  readonly period: IndicatorQuestion['period'];
  readonly referenceDay: string;
  readonly smallestGroup: number;
  readonly households: Cell;
  /** Households of which the sources of measures were not heard: they are in no figure about measures. */
  readonly householdsNotEstablished: Cell;
  /** How often a measure began in the period. */
  readonly measures: Cell;
  readonly measuresPerHousehold: Figure<Rate>;
  /** Cohorts, as counts only. Of the second: no measure of the kinds that are connected. */
  readonly householdsWithMeasure: Cell;
  readonly householdsWithoutMeasure: Cell;
  readonly shareWithMeasure: Figure<Rate>;
  readonly byKind: readonly KindIndicator[];
  /** Kinds without a source: the figures about measures are lower bounds as long as there are any. */
  readonly notConnected: readonly string[];
  readonly professionalsPerHousehold: Figure<string>;
  readonly handovers: WaitIndicator;
  readonly waitingForHelp: WaitIndicator;
}

/**
 * The same facts, region, period and reference day give the same figures, in whatever order the facts come.
 *
 * @throws InvalidArgumentError where the question is none that may be asked (`household-facts.ts`).
 */
export function indicatorsOf(all: readonly HouseholdFacts[], question: IndicatorQuestion): Indicators {
  checkQuestion(question);
  const group = checkedGroup(question.smallestGroup ?? smallestGroup);
  const facts = householdsIn(all, question);
  const told = facts.filter(({ measures }) => measures !== null);
  const times = told.map((household) => timesOf(household, question));
  const withMeasure = times.filter((kinds) => kinds.length > 0).length;
  const total = times.reduce((sum, kinds) => sum + kinds.length, 0);
  const of = told.length;
  const cellOf = (value: number, households: number): Cell =>
    of === 0 && facts.length > 0 ? notEstablished : partCell({ value, households, of }, group);
  const measures = cellOf(total, withMeasure);
  const householdsWithMeasure = cellOf(withMeasure, withMeasure);
  return {
    region: question.region,
    period: question.period,
    referenceDay: question.referenceDay,
    smallestGroup: group,
    households: wholeCell(facts.length, group),
    // It tells of what could not be heard, and of no family; and it follows from the other counts.
    householdsNotEstablished: facts.length >= group ? counted(facts.length - of) : suppressed,
    measures,
    measuresPerHousehold: rateOf(measures, of),
    householdsWithMeasure,
    householdsWithoutMeasure:
      householdsWithMeasure.state === 'COUNTED' ? counted(of - withMeasure) : householdsWithMeasure,
    shareWithMeasure: rateOf(householdsWithMeasure, of),
    byKind: byKind(times, cellOf),
    notConnected: notConnectedMeasures,
    professionalsPerHousehold: meanProfessionals(facts, group),
    handovers: waits(facts, ({ handovers }) => handovers, question, group),
    waitingForHelp: waits(facts, ({ helpWaits }) => helpWaits, question, group),
  };
}

function byKind(
  times: readonly (readonly ForcedMeasureKind[])[],
  cellOf: (value: number, households: number) => Cell,
): readonly KindIndicator[] {
  const countOf = (kind: ForcedMeasureKind, of: 'measures' | 'households'): Cell => {
    if (!isConnected(kind)) return notConnected;
    const having = times
      .map((kinds) => kinds.filter((one) => one === kind).length)
      .filter((count) => count > 0);
    return cellOf(
      of === 'households' ? having.length : having.reduce((sum, count) => sum + count, 0),
      having.length,
    );
  };
  const cellsOf = (of: 'measures' | 'households'): Record<ForcedMeasureKind, Cell> =>
    allOrNone({
      SUPERVISION_ORDER: countOf('SUPERVISION_ORDER', of),
      TERMINATION_OF_AUTHORITY: countOf('TERMINATION_OF_AUTHORITY', of),
      EXCLUSION_AND_CONTACT_BAN: countOf('EXCLUSION_AND_CONTACT_BAN', of),
      PROBATION_MEASURE: countOf('PROBATION_MEASURE', of),
    });
  const [measures, households] = [cellsOf('measures'), cellsOf('households')];
  return forcedMeasureKinds.map((kind) => ({ kind, measures: measures[kind], households: households[kind] }));
}

function rateOf(cell: Cell, of: number): Figure<Rate> {
  if (cell.state !== 'COUNTED') return cell;
  return counted({
    perHundred: ratio(cell.value, of, { per: 100, decimals: 1 }),
    inThreeDecimals: ratio(cell.value, of, { per: 100, decimals: 3 }),
  });
}

function meanProfessionals(facts: readonly HouseholdFacts[], group: number): Figure<string> {
  const told = facts.flatMap(({ professionals }) => professionals ?? []);
  if (told.length === 0 && facts.length > 0) return notEstablished;
  if (told.length < group) return suppressed;
  return counted(ratio(sum(told), told.length, { per: 1, decimals: 1 }));
}

function waits(
  facts: readonly HouseholdFacts[],
  waitsOf: (household: HouseholdFacts) => readonly WaitFact[] | null,
  { period, referenceDay }: IndicatorQuestion,
  group: number,
): WaitIndicator {
  const told = facts.flatMap((household) => {
    const mine = waitsOf(household);
    return mine === null ? [] : [mine];
  });
  if (told.length === 0 && facts.length > 0) {
    return {
      count: notEstablished,
      days: notEstablished,
      meanDays: notEstablished,
      stillWaiting: notEstablished,
    };
  }
  const lastDay = earlierOf(period.until, referenceDay);
  const inPeriod = told.map((mine) =>
    mine.filter(({ askedOn }) => holdsOn({ since: period.from, until: lastDay }, askedOn)),
  );
  // What was answered after the reference day was still waited for on it.
  const isEnded = ({ answeredOn }: WaitFact): boolean => answeredOn !== null && answeredOn <= referenceDay;
  const ended = inPeriod.map((mine) => mine.filter(isEnded));
  const running = inPeriod.map((mine) => mine.filter((wait) => !isEnded(wait)));
  const households = (lists: readonly (readonly WaitFact[])[]): number =>
    lists.filter((list) => list.length > 0).length;
  const cellOf = (lists: readonly (readonly WaitFact[])[], value: number): Cell =>
    waitCell(value, households(lists), told.length, group);
  const days = cellOf(ended, sum(ended.flat().map((wait) => wait.days)));
  const cells = allOrNone({
    count: cellOf(inPeriod, inPeriod.flat().length),
    stillWaiting: cellOf(running, running.flat().length),
  });
  return {
    ...cells,
    days,
    meanDays:
      days.state === 'COUNTED' && ended.flat().length > 0 && cells.count.state === 'COUNTED'
        ? counted(ratio(days.value, ended.flat().length, { per: 1, decimals: 1 }))
        : days.state === 'COUNTED'
          ? suppressed
          : days,
  };
}

/** That every household of a region was handed over tells nothing that one did not know: here the rest may be small. */
function waitCell(value: number, households: number, of: number, group: number): Cell {
  return of >= group && (households === 0 || households >= group) ? counted(value) : suppressed;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
