/** Scalars that every subgraph shares. A message of theirs never repeats what it was given. */
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { isDate, isDateTime } from './dates.js';

export const DateScalar = textScalar('Date', isDate, 'a day YYYY-MM-DD');
export const DateTimeScalar = textScalar('DateTime', isDateTime, 'an instant with an offset (RFC 3339)');

function textScalar(
  name: string,
  accepts: (text: string) => boolean,
  expected: string,
): GraphQLScalarType<string, string> {
  const admit = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new GraphQLError(`${name}: expected ${expected}`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: admit,
    parseValue: admit,
    parseLiteral: (node) => admit(node.kind === Kind.STRING ? node.value : undefined),
  });
}
