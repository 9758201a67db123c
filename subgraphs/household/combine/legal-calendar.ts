/**
 * When a term ends under the Algemene termijnenwet (Act on time limits, 1964; "the Act").
 *
 * The day on which something happens does not count: a term's first day is the day after. Weeks end on the day of the week, months
 * and years on the day of the month on which it happened, or on the last day of a month that has no such day. (Neither is written
 * in the Act; it is how terms are counted in practice, and what the European Convention on the Calculation of Time-Limits, Basel
 * 1972, art. 3 and 4, lays down.)
 *
 * Public calendars are not this Act: they leave out Good Friday and 5 May, or have the latter every fifth year, because they answer who
 * has a day off. The Act counts both, every year.
 */
import { dayNumber, plusDays } from './days.js';

export interface TermLength {
  readonly count: number;
  readonly unit: 'DAY' | 'WORKING_DAY' | 'WEEK' | 'MONTH' | 'YEAR';
}

export interface LegalCalendar {
  /** Whether the day is a recognised holiday or equated with one (art. 3). A Sunday such as Easter Day is none of these. */
  isHoliday(day: string): boolean;
  /** Not a Saturday, a Sunday or a holiday. */
  isWorkingDay(day: string): boolean;
  /** The day itself, or the first working day after it (art. 1). */
  thisOrNextWorkingDay(day: string): string;
  /**
   * The last day of a term.
   *
   * @param from the day on which what starts the term happened.
   * @param movesByTheAct whether the Act applies: then a term that ends on a Saturday, Sunday or holiday ends on the next working day
   *   (art. 1), and one of at least three days holds at least two working days (art. 2). Terms of more than 90 days, twelve weeks or
   *   three months, and terms in years, never move (art. 4 under a).
   */
  endOfTerm(from: string, length: TermLength, movesByTheAct?: boolean): string;
}

/**
 * Days equated with holidays by royal decree (art. 3 lid 3), each decree for some years: those of 2017–2019 (Stcrt. 2016, 58653),
 * 2023–2025 and 2026–2028, and 27 May 2022. Those of 2020 and 2021 and of the years before 2017 were not established here; terms that end
 * on such a day are then shown one working day too short. A later decree is added by configuration.
 */
export const equatedByDecree: readonly string[] = [
  ...['2017-04-28', '2017-05-26', '2018-05-11', '2018-12-24', '2018-12-31', '2019-05-31', '2019-12-27'],
  '2022-05-27',
  ...['2023-04-28', '2023-05-19', '2024-05-10', '2024-12-27', '2025-05-30'],
  ...['2026-01-02', '2026-05-15', '2027-05-07', '2028-04-28', '2028-05-26'],
];

export function createLegalCalendar(equatedDays: readonly string[] = equatedByDecree): LegalCalendar {
  for (const day of equatedDays) dayNumber(day);
  const equated = new Set(equatedDays);
  const holidaysByYear = new Map<number, ReadonlySet<string>>();

  const isHoliday = (day: string): boolean => {
    dayNumber(day);
    const year = Number(day.slice(0, 4));
    let holidays = holidaysByYear.get(year);
    if (!holidays) {
      holidays = new Set(recognisedHolidays(year));
      holidaysByYear.set(year, holidays);
    }
    return holidays.has(day) || equated.has(day);
  };
  const isWorkingDay = (day: string): boolean => !isWeekend(day) && !isHoliday(day);
  const thisOrNextWorkingDay = (day: string): string => {
    let end = day;
    while (!isWorkingDay(end)) end = plusDays(end, 1);
    return end;
  };
  const afterWorkingDays = (from: string, count: number): string => {
    let end = from;
    for (let counted = 0; counted < count; counted += 1) end = thisOrNextWorkingDay(plusDays(end, 1));
    return end;
  };

  const endOfTerm = (from: string, length: TermLength, movesByTheAct: boolean): string => {
    checkLength(length);
    if (length.unit === 'WORKING_DAY') return afterWorkingDays(from, length.count);
    const end = endByTheCalendar(from, length);
    if (!movesByTheAct || !isWithinTheAct(length)) return end;
    const moved = thisOrNextWorkingDay(end);
    if (length.unit === 'DAY' && length.count < 3) return moved;
    // Art. 2. Long terms hold two working days anyway, so this looks past a weekend with holidays at most.
    return latest(moved, afterWorkingDays(from, 2));
  };
  // Terms that begin on one day end on one day, whosever they are.
  const ends = new Map<string, string>();

  return {
    isHoliday,
    isWorkingDay,
    thisOrNextWorkingDay,
    endOfTerm(from, length, movesByTheAct = true) {
      const key = `${from} ${length.count} ${length.unit} ${movesByTheAct}`;
      const end = ends.get(key) ?? endOfTerm(from, length, movesByTheAct);
      if (ends.size >= rememberedEnds) ends.clear();
      ends.set(key, end);
      return end;
    },
  };
}

/** Some years of days, for each length that terms have. */
const rememberedEnds = 10_000;

/**
 * Art. 3 lid 1 and 2 of the Act: New Year's Day, Easter Monday and Whit Monday, both Christmas Days, Ascension Day, the day on which the
 * King's birthday is celebrated, 5 May, and Good Friday, which is equated with them. The birthday is celebrated on 27 April since 2014, on
 * 30 April before, and a day earlier where that is a Sunday.
 */
export function recognisedHolidays(year: number): readonly string[] {
  const easter = easterSunday(year);
  const birthday = dayOf(year, 4, year >= 2014 ? 27 : 30);
  return [
    dayOf(year, 1, 1),
    plusDays(easter, -2),
    plusDays(easter, 1),
    isSunday(birthday) ? plusDays(birthday, -1) : birthday,
    dayOf(year, 5, 5),
    plusDays(easter, 39),
    plusDays(easter, 50),
    dayOf(year, 12, 25),
    dayOf(year, 12, 26),
  ];
}

/**
 * Easter Day of the Gregorian calendar, by the anonymous algorithm of 1876 as J. Meeus gives it (Astronomical Algorithms, 1991, ch. 8).
 * The names are those of what it works with: the year's place in the cycle of the moon, the century's corrections, the full moon, and
 * the Sunday after it.
 */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const leapCorrection = Math.floor(century / 4);
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCorrection - moonCorrection + 15) % 30;
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const exception = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const daysAfter = epact + toSunday - 7 * exception + 114;
  return dayOf(year, Math.floor(daysAfter / 31), (daysAfter % 31) + 1);
}

/** Art. 4 under a of the Act. */
function isWithinTheAct({ count, unit }: TermLength): boolean {
  switch (unit) {
    case 'DAY':
      return count <= 90;
    case 'WEEK':
      return count <= 12;
    case 'MONTH':
      return count <= 3;
    case 'YEAR':
    case 'WORKING_DAY':
      return false;
  }
}

function endByTheCalendar(from: string, { count, unit }: TermLength): string {
  switch (unit) {
    case 'DAY':
    case 'WORKING_DAY':
      return plusDays(from, count);
    case 'WEEK':
      return plusDays(from, 7 * count);
    case 'MONTH':
      return plusMonths(from, count);
    case 'YEAR':
      return plusMonths(from, 12 * count);
  }
}

function plusMonths(day: string, count: number): string {
  dayNumber(day);
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  const lastOfMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return dayOf(year, month, Math.min(Number(day.slice(8)), lastOfMonth));
}

/** @throws RangeError: a term is a whole number of units, one at least. */
export function checkLength({ count, unit }: TermLength): void {
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw new RangeError(`expected a term of 1 to 1000 ${unit.toLowerCase()}s, received ${count}`);
  }
}

function latest(one: string, other: string): string {
  return [one, other].sort().at(-1) ?? one;
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: string): number {
  return (((dayNumber(day) + 4) % 7) + 7) % 7;
}

function isSunday(day: string): boolean {
  return weekdayOf(day) === 0;
}

function isWeekend(day: string): boolean {
  return isSunday(day) || weekdayOf(day) === 6;
}

function dayOf(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
