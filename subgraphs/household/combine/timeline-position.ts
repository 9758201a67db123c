/**
 * Where an event stands on the timeline.
 *
 * The rule: an event stands at the beginning of what its source says of its time, counted in days in the Netherlands. "2025" stands before
 * "2025-01", that before "2025-01-01", and that before every hour of the day; instants stand by the clock of the world, so that the hour
 * that comes twice when summer time ends keeps its order. What is equal in all this stands by id. So the order holds whatever arrives
 * first, and whatever else is added or removed.
 */
import { dayInTheNetherlands, isDate, isDateTime } from '../../../adapter-kit/dates.js';
import type { Precision } from './contribution.js';
import { compareText } from './days.js';

export interface TimelinePosition {
  /** The first day of what is said, `YYYY-MM-DD`. */
  readonly day: string;
  /** 0 year, 1 month, 2 day, 3 instant. */
  readonly rank: number;
  /** For an instant milliseconds since 1970, otherwise 0. */
  readonly at: number;
  readonly id: string;
}

const ranks: Readonly<Record<Precision, number>> = { YEAR: 0, MONTH: 1, DAY: 2, INSTANT: 3 };

/** Null: `when` is not what its precision says. */
export function positionOf(event: {
  readonly id: string;
  readonly when: string;
  readonly precision: Precision;
}): TimelinePosition | null {
  const { id, when, precision } = event;
  const rank = ranks[precision];
  switch (precision) {
    case 'INSTANT': {
      if (!isDateTime(when)) return null;
      const at = Date.parse(when);
      return { day: dutchDay(at), rank, at, id };
    }
    case 'DAY':
      return isDate(when) ? { day: when, rank, at: 0, id } : null;
    case 'MONTH':
      return /^\d{4}-\d{2}$/.test(when) && isDate(`${when}-01`)
        ? { day: `${when}-01`, rank, at: 0, id }
        : null;
    case 'YEAR':
      return /^\d{4}$/.test(when) ? { day: `${when}-01-01`, rank, at: 0, id } : null;
    default:
      return null;
  }
}

/** The oldest first. */
export function comparePositions(one: TimelinePosition, other: TimelinePosition): number {
  return (
    compareText(one.day, other.day) ||
    one.rank - other.rank ||
    one.at - other.at ||
    compareText(one.id, other.id)
  );
}

/** The last day of what is said: an event "in 2025" may have been on any day until 2025-12-31. */
export function lastDayOf({ day, rank }: TimelinePosition): string {
  if (rank === ranks.YEAR) return `${day.slice(0, 4)}-12-31`;
  // Of a month no day later than the 31st is asked for, so it may stand for every month's end.
  return rank === ranks.MONTH ? `${day.slice(0, 7)}-31` : day;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/**
 * A formatter takes microseconds, and most events lie far from midnight: in the Netherlands clocks have been one or two hours ahead since
 * 1946, so from 00:00 to 22:00 UTC it is the same day there.
 */
function dutchDay(at: number): string {
  const time = ((at % dayMs) + dayMs) % dayMs;
  return at >= since1946 && time < 22 * hourMs
    ? new Date(at).toISOString().slice(0, 10)
    : dayInTheNetherlands(new Date(at));
}

const since1946 = Date.UTC(1946, 0, 1);
