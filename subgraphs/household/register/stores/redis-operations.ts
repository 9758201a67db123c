/** A change as the operations that `applyScript` carries out: name, number of arguments, arguments. */
import type { HouseholdDocument } from '../document.js';
import type { RegisterChange, StoredFeedState } from '../store.js';
import { openedEntry, toDocumentIndex } from './document-index.js';

export function toOperations(change: RegisterChange): readonly (string | number)[] {
  const found: (string | number)[] = [];
  const operation = (name: string, given: readonly (string | number)[]): void => {
    if (given.length === 0) return;
    found.push(name, given.length);
    for (const each of given) found.push(each);
  };
  operation('drop', change.drop);
  operation('take-number', change.undecided.remove);
  operation('add-number', change.undecided.add);
  operation('split', change.split);
  operation(
    'audit',
    change.audit.map((line) => JSON.stringify(line)),
  );
  for (const { organisation, reference } of change.references.drop) {
    operation('unset', ['references', nameOfReference(organisation, reference)]);
  }
  for (const stored of change.references.put) {
    const name = nameOfReference(stored.organisation, stored.reference.reference);
    operation('set', ['references', name, JSON.stringify(stored)]);
  }
  for (const feed of change.feeds) operation('set', ['feeds', ...toFeedEntry(feed)]);
  for (const [about, asked] of change.questions) {
    if (asked.length === 0) operation('unset', ['questions', about]);
    else operation('set', ['questions', about, JSON.stringify(asked)]);
  }
  // The last one of an id stands, as if they were put one after another.
  for (const document of new Map(change.put.map((each) => [each.id, each])).values()) {
    operation(document.openedBy ? 'shielded' : 'open', toArguments(document));
  }
  return found;
}

export function toFeedEntry(feed: StoredFeedState): [organisation: string, state: string] {
  return [feed.organisation, JSON.stringify(feed)];
}

function toArguments(document: HouseholdDocument): readonly (string | number)[] {
  const { aliases, persons, openedBy } = toDocumentIndex(document);
  const entries = (keys: readonly string[]): readonly string[] =>
    openedBy === null
      ? keys
      : openedBy.flatMap((openingCase) => keys.map((key) => openedEntry(openingCase, key)));
  const counted = (keys: readonly string[]): readonly (string | number)[] => [keys.length, ...keys];
  return [
    document.id,
    JSON.stringify(document),
    ...counted(entries(aliases)),
    ...counted(entries(persons)),
    ...counted(entries([document.id])),
  ];
}

function nameOfReference(organisation: string, reference: string): string {
  return `${organisation} ${reference}`;
}
