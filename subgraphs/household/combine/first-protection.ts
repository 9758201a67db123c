/**
 * How long it took from the first serious fact until something protected: a figure about what all organisations did together, which none
 * of them can work out alone.
 *
 * - A serious fact is a concern that tells what was seen or heard (no label alone, no opinion) and was called serious.
 * - A step protects when it is one of `protectiveSteps`: a safety plan, a measure of the court, a placement that was carried out. Help that
 *   a family takes of its own accord is not counted. Which steps count is a choice of this project, in no law, and configurable.
 * - A day that is known by month or year alone counts from its first day on; the figure then says that it is not exact.
 */
import { isDate } from '../../../adapter-kit/dates.js';
import { type Completeness, completenessOf, mayHoldMore, readable } from './completeness.js';
import type { ActivityPart, ConcernPart, Contribution, EventPart, PartSource } from './contribution.js';
import { compareText, daysBetween } from './days.js';
import { positionOf } from './timeline-position.js';

/** By `kind` of an event or `name` of an activity: whether a court ordered it. */
export type ProtectiveSteps = Readonly<Record<string, 'FORCED' | 'AGREED'>>;

export const protectiveSteps: ProtectiveSteps = {
  SAFETY_PLAN: 'AGREED',
  MEASURE_STARTED: 'FORCED',
  PLACEMENT_CARRIED_OUT: 'FORCED',
};

export interface Dated {
  /** The first day that it may have been, `YYYY-MM-DD`. */
  readonly on: string;
  readonly isExact: boolean;
  readonly source: PartSource;
}

export interface ProtectiveStep extends Dated {
  /** As in `protectiveSteps`. */
  readonly name: string;
  /** Calendar days since the fact. */
  readonly days: number;
}

export interface FirstProtection extends Completeness {
  /** Null: no serious fact is recorded, as far as could be heard. */
  readonly seriousFact: Dated | null;
  /** The first step on or after the day of the fact; null: none yet. */
  readonly firstStep: ProtectiveStep | null;
  readonly firstForcedStep: ProtectiveStep | null;
  /** Calendar days since the fact while no step has been taken; otherwise null. */
  readonly daysWithout: number | null;
  /** Whether an earlier fact or step may exist that could not be heard or may not be seen. */
  readonly mayBeOtherwise: boolean;
}

export interface FirstProtectionParts {
  readonly concerns: readonly Contribution<ConcernPart>[];
  readonly events: readonly Contribution<EventPart>[];
  readonly activities: readonly Contribution<ActivityPart>[];
}

/** @throws RangeError when the reference day is no day of the calendar. */
export function toFirstProtection(
  { concerns, events, activities }: FirstProtectionParts,
  {
    referenceDay,
    steps = protectiveSteps,
  }: { readonly referenceDay: string; readonly steps?: ProtectiveSteps },
): FirstProtection {
  if (!isDate(referenceDay)) throw new RangeError('referenceDay: expected a day YYYY-MM-DD');
  const worries = readable(concerns, ({ observedOn }) => toSpanStart(observedOn) !== null);
  const happenings = readable(events, (event) => positionOf(event) !== null);
  const works = readable(activities, ({ from }) => isDate(from));
  const completeness = completenessOf(
    [...concerns, ...events, ...activities],
    new Set([...worries.broken, ...happenings.broken, ...works.broken]),
  );
  const [seriousFact = null] = worries.parts
    .filter(({ part }) => part.severity === 'SERIOUS' && part.statementKind === 'FACT' && part.fact !== null)
    .map(({ part: { observedOn, source } }) => ({
      on: toSpanStart(observedOn) ?? observedOn,
      isExact: isDate(observedOn),
      source,
    }))
    .filter(({ on }) => on <= referenceDay)
    .sort(byDay);
  if (seriousFact === null) {
    const none = { seriousFact, firstStep: null, firstForcedStep: null, daysWithout: null };
    return { ...none, mayBeOtherwise: mayHoldMore(completeness), ...completeness };
  }

  const taken = [
    ...happenings.parts.map(({ part }) => ({
      name: part.kind,
      on: positionOf(part)?.day ?? '',
      isExact: part.precision === 'DAY' || part.precision === 'INSTANT',
      source: part.source,
    })),
    ...works.parts.map(({ part: { name, from, source } }) => ({ name, on: from, isExact: true, source })),
  ]
    .filter(({ name, on }) => Object.hasOwn(steps, name) && on >= seriousFact.on && on <= referenceDay)
    .sort(byDay)
    .map((step) => ({ ...step, days: daysBetween(seriousFact.on, step.on) }));
  const [firstStep = null] = taken;
  return {
    seriousFact,
    firstStep,
    firstForcedStep: taken.find(({ name }) => steps[name] === 'FORCED') ?? null,
    daysWithout: firstStep === null ? daysBetween(seriousFact.on, referenceDay) : null,
    mayBeOtherwise: mayHoldMore(completeness),
    ...completeness,
  };
}

/** Of two on one day always the same goes first. */
function byDay(left: Dated, right: Dated): number {
  return compareText(left.on, right.on) || compareText(JSON.stringify(left), JSON.stringify(right));
}

/** The first day of a day, month or year; null: it is none of these. */
function toSpanStart(when: string): string | null {
  const precision = when.length === 4 ? 'YEAR' : when.length === 7 ? 'MONTH' : 'DAY';
  return positionOf({ id: '', when, precision })?.day ?? null;
}
