/** The issuers of the demonstration as one server on one loopback port: `/professionals`, `/families`, and a control for tests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Realm } from './persona.js';
import { createPersonPseudonymiser } from './persona-claims.js';
import { type RunningRealm, startRealm } from './realm.js';

export interface IssuerServer {
  /** E.g. `http://127.0.0.1:4300`. */
  readonly origin: string;
  readonly realms: Readonly<Record<Realm, RunningRealm>>;
  close(): Promise<void>;
}

export async function startIssuerServer({
  port,
  regionKey,
}: {
  readonly port: number;
  /** By which pseudonyms are made; the region's. */
  readonly regionKey: string;
}): Promise<IssuerServer> {
  let realms: Readonly<Record<Realm, RunningRealm>> | null = null;
  const server = createServer((request, response) => {
    void answer(request, response, realms);
  });
  // A token names the address of its issuer, which with port 0 is known only once the server listens.
  const origin = await listen(server, port);
  const pseudonymOf = createPersonPseudonymiser(regionKey);
  const [professionals, families] = await Promise.all(
    (['professionals', 'families'] as const).map((realm) =>
      startRealm({ realm, issuer: `${origin}/${realm}`, pseudonymOf }),
    ),
  );
  if (!professionals || !families) throw new Error('expected two issuers');
  realms = { professionals, families };
  return {
    origin,
    realms,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  realms: Readonly<Record<Realm, RunningRealm>> | null,
): Promise<void> {
  const url = request.url ?? '/';
  const [, control, name = '', rest] =
    /^(\/control)?\/(professionals|families)(\/[^?]*)?(?:\?.*)?$/.exec(url) ?? [];
  const realm = realms && (name === 'professionals' || name === 'families') ? realms[name] : null;
  if (!realm) {
    say(response, realms ? 404 : 503, { error: realms ? 'not_found' : 'temporarily_unavailable' });
    return;
  }
  if (control !== undefined) {
    await answerControl(request, response, { realm, action: rest ?? '' });
    return;
  }
  // What oidc-provider calls mounting: it finds its own path from the difference of the two.
  Object.assign(request, { originalUrl: url });
  request.url = url.slice(name.length + 1) || '/';
  await realm.answer(request, response);
}

/**
 * `POST /control/professionals/rotate`: another signing key; `?former=gone` takes the former ones away at once. The header that
 * it asks for is one that no page can send from a browser without asking first.
 */
async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  { realm, action }: { readonly realm: RunningRealm; readonly action: string },
): Promise<void> {
  if (request.method !== 'POST' || action !== '/rotate' || request.headers['simulation-control'] !== 'yes') {
    say(response, 404, { error: 'not_found' });
    return;
  }
  const kid = await realm.rotate({ keepsFormer: !request.url?.endsWith('?former=gone') });
  say(response, 200, { kid });
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      // What a TCP server gives once it listens; only a pipe gives text.
      const address = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}
