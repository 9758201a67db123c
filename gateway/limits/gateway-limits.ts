/**
 * What one request may ask at most: every limit of this gateway, its default, and the text in which it refuses.
 *
 * A limit is judged before anything is done that it protects, and nothing of the input is ever repeated: a refusal says the
 * limit and what was received, in numbers.
 *
 * @see docs/adr/0016-a-request-is-measured-before-it-is-validated.md
 */

/** All of them are whole numbers above zero. */
export interface GatewayLimits {
  /** Of a request's body, as it is sent and after decompression. */
  readonly bodyBytes: number;
  /** Of the request's target: the path with its query string. */
  readonly urlBytes: number;
  /** Of all headers together, names and values. */
  readonly headerBytes: number;
  /** From the first byte to the last header. */
  readonly headersTimeoutMs: number;
  /** From the first byte to the last one of the body. */
  readonly requestTimeoutMs: number;
  /** Nesting of `variables` and of `extensions`; `{"a": 1}` is 1. */
  readonly variablesDepth: number;
  /** Values in the JSON of a request: every object, list, and member after the first. */
  readonly variablesValues: number;
  /** UTF-16 units of the query's text. */
  readonly queryCharacters: number;
  readonly tokens: number;
  /** Operations and fragments in one text. */
  readonly definitions: number;
  /** Variables that the operations of one text declare. */
  readonly variables: number;
  /** Levels of braces with every fragment written out; a fragment is a level of its own. */
  readonly depth: number;
  /** Fields of one operation at the root, fragments written out. */
  readonly rootFields: number;
  /** Fields and fragments of all operations of one text, fragments written out. */
  readonly selections: number;
  /** Not counting an alias that repeats the field's own name. */
  readonly aliases: number;
  readonly directives: number;
  /** Pairs of fields that come under one name at one place: what has to be compared to know that they agree. */
  readonly repeats: number;
  /** `__schema` and `__type`, each of which may answer with all of the schema. */
  readonly introspections: number;
  /** Ways in which a selection may have to be planned: the count of `countBranches`. */
  readonly branches: number;
  /** The estimate of `estimateCost`. */
  readonly cost: number;
}

export const defaultLimits: GatewayLimits = {
  bodyBytes: 1024 * 1024,
  urlBytes: 8 * 1024,
  headerBytes: 16 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  variablesDepth: 10,
  variablesValues: 2_000,
  queryCharacters: 150_000,
  tokens: 15_000,
  definitions: 100,
  variables: 100,
  depth: 40,
  rootFields: 20,
  selections: 2_000,
  aliases: 60,
  directives: 50,
  repeats: 5_000,
  introspections: 2,
  branches: 50,
  cost: 500_000,
};

/** What is refused by a count; a timeout ends the connection instead. */
export type LimitName = Exclude<keyof GatewayLimits, 'headersTimeoutMs' | 'requestTimeoutMs'>;

/** `null`: more than can be told, because counting stopped. */
export interface OverLimit {
  readonly limit: LimitName;
  readonly most: number;
  readonly received: number | null;
}

const units: Readonly<Record<LimitName, string>> = {
  bodyBytes: 'bytes in the body',
  urlBytes: 'bytes in the URL',
  headerBytes: 'bytes in the headers',
  variablesDepth: 'levels of nesting in variables and extensions',
  variablesValues: 'values in the JSON of the request',
  queryCharacters: 'characters in the query',
  tokens: 'tokens in the query',
  definitions: 'operations and fragments',
  variables: 'variables',
  depth: 'levels of nesting',
  rootFields: 'fields at the root',
  selections: 'selections, with every fragment written out',
  aliases: 'aliases',
  directives: 'directives',
  repeats: 'pairs of fields under one name at one place',
  introspections: 'introspections',
  branches: 'branches over types that may be several',
  cost: 'as the cost of the operation',
};

export const limitNames = Object.keys(units) as readonly LimitName[]; // the keys of a record over LimitName

/** The text of a refusal. */
export function describeOverLimit({ limit, most, received }: OverLimit): string {
  return `expected at most ${most} ${units[limit]}, received ${received ?? 'more'}`;
}

/** How answers and settings spell a limit: `rootFields` is `ROOT_FIELDS`. */
export function spellLimit(limit: LimitName): string {
  return limit.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** The refusal if there is more than the limit, else `null`. */
export function judge(limits: GatewayLimits, limit: LimitName, received: number): OverLimit | null {
  const most = limits[limit];
  return received > most ? { limit, most, received: received < uncountable ? received : null } : null;
}

/** Counts of expanded fragments grow beyond all numbers; past this one they are told as "more". */
export const uncountable = 1e9;
