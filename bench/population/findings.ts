/** What an evaluation counts, and one example of each kind of error in each story. */
import type { DraftFile, Family } from './draft.js';

export type ErrorKind =
  /** Two files in one household that do not belong together, on certain links. */
  | 'WRONG_CERTAIN'
  /** The same, where one of the links is only probable. */
  | 'WRONG_PROBABLE'
  /** Two files of one household that stand in none together. */
  | 'MISSED'
  /** The same, of a home that was left. */
  | 'MISSED_HISTORY'
  /** Shown as living together, and they do not. */
  | 'WRONG_RESIDENTS'
  /** In one household, who must never be. */
  | 'NEVER_TOGETHER'
  /** Something from behind a shield in a document that opens for anybody. */
  | 'CROSS_SHIELD'
  /** A shielded person is not found by a case behind the shield. */
  | 'SHIELD_NOT_OPENED'
  /** A household behind a shield opens for a case that does not concern it. */
  | 'SHIELD_OPENED_WRONGLY'
  /** Somebody whom an open file names by the own number, and whom that number does not find. */
  | 'PERSON_NOT_FOUND'
  /** The same, but the register says that it is not decided whose number it is. */
  | 'PERSON_UNDECIDED'
  /** The number finds households, and none of this person's. */
  | 'FOUND_SOMEBODY_ELSE'
  /** A file that stands in no household that opens for anybody. */
  | 'FILE_NOWHERE'
  /** The four statutory data agree, and no owner is asked. */
  | 'QUESTION_MISSING'
  /** One child shown as two members. */
  | 'CHILD_TWICE';

export interface PairCount {
  right: number;
  history: number;
  tolerated: number;
  wrong: number;
}

export interface Findings {
  /** Served pairs, by `CERTAINTY GROUND`. */
  readonly pairs: Map<string, PairCount>;
  readonly errors: Map<ErrorKind, Map<string, { count: number; readonly example: string }>>;
  readonly counts: Record<
    | 'documents'
    | 'shieldedDocuments'
    | 'truePairs'
    | 'foundPairs'
    | 'foundAsHistory'
    | 'linkablePairs'
    | 'linkableFound'
    | 'historyPairs'
    | 'historyFound'
    | 'persons'
    | 'homes'
    | 'files'
    | 'residentPairs',
    number
  >;
}

export function createFindings(): Findings {
  return {
    pairs: new Map(),
    errors: new Map(),
    counts: {
      documents: 0,
      shieldedDocuments: 0,
      truePairs: 0,
      foundPairs: 0,
      foundAsHistory: 0,
      linkablePairs: 0,
      linkableFound: 0,
      historyPairs: 0,
      historyFound: 0,
      persons: 0,
      homes: 0,
      files: 0,
      residentPairs: 0,
    },
  };
}

export function addError(
  findings: Findings,
  kind: ErrorKind,
  where: { readonly family: Family; readonly files: readonly number[]; readonly detail: string },
): void {
  const { family, files, detail } = where;
  const label = labelOf(family, files);
  const byLabel = findings.errors.get(kind) ?? new Map<string, { count: number; example: string }>();
  findings.errors.set(kind, byLabel);
  const entry = byLabel.get(label);
  if (entry) entry.count += 1;
  else byLabel.set(label, { count: 1, example: `${detail}\n${describe(family)}` });
}

export function errorsOf(findings: Findings, kind: ErrorKind): number {
  return [...(findings.errors.get(kind)?.values() ?? [])].reduce((sum, { count }) => sum + count, 0);
}

/** The story, and what is unusual about the files in question. */
export function labelOf(family: Family, files: readonly number[]): string {
  const marks = new Set(files.flatMap((file) => family.files[file]?.marks ?? []));
  // So frequent that it would hide what else is unusual; alone it says enough.
  if (marks.size > 1) marks.delete('MISSPELLED');
  return [family.story, ...[...marks].sort()].join(' ');
}

/** The whole family in a few lines: who is in which file, where, and what is wrong with it. `@0` is an address. */
export function describe(family: Family): string {
  const homes = family.homes.map(
    ({ residents, files, history, isShielded }, nth) =>
      `  home ${nth}${isShielded ? ' (shielded)' : ''}: lives ${list(residents)}; files ${list(files)}${
        history.length > 0 ? `; history ${list(history)}` : ''
      }`,
  );
  return [
    `  family ${family.index} (${family.story})`,
    ...homes.slice(0, 4),
    ...family.files.slice(0, 8).map((file, nth) => `  file ${nth} ${describeFile(file)}`),
  ].join('\n');
}

function describeFile(file: DraftFile): string {
  const persons = file.entries.map(({ who, role, stays, number, unborn }) => {
    const at = stays.map(
      ({ address, type, since, until }) =>
        `@${address}${type === 'DWELLING' ? '' : ` ${type}`} ${since ?? ''}..${until ?? ''}`,
    );
    const carries =
      unborn && !number
        ? ' unborn'
        : !number
          ? ' no number'
          : number.family !== null || number.who !== who
            ? ' wrong number'
            : '';
    return `${role} p${who}${carries}${at.length > 0 ? ` ${at.join(', ')}` : ''}`;
  });
  const flags = [...file.marks, ...(file.household === undefined ? [] : ['household key'])];
  return `${file.organisation} ${file.reference} ${file.since}..${file.until ?? ''} [${flags.join(' ')}]: ${persons.join('; ')}`;
}

function list(numbers: readonly number[]): string {
  return `[${numbers.join(' ')}]`;
}
