/** When terms end: weekends, the holidays of the Algemene termijnenwet, and what that Act leaves alone. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plusDays } from '../../subgraphs/household/combine/days.js';
import {
  createLegalCalendar,
  easterSunday,
  recognisedHolidays,
  type TermLength,
} from '../../subgraphs/household/combine/legal-calendar.js';
import { propertyRuns } from '../household/worlds.js';

const calendar = createLegalCalendar();

/**
 * Easter Day as a day of March, of the years 2000 (54: 23 April) to 2060.
 *
 * @see OEIS A060958, "Gregorian Easter dates", which refers to the Physikalisch-Technische Bundesanstalt
 */
const easterAsDayOfMarch = [
  54, 46, 31, 51, 42, 27, 47, 39, 23, 43, 35, 55, 39, 31, 51, 36, 27, 47, 32, 52, 43, 35, 48, 40, 31, 51, 36,
  28, 47, 32, 52, 44, 28, 48, 40, 25, 44, 36, 56, 41, 32, 52, 37, 29, 48, 40, 25, 45, 36, 49, 41, 33, 52, 37,
  29, 49, 33, 53, 45, 30, 49,
];
const years = easterAsDayOfMarch.map((_, index) => 2000 + index);

const anyDay = fc.integer({ min: 0, max: 61 * 365 }).map((days) => plusDays('2000-01-01', days));
const anyLength: fc.Arbitrary<TermLength> = fc.oneof(
  fc.record({ count: fc.integer({ min: 1, max: 90 }), unit: fc.constant('DAY' as const) }),
  fc.record({ count: fc.integer({ min: 1, max: 12 }), unit: fc.constant('WEEK' as const) }),
  fc.record({ count: fc.integer({ min: 1, max: 3 }), unit: fc.constant('MONTH' as const) }),
);

function workingDaysIn(after: string, until: string): number {
  let count = 0;
  for (let day = plusDays(after, 1); day <= until; day = plusDays(day, 1)) {
    if (calendar.isWorkingDay(day)) count += 1;
  }
  return count;
}

describe('the holidays of the Algemene termijnenwet', () => {
  it('follow Easter Day as astronomers give it for every year from 2000 to 2060', () => {
    expect(years.map(easterSunday)).toEqual(
      easterAsDayOfMarch.map((day, index) => plusDays(`${2000 + index}-03-01`, day - 1)),
    );
  });

  it('are these nine in 2026, Good Friday and 5 May among them', () => {
    expect(recognisedHolidays(2026)).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-06',
      '2026-04-27',
      '2026-05-05',
      '2026-05-14',
      '2026-05-25',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it('fall on the right days of the week in every year', () => {
    const weekdayOf = (day = ''): number => new Date(`${day}T00:00:00Z`).getUTCDay();
    const weekdays = years.map((year) => {
      const [, goodFriday, easterMonday, , , ascension, whitMonday] = recognisedHolidays(year);
      return [goodFriday, easterMonday, ascension, whitMonday].map(weekdayOf).join(' ');
    });
    expect(new Set(weekdays)).toEqual(new Set(['5 1 4 1']));
  });

  it('hold 5 May every year, and not once in five years alone', () => {
    expect(years.filter((year) => !calendar.isHoliday(`${year}-05-05`))).toEqual([]);
  });

  it.each([
    ['2013-04-30', true],
    ['2013-04-27', false],
    ['2014-04-26', true],
    ['2014-04-27', false],
    ['2025-04-26', true],
    ['2025-04-27', false],
    ['2026-04-27', true],
    ['2026-04-26', false],
    ['2000-04-29', true],
    ['2006-04-29', true],
    ['2006-04-30', false],
    ['2031-04-26', true],
  ])('hold the day on which the birthday of the King is celebrated: %s is %s', (day, isHoliday) => {
    expect(calendar.isHoliday(day)).toBe(isHoliday);
  });

  it('hold the Friday after Ascension Day in years for which a decree says so, and what configuration adds', () => {
    expect(calendar.isWorkingDay('2026-05-15')).toBe(false);
    expect(calendar.endOfTerm('2026-05-08', { count: 1, unit: 'WEEK' })).toBe('2026-05-18');
    expect(createLegalCalendar([]).endOfTerm('2026-05-08', { count: 1, unit: 'WEEK' })).toBe('2026-05-15');
    expect(createLegalCalendar(['2029-05-11']).isHoliday('2029-05-11')).toBe(true);
    expect(calendar.isHoliday('2029-05-11')).toBe(false);
  });

  it('are no matter of a day that does not exist', () => {
    expect(() => calendar.isHoliday('2026-02-29')).toThrow('expected a day of the calendar as YYYY-MM-DD');
    expect(() => createLegalCalendar(['5 May'])).toThrow('expected a day of the calendar as YYYY-MM-DD');
  });
});

describe('a term', () => {
  it.each<[string, string, TermLength, string]>([
    [
      'five working days from Monday over Good Friday and Easter Monday',
      '2026-03-30',
      { count: 5, unit: 'WORKING_DAY' },
      '2026-04-08',
    ],
    [
      "five working days from Monday over King's Day",
      '2026-04-20',
      { count: 5, unit: 'WORKING_DAY' },
      '2026-04-28',
    ],
    ['five working days from a Saturday', '2026-03-14', { count: 5, unit: 'WORKING_DAY' }, '2026-03-20'],
    ['six weeks that end on Whit Monday', '2026-04-13', { count: 6, unit: 'WEEK' }, '2026-05-26'],
    ['ten weeks', '2025-09-12', { count: 10, unit: 'WEEK' }, '2025-11-21'],
    ['four weeks over the end of summer time', '2026-10-05', { count: 4, unit: 'WEEK' }, '2026-11-02'],
    ['four weeks over the beginning of summer time', '2026-03-16', { count: 4, unit: 'WEEK' }, '2026-04-13'],
    ['three months', '2026-03-30', { count: 3, unit: 'MONTH' }, '2026-06-30'],
    ['a month from the 31st, in a month of 28 days', '2026-01-31', { count: 1, unit: 'MONTH' }, '2026-03-02'],
    ['a month from the 31st, in a leap year', '2028-01-31', { count: 1, unit: 'MONTH' }, '2028-02-29'],
    ['a week over 29 February', '2028-02-25', { count: 1, unit: 'WEEK' }, '2028-03-03'],
    ['a year from 29 February', '2028-02-29', { count: 1, unit: 'YEAR' }, '2029-02-28'],
    [
      'five days that end on Christmas Day, which is a Friday',
      '2026-12-20',
      { count: 5, unit: 'DAY' },
      '2026-12-28',
    ],
    ['a day that is New Year', '2026-12-31', { count: 1, unit: 'DAY' }, '2027-01-04'],
  ])('of %s (%s) ends on the day that the Act says', (_, from, length, end) => {
    expect(calendar.endOfTerm(from, length)).toBe(end);
  });

  it('of three days from Maundy Thursday holds two working days, so it ends on the Wednesday after Easter (art. 2)', () => {
    expect(calendar.endOfTerm('2026-04-02', { count: 3, unit: 'DAY' })).toBe('2026-04-08');
    expect(calendar.endOfTerm('2026-04-02', { count: 2, unit: 'DAY' })).toBe('2026-04-07');
  });

  it('of more than 90 days, twelve weeks or three months does not move (art. 4)', () => {
    expect(calendar.endOfTerm('2026-05-24', { count: 90, unit: 'DAY' })).toBe('2026-08-24');
    expect(calendar.endOfTerm('2026-05-24', { count: 91, unit: 'DAY' })).toBe('2026-08-23');
    expect(calendar.endOfTerm('2026-05-02', { count: 12, unit: 'WEEK' })).toBe('2026-07-27');
    expect(calendar.endOfTerm('2026-05-02', { count: 13, unit: 'WEEK' })).toBe('2026-08-01');
    expect(calendar.endOfTerm('2026-05-01', { count: 3, unit: 'MONTH' })).toBe('2026-08-03');
    expect(calendar.endOfTerm('2026-04-01', { count: 4, unit: 'MONTH' })).toBe('2026-08-01');
    expect(calendar.endOfTerm('2025-08-01', { count: 1, unit: 'YEAR' })).toBe('2026-08-01');
  });

  it('that is in no law does not move', () => {
    expect(calendar.endOfTerm('2026-04-13', { count: 42, unit: 'DAY' }, false)).toBe('2026-05-25');
  });

  it.each([0, -1, 1.5, Number.NaN, 1001])('of %p days is refused', (count) => {
    expect(() => calendar.endOfTerm('2026-04-13', { count, unit: 'DAY' })).toThrow(
      /^expected a term of 1 to 1000 days, received /,
    );
  });

  it('ends on a working day, after its calendar end, by at most the longest row of days off, with two working days in it', () => {
    fc.assert(
      fc.property(anyDay, anyLength, (from, length) => {
        const end = calendar.endOfTerm(from, length);
        const unmoved = calendar.endOfTerm(from, length, false);
        expect(calendar.isWorkingDay(end)).toBe(true);
        expect(end >= unmoved && end <= plusDays(unmoved, 7)).toBe(true);
        if (calendar.isWorkingDay(unmoved) && (length.unit !== 'DAY' || length.count > 6)) {
          expect(end).toBe(unmoved);
        }
        if (length.unit !== 'DAY' || length.count >= 3) expect(workingDaysIn(from, end)).toBeGreaterThan(1);
      }),
      propertyRuns(150),
    );
  });

  it('that began later never ends earlier', () => {
    fc.assert(
      fc.property(anyDay, anyLength, (from, length) => {
        expect(calendar.endOfTerm(plusDays(from, 1), length) >= calendar.endOfTerm(from, length)).toBe(true);
      }),
      propertyRuns(150),
    );
  });

  it('of working days holds exactly so many', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20 }), (from, count) => {
        const end = calendar.endOfTerm(from, { count, unit: 'WORKING_DAY' });
        expect(workingDaysIn(from, end)).toBe(count);
        expect(calendar.isWorkingDay(end)).toBe(true);
      }),
      propertyRuns(100),
    );
  });
});
