/** The built gateway as a process of its own over any supergraph, asked over HTTP as a stranger would. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { Agent, request } from 'undici';
import { openFiles } from '../../bench/process-usage.js';
import { type RunningProgram, startProgram } from '../program/start-program.js';

export interface AnswerOfGateway {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly text: string;
  readonly tookMs: number;
}

export interface OpenGateway {
  readonly url: string;
  readonly pid: number;
  /** How long it took until it said that it listens. */
  readonly startedInMs: number;
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<AnswerOfGateway>;
  /** Sends a body as it is. */
  post(body: string): Promise<AnswerOfGateway>;
  statusOf(path: string): Promise<number>;
  /** What it printed since it said that it listens: nothing, while all is well. */
  complaints(): string;
  isRunning(): boolean;
  /** Of the process, in MiB: now, and the most since `forgetPeak`. */
  memory(): { readonly nowMiB: number; readonly peakMiB: number };
  forgetPeak(): void;
  /** Files and sockets that it has open. */
  handles(): number;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  /** How long it gives a request. */
  readonly budgetMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Composes subgraphs that are at these URLs. @throws Error listing why they do not compose. */
export function composeAt(
  subgraphs: readonly { readonly name: string; readonly url: string; readonly sdl: string }[],
): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(String).join('\n'));
  return supergraphSdl;
}

export async function startOpenGateway(sdl: string, options: GatewayOptions): Promise<OpenGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-hardening-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, sdl);
  const started = performance.now();
  const program: RunningProgram = startProgram('gateway/main.js', {
    args: ['--supergraph', file, '--port', '0', '--open'],
    env: { SOURCE_TIMEOUT_MS: String(options.budgetMs), ...options.env },
  });
  const announced = /gateway\s+(http:\S+)\/graphql\s+pid (\d+)\n\n/;
  const [, url = '', pidText] = await program.find(announced, 25_000).catch(async (thrown: unknown) => {
    await program.stop();
    throw thrown;
  });
  const startedInMs = performance.now() - started;
  const spoken = program.output().length;
  const pid = Number(pidText);
  const agent = new Agent({ connections: 64, keepAliveTimeout: 1_000 });

  async function post(body: string): Promise<AnswerOfGateway> {
    const askedAt = performance.now();
    const response = await request(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      dispatcher: agent,
    });
    const text = await response.body.text();
    const tookMs = performance.now() - askedAt;
    const { data, errors = [] } = JSON.parse(text) as Partial<AnswerOfGateway>;
    return { status: response.statusCode, data, errors, text, tookMs };
  }

  return {
    url,
    pid,
    startedInMs,
    post,
    ask: (query, variables = {}) => post(JSON.stringify({ query, variables })),
    async statusOf(path) {
      const { statusCode, body } = await request(`${url}${path}`, { dispatcher: agent });
      await body.dump();
      return statusCode;
    },
    complaints: () => program.output().slice(spoken),
    isRunning: () => program.child.exitCode === null && program.child.signalCode === null,
    memory() {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const mebibytes = (name: string): number =>
        Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
      return { nowMiB: mebibytes('VmRSS'), peakMiB: mebibytes('VmHWM') };
    },
    // Linux: 5 puts the highest back to what is used now.
    forgetPeak: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
    handles: () => openFiles(pid) ?? Number.NaN,
    async stop() {
      await agent.destroy();
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
