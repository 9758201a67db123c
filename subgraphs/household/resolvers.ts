/** The household graph from the register and from what organisations contribute. No I/O. */
import { createHash } from 'node:crypto';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { GraphQLError } from 'graphql';
import type { KeySealer } from '../../adapter-kit/key-token.js';
import type { IdentityContribution } from '../../adapter-kit/organisation-subgraph.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import type { SourceOutcome } from '../../adapter-kit/source-outcomes.js';
import { combinedValue, missingFrom, type OrganisationIdentity, variantsOf } from './combine/identity.js';
import { toHouseholdSource } from './combine/outcomes.js';
import { unconfirmedLinks } from './register/register.js';
import { toMemberRole } from './roles.js';
import type { HouseholdMember, HouseholdRegister, LinkedHousehold } from './source.js';

export interface HouseholdContext {
  readonly register: HouseholdRegister;
  /** Organisation, as the graph spells it, to the sealer of its keys. */
  readonly sealers: ReadonlyMap<string, KeySealer>;
}

/** One organisation's fields on `Household` and `Person`. */
export interface OrganisationFields {
  readonly organisation: string;
  readonly keyField: string;
  readonly outcomeField: string;
  readonly identityField: string;
}

interface HouseholdEntity {
  readonly id: string;
  readonly household: LinkedHousehold | null;
  /** Contributions that a router handed over for the combined fields. */
  readonly contributed: Readonly<Record<string, unknown>>;
}

interface PersonEntity {
  readonly id: string;
  readonly household: LinkedHousehold | null;
  readonly member: HouseholdMember | null;
  readonly contributed: Readonly<Record<string, unknown>>;
}

const mostPerPage = 50;

export function createHouseholdResolvers(
  organisations: readonly OrganisationFields[],
): GraphQLResolverMap<HouseholdContext> {
  const householdKeys = Object.fromEntries(
    organisations.map(({ organisation, keyField }) => [
      keyField,
      ({ household }: HouseholdEntity, _: unknown, { register, sealers }: HouseholdContext) =>
        household ? sealerOf(sealers, organisation).seal(register.keyOf(household, organisation)) : null,
    ]),
  );
  const personKeys = Object.fromEntries(
    organisations.map(({ organisation, keyField }) => [
      keyField,
      ({ household, member }: PersonEntity, _: unknown, { register, sealers }: HouseholdContext) =>
        household && member
          ? sealerOf(sealers, organisation).seal(register.keyOfMember(household, member, organisation))
          : null,
    ]),
  );
  const identitiesOf = (entity: PersonEntity): readonly OrganisationIdentity[] =>
    organisations.map(({ organisation, identityField }) => ({
      organisation,
      // The composed schema promises this shape to whoever resolves the combined fields.
      contribution: entity.contributed[identityField] as IdentityContribution | null | undefined,
    }));

  return {
    Query: {
      household: (_: unknown, { id }: { readonly id: string }, { register }: HouseholdContext) => {
        const household = register.household(id);
        if (household) return toEntity(household);
        throw notFound(register);
      },
      householdsOfPerson: (_: unknown, { bsn }: { readonly bsn: string }, { register }: HouseholdContext) => {
        if (register.isUndecided(bsn)) throw undecided();
        const households = register.householdsOfPerson(bsn);
        const [unread] = register.unreadOrganisations();
        if (households.length === 0 && unread !== undefined) throw notEstablished(unread);
        return households.map(toEntity);
      },
      feeds: (_: unknown, _arguments: unknown, { register }: HouseholdContext) => register.feeds(),
      myHouseholds: (
        _: unknown,
        { first, after }: { readonly first: number; readonly after: string | null | undefined },
        { register }: HouseholdContext,
      ) => {
        if (first < 1 || first > mostPerPage) {
          throw new GraphQLError(`first: expected a number from 1 to ${mostPerPage}`, {
            extensions: { code: 'BAD_USER_INPUT' },
          });
        }
        const found = register.list(first + 1, after ?? null);
        const page = found.slice(0, first);
        const [unread] = register.unreadOrganisations();
        if (page.length === 0 && unread !== undefined) throw notEstablished(unread);
        return {
          nodes: page.map(toEntity),
          pageInfo: { hasNextPage: found.length > first, endCursor: page.at(-1)?.id ?? null },
        };
      },
    },
    Household: {
      __resolveReference: (
        representation: { readonly id: string },
        { register }: HouseholdContext,
      ): HouseholdEntity => ({
        id: representation.id,
        household: register.household(representation.id),
        contributed: { ...representation },
      }),
      ...householdKeys,
      members: ({ household }: HouseholdEntity) =>
        (household?.members ?? []).map((member) => ({
          ...member,
          role: toMemberRole(member.role),
          person: {
            id: personId(household, member),
            household,
            member,
            contributed: {},
          } satisfies PersonEntity,
        })),
      involvement: ({ household }: HouseholdEntity) =>
        (household?.links ?? [])
          .map(({ reference, certainty }) => ({
            organisation: reference.organisation,
            unit: reference.unitName,
            since: reference.since,
            until: reference.until,
            contact: reference.contact,
            certainty,
          }))
          .sort((left, right) =>
            left.since < right.since ? 1 : left.since > right.since ? -1 : left.unit < right.unit ? -1 : 1,
          ),
      sources: ({ household, contributed }: HouseholdEntity) =>
        organisations.map(({ organisation, outcomeField }) =>
          toHouseholdSource(
            organisation,
            // The composed schema promises this shape to whoever resolves the combined fields.
            contributed[outcomeField] as SourceOutcome | null | undefined,
            household ? unconfirmedLinks(household, organisation).length : 0,
          ),
        ),
    },
    Person: {
      __resolveReference: (representation: { readonly id: string }): PersonEntity => ({
        id: representation.id,
        household: null,
        member: null,
        contributed: { ...representation },
      }),
      ...personKeys,
      name: (entity: PersonEntity) => combinedValue(identitiesOf(entity), 'name'),
      birthDate: (entity: PersonEntity) => combinedValue(identitiesOf(entity), 'birthDate'),
      variants: (entity: PersonEntity) => variantsOf(identitiesOf(entity)),
      missing: (entity: PersonEntity) => missingFrom(identitiesOf(entity)),
    },
  };
}

function toEntity(household: LinkedHousehold): HouseholdEntity {
  return { id: household.id, household, contributed: {} };
}

// A pseudonym of the pseudonym, so that what clients keep is not what the register links by. A person without identifier
// is known within one household only.
function personId(household: LinkedHousehold | null, member: HouseholdMember): string {
  const text = member.identity ?? member.person ?? `${household?.id ?? ''}\n${member.names.join('\n')}`;
  return `p_${createHash('sha256').update(`person\n${text}`).digest('base64url').slice(0, 22)}`;
}

function sealerOf(sealers: ReadonlyMap<string, KeySealer>, organisation: string): KeySealer {
  const sealer = sealers.get(organisation);
  if (!sealer) throw new Error(`expected a sealer for ${organisation}`);
  return sealer;
}

/** While any feed is unread nobody can say that a household does not exist. */
function notFound(register: HouseholdRegister): Error {
  const [unread] = register.unreadOrganisations();
  if (unread !== undefined) return notEstablished(unread);
  return new GraphQLError('no household has this id', { extensions: { code: 'HOUSEHOLD_NOT_FOUND' } });
}

function notEstablished(organisation: string): SourceError {
  return new SourceError({
    organisation,
    reason: 'ROSTER_STALE',
    detail:
      'its feed of references was not read, or too long ago: whether it knows a household cannot be said',
  });
}

/** Organisations disagree about who carries this number; an answer could be about the wrong person. */
function undecided(): SourceError {
  return new SourceError({
    organisation: 'REGISTER',
    reason: 'IDENTITY_CONFLICT',
    detail:
      'organisations recorded different birth dates or sexes under this number: it is not decided whose it is',
  });
}
