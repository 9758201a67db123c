/**
 * From outside: any fault at any source, a new one every two seconds, while clients ask. `CHAOS_MINUTES` makes it longer than the
 * twenty seconds that it has here, `CHAOS_SEED` another one.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { percentile } from '../../bench/statistics.js';
import { seededRandom } from '../adapter-kit/failing-source.js';
import { noteFigure } from './figures.js';
import { problemsOf } from './judge-answer.js';
import { type SourceName, sourceNames, wholeAnswer, wholeQuestion } from './small-source.js';
import { startWorld, until, type World } from './world.js';

const seed = Number(process.env['CHAOS_SEED'] ?? 20_261_122);
const lastsMs = Number(process.env['CHAOS_MINUTES'] ?? 1 / 6) * 60_000;
const stepMs = 2_000;
const budgetMs = 1_000;
const clients = 4;

const faults = [
  ...['none', 'latency=50', 'latency=200+300', 'hang', 'refuse', 'reset=0', 'reset=150', 'cut=150'],
  ...['half-close=150', 'drip=1', 'drip=2000', 'stale', 'status=500', 'status=503', 'status=503@30'],
  ...['status=429+1', 'status=404', 'html', 'empty', 'json=null', 'json={"data":null}', 'array', 'proto'],
  ...['redirect=http://127.0.0.1:9/', 'huge=16000000', 'gzip=20000000', 'truncated', 'break-off=reset'],
  ...['break-off=close', 'break-off=stall', 'content-type=text/plain', 'duplicate-keys', 'wrong-types'],
  ...[
    'entities=missing',
    'entities=extra',
    'entities=none',
    'typename=School',
    'typename=__proto__',
    'latin1',
  ],
];
const questions: readonly (readonly [string, Partial<typeof wholeAnswer>])[] = [
  [wholeQuestion, wholeAnswer],
  [
    '{ schools { id name } carers { id hours } }',
    { schools: wholeAnswer.schools, carers: wholeAnswer.carers },
  ],
];

let world: World;
beforeAll(async () => {
  world = await startWorld({ budgetMs, random: seededRandom(seed + 1) });
  await world.heal(wholeQuestion);
});
afterAll(() => world.stop());

it(
  `answers everybody rightly through every fault, seed ${seed}`,
  async () => {
    const random = seededRandom(seed);
    const pick = <T>(list: readonly T[]): T => {
      const picked = list[Math.floor(random() * list.length)];
      if (picked === undefined) throw new Error('expected a list with something in it');
      return picked;
    };
    // A machine that has other things to do comes late by itself; then so does every answer.
    const lateness = monitorEventLoopDelay({ resolution: 10 });
    lateness.enable();
    const endsAt = performance.now() + lastsMs;
    const isOver = (): boolean => performance.now() >= endsAt;
    const problems = new Map<string, number>();
    const took: number[] = [];
    let [whole, partial, steps] = [0, 0, 0];
    const now = new Map<SourceName, string>();

    const client = async (number: number): Promise<void> => {
      for (let turn = number; !isOver(); turn += 1) {
        const [query, expected] = questions[turn % questions.length] ?? [wholeQuestion, wholeAnswer];
        const during = [...now].map((each) => each.join(' ')).join(', ');
        const answer = await world.gateway.ask(query);
        took.push(answer.tookMs);
        if (answer.errors.length > 0) partial += 1;
        else whole += 1;
        for (const problem of problemsOf(answer, query, expected)) {
          problems.set(`${problem} (${during})`, (problems.get(`${problem} (${during})`) ?? 0) + 1);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const trouble = async (): Promise<void> => {
      while (!isOver()) {
        // Each source that is ill gets well at the next change as often as not, so that all kinds of mixtures occur.
        for (const name of [...now.keys()].filter(() => random() < 0.5)) {
          now.delete(name);
          await world.proxies[name].set(null);
        }
        const [name, fault] = [pick(sourceNames), pick(faults)];
        now.set(name, fault);
        await world.fail(name, fault);
        steps += 1;
        const leftMs = Math.min(stepMs, endsAt - performance.now());
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, leftMs)));
      }
    };
    await Promise.all([...Array.from({ length: clients }, (_, number) => client(number)), trouble()]);
    lateness.disable();
    const lateMs = lateness.max / 1e6;
    const handles = world.gateway.handles();
    const healing = performance.now();
    await world.heal(wholeQuestion);

    // Half an hour gives more answers than a call takes arguments.
    const longestMs = took.reduce((longest, ms) => Math.max(longest, ms), 0);
    noteFigure(`10 chaos, seed ${seed}, ${lastsMs / 1_000} s`, {
      faults: steps,
      whole,
      partial,
      problems: problems.size,
      'p95 ms': percentile(took, 95),
      'longest ms': longestMs,
      'the machine itself late by ms': lateMs,
      'handles at the end': handles,
      'whole again after ms': performance.now() - healing,
    });
    expect(Object.fromEntries(problems)).toEqual({});
    expect(world.gateway.isRunning()).toBe(true);
    // Nothing is said of rejections that nobody handles, nor of anything else.
    expect(world.gateway.complaints()).toBe('');
    expect(partial).toBeGreaterThan(0);
    expect(whole).toBeGreaterThan(0);
    expect(longestMs).toBeLessThan(budgetMs + 500 + 2 * lateMs);
    await until(() => world.gateway.handles() < 100, 10_000);
  },
  lastsMs + 30_000,
);
