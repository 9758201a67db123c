/** An issuer in the test's own hands: keys, a key set on a loopback port, and tokens true and false. */
import {
  constants,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign as signBytes,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IssuerSettings } from '../../../gateway/access/access-settings.js';

export const audience = 'https://gezinsbeeld.invalid/graphql';
export const issuerName = 'https://issuer.invalid';
/** The wall clock of these tests, in seconds since 1970. */
export const nowSeconds = Date.parse('2026-11-22T12:00:00Z') / 1_000;

export interface TestKey {
  readonly kid: string;
  readonly alg: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function makeKey(alg: TestKey['alg'], kid: string = randomUUID()): TestKey {
  const pair =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : alg === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, alg, ...pair };
}

export function toPublished({ kid, publicKey }: TestKey, more: object = {}): object {
  return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', ...more };
}

export interface IssuerAtHand {
  readonly settings: IssuerSettings;
  readonly jwksUrl: string;
  publish(...keys: readonly object[]): void;
  /** What it answers instead of its keys, from now on; `null`: its keys. */
  fail(status: number | null): void;
  /** Its answers wait for this. */
  holdUntil(gate: Promise<void>): void;
  asked(): number;
  close(): Promise<void>;
}

export async function startIssuerAtHand(more: Partial<IssuerSettings> = {}): Promise<IssuerAtHand> {
  let published: readonly object[] = [];
  let failure: number | null = null;
  let gate = Promise.resolve();
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    // What is published when it is asked, however long its answer takes.
    const body = JSON.stringify({ keys: published });
    const status = failure ?? 200;
    void gate.then(() => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const jwksUrl = `http://127.0.0.1:${port}/jwks`;
  return {
    jwksUrl,
    settings: {
      issuer: issuerName,
      audience,
      jwksUrl,
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      functions: ['fixed-face', 'vt', 'parent-with-authority'],
      organisations: null,
      tokenType: 'at+jwt',
      ...more,
    },
    publish(...keys) {
      published = keys;
    },
    fail(status) {
      failure = status;
    },
    holdUntil(until) {
      gate = until;
    },
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The claims of a fixed face with one case, as they should be. */
export const goodClaims = {
  iss: issuerName,
  aud: audience,
  sub: 'worker-1',
  iat: nowSeconds,
  exp: nowSeconds + 900,
  function: 'fixed-face',
  organisation: '00000099000000000104',
  unit: 'LT1',
  employer_task: 'Jeugdwet art. 2.3',
  region: 'rotterdam',
  assignments: [{ case_reference: 'LT1/2025-0217', from: '2025-09-15' }],
};

/** A token of any kind: parts that are text are taken as they are. */
export function tokenOf(
  header: object | string,
  payload: object | string,
  signer: (signed: Buffer) => Buffer,
): string {
  const part = (value: object | string): string =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${signer(Buffer.from(signed)).toString('base64url')}`;
}

export function signedBy({ alg, privateKey }: TestKey): (signed: Buffer) => Buffer {
  return (signed) => {
    switch (alg) {
      case 'RS256':
        return signBytes('sha256', signed, privateKey);
      case 'PS256':
        return signBytes('sha256', signed, {
          key: privateKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: 32,
        });
      case 'ES256':
        return signBytes('sha256', signed, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      case 'EdDSA':
        return signBytes(null, signed, privateKey);
      default:
        return alg satisfies never;
    }
  };
}

export function hmacBy(secret: string | Buffer): (signed: Buffer) => Buffer {
  return (signed) => createHmac('sha256', secret).update(signed).digest();
}

export function headerFor(key: TestKey, more: object = {}): object {
  return { alg: key.alg, kid: key.kid, typ: 'at+jwt', ...more };
}

/** A good token, but for what is given. */
export function goodToken(key: TestKey, claims: object = {}, header: object = {}): string {
  return tokenOf(headerFor(key, header), { ...goodClaims, ...claims }, signedBy(key));
}

/** A clock and timers that stand until they are moved. */
export function createTestTime() {
  let nowMs = 0;
  const due = new Set<{ readonly work: () => void; readonly atMs: number }>();
  return {
    monotonicMs: () => nowMs,
    wallClock: () => new Date(nowSeconds * 1_000 + nowMs),
    schedule(work: () => void, ms: number): () => void {
      const entry = { work, atMs: nowMs + ms };
      due.add(entry);
      return () => void due.delete(entry);
    },
    advance(ms: number): void {
      nowMs += ms;
      for (const entry of [...due].filter(({ atMs }) => atMs <= nowMs)) {
        due.delete(entry);
        entry.work();
      }
    },
  };
}

/** Waits, a moment at a time, until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let left = 2_000; !isSo(); left -= 1) {
    if (left === 0) throw new Error('expected it to come about');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
