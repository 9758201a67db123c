/**
 * Reads what a request asks, as JSON from its body, compressed or not. Nothing is kept or unpacked beyond the limit: a
 * compressed body is unpacked piece by piece, and what follows the piece that is too much is thrown away.
 */
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { badRequest, type HttpRefusal, overLimitRefusal } from './http-refusal.js';
import { type GatewayLimits, judge } from './limits/gateway-limits.js';
import { judgeBody, judgeQuery, judgeSearch } from './limits/limit-parameters.js';

export type RequestBody = { readonly json: unknown } | { readonly refusal: HttpRefusal };

const encodings = 'gzip, deflate, br';
/** A client that is refused may still be sending; reading on for a while lets it come to our answer. */
const discardBytes = 16 * 1024 * 1024;
const discardMs = 1_000;

/**
 * The body of a POST request, or why it is refused; `undefined` for any other method. Also refuses a query string that is
 * over a limit.
 *
 * @throws Error when the client goes away.
 */
export async function readRequestBody(
  request: IncomingMessage,
  search: string,
  limits: GatewayLimits,
): Promise<RequestBody> {
  const body = request.method === 'POST' ? await readJson(request, limits) : { json: undefined };
  if ('refusal' in body) {
    await discardRest(request);
    return body;
  }
  const over = judgeSearch(search, limits) ?? judgeQuery(queryIn(body.json), limits);
  return over ? { refusal: overLimitRefusal(over) } : body;
}

async function readJson(request: IncomingMessage, limits: GatewayLimits): Promise<RequestBody> {
  if (!isJson(request.headers['content-type'])) {
    return { refusal: badRequest('expected a body of application/json in UTF-8', 415) };
  }
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decompress = decompressors.get(encoding);
  if (decompress === undefined) {
    const refusal = badRequest(`expected no content encoding, or one of ${encodings}`, 415);
    return { refusal: { ...refusal, headers: { 'accept-encoding': encodings } } };
  }
  const declared = judge(limits, 'bodyBytes', Number(request.headers['content-length'] ?? 0));
  if (declared) return { refusal: overLimitRefusal(declared) };
  const bytes = await readBytes(request, decompress, limits.bodyBytes);
  if (bytes === 'TOO_LONG') {
    return {
      refusal: overLimitRefusal({ limit: 'bodyBytes', most: limits.bodyBytes, received: null }),
    };
  }
  if (bytes === 'UNREADABLE') {
    return { refusal: badRequest('expected a body that is compressed as its header says') };
  }
  const over = judgeBody(bytes, limits);
  return over ? { refusal: overLimitRefusal(over) } : parse(bytes);
}

function queryIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
}

const decompressors: ReadonlyMap<string, (() => Transform) | null> = new Map([
  ['identity', null],
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
]);

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8);
  return type === 'application/json' && (charset === undefined || /^"?utf-?8"?$/.test(charset));
}

function parse(bytes: Uint8Array): RequestBody {
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown };
  } catch {
    return { refusal: badRequest('expected a body of JSON in UTF-8') };
  }
}

/** @throws Error when the client goes away. */
function readBytes(
  request: IncomingMessage,
  decompress: (() => Transform) | null,
  most: number,
): Promise<Buffer | 'TOO_LONG' | 'UNREADABLE'> {
  return new Promise((resolve, reject) => {
    const unpacked = decompress?.() ?? null;
    const chunks: Buffer[] = [];
    let received = 0;
    let kept = 0;

    const settle = (): void => {
      request.removeAllListeners('data');
      request.removeAllListeners('end');
      request.off('error', fail);
      request.off('close', leave);
      if (unpacked) {
        request.unpipe(unpacked);
        unpacked.removeAllListeners('data');
        unpacked.destroy();
      }
    };
    const finish = (result: Buffer | 'TOO_LONG' | 'UNREADABLE'): void => {
      settle();
      resolve(result);
    };
    const fail = (): void => {
      settle();
      reject(new Error('the client went away'));
    };
    // A request that arrived whole closes too, while its body is still being unpacked.
    const leave = (): void => {
      if (!request.complete) fail();
    };
    const keep = (chunk: Buffer): void => {
      kept += chunk.length;
      if (kept > most) finish('TOO_LONG');
      else chunks.push(chunk);
    };

    request.on('error', fail);
    request.on('close', leave);
    if (!unpacked) {
      request.on('data', keep);
      request.on('end', () => finish(Buffer.concat(chunks)));
      return;
    }
    // What unpacks to nothing has a size as well.
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > most) finish('TOO_LONG');
    });
    unpacked.on('data', keep);
    unpacked.on('end', () => finish(Buffer.concat(chunks)));
    unpacked.on('error', () => finish('UNREADABLE'));
    request.pipe(unpacked);
  });
}

function discardRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (request.complete || request.destroyed) {
      resolve();
      return;
    }
    let left = discardBytes;
    const done = (): void => {
      clearTimeout(timer);
      request.off('data', count);
      request.off('end', done);
      request.off('close', done);
      resolve();
    };
    const count = (chunk: Buffer): void => {
      left -= chunk.length;
      if (left < 0) done();
    };
    const timer = setTimeout(done, discardMs);
    request.on('data', count);
    request.on('end', done);
    request.on('close', done);
    request.resume();
  });
}
