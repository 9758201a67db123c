/**
 * An append-only log in files, one line per entry, each hanging on the line before by its hash. A segment holds a month
 * (`processing-2026-11.log`); the chain goes on over segments.
 *
 * Invariants:
 * - `append` resolves only after its line is on the disk (a synchronised write) and the head says so. Entries that arrive while the disk is
 *   busy share the next write and flush.
 * - After any failure nothing is accepted until the log is opened anew: what a failed write left behind is unknown. So whoever must
 *   log before it answers, refuses its answers.
 * - One writer per folder.
 *
 * What is found, and what cannot be: docs/accountability.md.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ChainPosition, monthOfSegment, segmentName } from './chain-reader.js';
import { type LogFile, type OpenLogFile, openLogFile } from './log-file.js';
import { type HeadWriter, headPath, openHead, syncFolder } from './log-head.js';
import { formatLine, toLineSafeJson } from './log-line.js';
import { recoverLog } from './log-recovery.js';
import { lockForWriting } from './writer-lock.js';

/** Where an entry stands, for whoever keeps that elsewhere. */
export interface LogReceipt {
  readonly seq: number;
  readonly hash: string;
}

export interface ChainedLog {
  readonly folder: string;
  readonly name: string;
  /**
   * Resolves once the entry is durable; it waits as long as the disk does, so the caller's own deadline stands over it.
   *
   * @throws LogUnavailableError when it is not durable, or not known to be.
   */
  append(entry: object): Promise<LogReceipt>;
  /** The last acknowledged line. */
  last(): LogReceipt;
  /** Whether entries are still accepted: not after a failure. */
  isWritable(): boolean;
  close(): Promise<void>;
}

/** An entry could not be made durable. Without the record of a read there is no answer. */
export class LogUnavailableError extends Error {
  override readonly name = 'LogUnavailableError';
  readonly code = 'LOG_UNAVAILABLE';
}

export interface ChainedLogOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** Of lower-case letters, digits and hyphens. */
  readonly name: string;
  /** The calendar by which segments begin, in UTC. */
  readonly now: () => Date;
  /** Seals the head, so that whoever can write to the folder, and has not this key, cannot make another. */
  readonly sealKey?: string | undefined;
  /** Told, in one line without content, what a crash had left. */
  readonly report?: (notice: string) => void;
  readonly openFile?: OpenLogFile;
  /** How long to wait for a writer that is going, in milliseconds. */
  readonly lockWaitMs?: number;
}

/** More waiting than this means that the disk does not keep up; then an entry is refused, and nothing else happens. */
const mostWaiting = 10_000;
/** In one write. */
const mostLinesAtOnce = 1_000;

interface Waiting {
  readonly json: string;
  readonly resolve: (receipt: LogReceipt) => void;
  readonly reject: (error: Error) => void;
}

/** @throws BrokenChainError where the files are not as they were written; Error when another writer has the folder. */
export async function openChainedLog(options: ChainedLogOptions): Promise<ChainedLog> {
  const { folder, name, sealKey = null, report = () => {} } = options;
  if (!/^[a-z0-9-]{1,60}$/.test(name))
    throw new Error('expected a name of lower-case letters, digits and hyphens');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(folder));
  const lock = await lockForWriting(folder, options.lockWaitMs);
  try {
    const { head, end } = await recoverLog({ folder, name, sealKey, report });
    const writer = createWriter(options, end);
    const headWriter = openHead(headPath(folder, name), head, { sealKey, onFailure: writer.fail });
    headWriter.write(end);
    await headWriter.flush();
    return { folder, name, ...writer.start(headWriter, lock.release) };
  } catch (thrown) {
    await lock.release();
    throw thrown;
  }
}

function createWriter(options: ChainedLogOptions, initial: ChainPosition) {
  const { folder, name, now, openFile = openLogFile } = options;
  let end = initial;
  let file: LogFile | null = null;
  const waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let failure: LogUnavailableError | null = null;
  let isClosing = false;

  const fail = (thrown: unknown): LogUnavailableError => {
    failure ??= new LogUnavailableError(`the ${name} log could not be written${codeOf(thrown)}`, {
      cause: thrown,
    });
    return failure;
  };

  async function writeAll(head: HeadWriter): Promise<void> {
    // What arrives in the same turn shares the first write.
    await null;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostLinesAtOnce);
      try {
        if (failure) throw failure;
        const receipts = await commit(batch, head);
        for (const [index, { resolve, reject }] of batch.entries()) {
          const receipt = receipts[index];
          if (receipt) resolve(receipt);
          else reject(fail(null));
        }
      } catch (thrown) {
        const told = fail(thrown);
        for (const { reject } of batch) reject(told);
      }
    }
    writing = null;
  }

  async function commit(batch: readonly Waiting[], head: HeadWriter): Promise<readonly LogReceipt[]> {
    const { segment, open } = await currentSegment();
    const receipts: LogReceipt[] = [];
    let { seq, hash } = end;
    let text = '';
    for (const { json } of batch) {
      seq += 1;
      const line = formatLine(seq, hash, json);
      hash = line.hash;
      text += line.text;
      receipts.push({ seq, hash });
    }
    const bytes = Buffer.from(text);
    await open.write(bytes);
    await open.datasync();
    const isNew = segment !== end.segment;
    end = {
      seq,
      hash,
      segment,
      offset: (isNew ? 0 : end.offset) + bytes.length,
      line: (isNew ? 0 : end.line) + batch.length,
    };
    // Before anybody is told: what was acknowledged cannot be cut off unnoticed.
    head.write(end);
    return receipts;
  }

  // A clock that goes back opens no earlier segment: the order of segments is the order of the chain.
  async function currentSegment(): Promise<{ readonly segment: string; readonly open: LogFile }> {
    const month = now().toISOString().slice(0, 7);
    const present = end.segment;
    if (present !== null && month <= monthOfSegment(present)) {
      file ??= await openFile(join(folder, present), 'EXISTING');
      return { segment: present, open: file };
    }
    await file?.close();
    const segment = segmentName(name, month);
    file = await openSegment(segment);
    await syncFolder(folder);
    return { segment, open: file };
  }

  // A crash may have left the file of this month without a line in it.
  async function openSegment(segment: string): Promise<LogFile> {
    try {
      return await openFile(join(folder, segment), 'NEW');
    } catch (thrown) {
      if (codeOf(thrown) !== ' (EEXIST)') throw thrown;
      return openFile(join(folder, segment), 'EXISTING');
    }
  }

  return {
    fail,
    start: (head: HeadWriter, release: () => Promise<void>): Omit<ChainedLog, 'folder' | 'name'> => ({
      append: (entry) =>
        new Promise((resolve, reject) => {
          if (failure) return reject(failure);
          if (isClosing) return reject(new LogUnavailableError(`the ${name} log is closed`));
          if (waiting.length >= mostWaiting) {
            return reject(new LogUnavailableError(`the disk does not keep up with the ${name} log`));
          }
          waiting.push({ json: toLineSafeJson(entry), resolve, reject });
          writing ??= writeAll(head);
        }),
      last: () => ({ seq: head.current.seq, hash: head.current.hash }),
      isWritable: () => failure === null && !isClosing,
      async close() {
        if (isClosing) return;
        isClosing = true;
        await writing;
        try {
          if (failure === null) {
            head.write(end, true);
            await head.flush();
          }
        } finally {
          head.close();
          await file?.close();
          await release();
        }
      },
    }),
  };
}

/** The system's code, e.g. `ENOSPC`; its message would name paths. */
function codeOf(thrown: unknown): string {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : null;
  return typeof code === 'string' ? ` (${code})` : '';
}
