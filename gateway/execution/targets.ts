/** The objects that a part of a plan is about: everything that stands at its path now. */
import { Unavailable } from './failure.js';
import { isRecord, readerOf } from './own.js';

export type FindTargets = (root: Record<string, unknown>) => readonly Record<string, unknown>[];

/** @param path Names of fields, and `@` for each list. */
export function compilePath(path: readonly string[]): FindTargets {
  const readers = path.map((step) => (step === '@' ? null : readerOf(step)));
  const descend = (value: unknown, depth: number, found: Record<string, unknown>[]): void => {
    // A list of lists has one step for both where the plan says so, and none gets lost where it does not.
    if (Array.isArray(value)) {
      const next = readers[depth] === null ? depth + 1 : depth;
      for (const item of value) descend(item, next, found);
      return;
    }
    if (!isRecord(value) || value instanceof Unavailable) return;
    const reader = readers[depth];
    if (reader === undefined) found.push(value);
    else if (reader === null) descend(value, depth + 1, found);
    else descend(reader(value), depth + 1, found);
  };
  return (root) => {
    const found: Record<string, unknown>[] = [];
    descend(root, 0, found);
    return found;
  };
}
