/** However the line to a source breaks, or whatever it sends: a code, in time, and no more memory than was agreed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { failureOfThrown } from '../../adapter-kit/outward-failure.js';
import {
  ask,
  askMany,
  countOf,
  type FailingSource,
  startFailingSource,
  wellAnswer,
} from './failing-source.js';

describe('a line that breaks', () => {
  let source: FailingSource;
  beforeEach(async () => {
    source = await startFailingSource();
  });
  afterEach(() => source.close());

  it.each([
    ['refuse', 'DOWN', 'nobody listens there'],
    ['reset=0', 'DOWN', 'the connection broke'],
    ['reset=60', 'DOWN', 'the connection broke'],
    ['break-off=reset', 'DOWN', 'the connection broke'],
    ['cut=60', 'DOWN', 'the connection broke'],
    ['half-close=60', 'DOWN', 'the connection broke'],
    ['break-off=close', 'DOWN', 'the connection broke'],
    ['redirect=http://127.0.0.1:9/', 'REJECTED', 'with status 302'],
    ['gzip=1000000', 'CONTRACT_BROKEN', 'without compression'],
  ])('is told as what it is: %s, %s', async (fault, reason, detail) => {
    await source.fail(fault);
    const { what, message } = await ask(source.caller());
    expect([what, message]).toEqual([reason, expect.stringContaining(detail)]);
    expect(message).not.toMatch(/127|http/);
  });

  it('is not noticed where a connection was only kept open too long, however many ask at once', async () => {
    const caller = source.caller({ resilience: { retryDelayMs: 1 } });
    expect(countOf(await askMany(caller, 8, { atOnce: 8 }), 'ANSWERED')).toBe(8);
    await source.fail('stale');
    expect(countOf(await askMany(caller, 8, { atOnce: 8 }), 'ANSWERED')).toBe(8);
    for (let call = 0; call < 4; call += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect((await ask(caller)).what).toBe('ANSWERED');
    }
    expect(caller.circuit()).toBe('CLOSED');
  });

  it('ends at the deadline where an answer drips or stalls', async () => {
    for (const fault of ['drip=1', 'drip=50', 'break-off=stall', 'hang']) {
      await source.fail(fault);
      const { what, tookMs } = await ask(source.caller({ timeoutMs: 200 }));
      expect([fault, what]).toEqual([fault, 'TIMED_OUT']);
      expect(tookMs).toBeGreaterThanOrEqual(195);
      expect(tookMs).toBeLessThan(400);
    }
  });

  it.each([8, 64, 512])('reads an answer of %i MiB no further than it may be large', async (mebibytes) => {
    await source.fail(`huge=${mebibytes * 1024 * 1024}`);
    const caller = source.caller();
    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 2);
    for (let call = 0; call < 3; call += 1) expect((await ask(caller)).what).toBe('CONTRACT_BROKEN');
    clearInterval(watch);
    // What the proxy and the kernel held is passed too: a bounded amount, whatever the size.
    expect(source.proxy.passedBytes()).toBeLessThan(3 * 12 * 1024 * 1024);
    // The source and the proxy are in this process as well.
    expect(highest - before).toBeLessThan(8 * 8 * 1024 * 1024);
  });

  it('refuses an answer that says beforehand that it is too large, before it is read', async () => {
    source.answer = (request, response) => {
      request.resume();
      response.writeHead(200, { 'content-length': 9 * 1024 * 1024 }).flushHeaders();
    };
    const { what, tookMs } = await ask(source.caller({ baseUrl: source.url }));
    expect(what).toBe('CONTRACT_BROKEN');
    expect(tookMs).toBeLessThan(1_000);
    source.answer = wellAnswer;
    expect((await ask(source.caller())).what).toBe('ANSWERED');
  });

  it('is a broken contract where another protocol than HTTP is spoken', async () => {
    const server = createTcpServer((socket) => {
      socket
        .on('error', () => {})
        .resume()
        .end('220 mail ready\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    const { what, message } = await ask(source.caller({ baseUrl: `http://127.0.0.1:${port}` }));
    await new Promise((resolve) => server.close(resolve));
    expect([what, message]).toEqual([
      'CONTRACT_BROKEN',
      '[RAAD] expected an answer of HTTP, received something else',
    ]);
  });

  it('is told where the name of a source is not known', async () => {
    const { what, message } = await ask(source.caller({ baseUrl: 'http://source.invalid' }));
    expect([what, message]).toEqual([
      'DOWN',
      expect.stringMatching(/^\[RAAD\] the source could not be reached: its name/),
    ]);
  });
});

const openssl = ['/usr/bin/openssl', '/usr/local/bin/openssl'].find(existsSync);
const absence = openssl ? '' : ' (skipped: openssl is not installed)';

(openssl ? describe : describe.skip)(`a source over TLS${absence}`, () => {
  it('is not asked anything before it proved who it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-tls-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=elsewhere.invalid', '-days', '1'];
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
    spawnSync(openssl ?? '', ['req', '-x509', ...made, ...subject]);
    let asked = 0;
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, () => {
      asked += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    const source = await startFailingSource();
    const { what, message } = await ask(source.caller({ baseUrl: `https://127.0.0.1:${port}` }));
    await source.close();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
    expect([what, message, asked]).toEqual([
      'DOWN',
      '[RAAD] the source could not be reached: it could not prove who it is',
      0,
    ]);
  });
});

describe('what is thrown on the way', () => {
  it.each([
    ['ECONNREFUSED', 'DOWN', true],
    ['ECONNRESET', 'DOWN', true],
    ['EPIPE', 'DOWN', true],
    ['UND_ERR_SOCKET', 'DOWN', true],
    ['EAI_AGAIN', 'DOWN', true],
    ['ENOTFOUND', 'DOWN', false],
    ['CERT_HAS_EXPIRED', 'DOWN', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'DOWN', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'DOWN', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DOWN', false],
    ['UND_ERR_DESTROYED', 'DOWN', false],
    ['UND_ERR_CONNECT_TIMEOUT', 'TIMED_OUT', false],
    ['HPE_INVALID_CONSTANT', 'CONTRACT_BROKEN', null],
    ['HPE_INVALID_EOF_STATE', 'DOWN', true],
    ['UND_ERR_HEADERS_OVERFLOW', 'CONTRACT_BROKEN', null],
    ['', 'DOWN', false],
  ])('has a code and may pass or not: %s is %s', (code, reason, mayPass) => {
    const result = failureOfThrown(Object.assign(new Error('at 127.0.0.1'), { code }), 'RAAD', 100);
    expect(result).toMatchObject({
      error: { reason, message: expect.not.stringContaining('127') },
      failure: mayPass === null ? null : { mayPass },
    });
  });
});
