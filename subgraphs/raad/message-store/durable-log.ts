/**
 * An append-only file in which an entry is either whole or not there.
 *
 * Invariant: `append` resolves only after the entry is on the disk (`fdatasync`); entries that arrive while the disk is
 * busy share the next flush. After a failed write nothing is accepted any more until the file is opened anew, because
 * what a failed flush left behind is unknown.
 *
 * Layout: 8 bytes of magic, 16 bytes of identity; then per entry 4 bytes length, 8 bytes of SHA-256, the payload.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface DurableLog {
  /** Differs for every file ever created: a position means nothing without it. */
  readonly identity: string;
  /** How many entries the file holds. */
  readonly length: number;
  /** Resolves with the entry's position (1 is the first) once it is durable; rejects when it is not. */
  append(payload: Buffer): Promise<number>;
  close(): Promise<void>;
}

const magic = Buffer.from('GBLOG001', 'latin1');
const identityBytes = 16;
const headerBytes = magic.length + identityBytes;
const checksumBytes = 8;
const entryHeaderBytes = 4 + checksumBytes;
/** No entry is larger, so a length beyond it is damage and not an entry that was torn while it was written. */
const mostPayloadBytes = 64 * 1024 * 1024;

interface Waiting {
  readonly payload: Buffer;
  readonly resolve: (position: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens or creates the file, hands every whole entry to `onEntry` in order, and cuts off an entry that was torn by a crash.
 *
 * @throws Error when an entry in the middle is damaged: entries behind it were acknowledged, so it is not cut off.
 */
export async function openDurableLog(
  path: string,
  onEntry: (payload: Buffer, position: number) => void,
): Promise<DurableLog> {
  await mkdir(dirname(path), { recursive: true });
  // Whole messages lie here: nobody but the store's own user reads them.
  const file = await open(path, 'a+', 0o600);
  try {
    const identity = await openHeader(file, path);
    const { length } = await replay(file, onEntry);
    return createWriter(file, identity, length);
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

async function openHeader(file: FileHandle, path: string): Promise<string> {
  const { size } = await file.stat();
  if (size < headerBytes) {
    // Nothing was ever acknowledged from a file without a whole header.
    await file.truncate(0);
    const identity = randomBytes(identityBytes);
    await file.write(Buffer.concat([magic, identity]));
    await file.sync();
    // The name of a new file is durable only when its folder is.
    const folder = await open(dirname(path), 'r');
    await folder.sync();
    await folder.close();
    return identity.toString('hex');
  }
  const header = await readFully(file, headerBytes, 0);
  if (!header.subarray(0, magic.length).equals(magic))
    throw new Error('expected a message log of this store');
  return header.subarray(magic.length).toString('hex');
}

async function replay(
  file: FileHandle,
  onEntry: (payload: Buffer, position: number) => void,
): Promise<{ readonly length: number }> {
  const { size } = await file.stat();
  let offset = headerBytes;
  let length = 0;
  while (offset < size) {
    const payload = await readEntry(file, offset, size);
    if (payload === 'torn') {
      await file.truncate(offset);
      await file.sync();
      break;
    }
    if (payload === 'damaged') {
      throw new Error(
        `expected entry ${length + 1} of the message log to be whole; what follows it was not read`,
      );
    }
    length += 1;
    offset += entryHeaderBytes + payload.length;
    onEntry(payload, length);
  }
  return { length };
}

async function readEntry(
  file: FileHandle,
  offset: number,
  size: number,
): Promise<Buffer | 'torn' | 'damaged'> {
  if (size - offset < entryHeaderBytes) return 'torn';
  const header = await readFully(file, entryHeaderBytes, offset);
  const payloadBytes = header.readUInt32BE(0);
  if (payloadBytes > mostPayloadBytes) return 'damaged';
  const end = offset + entryHeaderBytes + payloadBytes;
  if (end > size) return 'torn';
  const payload = await readFully(file, payloadBytes, offset + entryHeaderBytes);
  if (checksum(payload).equals(header.subarray(4)) && payloadBytes > 0) return payload;
  if (end === size) return 'torn';
  // Room that the file system gave and nobody wrote to: nothing but zeros until the end.
  const rest = await readFully(file, size - offset, offset);
  return rest.every((byte) => byte === 0) ? 'torn' : 'damaged';
}

async function readFully(file: FileHandle, bytes: number, position: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw new Error('expected more of the message log than there is');
    done += bytesRead;
  }
  return buffer;
}

function createWriter(file: FileHandle, identity: string, initialLength: number): DurableLog {
  let length = initialLength;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let failure: Error | null = null;

  async function flushAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (failure) throw failure;
        await file.appendFile(Buffer.concat(batch.map(({ payload }) => frame(payload))));
        await file.datasync();
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

  return {
    identity,
    get length() {
      return length;
    },
    append: (payload) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        waiting.push({ payload, resolve, reject });
        writing ??= flushAll();
      }),
    async close() {
      failure ??= new Error('the message log is closed');
      await writing;
      await file.close();
    },
  };
}

function frame(payload: Buffer): Buffer {
  const header = Buffer.alloc(entryHeaderBytes);
  header.writeUInt32BE(payload.length, 0);
  checksum(payload).copy(header, 4);
  return Buffer.concat([header, payload]);
}

function checksum(payload: Buffer): Buffer {
  return createHash('sha256').update(payload).digest().subarray(0, checksumBytes);
}
