/** Errors of a subgraph, put into its data at the position at which they happened. */
import type { SubgraphError } from '../../adapter-kit/subgraph.js';
import { type Cause, type Failure, type PathStep, Unavailable } from './failure.js';
import { isRecord, setOwn } from './own.js';

/** @param isHidden Whether a word is the name of a field that clients must not hear of. */
export function toFailure(
  { message, extensions }: SubgraphError,
  subgraph: string,
  isHidden: (word: string) => boolean,
): Failure {
  const words = message.match(/[A-Za-z_]\w*/g) ?? [];
  return {
    message: words.some(isHidden) ? `the subgraph ${subgraph} answered with an error` : message,
    extensions: { ...plainOf(extensions), subgraph },
  };
}

/** A code and the like; whatever is deeper is nobody's to pass on. */
function plainOf(extensions: unknown): Record<string, unknown> {
  if (!isRecord(extensions)) return {};
  return Object.fromEntries(
    Object.entries(extensions).filter(([, value]) => typeof value !== 'object' && value !== undefined),
  );
}

/**
 * Puts an error where its path leads, or at the `null` that it left on the way there. A value that stands where an error
 * happened does not count.
 *
 * @param ownName The name of a field whose name in the answer is the plan's.
 * @returns whether there was such a position.
 */
export function placeError(
  root: unknown,
  path: readonly PathStep[],
  failure: Failure,
  ownName: (step: PathStep) => PathStep,
): boolean {
  let holder: unknown = root;
  for (const [index, step] of path.entries()) {
    const value = readStep(holder, step);
    if (value === notThere) return false;
    const isEnd = index === path.length - 1 || !isContainer(value);
    if (isEnd) {
      const cause: Cause = { failure, below: isContainer(value) ? [] : path.slice(index + 1).map(ownName) };
      const before = value instanceof Unavailable ? value.causes : [];
      writeStep(holder, step, new Unavailable([...before, cause]));
      return true;
    }
    holder = value;
  }
  return false;
}

/** The causes of one field of an object that failed as a whole. */
export function causesOfField({ causes }: Unavailable, key: string): Unavailable {
  const own = causes
    .filter(({ below }) => below[0] === key)
    .map(({ failure, below }) => ({ failure, below: below.slice(1) }));
  if (own.length > 0) return new Unavailable(own);
  const [first] = causes;
  return new Unavailable(first ? [{ failure: first.failure, below: [] }] : []);
}

const notThere = Symbol('not there');

function readStep(holder: unknown, step: PathStep): unknown {
  if (Array.isArray(holder)) {
    return typeof step === 'number' && step >= 0 && step < holder.length ? holder[step] : notThere;
  }
  // A field that the answer does not hold is no position of it.
  return isRecord(holder) && typeof step === 'string' && Object.hasOwn(holder, step)
    ? holder[step]
    : notThere;
}

function writeStep(holder: unknown, step: PathStep, value: Unavailable): void {
  if (Array.isArray(holder) && typeof step === 'number') holder[step] = value;
  else if (isRecord(holder) && typeof step === 'string') setOwn(holder, step, value);
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Unavailable);
}
