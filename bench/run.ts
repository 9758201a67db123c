/**
 * The benchmark: `npm run bench`. Asks the built gateway named questions over HTTP, beside the same data without it, in
 * turns over the same simulated sources. A wrong answer fails the run. Writes `bench/results/<day>-household-view.json`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { projectRoot } from '../schema/project-root.js';
import { type Simulation, startSimulation } from '../simulated-sources/processes.js';
import { organisations } from '../subgraphs/index.js';
import { checkAnswer, withoutTimes } from './check-answer.js';
import { type CountedGateway, startCountedGateway } from './counted-gateway.js';
import { createDriver, type Driver, type Target } from './drive.js';
import { cpuMs, residentMegabytes } from './process-usage.js';
import { type Program, startAggregator, startGateway } from './programs.js';
import { type Figures, type Tally, toFigures, toRatio, toTable, type WorkloadResult } from './result.js';
import { type Workload, workloads } from './workloads.js';

const concurrency = 8;
const rounds = 3;
const roundMs = 1_700;
const warmUpMs = 800;
const idleMs = 5_000;
const sourceTimeoutMs = 2_000;
/** The day on which the cast lives. */
const clockStartsAt = '2026-11-02T12:00:00+01:00';

interface Running {
  readonly simulation: Simulation;
  readonly gateway: Program;
  readonly aggregator: Program;
  readonly counted: CountedGateway;
  readonly driver: Driver;
}

const closing: (() => Promise<void>)[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().then(() => process.exit(1)));
}
try {
  await run();
} catch (thrown) {
  process.stderr.write(
    `the benchmark failed: ${thrown instanceof Error ? thrown.message : 'no reason given'}\n`,
  );
  process.exitCode = 1;
} finally {
  await stopAll();
}

async function stopAll(): Promise<void> {
  // Latest first; what is stopped already is not stopped twice.
  for (let close = closing.pop(); close; close = closing.pop()) await close();
}

async function run(): Promise<void> {
  // Before anything of ours runs: what else this machine had to do.
  const [loadBefore = 0] = loadavg();
  const simulation = await startSimulation(
    organisations.map(({ name }) => name),
    new Set(),
  );
  closing.push(() => simulation.stop());
  const options = {
    settings: Object.assign({}, ...simulation.processes.map(({ settings }) => settings)) as Record<
      string,
      string
    >, // Object.assign forgets what it joins
    clockStartsAt,
    sourceTimeoutMs,
    environment: process.env,
  };
  const gateway = await startGateway(options);
  closing.push(gateway.stop);
  const aggregator = await startAggregator(options);
  closing.push(aggregator.stop);
  const counted = await startCountedGateway(options);
  closing.push(counted.stop);
  const driver = createDriver(concurrency);
  closing.push(driver.close);
  const running = { simulation, gateway, aggregator, counted, driver };

  const idleCpu = await measureIdle(gateway);
  const results: WorkloadResult[] = [];
  for (const workload of workloads) {
    if (workload.lost) await stopSource(simulation, workload.lost);
    results.push(await measure(workload, running));
    process.stdout.write(`  measured ${workload.name}\n`);
  }

  const day = new Date().toISOString().slice(0, 10);
  const file = join('bench', 'results', `${day}-household-view.json`);
  mkdirSync(join(projectRoot, 'bench', 'results'), { recursive: true });
  const result = {
    command: 'npm run bench',
    at: new Date().toISOString(),
    ...describeRun(),
    loadAverageBefore: Number(loadBefore.toFixed(2)),
    settings: { concurrency, rounds, roundMs, warmUpMs, sourceTimeoutMs },
    /** Background work of the gateway without any request, mostly reading feeds; part of its CPU per request. */
    gatewayIdleCpuMsPerSecond: idleCpu,
    // One wrong or failed answer ends the run before anything is written.
    errors: 0,
    workloads: results,
  };
  writeFileSync(join(projectRoot, file), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`\n${toTable(results)}\n\nwrote ${file}\n`);
  if (idleCpu === null) process.stdout.write('there is no /proc here: CPU and memory were not measured\n');
}

async function measure(workload: Workload, running: Running): Promise<WorkloadResult> {
  const { gateway, aggregator, driver } = running;
  const targets = toTargets(workload, running);
  const firsts = {
    gateway: await firstAnswer(driver, targets.gateway, workload, workload.expectedErrors),
    baseline: await firstAnswer(driver, targets.baseline, workload, 0),
  };
  const calls = await countCalls(targets, running, firsts.gateway);
  await driver.drive(targets.gateway, firsts.gateway, { concurrency, durationMs: warmUpMs });
  await driver.drive(targets.baseline, firsts.baseline, { concurrency, durationMs: warmUpMs });

  const tallies = { gateway: emptyTally(), baseline: emptyTally() };
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first changes, so that neither always finds the machine as the other left it.
    const both = [
      () => measureRound(gateway.pid, targets.gateway, firsts.gateway, tallies.gateway, driver),
      () => measureRound(aggregator.pid, targets.baseline, firsts.baseline, tallies.baseline, driver),
    ];
    for (const one of round % 2 === 0 ? both : both.reverse()) await one();
  }
  const figures = {
    gateway: toFigures(tallies.gateway, {
      residentMegabytes: residentMegabytes(gateway.pid),
      callsPerRequest: calls.gateway,
    }),
    baseline: toFigures(tallies.baseline, {
      residentMegabytes: residentMegabytes(aggregator.pid),
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
  driver: Driver,
): Promise<void> {
  const before = cpuMs(pid);
  const { latenciesMs, elapsedMs } = await driver.drive(target, first, { concurrency, durationMs: roundMs });
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
}

function toTargets({ operation, rawBsn }: Workload, { gateway, counted, aggregator }: Running): Targets {
  const query = readFileSync(join(projectRoot, 'schema', 'operations', `${operation}.graphql`), 'utf8');
  const graphql = { path: '/graphql', body: JSON.stringify({ query, variables: { bsn: rawBsn } }) };
  return {
    gateway: { url: gateway.url, ...graphql },
    counted: { url: counted.url, ...graphql },
    baseline: { url: aggregator.url, path: '/', body: JSON.stringify({ operation, bsn: rawBsn }) },
  };
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
  { counted: target, baseline }: Targets,
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
  await driver.askOnce(toCount);
  await driver.askOnce(baseline);
  return {
    gateway: ofGateway,
    baseline: countedSchema.parse(JSON.parse(await driver.askOnce(toCount))),
  };
}

async function measureIdle({ pid }: Program): Promise<number | null> {
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

function describeRun() {
  const [cpu] = cpus();
  const packageSchema = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()) });
  const { version, dependencies } = packageSchema.parse(
    JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')),
  );
  const told = ['@apollo/gateway', '@apollo/server', '@apollo/subgraph', 'graphql', 'undici'];
  return {
    machine: {
      model: cpu?.model ?? 'unknown',
      cpus: cpus().length,
      memoryGigabytes: Math.round(totalmem() / 1e9),
      system: `${process.platform} ${release()}`,
    },
    versions: {
      gezinsbeeld: version,
      commit: describeCommit(),
      node: process.version,
      ...Object.fromEntries(told.map((name) => [name, dependencies[name]])),
    },
  };
}

/** The commit that was measured, and whether the tree differed from it; `null` outside a repository. */
function describeCommit(): string | null {
  if (!existsSync(join(projectRoot, '.git'))) return null;
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', ':!bench/results') !== '';
  return `${git('rev-parse', 'HEAD')}${changed ? ' with uncommitted changes' : ''}`;
}
