/**
 * One process at a time on a data folder: two stores on one log would both confirm the same message.
 *
 * Invariant: the lock file appears with its content or not at all (a link to a file that is whole), and only who proved
 * that its holder is gone removes it. The proof is by process number, so it holds on one host only: a folder that two
 * hosts share is not guarded by it.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isSystemError } from './system-error.js';

export interface FolderLock {
  /** Gives the folder free; a second time does nothing. */
  release(): Promise<void>;
}

const lockName = 'store.lock';
/** A process that was killed may take a moment to be gone, and its successor may be there already. */
const defaultWaitMs = 1_000;
const retryMs = 25;

const holderSchema = z.strictObject({
  pid: z.int().positive(),
  /** When the process started, as the system counts it: a number that was given out again is another process. */
  startedAt: z.string().nullable(),
  /** The PID namespace in which the number means something; `null` where the system has none. */
  namespace: z.string().nullable(),
  /** Differs for every lock ever taken. */
  token: z.string().min(1),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the lock; that of a process that is no longer there is taken over at once.
 *
 * @throws Error when another process (or this one) still holds it after `waitMs`, or the lock file is not one of ours.
 */
export async function lockFolder(folder: string, waitMs = defaultWaitMs): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, lockName);
  const own: Holder = {
    pid: process.pid,
    startedAt: lifeOf(process.pid)?.startedAt ?? null,
    namespace: pidNamespace(),
    token: randomBytes(12).toString('hex'),
  };
  const candidate = `${path}.${own.token}`;
  await writeWhole(candidate, JSON.stringify(own));
  try {
    const deadline = performance.now() + waitMs;
    while (!(await linkNew(candidate, path))) {
      const holder = await readHolder(path);
      if (holder === null) continue;
      if (holder.namespace !== own.namespace) throw takenElsewhere();
      if (!isRunning(holder)) await removeStale(path, holder, candidate);
      else if (performance.now() < deadline) await delay(retryMs);
      else throw new Error(`the data folder is in use by a store in process ${holder.pid}`);
    }
  } finally {
    await unlink(candidate);
  }
  return {
    async release() {
      if ((await readHolder(path))?.token === own.token) await unlink(path);
    },
  };
}

function takenElsewhere(): Error {
  return new Error(
    `the data folder was taken by a store of another container, which cannot be seen from here: when it is gone, remove ${lockName}`,
  );
}

function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Whether the name was free and is now ours. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    if (isSystemError(thrown, 'EEXIST')) return false;
    throw thrown;
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (isSystemError(thrown, 'ENOENT')) return null;
    throw thrown;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`expected ${lockName} in the data folder to be the lock of a store; it was left alone`);
  }
}

// Of two that find the same stale lock, the one with the guard looks again and removes it. Without the guard, the slower
// of the two would remove the lock that the faster has just taken.
async function removeStale(path: string, stale: Holder, candidate: string): Promise<void> {
  const guard = `${path}.stale-${stale.token}`;
  if (await linkNew(candidate, guard)) {
    try {
      if ((await readHolder(path))?.token === stale.token) await unlink(path);
    } finally {
      await unlink(guard);
    }
    return;
  }
  const other = await readHolder(guard);
  if (other !== null && !isRunning(other)) await unlink(guard).catch(() => {});
  else await delay(retryMs);
}

function isRunning({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // A process of somebody else's is a process all the same.
    return !isSystemError(thrown, 'ESRCH');
  }
  const life = lifeOf(pid);
  if (life === null) return true;
  return !life.isDead && (startedAt === null || startedAt === life.startedAt);
}

/**
 * What Linux tells of a process: when it started (in ticks since the machine did), and whether it has ended and nobody
 * has noticed yet. `null` where it tells nothing.
 *
 * @see proc_pid_stat(5): state is field 3, starttime field 22; field 2 may hold spaces and brackets.
 */
function lifeOf(pid: number): { readonly startedAt: string; readonly isDead: boolean } | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startedAt = fields[22 - 3];
  return startedAt === undefined ? null : { startedAt, isDead: fields[0] === 'Z' || fields[0] === 'X' };
}
