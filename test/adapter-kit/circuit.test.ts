/** A source that does not get better is left alone, is tried once in a while, and is asked by all as soon as it is back. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCircuit, type Judged, worstCircuit } from '../../adapter-kit/circuit.js';
import type { OutwardCaller } from '../../adapter-kit/outward-call.js';
import { defaultResilience } from '../../adapter-kit/resilience.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { outcomeOfError, worstOutcome } from '../../adapter-kit/source-outcomes.js';
import { ask, askMany, countOf, type FailingSource, startFailingSource, until } from './failing-source.js';

const resetAfterMs = 200;
const resilience = { resetAfterMs, retryDelayMs: 1 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a source that fails every time', () => {
  let source: FailingSource;
  let caller: OutwardCaller;
  beforeEach(async () => {
    source = await startFailingSource();
    caller = source.caller({ resilience });
    expect((await ask(caller)).what).toBe('ANSWERED');
  });
  afterEach(() => source.close());

  it.each(['status=500', 'status=503', 'refuse', 'reset=0'])(
    'is left alone after ten failing requests at most, and then fails at once (%s)',
    async (fault) => {
      await source.fail(fault);
      await askMany(caller, 10, { atOnce: 1 });
      expect(caller.circuit()).toBe('OPEN');
      expect(source.proxy.requests()).toBeLessThanOrEqual(10);
      const asked = source.proxy.requests();
      const { what, message, tookMs } = await ask(caller);
      expect([what, message]).toEqual([
        'DOWN',
        '[RAAD] the source was not asked: it failed repeatedly, and is left alone for a moment',
      ]);
      expect(tookMs).toBeLessThan(100);
      expect(source.proxy.requests()).toBe(asked);
    },
  );

  it('is left alone within a second of a storm of failures, however many ask at once', async () => {
    await source.fail('status=500');
    const storm = askMany(caller, 400, { atOnce: 40 });
    await until(() => caller.circuit() === 'OPEN', 1_000);
    const told = await storm;
    expect(countOf(told, 'DOWN')).toBe(400);
    expect(source.proxy.requests()).toBeLessThan(150);
  });

  it('is tried by one call in each window while it goes on failing, and by no other', async () => {
    await source.fail('status=500');
    await askMany(caller, 10, { atOnce: 1 });
    const before = source.proxy.requests();
    const startedAt = performance.now();
    while (performance.now() - startedAt < 5 * resetAfterMs) {
      await askMany(caller, 5, { atOnce: 5 });
      await pause(5);
    }
    const windows = Math.ceil((performance.now() - startedAt) / resetAfterMs);
    const tries = source.proxy.requests() - before;
    expect(tries).toBeLessThanOrEqual(windows);
    expect(tries).toBeGreaterThanOrEqual(3);
  });

  it('is asked by all again one window after it is back at the latest', async () => {
    await source.fail('status=500');
    await askMany(caller, 10, { atOnce: 1 });
    await source.fail('none');
    const backAt = performance.now();
    while ((await ask(caller)).what !== 'ANSWERED') await pause(2);
    expect(performance.now() - backAt).toBeLessThan(resetAfterMs + 150);
    expect(caller.circuit()).toBe('CLOSED');
    expect(countOf(await askMany(caller, 50, { atOnce: 10 }), 'ANSWERED')).toBe(50);
  });

  it('fails at once for those who come while one call tries it', async () => {
    await source.fail('status=500');
    await askMany(caller, 10, { atOnce: 1 });
    await source.fail('latency=150');
    await pause(resetAfterMs);
    const trying = ask(caller);
    await pause(20);
    expect(caller.circuit()).toBe('HALF_OPEN');
    const other = await ask(caller);
    expect(other.tookMs).toBeLessThan(100);
    expect(other.message).toMatch(/another call is trying it now$/);
    expect((await trying).what).toBe('ANSWERED');
    expect(caller.circuit()).toBe('CLOSED');
  });

  it('is tried by the next call at once where the one that tried it left before anything was to be seen', async () => {
    await source.fail('status=500');
    await askMany(caller, 10, { atOnce: 1 });
    await source.fail('hang');
    await pause(resetAfterMs);
    const leave = new AbortController();
    const trying = ask(caller, { method: 'GET', path: '/', signal: leave.signal });
    await pause(20);
    leave.abort();
    expect((await trying).what).toBe('TIMED_OUT');
    await source.fail('none');
    expect((await ask(caller)).what).toBe('ANSWERED');
  });
});

describe('a source that is slow', () => {
  let source: FailingSource;
  beforeEach(async () => {
    source = await startFailingSource();
  });
  afterEach(() => source.close());

  it('is left alone though it answers, and its answers are used', async () => {
    const caller = source.caller({ resilience: { ...resilience, slowAfterMs: 60 } });
    await source.fail('latency=80');
    const told = await askMany(caller, 5, { atOnce: 1 });
    expect(countOf(told, 'ANSWERED')).toBe(5);
    expect(caller.circuit()).toBe('OPEN');
  });

  it('is left alone where it hangs, so that a call costs the deadline for a few and nothing for the rest', async () => {
    const caller = source.caller({ timeoutMs: 150, resilience });
    await source.fail('hang');
    const told = await askMany(caller, 10, { atOnce: 1 });
    expect(told.slice(0, 5).map(({ what }) => what)).toEqual(new Array(5).fill('TIMED_OUT'));
    expect(told.slice(5).every(({ what, tookMs }) => what === 'DOWN' && tookMs < 100)).toBe(true);
  });

  it('is not blamed by those who leave', async () => {
    const caller = source.caller({ resilience });
    await source.fail('hang');
    for (let asker = 0; asker < 20; asker += 1) {
      const leave = new AbortController();
      const asked = ask(caller, { method: 'GET', path: '/', signal: leave.signal });
      leave.abort();
      await asked;
    }
    expect(caller.circuit()).toBe('CLOSED');
  });

  it('is not blamed by those who had hardly any time left', async () => {
    const caller = source.caller({ resilience });
    await source.fail('latency=100');
    for (let asker = 0; asker < 10; asker += 1) {
      expect((await ask(caller, { method: 'GET', path: '/', leftMs: 20 })).what).toBe('TIMED_OUT');
    }
    expect(caller.circuit()).toBe('CLOSED');
  });
});

describe('what is no failure of a source', () => {
  it.each([
    'status=400',
    'status=403',
    'status=404',
    'html',
    'empty',
    'array',
    'redirect=http://127.0.0.1:9/',
  ])('leaves it to be asked: %s', async (fault) => {
    const source = await startFailingSource();
    const caller = source.caller({ resilience });
    await source.fail(fault);
    await askMany(caller, 30, { atOnce: 3 });
    expect([caller.circuit(), source.proxy.requests()]).toEqual(['CLOSED', 30]);
    await source.close();
  });

  it('is a part of failures below the share that was set, and above it is one', async () => {
    for (const [failures, expected] of [
      [11, 'CLOSED'],
      [13, 'OPEN'],
    ] as const) {
      const circuit = createCircuit({ ...defaultResilience, breakAfterFailures: 100, breakPercent: 60 });
      for (let call = 0; call < 20; call += 1) {
        await circuit.run(async () => judged(call < 20 - failures ? 'SUCCESS' : 'FAILURE'));
      }
      expect(circuit.state()).toBe(expected);
    }
  });

  it('is what began before the circuit changed', async () => {
    const circuit = createCircuit({ ...defaultResilience, breakAfterFailures: 2, resetAfterMs: 10 });
    let endEarlier = (): void => {};
    const earlier = [1, 2, 3].map(() =>
      circuit.run(async () => {
        await new Promise<void>((resolve) => {
          const before = endEarlier;
          endEarlier = () => {
            before();
            resolve();
          };
        });
        return judged('FAILURE');
      }),
    );
    for (let call = 0; call < 2; call += 1) await circuit.run(async () => judged('FAILURE'));
    expect(circuit.state()).toBe('OPEN');
    await pause(15);
    expect(await circuit.run(async (isProbe) => ({ ...judged('SUCCESS'), isProbe }))).toEqual({
      verdict: 'SUCCESS',
      isProbe: true,
    });
    endEarlier();
    await Promise.all(earlier);
    expect(circuit.state()).toBe('CLOSED');
  });
});

describe('how a circuit is told', () => {
  it('as the worst of several', () => {
    expect(worstCircuit()).toBe('CLOSED');
    expect(worstCircuit('CLOSED', 'HALF_OPEN')).toBe('HALF_OPEN');
    expect(worstCircuit('HALF_OPEN', 'OPEN', 'CLOSED')).toBe('OPEN');
  });

  it('beside the outcome, and not at all while it is closed', () => {
    const down = { organisation: 'GI', reason: 'DOWN', detail: 'left alone' } as const;
    const open = outcomeOfError(new SourceError({ ...down, circuit: 'OPEN' }));
    expect(open).toEqual({ outcome: 'UNAVAILABLE', reason: 'DOWN', asOf: null, circuit: 'OPEN' });
    const closed = outcomeOfError(new SourceError({ ...down, circuit: 'CLOSED' }));
    expect(closed).toEqual({ outcome: 'UNAVAILABLE', reason: 'DOWN', asOf: null });
    expect(worstOutcome(closed, open).circuit).toBe('OPEN');
    expect(worstOutcome(open, closed).circuit).toBe('OPEN');
    expect(worstOutcome(closed, closed)).toEqual(closed);
  });
});

function judged(verdict: Judged['verdict']): Judged {
  return { verdict };
}
