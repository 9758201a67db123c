/** The household graph from the register and from what organisations contribute. No I/O. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { GraphQLError } from 'graphql';
import type { RequestAccess } from '../../adapter-kit/access/request-access.js';
import { WithheldError } from '../../adapter-kit/access/withheld.js';
import type { KeySealer, OrganisationKey } from '../../adapter-kit/key-token.js';
import type { IdentityContribution } from '../../adapter-kit/organisation-subgraph.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import type { SourceOutcome } from '../../adapter-kit/source-outcomes.js';
import type { OrganisationKind } from './combine/contribution.js';
import { combinedValue, missingFrom, type OrganisationIdentity, variantsOf } from './combine/identity.js';
import { toHouseholdSource } from './combine/outcomes.js';
import type { StudyPseudonyms } from './combine/study-pseudonym.js';
import { createCostStudyFields } from './combined/cost-study-field.js';
import { createCombinedFields } from './combined/fields.js';
import { createIndicatorFields } from './combined/indicators-field.js';
import type { CombinedSettings } from './combined/settings.js';
import { type AskedSpecialists, specialistsIn } from './combined/specialists-field.js';
import { confirmerOf } from './confirming-asker.js';
import { type AskedFirst, askerOf } from './one-question.js';
import { type AskedAccessLog, accessLogFor } from './own-view/access-log.js';
import type { ReadsPort } from './own-view/reads-port.js';
import { type RightsContribution, toOrganisationRights } from './own-view/rights.js';
import { personId } from './person-id.js';
import { unconfirmedLinks } from './register/keys.js';
import { toMemberRole } from './roles.js';
import type {
  Asker,
  DocumentLink,
  HouseholdDocument,
  HouseholdMember,
  HouseholdRegister,
  LinkConfirmation,
  LinkQuestion,
} from './source.js';
import { type HouseholdView, mayConfirmLinks, viewOf } from './viewing.js';

export interface HouseholdContext {
  readonly register: HouseholdRegister;
  /** Organisation, as the graph spells it, to the sealer of its keys. */
  readonly sealers: ReadonlyMap<string, KeySealer>;
  readonly asker: Asker;
  /** What a broken glass is for, in this request. */
  readonly first: AskedFirst;
  /** The register's own decisions for this request; `null`: no access rules stand, for tests and benchmarks alone. */
  readonly access: RequestAccess | null;
  /** Who read what, from the processing log; `null`: there is none here. */
  readonly reads: ReadsPort | null;
  /** The instant of this request, by the calendar of the records. */
  readonly now: Date;
  /** The opaque ids of the households and persons that this request is about, for the processing log. */
  readonly concerned: { readonly households: Set<string>; readonly persons: Set<string> };
}

/** One organisation's fields on `Household` and `Person`. */
export interface OrganisationFields {
  readonly organisation: OrganisationKind;
  readonly keyField: string;
  readonly outcomeField: string;
  readonly identityField: string;
  readonly withheldField: string;
  readonly rightsField: string;
  readonly combinedField: string;
}

interface HouseholdEntity {
  readonly id: string;
  readonly household: HouseholdDocument | null;
  /** What this viewer may know of it. */
  readonly view: HouseholdView | null;
  /** Contributions that a router handed over for the combined fields. */
  readonly contributed: Readonly<Record<string, unknown>>;
}

interface PersonEntity {
  readonly id: string;
  readonly household: HouseholdDocument | null;
  readonly member: HouseholdMember | null;
  readonly contributed: Readonly<Record<string, unknown>>;
}

const mostPerPage = 50;

export function createHouseholdResolvers(
  organisations: readonly OrganisationFields[],
  { terms, directory, regions, studies }: CombinedSettings,
  studyPseudonyms: StudyPseudonyms,
): GraphQLResolverMap<HouseholdContext> {
  const householdKeys = Object.fromEntries(
    organisations.map(({ organisation, keyField }) => [
      keyField,
      ({ household, view }: HouseholdEntity, _: unknown, { register, sealers }: HouseholdContext) =>
        household && view
          ? sealerOf(sealers, organisation).seal(namingOnly(register.keyOf(household, organisation), view))
          : null,
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

  const { Indicators, indicators } = createIndicatorFields(regions);
  const { CostStudySet, costStudySet } = createCostStudyFields({ regions, studies }, studyPseudonyms);

  return {
    CostStudySet,
    Indicators,
    Query: {
      costStudySet,
      indicators,
      household: async (_: unknown, { id }: { readonly id: string }, context: HouseholdContext) => {
        const { register } = context;
        const lookup = await register.household(id, askerOf(`household ${id}`, context));
        switch (lookup.found) {
          case 'HOUSEHOLD':
            return toEntity(lookup.household, context);
          case 'SPLIT':
            throw split();
          case 'NONE':
            throw notFound(register);
          default:
            return lookup satisfies never;
        }
      },
      householdsOfPerson: async (
        _: unknown,
        { bsn }: { readonly bsn: string },
        context: HouseholdContext,
      ) => {
        const { register } = context;
        const asker = askerOf(`person ${bsn}`, context);
        const { households, isUndecided } = await register.householdsOfPerson(bsn, asker);
        if (isUndecided) throw undecided();
        const [unread] = register.unreadOrganisations();
        if (households.length === 0 && unread !== undefined) throw notEstablished(unread);
        return Promise.all(households.map((household) => toEntity(household, context)));
      },
      feeds: (_: unknown, _arguments: unknown, { register }: HouseholdContext) => register.feeds(),
      accessLog: (_: unknown, asked: AskedAccessLog, context: HouseholdContext) =>
        accessLogFor(asked, context),
      specialists: (_: unknown, asked: AskedSpecialists, { access }: HouseholdContext) =>
        specialistsIn(directory, asked, access),
      linkQuestions: async (
        _: unknown,
        _arguments: unknown,
        { register, asker, access, concerned }: HouseholdContext,
      ) => {
        requireCase(asker);
        requireLinking(access);
        // That Veilig Thuis knows somebody is not told by a question to who may not know it without.
        const mayBeHidden = access?.visibilityOf('involvement').possible.has('DENY') === true;
        const toldOf = (other: LinkQuestion['other']) =>
          mayBeHidden && other?.organisation === 'VEILIG_THUIS' ? null : other;
        const questions = await register.questions(asker);
        for (const { household } of questions) if (household) concerned.households.add(household);
        return questions.map((question) => ({
          id: question.id,
          kind: question.kind,
          personInCase: question.localKey,
          organisation: toldOf(question.other)?.organisation ?? null,
          unit: toldOf(question.other)?.unitName ?? null,
          canBeConfirmed: question.joins.length > 0,
          household: question.household ?? null,
        }));
      },
      myHouseholds: async (
        _: unknown,
        { first, after }: { readonly first: number; readonly after: string | null | undefined },
        context: HouseholdContext,
      ) => {
        const { register, asker } = context;
        if (first < 1 || first > mostPerPage) {
          throw badInput(`first: expected a number from 1 to ${mostPerPage}`);
        }
        if (typeof after === 'string' && !/^hh_[\w-]{22}$/.test(after)) {
          throw badInput('after: expected the endCursor of a page');
        }
        const { households: page, hasMore } = await register.list(first, after ?? null, asker);
        const [unread] = register.unreadOrganisations();
        if (page.length === 0 && unread !== undefined) throw notEstablished(unread);
        return {
          nodes: await Promise.all(page.map((household) => toEntity(household, context))),
          pageInfo: { hasNextPage: hasMore, endCursor: page.at(-1)?.id ?? null },
        };
      },
    },
    Mutation: {
      confirmLink: async (
        _: unknown,
        { question, confirmedBy }: { readonly question: string; readonly confirmedBy?: string | null },
        { register, asker, access, concerned }: HouseholdContext,
      ) => {
        requireCase(asker);
        requireLinking(access);
        const by = confirmerOf(access, confirmedBy);
        const confirmation = await register.confirm(question, by, asker);
        if (!confirmation) throw noSuchQuestion();
        for (const id of confirmation.households) concerned.households.add(id);
        return toConfirmedLink(confirmation);
      },
      undoLink: async (
        _: unknown,
        { confirmation }: { readonly confirmation: string },
        { register, asker, access, concerned }: HouseholdContext,
      ) => {
        requireCase(asker);
        requireLinking(access);
        const undone = await register.undo(confirmation, asker);
        if (!undone) throw noSuchQuestion();
        for (const { household } of undone.reads) concerned.households.add(household);
        return {
          id: undone.confirmation.id,
          reads: undone.reads.map(({ at, caseReference }) => ({ at, caseReference })),
        };
      },
    },
    Household: {
      __resolveReference: async (
        representation: { readonly id: string },
        context: HouseholdContext,
      ): Promise<HouseholdEntity> => {
        const lookup = await context.register.householdAgain(representation.id, context.asker);
        const contributed = { ...representation };
        if (lookup.found !== 'HOUSEHOLD') {
          return { id: representation.id, household: null, view: null, contributed };
        }
        return { ...(await toEntity(lookup.household, context)), contributed };
      },
      ...householdKeys,
      members: ({ household, view }: HouseholdEntity) =>
        (view?.members ?? []).map((member) => ({
          id: member.id,
          residence: member.residence,
          since: member.since,
          until: member.until,
          certainty: member.certainty,
          diedOn: member.diedOn ?? null,
          expectedOn: member.expectedOn ?? null,
          isUnborn: member.expectedOn !== undefined,
          isInDispute: member.isInDispute === true,
          role: toMemberRole(member.role),
          person: {
            id: personId(household, member),
            household,
            member,
            contributed: {},
          } satisfies PersonEntity,
        })),
      involvement: ({ view }: HouseholdEntity) => (view?.links ?? []).map(toInvolvement).sort(byLatest),
      composition: ({ view }: HouseholdEntity) => {
        const notice = view?.composition;
        if (!notice) return null;
        return {
          outdated: notice.outdated.map(({ organisation, unitName }) => ({ organisation, unit: unitName })),
          ask: notice.ask
            ? {
                organisation: notice.ask.organisation,
                unit: notice.ask.unitName,
                contact: notice.ask.contact,
              }
            : null,
        };
      },
      kind: ({ household }: HouseholdEntity) => household?.kind,
      withheld: ({ contributed }: HouseholdEntity) =>
        organisations.flatMap(({ withheldField }) =>
          // The composed schema promises a list of this shape to whoever resolves the combined fields.
          toList(contributed[withheldField] as readonly unknown[] | null | undefined),
        ),
      rights: ({ contributed }: HouseholdEntity) =>
        organisations.map(({ organisation, rightsField }) =>
          // The composed schema promises this shape to whoever resolves the combined fields.
          toOrganisationRights(
            organisation,
            contributed[rightsField] as RightsContribution | null | undefined,
          ),
        ),
      sources: ({ view, contributed }: HouseholdEntity) =>
        organisations.map(({ organisation, outcomeField }) =>
          toHouseholdSource(
            organisation,
            // The composed schema promises this shape to whoever resolves the combined fields.
            contributed[outcomeField] as SourceOutcome | null | undefined,
            view ? unconfirmedLinks(view, organisation).length : 0,
          ),
        ),
      ...createCombinedFields(organisations, terms),
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

function toInvolvement(link: DocumentLink) {
  return {
    organisation: link.organisation,
    unit: link.unitName,
    since: link.since,
    until: link.until,
    contact: link.contact,
    certainty: link.certainty,
    ground: link.ground,
    isHistory: link.isHistory,
    concernsOtherHouseholds: link.concernsOtherHouseholds,
    confirmation: link.confirmation ?? null,
  };
}

function byLatest(
  left: { readonly since: string; readonly unit: string },
  right: { readonly since: string; readonly unit: string },
): number {
  if (left.since !== right.since) return left.since < right.since ? 1 : -1;
  return left.unit < right.unit ? -1 : 1;
}

function toConfirmedLink({ id, by, at, households }: LinkConfirmation) {
  return { id, confirmedBy: by, confirmedAt: at, households };
}

function requireCase({ caseReference }: Asker): void {
  if (caseReference === null) throw badInput('expected the request header Case-Reference: your own case');
}

function requireLinking(access: RequestAccess | null): void {
  if (access === null || mayConfirmLinks(access.context)) return;
  throw new WithheldError({
    organisation: 'REGISTER',
    recordType: 'involvement',
    explanation: {
      rule: 'links-are-confirmed-by-those-who-may-know-who-is-involved',
      law: 'no article established; proposal for the DPIA',
      nl: 'Koppelingen bevestigt wie mag weten welke organisaties een gezin kennen.',
      en: 'Links are confirmed by those who may know which organisations know a family.',
      ask: 'the privacy officer of your own organisation',
    },
  });
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

function noSuchQuestion(): GraphQLError {
  return new GraphQLError(
    'expected a question or confirmation about your own case that can be confirmed or undone',
    {
      extensions: { code: 'LINK_QUESTION_NOT_FOUND' },
    },
  );
}

/** Nothing is said of who they were, or of what they are called now. */
function split(): GraphQLError {
  return new GraphQLError('people were shown together under this id who do not belong together', {
    extensions: { code: 'HOUSEHOLD_SPLIT' },
  });
}

async function toEntity(household: HouseholdDocument, context: HouseholdContext): Promise<HouseholdEntity> {
  const { access, concerned } = context;
  const view = await viewOf(household, access);
  concerned.households.add(household.id);
  for (const member of view.members) concerned.persons.add(personId(household, member));
  return { id: household.id, household, view, contributed: {} };
}

/** Records can name nobody whom this viewer does not see among the members. */
function namingOnly(key: OrganisationKey, { members }: HouseholdView): OrganisationKey {
  if (key.state !== 'REFERENCES') return key;
  const seen = new Set(members.map(({ id }) => id));
  const named = Object.entries(key.members).filter(([, id]) => seen.has(id));
  if (named.length === Object.keys(key.members).length) return key;
  return { ...key, members: Object.fromEntries(named) };
}

function toList(contribution: readonly unknown[] | null | undefined): readonly unknown[] {
  return contribution ?? [];
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
