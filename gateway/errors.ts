/**
 * The one place where an error becomes what a client reads. Known codes pass with the extensions that belong to them;
 * everything else is masked. Nothing of what a client or a source sent is repeated.
 */
import type { GraphQLFormattedError } from 'graphql';
import { errorCodes } from './error-codes.js';

const knownCodes: ReadonlySet<string> = new Set(errorCodes.map(({ code }) => code));
const passingExtensions = ['code', 'reason', 'organisation', 'field', 'requestId'] as const;

/** Runs of digits that could be a number of a person, and quoted text that a client put in a query or a variable. */
const digits = /\d{6,}/g;
const invalidValue = /(got invalid value ).*?(; |$)/s;
const foundValue = /(, found ).*$/s;
const cannotRepresent = /(cannot represent[^:]*): .*$/s;
const engineText = /^Maximum call stack size exceeded/;

export function formatError(error: GraphQLFormattedError): GraphQLFormattedError {
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
    .replace(engineText, 'expected a query that is nested less deeply')
    .replace(digits, '[number]');
}
