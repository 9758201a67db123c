/**
 * The gateway over HTTP with nothing behind it: for what a front-end team meets before any organisation is asked. Every
 * subgraph answers an empty page of households.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import pino from 'pino';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { SubgraphPort } from '../../gateway/execution/subgraph-port.js';
import { readManifest } from '../../gateway/known-operations.js';
import type { RequestContext } from '../../gateway/request-context.js';
import { createGatewayServer, type GatewayServer, type GatewayServerOptions } from '../../gateway/server.js';
import { projectRoot } from '../../schema/project-root.js';

export const manifestFile = join(
  projectRoot,
  'schema',
  'operations',
  'generated',
  'persisted-operations.json',
);

const emptyPage: SubgraphPort<RequestContext> = {
  ask: async ({ query }) => ({
    data: {
      [/(\w+): ?myHouseholds/.exec(query)?.[1] ?? 'myHouseholds']: {
        __typename: 'HouseholdConnection',
        nodes: [],
        pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
      },
    },
  }),
};

export interface StubGateway extends Pick<GatewayServer, 'stop'> {
  readonly url: string;
}

export async function startStubGateway(options: Partial<GatewayServerOptions> = {}): Promise<StubGateway> {
  const names = ['veilig-thuis', 'raad', 'gi', 'local-team', 'household'];
  const server = await createGatewayServer({
    supergraphSdl: readFileSync(join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8'),
    ports: new Map(names.map((name) => [name, emptyPage])),
    organisations: [],
    pseudonymiser: createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY),
    subgraphBudgetMs: 1_000,
    persistedQueries: null,
    knownOperations: readManifest(manifestFile),
    logger: pino({ level: 'silent' }),
    ...options,
  });
  const { url } = await server.listen({ port: 0, host: '127.0.0.1' });
  return { url, stop: () => server.stop() };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends a request as it is; `fetch` would set or refuse the headers that a browser sets itself. */
export async function send(
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  } = {},
): Promise<RawAnswer> {
  const { method = 'POST', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
