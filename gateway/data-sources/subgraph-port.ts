/**
 * How the engine reaches a subgraph of the household graph, embedded or remote: the query, the variables and the forwarded
 * headers go in; what comes out is counted as this organisation's outcome.
 */
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import type { AccessContext } from '../../adapter-kit/access/subject.js';
import { SourceError, toSourceError } from '../../adapter-kit/source-error.js';
import { outcomeOfError, type SourceOutcome } from '../../adapter-kit/source-outcomes.js';
import type { SubgraphAnswer, SubgraphRequest } from '../../adapter-kit/subgraph.js';
import { entitiesFieldOf } from '../execution/call-batch.js';
import { isRecord } from '../execution/own.js';
import type { SubgraphCall, SubgraphPort } from '../execution/subgraph-port.js';
import { type RequestContext, recordOutcome } from '../request-context.js';
import { shareReads } from './shared-reads.js';

export interface HouseholdPortOptions {
  /** As the graph spells it; `REGISTER` for the household register. */
  readonly organisation: string;
  readonly handle: (request: SubgraphRequest) => Promise<SubgraphAnswer>;
  /** Signs who asks, for this subgraph; absent: no access rules stand. */
  readonly sign?: ((access: AccessContext) => Promise<string>) | undefined;
}

/** A call with its variables read, once for all that look at them. */
interface ReadCall extends SubgraphCall<RequestContext> {
  readonly variables: Readonly<Record<string, unknown>>;
}

export function createHouseholdPort({
  organisation,
  handle,
  sign,
}: HouseholdPortOptions): SubgraphPort<RequestContext> {
  const headersOf = async (context: RequestContext): Promise<Readonly<Record<string, string>>> => {
    const headers = context.forwardedHeaders(organisation);
    if (!sign) return headers;
    if (!context.access) throw new Error('expected a request of somebody who is known');
    return { ...headers, [signedContextHeader]: await sign(context.access) };
  };
  const reads = shareReads<RequestContext, ReadCall>(
    {
      ask: async ({ query, operationName, variables, isRead, context }) =>
        handle({
          query,
          variables,
          operationName,
          isRead,
          headers: await headersOf(context),
          signal: context.signal,
        }),
    },
    {
      // The register answers from an asker's own case what it answers from no other.
      identityOf: ({ identity, caseReference }) =>
        identity === null ? null : `${caseReference ?? ''}\n${identity}`,
      signalOf: ({ signal }) => signal,
      forSeveral: (context, signal) => ({ ...context, signal }),
    },
  );
  return {
    async ask(call) {
      const { context } = call;
      try {
        if (context.leftMs(organisation) <= 0) throw outOfTime(organisation);
        // Whoever shares a read that is under way has read as well.
        context.noteAsked();
        const variables = parseVariables(call.variablesJson);
        const answer = await reads.ask({ ...call, variables });
        requireAnAnswer(answer, variables, organisation);
        const outcome = outcomeIn(answer);
        if (outcome) recordOutcome(context, organisation, outcome);
        for (const unread of unreadFeedsIn(answer)) context.unreadFeeds.add(unread);
        noteConcerned(answer, context);
        return answer;
      } catch (thrown) {
        const failure = toSourceError(thrown, organisation);
        recordOutcome(context, organisation, outcomeOfError(failure));
        throw failure;
      }
    },
  };
}

function parseVariables(json: string): Record<string, unknown> {
  return JSON.parse(json) as Record<string, unknown>; // the engine writes an object
}

function outOfTime(organisation: string): SourceError {
  const detail = 'the time of the request was over before the source could be asked';
  return new SourceError({ organisation, reason: 'TIMED_OUT', detail });
}

/** What cannot be given to those who asked is no answer, and counts as none in this organisation's outcome. */
function requireAnAnswer(
  answer: SubgraphAnswer,
  variables: Readonly<Record<string, unknown>>,
  organisation: string,
): void {
  const { data } = answer;
  const broken = (detail: string, field: string): SourceError =>
    new SourceError({ organisation, reason: 'CONTRACT_BROKEN', detail, field });
  if (data === undefined || data === null)
    throw broken('expected data for the request, received none', 'data');
  for (const name of Object.keys(variables)) {
    const asked = variables[name];
    const field = Array.isArray(asked) ? entitiesFieldOf(name) : null;
    if (field === null || !Array.isArray(asked)) continue;
    const entities = data[field];
    if (Array.isArray(entities) && entities.length === asked.length) continue;
    const received = Array.isArray(entities) ? entities.length : 'none';
    throw broken(`expected ${asked.length} entities, received ${received}`, field);
  }
}

function outcomeIn(answer: SubgraphAnswer): SourceOutcome | null {
  // `extensions.source` is made by organisation-subgraph.ts, in this process or behind it.
  const source = answer.extensions?.['source'] as Partial<SourceOutcome> | undefined;
  return source?.outcome
    ? { ...source, outcome: source.outcome, reason: source.reason ?? null, asOf: source.asOf ?? null }
    : null;
}

/** Whom the answer is about, as the register says; made by the household subgraph, in this process or behind it. */
function noteConcerned(answer: SubgraphAnswer, { concerned }: RequestContext): void {
  const told = answer.extensions?.['concerned'];
  if (!isRecord(told)) return;
  for (const kind of ['households', 'persons'] as const) {
    const ids = told[kind];
    if (!Array.isArray(ids)) continue;
    for (const id of ids) if (typeof id === 'string') concerned[kind].add(id);
  }
}

function unreadFeedsIn(answer: SubgraphAnswer): readonly string[] {
  const unread = answer.extensions?.['unreadFeeds'];
  return Array.isArray(unread) ? unread.filter((organisation) => typeof organisation === 'string') : [];
}
