/** The household subgraph as a part: register, resolvers and the keys of all organisations. */
import { createKeySealer } from '../../adapter-kit/key-token.js';
import { keyCheckOf, type Pseudonymiser } from '../../adapter-kit/pseudonym.js';
import type { RosterFeed } from '../../adapter-kit/roster.js';
import { DateScalar, DateTimeScalar } from '../../adapter-kit/scalars.js';
import { defineSubgraph, type Subgraph } from '../../adapter-kit/subgraph.js';
import { loadTypeDefs } from '../type-defs.js';
import { createBsnScalar } from './bsn-scalar.js';
import { createHouseholdRegister, type HouseholdRegister } from './register/register.js';
import type { RegisterStore } from './register/store.js';
import { createMemoryStore } from './register/stores/memory-store.js';
import { createHouseholdResolvers, type HouseholdContext, type OrganisationFields } from './resolvers.js';

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
}

export interface HouseholdSubgraph extends Subgraph {
  readonly register: HouseholdRegister;
}

export function createHouseholdSubgraph(options: HouseholdSubgraphOptions): HouseholdSubgraph {
  const { feeds, pseudonymiser, keyTokenSecret, now, onFeedFailure, onDefect } = options;
  const store = options.store ?? createMemoryStore();
  const register = createHouseholdRegister({
    feeds,
    pollSeconds: options.pollSeconds,
    maxAgeSeconds: options.maxAgeSeconds,
    rosterTimeoutMs: options.rosterTimeoutMs,
    idSecret: options.idSecret,
    now,
    keyCheck: keyCheckOf(pseudonymiser),
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
    typeDefs: loadTypeDefs('household'),
    resolvers: {
      Date: DateScalar,
      DateTime: DateTimeScalar,
      BSN: createBsnScalar(pseudonymiser),
      ...createHouseholdResolvers(organisationFields),
    },
    createContext: ({ headers }) => ({
      register,
      sealers,
      asker: { caseReference: headers[caseReferenceHeader] ?? null },
    }),
    extensionsOf: () => ({ unreadFeeds: register.unreadOrganisations() }),
    close: async () => {
      register.stop();
      await store.close();
    },
    ...(onDefect ? { onDefect } : {}),
  });
  return { ...subgraph, register };
}

function fieldsOf(organisation: string, prefix: string): OrganisationFields {
  return {
    organisation,
    keyField: `${prefix}Key`,
    outcomeField: `${prefix}Outcome`,
    identityField: `${prefix}Identity`,
  };
}
