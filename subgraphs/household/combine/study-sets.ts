/**
 * What help costs, for those who study it: one region, one quarter that is over, households under a pseudonym of that one set, and
 * only groups of ten or more that are alike in what could make them known.
 *
 * What it keeps to, so that two sets do not tell what one does not: regions, quarters and groups are fixed and cannot be chosen finer; no
 * total over groups is given, so a group that is left out follows from nothing; households are told in fives, sums in hundreds of euros,
 * and each household in a band; a sum is told where no household has such costs, or ten or more have and none makes more than half of it.
 * A pseudonym holds in one set, so that no household is followed from one quarter, region or study to another (`study-pseudonym.ts`).
 *
 * What it cannot keep: who asks for one quarter twice, with records corrected in between, may see a household come or go. Make a set once
 * and keep it. Who knows a household's costs from elsewhere may guess its row among ten, and may guess it again in the next quarter. A
 * group of which all rows are alike tells each of them: whoever knows that a household is in that group knows its bands. And rows tell how
 * many households have costs of a frame, also where their sum is not told. A study set is pseudonymous, not anonymous, and is given under
 * an agreement.
 */
import type { Costs } from './costs.js';
import { areWholeQuarters, compareText, monthsBegun } from './days.js';
import { checkedGroup, counted, type Figure, smallestGroup, suppressed } from './disclosure.js';
import { InvalidArgumentError } from './invalid-argument.js';

export interface HouseholdCosts {
  readonly household: string;
  readonly region: string;
  /** Of the quarter. */
  readonly costs: Costs;
  readonly memberCount: number;
}

export interface StudyQuestion {
  readonly region: string;
  readonly quarter: { readonly from: string; readonly until: string };
  readonly onDay: string;
  /** Keyed for one set: a household has another pseudonym in another study, region or quarter. */
  readonly pseudonymOf: (household: string) => string;
  readonly smallestGroup?: number;
}

/** Cents as a band: from this, up to and not including the next. */
export const bandsCents = [0, 1, 100_000, 250_000, 500_000, 1_000_000, 2_500_000] as const;

export interface StudyRow {
  readonly pseudonym: string;
  /** The lowest amount of its band, in cents. */
  readonly voluntaryFromCents: number;
  readonly forcedFromCents: number;
}

export interface StudyGroup {
  readonly frames: 'NONE' | 'VOLUNTARY_ONLY' | 'WITH_FORCED';
  readonly members: '1-2' | '3-4' | '5 or more';
  /** Rounded down to fives. */
  readonly householdsAtLeast: number;
  /** To hundreds of euros. `SUPPRESSED`: few households make it, fewer than a group, or one makes more than half of it. */
  readonly voluntaryCents: Figure<number>;
  readonly forcedCents: Figure<number>;
  readonly rows: readonly StudyRow[];
}

export interface StudySet {
  readonly region: string;
  readonly quarter: StudyQuestion['quarter'];
  readonly smallestGroup: number;
  /** Groups with fewer households are not in it, and it is not said whether there are any. */
  readonly groups: readonly StudyGroup[];
}

/** @throws InvalidArgumentError for a time that is no quarter, or one that is not over. */
export function studySetOf(all: readonly HouseholdCosts[], question: StudyQuestion): StudySet {
  const { region, quarter, onDay, pseudonymOf } = question;
  checkQuarter(quarter, onDay);
  const group = checkedGroup(question.smallestGroup ?? smallestGroup);
  const groups = new Map<string, HouseholdCosts[]>();
  for (const one of withoutCopies(all)) {
    const { costs } = one;
    const isOfQuarter = costs.period.from === quarter.from && costs.period.until === quarter.until;
    // What is known in part is in no sum: it would look like a cheap household.
    if (one.region !== region || !isOfQuarter || costs.mayBeIncomplete) continue;
    const key = JSON.stringify([framesOf(costs), membersOf(one.memberCount)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return {
    region,
    quarter,
    smallestGroup: group,
    groups: [...groups]
      .filter(([, households]) => households.length >= group)
      .sort(([left], [right]) => compareText(left, right))
      .map(([, households]) => toGroup(households, pseudonymOf, group)),
  };
}

/** @throws InvalidArgumentError for a time that is no quarter, or one that is not over. */
export function checkQuarter({ from, until }: StudyQuestion['quarter'], onDay: string): void {
  if (!areWholeQuarters(from, until) || monthsBegun(from, until) !== 3) {
    throw new InvalidArgumentError('quarter', 'one quarter, e.g. 2026-07-01 to 2026-09-30');
  }
  if (onDay <= until) throw new InvalidArgumentError('quarter', 'a quarter that is over');
}

/** A household that stands in the list twice is in no set twice. */
function withoutCopies(all: readonly HouseholdCosts[]): readonly HouseholdCosts[] {
  const byHousehold = new Map<string, HouseholdCosts>();
  for (const one of all) {
    const known = byHousehold.get(one.household);
    if (known === undefined || compareText(JSON.stringify(one), JSON.stringify(known)) < 0) {
      byHousehold.set(one.household, one);
    }
  }
  return [...byHousehold.values()];
}

function toGroup(
  households: readonly HouseholdCosts[],
  pseudonymOf: (id: string) => string,
  group: number,
): StudyGroup {
  const [first] = households;
  if (first === undefined) throw new RangeError('expected a group with households');
  return {
    frames: framesOf(first.costs),
    members: membersOf(first.memberCount),
    householdsAtLeast: households.length - (households.length % 5),
    voluntaryCents: sumCell(
      households.map(({ costs }) => costs.byFrame.VOLUNTARY),
      group,
    ),
    forcedCents: sumCell(
      households.map(({ costs }) => costs.byFrame.FORCED),
      group,
    ),
    rows: households
      .map(({ household, costs }) => ({
        pseudonym: pseudonymOf(household),
        voluntaryFromCents: bandOf(costs.byFrame.VOLUNTARY),
        forcedFromCents: bandOf(costs.byFrame.FORCED),
      }))
      .sort((left, right) => compareText(left.pseudonym, right.pseudonym)),
  };
}

/** Of two who contribute each knows the other's amount from the sum; of ten nobody does. A plain 0 tells of nobody more than the rows do. */
function sumCell(amounts: readonly number[], group: number): Figure<number> {
  const contributing = amounts.filter((amount) => amount !== 0).length;
  if (contributing > 0 && contributing < group) return suppressed;
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (sum > 0 && 2 * Math.max(...amounts) > sum) return suppressed;
  const remainder = sum % 10_000;
  return counted(remainder * 2 >= 10_000 ? sum - remainder + 10_000 : sum - remainder);
}

function bandOf(cents: number): number {
  return bandsCents.filter((from) => from <= cents).at(-1) ?? 0;
}

function framesOf({ byFrame }: Costs): StudyGroup['frames'] {
  if (byFrame.FORCED > 0) return 'WITH_FORCED';
  return byFrame.VOLUNTARY > 0 ? 'VOLUNTARY_ONLY' : 'NONE';
}

function membersOf(count: number): StudyGroup['members'] {
  if (count <= 2) return '1-2';
  return count <= 4 ? '3-4' : '5 or more';
}
