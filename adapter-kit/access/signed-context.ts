/**
 * What the gateway tells a subgraph about who asks: a token of its own, signed, for that one subgraph and for at most a minute. A
 * subgraph accepts nothing else; the client's own token goes no further than the gateway.
 *
 * @see RFC 7519 (JWT), RFC 8037 (Ed25519), RFC 8725 (best current practice)
 */
import { hash, KeyObject, sign } from 'node:crypto';
import { type CryptoKey, type JWK, type JWTVerifyResult, jwtVerify } from 'jose';
import { findSignedHere, noteSignedHere } from './signed-here.js';
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

/** An asker as text, and a name for that text. */
interface Told {
  readonly json: string;
  readonly name: string;
}

/**
 * What is signed holds who asks, for what and under which case, and nothing of one request, so that it serves for all of them.
 *
 * @param heldHere The public keys, that very object, of the subgraphs in this process: they know what was signed here.
 */
export function createContextSigner(
  key: SigningKey,
  now: () => Date,
  heldHere: VerifyingKeys | null = null,
): ContextSigner {
  const kept = new Map<string, { readonly token: string; readonly untilSeconds: number }>();
  const privateKey = KeyObject.from(key.privateKey);
  const headers = new Map(
    [contextType, feedType].map((typ) => [typ, part({ alg: algorithm, kid: key.id, typ })]),
  );
  // One request signs the same context for several subgraphs.
  const told = new WeakMap<AccessContext, Told>();
  const tell = (access: AccessContext): Told => {
    const known = told.get(access);
    if (known) return known;
    const json = JSON.stringify(access);
    const made = { json, name: hash('sha256', json, 'base64') };
    told.set(access, made);
    return made;
  };

  // In this thread: to hand so little to another one costs more than to sign it.
  const mint = (typ: string, audience: string, seconds: number, accessJson: string | null): string => {
    const registered = {
      iss: signedContextIssuer,
      aud: audience,
      iat: seconds,
      exp: seconds + lifetimeSeconds,
    };
    const claims = JSON.stringify(registered);
    const payload = accessJson === null ? claims : `{"access":${accessJson},${claims.slice(1)}`;
    const signed = `${headers.get(typ)}.${Buffer.from(payload).toString('base64url')}`;
    return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
  };

  const tokenFor = (typ: string, audience: string, access: AccessContext | null): string => {
    const seconds = Math.floor(now().getTime() / 1_000);
    const about = `${typ} ${audience} ${access ? tell(access).name : ''}`;
    const present = kept.get(about);
    if (present && seconds < present.untilSeconds) return present.token;
    const token = mint(typ, audience, seconds, access && tell(access).json);
    if (access && heldHere) {
      const untilSeconds = seconds + lifetimeSeconds;
      noteSignedHere(heldHere, token, {
        keyId: key.id,
        audience,
        access,
        fromSeconds: seconds,
        untilSeconds,
      });
    }
    if (kept.size >= mostRemembered) kept.clear();
    kept.set(about, { token, untilSeconds: seconds + reusedForSeconds });
    return token;
  };

  return {
    sign: async (access, audience) => tokenFor(contextType, audience, access),
    signFeed: async (audience) => tokenFor(feedType, audience, null),
  };
}

/** A part of a token. @see RFC 7515 section 3.1 */
function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function createContextVerifier(options: {
  /** The name of this subgraph in the supergraph. */
  readonly audience: string;
  readonly keys: VerifyingKeys;
  /** Public keys by which feeds are read, and nothing else: of a register that is not in the gateway's process. */
  readonly feedKeys?: VerifyingKeys | undefined;
  readonly now: () => Date;
}): ContextVerifier {
  const { audience, keys, feedKeys, now } = options;
  // A signature that was found right stays so until its token is over.
  const verified = new Map<string, { readonly access: AccessContext; readonly untilMs: number }>();

  const open = (token: string, typ: string): Promise<JWTVerifyResult> =>
    jwtVerify(
      token,
      ({ kid }) => {
        const key = keys.get(kid ?? '') ?? (typ === feedType ? feedKeys?.get(kid ?? '') : undefined);
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
      const here = findSignedHere(keys, token, { audience, now: now() });
      if (here) return here;
      const name = hash('sha256', token, 'base64');
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
