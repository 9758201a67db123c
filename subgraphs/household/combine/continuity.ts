/**
 * How often the family had to get used to somebody new, and on how many days nobody carried its case although the work went on.
 *
 * A change is that somebody left and another came after, within one unit's work: two people side by side are none, and nor is a new file
 * years later. Days without anybody are those between two who carry the case, and those after the last while the work still runs. The
 * wait for the first is a hand-over, and counted there.
 */
import type { OrganisationKind, WorkPart } from './contribution.js';
import { compareText, type DaySpan, holdsOn, inclusiveDays, joinSpans, meet, plusDays } from './days.js';

/** That a unit's work with the household ran: one file, from the register. */
export interface UnitPeriod extends DaySpan {
  readonly unit: string;
  readonly organisation: OrganisationKind;
}

/** Days on which a unit had nobody for the family. */
export interface WorkerGap {
  readonly unit: string;
  readonly from: string;
  /** The last day without anybody; the reference day while it lasts. */
  readonly until: string;
  readonly days: number;
  readonly isRunning: boolean;
  /** `ANYBODY`: the source does not say who carries a case, so that only days with no worker at all could be counted. */
  readonly counts: 'WHO_CARRIES_THE_CASE' | 'ANYBODY';
}

export interface FixedFace extends DaySpan {
  readonly worker: string;
  readonly name: string | null;
  readonly unit: string;
}

/** A fixed pair of the local team and the safety team. */
export interface Duo {
  readonly id: string;
  readonly members: readonly FixedFace[];
  /** Of either half. */
  readonly changes: number;
}

export interface Continuity {
  /** In order of time. */
  readonly fixedFaces: readonly FixedFace[];
  readonly fixedFaceChanges: number;
  readonly duos: readonly Duo[];
  /** Changes of who carries the case, of all units together. */
  readonly changes: number;
  readonly gaps: readonly WorkerGap[];
  readonly daysWithoutAnybody: number;
  /** Units of the four with workers, of which it is not known when their work ran: whether they had nobody is not established. */
  readonly unitsNotEstablished: readonly string[];
}

export interface ContinuityQuestion {
  /** Each record once, none after the reference day. */
  readonly rows: readonly WorkPart[];
  readonly onDay: string;
  readonly periods: readonly UnitPeriod[];
}

export function continuityOf({ rows, onDay, periods }: ContinuityQuestion): Continuity {
  const fixed = rows.filter(({ isFixedFace }) => isFixedFace);
  const ofTheFour = rows.filter(({ employerKind }) => employerKind !== null);
  const units = [...new Set(ofTheFour.map(({ employer }) => employer))].sort(compareText);
  const runs = units.flatMap((unit) => runsOf(unit, ofTheFour, periods, onDay));
  const gaps = runs
    .flatMap((run) => gapsOf(run, onDay))
    .sort((left, right) => compareText(left.from, right.from) || compareText(left.unit, right.unit));
  return {
    fixedFaces: fixed.map(toFace).sort(inTime),
    fixedFaceChanges: perUnit(fixed, onDay),
    duos: duosOf(rows, onDay),
    changes: runs.reduce((sum, { carriers }) => sum + changesAmong(carriers, onDay), 0),
    gaps,
    daysWithoutAnybody: gaps.reduce((sum, { days }) => sum + days, 0),
    unitsNotEstablished: units.filter((unit) => !periods.some((period) => period.unit === unit)),
  };
}

/** One unbroken time of a unit's work, with who carried the case in it. */
interface Run {
  readonly unit: string;
  readonly span: DaySpan;
  readonly carriers: readonly WorkPart[];
  readonly counts: WorkerGap['counts'];
}

function runsOf(
  unit: string,
  rows: readonly WorkPart[],
  periods: readonly UnitPeriod[],
  onDay: string,
): readonly Run[] {
  const mine = rows.filter(({ employer }) => employer === unit);
  const isSaid = mine.some(({ carriesCase, isFixedFace }) => isFixedFace || typeof carriesCase === 'boolean');
  const carrying = isSaid ? mine.filter((row) => row.isFixedFace || row.carriesCase === true) : mine;
  return joinSpans(periods.filter((period) => period.unit === unit && period.since <= onDay)).map((span) => ({
    unit,
    span,
    carriers: carrying.filter((row) => meet(row, span)),
    counts: isSaid ? 'WHO_CARRIES_THE_CASE' : 'ANYBODY',
  }));
}

function gapsOf({ unit, span, carriers, counts }: Run, onDay: string): readonly WorkerGap[] {
  const last = span.until === null || span.until > onDay ? onDay : span.until;
  const isOpen = span.until === null || span.until > onDay;
  const covered = joinSpans(carriers);
  return covered.flatMap(({ until }, index) => {
    if (until === null || until >= last) return [];
    const next = covered[index + 1];
    const from = plusDays(until, 1);
    const lastDay = next === undefined ? last : plusDays(next.since, -1);
    const isRunning = next === undefined && isOpen;
    return [{ unit, from, until: lastDay, days: inclusiveDays(from, lastDay), isRunning, counts }];
  });
}

function duosOf(rows: readonly WorkPart[], onDay: string): readonly Duo[] {
  const ids = [...new Set(rows.flatMap(({ duo }) => duo ?? []))].sort(compareText);
  return ids.map((id) => {
    const mine = rows.filter(({ duo }) => duo === id);
    return { id, members: mine.map(toFace).sort(inTime), changes: perUnit(mine, onDay) };
  });
}

function perUnit(rows: readonly WorkPart[], onDay: string): number {
  return [...new Set(rows.map(({ employer }) => employer))]
    .map((unit) =>
      changesAmong(
        rows.filter(({ employer }) => employer === unit),
        onDay,
      ),
    )
    .reduce((sum, changes) => sum + changes, 0);
}

/** How many left and were followed: each stay that ended, after which (or towards the end of which) another person began. */
function changesAmong(rows: readonly WorkPart[], onDay: string): number {
  return rows.filter(
    (left) =>
      !holdsOn({ since: left.since, until: left.until }, onDay) &&
      !rows.some((again) => again.worker === left.worker && again !== left && covers(again, left)) &&
      rows.some((next) => next.worker !== left.worker && next.since > left.since && goesOn(next, left)),
  ).length;
}

function goesOn(next: WorkPart, left: WorkPart): boolean {
  return next.until === null || left.until === null || next.until > left.until;
}

/** That a second record of the same person goes on where this one ends. */
function covers(again: WorkPart, left: WorkPart): boolean {
  if (left.until === null) return false;
  const after = plusDays(left.until, 1);
  return again.since <= after && (again.until === null || again.until >= after);
}

function toFace({ worker, name, employer, since, until }: WorkPart): FixedFace {
  return { worker, name, unit: employer, since, until };
}

function inTime(left: FixedFace, right: FixedFace): number {
  return compareText(left.since, right.since) || compareText(left.worker, right.worker);
}
