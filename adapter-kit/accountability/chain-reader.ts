/**
 * Reads a chained log from any place to its end, over its segments, and checks every line on the way. It changes nothing, so it may
 * read while the log is written.
 */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { genesisHash, type LogLine, readLine } from './log-line.js';

/** A place behind a line: what follows must follow on it. */
export interface ChainPosition {
  /** The line's number in the log; 0: before the first. */
  readonly seq: number;
  readonly hash: string;
  /** The segment's file name; `null`: before the first. */
  readonly segment: string | null;
  /** Where the line ends in its segment, in bytes. */
  readonly offset: number;
  /** The line's number in its segment. */
  readonly line: number;
}

export interface ChainLine extends LogLine {
  /** The place behind it. */
  readonly position: ChainPosition & { readonly segment: string };
}

/**
 * `CHANGED`: not as it was written. `MISSING`: what should stand here stands nowhere. `REORDERED`: it stands further on. `ADDED`: the
 * log did not write it here. `CUT`: acknowledged lines are gone from the end. `REWRITTEN`: the chain is whole and is not the one
 * that was acknowledged.
 */
export type ChainBreak = 'CHANGED' | 'MISSING' | 'REORDERED' | 'ADDED' | 'CUT' | 'REWRITTEN';

/** A log that is not as it was written. Says where, and repeats nothing of it. */
export class BrokenChainError extends Error {
  override readonly name = 'BrokenChainError';
  constructor(
    readonly kind: ChainBreak,
    /** `null`: no segment is there, or it is the log as a whole. */
    readonly segment: string | null,
    /** `null`: the segment, or the log, as a whole. */
    readonly line: number | null,
    detail: string,
  ) {
    const place = [segment, line === null ? null : `line ${line}`].filter((part) => part !== null).join(' ');
    super(`${place === '' ? 'the log' : place}: ${kind}: ${detail}`);
  }
}

/** More than any entry: a longer line is none of ours. */
const mostLineBytes = 16 * 1024 * 1024;
const chunkBytes = 256 * 1024;

export function startOfChain(name: string): ChainPosition {
  return { seq: 0, hash: genesisHash(name), segment: null, offset: 0, line: 0 };
}

/** The file name of a month's segment; `month` as `YYYY-MM`. Names sort as the months do. */
export function segmentName(name: string, month: string): string {
  return `${name}-${month}.log`;
}

export function monthOfSegment(segment: string): string {
  return /-(\d{4}-\d\d)\.log$/.exec(segment)?.[1] ?? '';
}

/** The segments that are there, oldest first. */
export async function listSegments(folder: string, name: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files.filter((file) => file === segmentName(name, monthOfSegment(file))).sort();
}

/** The oldest line that is there and is as it was written; `null`: there is none. */
async function peekFirstLine(folder: string, name: string): Promise<LogLine | null> {
  for (const segment of await listSegments(folder, name)) {
    for await (const { bytes } of rawLines(join(folder, segment), 0, segment)) return readLine(bytes);
  }
  return null;
}

/** Where the chain begins as far as it is there: behind what was let go, if anything was. */
export async function oldestPosition(folder: string, name: string): Promise<ChainPosition> {
  const begin = startOfChain(name);
  const first = await peekFirstLine(folder, name);
  return first === null || first.seq === 1 ? begin : { ...begin, seq: first.seq - 1, hash: first.prev };
}

export interface ReadChainOptions {
  readonly folder: string;
  readonly name: string;
  readonly from: ChainPosition;
  /** Told of a last line without its newline: a write that did not end, or has not ended yet. */
  readonly onUnfinished?: (place: { readonly position: ChainPosition; readonly bytes: number }) => void;
}

/** @throws BrokenChainError at the first line that does not follow, before anything of it is handed over. */
export async function* readChain(options: ReadChainOptions): AsyncGenerator<ChainLine, void> {
  const { folder, name, from, onUnfinished } = options;
  const segments = await listSegments(folder, name);
  let at = from;
  // A segment that was read to its end may have been let go since; then the next one tells whether it follows.
  const { segment: known } = from;
  const first = known === null ? 0 : segments.findIndex((segment) => segment >= known);
  if (first < 0) throw new BrokenChainError('MISSING', known, null, 'this segment is not there');
  for (const segment of segments.slice(first)) {
    if (segment !== at.segment) at = { ...at, segment, offset: 0, line: 0 };
    for await (const { bytes, end, isWhole } of rawLines(join(folder, segment), at.offset, segment)) {
      const line = at.line + 1;
      if (!isWhole) {
        if (segment !== segments.at(-1) || bytes.length > mostLineBytes) {
          throw new BrokenChainError('CHANGED', segment, line, 'expected a whole line, and it has no end');
        }
        onUnfinished?.({ position: at, bytes: bytes.length });
        return;
      }
      const read = readLine(bytes);
      if (read === null || read.seq !== at.seq + 1 || read.prev !== at.hash) {
        throw await explainBreak({ folder, segments, segment, line, end, read, at });
      }
      const position = { seq: read.seq, hash: read.hash, segment, offset: end, line };
      at = position;
      yield { ...read, position };
    }
  }
}

async function explainBreak(found: {
  readonly folder: string;
  readonly segments: readonly string[];
  readonly segment: string;
  readonly line: number;
  readonly end: number;
  readonly read: LogLine | null;
  readonly at: ChainPosition;
}): Promise<BrokenChainError> {
  const { segment, line, read, at } = found;
  const expected = at.seq + 1;
  const broken = (kind: ChainBreak, detail: string): BrokenChainError =>
    new BrokenChainError(kind, segment, line, detail);
  if (read === null) return broken('CHANGED', `expected entry ${expected} as it was written`);
  if (read.seq < expected) {
    return broken('ADDED', `expected entry ${expected}, and found another entry ${read.seq}`);
  }
  if (read.seq === expected) {
    return broken(
      'ADDED',
      `entry ${expected} does not follow on the line before; one of the two was put there`,
    );
  }
  return (await standsFurtherOn(found, expected))
    ? broken('REORDERED', `expected entry ${expected}, which stands further on`)
    : broken('MISSING', `expected entry ${expected}, and found entry ${read.seq}`);
}

async function standsFurtherOn(
  found: {
    readonly folder: string;
    readonly segments: readonly string[];
    readonly segment: string;
    readonly end: number;
  },
  seq: number,
): Promise<boolean> {
  const { folder, segments, segment, end } = found;
  for (const later of segments.slice(segments.indexOf(segment))) {
    const offset = later === segment ? end : 0;
    for await (const { bytes } of rawLines(join(folder, later), offset, later)) {
      if (readLine(bytes)?.seq === seq) return true;
    }
  }
  return false;
}

interface RawLine {
  /** Without the newline. */
  readonly bytes: Buffer;
  /** Where it ends in the file, its newline included. */
  readonly end: number;
  readonly isWhole: boolean;
}

async function* rawLines(path: string, offset: number, segment: string): AsyncGenerator<RawLine, void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size < offset) {
      throw new BrokenChainError(
        'CUT',
        segment,
        null,
        `expected at least ${offset} bytes, and it has ${size}`,
      );
    }
    let place = offset;
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, place + rest.length);
      if (bytesRead === 0) break;
      const held = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      let start = 0;
      for (let newline = held.indexOf(10); newline >= 0; newline = held.indexOf(10, start)) {
        const end = place + newline + 1;
        yield { bytes: held.subarray(start, newline), end, isWhole: true };
        start = newline + 1;
      }
      rest = held.subarray(start);
      place += start;
      if (rest.length > mostLineBytes) break;
    }
    if (rest.length > 0) yield { bytes: rest, end: place + rest.length, isWhole: false };
  } finally {
    await file.close();
  }
}
