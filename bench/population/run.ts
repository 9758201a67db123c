/**
 * A population through the feeds into a register, against its truth and its targets: `node dist/bench/population/run.js
 * --households 100000 --seed 1`. Ends with 1 where a target is missed.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { toSixDigits } from '../statistics.js';
import { evaluate } from './evaluate.js';
import { drawKnown, measureChanges, measureLoad, measureLookups, measureLookupsDuring } from './measure.js';
import { createPopulation } from './population.js';
import { emptyRedis, feedsOf, registerOver, storeFor } from './registers.js';
import { errorLines, linkTargets, pairLines, targetLines } from './report.js';
import { atMost, figure, isMissed, type Target } from './targets.js';
import { measureTiming } from './timing.js';

const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    'redis-url': { type: 'string' },
    json: { type: 'string' },
    /** Only compares the time of shielded and absent. */
    timing: { type: 'boolean', default: false },
    samples: { type: 'string', default: '10000' },
    /** One example of each kind of error. */
    examples: { type: 'boolean', default: false },
    /** Loads and measures, and compares nothing with the truth. */
    'no-evaluation': { type: 'boolean', default: false },
    /** Ends after the first load and its lookups: for a limit on memory that a second load would pass. */
    'load-only': { type: 'boolean', default: false },
  },
});

const families = wholeNumber('households', values.households);
const seed = wholeNumber('seed', values.seed);
const samples = wholeNumber('samples', values.samples);
const redisUrl = values['redis-url'] ?? null;
const where = redisUrl === null ? 'in memory' : 'in Redis';
const failures: string[] = [];
const lookups = 10_000;
const changes = 50;

const population = createPopulation({ families, seed });
const feeds = feedsOf(population);
if (redisUrl !== null) await emptyRedis(redisUrl);
const store = storeFor(redisUrl);
const onFailure = (reason: string): void => {
  failures.push(reason);
};
const print = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  processors: cpus().length,
  memoryGigabytes: Math.round(totalmem() / 1e9),
  node: process.versions.node,
  loadBefore: loadavg()[0] ?? 0,
};
print(
  `${families} families, seed ${seed}, ${where}; ${machine.cpu}, ${machine.processors} processors, ${machine.memoryGigabytes} GB, Node ${machine.node}, load ${machine.loadBefore.toFixed(1)}`,
);
const result = values.timing ? await runTiming() : await runAll();
await store.close();
if (values.json)
  writeFileSync(
    values.json,
    `${JSON.stringify({ families, seed, where, machine, failures, ...result }, toSixDigits, 2)}\n`,
  );
if (failures.length > 0)
  print('', `failures: ${failures.length}`, ...failures.slice(0, 5).map((line) => `  ${line}`));
process.exitCode = result.missed.length > 0 || failures.length > 0 ? 1 : 0;

async function runAll() {
  const targets: Target[] = [];
  const show = (...some: readonly Target[]): void => {
    targets.push(...some);
    print(...targetLines(some));
  };
  const first = registerOver({ feeds, store, onFailure });
  const load = await measureLoad(first, feeds);
  if (failures.length > 0) throw new Error(`expected a load that is served: ${failures.join('; ')}`);
  const isOfTarget = families <= 100_000;
  show(
    figure('references read', load.references, ''),
    isOfTarget
      ? atMost('linked, from the first page to served', load.seconds, 60, 's')
      : figure('linked, from the first page to served', load.seconds, 's'),
    figure('… processor time', load.cpuSeconds, 's'),
    figure("… of it making pages, the organisations' work", load.feedSeconds, 's'),
    isOfTarget
      ? atMost('most memory ever in use', load.peakMegabytes ?? load.rssMegabytes, 1_000, 'MB')
      : figure('most memory ever in use', load.peakMegabytes ?? load.rssMegabytes, 'MB'),
    figure('… in use after the load', load.rssMegabytes, 'MB'),
    figure('… of it heap', load.heapMegabytes, 'MB'),
  );
  const limit = redisUrl === null ? 5 : 10;
  const known = await drawKnown(population, store, Math.min(lookups, families));
  const quiet = await measureLookups(first, known, lookups);
  show(...lookupTargets('', quiet.household, quiet.householdsOfPerson, limit));
  const findings = values['no-evaluation'] || values['load-only'] ? null : await evaluate(population, store);
  if (findings) {
    print('', ...pairLines(findings), '');
    show(...linkTargets(findings));
    print(...errorLines(findings, values.examples), '');
  }
  first.stop();
  if (!values['load-only']) await measureSecondLoad(first, known, limit);
  return {
    targets,
    missed: targets.filter(isMissed),
    counts: findings?.counts ?? null,
    pairs: findings ? Object.fromEntries(findings.pairs) : null,
    errors: Object.fromEntries(
      [...(findings?.errors ?? [])].map(([kind, byLabel]) => [kind, Object.fromEntries(byLabel)]),
    ),
  };

  async function measureSecondLoad(
    asked: typeof first,
    people: typeof known,
    limitMs: number,
  ): Promise<void> {
    // A second register loads everything again over the same store, while the first goes on being asked.
    const second = registerOver({ feeds, store, onFailure, pollSeconds: 0.5 });
    const busy = await measureLookupsDuring(asked, people, second.start());
    show(
      ...lookupTargets(' during a load', busy.household, busy.householdsOfPerson, limitMs),
      atMost('… not answered', busy.failed, 0, ''),
      figure('… p99 from when it was due (one process)', busy.fromDue?.p99 ?? 0, 'ms'),
    );
    const shown = await measureChanges(second, population, { feeds, count: changes });
    show(
      figure('a change shows, p50', shown.p50, 'ms'),
      atMost(`a change shows, slowest of ${shown.samples}`, shown.max, 1_000, 'ms'),
    );
    second.stop();
  }
}

function lookupTargets(
  when: string,
  household: { readonly p50: number; readonly p95: number; readonly p99: number },
  ofPerson: { readonly p50: number; readonly p95: number; readonly p99: number },
  limit: number,
): readonly Target[] {
  return [
    figure(`household${when}, p50`, household.p50, 'ms'),
    figure(`household${when}, p95`, household.p95, 'ms'),
    atMost(`household${when}, p99`, household.p99, limit, 'ms'),
    figure(`householdsOfPerson${when}, p50`, ofPerson.p50, 'ms'),
    figure(`householdsOfPerson${when}, p95`, ofPerson.p95, 'ms'),
    atMost(`householdsOfPerson${when}, p99`, ofPerson.p99, limit, 'ms'),
  ];
}

async function runTiming() {
  const register = registerOver({ feeds, store, onFailure });
  await register.start();
  const results = await measureTiming(register, population, { store, samples, seed });
  register.stop();
  const missed: string[] = [];
  for (const { lookup, comparison, baseline, canBeToldApart } of results) {
    if (canBeToldApart) missed.push(lookup);
    print(
      `  ${lookup}: shielded and absent ${canBeToldApart ? 'CAN BE TOLD APART' : 'cannot be told apart'} by ${samples} samples each`,
      `    shielded against absent: distance ${comparison.distance.toFixed(4)}, p ${comparison.probability.toFixed(4)}, medians differ by ${(comparison.medianDifference * 1_000).toFixed(2)} µs`,
      `    absent against absent:   distance ${baseline.distance.toFixed(4)}, p ${baseline.probability.toFixed(4)}, medians differ by ${(baseline.medianDifference * 1_000).toFixed(2)} µs`,
    );
  }
  return { missed, results };
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new Error(`--${name}: expected a whole number from 1`);
  return Number(text);
}
