/** Everything at once: what a process takes in when it begins to lead, and the publication that replaces all that is served. */
import type { Linker } from './linker.js';
import { packReference } from './reference-text.js';
import { changesOf, createChange, type KeptForGood, toStoredFeed } from './register-change.js';
import type { RosterRead } from './roster-reader.js';
import type { RegisterChange, StoredState } from './store.js';

const referencesAtOnce = 1_000;
/** A few milliseconds of work: so long may a lookup wait for a load. */
const loadedAtOnce = 100;

/** Takes in what was stored; nothing is worked out yet. */
export async function loadStored(linker: Linker, { splitIds, references }: StoredState): Promise<void> {
  linker.retire(splitIds);
  for await (const page of references) {
    linker.load(
      page.map(({ organisation, reference }) => ({
        organisation,
        reference: reference.reference,
        text: packReference(reference),
      })),
    );
  }
}

/** Takes in what was read; nothing is worked out yet, because that follows for everything at once. */
export async function takeIn(linker: Linker, read: RosterRead): Promise<void> {
  const { put, drop } = changesOf(read);
  for (const dropped of drop) linker.remove(dropped);
  for (let start = 0; start < put.length; start += loadedAtOnce) {
    linker.load(put.slice(start, start + loadedAtOnce));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** All references and all households of the day, in pieces. */
export async function* everything(
  linker: Linker,
  day: string,
  options: {
    readonly reads: readonly RosterRead[];
    readonly owed: KeptForGood;
    readonly withReferences: boolean;
  },
): AsyncGenerator<RegisterChange> {
  yield { ...createChange(), ...options.owed, feeds: options.reads.map(toStoredFeed) };
  if (options.withReferences) {
    for (const put of linker.references(referencesAtOnce)) {
      yield { ...createChange(), feeds: [], references: { put, drop: [] } };
    }
  }
  for await (const change of linker.relinkAll(day)) yield { ...change, feeds: [] };
}
