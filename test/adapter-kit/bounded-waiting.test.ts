/** A source that hangs holds no more of this process than its share, and nothing of it stays when the waiting is over. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createBulkhead } from '../../adapter-kit/bulkhead.js';
import { endOf, isOutOfTime, startDeadline } from '../../adapter-kit/deadline.js';
import { ask, askMany, countOf, type FailingSource, startFailingSource, until } from './failing-source.js';

describe('a source that hangs', () => {
  let hanging: FailingSource;
  let healthy: FailingSource;
  beforeEach(async () => {
    [hanging, healthy] = [await startFailingSource(), await startFailingSource()];
    hanging.answer = () => {};
  });
  afterEach(async () => {
    await hanging.close();
    await healthy.close();
  });

  it('with a thousand requests waiting for it slows nobody else, and lets no more than its share through', async () => {
    const toHanging = hanging.caller({ baseUrl: hanging.url, timeoutMs: 1_500 });
    // Patient, so that a busy machine is not taken for a slow answer; how long an answer takes is judged below.
    const toHealthy = healthy.caller({ timeoutMs: 5_000 });
    await ask(toHealthy);
    const waiting = askMany(toHanging, 1_000, { atOnce: 1_000 });
    const others: number[] = [];
    for (let call = 0; call < 50; call += 1) {
      const { what, tookMs } = await ask(toHealthy);
      expect(what).toBe('ANSWERED');
      others.push(tookMs);
    }
    others.sort((left, right) => left - right);
    expect(others[45]).toBeLessThan(100);
    expect(hanging.connections()).toBeLessThanOrEqual(32);
    const told = await waiting;
    expect(countOf(told, 'ANSWERED')).toBe(0);
    expect(Math.max(...told.map(({ tookMs }) => tookMs))).toBeLessThan(2_500);
  });

  it('turns those away at once for whom there is no room to wait', async () => {
    const caller = hanging.caller({
      baseUrl: hanging.url,
      timeoutMs: 400,
      resilience: { maxConcurrent: 2, maxQueued: 3 },
    });
    const told = await askMany(caller, 20, { atOnce: 20 });
    const turnedAway = told.filter(({ message }) => /too many others are waiting/.test(message));
    expect(turnedAway).toHaveLength(15);
    expect(turnedAway.every(({ what, tookMs }) => what === 'DOWN' && tookMs < 200)).toBe(true);
    expect(countOf(told, 'TIMED_OUT')).toBe(5);
  });

  it('lets those who stand in line go as soon as its circuit opens', async () => {
    await hanging.fail('hang');
    const caller = hanging.caller({ timeoutMs: 5_000, resilience: { maxConcurrent: 1, maxQueued: 100 } });
    const first = ask(caller);
    const line = askMany(caller, 50, { atOnce: 50 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await hanging.fail('refuse');
    const told = await line;
    expect((await first).what).toBe('DOWN');
    expect(countOf(told, 'DOWN')).toBe(50);
    expect(Math.max(...told.map(({ tookMs }) => tookMs))).toBeLessThan(2_000);
  });

  it('leaves no timer, no listener and no connection behind, whoever ended the waiting', async () => {
    const handles = (): readonly string[] =>
      process
        .getActiveResourcesInfo()
        .filter((kind) => kind === 'Timeout' || kind === 'TCPSocketWrap')
        .sort();
    const before = handles();
    const leave = new AbortController();
    const caller = hanging.caller({ baseUrl: hanging.url, timeoutMs: 300, resilience: { maxConcurrent: 4 } });
    const told = await Promise.all([
      askMany(caller, 40, { atOnce: 40 }),
      askMany(caller, 40, { atOnce: 40, call: { method: 'GET', path: '/', signal: leave.signal } }),
      new Promise((resolve) => setTimeout(resolve, 100)).then(() => leave.abort()),
    ]);
    expect(countOf(told[0], 'ANSWERED') + countOf(told[1], 'ANSWERED')).toBe(0);
    expect(told[1].every(({ tookMs }) => tookMs < 290)).toBe(true);
    // A connection that was given up on is closed; one that had not been used yet may wait for the next call.
    await until(() => hanging.connections() <= 4);
    await caller.close();
    await until(() => hanging.connections() === 0);
    await until(() => JSON.stringify(handles()) === JSON.stringify(before));
  });
});

describe('a line before a source', () => {
  it('is in order of arrival, without those who left', async () => {
    const line = createBulkhead({ maxConcurrent: 1, maxQueued: 10 });
    const stay = new AbortController().signal;
    const leave = new AbortController();
    expect(line.enter(stay)).toBe(true);
    const order: string[] = [];
    const waiting = [
      ['first', stay],
      ['gone', leave.signal],
      ['second', stay],
    ] as const;
    const all = waiting.map(async ([name, signal]) => {
      if (await line.enter(signal)) order.push(name);
    });
    leave.abort();
    line.leave();
    await all[0];
    line.leave();
    await Promise.all(all);
    expect(order).toEqual(['first', 'second']);
    line.leave();
    expect(line.enter(stay)).toBe(true);
  });

  it('has no place for somebody who left before', () => {
    const line = createBulkhead({ maxConcurrent: 1, maxQueued: 10 });
    expect(line.enter(AbortSignal.abort())).toBe(true);
    expect(line.enter(AbortSignal.abort())).toBe(false);
  });
});

describe('a signal', () => {
  it('tells when it will end at the latest, and whether time ended it or somebody who left', async () => {
    const leave = new AbortController();
    const outer = startDeadline(50, leave.signal);
    const inner = startDeadline(60_000, outer.signal);
    expect(endOf(inner.signal)).toBe(endOf(outer.signal));
    expect(endOf(inner.signal) - performance.now()).toBeLessThanOrEqual(50);
    expect([endOf(leave.signal), endOf(undefined)]).toEqual([Infinity, Infinity]);
    expect(isOutOfTime(inner.signal)).toBe(false);
    await new Promise((resolve) => inner.signal.addEventListener('abort', resolve));
    expect(isOutOfTime(inner.signal)).toBe(true);
    leave.abort();
    expect(isOutOfTime(leave.signal)).toBe(false);
    outer.end();
    inner.end();
  });
});
