/** One state of the register in memory: what a load builds anew, and a publication changes in one step. */
import type { HouseholdDocument, LinkQuestion } from '../document.js';
import type { RegisterChange, StoredFeedState } from '../store.js';
import { type DocumentIndex, openedEntry, toDocumentIndex } from './document-index.js';
import { createDocumentTable, type DocumentTable } from './memory-tables.js';
import { createSortedIds, type SortedIds } from './sorted-ids.js';

export interface MemoryState {
  /** What everybody may find. */
  readonly open: DocumentTable;
  /** What is behind a shield, under entries of the cases that open it (`openedEntry`). */
  readonly shielded: DocumentTable;
  readonly openIds: SortedIds;
  /** By the case that opens them. */
  readonly openedIds: ReadonlyMap<string, SortedIds>;
  readonly undecided: ReadonlySet<string>;
  readonly questions: ReadonlyMap<string, readonly LinkQuestion[]>;
  readonly feeds: Map<string, StoredFeedState>;
  /** Applies what a change says of documents, undecided numbers, questions and feeds. */
  apply(change: RegisterChange): void;
}

export function createMemoryState(): MemoryState {
  const open = createDocumentTable();
  const shielded = createDocumentTable();
  const openIds = createSortedIds();
  const openedIds = new Map<string, SortedIds>();
  const undecided = new Set<string>();
  const questions = new Map<string, readonly LinkQuestion[]>();
  const feeds = new Map<string, StoredFeedState>();

  function drop(id: string): void {
    const document = open.read(id) ?? shielded.read(id);
    if (!document) return;
    const index = toDocumentIndex(document);
    if (index.openedBy === null) {
      open.drop(id, index.aliases, index.persons);
      openIds.remove(id);
      return;
    }
    shielded.drop(id, openedEntries(index, index.aliases), openedEntries(index, index.persons));
    for (const openingCase of index.openedBy) openedIds.get(openingCase)?.remove(id);
  }

  function put(document: HouseholdDocument): void {
    drop(document.id);
    const index = toDocumentIndex(document);
    if (index.openedBy === null) {
      open.put(document, index.aliases, index.persons);
      openIds.add(document.id);
      return;
    }
    shielded.put(document, openedEntries(index, index.aliases), openedEntries(index, index.persons));
    for (const openingCase of index.openedBy) {
      const ids = openedIds.get(openingCase) ?? createSortedIds();
      openedIds.set(openingCase, ids);
      ids.add(document.id);
    }
  }

  return {
    open,
    shielded,
    openIds,
    openedIds,
    undecided,
    questions,
    feeds,
    apply(change) {
      // All that goes before all that comes: an alias may pass from one household to another in one change.
      for (const id of change.drop) drop(id);
      for (const { id } of change.put) drop(id);
      for (const document of change.put) put(document);
      for (const person of change.undecided.remove) undecided.delete(person);
      for (const person of change.undecided.add) undecided.add(person);
      for (const [about, asked] of change.questions) {
        if (asked.length === 0) questions.delete(about);
        else questions.set(about, asked);
      }
      for (const feed of change.feeds) feeds.set(feed.organisation, feed);
    },
  };
}

function openedEntries(index: DocumentIndex, keys: readonly string[]): readonly string[] {
  return (index.openedBy ?? []).flatMap((openingCase) => keys.map((key) => openedEntry(openingCase, key)));
}
