/** Starts the two programs that are compared, each in a process of its own over the same sources. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { projectRoot } from '../schema/project-root.js';

export interface Program {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  /** The settings of all four sources, by the names of their environment variables. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clockStartsAt: string;
  readonly sourceTimeoutMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const startTimeoutMs = 20_000;
const aggregatorReady = z.object({ url: z.string(), pid: z.number() });

/** The built gateway with its subgraphs in one process, as `npm run gateway -- --open` starts it: what is measured is the engine. */
export async function startGateway(options: ProgramOptions): Promise<Program> {
  const child = spawn(process.execPath, [...gatewayArguments(), '--open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...options.environment,
      ...options.settings,
      PORT: '0',
      // One source is stopped on purpose; that its feed cannot be read is no news here.
      LOG_LEVEL: 'error',
      CLOCK_STARTS_AT: options.clockStartsAt,
      SOURCE_TIMEOUT_MS: String(options.sourceTimeoutMs),
    },
  });
  return ready('the gateway', child, (line) => {
    const [, url, pid] = line.match(/gateway\s+(http\S+)\/graphql\s+pid (\d+)/) ?? [];
    return url === undefined ? null : { url, pid: Number(pid) };
  });
}

/** What `npm run gateway` says, so that what is measured is what is run. */
function gatewayArguments(): readonly string[] {
  const { scripts } = packageSchema.parse(
    JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')),
  );
  const [program, ...given] = scripts.gateway.split(' ');
  const script = given.pop();
  if (program !== 'node' || script === undefined)
    throw new Error('expected npm run gateway to start a program of node');
  return [...given, join(projectRoot, script)];
}

const packageSchema = z.object({ scripts: z.object({ gateway: z.string() }) });

export async function startAggregator(options: ProgramOptions): Promise<Program> {
  // With as much room for young objects as the gateway has.
  const aggregator = join(projectRoot, 'dist', 'bench', 'aggregator.js');
  const child = spawn(process.execPath, [...gatewayArguments().slice(0, -1), aggregator], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { settings, clockStartsAt, sourceTimeoutMs: timeoutMs } = options;
  child.stdin.write(`${JSON.stringify({ settings, clockStartsAt, timeoutMs })}\n`);
  return ready('the aggregator', child, (line) => aggregatorReady.parse(JSON.parse(line)));
}

async function ready(
  name: string,
  child: ChildProcess,
  read: (line: string) => { readonly url: string; readonly pid: number } | null,
): Promise<Program> {
  const { stdout } = child;
  if (!stdout) throw new Error(`expected to hear ${name}`);
  const lines = createInterface({ input: stdout });
  const told = await new Promise<{ readonly url: string; readonly pid: number }>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${name} was not ready within ${startTimeoutMs} ms`));
    }, startTimeoutMs);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended before it was ready, with code ${code}`));
    });
    lines.on('line', (line) => {
      const found = read(line);
      if (!found) return;
      clearTimeout(timer);
      lines.close();
      stdout.resume();
      resolve(found);
    });
  });
  return { ...told, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(timer);
}
