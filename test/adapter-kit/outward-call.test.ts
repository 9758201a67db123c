/** What one call to a source takes for an answer, and what it does not. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDeadline, withinDeadline } from '../../adapter-kit/deadline.js';
import { createOutwardCaller, type OutwardCaller } from '../../adapter-kit/outward-call.js';
import type { SourceError } from '../../adapter-kit/source-error.js';
import { parseStrictJson } from '../../adapter-kit/strict-json.js';

describe('one call to a source', () => {
  let answer: RequestListener = () => {};
  let server: Server;
  let caller: OutwardCaller;

  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    caller = createOutwardCaller({
      organisation: 'GI',
      baseUrl: `http://127.0.0.1:${port}`,
      timeoutMs: 200,
      maxAnswerBytes: 10_000,
    });
  });
  afterAll(async () => {
    await caller.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = async (signal?: AbortSignal): Promise<unknown> =>
    caller
      .fetchJson({ method: 'GET', path: '/', ...(signal ? { signal } : {}) })
      .catch((thrown: SourceError) => `${thrown.reason}: ${thrown.message}`);
  const answering = (type: string | null, body: string | Buffer): void => {
    answer = (_request, response) =>
      void response.writeHead(200, type === null ? {} : { 'content-type': type }).end(body);
  };

  it.each(['application/json', 'application/json; charset=utf-8', 'application/problem+json', null])(
    'takes an answer of type %s for JSON',
    async (type) => {
      answering(type, '{"a":[]}');
      expect(await ask()).toEqual({ a: [] });
    },
  );

  it.each([
    ['of another type than JSON, though it reads like it', 'text/html', '{"a":[]}', 'of another type'],
    ['of no JSON', 'application/json', '<html></html>', 'received something else'],
    [
      'that tells a list twice, the second time empty',
      'application/json',
      '{"a":["x"],"a":[]}',
      'stands once',
    ],
    ['with a name that is dangerous to copy', 'application/json', '{"a":{"__proto__":{}}}', '__proto__'],
    ['in other letters than those of UTF-8', 'application/json', Buffer.from('"Zoë"', 'latin1'), 'UTF-8'],
  ])('refuses an answer %s', async (_what, type, body, expected) => {
    answering(type, body);
    expect(await ask()).toMatch(new RegExp(`^CONTRACT_BROKEN: \\[GI\\] expected.*${expected}`));
  });

  it('says whose time was over: its own, or that of the request it is part of', async () => {
    answer = () => {};
    expect(await ask()).toBe('TIMED_OUT: [GI] the source did not answer within 200 ms');
    expect(await ask(AbortSignal.timeout(20))).toBe(
      'TIMED_OUT: [GI] the request ended before the source answered',
    );
    expect(await ask(AbortSignal.abort())).toBe(
      'TIMED_OUT: [GI] the request ended before the source answered',
    );
  });

  it('ends at its deadline also where memory was cleared up in the meantime', async () => {
    let hasArrived = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      hasArrived = resolve;
    });
    answer = () => hasArrived();
    const asked = ask(new AbortController().signal);
    await arrived;
    clearUpMemory();
    const patience = new Promise((resolve) => setTimeout(resolve, 1_000, 'still waiting'));
    expect(await Promise.race([asked, patience])).toMatch(/^TIMED_OUT/);
  });
});

describe('a deadline', () => {
  it.each([
    ['its own time', 20, 60_000],
    ['the time of whom it works for', 60_000, 20],
  ])('ends by %s, also where memory was cleared up in the meantime', async (_whose, ownMs, outerMs) => {
    const start = (): Promise<unknown> => {
      const { signal } = startDeadline(ownMs, startDeadline(outerMs).signal);
      return new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    };
    const ended = start();
    await new Promise((resolve) => setImmediate(resolve));
    clearUpMemory();
    const patience = new Promise((resolve) => setTimeout(resolve, 1_000, 'still waiting'));
    expect(await Promise.race([ended.then(() => 'ended'), patience])).toBe('ended');
  });

  it('leaves no timer and no listener behind when the work is done', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const outer = new AbortController();
    let inner: AbortSignal | undefined;
    expect(
      await withinDeadline(60_000, outer.signal, async (signal) => {
        inner = signal;
        return 'done';
      }),
    ).toBe('done');
    outer.abort();
    expect(inner?.aborted).toBe(false);
    expect(timers()).toBe(before);
  });
});

describe('strict JSON', () => {
  it.each([
    '{}',
    '[]',
    'null',
    '"a"',
    '1',
    '{"a":{"a":[{"a":1},{"a":2}]},"b":"\\"a\\":"}',
    '{"a\\\\":1,"a\\"":2,"":3}',
    ' { "a" \n:\t"x:\\\\" , "b":":" } ',
    '[":",":",{"a":":"}]',
  ])('admits %s as JSON.parse does', (text) => {
    expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) });
  });

  it.each(['{"a":1,"a":1}', '{"x":[{"a":1 , "b":2,"a":3}]}', '{"a":1,"\\u0061":2}'])(
    'refuses %s, where one name stands twice',
    (text) => {
      expect(parseStrictJson(text)).toEqual({ problem: expect.stringContaining('stands once') });
    },
  );

  it('is not brought down by depth', () => {
    const depth = 200_000;
    expect(parseStrictJson('['.repeat(depth) + ']'.repeat(depth))).toHaveProperty('value');
  });
});

function clearUpMemory(): void {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void; // what the flag adds to a new context
  collect();
}
