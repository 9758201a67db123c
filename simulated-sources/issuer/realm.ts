/**
 * One issuer of access tokens: oidc-provider with one client for each persona. A client asks with its own credentials and gets
 * what that persona would have after signing in; signing in itself (DigiD, an organisation's own account) is left out.
 *
 * Signing keys live in memory. Changing them means another provider at the same address: the library reads its keys once.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { errors, Provider } from 'oidc-provider';
import { audience, demonstrationSecret } from './demonstration-client.js';
import type { Persona, Realm } from './persona.js';
import { claimsOf, type PersonPseudonymiser } from './persona-claims.js';
import { personas } from './personas.js';

/** A quarter of an hour. */
const tokenLifetimeSeconds = 15 * 60;

export interface RunningRealm {
  readonly issuer: string;
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Signs with a new key from now on; gives its name. Former keys stay published, or are gone at once. */
  rotate(options: { readonly keepsFormer: boolean }): Promise<string>;
}

export interface RealmOptions {
  readonly realm: Realm;
  readonly issuer: string;
  readonly pseudonymOf: PersonPseudonymiser;
}

export async function startRealm({ realm, issuer, pseudonymOf }: RealmOptions): Promise<RunningRealm> {
  const byName = new Map(
    personas.filter((persona) => persona.realm === realm).map((persona) => [persona.name, persona]),
  );
  let keys = [await makeKey()];
  let answer = serve();

  function serve(): ReturnType<Provider['callback']> {
    const [signing] = keys;
    if (!signing) throw new Error('expected a key to sign with');
    const provider = createProvider({ issuer, keys, signingKid: signing.kid, byName, pseudonymOf });
    return provider.callback();
  }

  return {
    issuer,
    answer: (request, response) => answer(request, response),
    async rotate({ keepsFormer }) {
      const key = await makeKey();
      keys = [key, ...(keepsFormer ? keys : [])];
      answer = serve();
      return key.kid;
    },
  };
}

type SigningKey = Awaited<ReturnType<typeof makeKey>>;

async function makeKey() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'ES256', use: 'sig', kid: randomBytes(12).toString('base64url') };
}

function createProvider({
  issuer,
  keys,
  signingKid,
  byName,
  pseudonymOf,
}: Omit<RealmOptions, 'realm'> & {
  readonly keys: readonly SigningKey[];
  readonly signingKid: string;
  readonly byName: ReadonlyMap<string, Persona>;
}): Provider {
  return new Provider(issuer, {
    adapter: NothingKept,
    clients: [...byName.keys()].map((name) => ({
      client_id: name,
      client_secret: demonstrationSecret,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
    })),
    jwks: { keys },
    responseTypes: ['none'],
    scopes: ['openid'],
    ttl: { ClientCredentials: tokenLifetimeSeconds },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo(_context, resource) {
          if (resource !== audience) throw new errors.InvalidTarget();
          return {
            scope: '',
            audience,
            accessTokenTTL: tokenLifetimeSeconds,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256', kid: signingKid } },
          };
        },
      },
    },
    extraTokenClaims: (_context, { clientId }) => {
      const persona = byName.get(clientId);
      return persona && claimsOf(persona, pseudonymOf);
    },
    formats: {
      customizers: {
        // Who signed in is no client, and is called something that tells nobody anything.
        jwt(_context, { clientId }, { payload }) {
          payload['sub'] = createHash('sha256')
            .update(`${issuer}\n${clientId}`)
            .digest('base64url')
            .slice(0, 22);
        },
      },
    },
  });
}

/** Tokens of this kind are kept by whoever asked for them, and there are no sessions; so nothing has to be stored. */
class NothingKept {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async destroy(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}
