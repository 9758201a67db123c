/**
 * The benchmark: `npm run bench`. Asks named questions of the gateway and of others beside it, in turns over the same
 * sources, and holds what it measured against the goals. A wrong answer fails the run. Sends nothing out of this machine.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../schema/project-root.js';
import { findCores, holdSelf } from './cores.js';
import { describeRun } from './describe-run.js';
import { findHive } from './engine/contestants/start-all.js';
import { judgeGoals } from './engine/goals.js';
import { toEngineTables, toGoalTable, toSoakTable } from './engine/report.js';
import { type EngineResults, runEngine, sourceTimeoutMs } from './engine/run-engine.js';
import { concurrency, paces, scenarioNames } from './engine/scenarios.js';
import { measureProduct, type ProductResults, productConcurrency, productPaces } from './measure-product.js';
import { type RunOptions, readRunOptions } from './options.js';
import { judgeProduct } from './product-goals.js';
import { toTable } from './result.js';
import { toSixDigits } from './statistics.js';

/** Where `README.md` says that Hive Gateway may be installed. */
const usualHiveFolder = join(projectRoot, 'dist', 'rivals');

const closing: (() => Promise<void>)[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().then(() => process.exit(1)));
}
try {
  await run(readRunOptions(process.argv.slice(2)));
} catch (thrown) {
  tell(`the benchmark failed: ${thrown instanceof Error ? thrown.message : 'no reason given'}`);
  process.exitCode = 1;
} finally {
  await stopAll();
}

async function run(options: RunOptions): Promise<void> {
  const { isQuick, scenarios, asksProduct, soakMinutes, writes } = options;
  // Before anything of ours runs: what else this machine had to do.
  const [loadBefore = 0] = loadavg();
  const hiveFolder = options.hiveFolder ?? usualHiveFolder;
  const cores = findCores();
  const pace = isQuick ? 'quick' : 'whole';
  const shared = {
    environment: process.env,
    onProgress: tell,
    onStarted: (stop: () => Promise<void>) => void closing.push(stop),
  };

  // First, while all processors are free: the product's gateway does work beside its requests.
  const product = asksProduct ? await measureProduct({ ...shared, pace: productPaces[pace] }) : null;
  await stopAll();
  if (cores) holdSelf(cores.rest);
  const engine =
    scenarios.length > 0 || soakMinutes !== null
      ? await runEngine({ ...shared, scenarios, pace: paces[pace], soakMinutes, hiveFolder, cores })
      : null;
  await stopAll();

  // Of a part of the run only what it was about is told.
  const isWhole = soakMinutes === null && scenarios.length === scenarioNames.length;
  const judgements = [
    ...(product ? judgeProduct(product.workloads) : []),
    ...(engine ? judgeGoals(engine).filter((each) => isWhole || each.verdict !== 'not measured') : []),
  ];
  print(product, engine, toGoalTable(judgements));
  if (!writes) return;
  const file = writeResult(soakMinutes === null ? 'bench' : 'soak', {
    command: `npm run bench${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(' ')}` : ''}`,
    at: new Date().toISOString(),
    ...describeRun(findHive(hiveFolder)),
    loadAverageBefore: Number(loadBefore.toFixed(2)),
    settings: {
      engine: { concurrency, sourceTimeoutMs, ...paces[pace], cores },
      product: { concurrency: productConcurrency, ...productPaces[pace] },
    },
    // One wrong answer ends the run before anything is written.
    wrongAnswers: 0,
    goals: judgements,
    engine,
    product,
  });
  tell(`wrote ${file}`);
}

function print(product: ProductResults | null, engine: EngineResults | null, goals: string): void {
  if (product) tell(`\n${toTable(product.workloads)}`);
  const tables = engine && (engine.soak ? toSoakTable(engine.soak) : toEngineTables(engine));
  tell(['', ...(tables ? [tables, ''] : []), goals].join('\n'));
}

function writeResult(name: string, result: unknown): string {
  const day = new Date().toISOString().slice(0, 10);
  const file = join('bench', 'results', `${day}-${name}.json`);
  mkdirSync(join(projectRoot, 'bench', 'results'), { recursive: true });
  writeFileSync(join(projectRoot, file), `${JSON.stringify(result, toSixDigits, 2)}\n`);
  return file;
}

async function stopAll(): Promise<void> {
  // Latest first; what is stopped already is not stopped twice.
  for (let close = closing.pop(); close; close = closing.pop()) await close();
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
