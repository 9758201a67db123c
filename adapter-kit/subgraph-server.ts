/**
 * A subgraph behind HTTP: `POST /graphql`, `GET /roster` for the household register, `GET /health/live`.
 *
 * GraphQL over HTTP is graphql-http's; the answer is the same `handle` that answers when the subgraph is embedded.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLError } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';
import { signedContextHeader } from './access/signed-context.js';
import { isLoopbackHost, parseRequestTarget } from './loopback-request.js';
import { toSourceError } from './source-error.js';
import type { Subgraph } from './subgraph.js';

export interface SubgraphServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Listens on loopback only. With access rules nobody but the gateway and the register is answered: who does not come with their
 * signature gets 401 before anything is read.
 */
export async function serveSubgraph(
  subgraph: Subgraph,
  options: { readonly port: number },
): Promise<SubgraphServer> {
  const graphql = createHandler({
    schema: subgraph.schema,
    async onSubscribe(request, { query, variables, operationName }) {
      if (query.trim() === '') return [new GraphQLError('expected a query')];
      const answer = await subgraph.handle({
        query,
        variables: variables ?? {},
        operationName: operationName ?? undefined,
        headers: flattenHeaders(request.raw.headers),
        signal: signalOf(request.context.res),
      });
      // graphql-http's type asks for error instances; it only serialises them.
      return answer as { data: null; errors: readonly GraphQLError[] };
    },
    formatError: (error) => error,
  });

  const { verifier } = subgraph;
  const ifKnown = (
    kind: 'ACCESS' | 'FEED',
    request: IncomingMessage,
    response: ServerResponse,
    go: () => void,
  ): void => {
    if (!verifier) {
      go();
      return;
    }
    const header = request.headers[signedContextHeader];
    const token = typeof header === 'string' ? header : undefined;
    const known = kind === 'FEED' ? verifier.verifyFeed(token) : verifier.verify(token);
    known.then(
      (found) => (found ? go() : refuseUnknown(response)),
      () => refuseUnknown(response),
    );
  };

  const server = createServer((request, response) => {
    const url = parseRequestTarget(request.url);
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (!isLoopbackHost(request.headers.host)) {
      json(421, { error: 'expected a request to localhost' });
    } else if (!url) {
      json(400, { error: 'expected a path' });
    } else if (url.pathname === '/graphql' && request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      json(405, { error: 'expected POST' });
    } else if (url.pathname === '/graphql') {
      ifKnown('ACCESS', request, response, () => void graphql(request, response));
    } else if (url.pathname === '/health/live' && request.method === 'GET') {
      json(200, { status: 'live' });
    } else if (url.pathname === '/roster' && request.method === 'GET' && subgraph.roster) {
      const { roster } = subgraph;
      ifKnown('FEED', request, response, () => {
        roster.read(url.searchParams.get('watermark'), signalOf(response)).then(
          (page) => json(200, page),
          (thrown: unknown) => {
            const { code, reason, organisation } = toSourceError(thrown, subgraph.name);
            json(503, { code, reason, organisation });
          },
        );
      });
    } else {
      json(404, { error: 'expected POST /graphql, GET /roster or GET /health/live' });
    }
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo; // a TCP server's address is no text
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuseUnknown(response: ServerResponse): void {
  const message = `expected the header ${signedContextHeader}, signed for this subgraph`;
  response
    .writeHead(401, { 'content-type': 'application/json' })
    .end(JSON.stringify({ data: null, errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] }));
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Ends when the caller is gone before it was answered. A request says nothing of that: it is complete once it was read. */
function signalOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

function flattenHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value] as const],
    ),
  );
}
