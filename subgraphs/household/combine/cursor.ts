/**
 * A cursor on the timeline: the place of the last event of a page. It is a place and no count, so it stays where it is when events are
 * added or removed elsewhere, or when the event itself is gone. It holds nothing but what its reader was shown.
 */
import { isDate } from '../../../adapter-kit/dates.js';
import { InvalidArgumentError } from './invalid-argument.js';
import type { TimelinePosition } from './timeline-position.js';

export function toCursor({ day, rank, at, id }: TimelinePosition): string {
  return Buffer.from(`t1_${day}_${rank}_${at}_${id}`).toString('base64url');
}

/** @throws InvalidArgumentError for a text that is no cursor of this list. */
export function parseCursor(cursor: string): TimelinePosition {
  if (cursor.length > longest) throw notOurs();
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, day, rank, at, id] = /^t1_(\d{4}-\d\d-\d\d)_([0-3])_(-?\d{1,15})_(.+)$/s.exec(text) ?? [];
  if (day === undefined || id === undefined || !isDate(day)) throw notOurs();
  const position = { day, rank: Number(rank), at: Number(at), id };
  // Decoding forgives what it cannot read; a cursor of ours comes out as it went in.
  if (toCursor(position) !== cursor) throw notOurs();
  return position;
}

function notOurs(): InvalidArgumentError {
  return new InvalidArgumentError('after', 'the endCursor of a page');
}

const longest = 2000;
