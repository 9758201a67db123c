/**
 * The gateway of the household graph: its engine over the committed supergraph, and what a request to it carries.
 *
 * `POST /graphql`, `GET /health/live`, `GET /health/ready`, and `GET /explorer` where it was built. Nothing else is served
 * and nothing is sent anywhere.
 */
import type { IncomingMessage } from 'node:http';
import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import type { Logger } from 'pino';
import type { AccessContext, FunctionName } from '../adapter-kit/access/subject.js';
import type { Pseudonymiser } from '../adapter-kit/pseudonym.js';
import { bsnVariables, pseudonymiseVariables, refuseBsnLiterals } from './bsn-edge.js';
import { caseReferenceExpected, readCaseReference } from './case-reference.js';
import { answerCors } from './cors.js';
import { nothingWithheld, type WithheldFields } from './execution/canonical-operation.js';
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
  /** Who may ask, and that a record of it stands before it is answered; `null`: no access rules stand. */
  readonly access?: ServerAccess | null;
}

export interface ServerAccess {
  readonly authenticate: (
    request: IncomingMessage,
  ) => Promise<{ readonly access: AccessContext } | { readonly refusal: HttpRefusal }>;
  /** What a function is never given, whatever there is. */
  readonly withheldFrom: (asker: FunctionName) => WithheldFields;
  /** Settles when the record of the request is durable. @throws Error when it cannot be: then nothing is answered. */
  readonly record: (read: AnsweredRequest) => Promise<void>;
  /** How far records are behind where they are delivered, in numbers; `null`: they are delivered nowhere. */
  readonly figures?: () => object | null;
}

/** One request that was answered, for its processing record. */
export interface AnsweredRequest {
  readonly context: RequestContext;
  readonly operationName: string | null;
  readonly queryText: string;
  readonly startedAt: Date;
  /** As it was parsed; `null`: it could not be. */
  readonly document: DocumentNode | null;
  /** Whether something failed within: not that it was refused, nor that a source gave no answer. */
  readonly hasFailedWithin: boolean;
}

export type GatewayServer = GraphqlServer;

export async function createGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { supergraphSdl, ports, losses, logger, persistedQueries } = options;
  const { knownOperations = new Map(), corsOrigins = [], explorer = null, limits = defaultLimits } = options;
  const { access = null } = options;
  const gateway = createEngineGateway<RequestContext>({
    gateway: createStockGateway(supergraphSdl, logger),
    portOf: (name) => {
      const port = ports.get(name);
      if (!port) throw new Error(`expected a port for every subgraph of the supergraph; ${name} has none`);
      return port;
    },
    ...(losses ? { losses } : {}),
    withheldFrom: ({ access: asker }) =>
      access && asker ? access.withheldFrom(asker.subject.function) : nothingWithheld,
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
    readiness: () => {
      const recordDelivery = access?.figures?.() ?? null;
      return recordDelivery ? { recordDelivery } : {};
    },
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

async function admit(
  { request, search, body, signal }: ArrivedRequest,
  {
    knownOperations,
    onlyKnownOperations = false,
    subgraphBudgetMs,
    access = null,
  }: GatewayServerOptions & { readonly knownOperations: KnownOperations },
): Promise<{ readonly context: RequestContext } | { readonly refusal: HttpRefusal }> {
  const known = access ? await access.authenticate(request) : null;
  if (known && 'refusal' in known) return known;
  const caseReference = readCaseReference(request.headers['case-reference']);
  if (caseReference === undefined) return { refusal: badRequest(caseReferenceExpected) };
  const { traceparent } = request.headers;
  const refusal = refusePersisted(
    { method: request.method, search, body },
    knownOperations,
    onlyKnownOperations,
  );
  if (refusal) return { refusal: { status: 400, ...refusal } };
  return {
    context: createRequestContext({
      signal,
      subgraphBudgetMs,
      caseReference,
      access: known?.access ?? null,
      traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    }),
  };
}

function requestPlugin(options: GatewayServerOptions): ApolloServerPlugin<RequestContext> {
  const { organisations, pseudonymiser, logger, access = null } = options;
  return {
    async requestDidStart() {
      const startedAt = new Date();
      return {
        async didResolveOperation({ schema, document, operation, request, source, contextValue }) {
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
          if (access && operation.operation === 'mutation') {
            // What changes something is on record before it does.
            await recordOrRefuse(access, {
              context: contextValue,
              operationName: operation.name?.value ?? null,
              queryText: source ?? '',
              startedAt,
              document,
              hasFailedWithin: false,
            });
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
        async willSendResponse({ response, contextValue, operationName, source, document }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          if (access && contextValue.subgraphsAsked()) {
            try {
              await access.record({
                context: contextValue,
                operationName: operationName ?? null,
                queryText: source ?? '',
                startedAt,
                document: document ?? null,
                hasFailedWithin: (singleResult.errors ?? []).some(isFailureWithin),
              });
            } catch {
              // No record of the read, no answer.
              logger.error('a request could not be recorded, and was not answered');
              response.http.status = 503;
              response.body = { kind: 'single', singleResult: { errors: [notRecorded] } };
              return;
            }
          }
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

async function recordOrRefuse({ record }: ServerAccess, read: AnsweredRequest): Promise<void> {
  try {
    await record(read);
  } catch {
    const { message, extensions } = notRecorded;
    throw new GraphQLError(message, { extensions: { ...extensions, http: { status: 503 } } });
  }
}

const notRecorded: GraphQLFormattedError = {
  message: 'the record of this request could not be written, so nothing is answered',
  extensions: { code: 'NOT_RECORDED' },
};

/** What Logboek Dataverwerkingen calls an error: a defect, or a record that broke what the schema promises. */
function isFailureWithin({ extensions }: GraphQLFormattedError): boolean {
  const code = extensions?.['code'];
  return code === undefined || code === 'INTERNAL_SERVER_ERROR' || code === 'NULL_NOT_ALLOWED';
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
