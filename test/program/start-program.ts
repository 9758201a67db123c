/** Starts the compiled programs in `dist/` as a stranger would, in processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../schema/project-root.js';

export interface RunningProgram {
  readonly child: ChildProcess;
  /** What it has printed so far, both streams. */
  output(): string;
  /** The first match in the output, waited for. */
  find(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  stop(): Promise<void>;
}

export function startProgram(
  program: string,
  options: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): RunningProgram {
  const child = spawn(process.execPath, [join(projectRoot, 'dist', program), ...(options.args ?? [])], {
    cwd: projectRoot,
    // Nothing of the environment of whoever runs the tests decides what the program does.
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', SIMULATED_ISSUER_PORT: '0', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    child,
    ended,
    output: () => text,
    find: (pattern, withinMs = 30_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => done(new Error(`expected ${pattern} within ${withinMs} ms in:\n${text}`)),
          withinMs,
        );
        const look = (): void => {
          const match = pattern.exec(text);
          if (match) done(match);
        };
        const done = (result: RegExpExecArray | Error): void => {
          clearTimeout(timer);
          listeners.delete(look);
          if (result instanceof Error) reject(result);
          else resolve(result);
        };
        listeners.add(look);
        void ended.then(() => done(new Error(`expected ${pattern} before it ended, in:\n${text}`)));
        look();
      }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

export interface AnnouncedGateway {
  readonly url: string;
  /** Where the simulated issuer of access tokens is; empty where there is none. */
  readonly issuerUrl: string;
  /** The simulated source's process id, and the arguments that start it again. */
  source(name: string): { readonly pid: number | null; readonly startArgs: readonly string[] };
}

/** Reads what the gateway prints when it is ready. */
export async function readAnnouncement(program: RunningProgram): Promise<AnnouncedGateway> {
  const [, url = ''] = await program.find(/gateway\s+(http:\S+)\/graphql.*\n(?:.*\n)*\n/, 140_000);
  const text = program.output();
  return {
    url,
    issuerUrl: /issuer +simulated at (\S+)/.exec(text)?.[1] ?? '',
    source(name) {
      const line = new RegExp(`^ *${name} +(.*)\\n +(?:again|start): npm run source -- (.*)$`, 'm').exec(
        text,
      );
      if (!line) throw new Error(`expected ${name} in:\n${text}`);
      const pid = /pid (\d+)/.exec(line[1] ?? '');
      return { pid: pid ? Number(pid[1]) : null, startArgs: (line[2] ?? '').trim().split(' ') };
    },
  };
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
