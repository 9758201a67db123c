/** Whether a log is as it was written, from its first line to the last acknowledged one. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BrokenChainError, type ChainLine, oldestPosition, readChain } from './chain-reader.js';
import type { LogReceipt } from './chained-log.js';
import { headPath, type LogHead, readHead } from './log-head.js';
import { removalSchema } from './log-retention.js';

export interface LogFigures {
  readonly name: string;
  /** Lines that are there. */
  readonly lines: number;
  readonly segments: number;
  /** The number of the oldest line that is there: above 1 after segments were removed at the end of their time. */
  readonly firstSeq: number;
  readonly last: LogReceipt;
  /** Whole lines behind the last acknowledged one: of a log that is being written, or that a crash left. */
  readonly unacknowledged: number;
  /** Bytes of a last line that has no end, likewise. */
  readonly unfinishedBytes: number;
}

export interface VerifyOptions {
  readonly folder: string;
  readonly name: string;
  readonly sealKey?: string | undefined;
  /** Numbers and hashes of lines that were kept elsewhere, e.g. by who receives the drain. */
  readonly anchors?: readonly LogReceipt[];
}

/** @throws BrokenChainError at the first line that is not as it was written; Error when the head is not whole. */
export async function verifyLog(options: VerifyOptions): Promise<LogFigures> {
  const { folder, name, sealKey = null, anchors = [] } = options;
  const path = headPath(folder, name);
  const head = readHead(path, sealKey);
  if (!head) throw new BrokenChainError('MISSING', null, null, `expected ${name}.head beside the segments`);
  const expected = new Map(anchors.map(({ seq, hash }) => [seq, hash]));
  const segments = new Set<string>();
  const start = await oldestPosition(folder, name);
  let end = start;
  let unfinishedBytes = 0;
  const letGo = new Map<number, string>();
  const onUnfinished = ({ bytes }: { readonly bytes: number }): void => {
    unfinishedBytes = bytes;
  };
  for await (const line of readChain({ folder, name, from: start, onUnfinished })) {
    compare(line, head, expected);
    segments.add(line.position.segment);
    const removal = removalSchema.safeParse(line.entry);
    if (removal.success) for (const { seq, hash } of removal.data.segments) letGo.set(seq, hash);
    end = line.position;
  }
  const mustReach = Math.max(head.seq, ...expected.keys());
  if (end.seq < mustReach) {
    throw new BrokenChainError(
      'CUT',
      end.segment,
      end.segment === null ? null : end.line,
      `behind it entries ${end.seq + 1} to ${mustReach} were acknowledged, and are gone`,
    );
  }
  if (start.seq > 0 && letGo.get(start.seq) !== start.hash) {
    throw new BrokenChainError(
      'MISSING',
      [...segments][0] ?? null,
      1,
      `before it entries 1 to ${start.seq} are gone, and the log does not say that it let them go`,
    );
  }
  const isAtRest = head.isClosed && readHead(path, sealKey)?.count === head.count;
  if (isAtRest && (end.seq > head.seq || unfinishedBytes > 0)) {
    throw new BrokenChainError(
      'ADDED',
      end.segment,
      end.line,
      'the log was closed, and something stands behind its end',
    );
  }
  return {
    name,
    lines: end.seq - start.seq,
    segments: segments.size,
    firstSeq: start.seq + 1,
    last: { seq: end.seq, hash: end.hash },
    unacknowledged: end.seq - head.seq,
    unfinishedBytes,
  };
}

function compare(
  { seq, hash, position }: ChainLine,
  head: LogHead,
  anchors: ReadonlyMap<number, string>,
): void {
  const { segment, line } = position;
  const anchor = anchors.get(seq);
  if (anchor !== undefined && anchor !== hash) {
    throw new BrokenChainError(
      'REWRITTEN',
      segment,
      line,
      `entry ${seq} is not the one that was kept elsewhere`,
    );
  }
  if (seq === head.seq && hash !== head.hash) {
    throw new BrokenChainError(
      'REWRITTEN',
      segment,
      line,
      `entry ${seq} is not the one that was acknowledged`,
    );
  }
}

export interface FoundLog {
  readonly folder: string;
  readonly name: string;
}

/** Every log in this folder and under it, by what their files are called. */
export async function findLogs(folder: string): Promise<readonly FoundLog[]> {
  const found: FoundLog[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Set(
    entries.flatMap((entry) =>
      entry.isFile() ? (/^(.+?)(?:-\d{4}-\d\d\.log|\.head)$/.exec(entry.name)?.[1] ?? []) : [],
    ),
  );
  for (const name of [...names].sort()) found.push({ folder, name });
  for (const entry of entries.filter((each) => each.isDirectory())) {
    found.push(...(await findLogs(join(folder, entry.name))));
  }
  return found;
}
