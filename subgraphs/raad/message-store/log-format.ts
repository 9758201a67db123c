/**
 * The bytes of a message log: 8 of magic, 16 of identity, 8 of SHA-256 over these; then per entry 4 bytes length, 8 of
 * SHA-256 over the payload, 8 of SHA-256 over identity, place, length and the former; then the payload. A mark is an entry
 * of length 0: it confirms what stands before it.
 */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** What the log asks of its file. */
export type LogFile = Pick<FileHandle, 'stat' | 'read' | 'write' | 'truncate' | 'datasync' | 'close'>;

/** Where the whole entries of a file end, and up to where they are marked as confirmed. */
export interface Extent {
  readonly length: number;
  readonly end: number;
  readonly confirmedEnd: number;
}

const magic = Buffer.from('GBLOG002', 'latin1');
export const identityBytes = 16;
const checksumBytes = 8;
export const fileHeaderBytes = magic.length + identityBytes + checksumBytes;
const entryHeaderBytes = 4 + 2 * checksumBytes;
const nothing = Buffer.alloc(0);

/** The header of a new file. */
export function fileHeader(identity: Buffer): Buffer {
  const start = Buffer.concat([magic, identity]);
  return Buffer.concat([start, checksum(start)]);
}

/** An entry at its place in the file. */
export function frame(payload: Buffer, identity: Buffer, offset: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(payload.length);
  const described = Buffer.concat([length, checksum(payload)]);
  return Buffer.concat([described, headerChecksum(identity, offset, described), payload]);
}

/** What confirms everything before it. */
export function confirmationMark(identity: Buffer, offset: number): Buffer {
  return frame(nothing, identity, offset);
}

/** @throws Error where the file is no log of this version, or its header is damaged. */
export async function readIdentity(file: LogFile): Promise<Buffer> {
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

/** Hands over every whole entry in order. @throws Error naming the byte and the entry that is not as it was written. */
export async function replay(
  file: LogFile,
  identity: Buffer,
  onEntry: (payload: Buffer, position: number) => void,
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

/** Reads exactly so many bytes. @throws Error where the file ends before. */
export async function readFully(file: LogFile, bytes: number, position: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw new Error('expected more of the message log than there is');
    done += bytesRead;
  }
  return buffer;
}

/** Resolves when all bytes were handed to the file; they are not on the disk by then. */
export async function writeFully(file: LogFile, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
