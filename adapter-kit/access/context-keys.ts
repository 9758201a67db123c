/**
 * The keys by which the gateway signs who asks: a private one for the gateway, and a set of public ones for every subgraph. In one
 * process they are made at start; for subgraphs elsewhere they are files, written and handed over by whoever runs them.
 *
 * @see RFC 7517 (JWK, JWK Set), RFC 8037 (Ed25519)
 */
import { createHash } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { SigningKey, VerifyingKeys } from './signed-context.js';

export interface ContextKeys {
  readonly signing: SigningKey;
  readonly verifying: VerifyingKeys;
}

/** Keys that live as long as this process. */
export async function generateContextKeys(): Promise<ContextKeys> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const id = await nameOf(publicKey);
  return { signing: { id, privateKey }, verifying: new Map([[id, publicKey]]) };
}

const publicKeySchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().min(40).max(50),
  kid: z.string().min(1).max(100),
});
const keySetSchema = z.object({ keys: z.array(publicKeySchema).min(1).max(10) });
const privateKeySchema = publicKeySchema.extend({ d: z.string().min(40).max(50) });

/**
 * The gateway's private key, from the text of a JWK file.
 *
 * @throws Error that names what was expected, and repeats nothing of the file.
 */
export async function readSigningKey(text: string): Promise<ContextKeys> {
  const jwk = privateKeySchema.safeParse(parseJson(text));
  if (!jwk.success) throw new Error('expected a private JWK of kty OKP, crv Ed25519, with kid, x and d');
  const { kid, d: _, ...publicJwk } = jwk.data;
  const [privateKey, publicKey] = await Promise.all([importKey(jwk.data), importKey(publicJwk)]);
  return { signing: { id: kid, privateKey }, verifying: new Map([[kid, publicKey]]) };
}

/**
 * The gateway's public keys, from the text of a JWK Set file: more than one while keys are changed.
 *
 * @throws Error that names what was expected, and repeats nothing of the file.
 */
export async function readVerifyingKeys(text: string): Promise<VerifyingKeys> {
  const set = keySetSchema.safeParse(parseJson(text));
  if (!set.success) {
    throw new Error('expected a JWK Set of one to ten public keys of kty OKP, crv Ed25519, with kid and x');
  }
  return new Map(
    await Promise.all(set.data.keys.map(async ({ kid, ...jwk }) => [kid, await importKey(jwk)] as const)),
  );
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'EdDSA');
  // Only a symmetric key is given as bytes, and `kty` was OKP.
  if (key instanceof Uint8Array) throw new Error('expected an Ed25519 key');
  return key;
}

async function nameOf(key: CryptoKey): Promise<string> {
  const { x = '' } = await exportJWK(key);
  return createHash('sha256').update(x).digest('base64url').slice(0, 16);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
