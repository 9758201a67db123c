/**
 * The worries about a family, told as what was seen or heard: fact, nature, severity, by whom, and what the family says of it.
 *
 * A word such as "unsafe" is no fact. Where nothing else was recorded it is kept, because somebody wrote it, and marked: nature and
 * severity not described. It is never shown as a fact. No concern is shown as over: no source records that.
 */
import { isDate } from '../../../adapter-kit/dates.js';
import type { ConcernPart, Contribution, MissingContribution } from './contribution.js';
import { compareText } from './days.js';
import { gather } from './gathered.js';

export interface Concern extends ConcernPart {
  /** A label, or nothing at all, was recorded where a fact belongs. */
  readonly isLabelOnly: boolean;
  /** What is not described. `[]`: complete. */
  readonly lacking: readonly ('FACT' | 'NATURE' | 'SEVERITY')[];
  /** In words, e.g. "nature and severity not described". Null: complete. */
  readonly note: string | null;
}

export interface Concerns {
  /** The newest first. Of a worry of which only the month or year is known, that time's first day counts. */
  readonly concerns: readonly Concern[];
  readonly missing: readonly MissingContribution[];
  readonly mayBeIncomplete: boolean;
}

/** Words that judge and describe nothing, as professionals write them in Dutch and as this project translates them. */
const bareLabels: ReadonlySet<string> = new Set([
  'onveilig',
  'onveiligheid',
  'unsafe',
  'zorgelijk',
  'zorgen',
]);

export function concernsOf(contributions: readonly Contribution<ConcernPart>[]): Concerns {
  const { parts, missing, mayBeIncomplete } = gather(contributions, {
    isReadable: ({ observedOn }) => isDate(firstDayOf(observedOn)),
    saysOf: ({ fact, label, observedOn }) => JSON.stringify([fact, label, observedOn]),
  });
  return { concerns: parts.map(readConcern).sort(newestFirst), missing, mayBeIncomplete };
}

/** What a worry states, and what it does not. */
export function readConcern(part: ConcernPart): Concern {
  const written = part.fact?.trim() ?? '';
  const isJudgement = bareLabels.has(written.toLowerCase()) || written === (part.label?.trim() ?? '');
  const fact = written === '' || isJudgement ? null : written;
  const label = part.label ?? (fact === null && written !== '' ? written : null);
  const nature = part.nature?.trim() ? part.nature : null;
  const isLabelOnly = fact === null;
  const lacking = [
    ...(isLabelOnly ? (['FACT'] as const) : []),
    ...(nature === null ? (['NATURE'] as const) : []),
    ...(part.severity === null ? (['SEVERITY'] as const) : []),
  ];
  return {
    ...part,
    fact,
    label,
    nature,
    // Whatever its source called it, a label alone states nothing that was seen.
    statementKind: isLabelOnly ? 'OPINION' : part.statementKind,
    isLabelOnly,
    lacking,
    note: noteOf(lacking),
  };
}

function noteOf(lacking: Concern['lacking']): string | null {
  const notDescribed = lacking.filter((what) => what !== 'FACT').map((what) => what.toLowerCase());
  if (notDescribed.length > 0) return `${notDescribed.join(' and ')} not described`;
  return lacking.length > 0 ? 'no fact recorded' : null;
}

function newestFirst(left: Concern, right: Concern): number {
  return (
    compareText(firstDayOf(right.observedOn), firstDayOf(left.observedOn)) || compareText(left.id, right.id)
  );
}

/** `2025` and `2025-03` stand for their first day: a worry is never made newer than it is known to be. */
function firstDayOf(observedOn: string): string {
  if (/^\d{4}$/.test(observedOn)) return `${observedOn}-01-01`;
  return /^\d{4}-\d{2}$/.test(observedOn) ? `${observedOn}-01` : observedOn;
}
