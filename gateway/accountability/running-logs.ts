/**
 * The logs of a running gateway: the processing log with its opening entry and its drain, and for every log that segments go at the
 * end of their time. Whatever fails here holds up no request; it is told by its kind alone, and seen in the figures.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type ChainedLog, openChainedLog } from '../../adapter-kit/accountability/chained-log.js';
import { removeOldSegments } from '../../adapter-kit/accountability/log-retention.js';
import type { RecordedGrounds } from '../../adapter-kit/agreed-settings.js';
import { type Drain, type DrainFigures, type LogboekSink, startDrain } from './drain.js';
import type { LogSettings, SinkSettings } from './log-settings.js';
import type { LogOpenedEntry } from './processing-record.js';
import { createOtlpSink } from './sinks/otlp-sink.js';
import { createPostgresqlSink } from './sinks/postgresql-sink.js';

export interface RunningLogsOptions {
  readonly logFolder: string;
  readonly settings: LogSettings;
  /** Under which ground reads happen from now on; `null`: none is recorded. */
  readonly grounds: RecordedGrounds | null;
  readonly logger: Logger;
  /** How long after the start the first segments may go; absent: a minute. */
  readonly removalAfterMs?: number;
  /** What differs from the drain's own pauses; for tests. */
  readonly drainPauses?: { readonly pollMs: number; readonly pauseMs: number; readonly mostPauseMs: number };
}

export interface RunningLogs {
  readonly processing: ChainedLog;
  /** Opens another log of the same folder, kept as long as decisions are. */
  openDecisionLog(name: string): Promise<ChainedLog>;
  /** How far the drain is behind; `null`: nothing is delivered anywhere. Numbers alone. */
  figures(): DrainFigures | null;
  close(): Promise<void>;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const processingName = 'processing';

/** @throws Error when a log is not as it was written, or the seal key cannot be read. */
export async function openRunningLogs(options: RunningLogsOptions): Promise<RunningLogs> {
  const { logFolder, settings, grounds, logger } = options;
  const sealKey = settings.sealKeyFile === null ? undefined : readSealKey(settings.sealKeyFile);
  const opened: { readonly log: ChainedLog; readonly keepMonths: number }[] = [];

  async function open(name: string, keepMonths: number): Promise<ChainedLog> {
    const log = await openChainedLog({
      folder: join(logFolder, name),
      name,
      now: () => new Date(),
      report: (notice) => logger.warn(notice),
      sealKey,
    });
    opened.push({ log, keepMonths });
    return log;
  }

  const processing = await open(processingName, settings.keepMonths);
  if (grounds !== null) await processing.append({ type: 'log-opened', ...grounds } satisfies LogOpenedEntry);
  const drain =
    settings.sink && (await drainTo(createSink(settings.sink), { ...options, processing, sealKey }));

  async function letGo(): Promise<void> {
    for (const { log, keepMonths } of opened) {
      try {
        const deliveredSeq = log === processing && drain ? drain.figures().deliveredSeq : null;
        const removed = await removeOldSegments({ log, now: new Date(), keepMonths, deliveredSeq });
        if (removed.length > 0)
          logger.info({ log: log.name, segments: removed.length }, 'segments of a log were let go');
      } catch (thrown) {
        logger.error({ log: log.name, failure: kindOf(thrown) }, 'a log could not let segments go');
      }
    }
  }
  let lettingGo: Promise<void> = Promise.resolve();
  const letGoInTurn = (): void => {
    lettingGo = lettingGo.then(letGo);
  };
  // Whoever reads the log at the start has read it by then; and then every day.
  const first = setTimeout(letGoInTurn, options.removalAfterMs ?? minuteMs);
  first.unref();
  const daily = setInterval(letGoInTurn, dayMs);
  daily.unref();

  return {
    processing,
    openDecisionLog: (name) => open(name, settings.keepDecisionMonths),
    figures: () => drain?.figures() ?? null,
    async close() {
      clearTimeout(first);
      clearInterval(daily);
      await lettingGo;
      // What was acknowledged last is delivered after the next start.
      await Promise.all([drain?.stop(), ...opened.map(({ log }) => log.close())]);
    },
  };
}

function drainTo(
  sink: LogboekSink,
  {
    processing,
    sealKey,
    logger,
    drainPauses,
  }: RunningLogsOptions & { readonly processing: ChainedLog; readonly sealKey: string | undefined },
): Promise<Drain> {
  return startDrain({
    folder: processing.folder,
    name: processing.name,
    positionFile: join(processing.folder, 'drain.json'),
    sink,
    sealKey,
    ...drainPauses,
    onFailure: ({ kind, inSuccession }) => {
      // Told when it begins, and now and then while it lasts: the figures say the rest.
      if (inSuccession === 1 || inSuccession % 100 === 0)
        logger.warn({ kind, inSuccession }, 'the processing log could not be delivered; it will be');
    },
  });
}

function createSink({ kind, url, authorization, timeoutMs }: SinkSettings): LogboekSink {
  switch (kind) {
    case 'postgresql':
      return createPostgresqlSink({ url, timeoutMs });
    case 'otlp':
      return createOtlpSink({
        baseUrl: url,
        timeoutMs,
        ...(authorization === null ? {} : { headers: { authorization } }),
      });
    default:
      return kind satisfies never;
  }
}

/** @throws Error that repeats nothing of the file. */
function readSealKey(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    throw new Error('LOG_SEAL_KEY_FILE: expected a file that can be read');
  }
  if (text.length < 32) throw new Error('LOG_SEAL_KEY_FILE: expected a key of at least 32 characters');
  return text;
}

function kindOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : 'unknown';
}
