/**
 * JSON that can be read in one way only.
 *
 * `JSON.parse` takes the last of two values with one name, so an answer whose list stands there twice, full and then empty,
 * would look like "nothing known". And `__proto__` is a name that must never be copied along.
 *
 * @see RFC 8259 section 4 (names should be unique) and RFC 7493 section 2.3 (they must be).
 */

export type StrictJson =
  | { readonly value: unknown }
  /** What was expected, without anything of the text. */
  | { readonly problem: string };

export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'expected JSON, received something else' };
  }
  const names = countNamesIn(value);
  if (names === null) return { problem: 'expected JSON without the name __proto__' };
  if (names !== countPlainNames(text) && names !== countNamesWritten(text)) {
    return { problem: 'expected JSON in which a name stands once in its object, received one twice' };
  }
  return { value };
}

/** How many names a value holds, at any depth; `null` where one is `__proto__`. Without recursion: depth is the sender's. */
function countNamesIn(value: unknown): number | null {
  let names = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) {
      for (const item of next) if (typeof item === 'object') open.push(item);
      continue;
    }
    // Own names only: what was just parsed inherits none that can be listed.
    for (const name in next) {
      if (name === '__proto__') return null;
      names += 1;
      const item = (next as Record<string, unknown>)[name];
      if (typeof item === 'object') open.push(item);
    }
  }
  return names;
}

const colon = 0x3a;
const backslash = 0x5c;

/**
 * As `countNamesWritten`, by a quicker look: never fewer than there are, and more where a string holds what looks like the end
 * of a name. `null` where it cannot tell.
 */
function countPlainNames(text: string): number | null {
  if (/"\s+:/.test(text)) return null;
  let names = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) names += 1;
  return names;
}

/** How many strings in a text that is JSON are followed by a colon. */
function countNamesWritten(text: string): number {
  let names = 0;
  let start = text.indexOf('"');
  while (start >= 0) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    let next = end + 1;
    while (isSpace(text.charCodeAt(next))) next += 1;
    if (text.charCodeAt(next) === colon) names += 1;
    start = text.indexOf('"', next);
  }
  return names;
}

function isEscaped(text: string, quote: number): boolean {
  let first = quote;
  while (text.charCodeAt(first - 1) === backslash) first -= 1;
  return (quote - first) % 2 === 1;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
