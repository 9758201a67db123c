/** Lets the segments of one log go at the end of their time, for as long as its process runs: a minute after the start, then daily. */
import type { ChainedLog } from './chained-log.js';
import { removeOldSegments } from './log-retention.js';

export interface KeepSegmentsOptions {
  readonly log: ChainedLog;
  readonly keepMonths: number;
  /** Told when it fails, which holds up nothing. */
  readonly report: (problem: string) => void;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Gives what ends it, and settles when nothing is under way any more. */
export function keepSegments({ log, keepMonths, report }: KeepSegmentsOptions): () => Promise<void> {
  let letting: Promise<void> = Promise.resolve();
  const letGo = (): void => {
    letting = letting.then(async () => {
      try {
        await removeOldSegments({ log, now: new Date(), keepMonths, deliveredSeq: null });
      } catch {
        report(`the ${log.name} log could not let segments go`);
      }
    });
  };
  const first = setTimeout(letGo, minuteMs);
  const daily = setInterval(letGo, dayMs);
  first.unref();
  daily.unref();
  return async () => {
    clearTimeout(first);
    clearInterval(daily);
    await letting;
  };
}
