/**
 * A set of public keys as an issuer publishes it (JWKS), read for what it is used for here: keys with a name, each for the
 * algorithms that its kind and its own words admit. Whatever else stands there is left out, and counted.
 *
 * @see RFC 7517, RFC 7518 section 6, RFC 8037
 */
import { createHash } from 'node:crypto';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { TokenAlgorithm } from './access-settings.js';

export interface KeySet {
  find(kid: string, algorithm: TokenAlgorithm): CryptoKey | undefined;
  readonly names: ReadonlySet<string>;
  /** Equal for equal keys. */
  readonly fingerprint: string;
  /** Keys that are not used: no name, another use, another kind, too short. */
  readonly ignored: number;
}

/**
 * What a key may be called: up to 128 letters, digits and `- . _ ~ + = : @`. Names that could be a path or a statement are no
 * names, so a token with one is refused without asking anybody.
 */
export const kidPattern: RegExp = /^[\w.~+=:@-]{1,128}$/;

const part = z.string().regex(/^[\w-]+$/);
const named = { kid: z.string().regex(kidPattern) };
const words = {
  use: z.literal('sig').optional(),
  key_ops: z
    .array(z.string())
    .refine((operations) => operations.includes('verify'))
    .optional(),
  alg: z.string().optional(),
};
/** Only the public members are taken: a private key that was published by mistake is not held here as well. */
const keySchema = z.discriminatedUnion('kty', [
  // 2048 bits: 342 characters (RFC 7518 section 3.3 asks for no less).
  z.object({ kty: z.literal('RSA'), ...named, ...words, n: part.min(342), e: part }),
  z.object({ kty: z.literal('EC'), ...named, ...words, crv: z.literal('P-256'), x: part, y: part }),
  z.object({ kty: z.literal('OKP'), ...named, ...words, crv: z.literal('Ed25519'), x: part }),
]);
type ReadKey = z.infer<typeof keySchema>;

const keySetSchema = z.object({ keys: z.array(z.unknown()).max(100) });

const algorithmsOf: Readonly<Record<ReadKey['kty'], readonly TokenAlgorithm[]>> = {
  RSA: ['RS256', 'PS256'],
  EC: ['ES256'],
  OKP: ['EdDSA'],
};

/** @throws Error when it is no key set. */
export async function readKeySet(json: unknown, algorithms: readonly TokenAlgorithm[]): Promise<KeySet> {
  const parsed = keySetSchema.safeParse(json);
  if (!parsed.success) throw new Error('expected a set of at most 100 keys, received something else');
  const found = new Map<string, CryptoKey>();
  const names = new Set<string>();
  const fingerprint = createHash('sha256');
  let ignored = 0;
  for (const each of parsed.data.keys) {
    const read = keySchema.safeParse(each);
    const usable = read.success ? await importFor(read.data, algorithms) : [];
    if (!read.success || usable.length === 0 || names.has(read.data.kid)) {
      ignored += 1;
      continue;
    }
    names.add(read.data.kid);
    fingerprint.update(`${JSON.stringify(read.data)}\n`);
    for (const [algorithm, key] of usable) found.set(`${algorithm} ${read.data.kid}`, key);
  }
  return {
    find: (kid, algorithm) => found.get(`${algorithm} ${kid}`),
    names,
    fingerprint: fingerprint.digest('base64'),
    ignored,
  };
}

/** One imported key for each algorithm: a key never serves another algorithm than it was imported for. */
async function importFor(
  { kid: _, use: __, key_ops: ___, alg, ...publicKey }: ReadKey,
  algorithms: readonly TokenAlgorithm[],
): Promise<readonly (readonly [TokenAlgorithm, CryptoKey])[]> {
  const admitted = algorithmsOf[publicKey.kty].filter(
    (algorithm) => algorithms.includes(algorithm) && (alg === undefined || alg === algorithm),
  );
  const imported: (readonly [TokenAlgorithm, CryptoKey])[] = [];
  for (const algorithm of admitted) {
    try {
      const key = await importJWK(publicKey satisfies JWK, algorithm);
      if (!(key instanceof Uint8Array)) imported.push([algorithm, key]);
    } catch {
      // Looks like a key and is none, e.g. no point of its curve.
    }
  }
  return imported;
}
