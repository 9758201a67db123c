/**
 * The scalar `BSN`: a variable only. What the resolvers see of it is the person's pseudonym.
 *
 * A gateway that makes the pseudonym at its own edge sends that instead of the number; a standard router sends the number.
 */
import { GraphQLError, GraphQLScalarType } from 'graphql';
import { isBsn } from '../../adapter-kit/bsn.js';
import { type Pseudonymiser, personsOf } from '../../adapter-kit/pseudonym.js';
import { pseudonymSeparator } from './register/register.js';

export const pseudonymPrefix = 'pseudonym:';

/** What a client is told, whatever it sent: nothing of it is repeated. */
export const bsnExpected = 'BSN: expected nine digits that pass the eleven-test and are no dummy number';
export const bsnVariableOnly = 'BSN: expected a variable; a number never stands in the text of a query';

export function createBsnScalar(pseudonymiser: Pseudonymiser): GraphQLScalarType<string, string> {
  return new GraphQLScalarType<string, string>({
    name: 'BSN',
    serialize() {
      throw new GraphQLError('BSN: a number is never returned');
    },
    parseValue(value) {
      if (typeof value === 'string' && value.startsWith(pseudonymPrefix))
        return value.slice(pseudonymPrefix.length);
      const pseudonyms = typeof value === 'string' && isBsn(value) ? personsOf(pseudonymiser, value) : [];
      if (pseudonyms.length === 0)
        throw new GraphQLError(bsnExpected, { extensions: { code: 'BAD_USER_INPUT' } });
      return pseudonyms.join(pseudonymSeparator);
    },
    parseLiteral() {
      throw new GraphQLError(bsnVariableOnly, { extensions: { code: 'BAD_USER_INPUT' } });
    },
  });
}
