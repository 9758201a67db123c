/**
 * Simulated organisations as processes beside the gateway, for the demonstration: started here, stopped with it, and never
 * restarted: who stops one wants to see what happens.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../schema/project-root.js';

const readyLine = z.object({
  name: z.string(),
  pid: z.number(),
  url: z.string(),
  data: z.string(),
  settings: z.record(z.string(), z.string()),
});

export interface SimulatedProcess {
  readonly name: string;
  /** `null`: it was left out and is not running. */
  readonly pid: number | null;
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
  /** The command that starts it again as it was. */
  readonly startCommand: string;
}

export interface Simulation {
  readonly processes: readonly SimulatedProcess[];
  stop(): Promise<void>;
}

/** Another program listens where a simulated source was to listen. */
export class PortTakenError extends Error {
  constructor(readonly source: string) {
    super(`the simulated source ${source} expected a port that is free; another program listens on it`);
    this.name = 'PortTakenError';
  }
}

/** Seconds are usual; a machine that is busy with other things may take a minute. */
const startTimeoutMs = 60_000;

/**
 * Starts the named simulated organisations; those in `without` are only given a place to be started at.
 *
 * @param ports Where one is to listen, e.g. the issuer, whom people ask themselves; any free port where it is not said, or 0.
 * @throws PortTakenError when another program listens where one was to listen.
 */
export async function startSimulation(
  names: readonly string[],
  without: ReadonlySet<string>,
  ports: ReadonlyMap<string, number> = new Map(),
): Promise<Simulation> {
  for (const [name, port] of ports) {
    if (port !== 0 && names.includes(name) && !(await isFree(port))) throw new PortTakenError(name);
  }
  const folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-'));
  const children: ChildProcess[] = [];
  async function stop(): Promise<void> {
    await Promise.all(children.map(stopChild));
    await rm(folder, { recursive: true, force: true });
  }
  try {
    const processes = await Promise.all(
      names.map(async (name): Promise<SimulatedProcess> => {
        const port = ports.get(name) || (await freePort());
        const data = join(folder, name);
        // One that is left out is started once, to learn where an adapter will find it, and stopped again.
        const started = await startChild(name, port, data);
        const startCommand = `npm run source -- ${name} --port ${port} --data ${data}`;
        if (without.has(name)) await stopChild(started.child);
        else children.push(started.child);
        const { url, settings, pid } = started.ready;
        return { name, pid: without.has(name) ? null : pid, url, settings, startCommand };
      }),
    );
    return { processes, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function startChild(name: string, port: number, data: string) {
  const program = join(projectRoot, 'dist', 'simulated-sources', 'run.js');
  const child = spawn(process.execPath, [program, name, '--port', String(port), '--data', data], {
    // Its standard input is the rope: when this process dies, however it dies, the rope breaks and the child stops.
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, GEZINSBEELD_PARENT: 'pipe' },
  });
  const ready = await new Promise<z.infer<typeof readyLine>>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the simulated source ${name} was not ready within ${startTimeoutMs} ms`));
    }, startTimeoutMs);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      child.stdout.removeAllListeners('data').resume();
      resolve(readyLine.parse(JSON.parse(text.slice(0, end))));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the simulated source ${name} ended before it was ready, with code ${code}`));
    });
  });
  child.removeAllListeners('exit');
  return { child, ready };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(timer);
}

async function freePort(): Promise<number> {
  const port = await tryToListen(0);
  if (port === null) throw new Error('expected a free port');
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return (await tryToListen(port)) !== null;
}

/** The port on which one could listen; `null`: none. */
async function tryToListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
