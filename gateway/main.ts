/**
 * The gateway, started: the only composition root, and the only place that reads the environment.
 *
 * `--simulate` starts a simulated organisation for every source that is not configured; `--without NAME` leaves one of
 * them out, so that one can see what is answered while it is away. `--supergraph FILE --open` serves any other supergraph.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { createClock } from '../adapter-kit/clock.js';
import { ConfigurationError } from '../adapter-kit/source-settings.js';
import { projectRoot } from '../schema/project-root.js';
import { type Simulation, startSimulation } from '../simulated-sources/processes.js';
import { createRedisStore } from '../subgraphs/household/register/stores/redis-store.js';
import { organisations } from '../subgraphs/index.js';
import { composeParts, type PartPlacement } from './compose-parts.js';
import { type GatewayConfig, readGatewayConfig } from './config.js';
import { openExplorer } from './explorer.js';
import { readManifest } from './known-operations.js';
import { runOpen } from './open/run-open.js';
import { createRedisPersistedQueryCache } from './persisted-query-cache.js';
import { createGatewayServer } from './server.js';

/** Monday 2 November 2026, 12:00 in Amsterdam: the day on which the cast of the demonstration lives. */
const castClock = new Date('2026-11-02T12:00:00+01:00');
const firstReadTimeoutMs = 3_000;

try {
  await run();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof ConfigurationError ? thrown.message : describe(thrown)}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      simulate: { type: 'boolean', default: false },
      without: { type: 'string', multiple: true, default: [] },
      supergraph: { type: 'string' },
      port: { type: 'string' },
      open: { type: 'boolean', default: false },
    },
  });
  const { supergraph, port, open } = values;
  if (supergraph !== undefined) {
    const server = await runOpen({ supergraph, port, open }, process.env);
    stopOnSignal(() => server.stop());
    return;
  }
  if (open || port !== undefined) {
    throw new ConfigurationError(['--open, --port: expected only beside --supergraph']);
  }
  const config = readGatewayConfig(process.env, { organisations, simulate: values.simulate });
  const without = new Set(values.without);
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
  const simulation = simulated.length > 0 ? await startSimulation(simulated, without) : null;
  const supergraphSdl = readFileSync(join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const parts = composeParts({
    supergraphSdl,
    organisations,
    placements: withSimulated(config, simulation),
    householdUrl: config.householdUrl,
    pseudonymKey: config.pseudonymKey,
    keyTokenSecret: config.keyTokenSecret,
    sourceTimeoutMs: config.sourceTimeoutMs,
    resilience: config.resilience,
    rosterPollSeconds: config.rosterPollSeconds,
    rosterMaxAgeSeconds: config.rosterMaxAgeSeconds,
    now: createClock(config.clockStartsAt ?? (simulation ? castClock : null)),
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
  });
  // Serving begins when every feed was tried once; a source that hangs does not hold it up.
  await Promise.race([
    parts.start(),
    new Promise((resolve) => setTimeout(resolve, firstReadTimeoutMs).unref()),
  ]);
  const { url } = await server.listen(config);
  announce(url, config, { simulation, explores: explorer !== null });

  stopOnSignal(async () => {
    await server.stop();
    await parts.close();
    await simulation?.stop();
  });
}

function stopOnSignal(end: () => Promise<void>): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await end();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
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
  { simulation, explores }: { readonly simulation: Simulation | null; readonly explores: boolean },
): void {
  const lines = [
    '',
    '  !! OPEN: there are no access rules yet. Whoever reaches this port reads everything.',
    `  !! It listens on ${config.host} only. Never put it in front of real people's records.`,
    '',
    `  gateway       ${url}/graphql   pid ${process.pid}`,
    ...(explores ? [`  explorer      ${url}/explorer`] : []),
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

function describe(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE') {
    return 'PORT: expected a port that is free; another program listens on this one';
  }
  return thrown instanceof Error ? thrown.message : 'the gateway could not start';
}
