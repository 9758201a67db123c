/**
 * Runs one subgraph in a process of its own: `npm run subgraph -- raad --port 4203`.
 *
 * Its source is told by the same environment variables as the gateway's; where they are absent a simulated one is
 * started beside it. The household register is told where the feeds are in the same way.
 */
import { parseArgs } from 'node:util';
import { readAgreedSettings } from '../adapter-kit/agreed-settings.js';
import { createClock } from '../adapter-kit/clock.js';
import type { OrganisationModule } from '../adapter-kit/organisation-source.js';
import { subgraphProductionProblems } from '../adapter-kit/production.js';
import { createHmacPseudonymiser } from '../adapter-kit/pseudonym.js';
import { connectRemoteSubgraph } from '../adapter-kit/remote-subgraph.js';
import type { RosterFeed } from '../adapter-kit/roster.js';
import {
  ConfigurationError,
  readSourceSettings,
  subgraphUrlVariable,
} from '../adapter-kit/source-settings.js';
import type { Subgraph } from '../adapter-kit/subgraph.js';
import { serveSubgraph } from '../adapter-kit/subgraph-server.js';
import type { SubgraphName } from '../schema/subgraph-sdl.js';
import { startSimulation } from '../simulated-sources/processes.js';
import { accessControlOf } from './access-rules.js';
import { readCombinedSettings, usualCombined } from './household/combined/settings.js';
import { readRedisSettings } from './household/register/stores/redis-settings.js';
import { createRedisStore } from './household/register/stores/redis-store.js';
import { createHouseholdSubgraph } from './household/subgraph.js';
import { organisations } from './index.js';
import { openOwnAccess } from './own-access.js';

const castClock = new Date('2026-11-02T12:00:00+01:00');

try {
  await run();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : 'the subgraph could not start'}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string', default: '0' } },
  });
  const name = positionals[0] ?? '';
  const port = Number(values.port);
  const names = ['household', ...organisations.map((organisation) => organisation.name)];
  if (!names.includes(name) || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigurationError([`expected one of ${names.join(', ')}, and --port from 0 to 65535`]);
  }
  const common = readAgreedSettings(process.env);

  const problems: string[] = [];
  const wanted = organisations.filter((organisation) => name === 'household' || organisation.name === name);
  const elsewhere = new Map(
    wanted.flatMap((organisation): [string, string][] => {
      const url = name === 'household' ? process.env[subgraphUrlVariable(organisation.name)] : undefined;
      return url ? [[organisation.name, url]] : [];
    }),
  );
  const settings = new Map(
    wanted
      .filter((organisation) => !elsewhere.has(organisation.name))
      .map(
        (organisation) =>
          [organisation.name, readSourceSettings(organisation, process.env, problems)] as const,
      ),
  );
  const redis = name === 'household' ? readRedisSettings(process.env, problems) : null;
  const simulated = [...settings].filter(([, given]) => given === null).map(([absent]) => absent);
  problems.push(...subgraphProductionProblems(process.env, { name, simulated }));
  const combined = name === 'household' ? readCombinedSettings(process.env, problems) : usualCombined;
  if (problems.length > 0) throw new ConfigurationError(problems);

  const access = await openOwnAccess(process.env, {
    name: name as SubgraphName, // one of the names above
    organisation: name === 'household' ? 'REGISTER' : (wanted[0]?.organisation ?? ''),
    readsFeedsElsewhere: elsewhere.size > 0,
    pseudonymKey: common.pseudonymKey,
    report: (problem) => process.stderr.write(`${problem}\n`),
  });

  const simulation = simulated.length > 0 ? await startSimulation(simulated, new Set()) : null;
  const tools = {
    pseudonymiser: createHmacPseudonymiser(common.pseudonymKey, common.previousPseudonymKey),
    keyTokenSecret: common.keyTokenSecret,
    now: createClock(common.clockStartsAt ?? (simulation ? castClock : null)),
    sourceTimeoutMs: common.sourceTimeoutMs,
    resilience: common.resilience,
    ...access?.tools,
  };
  const feedTokenFor = access?.feedTokenFor ?? undefined;
  const create = (organisation: OrganisationModule): Subgraph => {
    const running = simulation?.processes.find((candidate) => candidate.name === organisation.name);
    const given = settings.get(organisation.name) ?? running?.settings;
    if (!given) throw new Error(`expected settings for ${organisation.name}`);
    return organisation.create(given, tools);
  };

  const parts: { close(): Promise<void> }[] = [];
  let subgraph: Subgraph;
  if (name === 'household') {
    const feeds: Record<string, RosterFeed> = {};
    for (const organisation of wanted) {
      const url = elsewhere.get(organisation.name);
      const part = url
        ? connectRemoteSubgraph({
            organisation: organisation.organisation,
            url,
            timeoutMs: tools.sourceTimeoutMs,
            resilience: tools.resilience,
            feedToken: feedTokenFor && (() => feedTokenFor(organisation.name)),
          })
        : create(organisation);
      parts.push(part);
      if (part.roster) feeds[organisation.organisation] = part.roster;
    }
    const household = createHouseholdSubgraph({
      ...tools,
      accessControl: accessControlOf('household', tools),
      feeds,
      idSecret: common.pseudonymKey,
      previousIdSecret: common.previousPseudonymKey ?? undefined,
      pollSeconds: common.rosterPollSeconds,
      maxAgeSeconds: common.rosterMaxAgeSeconds,
      rosterTimeoutMs: 10_000,
      combined,
      ...(redis ? { store: createRedisStore({ settings: redis }) } : {}),
    });
    void household.register.start();
    subgraph = household;
  } else {
    const [organisation] = wanted;
    if (!organisation) throw new Error(`expected an organisation named ${name}`);
    subgraph = create(organisation);
  }

  const server = await serveSubgraph(subgraph, { port });
  process.stdout.write(
    [
      '',
      access
        ? '  Only the gateway and the register are answered, by their signature.'
        : '  !! OPEN: no access rules stand without ACCESS_CONTEXT_KEYS_FILE. It listens on loopback only.',
      `  ${name} subgraph   ${server.url}   pid ${process.pid}`,
      ...(simulation?.processes ?? []).map(
        ({ name: source, url, pid }) => `  ${source} simulated at ${url}   pid ${pid}`,
      ),
      '',
      '',
    ].join('\n'),
  );

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await server.close();
    await Promise.all([subgraph, ...parts].map((part) => part.close()));
    await access?.close();
    await simulation?.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}
