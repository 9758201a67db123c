/**
 * An organisation's share in a count over households: what is counted of one of them, with an outcome of its own. What may not be counted,
 * and what could not be read, is told as that, and never as an empty list.
 *
 * A question counts as one read of the budget, however many households are counted: it goes through them, and shows none.
 */
import {
  isRetained,
  type KeyedEntity,
  loadReferenced,
  type OrganisationContext,
} from '../organisation-subgraph.js';
import type { SourceOutcome } from '../source-outcomes.js';
import { type CaseLoader, recordKey } from './case-loader.js';
import { nothingVisible, outcomeOfThrown } from './decided-cases.js';
import type { RecordType } from './record-attributes.js';

/** What is counted of one kind of record. */
export interface Counted<File> {
  readonly recordType: RecordType;
  readonly loader: CaseLoader<File>;
  /** Whether a record of the kind is one by itself, and no part of another. */
  readonly isWhole?: (recordId: string) => boolean;
  /**
   * Whether the system behind a reference keeps such records at all: where it does not, "none" is not said. Asked of every reference that
   * was looked at, also where it has no record of the kind and nothing was read. Absent: it does.
   */
  readonly isKept?: (looked: LookedAt<File>) => boolean | Promise<boolean>;
  /** From what was read, by reference: the files with the records in them that are counted. */
  readonly parts: (files: readonly CountedFile<File>[]) => readonly object[] | Promise<readonly object[]>;
}

export interface CountedFile<File> {
  readonly reference: string;
  readonly record: File;
}

export interface LookedAt<File> {
  readonly reference: string;
  /** `null`: there is no record of the kind that may be counted, so that none was read. */
  readonly record: File | null;
}

/** Tells names apart by numbers that mean something in one answer alone: nobody is found by them. */
export function createNumbering(): (name: string) => string {
  const numbers = new Map<string, string>();
  return (name) => {
    const known = numbers.get(name) ?? `${numbers.size + 1}`;
    numbers.set(name, known);
    return known;
  };
}

export interface CountedShare extends Pick<SourceOutcome, 'outcome' | 'reason'> {
  readonly parts: readonly object[];
}

/** A failure and a refusal are told as the outcome; nothing is thrown. */
export async function contributeCount<File>(
  entity: KeyedEntity,
  context: OrganisationContext<object>,
  { recordType, loader, isWhole = () => true, isKept = () => true, parts }: Counted<File>,
): Promise<CountedShare> {
  const { access, organisation, today } = context;
  const outcomes: SourceOutcome[] = [];
  const load = async (reference: string): Promise<File | null> => {
    if (!access) return loader.load(reference, null);
    const attributes = (await loader.attributes(reference)).filter(
      (record) => record.recordType === recordType && isWhole(record.recordId) && isRetained(record, today),
    );
    await access.recordCount(recordType, attributes);
    return attributes.length === 0 ? null : loader.load(reference, new Set(attributes.map(recordKey)));
  };
  try {
    await access?.requireCount(recordType);
    await access?.admit({ part: context.loaders, references: [] });
    const read = await loadReferenced(entity, { load }, { ...context, outcomes });
    const files = read.flatMap(({ reference, record }) => (record === null ? [] : [{ reference, record }]));
    const counted = await parts(files);
    const kept = await Promise.all(read.map(isKept));
    const { outcome, reason } = note(outcomes.at(-1) ?? nothingVisible, context);
    return { outcome, reason: reason ?? (kept.every(Boolean) ? null : 'NOT_KEPT'), parts: counted };
  } catch (thrown) {
    const { outcome, reason } = note(outcomeOfThrown(thrown, organisation), context);
    return { outcome, reason, parts: [] };
  }
}

function note(outcome: SourceOutcome, { outcomes }: OrganisationContext<object>): SourceOutcome {
  outcomes.push(outcome);
  return outcome;
}
