/** What a process used, by the operating system's accounting (`/proc`): it holds when the machine is noisy. */
import { readFileSync } from 'node:fs';

/** One tick of `/proc/<pid>/stat`: 100 in a second on every Linux that this runs on (`getconf CLK_TCK`). */
const tickMs = 10;

/** User and system time that a process has used, in milliseconds; `null` where there is no `/proc`. */
export function cpuMs(pid: number): number | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The program's name stands between brackets and may hold anything; utime and stime are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Memory that a process has in use, in megabytes (10^6 bytes); `null` where there is no `/proc`. */
export function residentMegabytes(pid: number): number | null {
  const line = readProc(`/proc/${pid}/status`)?.match(/^VmRSS:\s+(\d+) kB$/m);
  return line ? Math.round((Number(line[1]) * 1024) / 1e6) : null;
}

function readProc(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
