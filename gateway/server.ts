/**
 * The gateway of the household graph: its engine over the committed supergraph, and what a request to it carries.
 *
 * `POST /graphql`, `GET /health/live`, `GET /health/ready`, and `GET /explorer` where it was built. Nothing else is served
 * and nothing is sent anywhere.
 */
import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import type { Logger } from 'pino';
import type { Pseudonymiser } from '../adapter-kit/pseudonym.js';
import { bsnVariables, pseudonymiseVariables, refuseBsnLiterals } from './bsn-edge.js';
import { caseReferenceExpected, readCaseReference } from './case-reference.js';
import { answerCors } from './cors.js';
import { createEngineGateway } from './execution/engine-gateway.js';
import type { LossRules } from './execution/entity-fetch.js';
import type { SubgraphPort } from './execution/subgraph-port.js';
import type { Explorer } from './explorer.js';
import { type ArrivedRequest, type GraphqlServer, startGraphqlServer } from './graphql-server.js';
import { badRequest, type HttpRefusal } from './http-refusal.js';
import { type KnownOperations, refusePersisted, withKnownOperations } from './known-operations.js';
import { defaultLimits, type GatewayLimits } from './limits/gateway-limits.js';
import type { PersistedQueryCache } from './persisted-query-cache.js';
import { createRequestContext, type RequestContext } from './request-context.js';
import { reportSources } from './source-report.js';
import { createStockGateway } from './stock-gateway.js';

export interface GatewayServerOptions {
  readonly supergraphSdl: string;
  /** Subgraph name to how it is reached. */
  readonly ports: ReadonlyMap<string, SubgraphPort<RequestContext>>;
  /** What lost values mean in this graph. */
  readonly losses?: LossRules;
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
  /** What one request may ask at most. */
  readonly limits?: GatewayLimits;
  readonly logger: Logger;
}

export type GatewayServer = GraphqlServer;

export async function createGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { supergraphSdl, ports, losses, logger, persistedQueries } = options;
  const { knownOperations = new Map(), corsOrigins = [], explorer = null, limits = defaultLimits } = options;
  const gateway = createEngineGateway<RequestContext>({
    gateway: createStockGateway(supergraphSdl, logger),
    portOf: (name) => {
      const port = ports.get(name);
      if (!port) throw new Error(`expected a port for every subgraph of the supergraph; ${name} has none`);
      return port;
    },
    ...(losses ? { losses } : {}),
    warmed: [...knownOperations.values()].map((text) => parse(text)),
    onRefused: () => logger.error('a supergraph was refused'),
    onDefect: () => logger.error('an operation could not be planned'),
  });
  const server = await startGraphqlServer<RequestContext>({
    gateway,
    limits,
    logger,
    plugins: [requestPlugin(options)],
    persistedQueries: {
      cache: withKnownOperations(knownOperations, persistedQueries ?? new InMemoryLRUCache<string>()),
    },
    admit: (arrived) => admit(arrived, { ...options, knownOperations }),
    answerFirst: (request, response) => answerCors(corsOrigins, request, response),
    answerElse: async (pathname, request, response) =>
      (await explorer?.answer(pathname, request, response)) === true,
  });
  return {
    listen: server.listen,
    async stop() {
      await server.stop();
      await persistedQueries?.close();
    },
  };
}

function admit(
  { request, search, body, signal }: ArrivedRequest,
  {
    knownOperations,
    onlyKnownOperations = false,
    subgraphBudgetMs,
  }: GatewayServerOptions & { readonly knownOperations: KnownOperations },
): { readonly context: RequestContext } | { readonly refusal: HttpRefusal } {
  const caseReference = readCaseReference(request.headers['case-reference']);
  if (caseReference === undefined) return { refusal: badRequest(caseReferenceExpected) };
  const refusal = refusePersisted(
    { method: request.method, search, body },
    knownOperations,
    onlyKnownOperations,
  );
  if (refusal) return { refusal: { status: 400, ...refusal } };
  return { context: createRequestContext({ signal, subgraphBudgetMs, caseReference }) };
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
          // Subgraphs answer in any order; one question has one answer.
          if (singleResult.errors) singleResult.errors = [...singleResult.errors].sort(byPath);
          singleResult.extensions = {
            ...singleResult.extensions,
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
