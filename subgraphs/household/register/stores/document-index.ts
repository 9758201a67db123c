/** Under what a document is found. Both stores keep these entries, and take them away with the document. */
import type { HouseholdDocument } from '../document.js';

export interface DocumentIndex {
  readonly aliases: readonly string[];
  /** Pseudonyms by which it is found: not of every member. */
  readonly persons: readonly string[];
  /** The cases that open it; `null`: it is open to everybody. */
  readonly openedBy: readonly string[] | null;
}

export function toDocumentIndex(document: HouseholdDocument): DocumentIndex {
  return {
    aliases: [...new Set([document.id, ...document.aliases])],
    persons: [...new Set(document.foundBy)],
    openedBy: document.openedBy ? [...new Set(document.openedBy)] : null,
  };
}

/**
 * The one entry under which a case finds what it opens. A shielded document has entries of this kind only: whoever comes
 * without a case, or with one that opens nothing, reads the same entries, and misses, whether or not it exists.
 *
 * The length goes before the case, so that no other case and key make the same text.
 */
export function openedEntry(openingCase: string, key: string): string {
  return `${openedPrefix(openingCase)}${key}`;
}

/** What all entries of one case begin with. The length is in bytes, as a store outside this process counts. */
export function openedPrefix(openingCase: string): string {
  return `${Buffer.byteLength(openingCase)}:${openingCase}:`;
}

/** By id, by code unit. */
export function byId(one: HouseholdDocument, other: HouseholdDocument): number {
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}
