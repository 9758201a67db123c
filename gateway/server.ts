/**
 * The gateway as a server: Apollo Server over ApolloGateway with the committed supergraph, behind Node's HTTP server.
 *
 * `POST /graphql`, `GET /health/live`, `GET /health/ready`, and `GET /explorer` where it was built. Nothing else is served
 * and nothing is sent anywhere.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  HeaderMap,
  type HTTPGraphQLRequest,
} from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { isLoopbackHost, parseRequestTarget } from '../adapter-kit/loopback-request.js';
import type { Pseudonymiser } from '../adapter-kit/pseudonym.js';
import { createAliasRule, findReservedNames } from './alias-rule.js';
import { bsnVariables, pseudonymiseVariables, refuseBsnLiterals } from './bsn-edge.js';
import { caseReferenceExpected, readCaseReference } from './case-reference.js';
import { answerCors } from './cors.js';
import { formatError } from './errors.js';
import type { Explorer } from './explorer.js';
import {
  type KnownOperations,
  type PersistedRefusal,
  refusePersisted,
  withKnownOperations,
} from './known-operations.js';
import type { PersistedQueryCache } from './persisted-query-cache.js';
import { readRequestBody } from './request-body.js';
import { createRequestContext, type RequestContext } from './request-context.js';
import { sizeRule } from './size-rule.js';
import { reportSources } from './source-report.js';

export interface GatewayServerOptions {
  readonly supergraphSdl: string;
  /** Subgraph name to how it is reached. */
  readonly dataSources: ReadonlyMap<string, GraphQLDataSource>;
  /** Organisations, as the graph spells them, in the order in which `extensions.sources` lists them. */
  readonly organisations: readonly string[];
  readonly pseudonymiser: Pseudonymiser;
  readonly subgraphBudgetMs: number;
  readonly persistedQueries: PersistedQueryCache | null;
  /** Operations that are known by their hash from the start. */
  readonly knownOperations?: KnownOperations;
  /** Whether any other operation is refused. */
  readonly onlyKnownOperations?: boolean;
  /** Origins whose pages may ask from a browser. */
  readonly corsOrigins?: readonly string[];
  readonly explorer?: Explorer | null;
  readonly logger: Logger;
}

export interface GatewayServer {
  listen(address: { readonly port: number; readonly host: string }): Promise<{ readonly url: string }>;
  /** Takes no new requests, finishes those under way, and stops. */
  stop(): Promise<void>;
}

const maxTokens = 15_000;

export async function createGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { supergraphSdl, dataSources, logger, persistedQueries, subgraphBudgetMs } = options;
  const { knownOperations = new Map(), onlyKnownOperations = false } = options;
  const { corsOrigins = [], explorer = null } = options;
  // Read by the gateway when it starts; nothing of ours ever leaves this machine.
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => {
      const dataSource = name === undefined ? undefined : dataSources.get(name);
      if (!dataSource)
        throw new Error(`expected a data source for every subgraph of the supergraph; ${name} has none`);
      return dataSource;
    },
    logger: quietLogger(logger),
  });
  let draining = false;
  const http = createServer(
    { connectionsCheckingInterval: 2_000 },
    (request, response) => void route(request, response),
  );
  http.headersTimeout = 10_000;
  http.requestTimeout = 30_000;
  const apollo = new ApolloServer<RequestContext>({
    // Apollo's own type for a gateway lags behind its gateway package by a minor; the interface is the same.
    gateway: gateway as unknown as ApolloServerOptionsWithGateway<RequestContext>['gateway'],
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens },
    validationRules: [createAliasRule(findReservedNames(supergraphSdl)), sizeRule],
    formatError: (formatted) => formatError(formatted),
    logger: quietLogger(logger),
    persistedQueries: {
      cache: withKnownOperations(knownOperations, persistedQueries ?? new InMemoryLRUCache<string>()),
    },
    plugins: [
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: 10_000 }),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      requestPlugin(options),
    ],
  });
  await apollo.start();

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = parseRequestTarget(request.url);
      if (!isLoopbackHost(request.headers.host)) {
        sendJson(response, 421, { error: 'expected a request to localhost' });
        return;
      }
      if (!url) sendJson(response, 400, { error: 'expected a path' });
      else if (url.pathname === '/graphql') {
        if (!answerCors(corsOrigins, request, response)) await answerGraphql(request, response, url.search);
      } else if (url.pathname === '/health/live') sendJson(response, 200, { status: 'live' });
      else if (url.pathname === '/health/ready') {
        sendJson(response, draining ? 503 : 200, { status: draining ? 'draining' : 'ready' });
      } else if (!(await explorer?.answer(url.pathname, request, response))) {
        sendJson(response, 404, { error: 'expected /graphql, /explorer, /health/live or /health/ready' });
      }
    } catch (thrown) {
      // Who leaves in the middle of a request is no defect.
      if (request.errored || response.destroyed) return;
      logger.error({ defect: thrown instanceof Error ? thrown.name : 'unknown' }, 'a request failed');
      if (!response.headersSent) sendJson(response, 500, { errors: [{ message: 'internal error' }] });
      else response.destroy();
    }
  }

  async function answerGraphql(
    request: IncomingMessage,
    response: ServerResponse,
    search: string,
  ): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const body = await readRequestBody(request);
    if ('refused' in body) {
      response.setHeader('connection', 'close');
      sendRefusal(response, body.status, { code: 'BAD_REQUEST', message: body.refused });
      return;
    }
    const caseReference = readCaseReference(request.headers['case-reference']);
    if (caseReference === undefined) {
      sendRefusal(response, 400, { code: 'BAD_REQUEST', message: caseReferenceExpected });
      return;
    }
    const { method } = request;
    const refusal = refusePersisted(
      { method, search, body: body.json },
      knownOperations,
      onlyKnownOperations,
    );
    if (refusal) {
      sendRefusal(response, 400, refusal);
      return;
    }
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const httpGraphQLRequest: HTTPGraphQLRequest = {
      method: (request.method ?? 'GET').toUpperCase(),
      headers,
      search,
      body: body.json,
    };
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: async () => createRequestContext({ signal: gone.signal, subgraphBudgetMs, caseReference }),
    });
    response.statusCode = answer.status ?? 200;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    if (answer.body.kind === 'complete') {
      response.end(answer.body.string);
      return;
    }
    for await (const chunk of answer.body.asyncIterator) response.write(chunk);
    response.end();
  }

  return {
    async listen({ port, host }) {
      await listen(http, port, host);
      const address = http.address() as AddressInfo; // a TCP server's address is no text
      return { url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}` };
    },
    async stop() {
      draining = true;
      await apollo.stop();
      await persistedQueries?.close();
    },
  };
}

function requestPlugin(options: GatewayServerOptions): ApolloServerPlugin<RequestContext> {
  const { organisations, pseudonymiser, logger } = options;
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (!operation)
            throw refused(
              'OPERATION_RESOLUTION_FAILURE',
              'expected the name of an operation of this request',
            );
          if (operation.operation === 'subscription') {
            throw refused(
              'GRAPHQL_VALIDATION_FAILED',
              'expected a query, or a mutation of the register: nothing is sent by itself',
            );
          }
          refuseBsnLiterals(schema, document);
          const names = bsnVariables(operation);
          if (names.length === 0) return;
          if (request.http?.method !== 'POST') {
            throw new GraphQLError('expected a POST request: a number of a person never stands in a URL', {
              extensions: {
                code: 'BSN_NOT_IN_URL',
                http: { status: 405, headers: new HeaderMap([['allow', 'POST']]) },
              },
            });
          }
          request.variables = pseudonymiseVariables(names, request.variables ?? {}, pseudonymiser);
        },
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) {
            const { code, reason, organisation } = error.extensions;
            logger.info(
              { requestId: contextValue.requestId, code, reason, organisation },
              'an error was answered',
            );
          }
        },
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          const { valueCompletion, ...extensions } = singleResult.extensions ?? {};
          // The gateway hides what could not be completed in an extension; it belongs to the errors.
          if (Array.isArray(valueCompletion) && valueCompletion.length > 0) {
            singleResult.errors = [
              ...(singleResult.errors ?? []),
              ...valueCompletion.map((problem: { readonly path?: readonly (string | number)[] }) => ({
                message: 'internal error',
                ...(problem.path ? { path: problem.path } : {}),
                extensions: { code: 'INTERNAL_SERVER_ERROR' },
              })),
            ];
          }
          // Subgraphs answer in any order; one question has one answer.
          if (singleResult.errors) singleResult.errors = [...singleResult.errors].sort(byPath);
          singleResult.extensions = {
            ...extensions,
            requestId: contextValue.requestId,
            ...(contextValue.subgraphsAsked()
              ? { sources: reportSources(organisations, contextValue.outcomes, contextValue.unreadFeeds) }
              : {}),
          };
        },
      };
    },
  };
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}

function byPath(left: GraphQLFormattedError, right: GraphQLFormattedError): number {
  const [one, other] = [left.path ?? [], right.path ?? []];
  const index = one.findIndex((step, position) => step !== other[position]);
  if (index < 0) return one.length - other.length;
  const [step, otherStep] = [one[index], other[index]];
  if (otherStep === undefined) return 1;
  if (typeof step === 'number' && typeof otherStep === 'number') return step - otherStep;
  return String(step) < String(otherStep) ? -1 : 1;
}

function sendRefusal(response: ServerResponse, status: number, refusal: PersistedRefusal): void {
  const { code, message } = refusal;
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

// Apollo's packages log texts of queries and answers at debug; only warnings and errors of theirs are kept.
function quietLogger(logger: Logger) {
  return {
    debug: () => {},
    info: () => {},
    warn: () => logger.warn('a warning of the GraphQL server'),
    error: () => logger.error('an error of the GraphQL server'),
  };
}
