/**
 * The product's questions: the committed operations over the real product with simulated sources, beside the same data
 * without it (`aggregator.ts`), in turns.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { projectRoot } from '../schema/project-root.js';
import { type Simulation, startSimulation } from '../simulated-sources/processes.js';
import { organisations } from '../subgraphs/index.js';
import { checkAnswer, withoutTimes } from './check-answer.js';
import { type CountedGateway, startCountedGateway } from './counted-gateway.js';
import { createDriver, type Driver, type Target } from './drive.js';
import { fileLongTimelines } from './long-timelines.js';
import { cpuMs, residentMegabytes } from './process-usage.js';
import { type Program, startAggregator, startGateway } from './programs.js';
import { type Figures, type Tally, toFigures, toRatio, type WorkloadResult } from './result.js';
import { type Workload, workloads } from './workloads.js';

export interface ProductPace {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
  readonly idleMs: number;
}

export const productPaces = {
  whole: { rounds: 5, roundMs: 2_000, warmUpMs: 3_000, idleMs: 3_000 },
  quick: { rounds: 1, roundMs: 800, warmUpMs: 500, idleMs: 1_000 },
} as const satisfies Readonly<Record<string, ProductPace>>;

export interface ProductResults {
  /** Background work of the gateway without any request, mostly reading feeds; part of its CPU per request. */
  readonly gatewayIdleCpuMsPerSecond: number | null;
  readonly workloads: readonly WorkloadResult[];
}

export interface MeasureProductOptions {
  readonly pace: ProductPace;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (line: string) => void;
  /** Told of each thing that has to be stopped, should the run be broken off. */
  readonly onStarted: (stop: () => Promise<void>) => void;
}

export const productConcurrency = 8;
const sourceTimeoutMs = 2_000;
/** The day on which the cast lives. */
const clockStartsAt = '2026-11-02T12:00:00+01:00';

interface Running {
  readonly simulation: Simulation;
  readonly gateway: Program;
  readonly aggregator: Program;
  readonly counted: CountedGateway;
  readonly driver: Driver;
  readonly pace: ProductPace;
}

/** @throws Error at the first wrong answer. */
export async function measureProduct(options: MeasureProductOptions): Promise<ProductResults> {
  const { pace, environment, onProgress, onStarted } = options;
  const simulation = await startSimulation(
    organisations.map(({ name }) => name),
    new Set(),
  );
  onStarted(() => simulation.stop());
  const programOptions = {
    settings: Object.assign({}, ...simulation.processes.map(({ settings }) => settings)) as Record<
      string,
      string
    >, // Object.assign forgets what it joins
    clockStartsAt,
    sourceTimeoutMs,
    environment,
  };
  await fileLongTimelines(programOptions.settings);
  const gateway = await startGateway(programOptions);
  onStarted(gateway.stop);
  const aggregator = await startAggregator(programOptions);
  onStarted(aggregator.stop);
  const counted = await startCountedGateway(programOptions);
  onStarted(counted.stop);
  const driver = createDriver(productConcurrency);
  onStarted(driver.close);
  const running = { simulation, gateway, aggregator, counted, driver, pace };

  const gatewayIdleCpuMsPerSecond = await measureIdle(gateway, pace.idleMs);
  const results: WorkloadResult[] = [];
  for (const workload of workloads) {
    if (workload.lost) await stopSource(simulation, workload.lost);
    results.push(await measure(workload, running));
    onProgress(`  measured ${workload.name}`);
  }
  return { gatewayIdleCpuMsPerSecond, workloads: results };
}

async function measure(workload: Workload, running: Running): Promise<WorkloadResult> {
  const { gateway, aggregator, driver, pace } = running;
  const { rounds, warmUpMs } = pace;
  const concurrency = productConcurrency;
  const targets = toTargets(workload, running);
  const baselineProgram = workload.beside ? gateway : aggregator;
  const firsts = {
    gateway: await firstAnswer(driver, targets.gateway, workload, workload.expectedErrors),
    baseline: await firstAnswer(driver, targets.baseline, { ...workload, ...workload.beside }, 0),
  };
  const calls = await countCalls(targets, running, firsts.gateway);
  await driver.drive(targets.gateway, firsts.gateway, { concurrency, durationMs: warmUpMs });
  await driver.drive(targets.baseline, firsts.baseline, { concurrency, durationMs: warmUpMs });

  const tallies = { gateway: emptyTally(), baseline: emptyTally() };
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first changes, so that neither always finds the machine as the other left it.
    const both = [
      () => measureRound(gateway.pid, targets.gateway, firsts.gateway, tallies.gateway, running),
      () => measureRound(baselineProgram.pid, targets.baseline, firsts.baseline, tallies.baseline, running),
    ];
    for (const one of round % 2 === 0 ? both : both.reverse()) await one();
  }
  const figures = {
    gateway: toFigures(tallies.gateway, {
      residentMegabytes: residentMegabytes(gateway.pid),
      callsPerRequest: calls.gateway,
    }),
    baseline: toFigures(tallies.baseline, {
      residentMegabytes: residentMegabytes(baselineProgram.pid),
      callsPerRequest: calls.baseline,
    }),
  };
  return {
    name: workload.name,
    question: workload.question,
    answerBytes: { gateway: Buffer.byteLength(firsts.gateway), baseline: Buffer.byteLength(firsts.baseline) },
    ...figures,
    ratio: toRatio(figures.gateway, figures.baseline),
  };
}

async function measureRound(
  pid: number,
  target: Target,
  first: string,
  tally: Tally,
  { driver, pace: { roundMs } }: Running,
): Promise<void> {
  const before = cpuMs(pid);
  const { latenciesMs, elapsedMs } = await driver.drive(target, first, {
    concurrency: productConcurrency,
    durationMs: roundMs,
  });
  const after = cpuMs(pid);
  tally.latenciesMs.push(...latenciesMs);
  tally.elapsedMs += elapsedMs;
  tally.cpuMs =
    before === null || after === null || tally.cpuMs === null ? null : tally.cpuMs + after - before;
}

interface Targets {
  readonly gateway: Target;
  readonly counted: Target;
  readonly baseline: Target;
  /** The baseline at the gateway whose calls are counted; null: the baseline counts its own. */
  readonly countedBaseline: Target | null;
}

function toTargets(
  { operation, beside, rawBsn }: Workload,
  { gateway, counted, aggregator }: Running,
): Targets {
  const ask = (asked: Pick<Workload, 'operation' | 'rawBsn'>) => ({
    path: '/graphql',
    body: JSON.stringify({ query: readOperation(asked.operation), variables: { bsn: asked.rawBsn } }),
  });
  const own = ask({ operation, rawBsn });
  return {
    gateway: { url: gateway.url, ...own },
    counted: { url: counted.url, ...own },
    baseline: beside
      ? { url: gateway.url, ...ask(beside) }
      : { url: aggregator.url, path: '/', body: JSON.stringify({ operation, bsn: rawBsn }) },
    countedBaseline: beside ? { url: counted.url, ...ask(beside) } : null,
  };
}

/** By person, also where the operation asks by household. */
function readOperation(name: Workload['operation']): string {
  return readFileSync(join(projectRoot, 'schema', 'operations', `${name}.graphql`), 'utf8')
    .replace('($id: ID!', '($bsn: BSN!')
    .replace('household(id: $id)', 'householdsOfPerson(bsn: $bsn)');
}

async function firstAnswer(
  driver: Driver,
  target: Target,
  { name, expected }: Workload,
  expectedErrors: number,
): Promise<string> {
  const text = await driver.askOnce(target);
  try {
    checkAnswer(text, expected, expectedErrors);
  } catch (thrown) {
    throw new Error(`${name}: a wrong answer: ${thrown instanceof Error ? thrown.message : 'unreadable'}`);
  }
  return text;
}

/** One request each, after one that fetched what is kept (tokens, kinds of case). */
async function countCalls(
  { counted: target, baseline, countedBaseline }: Targets,
  { aggregator, counted, driver }: Running,
  first: string,
): Promise<Record<'gateway' | 'baseline', Figures['callsPerRequest']>> {
  const toCount = { url: aggregator.url, path: '/calls', body: '' };
  const countedSchema = z.record(z.string(), z.number());
  await driver.askOnce(target);
  counted.takeCalls();
  const text = await driver.askOnce(target);
  if (withoutTimes(text) !== withoutTimes(first)) {
    throw new Error('the gateway whose calls are counted gave another answer than the one that is measured');
  }
  const ofGateway = counted.takeCalls();
  if (countedBaseline) {
    await driver.askOnce(countedBaseline);
    return { gateway: ofGateway, baseline: counted.takeCalls() };
  }
  await driver.askOnce(toCount);
  await driver.askOnce(baseline);
  return {
    gateway: ofGateway,
    baseline: countedSchema.parse(JSON.parse(await driver.askOnce(toCount))),
  };
}

async function measureIdle({ pid }: Program, idleMs: number): Promise<number | null> {
  const before = cpuMs(pid);
  await wait(idleMs);
  const after = cpuMs(pid);
  return before === null || after === null ? null : Math.round(((after - before) / idleMs) * 1_000);
}

async function stopSource(simulation: Simulation, name: string): Promise<void> {
  const source = simulation.processes.find((candidate) => candidate.name === name);
  if (!source?.pid) throw new Error(`expected a running source ${name}`);
  process.kill(source.pid, 'SIGTERM');
  for (let attempt = 0; attempt < 50 && isListening(source.pid); attempt += 1) await wait(100);
}

function isListening(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function emptyTally(): Tally {
  return { latenciesMs: [], elapsedMs: 0, cpuMs: 0 };
}
