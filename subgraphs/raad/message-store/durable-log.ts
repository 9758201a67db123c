/**
 * An append-only file in which an entry is either whole or not there.
 *
 * Invariants:
 * - `append` resolves only after the entry is on the disk (`fdatasync`) and a mark behind it says so; entries that arrive
 *   while the disk is busy share the next flush. After a failed write nothing is accepted any more until the file is
 *   opened anew, because what a failed flush left behind is unknown.
 * - Opening deletes nothing. Only a tail that is an unfinished last write is taken off, into a file beside this one, and
 *   reported. Whatever else is not as it was written stops the opening, and the file stays as it is.
 *
 * How the two are told apart: the header of an entry has a checksum of its own, over its place as well, so that a length
 * is believed or not before anything is read by it. A write is unfinished where the file ends inside a header; or where
 * a sound header stands before a body that is short, or not sound, *and nothing follows*. A confirmed entry always has
 * its mark behind it, so damage to one is never taken for an unfinished write as long as the mark is there. What cannot
 * be told: a mark is not flushed on its own, so after a loss of power the last confirmed entries may lack theirs; and a
 * file that something else cut short.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import {
  confirmationMark,
  type Extent,
  fileHeader,
  frame,
  identityBytes,
  type LogFile,
  readFully,
  readIdentity,
  replay,
  writeFully,
} from './log-format.js';
import { syncFolder, writeSynced } from './synced-files.js';
import { isSystemError } from './system-error.js';

export interface DurableLog {
  /** Differs for every file ever created: a position means nothing without it. */
  readonly identity: string;
  /** How many entries the file holds. */
  readonly length: number;
  /** Resolves with the entry's position (1 is the first) once it is durable; rejects when it is not. */
  append(payload: Buffer): Promise<number>;
  close(): Promise<void>;
}

export interface DurableLogOptions {
  /** Gets every whole entry, in order. */
  readonly onEntry: (payload: Buffer, position: number) => void;
  /** Told, in one line without content, when an unfinished write was moved aside. */
  readonly report: (notice: string) => void;
  /** Opens a file that exists, to read and write. */
  readonly openFile?: ((path: string) => Promise<LogFile>) | undefined;
}

/** More than any message that is received; a length has 32 bits. */
const mostPayloadBytes = 64 * 1024 * 1024;

interface Waiting {
  readonly payload: Buffer;
  readonly resolve: (position: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the file, or creates it where there is none or an empty one, and hands over its entries. The caller sees to it
 * that nobody else has it open.
 *
 * @throws Error naming the place (byte and entry) where the file is not as it was written; it is left as it is.
 */
export async function openDurableLog(path: string, options: DurableLogOptions): Promise<DurableLog> {
  const { onEntry, report, openFile = (existing) => open(existing, 'r+') } = options;
  await mkdir(dirname(path), { recursive: true });
  if (await isAbsentOrEmpty(path)) await createLogFile(path);
  const file = await openFile(path);
  try {
    const identity = await readIdentity(file);
    const extent = await replay(file, identity, onEntry);
    await moveUnfinishedAside(file, path, extent.end, report);
    const end = await confirmWhole(file, identity, extent);
    return createWriter(file, identity, { length: extent.length, end });
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

async function isAbsentOrEmpty(path: string): Promise<boolean> {
  try {
    return (await stat(path)).size === 0;
  } catch (thrown) {
    if (isSystemError(thrown, 'ENOENT')) return true;
    throw thrown;
  }
}

// Under another name first: a file with the log's own name has its whole header from the start.
async function createLogFile(path: string): Promise<void> {
  await writeSynced(`${path}.new`, 'w', fileHeader(randomBytes(identityBytes)));
  await rename(`${path}.new`, path);
  await syncFolder(path);
}

async function moveUnfinishedAside(
  file: LogFile,
  path: string,
  end: number,
  report: DurableLogOptions['report'],
): Promise<void> {
  const { size } = await file.stat();
  if (size === end) return;
  const beside = await writeBeside(path, end, await readFully(file, size - end, end));
  await file.truncate(end);
  await file.datasync();
  report(
    `the last write to ${basename(path)} was not finished: ${size - end} bytes from byte ${end} were moved to ` +
      `${basename(beside)}; they were not marked as confirmed`,
  );
}

async function writeBeside(path: string, offset: number, bytes: Buffer): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const beside = `${path}.torn-${offset}${attempt === 1 ? '' : `-${attempt}`}`;
    try {
      await writeSynced(beside, 'wx', bytes);
    } catch (thrown) {
      if (isSystemError(thrown, 'EEXIST')) continue;
      throw thrown;
    }
    await syncFolder(path);
    return beside;
  }
}

// Entries that are whole and were never confirmed are kept, and from now on answered as received before. So they must be
// on the disk as well: written once more, because a flush that failed may have left them in memory only.
async function confirmWhole(file: LogFile, identity: Buffer, { end, confirmedEnd }: Extent): Promise<number> {
  if (end === confirmedEnd) return end;
  await writeFully(file, await readFully(file, end - confirmedEnd, confirmedEnd), confirmedEnd);
  await file.datasync();
  const mark = confirmationMark(identity, end);
  await writeFully(file, mark, end);
  return end + mark.length;
}

function createWriter(
  file: LogFile,
  identity: Buffer,
  initial: { readonly length: number; readonly end: number },
): DurableLog {
  let { length, end } = initial;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let failure: Error | null = null;

  async function flushAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (failure) throw failure;
        await write(batch);
        for (const entry of batch) {
          length += 1;
          entry.resolve(length);
        }
      } catch (thrown) {
        failure ??= new Error('the message log could not be written', { cause: thrown });
        for (const entry of batch) entry.reject(failure);
      }
    }
    writing = null;
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const frames: Buffer[] = [];
    let offset = end;
    for (const { payload } of batch) {
      const framed = frame(payload, identity, offset);
      frames.push(framed);
      offset += framed.length;
    }
    await writeFully(file, Buffer.concat(frames), end);
    await file.datasync();
    const mark = confirmationMark(identity, offset);
    await writeFully(file, mark, offset);
    end = offset + mark.length;
  }

  return {
    identity: identity.toString('hex'),
    get length() {
      return length;
    },
    append: (payload) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        if (payload.length === 0 || payload.length > mostPayloadBytes)
          return reject(new Error(`expected an entry of 1 to ${mostPayloadBytes} bytes`));
        waiting.push({ payload, resolve, reject });
        writing ??= flushAll();
      }),
    async close() {
      const isSound = failure === null;
      failure ??= new Error('the message log is closed');
      await writing;
      try {
        // The last mark is then on the disk too.
        if (isSound) await file.datasync();
      } finally {
        await file.close();
      }
    },
  };
}
