/**
 * What indicators are counted from: a few facts of each household, by opaque id, with nothing in them that tells of a person; and what may be
 * asked of them.
 */
import { isDate } from '../../../adapter-kit/dates.js';
import { areWholeQuarters, compareText, earlierOf, holdsOn, meet, plusDays } from './days.js';
import { type ForcedMeasureKind, isConnected } from './forced-measures.js';
import { InvalidArgumentError } from './invalid-argument.js';

export interface HouseholdFacts {
  /** Opaque and the same each time. */
  readonly household: string;
  readonly region: string;
  /** When any organisation worked with it. */
  readonly since: string;
  readonly until: string | null;
  /** Null: the sources that record measures were not heard. `[]`: there was none. */
  readonly measures: readonly MeasureFact[] | null;
  /** Active on the reference day. Null: not established. */
  readonly professionals: number | null;
  readonly handovers: readonly WaitFact[] | null;
  readonly helpWaits: readonly WaitFact[] | null;
}

export interface MeasureFact {
  readonly kind: ForcedMeasureKind;
  readonly startedOn: string;
  /** When its source recorded it. Null: not known; it counts from its start. */
  readonly recordedOn: string | null;
  /** Whom it is about, opaque; told apart only, and never shown. */
  readonly person: string;
}

export interface WaitFact {
  readonly askedOn: string;
  /** Null: nobody came yet. */
  readonly answeredOn: string | null;
  readonly days: number;
}

export interface IndicatorQuestion {
  readonly region: string;
  /** Whole quarters. */
  readonly period: { readonly from: string; readonly until: string };
  /** The last day of a month: nothing later counts, so that a report can be made again. */
  readonly referenceDay: string;
  /** At least ten; more where a deployment wants that. */
  readonly smallestGroup?: number;
  /**
   * What counts as one "time": a court's decision about a household on one day, or each person in it. The pilots' text does not say; one
   * decision is what this project takes it for.
   */
  readonly measuresCount?: 'PER_DECISION' | 'PER_PERSON';
}

/**
 * Periods are whole quarters and reference days the ends of months, so that two questions never differ by a day's few families.
 *
 * @throws InvalidArgumentError for any other question, saying what was expected.
 */
export function checkQuestion({ period, referenceDay }: IndicatorQuestion): void {
  if (![period.from, period.until, referenceDay].every(isDate)) {
    throw new InvalidArgumentError('period, referenceDate', 'days YYYY-MM-DD');
  }
  if (!areWholeQuarters(period.from, period.until)) {
    throw new InvalidArgumentError('period', 'whole quarters, e.g. 2023-01-01 to 2024-06-30');
  }
  if (period.until < period.from) throw new InvalidArgumentError('period', 'an end after its beginning');
  if (!plusDays(referenceDay, 1).endsWith('-01') || referenceDay < period.from) {
    throw new InvalidArgumentError('referenceDate', 'the last day of a month, not before the period begins');
  }
}

/** Households of the region that somebody worked with in the period, up to the reference day; each once. */
export function householdsIn(
  all: readonly HouseholdFacts[],
  { region, period, referenceDay }: IndicatorQuestion,
): readonly HouseholdFacts[] {
  const span = { since: period.from, until: earlierOf(period.until, referenceDay) };
  const found = new Map<string, HouseholdFacts>();
  for (const facts of all) {
    if (facts.region !== region || !meet(facts, span)) continue;
    const known = found.get(facts.household);
    if (known === undefined || compareText(JSON.stringify(facts), JSON.stringify(known)) < 0) {
      found.set(facts.household, facts);
    }
  }
  return [...found.values()].sort((left, right) => compareText(left.household, right.household));
}

/** The kind of each time that a measure began in the period, as far as recorded by the reference day. */
export function timesOf(
  { measures }: HouseholdFacts,
  { period, referenceDay, measuresCount = 'PER_DECISION' }: IndicatorQuestion,
): readonly ForcedMeasureKind[] {
  const span = { since: period.from, until: earlierOf(period.until, referenceDay) };
  const times = new Map<string, ForcedMeasureKind>();
  for (const { kind, startedOn, recordedOn, person } of measures ?? []) {
    if (!isConnected(kind) || !holdsOn(span, startedOn)) continue;
    if (recordedOn !== null && recordedOn > referenceDay) continue;
    const who = measuresCount === 'PER_PERSON' ? person : '';
    times.set(JSON.stringify([kind, startedOn, who]), kind);
  }
  return [...times.values()];
}
