/**
 * How large a JSON text is inside, told from its characters alone: a parser needs eighty milliseconds for a megabyte of
 * brackets, and this a few.
 */
import { type GatewayLimits, judge, type OverLimit, uncountable } from './gateway-limits.js';

export interface JsonSize {
  readonly depth: number;
  readonly values: number;
}

/** Counting stops here, far beyond any limit worth setting: a number this large tells nobody more than "more". */
const mostCounted = { depth: 1_000, values: 100_000 };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Of bytes in UTF-8. Expects no valid JSON: what is none has some size too, and is the parser's to refuse. */
export function measureJson(bytes: Uint8Array): JsonSize {
  let depth = 0;
  let deepest = 0;
  let values = 0;
  // No byte of a longer UTF-8 sequence is below 0x80, so bytes need no decoding here.
  for (let index = 0; index < bytes.length; index += 1) {
    if (deepest > mostCounted.depth || values > mostCounted.values) {
      return { depth: tooMany(deepest, mostCounted.depth), values: tooMany(values, mostCounted.values) };
    }
    const byte = bytes[index];
    if (byte === quote) {
      index = endOfString(bytes, index + 1);
    } else if (byte === openBracket || byte === openBrace) {
      depth += 1;
      values += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1;
    else if (byte === comma) values += 1;
  }
  return { depth: deepest, values };
}

/** The limit that the JSON of a request is over, or `null`. `levelsAround` stand around the variables. */
export function judgeJson(bytes: Uint8Array, limits: GatewayLimits, levelsAround: number): OverLimit | null {
  const { depth, values } = measureJson(bytes);
  return judge(limits, 'variablesDepth', depth - levelsAround) ?? judge(limits, 'variablesValues', values);
}

function tooMany(counted: number, most: number): number {
  return counted > most ? uncountable : counted;
}

function endOfString(bytes: Uint8Array, from: number): number {
  let index = from;
  while (index < bytes.length && bytes[index] !== quote) index += bytes[index] === backslash ? 2 : 1;
  return index;
}
