/**
 * The OAuth 2.0 authorisation server of Veilig Thuis: client credentials for access tokens that are RS256-signed JWTs, with
 * a key made at start.
 *
 * Clients authenticate with HTTP Basic. The NL GOV profile asks for `private_key_jwt`; see docs/sources/veilig-thuis.md.
 *
 * @see NL GOV Assurance profile for OAuth 2.0 (Logius); RFC 6749 section 4.4; RFC 9068; RFC 8414.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { type Client, type Scope, scopes } from './clients.js';
import { refuseOtherMethods } from './problem.js';

export interface TokenIssuer {
  /** An access token; `audience` differs from the interface's own only to show that such a token is refused. */
  issue(options: {
    readonly clientId: string;
    readonly scopes: readonly Scope[];
    readonly audience?: string;
  }): Promise<string>;
  /** The scopes of a token that this server signed for this interface and that has not expired. @throws Error otherwise. */
  verify(token: string): Promise<readonly string[]>;
  readonly lifetimeSeconds: number;
  readonly publicKeys: { readonly keys: readonly object[] };
}

export interface TokenIssuerOptions {
  /** Known once the server listens. */
  readonly origin: () => string;
  readonly lifetimeSeconds: number;
  readonly now: () => Date;
}

export const apiPath = '/api/v1';
const tokenPath = '/oauth/token';
const keysPath = '/oauth/jwks';
const metadataPath = '/.well-known/oauth-authorization-server';

export async function createTokenIssuer(options: TokenIssuerOptions): Promise<TokenIssuer> {
  const { origin, lifetimeSeconds, now } = options;
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const ownAudience = () => `${origin()}${apiPath}`;

  return {
    lifetimeSeconds,
    publicKeys: { keys: [{ ...publicJwk, kid, alg: 'RS256', use: 'sig' }] },
    issue({ clientId, scopes: granted, audience = ownAudience() }) {
      const issuedAt = Math.floor(now().getTime() / 1_000);
      return new SignJWT({ client_id: clientId, scope: granted.join(' ') })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
        .setIssuer(origin())
        .setSubject(clientId)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .sign(privateKey);
    },
    async verify(token) {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['RS256'],
        typ: 'at+jwt',
        issuer: origin(),
        audience: ownAudience(),
        requiredClaims: ['exp', 'sub', 'scope'],
        currentDate: now(),
      });
      return String(payload['scope']).split(' ');
    },
  };
}

export interface AuthorizationServerOptions {
  readonly issuer: TokenIssuer;
  readonly origin: () => string;
  readonly clients: readonly Client[];
}

/** Adds token endpoint, public keys and metadata. Refusals are those of RFC 6749 section 5.2. */
export function addAuthorizationServer(app: FastifyInstance, options: AuthorizationServerOptions): void {
  const { issuer, origin, clients } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    return refuse(reply, status, status < 500 ? 'invalid_request' : 'server_error');
  });

  app.post(tokenPath, async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const client = authenticate(clients, request.headers.authorization);
    if (!client) {
      return refuse(reply.header('www-authenticate', 'Basic realm="veilig-thuis"'), 401, 'invalid_client');
    }
    const grants = form.getAll('grant_type');
    if (grants.length !== 1) return refuse(reply, 400, 'invalid_request');
    if (grants[0] !== 'client_credentials') return refuse(reply, 400, 'unsupported_grant_type');
    const asked = form.get('scope')?.split(' ').filter(Boolean) ?? [...client.scopes];
    const granted = client.scopes.filter((scope) => asked.includes(scope));
    if (granted.length === 0 || granted.length < new Set(asked).size)
      return refuse(reply, 400, 'invalid_scope');
    const token = await issuer.issue({ clientId: client.id, scopes: granted });
    return reply.header('cache-control', 'no-store').send({
      access_token: token,
      token_type: 'Bearer',
      expires_in: issuer.lifetimeSeconds,
      scope: granted.join(' '),
    });
  });
  app.get(keysPath, () => issuer.publicKeys);
  app.get(metadataPath, () => ({
    issuer: origin(),
    token_endpoint: `${origin()}${tokenPath}`,
    jwks_uri: `${origin()}${keysPath}`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    scopes_supported: scopes,
  }));
  refuseOtherMethods(app, tokenPath, ['POST']);
  refuseOtherMethods(app, keysPath, ['GET']);
  refuseOtherMethods(app, metadataPath, ['GET']);
}

function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').send({ error });
}

function authenticate(clients: readonly Client[], header: string | undefined): Client | null {
  const credentials = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (!credentials) return null;
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  const id = formDecode(text.slice(0, colon));
  const secret = formDecode(text.slice(colon + 1));
  const client = clients.find((candidate) => candidate.id === id);
  // An unknown client costs the same comparison as a wrong secret.
  const matches = timingSafeEqual(digest(secret), digest(client?.secret ?? ''));
  return client && matches ? client : null;
}

/** RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined. Text that is not encoded well is nobody's. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
