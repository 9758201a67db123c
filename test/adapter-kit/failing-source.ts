/** A source over real sockets that fails as it is told to, and what came of asking it. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  createOutwardCaller,
  type OutwardCaller,
  type OutwardCallOptions,
  type OutwardRequest,
} from '../../adapter-kit/outward-call.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { type FaultProxy, startFaultProxy } from '../../simulated-sources/fault-proxy/fault-proxy.js';
import { parseFault } from '../../simulated-sources/fault-proxy/faults.js';

export interface FailingSource {
  readonly proxy: FaultProxy;
  /** The source itself, past the proxy: for many calls, of which the proxy would make seconds. */
  readonly url: string;
  /** The fault as it is written for a terminal; `none` takes it off. */
  fail(fault: string): Promise<void>;
  /** Connections to the source itself that are open. */
  connections(): number;
  /** What the source itself does, behind the proxy. */
  answer: RequestListener;
  /** A caller through the proxy, closed with the source. */
  caller(options?: Partial<OutwardCallOptions>): OutwardCaller;
  close(): Promise<void>;
}

/** Numbers from 0 up to 1 that look like chance and are the same every time. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

export const wellAnswer: RequestListener = (request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"cases":[]}');
  });
};

/** Answers 503 to so many in a hundred requests, by numbers that are the same every time. */
export function failing(percent: number, onRequest: () => void): RequestListener {
  const random = seededRandom(7);
  return (request, response) => {
    onRequest();
    if (random() * 100 >= percent) wellAnswer(request, response);
    else request.resume().on('end', () => response.writeHead(503).end());
  };
}

export async function startFailingSource(seed = 1): Promise<FailingSource> {
  const callers: OutwardCaller[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => source.answer(request, response));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no text
  const proxy = await startFaultProxy({ target: `http://127.0.0.1:${port}`, random: seededRandom(seed) });
  const source: FailingSource = {
    proxy,
    url: `http://127.0.0.1:${port}`,
    connections: () => sockets.size,
    answer: wellAnswer,
    fail: (fault) => proxy.set(parseFault(fault)),
    caller(options = {}) {
      const caller = createOutwardCaller({
        organisation: 'RAAD',
        baseUrl: proxy.url.replace(/\/$/, ''),
        timeoutMs: 2_000,
        random: seededRandom(seed + 1),
        ...options,
      });
      callers.push(caller);
      return caller;
    },
    async close() {
      await Promise.all(callers.map((caller) => caller.close()));
      await proxy.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return source;
}

export const someRead: OutwardRequest = { method: 'POST', path: '/_search', body: '{}', isRead: true };
export const someChange: OutwardRequest = { method: 'POST', path: '/cases', body: '{}' };

export interface Told {
  /** `ANSWERED`, or the reason of the error. */
  readonly what: string;
  readonly message: string;
  readonly tookMs: number;
}

/** Asks, and tells what came of it and after how long. @throws whatever is thrown that is no `SourceError` */
export async function ask(caller: OutwardCaller, call: OutwardRequest = someRead): Promise<Told> {
  const startedAt = performance.now();
  const tookMs = (): number => performance.now() - startedAt;
  try {
    await caller.fetchJson(call);
    return { what: 'ANSWERED', message: '', tookMs: tookMs() };
  } catch (thrown) {
    if (!(thrown instanceof SourceError)) throw thrown;
    return { what: thrown.reason, message: thrown.message, tookMs: tookMs() };
  }
}

/** Asks so many times, so many at once. */
export async function askMany(
  caller: OutwardCaller,
  count: number,
  { atOnce, call = someRead }: { readonly atOnce: number; readonly call?: OutwardRequest },
): Promise<readonly Told[]> {
  const told: Told[] = [];
  let started = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (started < count) {
        started += 1;
        told.push(await ask(caller, call));
      }
    }),
  );
  return told;
}

export const countOf = (told: readonly Told[], what: string): number =>
  told.filter((each) => each.what === what).length;

export async function until(isSo: () => boolean, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`expected it within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
