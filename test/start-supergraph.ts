/**
 * The whole supergraph, for tests that go through the front door: four simulated organisations on their real protocols,
 * the gateway over HTTP on a free port, and a count of what was asked of each source. Everything in this process.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { DEMONSTRATION_KEY_TOKEN_SECRET } from '../adapter-kit/key-token.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../adapter-kit/pseudonym.js';
import { serveSubgraph } from '../adapter-kit/subgraph-server.js';
import { composeParts, type PartPlacement } from '../gateway/compose-parts.js';
import type { Explorer } from '../gateway/explorer.js';
import type { HouseholdAccess } from '../gateway/household-access.js';
import { createGatewayServer } from '../gateway/server.js';
import { projectRoot } from '../schema/project-root.js';
import { startGiSource } from '../simulated-sources/gi/source.js';
import { startLocalTeamSource } from '../simulated-sources/local-team/source.js';
import { startRaadSource } from '../simulated-sources/raad/source.js';
import type { RunningSource, StartSimulatedSource } from '../simulated-sources/simulated-source.js';
import { startVeiligThuisSource } from '../simulated-sources/veilig-thuis/source.js';
import { organisations } from '../subgraphs/index.js';

export type OrganisationName = 'veilig-thuis' | 'raad' | 'gi' | 'local-team';
export const organisationNames: readonly OrganisationName[] = ['veilig-thuis', 'raad', 'gi', 'local-team'];

const starters: Readonly<Record<OrganisationName, StartSimulatedSource>> = {
  'veilig-thuis': startVeiligThuisSource,
  raad: startRaadSource,
  gi: startGiSource,
  'local-team': startLocalTeamSource,
};

/** The day on which the cast lives. */
export const castClock = new Date('2026-11-02T12:00:00+01:00');

export interface GraphqlAnswer {
  readonly status: number;
  // The answers of a test are compared whole or picked from by tests that know the query.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly data: any;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The answer as it came over the wire. */
  readonly text: string;
}

export interface RunningSupergraph {
  readonly url: string;
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer>;
  /** What the gateway asked of subgraphs, in order. */
  readonly asked: { readonly subgraph: string; readonly query: string }[];
  /** Calls that left for each organisation's source since the last reset, feeds included. */
  readonly calls: Map<string, number>;
  readonly sources: Readonly<Record<OrganisationName, SimulatedSourceControl>>;
  /** What was written to the operational log. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

export interface SimulatedSourceControl {
  readonly settings: Readonly<Record<string, string>>;
  readonly url: string;
  stop(): Promise<void>;
  /** On the same port with the same data. */
  start(): Promise<void>;
}

export interface StartOptions {
  readonly sourceTimeoutMs?: number;
  readonly rosterMaxAgeSeconds?: number;
  /** Sources that are not running when the gateway starts. */
  readonly without?: readonly OrganisationName[];
  /** Subgraphs that run behind HTTP. */
  readonly remote?: readonly OrganisationName[];
  /** Sources that are running already, to put a second gateway over the same ones. */
  readonly over?: RunningSupergraph;
  readonly monotonicMs?: () => number;
  /** Puts access rules up; absent: whoever asks is answered. */
  readonly openAccess?: (supergraphSdl: string) => Promise<Pick<HouseholdAccess, 'parts' | 'server'>>;
  /** The explorer that the gateway serves; absent: none. */
  readonly explorer?: Explorer | null;
}

export async function startSupergraph(options: StartOptions = {}): Promise<RunningSupergraph> {
  const { sourceTimeoutMs = 1_000, rosterMaxAgeSeconds = 60, without = [], remote = [] } = options;
  const folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-test-'));
  const sources =
    options.over?.sources ??
    (Object.fromEntries(
      await Promise.all(
        organisationNames.map(async (name) => [name, await control(name, join(folder, name))] as const),
      ),
    ) as Record<OrganisationName, SimulatedSourceControl>); // one entry for every name
  for (const name of without) await sources[name].stop();

  const calls = new Map<string, number>();
  const asked: { subgraph: string; query: string }[] = [];
  const log: string[] = [];
  const now = () => new Date(castClock);
  const onCall = ({ organisation }: { readonly organisation: string }) => {
    calls.set(organisation, (calls.get(organisation) ?? 0) + 1);
  };
  const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
  const tools = {
    pseudonymiser,
    keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
    now,
    sourceTimeoutMs,
    onCall,
  };
  const closing: (() => Promise<void>)[] = [];
  const placements = new Map<string, PartPlacement>();
  for (const organisation of organisations) {
    const name = organisation.name as OrganisationName; // the modules are those of organisationNames
    const { settings } = sources[name];
    if (!remote.includes(name)) {
      placements.set(name, { settings });
      continue;
    }
    const subgraph = organisation.create(settings, tools);
    const server = await serveSubgraph(subgraph, { port: 0 });
    closing.push(async () => {
      await server.close();
      await subgraph.close();
    });
    placements.set(name, { url: server.url });
  }

  const supergraphSdl = readFileSync(join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const access = options.openAccess ? await options.openAccess(supergraphSdl) : null;
  const parts = composeParts({
    access: access?.parts ?? null,
    supergraphSdl,
    organisations,
    placements,
    householdUrl: null,
    pseudonymKey: DEMONSTRATION_PSEUDONYM_KEY,
    keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
    sourceTimeoutMs,
    rosterPollSeconds: 1,
    rosterMaxAgeSeconds,
    now,
    onCall,
    onDefect: (error) =>
      log.push(`defect: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`),
    ...(options.monotonicMs ? { monotonicMs: options.monotonicMs } : {}),
  });
  const server = await createGatewayServer({
    supergraphSdl,
    ports: new Map(
      [...parts.ports].map(([name, port]) => [
        name,
        {
          ask: (call) => {
            asked.push({ subgraph: name, query: call.query });
            return port.ask(call);
          },
        },
      ]),
    ),
    losses: parts.losses,
    organisations: organisations.map(({ organisation }) => organisation),
    pseudonymiser,
    subgraphBudgetMs: parts.subgraphBudgetMs,
    persistedQueries: null,
    explorer: options.explorer ?? null,
    access: access?.server ?? null,
    logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
  });
  await parts.start();
  const { url } = await server.listen({ port: 0, host: '127.0.0.1' });
  // Who must say who he is cannot ask; the parts were started, and every feed was tried.
  if (!options.monotonicMs && !access) await feedsAreRead(url, organisationNames.length - without.length);

  return {
    url,
    calls,
    asked,
    sources,
    log,
    ask: (query, variables = {}) => post(url, { query, variables }),
    async stop() {
      await server.stop();
      await parts.close();
      await Promise.all(closing.map((close) => close()));
      if (!options.over) await Promise.all(organisationNames.map((name) => sources[name].stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// On a busy machine a feed may be too slow for its deadline at first; it is read again a second later.
async function feedsAreRead(url: string, count: number): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const { data } = await post(url, { query: '{ feeds { isFresh } }' });
    const fresh = (data?.feeds ?? []).filter(({ isFresh }: { readonly isFresh: boolean }) => isFresh);
    if (fresh.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Sends a request as any client would. */
export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as Partial<GraphqlAnswer>;
  return {
    status: response.status,
    data: answer.data,
    errors: answer.errors ?? [],
    extensions: answer.extensions ?? {},
    text,
  };
}

async function control(name: OrganisationName, dataFolder: string): Promise<SimulatedSourceControl> {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(dataFolder, { recursive: true });
  let running: RunningSource | null = await starters[name]({ port: 0, dataFolder });
  const { url, settings } = running;
  const port = Number(new URL(url).port);
  return {
    url,
    settings,
    async stop() {
      await running?.close();
      running = null;
    },
    async start() {
      running ??= await starters[name]({ port, dataFolder });
    },
  };
}
