/** Who confirms a link: by the token where access rules stand, and by what was typed where none do. */
import { GraphQLError } from 'graphql';
import type { RequestAccess } from '../../adapter-kit/access/request-access.js';
import { nameOfFunction } from './own-view/function-names.js';

/**
 * Function and unit, e.g. `vast gezicht van het lokale team, LT1`: what the owner of the other case has to know to call. Who it was in
 * person is in the processing log, and stays there.
 *
 * @param typed counts only where `access` is `null`. @throws GraphQLError `BAD_USER_INPUT` where nobody says who it is.
 */
export function confirmerOf(access: RequestAccess | null, typed: string | null | undefined): string {
  if (access) {
    const { function: name, unit } = access.context.subject;
    const { dutchName } = nameOfFunction(name);
    return unit === null ? dutchName : `${dutchName}, ${unit}`;
  }
  const by = (typed ?? '').trim();
  if (by.length < 3 || by.length > 100 || /\d{8}/.test(by)) {
    throw new GraphQLError('confirmedBy: expected a name and function, 3 to 100 characters, and no number', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return by;
}
