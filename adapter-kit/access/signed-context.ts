/**
 * What the gateway tells a subgraph about who asks: a token of its own, signed, for that one subgraph and for at most a minute. A
 * subgraph accepts nothing else; the client's own token goes no further than the gateway.
 *
 * @see RFC 7519 (JWT), RFC 8037 (Ed25519), RFC 8725 (best current practice)
 */
import { createHash } from 'node:crypto';
import { type CryptoKey, type JWK, type JWTVerifyResult, jwtVerify, SignJWT } from 'jose';
import { type AccessContext, accessContextSchema } from './subject.js';

/** The header that carries it. */
export const signedContextHeader = 'gezinsbeeld-access';

export const signedContextIssuer = 'gezinsbeeld-gateway';
const algorithm = 'EdDSA';
/** How long a token is accepted; it is used again for less, so that none arrives at its end. */
const lifetimeSeconds = 60;
const reusedForSeconds = 30;
const mostRemembered = 10_000;
/** A hundred assignments fit well; a header that is longer is somebody else's. */
const mostCharacters = 65_536;

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
  /** The token with which the register reads the feed of one subgraph. */
  signFeed(audience: string): Promise<string>;
}

export interface ContextVerifier {
  /** Who asks; `null` for a token that is none, is not for this subgraph, or is over. */
  verify(token: string | undefined): Promise<AccessContext | null>;
  /** Whether it is the register that reads the feed. */
  verifyFeed(token: string | undefined): Promise<boolean>;
}

export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
}

/** The public halves of the gateway's keys, by their id: more than one while keys are changed. */
export type VerifyingKeys = ReadonlyMap<string, CryptoKey | JWK>;

const contextType = 'gezinsbeeld-access+jwt';
const feedType = 'gezinsbeeld-feed+jwt';

export function createContextSigner(key: SigningKey, now: () => Date): ContextSigner {
  const kept = new Map<string, { readonly token: Promise<string>; readonly untilSeconds: number }>();

  const mint = (
    typ: string,
    audience: string,
    claims: { readonly access?: AccessContext },
  ): Promise<string> => {
    const seconds = Math.floor(now().getTime() / 1_000);
    const about = JSON.stringify([typ, audience, claims]);
    const present = kept.get(about);
    if (present && seconds < present.untilSeconds) return present.token;
    const token = new SignJWT({ ...claims })
      .setProtectedHeader({ alg: algorithm, kid: key.id, typ })
      .setIssuer(signedContextIssuer)
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifetimeSeconds)
      .sign(key.privateKey);
    if (kept.size >= mostRemembered) kept.clear();
    kept.set(about, { token, untilSeconds: seconds + reusedForSeconds });
    return token;
  };

  return {
    sign: (access, audience) => mint(contextType, audience, { access }),
    signFeed: (audience) => mint(feedType, audience, {}),
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

  const open = (token: string, typ: string): Promise<JWTVerifyResult> =>
    jwtVerify(
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
        currentDate: now(),
        typ,
        requiredClaims: ['exp', 'iat'],
        maxTokenAge: lifetimeSeconds,
      },
    );

  return {
    async verify(token) {
      if (token === undefined || token.length > mostCharacters) return null;
      const name = createHash('sha256').update(token).digest('base64');
      const known = verified.get(name);
      if (known) {
        if (now().getTime() < known.untilMs) return known.access;
        verified.delete(name);
        return null;
      }
      try {
        const { access, exp = 0 } = (await open(token, contextType)).payload;
        const parsed = accessContextSchema.parse(access);
        if (verified.size >= mostRemembered) verified.clear();
        verified.set(name, { access: parsed, untilMs: exp * 1_000 });
        return parsed;
      } catch {
        return null;
      }
    },
    async verifyFeed(token) {
      if (token === undefined || token.length > mostCharacters) return false;
      return open(token, feedType).then(
        () => true,
        () => false,
      );
    },
  };
}
