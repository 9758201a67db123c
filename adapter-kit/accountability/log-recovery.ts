/**
 * What is done when a log is opened again: from the last acknowledged line on, every line is checked; a last line that has no end
 * was never acknowledged and is taken off; anything else that is not as it was written stops the opening, and the files stay as
 * they are.
 *
 * Whole lines behind the last acknowledged one are kept: they were written, and their callers never heard so. They may be in memory
 * only, so they are written once more and flushed before anything is put behind them.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BrokenChainError,
  type ChainPosition,
  listSegments,
  readChain,
  startOfChain,
} from './chain-reader.js';
import { createHead, headPath, type LogHead, readHead, syncFolder } from './log-head.js';
import { readLine } from './log-line.js';

export interface RecoveryOptions {
  readonly folder: string;
  readonly name: string;
  readonly sealKey: string | null;
  /** Told, in one line without content, what a crash had left. */
  readonly report: (notice: string) => void;
}

export interface RecoveredLog {
  readonly head: LogHead;
  /** Behind the last line. */
  readonly end: ChainPosition;
}

/** @throws BrokenChainError, or Error when the head is gone or not whole. */
export async function recoverLog(options: RecoveryOptions): Promise<RecoveredLog> {
  const { folder, name, sealKey, report } = options;
  const head = await headOf(options);
  await checkLastAcknowledged(folder, head);
  let end: ChainPosition = head;
  let unfinishedBytes = 0;
  const lines = readChain({
    folder,
    name,
    from: head.segment === null ? startOfChain(name) : head,
    onUnfinished: ({ position, bytes }) => {
      end = position;
      unfinishedBytes = bytes;
    },
  });
  for await (const { position } of lines) end = position;
  const lineCount = end.seq - head.seq;
  if (head.isClosed && (lineCount > 0 || unfinishedBytes > 0)) {
    throw new BrokenChainError(
      'ADDED',
      end.segment,
      end.line,
      'the log was closed, and something stands behind its end',
    );
  }
  await writeAgain(folder, name, head, end);
  if (unfinishedBytes > 0) {
    report(
      `${name}: the last write was not finished, and nobody was told that it was: ${unfinishedBytes} bytes were taken off`,
    );
  }
  if (lineCount > 0)
    report(`${name}: ${lineCount} whole lines stood behind the last acknowledged one and were kept`);
  return { head: readHead(headPath(folder, name), sealKey) ?? head, end };
}

async function headOf({ folder, name, sealKey }: RecoveryOptions): Promise<LogHead> {
  const path = headPath(folder, name);
  const present = readHead(path, sealKey);
  if (present) return present;
  if ((await listSegments(folder, name)).length > 0) {
    throw new Error(
      `expected ${name}.head beside the segments: without it nobody can tell whether acknowledged lines are gone. ` +
        'Keep this folder as it is, and begin a new one',
    );
  }
  await createHead(path, startOfChain(name), sealKey);
  return { ...startOfChain(name), count: 0, isClosed: false };
}

// The one line that everything written from now on hangs on.
async function checkLastAcknowledged(folder: string, head: LogHead): Promise<void> {
  if (head.segment === null || head.line === 0) return;
  const broken = (kind: 'MISSING' | 'CUT' | 'CHANGED', detail: string): BrokenChainError =>
    new BrokenChainError(kind, head.segment, kind === 'MISSING' ? null : head.line, detail);
  const file = await open(join(folder, head.segment), 'r').catch(() => null);
  if (file === null)
    throw broken('MISSING', 'this segment holds the last acknowledged line, and cannot be read');
  try {
    const { size } = await file.stat();
    if (size < head.offset)
      throw broken('CUT', `acknowledged lines up to entry ${head.seq} are gone from the end`);
    for (let length = 64 * 1024; ; length *= 8) {
      const start = Math.max(0, head.offset - length);
      const bytes = Buffer.alloc(head.offset - start);
      await file.read(bytes, 0, bytes.length, start);
      const before = bytes.lastIndexOf(10, bytes.length - 2);
      if (before < 0 && start > 0) continue;
      const line = bytes.at(-1) === 10 ? readLine(bytes.subarray(before + 1, -1)) : null;
      if (line?.hash !== head.hash || line.seq !== head.seq) {
        throw broken('CHANGED', `expected entry ${head.seq}, the last acknowledged one, as it was written`);
      }
      return;
    }
  } finally {
    await file.close();
  }
}

async function writeAgain(folder: string, name: string, head: LogHead, end: ChainPosition): Promise<void> {
  const segments = await listSegments(folder, name);
  const first = head.segment === null ? 0 : segments.indexOf(head.segment);
  for (const segment of segments.slice(first)) {
    const file = await open(join(folder, segment), 'r+');
    try {
      const from = segment === head.segment ? head.offset : 0;
      const { size } = await file.stat();
      // A segment behind the end has no line yet.
      const until = segment === end.segment ? end.offset : segment > (end.segment ?? '') ? 0 : size;
      const tail = Buffer.alloc(Math.max(0, until - from));
      await file.read(tail, 0, tail.length, from);
      for (let written = 0; written < tail.length; ) {
        written += (await file.write(tail, written, tail.length - written, from + written)).bytesWritten;
      }
      await file.truncate(until);
      await file.sync();
    } finally {
      await file.close();
    }
  }
  await syncFolder(folder);
}
