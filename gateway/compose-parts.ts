/**
 * Puts the parts together: which subgraph runs here and which elsewhere, and how the register reads the feeds. Chosen
 * from a configuration that was read elsewhere.
 */
import type { ContextSigner, VerifyingKeys } from '../adapter-kit/access/signed-context.js';
import type {
  OrganisationModule,
  OutwardCallNotice,
  SubgraphTools,
} from '../adapter-kit/organisation-source.js';
import { createHmacPseudonymiser, type Pseudonymiser } from '../adapter-kit/pseudonym.js';
import { connectRemoteSubgraph } from '../adapter-kit/remote-subgraph.js';
import type { ResilienceSettings } from '../adapter-kit/resilience.js';
import type { RosterFeed } from '../adapter-kit/roster.js';
import type { SubgraphAnswer, SubgraphRequest } from '../adapter-kit/subgraph.js';
import { accessControlOf } from '../subgraphs/access-rules.js';
import type { CombinedSettings } from '../subgraphs/household/combined/settings.js';
import type { ReadsPort } from '../subgraphs/household/own-view/reads-port.js';
import type { RegisterStore } from '../subgraphs/household/register/store.js';
import { createHouseholdSubgraph } from '../subgraphs/household/subgraph.js';
import { findContributionFields } from './contribution-fields.js';
import { householdLosses } from './data-sources/losses.js';
import { createHouseholdPort } from './data-sources/subgraph-port.js';
import type { LossRules } from './execution/entity-fetch.js';
import type { SubgraphPort } from './execution/subgraph-port.js';
import type { RequestContext } from './request-context.js';

export type PartPlacement =
  | { readonly settings: Readonly<Record<string, string>> }
  | { readonly url: string };

export interface PartsOptions {
  readonly supergraphSdl: string;
  readonly organisations: readonly OrganisationModule[];
  /** Subgraph name to the settings of its source, or to where it is served. */
  readonly placements: ReadonlyMap<string, PartPlacement>;
  /** Where the household register is served; `null` runs it here. */
  readonly householdUrl: string | null;
  readonly pseudonymKey: string;
  /** The key before, while the region changes it. */
  readonly previousPseudonymKey?: string | null;
  readonly keyTokenSecret: string;
  readonly sourceTimeoutMs: number;
  /** What differs from the defaults in how sources are asked again, left alone and queued for. */
  readonly resilience?: Partial<ResilienceSettings>;
  readonly rosterPollSeconds: number;
  readonly rosterMaxAgeSeconds: number;
  readonly now: () => Date;
  /** Milliseconds on a clock that never goes back; absent: this process's own. */
  readonly monotonicMs?: () => number;
  readonly onCall?: (call: OutwardCallNotice) => void;
  readonly onDefect?: (error: unknown) => void;
  readonly onFeedFailure?: (failure: { readonly organisation: string; readonly reason: string }) => void;
  /** Where the register keeps households; absent: in the memory of this process. */
  readonly registerStore?: RegisterStore;
  readonly onStoreFailure?: (error: unknown) => void;
  /** The terms of the law as set here; absent: as shipped. A register elsewhere has its own. */
  readonly combined?: CombinedSettings;
  /** With it every subgraph answers only who is known, by its owner's rules. Absent: no access rules stand. */
  readonly access?: PartsAccess | null;
}

export interface PartsAccess {
  readonly signer: ContextSigner;
  /** The public halves of the gateway's keys, for subgraphs in this process. */
  readonly keys: VerifyingKeys;
  readonly recordDecisions?: SubgraphTools['recordDecisions'];
  /** What each owner whose subgraph runs here has in its own hand. */
  readonly controlsOf?: SubgraphTools['controlsOf'];
  readonly decisionPointOf?: SubgraphTools['decisionPointOf'];
  /** Who read what, for the register's access log. A register elsewhere has none to ask. */
  readonly reads?: ReadsPort;
}

export interface Parts {
  readonly ports: ReadonlyMap<string, SubgraphPort<RequestContext>>;
  readonly losses: LossRules;
  readonly pseudonymiser: Pseudonymiser;
  /** How long the gateway gives a subgraph for one fetch, in milliseconds. */
  readonly subgraphBudgetMs: number;
  /** Settles when every feed was tried once. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const householdName = 'household';

/** What a remote subgraph may take beyond its source's deadline, to say that its source gave no answer. */
const hopAllowanceMs = 500;

interface ReachedSubgraph {
  readonly organisation: string;
  readonly handle: (request: SubgraphRequest) => Promise<SubgraphAnswer>;
  readonly roster: RosterFeed | null;
  close(): Promise<void>;
}

export function composeParts(options: PartsOptions): Parts {
  const { keyTokenSecret, now, sourceTimeoutMs, resilience, supergraphSdl } = options;
  const { access = null } = options;
  const pseudonymiser = createHmacPseudonymiser(options.pseudonymKey, options.previousPseudonymKey);
  const notices = {
    ...(options.onCall ? { onCall: options.onCall } : {}),
    ...(options.onDefect ? { onDefect: options.onDefect } : {}),
  };
  const accessTools = access
    ? {
        contextKeys: access.keys,
        tokenClock: () => new Date(),
        ...(access.recordDecisions ? { recordDecisions: access.recordDecisions } : {}),
        ...(access.controlsOf ? { controlsOf: access.controlsOf } : {}),
        ...(access.decisionPointOf ? { decisionPointOf: access.decisionPointOf } : {}),
      }
    : {};
  const reached = new Map<string, ReachedSubgraph>();
  const closing: (() => Promise<void>)[] = [];

  for (const organisation of options.organisations) {
    const placement = options.placements.get(organisation.name);
    if (!placement) throw new Error(`expected a placement for ${organisation.name}`);
    const subgraph =
      'url' in placement
        ? connectRemoteSubgraph({
            organisation: organisation.organisation,
            url: placement.url,
            timeoutMs: sourceTimeoutMs + hopAllowanceMs,
            resilience,
            ...(access ? { feedToken: () => access.signer.signFeed(organisation.name) } : {}),
          })
        : organisation.create(placement.settings, {
            pseudonymiser,
            keyTokenSecret,
            now,
            sourceTimeoutMs,
            ...(resilience ? { resilience } : {}),
            ...accessTools,
            ...notices,
          });
    reached.set(organisation.name, {
      organisation: organisation.organisation,
      handle: (request) => subgraph.handle(request),
      roster: subgraph.roster,
      close: () => subgraph.close(),
    });
  }

  const { household, start } = reachHousehold();
  reached.set(householdName, household);
  for (const subgraph of reached.values()) closing.push(() => subgraph.close());

  function reachHousehold(): { readonly household: ReachedSubgraph; start(): Promise<void> } {
    if (options.householdUrl !== null) {
      const remote = connectRemoteSubgraph({
        organisation: 'REGISTER',
        url: options.householdUrl,
        timeoutMs: sourceTimeoutMs + hopAllowanceMs,
        resilience,
      });
      return {
        household: {
          organisation: 'REGISTER',
          handle: (request) => remote.handle(request),
          roster: null,
          close: remote.close,
        },
        start: async () => {},
      };
    }
    const embedded = createHouseholdSubgraph({
      feeds: Object.fromEntries(
        [...reached.values()].flatMap(({ organisation, roster }) => (roster ? [[organisation, roster]] : [])),
      ),
      pseudonymiser,
      keyTokenSecret,
      idSecret: options.pseudonymKey,
      previousIdSecret: options.previousPseudonymKey ?? undefined,
      pollSeconds: options.rosterPollSeconds,
      maxAgeSeconds: options.rosterMaxAgeSeconds,
      // A feed may be long; it is read in the background, and nobody waits for it.
      rosterTimeoutMs: Math.max(10_000, sourceTimeoutMs * 5),
      now,
      ...(options.monotonicMs ? { monotonicMs: options.monotonicMs } : {}),
      ...(options.onFeedFailure ? { onFeedFailure: options.onFeedFailure } : {}),
      ...(options.onDefect ? { onDefect: options.onDefect } : {}),
      ...(options.registerStore ? { store: options.registerStore } : {}),
      ...(options.onStoreFailure ? { onStoreFailure: options.onStoreFailure } : {}),
      combined: options.combined,
      ...(access
        ? {
            accessControl: accessControlOf(householdName, { now, ...accessTools }),
            ...(access.reads ? { reads: access.reads } : {}),
          }
        : {}),
    });
    return {
      household: {
        organisation: 'REGISTER',
        handle: (request) => embedded.handle(request),
        roster: null,
        close: embedded.close,
      },
      start: () => embedded.register.start(),
    };
  }

  return {
    ports: new Map(
      [...reached].map(([name, { organisation, handle }]) => [
        name,
        createHouseholdPort({
          organisation,
          handle,
          sign: access ? (asker) => access.signer.sign(asker, name) : undefined,
        }),
      ]),
    ),
    losses: householdLosses(
      findContributionFields(supergraphSdl),
      (name) => reached.get(name)?.organisation ?? name,
    ),
    pseudonymiser,
    subgraphBudgetMs: sourceTimeoutMs + hopAllowanceMs / 2,
    start,
    async close() {
      await Promise.all(closing.map((close) => close()));
    },
  };
}
