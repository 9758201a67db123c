/** The household subgraph as a part: register, resolvers and the keys of all organisations. */
import { dayInTheNetherlands } from '../../adapter-kit/dates.js';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import { type AccessControl, openRequestAccess } from '../../adapter-kit/organisation-subgraph.js';
import { keyCheckOf, type Pseudonymiser } from '../../adapter-kit/pseudonym.js';
import type { RosterFeed } from '../../adapter-kit/roster.js';
import { DateScalar, DateTimeScalar } from '../../adapter-kit/scalars.js';
import { defineSubgraph, type Subgraph } from '../../adapter-kit/subgraph.js';
import { loadTypeDefs } from '../type-defs.js';
import { createBsnScalar } from './bsn-scalar.js';
import type { OrganisationKind } from './combine/contribution.js';
import { createStudyPseudonyms } from './combine/study-pseudonym.js';
import { type CombinedSettings, usualCombined } from './combined/settings.js';
import type { ReadsPort } from './own-view/reads-port.js';
import { createHouseholdRegister, type HouseholdRegister } from './register/register.js';
import type { RegisterStore } from './register/store.js';
import { createMemoryStore } from './register/stores/memory-store.js';
import { createHouseholdResolvers, type HouseholdContext, type OrganisationFields } from './resolvers.js';
import { mayList, mayLookUp, mayOpen } from './viewing.js';

/**
 * The header by which the gateway tells the register under which own case somebody asks. It goes to the register alone: no
 * organisation learns another one's reference.
 */
export const caseReferenceHeader = 'gezinsbeeld-case-reference';

/** Every organisation of the supergraph: its name in the graph, and its fields on `Household` and `Person`. */
export const organisationFields: readonly OrganisationFields[] = [
  fieldsOf('VEILIG_THUIS', 'veiligThuis'),
  fieldsOf('RAAD', 'raad'),
  fieldsOf('GI', 'gi'),
  fieldsOf('LOCAL_TEAM', 'localTeam'),
];

export interface HouseholdSubgraphOptions {
  /** Organisation, as the graph spells it, to its feed of references. */
  readonly feeds: Readonly<Record<string, RosterFeed>>;
  readonly pseudonymiser: Pseudonymiser;
  readonly keyTokenSecret: string;
  readonly idSecret: string;
  /** Under what ids were made before, while the region changes its key. */
  readonly previousIdSecret?: string | undefined;
  readonly pollSeconds: number;
  readonly maxAgeSeconds: number;
  readonly rosterTimeoutMs: number;
  readonly now: () => Date;
  readonly monotonicMs?: () => number;
  /** Where households are kept; absent: in the memory of this process. */
  readonly store?: RegisterStore;
  readonly onStoreFailure?: (error: unknown) => void;
  readonly onFeedFailure?: (failure: { readonly organisation: string; readonly reason: string }) => void;
  readonly onDefect?: (error: unknown) => void;
  /** The register's own rules, and by whose signature it knows who asks; absent: no access rules stand. */
  readonly accessControl?: AccessControl | undefined;
  /** Who read what, for the access log; absent: nobody keeps a processing log that could be asked. */
  readonly reads?: ReadsPort | undefined;
  /** What is set of the combined view here; absent: as shipped. */
  readonly combined?: CombinedSettings | undefined;
}

export interface HouseholdSubgraph extends Subgraph {
  readonly register: HouseholdRegister;
}

export function createHouseholdSubgraph(options: HouseholdSubgraphOptions): HouseholdSubgraph {
  const { feeds, pseudonymiser, keyTokenSecret, now, onFeedFailure, onDefect, accessControl } = options;
  const store = options.store ?? createMemoryStore();
  const register = createHouseholdRegister({
    feeds,
    pollSeconds: options.pollSeconds,
    maxAgeSeconds: options.maxAgeSeconds,
    rosterTimeoutMs: options.rosterTimeoutMs,
    idSecret: options.idSecret,
    now,
    keyCheck: keyCheckOf(pseudonymiser),
    ...(pseudonymiser.previous && options.previousIdSecret !== undefined
      ? { previous: { keyCheck: pseudonymiser.previous.keyCheck, idSecret: options.previousIdSecret } }
      : {}),
    monotonicMs: options.monotonicMs ?? (() => performance.now()),
    store,
    ...(options.onStoreFailure ? { onStoreFailure: options.onStoreFailure } : {}),
    ...(onFeedFailure ? { onFeedFailure } : {}),
  });
  const sealers = new Map(
    organisationFields.map(({ organisation }) => [
      organisation,
      createKeySealer(keyTokenSecret, organisation),
    ]),
  );
  const subgraph = defineSubgraph<HouseholdContext>({
    name: 'household',
    verifier: accessControl?.verifier,
    typeDefs: loadTypeDefs('household'),
    resolvers: {
      Date: DateScalar,
      DateTime: DateTimeScalar,
      BSN: createBsnScalar(pseudonymiser),
      ...createHouseholdResolvers(
        organisationFields,
        options.combined ?? usualCombined,
        createStudyPseudonyms(options.idSecret),
      ),
    },
    createContext: async ({ headers }) => {
      const instant = now();
      const access = accessControl
        ? await openRequestAccess(headers, accessControl, { organisation: 'REGISTER', instant })
        : null;
      const when = { now: instant, today: dayInTheNetherlands(instant) };
      return {
        register,
        sealers,
        access,
        asker: access
          ? {
              caseReference: access.context.caseReference,
              knownAs: [
                ...(access.context.subject.person === null ? [] : [access.context.subject.person]),
                ...access.context.subject.relations.map(({ person }) => person),
              ],
              mayOpen: (household) => mayOpen(household, access.context, when),
              mayList: (household) => mayList(household, access.context, when),
              mayLookUp: (person) => mayLookUp(person, access.context),
            }
          : { caseReference: headers[caseReferenceHeader] ?? null },
        first: { question: null },
        reads: options.reads ?? null,
        now: instant,
        concerned: { households: new Set(), persons: new Set() },
      };
    },
    extensionsOf: ({ concerned, access }) => ({
      unreadFeeds: register.unreadOrganisations(),
      ...(access
        ? { concerned: { households: [...concerned.households], persons: [...concerned.persons] } }
        : {}),
    }),
    close: async () => {
      register.stop();
      await store.close();
    },
    ...(onDefect ? { onDefect } : {}),
  });
  return { ...subgraph, register };
}

function fieldsOf(organisation: OrganisationKind, prefix: string): OrganisationFields {
  return {
    organisation,
    keyField: `${prefix}Key`,
    outcomeField: `${prefix}Outcome`,
    identityField: `${prefix}Identity`,
    withheldField: `${prefix}Withheld`,
    rightsField: `${prefix}Rights`,
    combinedField: `${prefix}Combined`,
  };
}
