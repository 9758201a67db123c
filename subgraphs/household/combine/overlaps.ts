/**
 * What runs twice: two units that investigate the same people at the same time, or that both hold a plan for them.
 *
 * Both the first and the last common day count; what still runs counts up to the reference day. A safety assessment is triage and no
 * investigation, and an intake is none either. Two plans of one unit are its own affair. What names nobody is about the whole household.
 */
import type { ActivityPart, Contribution, MissingContribution } from './contribution.js';
import { compareText, inclusiveDays, monthsBegun } from './days.js';
import { gather, sharesMembers } from './gathered.js';
import { readingOfActivities } from './readings.js';

export interface Overlap {
  readonly kind: ActivityPart['kind'];
  /** In order of name. */
  readonly units: readonly [string, string];
  readonly names: readonly [string, string];
  readonly activityIds: readonly [string, string];
  readonly from: string;
  /** The last common day. Null: both still run. */
  readonly until: string | null;
  readonly days: number;
  readonly isRunning: boolean;
  /** Whom both are about. `[]`: both are about the household as a whole. */
  readonly sharedMemberIds: readonly string[];
}

export interface Overlaps {
  readonly overlaps: readonly Overlap[];
  readonly investigations: {
    readonly count: number;
    readonly organisations: number;
    /** Months begun since the first, to the end of the last or to the reference day while one runs. */
    readonly months: number;
  };
  readonly missing: readonly MissingContribution[];
  readonly mayBeIncomplete: boolean;
}

/** Names of activities that are triage, should a source contribute them. */
const triage: ReadonlySet<string> = new Set(['SAFETY_ASSESSMENT', 'TRIAGE', 'INTAKE']);

/** @throws RangeError where the reference day is no day. */
export function overlapsOf(contributions: readonly Contribution<ActivityPart>[], onDay: string): Overlaps {
  const { parts, missing, mayBeIncomplete } = gather(contributions, readingOfActivities);
  const activities = parts.filter(({ from, name }) => from <= onDay && !triage.has(name)).sort(inTime);
  return {
    overlaps: pairsOf(activities, onDay),
    investigations: countInvestigations(activities, onDay),
    missing,
    mayBeIncomplete,
  };
}

function pairsOf(activities: readonly ActivityPart[], onDay: string): readonly Overlap[] {
  const overlaps: Overlap[] = [];
  // Only what still runs when the next begins can overlap with it.
  let running: readonly ActivityPart[] = [];
  for (const next of activities) {
    running = running.filter(({ until }) => until === null || until >= next.from);
    for (const earlier of running) {
      if (
        earlier.kind === next.kind &&
        earlier.unit !== next.unit &&
        sharesMembers(earlier.memberIds, next.memberIds)
      )
        overlaps.push(toOverlap(earlier, next, onDay));
    }
    running = [...running, next];
  }
  return overlaps;
}

function toOverlap(earlier: ActivityPart, later: ActivityPart, onDay: string): Overlap {
  const [one, other] = compareText(earlier.unit, later.unit) <= 0 ? [earlier, later] : [later, earlier];
  const ends = [earlier.until, later.until].flatMap((until) => until ?? []).sort(compareText);
  const until = ends[0] !== undefined && ends[0] <= onDay ? ends[0] : null;
  return {
    kind: later.kind,
    units: [one.unit, other.unit],
    names: [one.name, other.name],
    activityIds: [one.id, other.id],
    from: later.from,
    until,
    days: inclusiveDays(later.from, until ?? onDay),
    isRunning: until === null,
    sharedMemberIds: shared(earlier.memberIds, later.memberIds),
  };
}

function shared(one: readonly string[], other: readonly string[]): readonly string[] {
  if (one.length === 0) return [...other].sort(compareText);
  if (other.length === 0) return [...one].sort(compareText);
  return one.filter((member) => other.includes(member)).sort(compareText);
}

function countInvestigations(activities: readonly ActivityPart[], onDay: string): Overlaps['investigations'] {
  const investigations = activities.filter(({ kind }) => kind === 'INVESTIGATION');
  const [first] = investigations;
  if (first === undefined) return { count: 0, organisations: 0, months: 0 };
  const lastDay = investigations
    .map(({ until }) => (until === null || until > onDay ? onDay : until))
    .sort(compareText)
    .at(-1);
  return {
    count: investigations.length,
    organisations: new Set(investigations.map(({ source }) => source.organisation)).size,
    months: monthsBegun(first.from, lastDay ?? onDay),
  };
}

function inTime(left: ActivityPart, right: ActivityPart): number {
  return (
    compareText(left.from, right.from) || compareText(left.unit, right.unit) || compareText(left.id, right.id)
  );
}
