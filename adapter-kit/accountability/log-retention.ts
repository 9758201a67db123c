/**
 * Lets whole segments go at the end of their time. The log first says so in an entry of its own, which is durable before anything is
 * removed: so a log that begins later than its first line is whole only if a line of it says why.
 */
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { listSegments, monthOfSegment, oldestPosition, readChain } from './chain-reader.js';
import type { ChainedLog } from './chained-log.js';
import { syncFolder } from './log-head.js';

/**
 * How long logs are kept where nothing else is configured: five years, after NEN 7513, which is for care and is followed here of
 * free will; no article binds these organisations to it.
 */
export const defaultKeepMonths = 60;

/** The entry by which a log says that it lets segments go: the last line of each. */
export const removalSchema = z.object({
  type: z.literal('segments-removed'),
  segments: z.array(z.object({ segment: z.string(), seq: z.int(), hash: z.string() })),
});
type Removal = z.infer<typeof removalSchema>;

export interface RetentionOptions {
  readonly log: ChainedLog;
  readonly now: Date;
  readonly keepMonths: number;
  /** The last line that was delivered elsewhere; what was not stays. `null`: nothing has to be. */
  readonly deliveredSeq: number | null;
}

/** Gives the names of the segments that were removed. @throws BrokenChainError when what is to go is not as it was written. */
export async function removeOldSegments(options: RetentionOptions): Promise<readonly string[]> {
  const { log, now, keepMonths, deliveredSeq } = options;
  const { folder, name } = log;
  const segments = await listSegments(folder, name);
  const oldest = firstMonthKept(now, keepMonths);
  // The last one is being written, however old.
  const due = segments.slice(0, -1).filter((segment) => monthOfSegment(segment) < oldest);
  if (due.length === 0) return [];
  const ends = await endsOf(folder, name, due);
  const going = ends.filter(({ seq }) => deliveredSeq === null || seq <= deliveredSeq);
  if (going.length === 0) return [];
  const removal: Removal = { type: 'segments-removed', segments: going };
  await log.append(removal);
  for (const { segment } of going) await unlink(join(folder, segment));
  await syncFolder(folder);
  return going.map(({ segment }) => segment);
}

/** `YYYY-MM`: the month itself and `keepMonths` whole months before it stay. */
function firstMonthKept(now: Date, keepMonths: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keepMonths, 1))
    .toISOString()
    .slice(0, 7);
}

async function endsOf(folder: string, name: string, due: readonly string[]): Promise<Removal['segments']> {
  const from = await oldestPosition(folder, name);
  const ends = new Map<string, Removal['segments'][number]>();
  for await (const { seq, hash, position } of readChain({ folder, name, from })) {
    if (!due.includes(position.segment)) break;
    ends.set(position.segment, { segment: position.segment, seq, hash });
  }
  return [...ends.values()];
}
