/** From outside: a source that fails is asked less, costs less than one that is well, and is asked again when it is back. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { percentile } from '../../bench/statistics.js';
import { seededRandom } from '../adapter-kit/failing-source.js';
import { noteFigure } from './figures.js';
import { problemsOf, reasonsOf } from './judge-answer.js';
import type { AnswerOfGateway } from './open-gateway.js';
import { wholeAnswer, wholeQuestion } from './small-source.js';
import { startWorld, until, type World } from './world.js';

const carers = '{ carers { id hours } }';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let draw: () => number = seededRandom(1);
let world: World;
beforeAll(async () => {
  world = await startWorld({ random: () => draw() });
  await world.heal(wholeQuestion);
});
afterAll(() => world.stop());

async function inTurn(count: number, query: string): Promise<readonly AnswerOfGateway[]> {
  const answers: AnswerOfGateway[] = [];
  for (let question = 0; question < count; question += 1) answers.push(await world.gateway.ask(query));
  return answers;
}

function p95(answers: readonly AnswerOfGateway[]): number {
  return percentile(
    answers.map(({ tookMs }) => tookMs),
    95,
  );
}

describe('a source that fails at everything', () => {
  it.each([500, 503])(
    'with status %i is left alone but for one call a second, and asked again by all when it is back',
    async (status) => {
      world.sources.care.delayMs = 100;
      const well = await inTurn(12, wholeQuestion);
      await world.fail('care', `status=${status}`);
      const before = performance.now();
      let answers = 0;
      // Open is what asks the source nothing.
      for (let last = -1; world.proxies.care.requests() !== last; answers += 1) {
        last = world.proxies.care.requests();
        const answer = await world.gateway.ask(wholeQuestion);
        expect(problemsOf(answer, wholeQuestion, wholeAnswer)).toEqual([]);
        expect(reasonsOf(answer)).toEqual(['care DOWN']);
      }
      const openedAfterMs = performance.now() - before;
      const requestsUntilOpen = world.proxies.care.requests();
      expect(requestsUntilOpen <= 10 || openedAfterMs <= 1_000).toBe(true);

      const watchedFrom = performance.now();
      const failing: AnswerOfGateway[] = [];
      while (performance.now() - watchedFrom < 2_500) {
        failing.push(await world.gateway.ask(wholeQuestion));
        await pause(10);
      }
      const watchedMs = performance.now() - watchedFrom;
      const probes = world.proxies.care.requests() - requestsUntilOpen;
      expect(probes).toBeLessThanOrEqual(Math.ceil(watchedMs / 1_000));
      expect(probes).toBeGreaterThanOrEqual(1);
      // What is not asked is not waited for.
      expect(p95(failing)).toBeLessThan(p95(well));

      world.sources.care.delayMs = 0;
      await world.proxies.care.set(null);
      const closedAfterMs = await until(async () => {
        const { errors } = await world.gateway.ask(wholeQuestion);
        return errors.length === 0;
      }, 5_000);
      noteFigure(`3 storm of ${status}`, {
        'requests until open': requestsUntilOpen,
        'questions until open': answers,
        'open after ms': openedAfterMs,
        [`probes in ${Math.round(watchedMs)} ms`]: probes,
        'p95 well ms': p95(well),
        'p95 open ms': p95(failing),
        'closed after ms': closedAfterMs,
      });
      expect(closedAfterMs).toBeLessThan(1_000 + 250);
    },
  );
});

describe('a source that fails at one in ten', () => {
  /** Its draws hold about as many below a tenth as there should be. */
  const seed = 4;
  const reads = 500;

  /** What two tries give of the same draws, by the rule alone. */
  function byTheRule(): { readonly failed: number; readonly requests: number } {
    const random = seededRandom(seed);
    let [failed, requests] = [0, 0];
    for (let read = 0; read < reads; read += 1) {
      requests += 1;
      if (random() >= 0.1) continue;
      requests += 1;
      if (random() < 0.1) failed += 1;
    }
    return { failed, requests };
  }

  it(`answers 985 in a thousand reads and more, with 12 in a hundred requests more at most, seed ${seed}`, async () => {
    await world.heal(wholeQuestion);
    draw = seededRandom(seed);
    await world.fail('care', 'status=503@10');
    const answers = await inTurn(reads, carers);
    const requests = world.proxies.care.requests();
    const failed = answers.filter(({ errors }) => errors.length > 0).length;
    noteFigure('4 one in ten', { reads, failed, requests, amplification: requests / reads });
    expect({ failed, requests }).toEqual(byTheRule());
    expect(1 - failed / reads).toBeGreaterThanOrEqual(0.985);
    expect(requests / reads).toBeLessThanOrEqual(1.12);
    for (const answer of answers)
      expect(problemsOf(answer, carers, { carers: wholeAnswer.carers })).toEqual([]);
  });

  it('is never told a change twice', async () => {
    await world.heal(wholeQuestion);
    draw = seededRandom(seed);
    await world.fail('care', 'status=503@10');
    const told = world.sources.care.noted.length;
    const answers = await inTurn(100, 'mutation { noteVisit(reason: "talk") { day } }');
    const failed = answers.filter(({ errors }) => errors.length > 0).length;
    noteFigure('4 changes', { sent: 100, requests: world.proxies.care.requests(), failed });
    expect(failed).toBeGreaterThan(3);
    expect(world.proxies.care.requests()).toBe(100);
    expect(world.sources.care.noted.length - told).toBe(100 - failed);
  });
});

describe('a source that fails at everything while many ask', () => {
  it('gets one try in five more at most', async () => {
    await world.heal(wholeQuestion);
    await world.fail('care', 'status=503');
    const reads = 200;
    let left = reads;
    const ask = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        expect(reasonsOf(await world.gateway.ask(carers))).toEqual(['care DOWN']);
      }
    };
    await Promise.all(Array.from({ length: 20 }, ask));
    const requests = world.proxies.care.requests();
    noteFigure('4 all fail, 20 at a time', { reads, requests, amplification: requests / reads });
    expect(requests / reads).toBeLessThanOrEqual(1.2);
  });
});

describe('a source that says when to come back', () => {
  it.each([
    ['seconds', 'status=503+1@50'],
    ['a date', 'status=503+1d@50'],
  ])('in %s is not asked before', async (_, fault) => {
    await world.heal(wholeQuestion);
    const draws = [0, 0.9];
    draw = () => draws.shift() ?? 0.9;
    await world.fail('care', fault);
    const { data, errors, tookMs } = await world.gateway.ask(carers);
    noteFigure(`4 Retry-After ${fault}`, { 'waited ms': tookMs });
    expect([data, errors]).toEqual([{ carers: wholeAnswer.carers }, []]);
    expect(tookMs).toBeGreaterThanOrEqual(980);
    expect(world.proxies.care.requests()).toBe(2);
  });

  it('later than the request may wait is not asked again at all, and the answer comes at once', async () => {
    await world.heal(wholeQuestion);
    await world.fail('care', 'status=503+30');
    const answer = await world.gateway.ask(carers);
    expect(reasonsOf(answer)).toEqual(['care DOWN']);
    expect(answer.tookMs).toBeLessThan(1_000);
    expect(world.proxies.care.requests()).toBe(1);
  });
});
