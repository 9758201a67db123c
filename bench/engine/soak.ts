/** The gateway alone for minutes at half of what it can do, to see whether anything grows. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { openFiles, residentMegabytes } from '../process-usage.js';
import { percentile, rounded, type Slope, slopeOf } from '../statistics.js';
import { drivePaced } from './drive.js';
import { usualMembers } from './household-data.js';
import { createPoster } from './post-json.js';
import type { Contestant } from './processes.js';
import { prepareQuestion } from './question.js';

export interface SoakFigures {
  readonly minutes: number;
  readonly requests: number;
  /** Answered at full load before, and asked for during the soak. */
  readonly peakPerSecond: number;
  readonly askedPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMegabytes: number;
  /** After a fifth of the time, in which everything is compiled and every buffer has its size. */
  readonly residentMegabytesPerHour: Slope;
  /** The same of what is left after the collector was told to run: a leak shows here first. */
  readonly liveMegabytesPerHour: Slope;
  /** Files and sockets that were open: after the same fifth, and at the end. */
  readonly openFiles: { readonly warm: number; readonly atEnd: number };
  /** How late the event loop was, p99 of the worst five seconds and of the middle ones. */
  readonly loopDelayP99Ms: { readonly worst: number; readonly median: number };
}

interface Sample {
  readonly atMs: number;
  readonly megabytes: number;
  readonly openFiles: number;
}

const watchSchema = z.object({ atMs: z.number(), liveMegabytes: z.number(), loopP99Ms: z.number() });

const question = { kind: 'whole', households: 1, members: usualMembers } as const;

export interface SoakOptions {
  readonly minutes: number;
  /** Where the watch inside the gateway may write. */
  readonly folder: string;
  readonly startGateway: (nodeOptions: readonly string[]) => Promise<Contestant>;
}

/** @throws Error at the first wrong answer, and without `/proc`. */
export async function soak({ minutes, folder, startGateway }: SoakOptions): Promise<SoakFigures> {
  const watchFile = join(folder, 'watch.jsonl');
  writeFileSync(watchFile, '');
  const gateway = await startGateway(['--expose-gc', '--import', watchModule(watchFile)]);
  try {
    const order = { question, concurrency: 32, identities: 'unique' } as const;
    await gateway.drive({ ...order, durationMs: 5_000 });
    const peak = await gateway.drive({ ...order, durationMs: 5_000 });
    const peakPerSecond = (peak.requests / peak.elapsedMs) * 1_000;
    const askedPerSecond = Math.max(1, Math.floor(peakPerSecond / 2));
    const samples: Sample[] = [];
    const stop = new AbortController();
    const startedAt = Date.now();
    const sampling = takeSamples(gateway.pid, startedAt, samples, stop.signal);
    const driven = await drive(gateway, askedPerSecond, minutes * 60_000).finally(() => stop.abort());
    await sampling;
    const warmAtMs = minutes * 12_000;
    const warm = samples.filter(({ atMs }) => atMs >= warmAtMs);
    const watched = readWatch(watchFile).filter(({ atMs }) => atMs - startedAt >= warmAtMs);
    const hours = (ms: number) => ms / 3_600_000;
    return {
      minutes,
      requests: driven.requests,
      peakPerSecond: rounded(peakPerSecond),
      askedPerSecond,
      p50Ms: rounded(percentile(driven.latenciesMs, 50)),
      p99Ms: rounded(percentile(driven.latenciesMs, 99)),
      mostMegabytes: Math.max(...samples.map(({ megabytes }) => megabytes)),
      residentMegabytesPerHour: slopeOf(
        warm.map(({ atMs, megabytes }) => ({ x: hours(atMs), y: megabytes })),
      ),
      liveMegabytesPerHour: slopeOf(
        watched.map(({ atMs, liveMegabytes }) => ({ x: hours(atMs), y: liveMegabytes })),
      ),
      openFiles: { warm: warm[0]?.openFiles ?? Number.NaN, atEnd: warm.at(-1)?.openFiles ?? Number.NaN },
      loopDelayP99Ms: {
        worst: rounded(Math.max(...watched.map(({ loopP99Ms }) => loopP99Ms))),
        median: rounded(
          percentile(
            watched.map(({ loopP99Ms }) => loopP99Ms),
            50,
          ),
        ),
      },
    };
  } finally {
    await gateway.stop();
  }
}

async function drive({ url }: Contestant, perSecond: number, durationMs: number) {
  if (url === null) throw new Error('expected a gateway that is asked over HTTP');
  const poster = createPoster(url, { connections: 64, timeoutMs: 30_000 });
  const prepared = prepareQuestion(question);
  try {
    return await drivePaced(
      (variant, identity) => poster.post(prepared.bodies[variant] ?? '', { authorization: identity }),
      { question: prepared, durationMs, identities: 'unique', perSecond },
    );
  } finally {
    await poster.close();
  }
}

async function takeSamples(
  pid: number,
  startedAt: number,
  samples: Sample[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const [megabytes, open] = [residentMegabytes(pid), openFiles(pid)];
    if (megabytes === null || open === null) throw new Error('expected a gateway that runs, and /proc');
    samples.push({ atMs: Date.now() - startedAt, megabytes, openFiles: open });
    await wait(1_000, undefined, { signal }).catch(() => {});
  }
}

/**
 * A module that is loaded into the gateway before its own: writes every five seconds what is alive and how late the loop was.
 * As text, because nothing of the benchmark belongs among the gateway's files.
 */
export function watchModule(file: string): string {
  const source = `
    import { appendFileSync } from 'node:fs';
    import { monitorEventLoopDelay } from 'node:perf_hooks';
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    setInterval(() => {
      const loopP99Ms = delay.percentile(99) / 1e6;
      globalThis.gc?.();
      const liveMegabytes = process.memoryUsage().heapUsed / 1e6;
      delay.reset();
      appendFileSync(${JSON.stringify(file)}, JSON.stringify({ atMs: Date.now(), liveMegabytes, loopP99Ms }) + '\\n');
    }, 5_000).unref();
  `;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

function readWatch(file: string): readonly z.infer<typeof watchSchema>[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => watchSchema.parse(JSON.parse(line)));
}
