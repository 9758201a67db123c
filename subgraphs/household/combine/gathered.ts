/**
 * What all organisations together contributed to one combined field, with what is not in it. A contribution that was lost is named as
 * missing; one that may have been filtered for this viewer makes the whole "may be incomplete"; a record that cannot be read is left out
 * and its organisation named (`CONTRACT_BROKEN`). None of these is ever read as "nothing".
 */
import { isDate } from '../../../adapter-kit/dates.js';
import { completenessOf, mayHoldMore, readable } from './completeness.js';
import type { Contribution, MissingContribution, Part } from './contribution.js';
import { compareText } from './days.js';
import { withoutDuplicates } from './duplicates.js';

export interface Gathered<Item extends Part> {
  /** Each record once, in an order that does not depend on the order of arrival. */
  readonly parts: readonly Item[];
  readonly missing: readonly MissingContribution[];
  readonly mayBeIncomplete: boolean;
}

export interface Reading<Item extends Part> {
  /** Whether every day in it is a day, and no end comes before its beginning. */
  readonly isReadable: (part: Item) => boolean;
  /** What a part tells of its record, so that one record that two organisations tell of counts once. */
  readonly saysOf: (part: Item) => string;
}

export function gather<Item extends Part>(
  contributions: readonly Contribution<Item>[],
  { isReadable, saysOf }: Reading<Item>,
): Gathered<Item> {
  const { parts, broken } = readable(contributions, isReadable);
  const completeness = completenessOf(contributions, broken);
  return {
    parts: [...withoutDuplicates(parts, saysOf)].sort((left, right) => compareText(left.id, right.id)),
    missing: completeness.missing,
    mayBeIncomplete: mayHoldMore(completeness),
  };
}

/** Whether every one is a day of the calendar, or null. */
export function areDays(...days: readonly (string | null)[]): boolean {
  return days.every((day) => day === null || isDate(day));
}

/** Whether a time has a first day, and a last that is not before it, or none. */
export function isSpan(since: string, until: string | null): boolean {
  return areDays(since, until) && (until === null || until >= since);
}

/** Whether two parts are about somebody in common. A part that names nobody is about the household as a whole. */
export function sharesMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === 0 || other.length === 0 || one.some((member) => other.includes(member));
}
