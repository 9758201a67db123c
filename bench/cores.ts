/** Which processors what is measured runs on, and which are left for the rest. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Cores {
  /** For the program that is measured. */
  readonly measured: string;
  /** For sources and whoever asks. */
  readonly rest: string;
}

/** `null` where processes cannot be held to a processor, or where there is only one. */
export function findCores(): Cores | null {
  if (spawnSync('taskset', ['--version']).error) return null;
  let status: string;
  try {
    status = readFileSync('/proc/self/status', 'utf8');
  } catch {
    return null;
  }
  const [measured, ...rest] = parseCoreList(status.match(/^Cpus_allowed_list:\s+(\S+)$/m)?.[1] ?? '');
  return measured === undefined || rest.length === 0
    ? null
    : { measured: String(measured), rest: rest.join(',') };
}

/** `0-2,5` to 0, 1, 2, 5. */
export function parseCoreList(list: string): readonly number[] {
  return list.split(',').flatMap((range) => {
    if (range === '') return [];
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** A command that runs on these processors alone; unchanged without any. */
export function heldTo(
  cores: string | undefined,
  command: readonly [string, ...string[]],
): [string, ...string[]] {
  return cores === undefined ? [...command] : ['taskset', '-c', cores, ...command];
}

/** Holds this process with all its threads to these processors. */
export function holdSelf(cores: string): void {
  spawnSync('taskset', ['-acp', cores, String(process.pid)]);
}
