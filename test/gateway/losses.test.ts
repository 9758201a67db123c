import { describe, expect, it } from '@jest/globals';
import { type FieldNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { householdLosses } from '../../gateway/data-sources/losses.js';
import type { Failure } from '../../gateway/execution/failure.js';

const losses = householdLosses(
  (_, field) => (field.startsWith('gi') ? { shares: new Set(['events', 'terms']) } : null),
  () => 'GI',
);
const standIn = (...told: Parameters<NonNullable<typeof losses.standIn>>): unknown =>
  losses.standIn?.(...told);

function fieldOf(selection: string): FieldNode {
  const [operation] = parse(`{ ${selection} }`).definitions;
  const [field] = (operation as OperationDefinitionNode).selectionSet.selections; // the text is one query of one field
  if (field?.kind !== Kind.FIELD) throw new Error('expected a field');
  return field;
}

const timedOut = { extensions: { code: 'SOURCE_UNAVAILABLE', reason: 'TIMED_OUT' } } as unknown as Failure; // nothing else of it is read

describe('what stands in for a contribution that was lost', () => {
  it('says why, for the share as a whole', () => {
    expect(standIn('Household', fieldOf('giOutcome { outcome reason asOf }'), timedOut)).toEqual({
      outcome: 'UNAVAILABLE',
      reason: 'TIMED_OUT',
      asOf: null,
    });
  });

  it('says why for each kind of parts, and gives none', () => {
    expect(standIn('Household', fieldOf('giCombined { events told: terms __typename }'), timedOut)).toEqual({
      events: { outcome: 'UNAVAILABLE', reason: 'TIMED_OUT', parts: [] },
      told: { outcome: 'UNAVAILABLE', reason: 'TIMED_OUT', parts: [] },
      __typename: null,
    });
  });

  it('is nothing for a field that is no contribution', () => {
    expect(standIn('Household', fieldOf('measures { id }'), timedOut)).toBeUndefined();
  });
});
