/**
 * One side of the register in memory: what everybody may find, or what only an opening case finds. A document is kept as
 * text: one object for the garbage collector instead of dozens, and nobody who was handed a household can change it for others.
 */
import type { HouseholdDocument } from '../document.js';
import { packText, unpackText } from '../packed-text.js';

export interface DocumentTable {
  byAlias(entry: string): HouseholdDocument | null;
  byPerson(entry: string): readonly HouseholdDocument[];
  byIds(ids: readonly string[]): readonly HouseholdDocument[];
  read(id: string): HouseholdDocument | null;
  /** Keeps a document whose id is not in the table, under these entries. */
  put(document: HouseholdDocument, aliases: readonly string[], persons: readonly string[]): void;
  /** Takes away a document with these entries, but for aliases that mean another one by now. */
  drop(id: string, aliases: readonly string[], persons: readonly string[]): void;
}

export function createDocumentTable(): DocumentTable {
  const texts = new Map<string, string>();
  const idOfAlias = new Map<string, string>();
  // One household is the rule, and an array for each of a million people is not free.
  const idsOfPerson = new Map<string, string | readonly string[]>();

  function read(id: string): HouseholdDocument | null {
    const text = texts.get(id);
    // Written by `put`, in this process: there is nothing foreign to admit.
    return text === undefined ? null : (JSON.parse(unpackText(text)) as HouseholdDocument);
  }

  const readAll = (ids: readonly string[]): readonly HouseholdDocument[] =>
    ids.flatMap((id) => read(id) ?? []);

  return {
    read,
    byIds: readAll,
    byAlias(entry) {
      const id = idOfAlias.get(entry);
      return id === undefined ? null : read(id);
    },
    byPerson: (entry) => readAll(several(idsOfPerson.get(entry))),
    put(document, aliases, persons) {
      const { id } = document;
      texts.set(id, packText(JSON.stringify(document)));
      for (const entry of aliases) idOfAlias.set(entry, id);
      for (const entry of persons) {
        const others = several(idsOfPerson.get(entry));
        idsOfPerson.set(entry, others.length === 0 ? id : [...others, id]);
      }
    },
    drop(id, aliases, persons) {
      for (const entry of aliases) if (idOfAlias.get(entry) === id) idOfAlias.delete(entry);
      for (const entry of persons) {
        const [first, ...more] = several(idsOfPerson.get(entry)).filter((other) => other !== id);
        if (first === undefined) idsOfPerson.delete(entry);
        else idsOfPerson.set(entry, more.length === 0 ? first : [first, ...more]);
      }
      texts.delete(id);
    },
  };
}

function several(ids: string | readonly string[] | undefined): readonly string[] {
  if (ids === undefined) return [];
  return typeof ids === 'string' ? [ids] : ids;
}
