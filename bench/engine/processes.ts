/** Starts the sources and the contestants of the engine's question, each as a process, and speaks with them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { projectRoot } from '../../schema/project-root.js';
import { heldTo } from '../cores.js';
import type { ContestantSettings } from './contestants/contestant-settings.js';
import { type Driven, driveClosed, type IdentityKind } from './drive.js';
import { createPoster } from './post-json.js';
import { prepareQuestion, type Question } from './question.js';
import { type SourceName, sourceNames } from './supergraph.js';

export interface Place {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Processors to run on; absent: any. */
  readonly cores?: string | undefined;
}

export interface SourceCount {
  readonly calls: number;
  readonly identities: number;
  readonly sleeping: number;
}

export interface Sources {
  readonly urls: Readonly<Record<SourceName, string>>;
  /** What each was asked since the last time, after this order was obeyed. */
  order(order: {
    readonly source?: SourceName;
    readonly sleepMs?: number;
    readonly isDown?: boolean;
  }): Promise<Readonly<Record<SourceName, SourceCount>>>;
  stop(): Promise<void>;
}

export interface DriveOrder {
  readonly question: Question;
  readonly concurrency: number;
  readonly durationMs: number;
  readonly identities: IdentityKind;
}

export interface Contestant {
  readonly name: string;
  readonly pid: number;
  /** `null` for one without a server. */
  readonly url: string | null;
  drive(order: DriveOrder): Promise<Driven>;
  stop(): Promise<void>;
}

const startTimeoutMs = 20_000;
const countSchema = z.object({ calls: z.number(), identities: z.number(), sleeping: z.number() });
const countsSchema = z.record(z.enum(sourceNames), countSchema);
const sourcesReady = z.object({ urls: z.record(z.enum(sourceNames), z.string()), switchboard: z.string() });
const contestantReady = z.object({ url: z.string().nullable() });
const drivenSchema = z.union([
  z.object({ requests: z.number(), elapsedMs: z.number(), latenciesMs: z.array(z.number()) }),
  z.object({ failed: z.string() }),
]);

export async function startSources(place: Place): Promise<Sources> {
  const child = startProgram('bench/engine/subgraph-servers.js', [], place);
  const { urls, switchboard } = sourcesReady.parse(await nextLine('the sources', child));
  const poster = createPoster(`${switchboard}/`, { connections: 1, timeoutMs: 10_000 });
  return {
    urls,
    order: async (order) => countsSchema.parse(JSON.parse(await poster.post(JSON.stringify(order)))),
    async stop() {
      await poster.close();
      await stopChild(child);
    },
  };
}

/** One of the benchmark's own contestants. @param headersOf What it is sent in the name of an identity; absent: that name alone. */
export async function startContestant(
  name: string,
  settings: ContestantSettings,
  place: Place,
  headersOf?: HeadersOf,
): Promise<Contestant> {
  // Hive Gateway keeps more listeners than Node expects, and Node says so once for each source.
  const quiet = settings.kind === 'hive' ? ['--disable-warning=MaxListenersExceededWarning'] : [];
  const child = startProgram('bench/engine/contestant.js', [], place, quiet);
  child.stdin?.write(`${JSON.stringify(settings)}\n`);
  const { url } = contestantReady.parse(await nextLine(name, child));
  const pid = child.pid ?? 0;
  if (url !== null) return overHttp(name, { pid, url, child }, headersOf);
  const lines = linesOf(child);
  return {
    name,
    pid,
    url,
    async drive(order) {
      child.stdin?.write(`${JSON.stringify(order)}\n`);
      const driven = drivenSchema.parse(await lines.next(order.durationMs + 30_000));
      if ('failed' in driven) throw new Error(`${name}: ${driven.failed}`);
      return driven;
    },
    stop: () => stopChild(child),
  };
}

/** The product's gateway over the supergraph of this question, without access rules. */
export async function startOpenGateway(
  name: string,
  options: {
    readonly supergraphSdl: string;
    readonly folder: string;
    readonly sourceTimeoutMs: number;
    readonly nodeOptions?: readonly string[];
  },
  place: Place,
): Promise<Contestant> {
  const file = join(options.folder, 'supergraph.graphql');
  writeFileSync(file, options.supergraphSdl);
  const port = await freePort();
  const child = startProgram(
    'gateway/main.js',
    ['--supergraph', file, '--port', String(port), '--open'],
    {
      ...place,
      environment: {
        ...place.environment,
        // Without access rules it refuses to run where it is told that this is production.
        NODE_ENV: undefined,
        LOG_LEVEL: 'error',
        SOURCE_TIMEOUT_MS: String(options.sourceTimeoutMs),
      },
    },
    options.nodeOptions,
  );
  child.stdout?.resume();
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilAnswering(name, url, child);
  return overHttp(name, { pid: child.pid ?? 0, url, child });
}

type HeadersOf = (identity: string) => Readonly<Record<string, string>>;

function overHttp(
  name: string,
  { pid, url, child }: { readonly pid: number; readonly url: string; readonly child: ChildProcess },
  headersOf: HeadersOf = (identity) => ({ authorization: identity }),
): Contestant {
  // More than are ever under way at once, so that nobody waits on the asker's side.
  const poster = createPoster(url, { connections: 2_048, timeoutMs: 30_000 });
  const prepared = new Map<string, ReturnType<typeof prepareQuestion>>();
  return {
    name,
    pid,
    url,
    async drive({ question, ...rest }) {
      const key = JSON.stringify(question);
      const asked = prepared.get(key) ?? prepareQuestion(question);
      prepared.set(key, asked);
      try {
        return await driveClosed(
          (variant, identity) => poster.post(asked.bodies[variant] ?? '', headersOf(identity)),
          { ...rest, question: asked },
        );
      } catch (thrown) {
        throw new Error(`${name}: ${thrown instanceof Error ? thrown.message : 'no reason given'}`);
      }
    },
    async stop() {
      await poster.close();
      await stopChild(child);
    },
  };
}

function startProgram(
  file: string,
  args: readonly string[],
  { environment, cores }: Place,
  nodeOptions: readonly string[] = [],
): ChildProcess {
  const [command, ...rest] = heldTo(cores, [
    process.execPath,
    ...nodeOptions,
    join(projectRoot, 'dist', file),
    ...args,
  ]);
  return spawn(command ?? process.execPath, rest, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { NODE_ENV: 'production', ...environment, APOLLO_TELEMETRY_DISABLED: '1' },
  });
}

interface Lines {
  /** The next line, as JSON. */
  next(timeoutMs: number): Promise<unknown>;
}

const readers = new WeakMap<ChildProcess, Lines>();

function linesOf(child: ChildProcess): Lines {
  const known = readers.get(child);
  if (known) return known;
  if (!child.stdout) throw new Error('expected to hear what was started');
  const lines: Interface = createInterface({ input: child.stdout });
  const iterator = lines[Symbol.asyncIterator]();
  const reader: Lines = {
    async next(timeoutMs) {
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      const { value, done } = await iterator.next();
      clearTimeout(timer);
      if (done) throw new Error(`a process of the benchmark ended, or gave nothing for ${timeoutMs} ms`);
      return JSON.parse(String(value)) as unknown;
    },
  };
  readers.set(child, reader);
  return reader;
}

async function nextLine(name: string, child: ChildProcess): Promise<unknown> {
  try {
    return await linesOf(child).next(startTimeoutMs);
  } catch {
    throw new Error(`${name} did not start`);
  }
}

async function untilAnswering(name: string, url: string, child: ChildProcess): Promise<void> {
  const poster = createPoster(url, { connections: 1, timeoutMs: 1_000 });
  const question = prepareQuestion({ kind: 'whole', households: 1, members: 2 });
  try {
    for (const endsAt = Date.now() + startTimeoutMs; Date.now() < endsAt; await wait(100)) {
      if (child.exitCode !== null) break;
      const text = await poster.post(question.bodies[0] ?? '').catch(() => null);
      if (text !== null) return;
    }
  } finally {
    await poster.close();
  }
  await stopChild(child);
  throw new Error(`${name} did not start`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(timer);
}
