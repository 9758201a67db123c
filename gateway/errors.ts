/**
 * The one place where an error becomes what a client reads. Known codes pass with the extensions that belong to them;
 * everything else is masked. Nothing of what a client or a source sent is repeated.
 */
import type { GraphQLFormattedError } from 'graphql';
import { errorCodes } from './error-codes.js';
import {
  defaultLimits,
  describeOverLimit,
  type GatewayLimits,
  limitNames,
  type OverLimit,
  spellLimit,
} from './limits/gateway-limits.js';

const knownCodes: ReadonlySet<string> = new Set(errorCodes.map(({ code }) => code));
const passingExtensions = [
  'code',
  'reason',
  'organisation',
  'field',
  'subgraph',
  'requestId',
  // The rule by which something is withheld: its owner's words, which say nothing of any record.
  'recordType',
  'rule',
  'law',
  'nl',
  'en',
  'ask',
  // From when what is withheld now may be asked again.
  'availableFrom',
] as const;

/** Runs of digits that could be a number of a person, and quoted text that a client put in a query or a variable. */
const digits = /\d{6,}/g;
const invalidValue = /(got invalid value ).*?(; |$)/s;
const foundValue = /(, found ).*$/s;
const cannotRepresent = /(cannot represent[^:]*): .*$/s;

/** What graphql-js says of limits that its parser has of itself: of tokens by our number, of nesting by its stack. */
const parserLimits = [
  { limit: 'tokens', text: /Document contains more tha[nt] \d+ tokens/ },
  { limit: 'depth', text: /^Maximum call stack size exceeded/ },
] as const;

/** @param limits Those of the gateway, whose numbers a refusal tells. */
export function formatError(
  error: GraphQLFormattedError,
  limits: GatewayLimits = defaultLimits,
): GraphQLFormattedError {
  const over = readOverLimit(error, limits);
  if (over) {
    return {
      message: describeOverLimit(over),
      extensions: { code: 'LIMIT_EXCEEDED', limit: spellLimit(over.limit) },
    };
  }
  const told = error.extensions?.['code'];
  const code = typeof told === 'string' && knownCodes.has(told) ? told : 'INTERNAL_SERVER_ERROR';
  const extensions = Object.fromEntries(
    passingExtensions.flatMap((name) => {
      const value = name === 'code' ? code : error.extensions?.[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
  return {
    message: code === 'INTERNAL_SERVER_ERROR' ? 'internal error' : withoutInput(error.message),
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions,
  };
}

/** A message without the input that graphql-js repeats in it. */
export function withoutInput(message: string): string {
  return message
    .replace(invalidValue, 'got an invalid value$2')
    .replace(foundValue, ', found something else.')
    .replace(cannotRepresent, '$1')
    .replace(digits, '[number]');
}

function readOverLimit(error: GraphQLFormattedError, limits: GatewayLimits): OverLimit | null {
  if (error.extensions?.['code'] === 'GRAPHQL_PARSE_FAILED') {
    const parserLimit = parserLimits.find(({ text }) => text.test(error.message));
    if (parserLimit) return { limit: parserLimit.limit, most: limits[parserLimit.limit], received: null };
  }
  // Validation puts its own code over every other, and leaves the rest of the extensions alone.
  const told: unknown = error.extensions?.['overLimit'];
  if (typeof told !== 'object' || told === null) return null;
  const { limit, received } = told as { readonly limit?: unknown; readonly received?: unknown };
  const name = limitNames.find((known) => known === limit);
  return name
    ? { limit: name, most: limits[name], received: typeof received === 'number' ? received : null }
    : null;
}
