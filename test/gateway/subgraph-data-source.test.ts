import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../adapter-kit/source-error.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { createSubgraphDataSource } from '../../gateway/data-sources/subgraph-data-source.js';
import { createRequestContext } from '../../gateway/request-context.js';

const query =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Household { measures { id } giOutcome { outcome } } } }';
const representations = [{ __typename: 'Household' }, { __typename: 'Household' }];
const whole = { measures: [], giOutcome: { outcome: 'ANSWERED' } };

async function ask(answer: () => Promise<SubgraphAnswer>) {
  const context = createRequestContext({
    signal: new AbortController().signal,
    subgraphBudgetMs: 1_000,
    caseReference: null,
  });
  const source = createSubgraphDataSource({
    organisation: 'GI',
    handle: answer,
    isContribution: (_, field) => field === 'giOutcome',
  });
  const options = { request: { query, variables: { representations } }, context, kind: 'incoming operation' };
  // The gateway's own options carry more; a data source reads these.
  const { data, errors } = await source.process(options as never);
  return {
    entities: (data as { readonly _entities: readonly Record<string, unknown>[] })._entities,
    errors: (errors ?? []).map(({ path, extensions }) => [
      path,
      extensions?.['code'],
      extensions?.['reason'],
    ]),
    outcome: context.outcomes.get('GI'),
  };
}

describe('what the gateway makes of an answer of a subgraph', () => {
  it('passes a whole answer on as it is', async () => {
    const { entities, errors } = await ask(async () => ({ data: { _entities: [whole, whole] } }));
    expect([entities, errors]).toEqual([[whole, whole], []]);
  });

  it.each<[string, SubgraphAnswer, string]>([
    ['no data', {}, 'CONTRACT_BROKEN'],
    ['null', { data: null, errors: [{ message: 'no', extensions: {} }] }, 'CONTRACT_BROKEN'],
    ['no list', { data: {} }, 'CONTRACT_BROKEN'],
    ['a list that is too short', { data: { _entities: [whole] } }, 'CONTRACT_BROKEN'],
    ['a list that is too long', { data: { _entities: [whole, whole, whole] } }, 'CONTRACT_BROKEN'],
  ])(
    'takes %s for a broken contract at every position, never for somebody else',
    async (_, answer, reason) => {
      const { entities, errors, outcome } = await ask(async () => answer);
      expect(entities).toEqual(
        [0, 1].map(() => ({
          __typename: 'Household',
          measures: null,
          giOutcome: { outcome: 'UNAVAILABLE' },
        })),
      );
      expect(errors).toEqual(
        [0, 1].map((index) => [['_entities', index, 'measures'], 'SOURCE_UNAVAILABLE', reason]),
      );
      expect(outcome).toMatchObject({ outcome: 'UNAVAILABLE', reason });
    },
  );

  it('tells an entity that did not come at its own position, and keeps the other', async () => {
    const { entities, errors } = await ask(async () => ({
      data: { _entities: [null, whole] },
      errors: [
        {
          message: 'no',
          path: ['_entities', 0],
          extensions: { code: 'SOURCE_UNAVAILABLE', reason: 'REJECTED' },
        },
      ],
    }));
    expect(entities).toEqual([
      { __typename: 'Household', measures: null, giOutcome: { outcome: 'UNAVAILABLE' } },
      whole,
    ]);
    expect(errors).toEqual([[['_entities', 0, 'measures'], 'SOURCE_UNAVAILABLE', 'REJECTED']]);
  });

  it('tells a subgraph that could not be reached, at every position', async () => {
    const { errors } = await ask(() =>
      Promise.reject(new SourceError({ organisation: 'GI', reason: 'TIMED_OUT', detail: 'too late' })),
    );
    expect(errors).toEqual(
      [0, 1].map((index) => [['_entities', index, 'measures'], 'SOURCE_UNAVAILABLE', 'TIMED_OUT']),
    );
  });
});
