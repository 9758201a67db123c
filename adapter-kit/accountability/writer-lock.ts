/**
 * One writer on a log's folder: two would both write line 8.
 *
 * Every writer puts down a file of its own, whose name says which process it is, and then looks whether there is another of a process
 * that lives. Each does so in that order, so of two at once at least one sees the other, and perhaps both give way. A file of a
 * process that is gone is nobody's, and anybody may remove it. It is told by process number: a folder that several hosts share is
 * not guarded.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface WriterLock {
  release(): Promise<void>;
}

const namePattern = /^writer-(\d+)-(\d+)-(\d+)-[0-9a-f]{16}\.lock$/;
/** A writer that was killed may take a moment to be gone. */
const defaultWaitMs = 1_000;

/** @throws Error when a process that lives, or one that cannot be seen from here, has the folder after `waitMs`. */
export async function lockForWriting(folder: string, waitMs = defaultWaitMs): Promise<WriterLock> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const own = ownName();
    await (await open(join(folder, own), 'wx', 0o600)).close();
    const holder = await findHolder(folder, own);
    if (holder === null) return { release: () => removeFile(folder, own) };
    await removeFile(folder, own);
    if (performance.now() >= deadline) throw new Error(holder);
    await delay(20 + Math.random() * 40);
  }
}

function ownName(): string {
  const started = startOf(process.pid) ?? '0';
  return `writer-${process.pid}-${started}-${processSpace()}-${randomBytes(8).toString('hex')}.lock`;
}

/** Why the folder is not free. */
async function findHolder(folder: string, own: string): Promise<string | null> {
  for (const file of await readdir(folder)) {
    const [, pid, started, space] = namePattern.exec(file) ?? [];
    if (file === own || pid === undefined) continue;
    if (space !== processSpace()) {
      return `the log was taken by a process of another container, which cannot be seen from here: when it is gone, remove ${file}`;
    }
    if (isRunning(Number(pid), started ?? '0')) return `the log is written by process ${pid}`;
    await removeFile(folder, file);
  }
  return null;
}

async function removeFile(folder: string, file: string): Promise<void> {
  await unlink(join(folder, file)).catch(() => {});
}

function isRunning(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // A process of somebody else's is a process all the same.
    return !(typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ESRCH');
  }
  const found = startOf(pid);
  // Where the system does not tell, a number that is in use is taken for the writer's.
  return started === '0' || found === null || found === started;
}

/**
 * When a process started, in ticks since the machine did: a number that was given out again is another process. `null` where that
 * is not told; `ended` for one that has ended and that nobody has noticed yet.
 *
 * @see proc_pid_stat(5): state is field 3, starttime field 22; field 2 may hold spaces and brackets.
 */
function startOf(pid: number): string | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[22 - 3] ?? null);
}

/** The namespace in which a process number means something; `0` where the system has none. */
function processSpace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}
