/**
 * A relay before a source that speaks HTTP, on loopback, that gives other answers than the source: in its place, or the source's
 * own answer made worse.
 */
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { AnswerFault } from './faults.js';
import { spoil } from './spoiled-answer.js';

/** Which answers a fault is for. */
export interface FaultScope {
  /** Only answers to requests whose path and query hold this text. */
  readonly only?: string;
  /** So many of them are left alone first. */
  readonly skip?: number;
}

export interface AnswerProxy {
  readonly port: number;
  /** Requests that came since the last `set`. */
  requests(): number;
  /** `null`: the source's own answers. */
  set(fault: AnswerFault | null, scope: FaultScope): void;
  close(): Promise<void>;
}

/** An answer that is made worse is held whole, so it may not be larger than this. */
const maxHeldBytes = 64 * 1024 * 1024;
const filler = Buffer.alloc(64 * 1024, 'x');
const blank = Buffer.alloc(64 * 1024, '0');

export async function startAnswerProxy(
  targetPort: number,
  /** A number from 0 up to 1, for a fault of some requests. */
  random: () => number,
): Promise<AnswerProxy> {
  // A connection for each request: one that is kept would hide that the source was started anew.
  const agent = new Agent({ keepAlive: false });
  let fault: AnswerFault | null = null;
  let scope: FaultScope = {};
  let matched = 0;
  let requests = 0;

  function faultFor(path: string): AnswerFault | null {
    if (fault === null || !path.includes(scope.only ?? '')) return null;
    matched += 1;
    if (matched <= (scope.skip ?? 0)) return null;
    const percent = fault.kind === 'status' ? fault.percent : undefined;
    return percent === undefined || random() * 100 < percent ? fault : null;
  }

  const server = createServer((asked, reply) => {
    requests += 1;
    const found = faultFor(asked.url ?? '/');
    if (found && answerInstead(found, asked, reply)) return;
    const forwarded = request(
      {
        host: '127.0.0.1',
        port: targetPort,
        agent,
        method: asked.method,
        path: asked.url,
        headers: withoutHops(asked.headers),
      },
      (answer) => void (found ? spoilAnswer(found, answer, reply) : passOn(answer, reply)),
    );
    forwarded.on('error', () => reply.socket?.resetAndDestroy());
    reply.on('close', () => forwarded.destroy());
    asked.pipe(forwarded);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a loopback port');

  return {
    port: address.port,
    set(nextFault, nextScope) {
      fault = nextFault;
      scope = nextScope;
      matched = 0;
      requests = 0;
    },
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Gives an answer for which the source need not be asked; `false` where it must be. */
function answerInstead(fault: AnswerFault, asked: IncomingMessage, reply: ServerResponse): boolean {
  const give = (status: number, headers: Readonly<Record<string, string>>, body: string): true => {
    asked.resume();
    reply.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
    return true;
  };
  const json = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'status':
      return give(
        fault.status,
        {
          ...json,
          ...(fault.retryAfterSeconds === undefined ? {} : { 'retry-after': toRetryAfter(fault) }),
        },
        JSON.stringify({ status: fault.status }),
      );
    case 'html':
      return give(
        200,
        { 'content-type': fault.contentType ?? 'text/html; charset=utf-8' },
        '<!doctype html><html lang="nl"><title>Onderhoud</title><p>Deze dienst is tijdelijk niet beschikbaar.</p></html>',
      );
    case 'empty':
      return give(200, json, '');
    case 'json':
      return give(200, json, fault.text);
    case 'redirect':
      return give(fault.status ?? 302, { location: fault.location }, '');
    case 'gzip':
      asked.resume();
      giveCompressed(fault.bytes, reply);
      return true;
    case 'huge':
      asked.resume();
      giveHuge(fault.bytes, reply);
      return true;
    default:
      return false;
  }
}

function toRetryAfter({ retryAfterSeconds = 0, isRetryAfterDate }: AnswerFault & { kind: 'status' }): string {
  if (!isRetryAfterDate) return String(retryAfterSeconds);
  // A date has no part of a second: the next whole one, never an earlier instant than was meant.
  return new Date(Math.ceil(Date.now() / 1_000 + retryAfterSeconds) * 1_000).toUTCString();
}

function giveCompressed(bytes: number, reply: ServerResponse): void {
  reply.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  const zeros = Readable.from(zerosOf(bytes));
  zeros.pipe(createGzip()).pipe(reply);
}

function* zerosOf(bytes: number): Iterable<Buffer> {
  for (let left = bytes; left > 0; left -= blank.length) yield blank.subarray(0, left);
}

function giveHuge(bytes: number, reply: ServerResponse): void {
  let left = bytes;
  reply.writeHead(200, { 'content-type': 'application/json' });
  reply.write('{"filler":"');
  const more = (): void => {
    while (left > 0 && !reply.destroyed) {
      left -= filler.length;
      if (!reply.write(filler)) {
        reply.once('drain', more);
        return;
      }
    }
    reply.end('"}');
  };
  more();
}

async function spoilAnswer(
  fault: AnswerFault,
  answer: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  try {
    const body = await readWhole(answer);
    const { 'content-length': _length, ...headers } = withoutHops(answer.headers);
    const status = answer.statusCode ?? 502;
    if (fault.kind === 'break-off') {
      reply.writeHead(status, { ...headers, 'content-length': body.length });
      reply.write(body.subarray(0, Math.floor(body.length / 2)), () => {
        if (fault.how === 'reset') reply.socket?.resetAndDestroy();
        else if (fault.how === 'close') reply.socket?.destroySoon();
      });
      return;
    }
    const spoiled = spoil(fault, { body, contentType: answer.headers['content-type'] });
    reply
      .writeHead(status, {
        ...headers,
        ...(spoiled.contentType ? { 'content-type': spoiled.contentType } : {}),
        'content-length': spoiled.body.length,
      })
      .end(spoiled.body);
  } catch {
    reply.socket?.resetAndDestroy();
  }
}

function passOn(answer: IncomingMessage, reply: ServerResponse): void {
  reply.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
  answer.on('error', () => reply.socket?.resetAndDestroy());
  answer.pipe(reply);
}

async function readWhole(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxHeldBytes) throw new Error(`expected an answer of at most ${maxHeldBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Headers that are about one connection are not those of the next. */
function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const {
    connection: _connection,
    'keep-alive': _keepAlive,
    'transfer-encoding': _encoding,
    ...others
  } = headers;
  return others;
}
