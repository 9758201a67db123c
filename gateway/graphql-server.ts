/**
 * GraphQL over HTTP: Apollo Server over the execution engine, behind Node's HTTP server, within the limits.
 *
 * What a request is about is said by whoever uses it: which context it gets, which other paths are served, what is refused.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApolloGateway } from '@apollo/gateway';
import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type BaseContext,
  HeaderMap,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { Logger } from 'pino';
import { isLoopbackHost, parseRequestTarget } from '../adapter-kit/loopback-request.js';
import { isLoopbackAddress } from './access/admission-mode.js';
import { formatError } from './errors.js';
import { stringifyAnswer } from './execution/rendered-data.js';
import { badRequest, type HttpRefusal, overLimitRefusal, sendRefusal } from './http-refusal.js';
import type { GatewayLimits } from './limits/gateway-limits.js';
import { limitGraphql } from './limits/limit-graphql.js';
import { createLimitedServer } from './limits/limit-http.js';
import { mediaTypePlugin } from './media-type.js';
import { readRequestBody } from './request-body.js';

/** One request to `/graphql`, before it is read as GraphQL. */
export interface ArrivedRequest {
  readonly request: IncomingMessage;
  readonly search: string;
  readonly body: unknown;
  /** Ends when the client is gone. */
  readonly signal: AbortSignal;
}

export interface Admitted<Context> {
  readonly context: Context;
  /** Lets go of what the context holds, when the answer is out or nobody waits for it any more. */
  readonly end?: () => void;
}

export interface GraphqlServerOptions<Context extends BaseContext> {
  readonly gateway: Pick<ApolloGateway, 'load' | 'stop' | 'onSchemaLoadOrUpdate'>;
  readonly limits: GatewayLimits;
  readonly logger: Logger;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
  /** Where texts of queries are kept by their hash; `false`: a query is sent as it is. */
  readonly persistedQueries: { readonly cache: KeyValueCache<string> } | false;
  /** What the request is executed with, or why it is refused. */
  readonly admit: (
    arrived: ArrivedRequest,
  ) =>
    | Admitted<Context>
    | { readonly refusal: HttpRefusal }
    | Promise<Admitted<Context> | { readonly refusal: HttpRefusal }>;
  /** Answers a path other than `/graphql` and `/health`; gives whether it did. */
  readonly answerElse?: (
    pathname: string,
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<boolean>;
  /** Said beside `ready`: figures that hold nothing of anybody. */
  readonly readiness?: () => object;
  /** Answers before GraphQL does, e.g. a question of a browser whether it may ask; gives whether it did. */
  readonly answerFirst?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface GraphqlServer {
  listen(address: { readonly port: number; readonly host: string }): Promise<{ readonly url: string }>;
  /** Takes no new requests, finishes those under way, and stops. */
  stop(): Promise<void>;
}

/** @throws Error when the supergraph cannot be served. */
export async function startGraphqlServer<Context extends BaseContext>(
  options: GraphqlServerOptions<Context>,
): Promise<GraphqlServer> {
  const { gateway, limits, logger, plugins = [], persistedQueries, admit } = options;
  const { answerElse = async () => false, answerFirst = () => false, readiness = () => ({}) } = options;
  const limited = limitGraphql(limits);
  let draining = false;
  // Where only this machine reaches it, it is called by this machine's name: nothing else is a page's own name for it.
  let onlyLoopbackNames = true;
  const http = createLimitedServer(
    limits,
    (request, response) => void route(request, response),
    (request, response, over) => sendRefusal(request, response, overLimitRefusal(over)),
  );
  const apollo = new ApolloServer<Context>({
    // Apollo's own type for a gateway lags behind its gateway package by a minor; the interface is the same.
    gateway: gateway as unknown as ApolloServerOptionsWithGateway<Context>['gateway'],
    introspection: true,
    stringifyResult: stringifyAnswer,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: limited.parseOptions,
    validationOptions: limited.validationOptions,
    validationRules: [...limited.validationRules],
    formatError: (formatted) => formatError(formatted, limits),
    logger: quietLogger(logger),
    persistedQueries,
    plugins: [
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: 10_000 }),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      limited.plugin,
      ...plugins,
      mediaTypePlugin,
    ],
  });
  await apollo.start();

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = parseRequestTarget(request.url);
      if (onlyLoopbackNames && !isLoopbackHost(request.headers.host)) {
        sendJson(response, 421, { error: 'expected a request to localhost' });
        return;
      }
      if (!url) sendJson(response, 400, { error: 'expected a path' });
      else if (url.pathname === '/graphql') {
        if (!answerFirst(request, response)) await answerGraphql(request, response, url.search);
      } else if (url.pathname === '/health/live') sendJson(response, 200, { status: 'live' });
      else if (url.pathname === '/health/ready') {
        const status = draining ? 'draining' : 'ready';
        sendJson(response, draining ? 503 : 200, { status, ...readiness() });
      } else if (!(await answerElse(url.pathname, request, response))) {
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
    const { method = 'GET' } = request;
    if (!['GET', 'POST', 'OPTIONS'].includes(method)) {
      const refusal = badRequest('expected GET or POST', 405);
      sendRefusal(request, response, { ...refusal, headers: { allow: 'GET, POST' } });
      return;
    }
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const body = await readRequestBody(request, search, limits);
    if ('refusal' in body) {
      sendRefusal(request, response, body.refusal);
      return;
    }
    const admitting = admit({ request, search, body: body.json, signal: gone.signal });
    const admitted = admitting instanceof Promise ? await admitting : admitting;
    if ('refusal' in admitted) {
      sendRefusal(request, response, admitted.refusal);
      return;
    }
    const { context, end } = admitted;
    if (end) response.on('close', end);
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method, headers, search, body: body.json },
      context: async () => context,
    });
    response.statusCode = answer.status ?? 200;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    // What one may see now says nothing of another, nor of the same person later.
    response.setHeader('cache-control', 'no-store');
    if (answer.body.kind === 'complete') {
      response.end(answer.body.string);
      return;
    }
    for await (const chunk of answer.body.asyncIterator) response.write(chunk);
    response.end();
  }

  return {
    async listen({ port, host }) {
      onlyLoopbackNames = isLoopbackAddress(host);
      await listen(http, port, host);
      const address = http.address() as AddressInfo; // a TCP server's address is no text
      return { url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}` };
    },
    async stop() {
      draining = true;
      await apollo.stop();
    },
  };
}

/** Apollo's packages log texts of queries and answers at debug; only that there was a warning or an error is kept. */
export function quietLogger(logger: Logger) {
  return {
    debug: () => {},
    info: () => {},
    warn: () => logger.warn('a warning of the GraphQL server'),
    error: () => logger.error('an error of the GraphQL server'),
  };
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
