/**
 * Who may call: a JWT (HS256) that the client signs itself, and the scopes that the municipality gave that client
 * (Zaken API 1.5.1, "Autorisatie").
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ApiFault } from './faults.js';

export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
}

/** Clients of the simulation. Their secrets protect nobody: only fictitious people stand behind them. */
export const demonstrationClients = {
  /** Reads cases and the catalogue; what the gateway uses. */
  reader: {
    id: 'gezinsbeeld',
    secret: 'demonstration-secret-of-the-reader',
    scopes: ['zaken.lezen', 'catalogi.lezen'],
  },
  /** The team's own case system, which registers. */
  registrar: {
    id: 'wijkteam-registratie',
    secret: 'demonstration-secret-of-the-registrar',
    scopes: [
      'zaken.lezen',
      'zaken.aanmaken',
      'zaken.bijwerken',
      'zaken.statussen.toevoegen',
      'catalogi.lezen',
    ],
  },
} as const satisfies Readonly<Record<string, Client>>;

/** A token older than this is refused. */
const tokenLifetimeSeconds = 60 * 60;
/** How far the client's clock may run ahead. */
const leewaySeconds = 60;

/** @throws ApiFault 403 when the token is missing, unreadable, of an unknown client, wrongly signed or too old. */
export function authenticate(authorization: string | undefined, nowMs: number): Client {
  if (!authorization) throw denied('not_authenticated', 'Authenticatiegegevens zijn niet opgegeven.');
  const [header, payload, signature, ...rest] = authorization.replace(/^Bearer\s+/i, '').split('.');
  if (!authorization.startsWith('Bearer ') || !header || !payload || !signature || rest.length > 0)
    throw undecodable();
  if (parsePart(header)['alg'] !== 'HS256') throw undecodable();
  const claims = parsePart(payload);
  const client = Object.values<Client>(demonstrationClients).find(
    (candidate) => candidate.id === claims['client_id'],
  );
  if (typeof claims['client_id'] !== 'string')
    throw denied('missing-client-identifier', 'Het token noemt geen client.');
  if (!client) throw denied('invalid-client-identifier', 'De client is niet bekend.');
  const expected = createHmac('sha256', client.secret).update(`${header}.${payload}`).digest();
  const received = Buffer.from(signature, 'base64url');
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) {
    throw denied('invalid-jwt-signature', 'De handtekening van het token klopt niet.');
  }
  const issuedAt = claims['iat'];
  const ageSeconds = nowMs / 1_000 - (typeof issuedAt === 'number' ? issuedAt : Number.NaN);
  if (Number.isNaN(ageSeconds))
    throw denied('jwt-missing-iat', 'Het token zegt niet wanneer het gemaakt is.');
  if (ageSeconds > tokenLifetimeSeconds) throw denied('jwt-expired', 'Het token is te oud.');
  if (ageSeconds < -leewaySeconds)
    throw denied('jwt-immaturesignatureerror', 'Het token is van later dan nu.');
  if (claims['iss'] !== client.id)
    throw denied('invalid-issuer', 'De uitgever van het token is niet de client.');
  return client;
}

/** @throws ApiFault 403 when the client has none of the scopes. */
export function requireScope(client: Client, anyOf: readonly string[]): void {
  if (!anyOf.some((scope) => client.scopes.includes(scope))) {
    throw denied('permission_denied', 'De client heeft hiervoor geen toestemming.');
  }
}

function parsePart(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    // An object's fields are read one by one and checked where they are used.
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Not JSON: refused below, like any other part that cannot be read.
  }
  throw undecodable();
}

function undecodable(): ApiFault {
  return denied('jwt-decode-error', 'Het token kan niet gelezen worden.');
}

function denied(code: string, detail: string): ApiFault {
  return new ApiFault(403, code, detail);
}
