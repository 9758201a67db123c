/** A large change in pieces, for a load: whoever answers meanwhile is never kept waiting for the whole of it. */
import type { RegisterChange } from '../store.js';

/**
 * Pieces of at most `size` entries each that come to the same when applied in order. What is dropped goes first, as it does
 * within one change.
 */
export function* inPieces(change: RegisterChange, size: number): Generator<RegisterChange> {
  const { references, undecided } = change;
  const rest = { ...change, references: { put: [], drop: references.drop }, put: [], questions: new Map() };
  const few = references.drop.length + change.drop.length + undecided.add.length + undecided.remove.length;
  if (few > 0 || change.feeds.length + change.split.length + change.audit.length > 0) yield rest;
  for (const put of slices(change.put, size)) yield { ...nothing, put };
  for (const put of slices(references.put, size)) yield { ...nothing, references: { put, drop: [] } };
  for (const some of slices([...change.questions], size)) yield { ...nothing, questions: new Map(some) };
}

const nothing: RegisterChange = {
  references: { put: [], drop: [] },
  feeds: [],
  put: [],
  drop: [],
  undecided: { add: [], remove: [] },
  questions: new Map(),
  split: [],
  audit: [],
};

function* slices<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
