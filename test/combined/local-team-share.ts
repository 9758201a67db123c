/** The local teams' share in the combined view beyond events and terms, asked of the running case system as the gateway asks. */
import { expect } from '@jest/globals';
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import type { CastPerson } from '../../simulated-sources/families.js';
import type {
  ActivityPart,
  ConcernPart,
  ContactPart,
  CostPart,
  SightingPart,
  WorkPart,
} from '../../subgraphs/household/combine/contribution.js';
import type {
  AcquaintancePart,
  AgreementPart,
  HelpPart,
} from '../../subgraphs/household/combine/relay-parts.js';
import { type Asker, type Asking, pseudonymOf } from '../access/local-team-asking.js';

const kinds = {
  work: 'worker name role employer employerKind domain isFixedFace carriesCase duo recordedBy shownUnder since until',
  contacts: 'kind unit on worker',
  activities: 'kind name unit from until',
  help: 'name provider frame askedOn startedOn until',
  concerns: 'fact label nature severity observedOn by statementKind reactions { by on text }',
  sightings: 'memberId on how by',
  agreements: 'text agreedOn by dueOn endedOn',
  acquaintances: 'unit knows asOf',
  costs: 'category frame from until quantity unit tariffCents filedOnMemberId isForFamily line',
} as const;

export interface Kind<Item> {
  readonly outcome: string;
  readonly reason: string | null;
  readonly visibility: readonly { readonly recordType: string; readonly visibility: string }[] | null;
  readonly parts: readonly Item[];
}

export interface Share {
  readonly work: Kind<WorkPart>;
  readonly contacts: Kind<ContactPart>;
  readonly activities: Kind<ActivityPart>;
  readonly help: Kind<HelpPart>;
  readonly concerns: Kind<ConcernPart>;
  readonly sightings: Kind<SightingPart>;
  readonly agreements: Kind<AgreementPart>;
  readonly acquaintances: Kind<AcquaintancePart>;
  readonly costs: Kind<CostPart>;
}
export const shareKinds = Object.keys(kinds) as readonly (keyof Share)[]; // the keys of a record over them

const about = 'id memberIds source { organisation unit system recordId recordedAt retrievedAt }';
const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { localTeamCombined {
  ${Object.entries(kinds)
    .map(
      ([kind, fields]) =>
        `${kind} { outcome reason visibility { recordType visibility } parts { ${about} ${fields} } }`,
    )
    .join('\n')}
} } } }`;
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
  expect(answer.errors).toBeUndefined();
  // The shape of the query above; the schema holds the answer to it.
  const { _entities } = answer.data as {
    readonly _entities: readonly [{ readonly localTeamCombined: Share }];
  };
  return _entities[0].localTeamCombined;
}
