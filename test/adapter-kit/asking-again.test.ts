/** When a source is asked again, how often, and when not: over real sockets, with the figures that were promised. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from '../../adapter-kit/retry-after.js';
import { createRetryBudget } from '../../adapter-kit/retry-budget.js';
import {
  ask,
  askMany,
  countOf,
  type FailingSource,
  failing,
  someChange,
  someRead,
  startFailingSource,
  until,
  wellAnswer,
} from './failing-source.js';

/** A circuit that stays closed, so that only asking again is looked at. */
const neverOpen = { breakAfterFailures: 1_000_000, breakPercent: 100, retryDelayMs: 1 };

describe('a source that fails now and then', () => {
  let source: FailingSource;
  beforeEach(async () => {
    source = await startFailingSource();
  });
  afterEach(() => source.close());

  it('answers at least 98.5 % of reads in two tries when a tenth of its answers are 503, for 12 % more requests at most', async () => {
    let requests = 0;
    source.answer = failing(10, () => {
      requests += 1;
    });
    const caller = source.caller({ baseUrl: source.url, resilience: { retryDelayMs: 1 } });
    const told = await askMany(caller, 3_000, { atOnce: 16 });
    expect(countOf(told, 'ANSWERED') / told.length).toBeGreaterThanOrEqual(0.985);
    expect(requests / told.length).toBeLessThanOrEqual(1.12);
    // It was asked again at all: one try alone would have left a tenth unanswered.
    expect(requests / told.length).toBeGreaterThan(1.08);
  });

  it('is asked a fifth more at most when all of its answers are 503, were its circuit never to open', async () => {
    let requests = 0;
    source.answer = failing(100, () => {
      requests += 1;
    });
    const caller = source.caller({ baseUrl: source.url, resilience: neverOpen });
    const told = await askMany(caller, 1_000, { atOnce: 16 });
    expect(countOf(told, 'DOWN')).toBe(1_000);
    expect(requests / told.length).toBeLessThanOrEqual(1.2);
    expect(requests / told.length).toBeGreaterThan(1.1);
  });

  it('is never asked twice to change something, whatever goes wrong', async () => {
    const caller = source.caller({ resilience: neverOpen });
    await source.fail('status=503@50');
    const told = await askMany(caller, 100, { atOnce: 4, call: someChange });
    expect(source.proxy.requests()).toBe(100);
    expect(countOf(told, 'DOWN')).toBeGreaterThan(20);
    let arrived = 0;
    source.answer = (request) => {
      arrived += 1;
      request.socket.resetAndDestroy();
    };
    await source.fail('none');
    expect((await ask(caller, someChange)).what).toBe('DOWN');
    expect(arrived).toBe(1);
  });

  it.each([
    [502, 2],
    [503, 2],
    [504, 2],
    [429, 2],
    [500, 1],
    [501, 1],
    [400, 1],
    [403, 1],
    [404, 1],
  ])('is asked after status %i so many times: %i', async (status, times) => {
    await source.fail(`status=${status}`);
    const { what } = await ask(source.caller());
    expect([what, source.proxy.requests()]).toEqual([
      status >= 500 || status === 429 ? 'DOWN' : 'REJECTED',
      times,
    ]);
  });

  it.each(['html', 'json=[', 'truncated', 'huge=20000000'])(
    'is not asked again for an answer that breaks the contract (%s)',
    async (fault) => {
      await source.fail(fault);
      expect((await ask(source.caller())).what).toBe('CONTRACT_BROKEN');
      expect(source.proxy.requests()).toBe(1);
    },
  );

  it('is asked as often as was set, each time after a longer pause', async () => {
    await source.fail('status=503');
    const options = { random: () => 1, resilience: { maxTries: 4, retryDelayMs: 20 } };
    const { tookMs } = await ask(source.caller(options));
    expect(source.proxy.requests()).toBe(4);
    expect(tookMs).toBeGreaterThanOrEqual(20 + 40 + 80 - 2);
  });
});

describe('a source that asks to be left alone for a while', () => {
  let source: FailingSource;
  let askedAt: number[];
  beforeEach(async () => {
    source = await startFailingSource();
    askedAt = [];
  });
  afterEach(() => source.close());

  const recoversAfter = (retryAfter: () => string, status = 503): void => {
    source.answer = (request, response) => {
      askedAt.push(Date.now());
      if (askedAt.length > 1) wellAnswer(request, response);
      else
        request.resume().on('end', () => response.writeHead(status, { 'retry-after': retryAfter() }).end());
    };
  };

  it.each([503, 429])('is asked again no earlier (seconds, status %i)', async (status) => {
    recoversAfter(() => '1', status);
    expect((await ask(source.caller())).what).toBe('ANSWERED');
    expect((askedAt[1] ?? 0) - (askedAt[0] ?? 0)).toBeGreaterThanOrEqual(998);
  });

  it('is asked again no earlier (a date)', async () => {
    let until = 0;
    recoversAfter(() => {
      until = Math.ceil(Date.now() / 1_000) * 1_000;
      return new Date(until).toUTCString();
    });
    expect((await ask(source.caller())).what).toBe('ANSWERED');
    expect(askedAt[1]).toBeGreaterThanOrEqual(until - 2);
  });

  it.each(['3', '86400', new Date(Date.now() + 3_600_000).toUTCString()])(
    'is not asked again where that would be after the deadline (%s), and nobody waits for it',
    async (retryAfter) => {
      recoversAfter(() => retryAfter);
      const { what, tookMs } = await ask(source.caller());
      expect(what).toBe('DOWN');
      expect(tookMs).toBeLessThan(500);
      expect(askedAt).toHaveLength(1);
    },
  );

  it('is asked by others in the meantime, for what one server says is not said by all', async () => {
    recoversAfter(() => '1');
    const caller = source.caller();
    const first = ask(caller);
    await until(() => askedAt.length === 1);
    const second = await ask(caller);
    expect(second.what).toBe('ANSWERED');
    expect(second.tookMs).toBeLessThan(500);
    expect((await first).what).toBe('ANSWERED');
  });

  it('keeps no place taken while it is left alone', async () => {
    recoversAfter(() => '1');
    const caller = source.caller({ resilience: { maxConcurrent: 1, maxQueued: 0 } });
    let isFirstDone = false;
    const first = ask(caller).then((told) => {
      isFirstDone = true;
      return told;
    });
    // The first is left alone from when it was told so, which takes what it takes; then others have its place.
    let told = await ask(caller);
    while (told.what !== 'ANSWERED' && !isFirstDone) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      told = await ask(caller);
    }
    expect([told.what, isFirstDone]).toEqual(['ANSWERED', false]);
    expect((await first).what).toBe('ANSWERED');
  });

  it('lets a caller close at once', async () => {
    recoversAfter(() => '1');
    const caller = source.caller();
    const asked = ask(caller, someRead);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await caller.close();
    expect((await asked).tookMs).toBeLessThan(500);
  });
});

describe('what a source says of when to come back', () => {
  const now = Date.parse('2026-11-02T11:00:00Z');
  it.each([
    ['30', 30_000],
    [' 0 ', 0],
    ['Mon, 02 Nov 2026 11:00:10 GMT', 10_000],
    ['Mon, 02 Nov 2026 10:00:00 GMT', 0],
    ['', null],
    ['soon', null],
    ['-1', null],
    ['1.5', null],
    ['9999999999', null],
    ['2026-11-02T11:00:10Z', null],
    [undefined, null],
  ])('is read where it can be understood: %s', (text, expected) => {
    expect(parseRetryAfter(text, now)).toBe(expected);
  });
});

describe('how often may be asked again', () => {
  it('is a share of the calls of late and a few in any case, and what has passed does not count', () => {
    let nowMs = 0;
    const budget = createRetryBudget({
      percent: 20,
      atLeast: 3,
      windowMs: 10_000,
      monotonicMs: () => nowMs,
    });
    const taken = (): number => {
      let count = 0;
      while (budget.takeRetry()) count += 1;
      return count;
    };
    expect(taken()).toBe(3);
    for (let call = 0; call < 100; call += 1) budget.countCall();
    expect(taken()).toBe(17);
    nowMs = 9_999;
    expect(taken()).toBe(0);
    nowMs = 10_001;
    expect(taken()).toBe(3);
    nowMs = 1_000_000;
    expect(taken()).toBe(3);
  });
});
