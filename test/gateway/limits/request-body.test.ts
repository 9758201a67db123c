import { request } from 'node:http';
import { brotliCompressSync, constants, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultLimits } from '../../../gateway/limits/gateway-limits.js';
import { type StubGateway, startStubGateway } from '../../web/stub-gateway.js';

const question = Buffer.from('{"query":"{ __typename }"}');
const mebibyte = 1024 * 1024;
const brotli = (bytes: Buffer): Buffer =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });

describe('the body of a request', () => {
  let gateway: StubGateway;
  beforeAll(async () => {
    gateway = await startStubGateway();
  });
  afterAll(() => gateway?.stop());

  /** A refusal can be lost on its way when the connection is closed while more is being sent (RFC 9112 section 9.6): then once more. */
  const send = async (bytes: Buffer, headers: Record<string, string> = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await sendOnce(bytes, headers);
      } catch (thrown) {
        const isReset = thrown instanceof Error && 'code' in thrown && thrown.code === 'ECONNRESET';
        if (!isReset || attempt === 3) throw thrown;
      }
    }
  };

  const sendOnce = (bytes: Buffer, headers: Record<string, string>) =>
    new Promise<{ status: number; headers: Record<string, unknown>; code: string; limit?: string }>(
      (resolve, reject) => {
        const outgoing = request(
          `${gateway.url}/graphql`,
          { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
          (response) => {
            let text = '';
            response.on('data', (chunk: Buffer) => {
              text += chunk.toString();
            });
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                ...JSON.parse(text).errors?.[0].extensions,
              }),
            );
          },
        );
        outgoing.on('error', reject);
        outgoing.end(bytes);
      },
    );

  it.each([
    ['gzip', gzipSync(question)],
    ['x-gzip', gzipSync(question)],
    ['GZIP', gzipSync(question)],
    ['deflate', deflateSync(question)],
    ['br', brotli(question)],
    ['identity', question],
  ])('may be compressed: %s', async (encoding, bytes) => {
    expect((await send(bytes, { 'content-encoding': encoding })).status).toBe(200);
  });

  it.each(['zstd', 'compress', 'gzip, gzip', 'br, gzip', 'gzip;q=1'])(
    'is refused under the content encoding %s, and the answer says which it may be',
    async (encoding) => {
      const { status, headers } = await send(question, { 'content-encoding': encoding });
      expect([status, headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br']);
    },
  );

  it.each([
    ['is not what its header says', 'gzip', question],
    ['is broken off', 'gzip', gzipSync(question).subarray(0, 20)],
    ['is no zlib stream', 'deflate', Buffer.from('x')],
    ['is no brotli', 'br', gzipSync(question)],
    ['is empty', 'gzip', Buffer.alloc(0)],
    ['is not UTF-8', 'identity', Buffer.from('{"query":"{ __typename }","x":"\xff"}', 'latin1')],
    ['is no JSON', 'identity', Buffer.from('{')],
  ])('is refused when it %s', async (_, encoding, bytes) => {
    const { status, code } = await send(bytes, { 'content-encoding': encoding });
    expect([status, code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('may be as long as the limit, and no longer', async () => {
    const padded = (length: number): Buffer =>
      Buffer.concat([question, Buffer.alloc(length - question.length, ' ')]);
    expect((await send(padded(defaultLimits.bodyBytes))).status).toBe(200);
    const { status, code, limit } = await send(padded(defaultLimits.bodyBytes + 1));
    expect([status, code, limit]).toEqual([413, 'LIMIT_EXCEEDED', 'BODY_BYTES']);
  });

  it('may not be longer under the limit of its header either', async () => {
    const { status } = await send(Buffer.alloc(2 * mebibyte, ' '), { 'transfer-encoding': 'chunked' });
    expect(status).toBe(413);
  });

  it('that goes on for long is answered while it is still sent', async () => {
    expect((await send(Buffer.alloc(12 * mebibyte, ' '))).status).toBe(413);
  });

  it.each([
    ['gzip', async () => gzipOfSpaces(1024)],
    ['deflate', async () => deflateSync(Buffer.alloc(256 * mebibyte, ' '))],
    ['br', async () => brotli(Buffer.alloc(256 * mebibyte, ' '))],
    ['gzip', async () => Buffer.alloc(2 * mebibyte, gzipSync(Buffer.alloc(0)))],
  ])('that grows a thousandfold when it is unpacked is cut at the limit: %s', async (encoding, bomb) => {
    const bytes = await bomb();
    const before = process.memoryUsage.rss();
    const { status, limit } = await send(bytes, { 'content-encoding': encoding });
    expect([status, limit]).toEqual([413, 'BODY_BYTES']);
    expect(process.memoryUsage.rss() - before).toBeLessThan(48 * mebibyte);
  });

  it('that its sender leaves half sent ends nothing but that request', async () => {
    await new Promise<void>((resolve) => {
      const outgoing = request(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': '1000', 'content-encoding': 'gzip' },
      });
      outgoing.on('error', () => resolve());
      outgoing.write(gzipSync(question), () => outgoing.destroy());
    });
    expect((await send(question)).status).toBe(200);
  });
});

async function gzipOfSpaces(mebibytes: number): Promise<Buffer> {
  const gzip = createGzip();
  const packed: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => packed.push(chunk));
  const piece = Buffer.alloc(mebibyte, ' ');
  for (let written = 0; written < mebibytes; written += 1) {
    if (!gzip.write(piece)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  await new Promise((resolve) => gzip.end(resolve));
  return Buffer.concat(packed);
}
