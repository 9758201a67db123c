/**
 * Takes the processing log to where it is kept for long and asked: line by line, expanded, to a sink behind a port.
 *
 * It reads the files and shares nothing with whoever writes them, so it holds up no request and may lag as far as it must. A line
 * is behind it only when the sink has acknowledged all its records and that is on the disk: so each arrives at least once, and a
 * sink keeps one record for one trace and span id. Only acknowledged lines are taken, and only ones that follow in the chain: at a
 * broken one it stops, and says so in its figures.
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  BrokenChainError,
  type ChainLine,
  type ChainPosition,
  readChain,
} from '../../adapter-kit/accountability/chain-reader.js';
import { headPath, readHead } from '../../adapter-kit/accountability/log-head.js';
import { readDrainPosition, writeDrainPosition } from './drain-position.js';
import { type ExpansionOptions, type LogboekRecord, toLogboekRecords } from './logboek-record.js';
import { ProcessingEntryError } from './processing-record.js';

/** Where records are kept: the port. */
export interface LogboekSink {
  /**
   * Resolves when all of them are kept, of each trace and span id one, however often it was delivered.
   *
   * @throws Error of any kind when that is not certain; then they are delivered again.
   */
  deliver(records: readonly LogboekRecord[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface DrainOptions extends Omit<ExpansionOptions, 'log'> {
  readonly folder: string;
  /** The name of the log. */
  readonly name: string;
  readonly positionFile: string;
  readonly sink: LogboekSink;
  readonly sealKey?: string | undefined;
  /** Lines in one delivery at most. */
  readonly batchLines?: number;
  /** Records in one delivery at most, of more than one line. */
  readonly batchRecords?: number;
  /** How long to wait when there is nothing to take, in milliseconds. */
  readonly pollMs?: number;
  /** The first pause after a failure, in milliseconds; it doubles up to `mostPauseMs`. */
  readonly pauseMs?: number;
  readonly mostPauseMs?: number;
  /** From 0 up to 1, so that several do not come back at once. */
  readonly random?: () => number;
  readonly wallClockMs?: () => number;
  /** Told of every failure by its kind alone. */
  readonly onFailure?: (failure: { readonly kind: string; readonly inSuccession: number }) => void;
}

/** All are numbers, for a metric each. */
export interface DrainFigures {
  /** Acknowledged lines that are not delivered yet. */
  readonly pendingLines: number;
  /** How old the oldest of these is, in milliseconds; 0: there is none, or it was not looked at yet. */
  readonly oldestPendingMs: number;
  readonly deliveredLines: number;
  readonly deliveredRecords: number;
  readonly failures: number;
  readonly failuresInSuccession: number;
  /** 1 while it stands at a line that it cannot take: somebody has to look. */
  readonly isBlocked: 0 | 1;
  /** The last line that was delivered. */
  readonly deliveredSeq: number;
}

export interface Drain {
  figures(): DrainFigures;
  /** Ends after the delivery that is under way, or when it is given up on. */
  stop(): Promise<void>;
}

interface Batch {
  readonly records: readonly LogboekRecord[];
  readonly lines: number;
  readonly end: ChainPosition;
  /** When the oldest request in it ended. */
  readonly since: number | null;
}

/** Begins where it ended. @throws Error when its file is not one of this log. */
export async function startDrain(options: DrainOptions): Promise<Drain> {
  const { folder, name, positionFile, sink, sealKey = null, onFailure = () => {} } = options;
  const { pollMs = 1_000, pauseMs = 250, mostPauseMs = 30_000 } = options;
  const { random = Math.random, wallClockMs = Date.now } = options;
  const ending = new AbortController();
  const counted = { deliveredLines: 0, deliveredRecords: 0, failures: 0, failuresInSuccession: 0 };
  let position = await readDrainPosition(positionFile, name);
  let oldestSince: number | null = null;
  let isBlocked = false;

  const acknowledgedSeq = (): number => readHead(headPath(folder, name), sealKey)?.seq ?? 0;
  const pause = (ms: number): Promise<void> =>
    delay(ms, undefined, { signal: ending.signal, ref: false }).catch(() => {});

  /** Whether there was anything. */
  async function takeOnce(): Promise<boolean> {
    const batch = await readBatch(options, position, acknowledgedSeq());
    if (batch === null) {
      oldestSince = null;
      return false;
    }
    oldestSince = batch.since;
    if (batch.records.length > 0) await sink.deliver(batch.records, ending.signal);
    await writeDrainPosition(positionFile, name, batch.end);
    position = batch.end;
    counted.deliveredLines += batch.lines;
    counted.deliveredRecords += batch.records.length;
    return true;
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        const found = await takeOnce();
        counted.failuresInSuccession = 0;
        isBlocked = false;
        if (!found) await pause(pollMs);
      } catch (thrown) {
        if (ending.signal.aborted) return;
        isBlocked = thrown instanceof BrokenChainError || thrown instanceof ProcessingEntryError;
        counted.failures += 1;
        counted.failuresInSuccession += 1;
        onFailure({ kind: kindOf(thrown), inSuccession: counted.failuresInSuccession });
        const longest = Math.min(mostPauseMs, pauseMs * 2 ** Math.min(20, counted.failuresInSuccession - 1));
        await pause(longest * (0.5 + random() / 2));
      }
    }
  }

  const running = run();
  let stopped: Promise<void> | null = null;
  return {
    figures() {
      const pendingLines = pendingAt(acknowledgedSeq, position);
      return {
        ...counted,
        pendingLines,
        oldestPendingMs:
          oldestSince === null || pendingLines === 0 ? 0 : Math.max(0, wallClockMs() - oldestSince),
        isBlocked: isBlocked ? 1 : 0,
        deliveredSeq: position.seq,
      };
    },
    stop() {
      ending.abort();
      stopped ??= running.then(() => sink.close());
      return stopped;
    },
  };
}

// Figures are asked while a disk fails too.
function pendingAt(acknowledgedSeq: () => number, { seq }: ChainPosition): number {
  try {
    return Math.max(0, acknowledgedSeq() - seq);
  } catch {
    return 0;
  }
}

async function readBatch(
  options: DrainOptions,
  from: ChainPosition,
  acknowledgedSeq: number,
): Promise<Batch | null> {
  const { folder, name, batchLines = 200, batchRecords = 2_000, personIdType } = options;
  if (from.seq >= acknowledgedSeq) return null;
  const expansion = { log: name, ...(personIdType === undefined ? {} : { personIdType }) };
  const records: LogboekRecord[] = [];
  let lines = 0;
  let end = from;
  for await (const line of readChain({ folder, name, from })) {
    if (line.seq > acknowledgedSeq) break;
    const expanded = expand(line, expansion, lines);
    if (expanded === null || (lines > 0 && records.length + expanded.length > batchRecords)) break;
    records.push(...expanded);
    end = line.position;
    lines += 1;
    if (lines >= batchLines) break;
  }
  return lines === 0 ? null : { records, lines, end, since: records[0]?.end_time ?? null };
}

// What stands before a line that cannot be understood is delivered first; then that line is told of.
function expand(
  line: ChainLine,
  expansion: ExpansionOptions,
  before: number,
): readonly LogboekRecord[] | null {
  try {
    return toLogboekRecords(line, expansion);
  } catch (thrown) {
    if (before > 0) return null;
    throw thrown;
  }
}

function kindOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  const { code, reason } = thrown as { readonly code?: unknown; readonly reason?: unknown };
  return [thrown.name, code, reason].filter((part) => typeof part === 'string').join(' ');
}
