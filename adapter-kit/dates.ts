/** Days (`YYYY-MM-DD`) and instants (RFC 3339 with an offset), parsed strictly and kept as text. */
import { z } from 'zod';

const daysInMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const dateTimePattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether the text is a day that exists in the calendar, e.g. not 1960-02-30. */
export function isDate(text: string): boolean {
  // Without a pattern and without a `Date`: of a long list every line is asked.
  if (text.length !== 10 || text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return false;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  return year >= 0 && day >= 1 && day <= lastDayOf(year, month);
}

const hyphen = 45;
const zero = 48;

/** The number that stands in a part of a text; -1 where anything but digits stands there. */
function digits(text: string, from: number, until: number): number {
  let number = 0;
  for (let at = from; at < until; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** 0 where there is no such month. */
function lastDayOf(year: number, month: number): number {
  // Of year 0, which only a filled-in date has, nothing is taken for leap.
  const isLeapYear = year > 0 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeapYear ? 29 : (daysInMonths[month - 1] ?? 0);
}

/** Whether the text is an instant: date, time with seconds, and an offset or `Z`. */
export function isDateTime(text: string): boolean {
  const match = dateTimePattern.exec(text);
  return match !== null && isDate(match[1] ?? '');
}

/** A day, as a zod schema for adapters. */
export const dateSchema = z.string().refine(isDate, { params: { expected: 'a day YYYY-MM-DD' } });

/** An instant, as a zod schema for adapters. */
export const dateTimeSchema = z
  .string()
  .refine(isDateTime, { params: { expected: 'an instant with an offset (RFC 3339)' } });

// Made once: a formatter costs far more than a date. The Swedish style is YYYY-MM-DD.
const dutchDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });

/** The day that an instant falls on in the Netherlands, `YYYY-MM-DD`. */
export function dayInTheNetherlands(instant: Date): string {
  return dutchDay.format(instant);
}
