/** A subgraph in another process: the same promise as an embedded one, kept over HTTP with a deadline. */
import { z } from 'zod';
import { signedContextHeader } from './access/signed-context.js';
import type { CircuitState } from './circuit.js';
import { parseContract } from './contract.js';
import { deadlineHeader, parseLeftMs } from './deadline.js';
import { createOutwardCaller, type OutwardAnswer, parseJsonAnswer } from './outward-call.js';
import type { ResilienceSettings } from './resilience.js';
import type { RosterFeed, RosterPage } from './roster.js';
import { rosterPageSchema } from './roster.js';
import { SourceError, unavailableReasons } from './source-error.js';
import { parseStrictJson } from './strict-json.js';
import type { SubgraphAnswer, SubgraphRequest } from './subgraph.js';

export interface RemoteSubgraph {
  handle(request: SubgraphRequest): Promise<SubgraphAnswer>;
  readonly roster: RosterFeed;
  /** Of the way to the subgraph; how the one behind it stands, the subgraph says itself. */
  readonly circuit: () => CircuitState;
  close(): Promise<void>;
}

export interface RemoteSubgraphOptions {
  /** As the graph spells it, for errors. */
  readonly organisation: string;
  /** Where it is served, without `/graphql`. */
  readonly url: string;
  readonly timeoutMs: number;
  /** The token with which its feed is read; absent: no access rules stand. */
  readonly feedToken?: (() => Promise<string>) | undefined;
  /** What differs from the defaults. */
  readonly resilience?: Partial<ResilienceSettings> | undefined;
}

const rosterTimeoutMs = 60_000;
const maxRosterBytes = 256 * 1024 * 1024;

const answerSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z
      .array(
        z.object({
          message: z.string(),
          path: z.array(z.union([z.string(), z.number()])).optional(),
          extensions: z.record(z.string(), z.unknown()).default({}),
        }),
      )
      .optional(),
    extensions: z.record(z.string(), z.unknown()).optional(),
  })
  // An answer of neither would look like a question that has no answer.
  .refine(({ data, errors = [] }) => (data ?? null) !== null || errors.length > 0, {
    params: { expected: 'data, or errors that say why there are none' },
  });

export function connectRemoteSubgraph(options: RemoteSubgraphOptions): RemoteSubgraph {
  const { organisation, url, timeoutMs } = options;
  const baseUrl = url.replace(/\/+$/, '');
  // A subgraph waits as long as its source, whose slowness it judges itself; one that is silent is caught by the deadline.
  const resilience = { ...options.resilience, slowAfterMs: Number.POSITIVE_INFINITY };
  const caller = createOutwardCaller({ organisation, baseUrl, timeoutMs, resilience });
  // A feed is long, and nobody waits for it: the reader's own signal ends it. It is read again before long anyway, and the
  // subgraph that says that it could not has tried twice already.
  const rosterCaller = createOutwardCaller({
    organisation,
    baseUrl,
    timeoutMs: rosterTimeoutMs,
    resilience: { ...resilience, maxTries: 1 },
    maxAnswerBytes: maxRosterBytes,
    isAnswer: ({ status }) => status === 503,
  });
  return {
    async handle({ query, variables, operationName, headers, signal, isRead = isQuery(query) }) {
      const leftMs = parseLeftMs(headers[deadlineHeader]);
      const body = await caller.fetchJson({
        method: 'POST',
        path: '/graphql',
        headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables, operationName }),
        isRead,
        leftHeader: deadlineHeader,
        ...(leftMs === null ? {} : { leftMs }),
        ...(signal ? { signal } : {}),
      });
      const { data, errors, extensions } = parseContract(answerSchema, body, {
        organisation,
        what: 'answer',
      });
      return {
        ...(data === undefined ? {} : { data }),
        ...(errors
          ? { errors: errors.map(({ path, ...error }) => ({ ...error, ...(path ? { path } : {}) })) }
          : {}),
        ...(extensions ? { extensions } : {}),
      };
    },
    roster: {
      async read(watermark, signal): Promise<RosterPage> {
        const path = watermark === null ? '/roster' : `/roster?watermark=${encodeURIComponent(watermark)}`;
        const headers = options.feedToken ? { [signedContextHeader]: await options.feedToken() } : {};
        const answer = await rosterCaller.send({ method: 'GET', path, headers, signal });
        if (answer.status === 503) throw toldFailure(answer, organisation);
        const page = parseJsonAnswer(answer, organisation);
        return parseContract(rosterPageSchema, page, { organisation, what: 'roster' });
      },
    },
    circuit: caller.circuit,
    async close() {
      await Promise.all([caller.close(), rosterCaller.close()]);
    },
  };
}

/** Told by its first word; a document that might hold a mutation as well is never sent twice. */
function isQuery(text: string): boolean {
  return /^\s*(query\b|\{)/.test(text) && !/\bmutation\b/.test(text);
}

const failureSchema = z.object({ reason: z.enum(unavailableReasons) });

/** Why the subgraph could not read its source, where it says so: the same as if it were embedded. */
function toldFailure(answer: OutwardAnswer, organisation: string): SourceError {
  const read = parseStrictJson(answer.text);
  const told = failureSchema.safeParse('value' in read ? read.value : null);
  return new SourceError({
    organisation,
    reason: told.success ? told.data.reason : 'DOWN',
    detail: 'its feed of references could not be read',
  });
}
