/** An answer of the gateway itself to a request that does not reach the GraphQL server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeOverLimit, type OverLimit, spellLimit } from './limits/gateway-limits.js';
import { chooseMediaType } from './media-type.js';

export interface HttpRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Which limit, where it is one. */
  readonly limit?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function badRequest(message: string, status = 400): HttpRefusal {
  return { status, code: 'BAD_REQUEST', message };
}

/** 400, but for what HTTP has a status of its own. */
export function overLimitRefusal(over: OverLimit): HttpRefusal {
  return {
    status: statuses[over.limit] ?? 400,
    code: 'LIMIT_EXCEEDED',
    message: describeOverLimit(over),
    limit: spellLimit(over.limit),
  };
}

const statuses: Readonly<Partial<Record<OverLimit['limit'], number>>> = {
  bodyBytes: 413,
  urlBytes: 414,
  headerBytes: 431,
};

/** Answers in the form of a GraphQL error. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, refusal: HttpRefusal): void {
  const { status, code, message, limit, headers = {} } = refusal;
  const type = chooseMediaType(request.headers.accept) ?? 'application/json';
  response
    .writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      // What is left of a body would be read as the next request.
      ...(request.complete ? {} : { connection: 'close' }),
      ...headers,
    })
    .end(JSON.stringify({ errors: [{ message, extensions: { code, ...(limit ? { limit } : {}) } }] }));
}
