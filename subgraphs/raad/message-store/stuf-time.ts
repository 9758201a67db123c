/** StUF points in time: `yyyymmdd` or `yyyymmddhhmmss…`, on the clock of the Netherlands, without an offset. */

/** A point in time that exists: its day, and its instant where the time of day was given. */
export interface StufTime {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** RFC 3339 with the offset of that moment in the Netherlands, or `null` where only a day was given. */
  readonly instant: string | null;
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** Gives `null` for what no calendar and no clock shows. */
export function parseStufTime(text: string): StufTime | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?\d{0,3})?$/.exec(text);
  if (!match) return null;
  const [, year, month, dayOfMonth, hour, minute, second = '00'] = match;
  const day = `${year}-${month}-${dayOfMonth}`;
  if (!existsDay(day)) return null;
  if (hour === undefined || minute === undefined) return { day, instant: null };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const local = `${day}T${hour}:${minute}:${second}`;
  // Summer time first: the hour that the end of summer time shows twice is read as its first showing.
  for (const offset of ['+02:00', '+01:00']) {
    if (clock.format(new Date(`${local}${offset}`)).replace(' ', 'T') === local) {
      return { day, instant: `${local}${offset}` };
    }
  }
  // The hour that the start of summer time skips: a clock that was not put forward yet.
  return { day, instant: `${local}+01:00` };
}

/** Whether `YYYY-MM-DD` is a day of the calendar. */
function existsDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
