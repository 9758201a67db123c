/**
 * Every organisation's events in one order (`timeline-position.ts`), once each, filtered and by page. Who did not answer is named on every
 * page: a gap is never read as quiet.
 *
 * A page costs one walk over the events and keeps no more of them in order than it shows, so the first page of 2,000 events costs little
 * more than that of 20.
 */
import { isDate } from '../../../adapter-kit/dates.js';
import { type Completeness, completenessOf, readable } from './completeness.js';
import type { Contribution, EventPart, OrganisationKind } from './contribution.js';
import { parseCursor, toCursor } from './cursor.js';
import { withoutDuplicates } from './duplicates.js';
import { InvalidArgumentError } from './invalid-argument.js';
import { comparePositions, lastDayOf, positionOf, type TimelinePosition } from './timeline-position.js';

export type TimelineOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** What was left out holds for all; an empty list holds for none. */
export interface TimelineFilter {
  /** First and last day, `YYYY-MM-DD`, both counted. An event of which only the month or year is known is in every period that it may be in. */
  readonly from?: string | null;
  readonly until?: string | null;
  /** Whose records. */
  readonly organisations?: readonly OrganisationKind[] | null;
  /** Events that name one of these members; what concerns the household as a whole names nobody, and is not among them. */
  readonly memberIds?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
}

export interface TimelineRequest {
  readonly filter?: TimelineFilter;
  /** Absent: the newest first. */
  readonly order?: TimelineOrder;
  /** 1 to `mostEventsPerPage`. */
  readonly first: number;
  /** The `endCursor` of a page; a page begins after that place. */
  readonly after?: string | null;
}

export interface TimelinePage extends Completeness {
  readonly events: readonly EventPart[];
  readonly hasNextPage: boolean;
  /** Null: the page is empty. */
  readonly endCursor: string | null;
}

export const mostEventsPerPage = 100;

/** @throws InvalidArgumentError for a number, period or cursor that cannot be meant. */
export function toTimeline(
  contributions: readonly Contribution<EventPart>[],
  { filter = {}, order = 'NEWEST_FIRST', first, after = null }: TimelineRequest,
): TimelinePage {
  if (!Number.isInteger(first) || first < 1 || first > mostEventsPerPage) {
    throw new InvalidArgumentError('first', `a number from 1 to ${mostEventsPerPage}`);
  }
  const isAsked = toTest(filter);
  const start = after === null ? null : parseCursor(after);
  const compare = order === 'OLDEST_FIRST' ? comparePositions : newestFirst;

  const positions = new Map<EventPart, TimelinePosition>();
  const { parts, broken } = readable(contributions, (event) => {
    const position = positionOf(event);
    if (position) positions.set(event, position);
    return position !== null;
  });
  const page = new FirstInOrder(first + 1, compare);
  for (const event of withoutDuplicates(parts, ({ kind, when }) => `${kind} ${when}`)) {
    const position = positions.get(event);
    if (!position || !isAsked(event, position)) continue;
    if (start === null || compare(position, start) > 0) page.offer({ event, position });
  }

  const shown = page.placed.slice(0, first);
  const last = shown.at(-1);
  return {
    events: shown.map(({ event }) => event),
    hasNextPage: page.placed.length > first,
    endCursor: last ? toCursor(last.position) : null,
    ...completenessOf(contributions, broken),
  };
}

function newestFirst(one: TimelinePosition, other: TimelinePosition): number {
  return comparePositions(other, one);
}

type Test = (event: EventPart, position: TimelinePosition) => boolean;

function toTest({ from, until, organisations, memberIds, kinds }: TimelineFilter): Test {
  for (const [argument, day] of [
    ['from', from],
    ['until', until],
  ] as const) {
    if (typeof day === 'string' && !isDate(day)) throw new InvalidArgumentError(argument, 'a day YYYY-MM-DD');
  }
  if (from && until && from > until) {
    throw new InvalidArgumentError('until', 'no day before from');
  }
  const ofOrganisations = organisations ? new Set<OrganisationKind>(organisations) : null;
  const ofKinds = kinds ? new Set(kinds) : null;
  const ofMembers = memberIds ? new Set(memberIds) : null;
  return ({ source, kind, memberIds: named }, position) =>
    (ofOrganisations === null || ofOrganisations.has(source.organisation)) &&
    (ofKinds === null || ofKinds.has(kind)) &&
    (ofMembers === null || named.some((id) => ofMembers.has(id))) &&
    (!until || position.day <= until) &&
    (!from || lastDayOf(position) >= from);
}

interface Placed {
  readonly event: EventPart;
  readonly position: TimelinePosition;
}

/** Keeps the first few of all that it is offered, in order. */
class FirstInOrder {
  readonly placed: Placed[] = [];
  readonly #count: number;
  readonly #compare: (one: TimelinePosition, other: TimelinePosition) => number;

  constructor(count: number, compare: (one: TimelinePosition, other: TimelinePosition) => number) {
    this.#count = count;
    this.#compare = compare;
  }

  offer(one: Placed): void {
    const last = this.placed.at(-1);
    const isFull = this.placed.length === this.#count;
    if (isFull && last && this.#compare(one.position, last.position) >= 0) return;
    let [low, high] = [0, this.placed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.placed[middle];
      if (other && this.#compare(other.position, one.position) <= 0) low = middle + 1;
      else high = middle;
    }
    this.placed.splice(low, 0, one);
    if (isFull) this.placed.pop();
  }
}
