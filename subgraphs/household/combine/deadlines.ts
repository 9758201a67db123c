/**
 * Which term ends when, and whether it was kept: every organisation's terms in one list, by the rules of `term-rules.ts`.
 *
 * - Only what was done on or after the day from which a term runs keeps it: a term is never met before it started.
 * - The state is that of one day, the reference day; what was done after it was not done yet.
 * - A term that may be read from two days shows both readings. Which one is told first is configuration, not law.
 */
import { isDate } from '../../../adapter-kit/dates.js';
import { type Completeness, completenessOf, readable } from './completeness.js';
import type { Contribution, PartSource, TermKind, TermPart } from './contribution.js';
import { compareText, daysBetween } from './days.js';
import { withoutDuplicates } from './duplicates.js';
import { createLegalCalendar, type LegalCalendar } from './legal-calendar.js';
import { type TermRule, type TermRules, toTermRules } from './term-rules.js';

/**
 * `MET` before its last day, `MET_ON_THE_DAY` on it. `OVERDUE`: done too late, or still not done. `RUNNING`, `DUE_TODAY`: not done, and
 * the last day is to come or is today. `LAPSED`: what ran out has ended of itself, and what is done afterwards does not revive it.
 */
export type DeadlineState = 'MET' | 'MET_ON_THE_DAY' | 'OVERDUE' | 'DUE_TODAY' | 'RUNNING' | 'LAPSED';

/** A term counted from one day. */
export interface TermReading {
  /** The day from which it runs, itself not counted. Null: only its last day is known. */
  readonly startsOn: string | null;
  readonly dueOn: string;
  readonly state: DeadlineState;
  /** `OVERDUE`, `LAPSED`: calendar days after the last day, until it was done or the reference day. Otherwise null. */
  readonly daysLate: number | null;
  /** `RUNNING`, `DUE_TODAY`: calendar days until the last day; 0 is today. Otherwise null. */
  readonly daysLeft: number | null;
}

export interface Deadline extends TermReading {
  readonly id: string;
  readonly kind: TermKind;
  readonly article: string;
  readonly basis: TermRule['basis'];
  /** False: not established in law; configurable. */
  readonly isEstablished: boolean;
  readonly configuredBy: string | null;
  readonly memberIds: readonly string[];
  /** As recorded. It may lie before `startsOn` or after the reference day; then it does not count. */
  readonly doneOn: string | null;
  /** The law's other reading, where it has one. */
  readonly otherReading: TermReading | null;
  readonly source: PartSource;
}

export interface CombinedDeadlines extends Completeness {
  /** By last day, the earliest first. */
  readonly deadlines: readonly Deadline[];
}

export interface DeadlineContext {
  /** The day of which the state is told, `YYYY-MM-DD` in the Netherlands. */
  readonly referenceDay: string;
  readonly rules?: TermRules;
  readonly calendar?: LegalCalendar;
}

/** @throws RangeError when the reference day is no day of the calendar. */
export function toDeadlines(
  contributions: readonly Contribution<TermPart>[],
  { referenceDay, rules = rulesAsShipped, calendar = calendarAsShipped }: DeadlineContext,
): CombinedDeadlines {
  if (!isDate(referenceDay)) throw new RangeError('referenceDay: expected a day YYYY-MM-DD');
  const { parts, broken } = readable(contributions, isReadable);
  const terms = withoutDuplicates(parts, ({ kind, from, alsoFrom }) => `${kind} ${from} ${alsoFrom ?? ''}`);
  const deadlines = terms
    .flatMap((term) => perPerson(term, rules[term.kind]))
    .map((term) => toDeadline(term, { referenceDay, rule: rules[term.kind], calendar }))
    .sort(
      (left, right) =>
        compareText(left.dueOn, right.dueOn) ||
        compareText(left.kind, right.kind) ||
        compareText(left.id, right.id),
    );
  return { deadlines, ...completenessOf(contributions, broken) };
}

const rulesAsShipped = toTermRules();
const calendarAsShipped = createLegalCalendar();

interface Reckoning {
  readonly referenceDay: string;
  readonly rule: TermRule;
  readonly calendar: LegalCalendar;
}

function toDeadline(term: TermPart, reckoning: Reckoning): Deadline {
  const { rule } = reckoning;
  const first = toReading(term, term.from, reckoning);
  const second = term.alsoFrom === null ? null : toReading(term, term.alsoFrom, reckoning);
  const [told, other] = second !== null && rule.readFrom === 'ALSO_FROM' ? [second, first] : [first, second];
  return {
    id: term.id,
    kind: term.kind,
    article: rule.article,
    basis: rule.basis,
    isEstablished: rule.isEstablished,
    configuredBy: rule.configuredBy,
    memberIds: term.memberIds,
    ...told,
    doneOn: term.doneOn,
    otherReading: other,
    source: term.source,
  };
}

function toReading(term: TermPart, from: string, { referenceDay, rule, calendar }: Reckoning): TermReading {
  const dueOn = lastDay(from, term.timesPutOff ?? 0, { rule, calendar });
  const startsOn = rule.length === null ? null : from;
  const { doneOn } = term;
  const counts =
    doneOn !== null && doneOn <= referenceDay && (startsOn === null || doneOn >= startsOn) ? doneOn : null;
  return { startsOn, dueOn, ...stateOf(dueOn, { doneOn: counts, referenceDay, rule }) };
}

function lastDay(
  from: string,
  timesPutOff: number,
  { rule, calendar }: { readonly rule: TermRule; readonly calendar: LegalCalendar },
): string {
  const { length, putOffBy, movesByTheAct } = rule;
  if (length === null) return from;
  if (timesPutOff === 0 || putOffBy === null) return calendar.endOfTerm(from, length, movesByTheAct);
  // Putting off lengthens the term from where it ends by the calendar; a holiday at the old end is not counted on.
  const undelayed = calendar.endOfTerm(from, length, false);
  const times = { count: putOffBy.count * timesPutOff, unit: putOffBy.unit };
  const end = calendar.endOfTerm(undelayed, times, false);
  return movesByTheAct ? calendar.thisOrNextWorkingDay(end) : end;
}

function stateOf(
  dueOn: string,
  { doneOn, referenceDay, rule }: { doneOn: string | null; referenceDay: string; rule: TermRule },
): Omit<TermReading, 'startsOn' | 'dueOn'> {
  if (doneOn !== null && doneOn <= dueOn) {
    return { state: doneOn === dueOn ? 'MET_ON_THE_DAY' : 'MET', daysLate: null, daysLeft: null };
  }
  const until = doneOn ?? referenceDay;
  if (until > dueOn) {
    const state = rule.atItsEnd === 'LAPSES' ? 'LAPSED' : 'OVERDUE';
    const lateUntil = state === 'LAPSED' ? referenceDay : until;
    return { state, daysLate: daysBetween(dueOn, lateUntil), daysLeft: null };
  }
  const daysLeft = daysBetween(referenceDay, dueOn);
  return { state: daysLeft === 0 ? 'DUE_TODAY' : 'RUNNING', daysLate: null, daysLeft };
}

/** A term that is kept for each person apart is one for each of those whom it names. */
function perPerson(term: TermPart, { isPerPerson }: TermRule): readonly TermPart[] {
  if (!isPerPerson || term.memberIds.length < 2) return [term];
  return term.memberIds.map((memberId) => ({ ...term, id: `${term.id}.${memberId}`, memberIds: [memberId] }));
}

function isReadable({ from, alsoFrom, doneOn, timesPutOff: recorded }: TermPart): boolean {
  const timesPutOff = recorded ?? 0;
  const areDays = [from, alsoFrom, doneOn].every((day) => day === null || isDate(day));
  return areDays && Number.isInteger(timesPutOff) && timesPutOff >= 0 && timesPutOff <= mostTimesPutOff;
}

/** Ten years of two weeks each; more is a mistake of the source. */
const mostTimesPutOff = 260;
