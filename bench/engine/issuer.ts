/**
 * An issuer of access tokens for the engine's question: its keys behind a port, and a token for each identity, made when it is
 * first asked for. RS256, as most issuers of organisations sign.
 */

import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';

export interface Issuer {
  /** The value of `ACCESS_ISSUERS` by which its tokens are taken. */
  readonly configuration: string;
  /** What one who asks as the fixed face of a family sends. */
  headersOf(identity: string): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const audience = 'https://gezinsbeeld.invalid/graphql';
const activity = 'https://gezinsbeeld.invalid/processing-activities/support-family';
const unit = 'LT1';
/** Long beside any run. */
const lifetimeSeconds = 3_600;
/** Of tokens that are used again; more identities than these are new each time anyway. */
const mostKept = 5_000;

export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = 'bench-1';
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo; // a TCP server's address is no text
  const issuer = `http://127.0.0.1:${port}`;
  const key = createPrivateKey({ key: await exportJWK(privateKey), format: 'jwk' });
  const kept = new Map<string, Readonly<Record<string, string>>>();
  return {
    configuration: JSON.stringify([
      {
        issuer,
        audience,
        jwksUrl: `${issuer}/keys`,
        algorithms: ['RS256'],
        functions: ['fixed-face'],
      },
    ]),
    headersOf(identity) {
      const known = kept.get(identity);
      if (known) return known;
      const made = headersFor(identity, { issuer, key, kid });
      if (kept.size >= mostKept) kept.clear();
      kept.set(identity, made);
      return made;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function headersFor(
  identity: string,
  { issuer, key, kid }: { readonly issuer: string; readonly key: KeyObject; readonly kid: string },
): Readonly<Record<string, string>> {
  const number = identity.replace(/\D+/g, '');
  const caseReference = `${unit}/2025-${number}`;
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = {
    iss: issuer,
    aud: audience,
    sub: `worker-${number}`,
    iat: seconds,
    exp: seconds + lifetimeSeconds,
    function: 'fixed-face',
    organisation: '00000009999000000001',
    employer_task: 'Jeugdwet art. 2.3',
    unit,
    region: 'voorbeeldregio',
    assignments: [{ case_reference: caseReference, from: '2025-01-01' }],
  };
  const signed = `${part({ alg: 'RS256', kid, typ: 'at+jwt' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), key).toString('base64url');
  return {
    authorization: `Bearer ${signed}.${signature}`,
    'processing-activity': activity,
    'case-reference': caseReference,
  };
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
