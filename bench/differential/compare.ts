/**
 * Whether an answer is right: the same data in the same order of names, and an error exactly where the monolith has one.
 * A wrong value, a value that is silently missing and one that is missing with an error are three things.
 */
import type { ExecutionResult } from 'graphql';
import type { Answer } from './contestants.js';

export type DifferenceKind =
  /** Another value, or a value where there is none. */
  | 'WRONG_VALUE'
  /** `null` where the monolith has a value, and no error says so. */
  | 'SILENTLY_LOST'
  /** `null` where the monolith has a value, with an error. */
  | 'LOST_WITH_ERROR'
  | 'NAMES_OR_ORDER'
  /** `null` for a failure that no error tells. */
  | 'ERROR_MISSING'
  /** An error at a place that did not fail. */
  | 'ERROR_ASTRAY'
  | 'ERROR_TWICE'
  /** Refused, or not refused. */
  | 'REFUSED'
  /** Something that was done on the way, whatever the answer. */
  | 'OFFENCE';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly at: string;
  readonly expected: string;
  readonly received: string;
}

type Path = readonly (string | number)[];

export interface Expectation {
  readonly result: ExecutionResult;
  /** Where an error may be that spread upwards; asked only when needed. */
  readonly errorPaths: () => ReadonlySet<string>;
}

/** Null: no difference. */
export function compareExactly({ result, errorPaths }: Expectation, answer: Answer): Difference | null {
  const expectedText = result.data === undefined ? null : JSON.stringify(result.data);
  if (expectedText === null || answer.data === null)
    return expectedText === answer.data
      ? null
      : {
          kind: 'REFUSED',
          at: '',
          expected: clip(expectedText),
          received: clip(answer.data ?? firstMessage(answer)),
        };
  const received = parseAnswer(answer.data);
  if (expectedText !== answer.data) {
    const difference = findDifference(JSON.parse(expectedText), received, [], pathsOf(answer));
    if (difference) return difference;
  }
  return compareErrors(
    (result.errors ?? []).map((error) => error.path ?? []),
    pathsOf(answer),
    received,
    errorPaths,
  );
}

/**
 * A subgraph gave no answer: nothing else than the full answer's values, `null` only with an error, and nothing missing that
 * did not need it.
 */
export function compareWithLoss(
  full: ExecutionResult,
  least: ExecutionResult | null,
  answer: Answer,
): Difference | null {
  if (answer.data === null)
    return { kind: 'REFUSED', at: '', expected: 'data', received: firstMessage(answer) };
  const received = parseAnswer(answer.data);
  const paths = pathsOf(answer);
  const difference = findDifference(JSON.parse(JSON.stringify(full.data ?? null)), received, [], paths, true);
  if (difference) return difference;
  for (const path of paths) {
    const position = nullPosition(path, received);
    if (position === null)
      return {
        kind: 'ERROR_ASTRAY',
        at: JSON.stringify(path),
        expected: 'an error at a null',
        received: 'a value there',
      };
  }
  const twice = findTwice(paths);
  if (twice !== null) return { kind: 'ERROR_TWICE', at: twice, expected: 'one error', received: 'more' };
  return least ? findTooMuchLost(JSON.parse(JSON.stringify(least.data ?? null)), received, []) : null;
}

function compareErrors(
  expected: readonly Path[],
  received: readonly Path[],
  data: unknown,
  errorPaths: () => ReadonlySet<string>,
): Difference | null {
  if (expected.length === 0 && received.length === 0) return null;
  const wanted = new Map(expected.map((path) => [JSON.stringify(nullPosition(path, data) ?? path), path]));
  const given = new Map<string, boolean>();
  for (const path of received) {
    const position = nullPosition(path, data);
    const text = JSON.stringify(position ?? path);
    if (position === null || !wanted.has(text))
      return {
        kind: 'ERROR_ASTRAY',
        at: JSON.stringify(path),
        expected: [...wanted.keys()].join(' ') || 'none',
        received:
          position === null
            ? 'an error where a value is, or at no field of the request'
            : 'an error at a plain null',
      };
    const isTrue = position.length === path.length || errorPaths().has(JSON.stringify(path));
    given.set(text, given.get(text) === true || isTrue);
  }
  // Where a null spread upwards, what it took along may have errors too; one must be of what failed.
  for (const [position, isTrue] of given)
    if (!isTrue)
      return {
        kind: 'ERROR_ASTRAY',
        at: position,
        expected: [...errorPaths()].join(' '),
        received: received.map((path) => JSON.stringify(path)).join(' '),
      };
  for (const [position, path] of wanted)
    if (!given.has(position))
      return { kind: 'ERROR_MISSING', at: JSON.stringify(path), expected: 'an error', received: 'none' };
  const twice = findTwice(received);
  return twice === null ? null : { kind: 'ERROR_TWICE', at: twice, expected: 'one error', received: 'more' };
}

function findTwice(paths: readonly Path[]): string | null {
  const seen = new Set<string>();
  for (const path of paths) {
    const text = JSON.stringify(path);
    if (seen.has(text)) return text;
    seen.add(text);
  }
  return null;
}

/** The `null` that an error explains: the error's own place, or the nearest above it. Null where there is none. */
function nullPosition(path: Path, data: unknown): Path | null {
  let value = data;
  for (let length = 0; length <= path.length; length += 1) {
    if (value === null) return path.slice(0, length);
    if (length === path.length) return null;
    const step = path[length];
    if (step === undefined || typeof value !== 'object' || !Object.hasOwn(value, step)) return null;
    value = (value as Record<string | number, unknown>)[step];
  }
  return null;
}

function findDifference(
  expected: unknown,
  received: unknown,
  path: Path,
  errors: readonly Path[],
  allowsLoss = false,
): Difference | null {
  if (received === null && expected !== null) {
    const isCovered = errors.some((error) => isPrefix(error, path) || isPrefix(path, error));
    if (isCovered && allowsLoss) return null;
    return difference(isCovered ? 'LOST_WITH_ERROR' : 'SILENTLY_LOST', path, expected, received);
  }
  if (Array.isArray(expected) && Array.isArray(received)) {
    if (expected.length !== received.length) return difference('WRONG_VALUE', path, expected, received);
    for (const [index, each] of expected.entries()) {
      const found = findDifference(each, received[index], [...path, index], errors, allowsLoss);
      if (found) return found;
    }
    return null;
  }
  if (isRecord(expected) && isRecord(received)) {
    const names = Object.keys(expected);
    const given = Object.keys(received);
    if (names.length !== given.length || names.some((name, index) => name !== given[index]))
      return difference('NAMES_OR_ORDER', path, names, given);
    for (const name of names) {
      const found = findDifference(expected[name], received[name], [...path, name], errors, allowsLoss);
      if (found) return found;
    }
    return null;
  }
  return Object.is(expected, received) ? null : difference('WRONG_VALUE', path, expected, received);
}

function findTooMuchLost(least: unknown, received: unknown, path: Path): Difference | null {
  if (least === null) return null;
  if (received === null) return difference('LOST_WITH_ERROR', path, least, received);
  if (Array.isArray(least) && Array.isArray(received)) {
    for (const [index, each] of least.entries()) {
      const found = findTooMuchLost(each, received[index], [...path, index]);
      if (found) return found;
    }
  } else if (isRecord(least) && isRecord(received)) {
    for (const name of Object.keys(least)) {
      const found = findTooMuchLost(least[name], received[name], [...path, name]);
      if (found) return found;
    }
  }
  return null;
}

function difference(kind: DifferenceKind, path: Path, expected: unknown, received: unknown): Difference {
  return {
    kind,
    at: JSON.stringify(path),
    expected: clip(JSON.stringify(expected)),
    received: clip(JSON.stringify(received)),
  };
}

function pathsOf(answer: Answer): Path[] {
  return answer.errors.map((error) => error.path ?? []);
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return `not JSON: ${clip(text)}`;
  }
}

function isPrefix(shorter: Path, longer: Path): boolean {
  return shorter.length <= longer.length && shorter.every((step, index) => step === longer[index]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstMessage(answer: Answer): string {
  return answer.errors[0]?.message ?? 'no error';
}

function clip(text: string | null | undefined): string {
  const shown = text ?? 'nothing';
  return shown.length > 300 ? `${shown.slice(0, 300)}…` : shown;
}
