/**
 * How the gateway reaches a subgraph, embedded or remote: the query, the variables and the forwarded headers go in, and
 * whatever happens an answer comes out that fits the representations, one for one.
 */
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { SourceError, toSourceError } from '../../adapter-kit/source-error.js';
import { outcomeOfError, type SourceOutcome } from '../../adapter-kit/source-outcomes.js';
import type { SubgraphAnswer, SubgraphError, SubgraphRequest } from '../../adapter-kit/subgraph.js';
import { type RequestContext, recordOutcome } from '../request-context.js';
import { type IsContribution, toUnavailableAnswer } from './unavailable-answer.js';

export interface SubgraphDataSourceOptions {
  /** As the graph spells it; `REGISTER` for the household register. */
  readonly organisation: string;
  readonly handle: (request: SubgraphRequest) => Promise<SubgraphAnswer>;
  readonly isContribution: IsContribution;
}

type ProcessOptions = GraphQLDataSourceProcessOptions<Record<string, unknown>>;
type ProcessAnswer = Awaited<ReturnType<GraphQLDataSource['process']>>;

export function createSubgraphDataSource(options: SubgraphDataSourceOptions): GraphQLDataSource {
  const { organisation, handle, isContribution } = options;

  async function process({ request, context }: ProcessOptions): Promise<ProcessAnswer> {
    // The gateway hands every data source the context that server.ts made for this request.
    const requestContext = context as unknown as RequestContext;
    const asked = {
      query: request.query ?? '',
      variables: request.variables ?? {},
      operationName: request.operationName,
    };
    try {
      const answer = await handle({
        ...asked,
        headers: requestContext.forwardedHeaders(organisation),
        signal: requestContext.signal,
      });
      requireOneForOne(answer, asked.variables, organisation);
      const outcome = outcomeIn(answer);
      if (outcome) recordOutcome(requestContext, organisation, outcome);
      for (const unread of unreadFeedsIn(answer)) requestContext.unreadFeeds.add(unread);
      return withLostEntities(answer, asked, { organisation, isContribution }) as ProcessAnswer;
    } catch (thrown) {
      const failure = toSourceError(thrown, organisation);
      recordOutcome(requestContext, organisation, outcomeOfError(failure));
      return toUnavailableAnswer(asked, failure, isContribution) as ProcessAnswer;
    }
  }

  return { process };
}

/** A list of entities that is missing, short or long would put one household's records at another. */
function requireOneForOne(
  answer: SubgraphAnswer,
  variables: Readonly<Record<string, unknown>>,
  organisation: string,
): void {
  const representations = variables['representations'];
  if (!Array.isArray(representations)) {
    if (answer.data === undefined || answer.data === null) throw refused(organisation);
    return;
  }
  const entities = answer.data?.['_entities'];
  if (Array.isArray(entities) && entities.length === representations.length) return;
  if (!answer.data) throw refused(organisation);
  throw new SourceError({
    organisation,
    reason: 'CONTRACT_BROKEN',
    detail: `expected ${representations.length} entities, received ${Array.isArray(entities) ? entities.length : 'none'}`,
    field: '_entities',
  });
}

/** An entity that the subgraph did not give is lost at each of its fields, like a source behind it; never silently. */
function withLostEntities(
  answer: SubgraphAnswer,
  asked: Pick<SubgraphRequest, 'query' | 'variables'>,
  { organisation, isContribution }: Pick<SubgraphDataSourceOptions, 'organisation' | 'isContribution'>,
): SubgraphAnswer {
  const entities = answer.data?.['_entities'];
  if (!Array.isArray(entities) || !entities.includes(null)) return answer;
  const isLost = ({ path }: SubgraphError): boolean => {
    const index = path?.[1];
    return typeof index === 'number' && entities[index] === null;
  };
  const errors = answer.errors ?? [];
  const told = errors.find((error) => isLost(error) && error.extensions['reason'] === 'REJECTED');
  const failure = new SourceError({
    organisation,
    reason: told ? 'REJECTED' : 'CONTRACT_BROKEN',
    detail: told
      ? 'the subgraph refused the key'
      : 'expected an entity for every key, received none for some',
  });
  const lost = toUnavailableAnswer(asked, failure, isContribution);
  const substitutes = lost.data?.['_entities'];
  return {
    ...answer,
    data: {
      _entities: entities.map((entity: unknown, index) =>
        entity === null && Array.isArray(substitutes) ? (substitutes[index] as unknown) : entity,
      ),
    },
    errors: [...errors.filter((error) => !isLost(error)), ...(lost.errors ?? []).filter(isLost)],
  };
}

function refused(organisation: string): SourceError {
  return new SourceError({
    organisation,
    reason: 'CONTRACT_BROKEN',
    detail: 'expected data for the request, received none',
    field: 'data',
  });
}

function outcomeIn(answer: SubgraphAnswer): SourceOutcome | null {
  // `extensions.source` is made by organisation-subgraph.ts, in this process or behind it.
  const source = answer.extensions?.['source'] as Partial<SourceOutcome> | undefined;
  return source?.outcome
    ? { outcome: source.outcome, reason: source.reason ?? null, asOf: source.asOf ?? null }
    : null;
}

function unreadFeedsIn(answer: SubgraphAnswer): readonly string[] {
  const unread = answer.extensions?.['unreadFeeds'];
  return Array.isArray(unread) ? unread.filter((organisation) => typeof organisation === 'string') : [];
}
