/**
 * The gateway of the household graph, put together and started from its configuration.
 *
 * `--simulate` starts a simulated organisation for every source that is not configured; `--without NAME` leaves one of
 * them out, so that one can see what is answered while it is away.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createClock } from '../adapter-kit/clock.js';
import { ConfigurationError, type Environment } from '../adapter-kit/source-settings.js';
import { projectRoot } from '../schema/project-root.js';
import { type Simulation, startSimulation } from '../simulated-sources/processes.js';
import { createRedisStore } from '../subgraphs/household/register/stores/redis-store.js';
import { organisations } from '../subgraphs/index.js';
import { type AccessSettings, readAccessSettings } from './access/access-settings.js';
import { composeParts, type PartPlacement } from './compose-parts.js';
import { type GatewayConfig, readGatewayConfig } from './config.js';
import { openExplorer } from './explorer.js';
import { openHouseholdAccess } from './household-access.js';
import { readManifest } from './known-operations.js';
import { createRedisPersistedQueryCache } from './persisted-query-cache.js';
import { createGatewayServer } from './server.js';

/** Monday 2 November 2026, 12:00 in Amsterdam: the day on which the cast of the demonstration lives. */
const castClock = new Date('2026-11-02T12:00:00+01:00');
const firstReadTimeoutMs = 3_000;

export interface HouseholdArguments {
  readonly simulate: boolean;
  /** Whether the simulation has an issuer of access tokens, and nobody is answered without one. */
  readonly access: boolean;
  readonly without: readonly string[];
}

/** Listens, and says so. @throws ConfigurationError that names everything that is wrong, and what was expected. */
export async function runHousehold(
  given: HouseholdArguments,
  environment: Environment,
): Promise<{ stop(): Promise<void> }> {
  const config = readGatewayConfig(environment, { organisations, simulate: given.simulate });
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

  const logger = pino({ level: config.logLevel }, pino.destination(2));
  const issuers = given.access && config.access === null ? [issuerName] : [];
  const simulation =
    simulated.length + issuers.length > 0
      ? await startSimulation(
          [...simulated, ...issuers],
          without,
          new Map([[issuerName, config.simulatedIssuerPort]]),
        )
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
          supergraphSdl,
          pseudonymKey: config.pseudonymKey,
          now,
          logger,
        });
  const parts = composeParts({
    supergraphSdl,
    access: access?.parts ?? null,
    organisations,
    placements: withSimulated(config, simulation),
    householdUrl: config.householdUrl,
    pseudonymKey: config.pseudonymKey,
    keyTokenSecret: config.keyTokenSecret,
    sourceTimeoutMs: config.sourceTimeoutMs,
    resilience: config.resilience,
    rosterPollSeconds: config.rosterPollSeconds,
    rosterMaxAgeSeconds: config.rosterMaxAgeSeconds,
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
  const explorer = config.servesExplorer ? openExplorer(join(projectRoot, 'dist', 'explorer')) : null;
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
  announce(url, config, { simulation, explores: explorer !== null, logFolder });

  return {
    async stop() {
      await server.stop();
      await parts.close();
      await access?.close();
      await simulation?.stop();
    },
  };
}

const issuerName = 'issuer';

/** The simulated issuer says itself by which configuration it is known. */
function simulatedAccess(simulation: Simulation | null): AccessSettings | null {
  const issuer = simulation?.processes.find(({ name }) => name === issuerName);
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

function announce(
  url: string,
  config: GatewayConfig,
  {
    simulation,
    explores,
    logFolder,
  }: {
    readonly simulation: Simulation | null;
    readonly explores: boolean;
    /** Where records of reads are kept; `null`: no access rules stand. */
    readonly logFolder: string | null;
  },
): void {
  const lines = [
    '',
    ...(logFolder !== null
      ? ['  Every request needs an access token and a processing activity; the owners decide by their rules.']
      : [
          '  !! OPEN: no access rules stand. Whoever reaches this port reads everything; --access puts them up.',
          `  !! It listens on ${config.host} only. Never put it in front of real people's records.`,
        ]),
    '',
    `  gateway       ${url}/graphql   pid ${process.pid}`,
    ...(explores ? [`  explorer      ${url}/explorer`] : []),
    ...(logFolder === null ? [] : [`  logs          ${logFolder}`]),
    ...[...config.placements]
      .filter(([, { placement }]) => placement === 'REMOTE')
      .map(([name]) => `  ${name.padEnd(13)} subgraph in another process`),
    ...(simulation?.processes ?? []).flatMap(({ name, pid, url: at, startCommand }) => [
      `  ${name.padEnd(13)} ${pid === null ? 'NOT RUNNING (left out)' : `simulated at ${at}   pid ${pid}`}`,
      `  ${' '.repeat(13)}   ${pid === null ? 'start' : 'again'}: ${startCommand}`,
    ]),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
