/**
 * Counting days in the Netherlands, `YYYY-MM-DD`. A day is a day whatever its length: the change to summer time makes none longer, and 29
 * February is one more.
 */
import { isDate } from '../../../adapter-kit/dates.js';

const dayMs = 24 * 60 * 60 * 1000;

/** @throws RangeError for a text that is no day of the calendar; it does not repeat the text. */
export function dayNumber(day: string): number {
  if (!isDate(day)) throw new RangeError('expected a day of the calendar as YYYY-MM-DD');
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

/** From one day to another: 0 for the same day, negative where the second comes first. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** With the first and the last day both counted, as a stay or an overlap is counted. */
export function inclusiveDays(from: string, until: string): number {
  return daysBetween(from, until) + 1;
}

/** The day so many days later. */
export function plusDays(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * dayMs).toISOString().slice(0, 10);
}

/** Months begun between two days: a month ends on the day before the same day of the next, or on the last where that has no such day. */
export function monthsBegun(from: string, until: string): number {
  const [fromYear, fromMonth, fromDay] = partsOf(from);
  const [untilYear, untilMonth, untilDay] = partsOf(until);
  const turned = (untilYear - fromYear) * 12 + untilMonth - fromMonth;
  return turned + (untilDay >= fromDay ? 1 : 0);
}

/** Whether the first day is that of a quarter, and the last one the last of a quarter; not which comes first. */
export function areWholeQuarters(from: string, until: string): boolean {
  const isStart = /-(01|04|07|10)-01$/;
  return isStart.test(from) && isStart.test(plusDays(until, 1));
}

/** A time with a first and a last day; null: it goes on. */
export interface DaySpan {
  readonly since: string;
  readonly until: string | null;
}

/** Whether a span holds on a day; its first and last day count. */
export function holdsOn({ since, until }: DaySpan, day: string): boolean {
  return since <= day && (until === null || until >= day);
}

/** Whether two spans have a day in common. */
export function meet(one: DaySpan, other: DaySpan): boolean {
  return (
    (other.until === null || one.since <= other.until) && (one.until === null || other.since <= one.until)
  );
}

/** Spans that touch or overlap taken together, in order of time. */
export function joinSpans(spans: readonly DaySpan[]): readonly DaySpan[] {
  const joined: DaySpan[] = [];
  for (const span of [...spans].sort((left, right) => compareText(left.since, right.since))) {
    const last = joined.at(-1);
    if (last === undefined || (last.until !== null && plusDays(last.until, 1) < span.since)) {
      joined.push({ since: span.since, until: span.until });
    } else {
      joined[joined.length - 1] = { since: last.since, until: laterEnd(last.until, span.until) };
    }
  }
  return joined;
}

/** By code unit, so that an order is the same on every machine. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The later of two days. */
export function laterOf(one: string, other: string): string {
  return compareText(one, other) >= 0 ? one : other;
}

/** The earlier of two days. */
export function earlierOf(one: string, other: string): string {
  return compareText(one, other) <= 0 ? one : other;
}

function laterEnd(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return laterOf(one, other);
}

function partsOf(day: string): readonly [year: number, month: number, day: number] {
  dayNumber(day);
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))];
}
