import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../adapter-kit/source-error.js';
import { toUnavailableAnswer } from '../../gateway/data-sources/unavailable-answer.js';

const failure = new SourceError({
  organisation: 'RAAD',
  reason: 'DOWN',
  detail: 'the source could not be reached',
});
const isContribution = (type: string, field: string) => `${type}.${field}` === 'Household.raadOutcome';
const errorAt = (...path: readonly (string | number)[]) => ({
  message: '[RAAD] the source could not be reached',
  path,
  extensions: { code: 'SOURCE_UNAVAILABLE', reason: 'DOWN', organisation: 'RAAD' },
});

describe('a subgraph that gave no answer', () => {
  it('leaves null and one error at every position, and says nothing of a contribution', () => {
    const query = `query ($representations: [_Any!]!, $skipped: Boolean!) {
      _entities(representations: $representations) {
        ... on Household { mine: councilInvestigations { kind } raadOutcome { outcome } skipped @skip(if: $skipped) { id } }
        ... on Person { raadIdentity { outcome } other }
      }
    }`;
    const representations = [
      { __typename: 'Household' },
      { __typename: 'Person' },
      { __typename: 'Household' },
    ];
    expect(
      toUnavailableAnswer({ query, variables: { representations, skipped: true } }, failure, isContribution),
    ).toEqual({
      data: {
        _entities: [
          { __typename: 'Household', mine: null, raadOutcome: { outcome: 'UNAVAILABLE' } },
          { __typename: 'Person', raadIdentity: null, other: null },
          { __typename: 'Household', mine: null, raadOutcome: { outcome: 'UNAVAILABLE' } },
        ],
      },
      errors: [
        errorAt('_entities', 0, 'mine'),
        errorAt('_entities', 1, 'raadIdentity'),
        errorAt('_entities', 1, 'other'),
        errorAt('_entities', 2, 'mine'),
      ],
    });
  });

  it('leaves null and one error at a field of the query', () => {
    expect(
      toUnavailableAnswer(
        { query: '{ one: household(id: "x") { id } }', variables: {} },
        failure,
        isContribution,
      ),
    ).toEqual({
      data: { one: null },
      errors: [errorAt('one')],
    });
  });
});
