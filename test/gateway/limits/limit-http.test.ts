import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultLimits } from '../../../gateway/limits/gateway-limits.js';
import { type StubGateway, send, startStubGateway } from '../../web/stub-gateway.js';

describe('a request that is too long before its body', () => {
  let gateway: StubGateway;
  beforeAll(async () => {
    gateway = await startStubGateway();
  });
  afterAll(() => gateway?.stop());

  const get = (length: number) =>
    send(`${gateway.url}/graphql?query=%7B__typename%7D&x=${'x'.repeat(length)}`, {
      method: 'GET',
      headers: { 'apollo-require-preflight': 'true' },
    });

  it('has a URL of at most eight kibibytes', async () => {
    expect((await get(8_000)).status).toBe(200);
    const answers = [await get(8_200), await get(20_000), await get(60_000)];
    expect(answers.map(({ status }) => status)).toEqual([414, 414, 414]);
    expect(JSON.parse(answers[0]?.text ?? '').errors[0]).toEqual({
      message: 'expected at most 8192 bytes in the URL, received 8234',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'URL_BYTES' },
    });
  });

  it('has headers of at most sixteen kibibytes', async () => {
    const ask = (headers: Record<string, string>) =>
      send(`${gateway.url}/graphql`, {
        headers: { 'content-type': 'application/json', ...headers },
        body: { query: '{ __typename }' },
      });
    expect((await ask({ 'x-long': 'x'.repeat(15_000) })).status).toBe(200);
    for (const length of [16_500, 30_000, 100_000]) {
      expect((await ask({ 'x-long': 'x'.repeat(length) })).status).toBe(431);
    }
  });

  it.each([3_000, 10_000])('has not %d headers', async (count) => {
    const { hostname, port } = new URL(gateway.url);
    const lines = Array.from({ length: count }, (_, index) => `x${index}: 1\r\n`).join('');
    const answer = await converse(
      hostname,
      Number(port),
      `GET /health/live HTTP/1.1\r\nhost: localhost\r\n${lines}\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n'],
    ['a folded header', 'x: 1\r\n 2\r\n'],
    ['a header without a name', ': 1\r\n'],
    ['a blank before the colon', 'content-length : 2\r\n'],
  ])('is not understood in two ways: %s', async (_, lines) => {
    const { hostname, port } = new URL(gateway.url);
    const answer = await converse(
      hostname,
      Number(port),
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${lines}\r\n{}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('a request that takes its time', () => {
  let gateway: StubGateway;
  beforeAll(async () => {
    gateway = await startStubGateway({
      limits: { ...defaultLimits, headersTimeoutMs: 400, requestTimeoutMs: 800 },
    });
  });
  afterAll(() => gateway?.stop());

  it.each([
    ['headers', 'POST /graphql HTTP/1.1\r\nhost: localhost\r\nx: '],
    [
      'a body',
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":"',
    ],
  ])('over %s, one byte after another, is cut off', async (_, start) => {
    const { hostname, port } = new URL(gateway.url);
    const startedAt = performance.now();
    const slow = converse(hostname, Number(port), start, 50);
    const others = await Promise.all(
      Array.from({ length: 20 }, () =>
        send(`${gateway.url}/graphql`, {
          headers: { 'content-type': 'application/json' },
          body: { query: '{ __typename }' },
        }),
      ),
    );
    expect(others.every(({ status }) => status === 200)).toBe(true);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 |^$/);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('cannot take the places of others by being many', async () => {
    const { hostname, port } = new URL(gateway.url);
    const slow = Array.from({ length: 300 }, () =>
      converse(hostname, Number(port), 'POST /graphql HTTP/1.1\r\nhost: localhost\r\nx: '),
    );
    const { status } = await send(`${gateway.url}/graphql`, {
      headers: { 'content-type': 'application/json' },
      body: { query: '{ __typename }' },
    });
    expect(status).toBe(200);
    expect((await Promise.all(slow)).every((answer) => answer.startsWith('HTTP/1.1 408 '))).toBe(true);
  });

  it('has ten seconds for its headers and thirty for all of it unless it is set otherwise', () => {
    expect([defaultLimits.headersTimeoutMs, defaultLimits.requestTimeoutMs]).toEqual([10_000, 30_000]);
  });
});

/** What comes back until the connection ends. */
function converse(host: string, port: number, text: string, dripEveryMs?: number): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    let drip: NodeJS.Timeout | undefined;
    const socket = connect(port, host, () => {
      socket.write(text);
      if (dripEveryMs !== undefined) drip = setInterval(() => socket.write('x'), dripEveryMs);
    });
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
      if (dripEveryMs === undefined && answer.includes('\r\n\r\n')) socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(drip);
      resolve(answer);
    });
  });
}
