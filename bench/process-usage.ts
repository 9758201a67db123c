/** What a process used, by the operating system's accounting (`/proc`): it holds when the machine is noisy. */
import { readdirSync, readFileSync } from 'node:fs';

/** One tick of `/proc/<pid>/stat`: 100 in a second on every Linux that this runs on (`getconf CLK_TCK`). */
const tickMs = 10;

/**
 * User and system time that a process has used, in milliseconds; `null` where there is no `/proc`.
 *
 * Linux keeps it in nanoseconds for each thread, and shows the sum in ticks as well; a turn of a second is too short for ticks.
 */
export function cpuMs(pid: number): number | null {
  return cpuMsOfThreads(pid) ?? cpuMsInTicks(pid);
}

function cpuMsOfThreads(pid: number): number | null {
  const threads = orNull(() => readdirSync(`/proc/${pid}/task`));
  const used = threads?.map((thread) => readProc(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0]);
  if (!used || used.length === 0 || used.includes(undefined)) return null;
  return used.reduce((sum, nanoseconds) => sum + Number(nanoseconds) / 1e6, 0);
}

function cpuMsInTicks(pid: number): number | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The program's name stands between brackets and may hold anything; utime and stime are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Memory that a process has in use, in megabytes (10^6 bytes); `null` where there is no `/proc`. */
export function residentMegabytes(pid: number): number | null {
  const line = readProc(`/proc/${pid}/status`)?.match(/^VmRSS:\s+(\d+) kB$/m);
  return line ? Math.round((Number(line[1]) * 1024) / 1e5) / 10 : null;
}

/** Files and sockets that a process has open; `null` where there is no `/proc`. */
export function openFiles(pid: number): number | null {
  return orNull(() => readdirSync(`/proc/${pid}/fd`).length);
}

function readProc(file: string): string | null {
  return orNull(() => readFileSync(file, 'utf8'));
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
