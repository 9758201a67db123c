/** A log in a folder of its own, and what is done to its files from outside. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChainedLogOptions, openChainedLog } from '../../adapter-kit/accountability/chained-log.js';
import { runLogCommand } from '../../gateway/accountability/log-command.js';

export const november = new Date('2026-11-02T11:00:00Z');

export interface LogWorld {
  readonly folder: string;
  open(options?: Partial<ChainedLogOptions>): ReturnType<typeof openChainedLog>;
  /** Writes so many entries, and closes. */
  write(count: number, options?: Partial<ChainedLogOptions>): Promise<void>;
  /** The lines of a segment, without their ends. */
  lines(segment?: string): Promise<string[]>;
  /** Puts other lines in the place of a segment's. */
  rewrite(change: (lines: readonly string[]) => readonly string[], segment?: string): Promise<void>;
  /** The `log` command on this folder. */
  command(
    ...args: string[]
  ): Promise<{ readonly code: number; readonly out: string[]; readonly problems: string[] }>;
  remove(): Promise<void>;
}

export async function createLogWorld(): Promise<LogWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-log-'));
  const pathOf = (segment = 'processing-2026-11.log'): string => join(folder, segment);
  const open: LogWorld['open'] = (options = {}) =>
    openChainedLog({ folder, name: 'processing', now: () => november, lockWaitMs: 0, ...options });
  const lines: LogWorld['lines'] = async (segment) => {
    const text = await readFile(pathOf(segment), 'utf8');
    return text.split('\n').slice(0, -1);
  };
  return {
    folder,
    open,
    lines,
    async write(count, options) {
      const log = await open(options);
      for (let number = 1; number <= count; number += 1) await log.append({ number });
      await log.close();
    },
    async rewrite(change, segment) {
      const changed = change(await lines(segment));
      await writeFile(pathOf(segment), changed.map((line) => `${line}\n`).join(''));
    },
    async command(...args) {
      const out: string[] = [];
      const problems: string[] = [];
      const code = await runLogCommand([...args, '--dir', folder], {
        out: (line) => out.push(line),
        problem: (line) => problems.push(line),
      });
      return { code, out, problems };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
