/**
 * What the gateway tells a subgraph about who asks: a token of its own, signed, for that one subgraph and for at most a minute. A
 * subgraph accepts nothing else; the client's own token goes no further than the gateway.
 *
 * @see RFC 7519 (JWT), RFC 8037 (Ed25519), RFC 8725 (best current practice)
 */
import { createHash } from 'node:crypto';
import { type CryptoKey, type JWK, jwtVerify, SignJWT } from 'jose';
import { type AccessContext, accessContextSchema } from './subject.js';

/** The header that carries it. */
export const signedContextHeader = 'gezinsbeeld-access';

export const signedContextIssuer = 'gezinsbeeld-gateway';
const algorithm = 'EdDSA';
/** How long a token is accepted; it is used again for less, so that none arrives at its end. */
const lifetimeSeconds = 60;
const reusedForSeconds = 30;
const mostRemembered = 10_000;

/** Nobody who is known asks: there is no token, or it does not hold. */
export class UnauthenticatedError extends Error {
  override readonly name = 'UnauthenticatedError';

  constructor() {
    super('expected a context signed by the gateway for this subgraph');
  }
}

export interface ContextSigner {
  /** The token for one subgraph, by its name in the supergraph. */
  sign(access: AccessContext, audience: string): Promise<string>;
}

export interface ContextVerifier {
  /** Who asks; `null` for a token that is none, is not for this subgraph, or is over. */
  verify(token: string | undefined): Promise<AccessContext | null>;
}

export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
}

/** The public halves of the gateway's keys, by their id: more than one while keys are changed. */
export type VerifyingKeys = ReadonlyMap<string, CryptoKey | JWK>;

export function createContextSigner(key: SigningKey, now: () => Date): ContextSigner {
  const kept = new Map<string, { readonly token: Promise<string>; readonly untilSeconds: number }>();
  return {
    sign(access, audience) {
      const seconds = Math.floor(now().getTime() / 1_000);
      const about = JSON.stringify([audience, access]);
      const present = kept.get(about);
      if (present && seconds < present.untilSeconds) return present.token;
      const token = new SignJWT({ access })
        .setProtectedHeader({ alg: algorithm, kid: key.id, typ: 'gezinsbeeld-access+jwt' })
        .setIssuer(signedContextIssuer)
        .setAudience(audience)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + lifetimeSeconds)
        .sign(key.privateKey);
      if (kept.size >= mostRemembered) kept.clear();
      kept.set(about, { token, untilSeconds: seconds + reusedForSeconds });
      return token;
    },
  };
}

export function createContextVerifier(options: {
  /** The name of this subgraph in the supergraph. */
  readonly audience: string;
  readonly keys: VerifyingKeys;
  readonly now: () => Date;
}): ContextVerifier {
  const { audience, keys, now } = options;
  // A signature that was found right stays so until its token is over.
  const verified = new Map<string, { readonly access: AccessContext; readonly untilMs: number }>();
  return {
    async verify(token) {
      if (token === undefined || token.length > 16_384) return null;
      const name = createHash('sha256').update(token).digest('base64');
      const instant = now();
      const known = verified.get(name);
      if (known) {
        if (instant.getTime() < known.untilMs) return known.access;
        verified.delete(name);
        return null;
      }
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const key = keys.get(kid ?? '');
            if (!key) throw new Error('expected a key that this subgraph was given');
            return key;
          },
          {
            algorithms: [algorithm],
            issuer: signedContextIssuer,
            audience,
            currentDate: instant,
            typ: 'gezinsbeeld-access+jwt',
            requiredClaims: ['exp', 'iat'],
            maxTokenAge: lifetimeSeconds,
          },
        );
        const { access, exp = 0 } = payload;
        const parsed = accessContextSchema.parse(access);
        if (verified.size >= mostRemembered) verified.clear();
        verified.set(name, { access: parsed, untilMs: exp * 1_000 });
        return parsed;
      } catch {
        return null;
      }
    },
  };
}
