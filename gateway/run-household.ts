/**
 * The gateway of the household graph, put together and started from its configuration.
 *
 * `--simulate` starts a simulated organisation for every source that is not configured, and an issuer of access tokens where none
 * is; `--without NAME` leaves one of them out, so that one can see what is answered while it is away. `--open` takes the access
 * rules away.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { readOwnerSettings } from '../adapter-kit/access/owner-settings.js';
import { createClock } from '../adapter-kit/clock.js';
import { ConfigurationError, type Environment } from '../adapter-kit/source-settings.js';
import { projectRoot } from '../schema/project-root.js';
import { openPersonaDesk } from '../simulated-sources/issuer/persona-desk.js';
import {
  PortTakenError,
  type SimulatedProcess,
  type Simulation,
  startSimulation,
} from '../simulated-sources/processes.js';
import { createDecisionPointOf } from '../subgraphs/decision-points.js';
import { createRedisStore } from '../subgraphs/household/register/stores/redis-store.js';
import { organisations } from '../subgraphs/index.js';
import { type AccessSettings, readAccessSettings } from './access/access-settings.js';
import { announceHousehold } from './announce-household.js';
import { composeParts, type PartPlacement } from './compose-parts.js';
import { type GatewayConfig, readGatewayConfig } from './config.js';
import { openExplorer } from './explorer.js';
import type { Asking } from './explorer-asking.js';
import { isPortFree } from './free-port.js';
import { openHouseholdAccess } from './household-access.js';
import { readManifest } from './known-operations.js';
import { createRedisPersistedQueryCache } from './persisted-query-cache.js';
import { createGatewayServer } from './server.js';

/** Monday 2 November 2026, 12:00 in Amsterdam: the day on which the cast of the demonstration lives. */
const castClock = new Date('2026-11-02T12:00:00+01:00');
const firstReadTimeoutMs = 3_000;

export interface HouseholdArguments {
  readonly simulate: boolean;
  /** Whether whoever asks is answered, without any access rules. */
  readonly open: boolean;
  readonly without: readonly string[];
}

/** Listens, and says so. @throws ConfigurationError that names everything that is wrong, and what was expected. */
export async function runHousehold(
  given: HouseholdArguments,
  environment: Environment,
): Promise<{ stop(): Promise<void> }> {
  const config = readGatewayConfig(environment, { ...given, organisations });
  const without = new Set(given.without);
  const simulated = [...config.placements]
    .filter(([, { placement }]) => placement === 'SIMULATED')
    .map(([name]) => name);
  const misplaced = [...without].filter((name) => !simulated.includes(name));
  if (misplaced.length > 0) {
    throw new ConfigurationError([
      `--without: expected a simulated source (${simulated.join(', ') || 'there is none'})`,
    ]);
  }

  // Told before a simulation is started for nothing.
  if (!(await isPortFree(config))) {
    throw new ConfigurationError(['PORT: expected a port that is free; another program listens on this one']);
  }

  const logger = pino({ level: config.logLevel }, pino.destination(2));
  const issuers = given.open || config.access ? [] : [issuerName];
  const simulation =
    simulated.length + issuers.length > 0
      ? await simulate([...simulated, ...issuers], without, config.simulatedIssuerPort)
      : null;
  const supergraphSdl = readFileSync(join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const now = createClock(config.clockStartsAt ?? (simulation ? castClock : null));
  const settings = config.access ?? simulatedAccess(simulation);
  const logFolder = settings && (config.logFolder ?? (await mkdtemp(join(tmpdir(), 'gezinsbeeld-log-'))));
  const access =
    settings === null || logFolder === null
      ? null
      : await openHouseholdAccess({
          settings,
          signingKeyFile: config.signingKeyFile,
          logFolder,
          logs: config.logs,
          grounds: config.grounds,
          owners: readOwnerSettings(environment),
          supergraphSdl,
          pseudonymKey: config.pseudonymKey,
          now,
          logger,
        });
  const decisionPoints = createDecisionPointOf(environment, organisations);
  const parts = composeParts({
    supergraphSdl,
    access: access && {
      ...access.parts,
      ...(decisionPoints ? { decisionPointOf: decisionPoints.of } : {}),
    },
    organisations,
    placements: withSimulated(config, simulation),
    householdUrl: config.householdUrl,
    pseudonymKey: config.pseudonymKey,
    previousPseudonymKey: config.previousPseudonymKey,
    keyTokenSecret: config.keyTokenSecret,
    sourceTimeoutMs: config.sourceTimeoutMs,
    resilience: config.resilience,
    rosterPollSeconds: config.rosterPollSeconds,
    rosterMaxAgeSeconds: config.rosterMaxAgeSeconds,
    combined: config.combined,
    now,
    onFeedFailure: (failure) => logger.warn(failure, 'a feed of references could not be read'),
    ...(config.redis
      ? {
          registerStore: createRedisStore({
            settings: config.redis,
            onFailure: () => logger.warn('the store of the register is away'),
          }),
        }
      : {}),
    onStoreFailure: (error) =>
      logger.warn(
        { failure: error instanceof Error ? error.name : 'unknown' },
        'the register could not write',
      ),
    onDefect: (error) =>
      logger.error({ defect: error instanceof Error ? error.name : 'unknown' }, 'a defect of a subgraph'),
  });
  const explorer = config.servesExplorer
    ? openExplorer(join(projectRoot, 'dist', 'explorer'), askingOf(given, simulation))
    : null;
  const server = await createGatewayServer({
    supergraphSdl,
    ports: parts.ports,
    losses: parts.losses,
    organisations: organisations.map(({ organisation }) => organisation),
    pseudonymiser: parts.pseudonymiser,
    subgraphBudgetMs: parts.subgraphBudgetMs,
    persistedQueries:
      config.redis?.kind === 'SINGLE'
        ? createRedisPersistedQueryCache(config.redis.url, () =>
            logger.warn('the store of persisted queries is away'),
          )
        : null,
    knownOperations: readManifest(
      join(projectRoot, 'schema', 'operations', 'generated', 'persisted-operations.json'),
    ),
    onlyKnownOperations: config.onlyKnownOperations,
    corsOrigins: config.corsOrigins,
    limits: config.limits,
    explorer,
    logger,
    access: access?.server ?? null,
  });
  // Serving begins when every feed was tried once; a source that hangs does not hold it up.
  await Promise.race([
    parts.start(),
    new Promise((resolve) => setTimeout(resolve, firstReadTimeoutMs).unref()),
  ]);
  const { url } = await server.listen(config);
  announceHousehold(url, config, {
    processes: simulation?.processes ?? [],
    issuerUrl: issuerOf(simulation)?.url ?? null,
    explores: explorer !== null,
    logFolder,
  });

  return {
    async stop() {
      await server.stop();
      await parts.close();
      await access?.close();
      await decisionPoints?.close();
      await simulation?.stop();
    },
  };
}

/** The simulated issuers of access tokens, among the simulated processes. */
const issuerName = 'issuer';

function issuerOf(simulation: Simulation | null): SimulatedProcess | undefined {
  return simulation?.processes.find(({ name }) => name === issuerName);
}

async function simulate(
  names: readonly string[],
  without: ReadonlySet<string>,
  issuerPort: number,
): Promise<Simulation> {
  try {
    return await startSimulation(names, without, new Map([[issuerName, issuerPort]]));
  } catch (thrown) {
    if (!(thrown instanceof PortTakenError)) throw thrown;
    throw new ConfigurationError([
      'SIMULATED_ISSUER_PORT: expected a port that is free; another program listens on this one (0 takes any)',
    ]);
  }
}

/** Personas stand beside the simulated issuer, and nowhere else. */
function askingOf({ open }: HouseholdArguments, simulation: Simulation | null): Asking {
  const issuer = issuerOf(simulation);
  if (issuer) return { by: 'PERSONA', desk: openPersonaDesk(issuer.url) };
  return { by: open ? 'OPEN' : 'TOKEN' };
}

/** The simulated issuer says itself by which configuration it is known. */
function simulatedAccess(simulation: Simulation | null): AccessSettings | null {
  const issuer = issuerOf(simulation);
  return issuer ? readAccessSettings(issuer.settings) : null;
}

function withSimulated(config: GatewayConfig, simulation: Simulation | null) {
  return new Map(
    [...config.placements].map(([name, placement]): [string, PartPlacement] => {
      if (placement.placement === 'REMOTE') return [name, { url: placement.url }];
      if (placement.placement === 'EMBEDDED') return [name, { settings: placement.settings }];
      const running = simulation?.processes.find((candidate) => candidate.name === name);
      if (!running) throw new Error(`expected a simulated source for ${name}`);
      return [name, { settings: running.settings }];
    }),
  );
}
