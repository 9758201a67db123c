/**
 * What a successor needs on the first day: what was agreed and still stands, which terms run, who was last seen when, which worries there
 * are, who is there, and what comes first. A selection of what the combined view holds: it adds no fact, and ends nothing that no source
 * ended.
 */
import type { Concern } from './concerns.js';
import type { AgreementPart, Contribution, MissingContribution } from './contribution.js';
import { compareText } from './days.js';
import { gather } from './gathered.js';
import { missingOfAll } from './missing.js';
import type { Professional, Professionals } from './professionals.js';
import { readingOfAgreements } from './readings.js';

/** What a term must have to be selected: the rules of terms make more of it. */
export interface SelectableTerm {
  readonly id: string;
  readonly kind: string;
  readonly dueOn: string;
  readonly state: 'MET' | 'MET_ON_THE_DAY' | 'OVERDUE' | 'DUE_TODAY' | 'RUNNING' | 'LAPSED';
  /** Null: not done, as far as recorded. */
  readonly doneOn: string | null;
}

/** A combined field with what is not in it. */
interface Selected {
  readonly missing: readonly MissingContribution[];
  readonly mayBeIncomplete: boolean;
}

export interface HandoverQuestion<Term extends SelectableTerm, Seen> {
  readonly onDay: string;
  readonly agreements: readonly Contribution<AgreementPart>[];
  readonly terms: Selected & { readonly deadlines: readonly Term[] };
  readonly lastSeen: Selected & { readonly members: readonly Seen[] };
  readonly concerns: Selected & { readonly concerns: readonly Concern[] };
  readonly professionals: Pick<Professionals, 'people' | 'missing' | 'mayBeIncomplete'>;
}

/** A day that something is due on, today or later. */
export interface NextDate {
  readonly on: string;
  readonly what: 'TERM' | 'AGREEMENT';
  readonly id: string;
}

export interface HandoverPacket<Term extends SelectableTerm, Seen> extends Selected {
  /** Of which no source recorded an end, the oldest first. */
  readonly openAgreements: readonly AgreementPart[];
  /** Running, due today, or overdue and not done: the most urgent first. What lapsed is over. */
  readonly runningTerms: readonly Term[];
  readonly lastSeen: readonly Seen[];
  /** All that are recorded: no source says that a worry is over. */
  readonly concerns: readonly Concern[];
  /** Who is at work today: the fixed faces first. */
  readonly involved: readonly Professional[];
  readonly nextDates: readonly NextDate[];
}

export function handoverOf<Term extends SelectableTerm, Seen>(
  question: HandoverQuestion<Term, Seen>,
): HandoverPacket<Term, Seen> {
  const { onDay, terms, lastSeen, concerns, professionals } = question;
  const agreements = gather(question.agreements, readingOfAgreements);
  const openAgreements = agreements.parts
    .filter(({ agreedOn, endedOn }) => agreedOn <= onDay && (endedOn === null || endedOn > onDay))
    .sort((left, right) => compareText(left.agreedOn, right.agreedOn) || compareText(left.id, right.id));
  const runningTerms = terms.deadlines
    .filter(isRunning)
    .sort((left, right) => compareText(left.dueOn, right.dueOn) || compareText(left.id, right.id));
  const selected: readonly Selected[] = [agreements, terms, lastSeen, concerns, professionals];
  return {
    openAgreements,
    runningTerms,
    lastSeen: lastSeen.members,
    concerns: concerns.concerns,
    involved: professionals.people
      .filter(({ isActive }) => isActive)
      .sort(
        (left, right) =>
          Number(right.isFixedFace) - Number(left.isFixedFace) || compareText(left.worker, right.worker),
      ),
    nextDates: [
      ...runningTerms.map(({ id, dueOn }) => ({ on: dueOn, what: 'TERM' as const, id })),
      ...openAgreements.flatMap(({ id, dueOn }) =>
        dueOn === null ? [] : [{ on: dueOn, what: 'AGREEMENT' as const, id }],
      ),
    ]
      .filter(({ on }) => on >= onDay)
      .sort((left, right) => compareText(left.on, right.on) || compareText(left.id, right.id)),
    missing: missingOfAll(selected.map(({ missing }) => missing)),
    mayBeIncomplete: selected.some(({ mayBeIncomplete }) => mayBeIncomplete),
  };
}

/** Overdue and done too late is done; a doing that the term's own rule did not count leaves its state as it is. */
function isRunning({ state, doneOn }: SelectableTerm): boolean {
  switch (state) {
    case 'RUNNING':
    case 'DUE_TODAY':
      return true;
    case 'OVERDUE':
      return doneOn === null;
    case 'MET':
    case 'MET_ON_THE_DAY':
    case 'LAPSED':
      return false;
    default:
      return state satisfies never;
  }
}
