/** One source sleeps: what that costs who needs it, and who does not. */
import { setTimeout as wait } from 'node:timers/promises';
import { cpuMs } from '../process-usage.js';
import { percentile, rounded } from '../statistics.js';
import { usualMembers } from './household-data.js';
import type { Contestant, Sources } from './processes.js';
import { sourceNames } from './supergraph.js';

export interface SlowSourceFigures {
  readonly sleepMs: number;
  /** How long the gateway was told to wait for a source. */
  readonly budgetMs: number;
  /** How long one request took that needs the source; the rest was in its answer. */
  readonly aloneMs: number;
  readonly asked: number;
  /** Requests that waited at the source while the others were measured; a gateway may let fewer through. */
  readonly waiting: number;
  /** Requests that do not need the source, one after another: alone, and beside those that wait. */
  readonly quiet: ProbeFigures;
  readonly beside: ProbeFigures;
}

export interface ProbeFigures {
  readonly requests: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** CPU of the gateway for each; `null` where there is no `/proc`. */
  readonly cpuMicrosPerRequest: number | null;
}

export interface SlowSourceOptions {
  readonly sources: Sources;
  readonly startGateway: (sourceTimeoutMs: number) => Promise<Contestant>;
}

const sleepMs = 5_000;
const budgetMs = 1_500;
const asked = 1_000;
/** Long enough for a thousand requests to come as far as the source that sleeps, and for others to be measured then. */
const longBudgetMs = 4_500;
const probeMs = 1_200;

const whole = { kind: 'raad-lost', households: 1, members: usualMembers } as const;
const withoutRaad = { kind: 'without-raad', households: 1, members: usualMembers } as const;

/** @throws Error at the first wrong answer. */
export async function measureSlowSource(options: SlowSourceOptions): Promise<SlowSourceFigures> {
  const { sources, startGateway } = options;
  const impatient = await startGateway(budgetMs);
  let aloneMs: number;
  try {
    await impatient.drive({ question: withoutRaad, concurrency: 1, durationMs: 300, identities: 'unique' });
    await sources.order({ source: 'raad', sleepMs });
    // One request: the next would begin after the time is over.
    const { latenciesMs } = await impatient.drive({
      question: whole,
      concurrency: 1,
      durationMs: 1,
      identities: 'unique',
    });
    aloneMs = rounded(Math.max(...latenciesMs));
  } finally {
    await sources.order({ source: 'raad', sleepMs: 0 });
    await impatient.stop();
  }

  const patient = await startGateway(longBudgetMs);
  try {
    await patient.drive({ question: withoutRaad, concurrency: 32, durationMs: 2_000, identities: 'unique' });
    const quiet = await probe(patient);
    await sources.order({ source: 'raad', sleepMs });
    const salvo = patient.drive({ question: whole, concurrency: asked, durationMs: 1, identities: 'unique' });
    const waiting = await untilTheyWait(sources);
    const beside = await probe(patient);
    await salvo;
    return { sleepMs, budgetMs, aloneMs, asked, waiting, quiet, beside };
  } finally {
    await sources.order({ source: 'raad', sleepMs: 0 });
    await patient.stop();
  }
}

async function probe(gateway: Contestant): Promise<ProbeFigures> {
  const before = cpuMs(gateway.pid);
  const { requests, latenciesMs } = await gateway.drive({
    question: withoutRaad,
    concurrency: 1,
    durationMs: probeMs,
    identities: 'unique',
  });
  const after = cpuMs(gateway.pid);
  return {
    requests,
    p50Ms: rounded(percentile(latenciesMs, 50)),
    p95Ms: rounded(percentile(latenciesMs, 95)),
    cpuMicrosPerRequest:
      before === null || after === null ? null : rounded(((after - before) * 1_000) / requests),
  };
}

/** Waits until nothing moves any more: everybody has come as far as the source that sleeps. */
async function untilTheyWait(sources: Sources): Promise<number> {
  let waiting = 0;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await wait(150);
    const counts = await sources.order({});
    waiting = counts.raad.sleeping;
    const moved = sourceNames.reduce((sum, name) => sum + counts[name].calls, 0);
    if (waiting > 0 && moved === 0) break;
  }
  return waiting;
}
