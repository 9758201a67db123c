/** The fault proxy does what it says, before anything that speaks over TCP, and harms nobody when the fault is taken off. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer as createHttpServer, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { projectRoot } from '../../schema/project-root.js';
import { type FaultProxy, startFaultProxy } from '../../simulated-sources/fault-proxy/fault-proxy.js';
import { isConnectionFault, parseFault } from '../../simulated-sources/fault-proxy/faults.js';
import { spoil } from '../../simulated-sources/fault-proxy/spoiled-answer.js';
import { isAlive } from '../program/start-program.js';

/** What became of one conversation over a bare connection. */
interface Conversation {
  readonly received: number;
  readonly end: 'ended' | 'reset' | 'refused' | 'silence';
  readonly tookMs: number;
}

const answerBytes = 4_000;
const patienceMs = 1_000;

describe('before a source that speaks over bare TCP', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let proxy: FaultProxy;

  beforeAll(async () => {
    // Answers every word with the same number of bytes, and goes when it is left.
    server = createServer((socket) => {
      sockets.add(socket.on('error', () => {}));
      socket.on('data', () => socket.write(Buffer.alloc(answerBytes, 'a')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    proxy = await startFaultProxy({ target: `tcp://127.0.0.1:${port}`, random: () => 0.5 });
  });
  afterEach(async () => {
    await proxy.set(null);
  });
  afterAll(async () => {
    await proxy.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const converse = (): Promise<Conversation> =>
    new Promise((resolve) => {
      const started = performance.now();
      let received = 0;
      const client = connect(proxy.port, '127.0.0.1', () => client.write('word'));
      const finish = (end: Conversation['end']): void => {
        clearTimeout(timer);
        client.destroy();
        resolve({ received, end, tookMs: performance.now() - started });
      };
      const timer = setTimeout(() => finish('silence'), patienceMs);
      client.on('data', (chunk) => {
        received += chunk.length;
      });
      client.on('end', () => finish('ended'));
      client.on('error', (error: NodeJS.ErrnoException) =>
        finish(error.code === 'ECONNREFUSED' ? 'refused' : 'reset'),
      );
    });

  it('passes everything on while no fault is on', async () => {
    expect(await converse()).toMatchObject({ received: answerBytes, end: 'silence' });
    expect(proxy.passedBytes()).toBe(answerBytes);
  });

  it.each([
    ['nobody listens', 'refuse', { received: 0, end: 'refused' }],
    ['it accepts and says nothing', 'hang', { received: 0, end: 'silence' }],
    ['it breaks the connection before a word was said', 'reset=0', { received: 0, end: 'reset' }],
    ['it closes in the middle', 'cut=1000', { received: 1_000, end: 'ended' }],
    ['it says in the middle that no more will come', 'half-close=3999', { received: 3_999, end: 'ended' }],
    ['an answer shorter than the cut comes whole', 'cut=4001', { received: answerBytes, end: 'silence' }],
  ] as const)('%s (%s)', async (_what, text, expected) => {
    await proxy.set(parseFault(text));
    expect(await converse()).toMatchObject(expected);
    await proxy.set(null);
    expect(await converse()).toMatchObject({ received: answerBytes });
  });

  it('passes on a little at a time', async () => {
    await proxy.set(parseFault('drip=5000'));
    const { received, end } = await converse();
    expect(end).toBe('silence');
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThanOrEqual((5_000 * (patienceMs + 50)) / 1_000);
  });

  it('is late by as much as was said, with jitter by the number it is given, and in the right order', async () => {
    await proxy.set(parseFault('latency=60+40'));
    const client = connect(proxy.port, '127.0.0.1', () => client.write('word'));
    const started = performance.now();
    await new Promise((resolve) => client.once('data', resolve));
    expect(performance.now() - started).toBeGreaterThanOrEqual(78);
    client.destroy();
  });

  it('holds for connections that are open already, and lets them go on where it is taken off', async () => {
    let received = 0;
    const client = connect(proxy.port, '127.0.0.1');
    client.on('data', (chunk) => {
      received += chunk.length;
    });
    await new Promise((resolve) => client.write('word', resolve));
    await until(() => received === answerBytes);
    await proxy.set(parseFault('hang'));
    await new Promise((resolve) => client.write('word', resolve));
    await proxy.set(null);
    await until(() => received === 2 * answerBytes);
    client.destroy();
    await until(() => proxy.openConnections() === 0);
  });

  it('has no answer of HTTP to give, and says so', async () => {
    await expect(proxy.set({ kind: 'empty' })).rejects.toThrow(/expected a source that speaks HTTP/);
  });
});

const redisServer = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find(existsSync);
const absence = redisServer ? '' : ' (skipped: redis-server is not installed)';

(redisServer ? describe : describe.skip)(`before Redis${absence}`, () => {
  it('passes on what is said, breaks off when it is told to, and lets the client come back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-redis-'));
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    const redis = spawn(redisServer ?? '', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => redis.once('exit', resolve));
    for await (const chunk of redis.stdout) if (String(chunk).includes('Ready to accept')) break;
    const proxy = await startFaultProxy({ target: `redis://127.0.0.1:${port}` });
    const client = new Redis(proxy.url, {
      retryStrategy: () => 10,
      maxRetriesPerRequest: 0,
      commandTimeout: 500,
    });
    client.on('error', () => {});
    expect(await client.set('key', 'value')).toBe('OK');
    await proxy.set({ kind: 'refuse' });
    await expect(client.get('key')).rejects.toThrow();
    await proxy.set(null);
    await until(() => client.status === 'ready');
    expect(await client.get('key')).toBe('value');
    client.disconnect();
    await proxy.close();
    redis.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  });
});

describe('before a source that speaks HTTP', () => {
  const answer = { cases: [{ number: 'a' }], asOf: '2026-11-02' };
  const server = createHttpServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  let proxy: FaultProxy;
  let drawn: number[] = [];

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    const random = (): number => drawn.shift() ?? 0;
    proxy = await startFaultProxy({ target: `http://127.0.0.1:${port}`, random });
  });
  afterEach(async () => {
    await proxy.set(null);
  });
  afterAll(async () => {
    await proxy.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = async (path = '') => {
    const response = await fetch(`${proxy.url}${path}`, { method: 'POST', body: '{}', redirect: 'manual' });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      retryAfter: response.headers.get('retry-after'),
      location: response.headers.get('location'),
      text: await response.text(),
    };
  };

  it.each([
    ['none', { status: 200, type: 'application/json', text: JSON.stringify(answer) }],
    ['status=503+30', { status: 503, retryAfter: '30' }],
    ['status=503+30d@100', { status: 503, retryAfter: expect.stringMatching(/^[A-Z][a-z]{2}, .* GMT$/) }],
    ['status=500', { status: 500, retryAfter: null }],
    ['status=500@0', { status: 200, text: JSON.stringify(answer) }],
    ['wrong-types', { text: '{"cases":"no list","asOf":"2026-11-02"}' }],
    ['gzip=5000', { status: 200, text: '0'.repeat(5_000) }],
    ['html', { status: 200, type: 'text/html; charset=utf-8', text: expect.stringContaining('<html') }],
    ['empty', { status: 200, text: '' }],
    ['json=[[]]', { status: 200, text: '[[]]' }],
    ['redirect=http://elsewhere.invalid/', { status: 302, location: 'http://elsewhere.invalid/' }],
    ['truncated', { status: 200, text: JSON.stringify(answer).slice(0, 23) }],
    ['content-type=text/plain', { type: 'text/plain', text: JSON.stringify(answer) }],
    ['array', { text: JSON.stringify([answer]) }],
    ['duplicate-keys', { text: '{"cases":[{"number":"a"}],"asOf":"2026-11-02","cases":[]}' }],
    ['proto', { text: expect.stringMatching(/^\{"__proto__":\{.*\},"cases":/) }],
    ['huge=200000', { status: 200, text: expect.stringMatching(/^\{"filler":"x{200000,}"\}$/) }],
  ] as const)('gives the answer that %s names, and the true one afterwards', async (text, expected) => {
    await proxy.set(parseFault(text));
    expect(await ask()).toMatchObject(expected);
    await proxy.set(null);
    expect((await ask()).text).toBe(JSON.stringify(answer));
  });

  it.each(['break-off=reset', 'break-off=close'])('ends in the middle of an answer: %s', async (text) => {
    await proxy.set(parseFault(text));
    await expect(ask()).rejects.toThrow();
  });

  it('fails as many in a hundred requests as it was told to, and counts what came', async () => {
    drawn = [0, 0.1, 0.24, 0.25, 0.9];
    await proxy.set(parseFault('status=503@25'));
    const statuses: number[] = [];
    for (let request = 0; request < 5; request += 1) statuses.push((await ask()).status);
    expect(statuses).toEqual([503, 503, 503, 200, 200]);
    expect(proxy.requests()).toBe(5);
  });

  it('breaks a connection that is used again, and no other', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const status = (): Promise<number | string> =>
      new Promise((resolve) => {
        request(proxy.url, { agent }, (response) =>
          response.resume().on('end', () => resolve(response.statusCode ?? 0)),
        )
          .on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)))
          .end();
      });
    await proxy.set(null);
    expect(await status()).toBe(200);
    await proxy.set(parseFault('stale'));
    expect([await status(), await status(), await status()]).toEqual(['ECONNRESET', 200, 'ECONNRESET']);
    agent.destroy();
  });

  it('spoils only the answers that it was told to, and leaves as many alone first', async () => {
    await proxy.set(parseFault('status=500'), { only: '/feed', skip: 1 });
    const statuses: number[] = [];
    for (const path of ['/feed', '/files', '/feed?page=2', '/files']) statuses.push((await ask(path)).status);
    expect(statuses).toEqual([200, 200, 500, 200]);
  });

  it('shows the way through it, and leaves other addresses alone', () => {
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    expect(proxy.through(`http://localhost:${port}/api/v1`)).toBe(`http://127.0.0.1:${proxy.port}/api/v1`);
    expect(proxy.through('http://127.0.0.1:9/api')).toBe('http://127.0.0.1:9/api');
  });
});

describe("a subgraph's answer", () => {
  const body = Buffer.from('{"data":{"_entities":[{"__typename":"Household","n":1},null]}}');
  it.each([
    ['entities=missing', '{"data":{"_entities":[null]}}'],
    [
      'entities=extra',
      '{"data":{"_entities":[{"__typename":"Household","n":1},null,{"__typename":"Household","n":1}]}}',
    ],
    ['entities=none', '{"data":{}}'],
    ['typename=Person', '{"data":{"_entities":[{"__typename":"Person","n":1},null]}}'],
  ])('is spoiled as %s says', (text, expected) => {
    const fault = parseFault(text);
    if (!fault || isConnectionFault(fault)) throw new Error('expected a fault of answers');
    expect(spoil(fault, { body, contentType: undefined }).body.toString()).toBe(expected);
  });
});

describe('the fault proxy', () => {
  const toStop: (() => unknown)[] = [];
  afterEach(async () => {
    for (const stop of toStop.splice(0)) await stop();
  });

  it('stands before nothing that is not on this machine', async () => {
    await expect(startFaultProxy({ target: 'http://source.invalid:80' })).rejects.toThrow(/on this machine/);
    await expect(startFaultProxy({ target: 'postgres://127.0.0.1/cases' })).rejects.toThrow(/with a port/);
  });

  it('knows no fault by another name, and says how faults are written', () => {
    for (const text of ['', 'slow', 'toString', 'latency', 'latency=-1', 'hang=1', 'drip=0', 'status=99']) {
      expect(() => parseFault(text)).toThrow(/expected none, latency=MS/);
    }
  });

  it('runs as a program whose faults are typed while it runs, and ends with the one who started it', async () => {
    const source = createHttpServer((_request, response) => void response.end('{}'));
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    toStop.push(() => {
      source.closeAllConnections();
      source.close();
    });
    const { port } = source.address() as AddressInfo; // a TCP server's address is no text
    const program = join(projectRoot, 'dist', 'simulated-sources', 'fault-proxy', 'run.js');
    // A shell gives what it runs beside itself no input of its own accord.
    const command = `exec 3<&0; "${process.execPath}" "${program}" --target http://127.0.0.1:${port} --fault status=503 <&3 & wait`;
    const shell = spawn('sh', ['-c', command], { stdio: ['pipe', 'pipe', 'inherit'] });
    toStop.push(() => shell.kill('SIGKILL'));
    const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<Record<string, string | number>> =>
      JSON.parse(String((await lines.next()).value));

    const { pid, url } = await next();
    expect((await fetch(String(url))).status).toBe(503);
    shell.stdin.write('none\nnonsense\n');
    expect([await next(), await next()]).toEqual([
      { fault: 'none' },
      { problem: expect.stringMatching(/^expected none/) },
    ]);
    expect((await fetch(String(url))).status).toBe(200);

    shell.kill('SIGKILL');
    await until(() => !isAlive(Number(pid)), 5_000);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no text
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(isSo: () => boolean, withinMs = 2_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`expected it within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
