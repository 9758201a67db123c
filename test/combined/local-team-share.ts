import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import type { CastPerson } from '../../simulated-sources/families.js';
import { type Asker, type Asking, pseudonymOf } from '../access/local-team-asking.js';
import { askShares, type SharesOf, sharesIn } from './contract.js';

export const shareKinds = [
  'work',
  'contacts',
  'activities',
  'help',
  'concerns',
  'sightings',
  'agreements',
  'acquaintances',
  'costs',
] as const;
export type Share = SharesOf<(typeof shareKinds)[number]>;
const query = askShares('localTeamCombined', shareKinds);
const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'LOCAL_TEAM');

export function keyOf(members: readonly CastPerson[], ...references: readonly string[]): OrganisationKey {
  return {
    state: 'REFERENCES',
    references: [...references],
    members: Object.fromEntries(members.map((member, index) => [pseudonymOf(member), `m${index + 1}`])),
    subject: null,
  };
}

/** `under`: the case of their own under which they ask. */
export async function shareOf(
  asking: Asking,
  asker: Asker,
  key: OrganisationKey,
  under?: string,
): Promise<Share> {
  const answer = await asking.subgraph.handle({
    query,
    variables: { r: [{ __typename: 'Household', localTeamKey: sealer.seal(key) }] },
    headers: { [signedContextHeader]: await asking.tokenOf(asker, 'local-team', undefined, under) },
  });
  return sharesIn(answer, 'localTeamCombined', shareKinds);
}
