/** A subgraph in another process: the same promise as an embedded one, kept over HTTP with a deadline. */
import { z } from 'zod';
import { parseContract } from './contract.js';
import { createOutwardCaller, type OutwardAnswer, parseJsonAnswer } from './outward-call.js';
import type { RosterFeed, RosterPage } from './roster.js';
import { rosterPageSchema } from './roster.js';
import { SourceError, unavailableReasons } from './source-error.js';
import { parseStrictJson } from './strict-json.js';
import type { SubgraphAnswer, SubgraphRequest } from './subgraph.js';

export interface RemoteSubgraph {
  handle(request: SubgraphRequest): Promise<SubgraphAnswer>;
  readonly roster: RosterFeed;
  close(): Promise<void>;
}

export interface RemoteSubgraphOptions {
  /** As the graph spells it, for errors. */
  readonly organisation: string;
  /** Where it is served, without `/graphql`. */
  readonly url: string;
  readonly timeoutMs: number;
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
  const caller = createOutwardCaller({ organisation, baseUrl, timeoutMs });
  // A feed is long, and nobody waits for it: the reader's own signal ends it.
  const rosterCaller = createOutwardCaller({
    organisation,
    baseUrl,
    timeoutMs: rosterTimeoutMs,
    maxAnswerBytes: maxRosterBytes,
  });
  return {
    async handle({ query, variables, operationName, headers, signal }) {
      const body = await caller.fetchJson({
        method: 'POST',
        path: '/graphql',
        headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables, operationName }),
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
        const answer = await rosterCaller.send({ method: 'GET', path, signal });
        if (answer.status === 503) throw toldFailure(answer, organisation);
        const page = parseJsonAnswer(answer, organisation);
        return parseContract(rosterPageSchema, page, { organisation, what: 'roster' });
      },
    },
    async close() {
      await Promise.all([caller.close(), rosterCaller.close()]);
    },
  };
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
