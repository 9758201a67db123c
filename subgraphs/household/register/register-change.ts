/** What is read, and what follows from it, as the register's parts hand it on. */
import type { HouseholdDocument, LinkQuestion } from './document.js';
import type { ReferenceText, RosterRead } from './roster-reader.js';
import type { RegisterChange, StoredFeedState } from './store.js';

/** A reference as a feed gave it, as text. */
export interface ReadReference extends ReferenceText {
  readonly organisation: string;
}

export interface ReferenceChanges {
  readonly put: readonly ReadReference[];
  readonly drop: readonly { readonly organisation: string; readonly reference: string }[];
}

/** A change to what is served that comes from linking. */
export type LinkedChange = Omit<RegisterChange, 'feeds'>;

/** What goes on record for good, also when a publication did not get through. */
export type KeptForGood = Pick<RegisterChange, 'split' | 'audit'>;

/** A change of nothing, to be added to. */
export function createChange() {
  return {
    references: { put: [], drop: [] },
    put: [] as HouseholdDocument[],
    drop: [],
    undecided: { add: [] as string[], remove: [] },
    questions: new Map<string, readonly LinkQuestion[]>(),
    split: [],
    audit: [],
  };
}

/** Whether a change says nothing but how far feeds were read. */
export function isEmpty(change: LinkedChange): boolean {
  const { references, put, drop, undecided, questions, split, audit } = change;
  return (
    [references.put, references.drop, put, drop, undecided.add, undecided.remove, split, audit].every(
      ({ length }) => length === 0,
    ) && questions.size === 0
  );
}

export function changesOf({ organisation, put, removed }: RosterRead): ReferenceChanges {
  return {
    put: put.map((one) => ({ organisation, ...one })),
    drop: removed.map((reference) => ({ organisation, reference })),
  };
}

export function toStoredFeed(read: RosterRead): StoredFeedState {
  const { organisation, asOf, readAt, watermark, under } = read;
  return { organisation, asOf, readAt, watermark, under };
}
