/** How the engine reaches any subgraph over HTTP, at the URL that its supergraph names. */
import { createOutwardCaller, type OutwardAnswer, parseJsonAnswer } from '../../adapter-kit/outward-call.js';
import type { ResilienceSettings } from '../../adapter-kit/resilience.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { parseStrictJson } from '../../adapter-kit/strict-json.js';
import type { SubgraphAnswer, SubgraphError } from '../../adapter-kit/subgraph.js';
import { isRecord } from '../execution/own.js';
import type { SubgraphPort } from '../execution/subgraph-port.js';

export interface RemoteContext {
  /** Ends when the client is gone, or when the request has to be answered. */
  readonly signal: AbortSignal;
}

export interface RemotePortOptions {
  readonly name: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly resilience?: Partial<ResilienceSettings>;
}

export interface RemotePort extends SubgraphPort<RemoteContext> {
  close(): Promise<void>;
}

const headers = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
};

/** Texts of plans come again and again; more of them than this are of no plan that is kept. */
const rememberedTexts = 1_000;

export function createRemotePort({ name, url, timeoutMs, resilience }: RemotePortOptions): RemotePort {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  const caller = createOutwardCaller({ organisation: name, baseUrl: origin, timeoutMs, resilience });
  const quoted = new Map<string, string>();
  const quote = (query: string): string => {
    let text = quoted.get(query);
    if (text === undefined) {
      if (quoted.size >= rememberedTexts) quoted.clear();
      text = JSON.stringify(query);
      quoted.set(query, text);
    }
    return text;
  };
  return {
    async ask({ query, operationName, variablesJson, isRead, context }) {
      const named = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
      const answer = await caller.send({
        method: 'POST',
        path,
        headers,
        body: `{"query":${quote(query)},"variables":${variablesJson}${named}}`,
        isRead,
        signal: context.signal,
      });
      return readAnswer(answer, name);
    },
    close: () => caller.close(),
  };
}

function readAnswer(answer: OutwardAnswer, name: string): SubgraphAnswer {
  if (answer.status >= 400) {
    // Whoever refuses in GraphQL's own words says more than a status does.
    const read = parseStrictJson(answer.text);
    const errors = 'value' in read && isRecord(read.value) ? toErrors(read.value['errors']) : null;
    if (errors && errors.length > 0) return { data: null, errors };
  }
  const body = parseJsonAnswer(answer, name);
  const broken = (detail: string): SourceError =>
    new SourceError({ organisation: name, reason: 'CONTRACT_BROKEN', detail });
  if (!isRecord(body)) throw broken('expected an object, received something else');
  const { data = null } = body;
  const errors = toErrors(body['errors']);
  if (errors === null) throw broken('expected errors as a list of objects with a message');
  if (data !== null && !isRecord(data)) throw broken('expected data to be an object');
  if (data === null && errors.length === 0)
    throw broken('expected data, or errors that say why there are none');
  return { data, errors };
}

/** @returns `null` for what is no list of errors. */
function toErrors(value: unknown): readonly SubgraphError[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return null;
  const errors: SubgraphError[] = [];
  for (const error of value as unknown[]) {
    if (!isRecord(error)) return null;
    const { message, path, extensions } = error;
    if (typeof message !== 'string') return null;
    const isPath =
      Array.isArray(path) && path.every((step) => typeof step === 'string' || typeof step === 'number');
    errors.push({
      message,
      ...(isPath ? { path: path as (string | number)[] } : {}),
      extensions: isRecord(extensions) ? extensions : {},
    });
  }
  return errors;
}
