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
 *
 * Layout: 8 bytes of magic, 16 of identity, 8 of SHA-256 over these; then per entry 4 bytes length, 8 of SHA-256 over the
 * payload, 8 of SHA-256 over identity, place, length and the former; then the payload. A mark is an entry of length 0.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
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

/** What the log asks of its file. */
export type LogFile = Pick<FileHandle, 'stat' | 'read' | 'write' | 'truncate' | 'datasync' | 'close'>;

export interface DurableLogOptions {
  /** Gets every whole entry, in order. */
  readonly onEntry: (payload: Buffer, position: number) => void;
  /** Told, in one line without content, when an unfinished write was moved aside. */
  readonly report: (notice: string) => void;
  /** Opens a file that exists, to read and write. */
  readonly openFile?: ((path: string) => Promise<LogFile>) | undefined;
}

const magic = Buffer.from('GBLOG002', 'latin1');
const identityBytes = 16;
const checksumBytes = 8;
const fileHeaderBytes = magic.length + identityBytes + checksumBytes;
const entryHeaderBytes = 4 + 2 * checksumBytes;
const nothing = Buffer.alloc(0);
/** More than any message that is received; a length has 32 bits. */
const mostPayloadBytes = 64 * 1024 * 1024;

interface Waiting {
  readonly payload: Buffer;
  readonly resolve: (position: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Where the whole entries of a file end, and up to where they are marked as confirmed. */
interface Extent {
  readonly length: number;
  readonly end: number;
  readonly confirmedEnd: number;
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
  const start = Buffer.concat([magic, randomBytes(identityBytes)]);
  await writeSynced(`${path}.new`, 'w', Buffer.concat([start, checksum(start)]));
  await rename(`${path}.new`, path);
  await syncFolder(path);
}

async function readIdentity(file: LogFile): Promise<Buffer> {
  const { size } = await file.stat();
  if (size < fileHeaderBytes)
    throw damaged(0, `its header is ${size} bytes long instead of ${fileHeaderBytes}`);
  const header = await readFully(file, fileHeaderBytes, 0);
  const start = header.subarray(0, magic.length + identityBytes);
  if (!header.subarray(0, magic.length).equals(magic))
    throw damaged(0, 'it does not begin as a message log of this version of the store');
  if (!checksum(start).equals(header.subarray(start.length)))
    throw damaged(0, 'its header does not agree with its checksum');
  return start.subarray(magic.length);
}

async function replay(
  file: LogFile,
  identity: Buffer,
  onEntry: DurableLogOptions['onEntry'],
): Promise<Extent> {
  const { size } = await file.stat();
  let offset = fileHeaderBytes;
  let confirmedEnd = offset;
  let length = 0;
  while (size - offset >= entryHeaderBytes) {
    const header = await readFully(file, entryHeaderBytes, offset);
    const described = header.subarray(0, 4 + checksumBytes);
    if (!headerChecksum(identity, offset, described).equals(header.subarray(described.length)))
      throw damaged(offset, `the header of entry ${length + 1} does not agree with its checksum`);
    const payloadBytes = header.readUInt32BE(0);
    const end = offset + entryHeaderBytes + payloadBytes;
    if (end > size) break;
    const payload = await readFully(file, payloadBytes, offset + entryHeaderBytes);
    if (!checksum(payload).equals(described.subarray(4))) {
      if (end === size) break;
      throw damaged(offset, `entry ${length + 1} does not agree with its checksum, and more follows it`);
    }
    offset = end;
    if (payloadBytes === 0) {
      confirmedEnd = offset;
    } else {
      length += 1;
      onEntry(payload, length);
    }
  }
  return { length, end: offset, confirmedEnd };
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
  const mark = frame(nothing, identity, end);
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
    const mark = frame(nothing, identity, offset);
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

function frame(payload: Buffer, identity: Buffer, offset: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(payload.length);
  const described = Buffer.concat([length, checksum(payload)]);
  return Buffer.concat([described, headerChecksum(identity, offset, described), payload]);
}

function headerChecksum(identity: Buffer, offset: number, described: Buffer): Buffer {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(offset));
  return checksum(identity, place, described);
}

function checksum(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest().subarray(0, checksumBytes);
}

function damaged(offset: number, what: string): Error {
  return new Error(`the message log is damaged at byte ${offset}: ${what}; nothing of it was changed`);
}

async function readFully(file: LogFile, bytes: number, position: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw new Error('expected more of the message log than there is');
    done += bytesRead;
  }
  return buffer;
}

async function writeFully(file: LogFile, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

// Whole messages lie in these files: nobody but the store's own user reads them.
async function writeSynced(path: string, flags: 'w' | 'wx', bytes: Buffer): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

// The name of a new file is durable only when its folder is.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
