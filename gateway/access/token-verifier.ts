/**
 * Whether an access token holds, and who it says is asking.
 *
 * Everything that can be judged without a key is judged first, so that only what may be a token ever makes anybody ask its
 * issuer. Where keys are is configured; what a token says of that is a reason to refuse it.
 *
 * @see RFC 9068 (JWT profile for access tokens), RFC 7519, RFC 8725 (best current practice)
 */
import { hash } from 'node:crypto';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import type { Subject } from '../../adapter-kit/access/subject.js';
import { type IssuerSettings, tokenAlgorithms } from './access-settings.js';
import { decodeToken, type UnverifiedToken } from './bearer-token.js';
import { toSubject } from './claims.js';
import type { IssuerKeys } from './issuer-keys.js';
import { kidPattern } from './key-set.js';

/** Clocks of two machines differ. */
export const clockToleranceSeconds = 30;
/** How long a token that was found right is not looked at again. */
export const rememberedMs = 30_000;
const mostRemembered = 10_000;

export type TokenVerdict =
  | { readonly subject: Subject }
  | { readonly refused: 'INVALID_TOKEN' }
  /** The issuer's keys could not be had, so nobody knows whether it holds. */
  | { readonly refused: 'KEYS_UNAVAILABLE'; readonly retryAfterSeconds: number };

export interface TrustedIssuer {
  readonly settings: IssuerSettings;
  readonly keys: Pick<IssuerKeys, 'find' | 'generation'>;
}

export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[];
  /** The machine's clock, by which issuers live; not the calendar of the cast. */
  readonly wallClock: () => Date;
}

export interface TokenVerifier {
  verify(token: string): Promise<TokenVerdict>;
}

/** `none`, HMAC and whatever else is in nobody's list fails here; so does every header that brings a key along. */
const headerSchema = z.object({
  alg: z.enum(tokenAlgorithms),
  kid: z.string().regex(kidPattern),
  typ: z.string().optional(),
  jwk: z.never().optional(),
  jku: z.never().optional(),
  x5u: z.never().optional(),
  x5c: z.never().optional(),
  // An extension that must be understood: none is.
  crit: z.never().optional(),
  b64: z.never().optional(),
  zip: z.never().optional(),
});

/** NumericDate of RFC 7519: seconds since 1970. */
const seconds = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const payloadSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  sub: z.string().min(1),
  exp: seconds,
  iat: seconds,
  nbf: seconds.optional(),
});

const invalid: TokenVerdict = { refused: 'INVALID_TOKEN' };

interface Remembered {
  readonly subject: Subject;
  readonly untilMs: number;
  readonly keys: TrustedIssuer['keys'];
  readonly generation: number;
}

export function createTokenVerifier({ issuers, wallClock }: TokenVerifierOptions): TokenVerifier {
  const byName = new Map(issuers.map((issuer) => [issuer.settings.issuer, issuer]));
  const remembered = new Map<string, Remembered>();

  function recall(name: string, nowMs: number): Subject | null {
    const known = remembered.get(name);
    if (!known) return null;
    if (nowMs < known.untilMs && known.keys.generation() === known.generation) return known.subject;
    remembered.delete(name);
    return null;
  }

  function remember(name: string, entry: Remembered): void {
    // The oldest goes first: a flood of new tokens costs others one more verification, and no memory.
    const [oldest] = remembered.keys();
    if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
    remembered.set(name, entry);
  }

  async function verify(text: string): Promise<TokenVerdict> {
    const name = hash('sha256', text, 'base64');
    const now = wallClock();
    const known = recall(name, now.getTime());
    if (known) return { subject: known };

    const token = decodeToken(text);
    const admissible = token && readAdmissible(token, byName, now);
    if (!admissible) return invalid;
    const { issuer, kid, algorithm, expiresAtMs } = admissible;
    const { settings, keys } = issuer;
    // Of before: where the keys changed meanwhile, what is remembered is not used, and the token is looked at again.
    const generation = keys.generation();
    const found = await keys.find(kid, algorithm);
    if ('missing' in found) {
      return found.missing === 'ABSENT'
        ? invalid
        : { refused: 'KEYS_UNAVAILABLE', retryAfterSeconds: found.retryAfterSeconds };
    }
    try {
      await jwtVerify(text, found.key, {
        algorithms: [algorithm],
        issuer: settings.issuer,
        audience: settings.audience,
        clockTolerance: clockToleranceSeconds,
        currentDate: now,
        requiredClaims: ['iss', 'aud', 'exp', 'iat', 'sub'],
      });
    } catch {
      return invalid;
    }
    const subject = toSubject(token.payload, settings);
    if (!subject) return invalid;
    const untilMs = Math.min(now.getTime() + rememberedMs, expiresAtMs);
    if (now.getTime() < untilMs) remember(name, { subject, untilMs, keys, generation });
    return { subject };
  }

  return { verify };
}

interface Admissible {
  readonly issuer: TrustedIssuer;
  readonly kid: string;
  readonly algorithm: z.infer<typeof headerSchema>['alg'];
  readonly expiresAtMs: number;
}

/** What a token says of itself is possible, and for us; whether it is true, its signature tells. */
function readAdmissible(
  { header, payload }: UnverifiedToken,
  issuers: ReadonlyMap<string, TrustedIssuer>,
  now: Date,
): Admissible | null {
  const readHeader = headerSchema.safeParse(header);
  const readPayload = payloadSchema.safeParse(payload);
  if (!readHeader.success || !readPayload.success) return null;
  const { alg, kid, typ } = readHeader.data;
  const { iss, aud, exp, iat, nbf = 0 } = readPayload.data;
  const issuer = issuers.get(iss);
  if (!issuer) return null;
  const { audience, algorithms, tokenType } = issuer.settings;
  const nowSeconds = now.getTime() / 1_000;
  const isInTime =
    exp > nowSeconds - clockToleranceSeconds &&
    nbf <= nowSeconds + clockToleranceSeconds &&
    iat <= nowSeconds + clockToleranceSeconds;
  const isForUs = typeof aud === 'string' ? aud === audience : aud.includes(audience);
  if (!isInTime || !isForUs || !algorithms.includes(alg) || !isAccessToken(typ, tokenType)) return null;
  return { issuer, kid, algorithm: alg, expiresAtMs: exp * 1_000 };
}

/** @see RFC 9068 section 2.1; RFC 7515 section 4.1.9 for the longer spelling */
function isAccessToken(typ: string | undefined, wanted: IssuerSettings['tokenType']): boolean {
  const type = typ?.toLowerCase().replace(/^application\//, '');
  return type === 'at+jwt' || (wanted === 'any' && (type === undefined || type === 'jwt'));
}
