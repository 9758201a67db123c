import { Supergraph } from '@apollo/federation-internals';
import { describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import { createAnswerer } from '../../bench/engine/answer-query.js';
import { createHousehold, expectedAnswer, householdIds } from '../../bench/engine/household-data.js';
import { firstDifference, prepareQuestion } from '../../bench/engine/question.js';
import { composeSupergraph, householdView, householdViewWithoutRaad } from '../../bench/engine/supergraph.js';

const urls = {
  register: 'http://localhost:1',
  'veilig-thuis': 'http://localhost:2',
  raad: 'http://localhost:3',
  gi: 'http://localhost:4',
  'local-team': 'http://localhost:5',
};

describe("the engine's question", () => {
  it('is one that its supergraph can answer, with and without the Raad', () => {
    const schema = Supergraph.build(composeSupergraph(urls)).apiSchema().toGraphQLJSSchema();
    expect(validate(schema, parse(householdView))).toEqual([]);
    expect(validate(schema, parse(householdViewWithoutRaad))).toEqual([]);
    expect(householdViewWithoutRaad).not.toContain('investigations');
  });

  it('has an answer that grows in proportion to the members', () => {
    const sizes = [20, 200].map((members) => JSON.stringify(createHousehold(`h${members}-3`)).length);
    expect((sizes[1] ?? 0) / (sizes[0] ?? 1)).toBeGreaterThan(8);
    expect((sizes[1] ?? 0) / (sizes[0] ?? 1)).toBeLessThan(11);
  });
});

describe('an answer', () => {
  const question = prepareQuestion({ kind: 'whole', households: 1, members: 2 });
  const right = { data: expectedAnswer(householdIds({ households: 1, members: 2 }, 0)) };

  it('is right when everything is there, in whatever order its names come', () => {
    question.check(0, JSON.stringify(right));
    const [household] = (right.data as { households: Record<string, unknown>[] }).households;
    const reversed = Object.fromEntries(Object.entries(household ?? {}).reverse());
    question.check(0, JSON.stringify({ data: { households: [reversed] } }));
  });

  it('is wrong when it is of another household', () => {
    expect(() => question.check(1, JSON.stringify(right))).toThrow('a wrong answer: data.households.0.id');
  });

  it('is wrong with an error beside whole data, unless a source is lost on purpose', () => {
    const withError = JSON.stringify({ ...right, errors: [{ message: 'lost' }] });
    expect(() => question.check(0, withError)).toThrow('expected no errors, received 1');
    const lost = prepareQuestion({ kind: 'raad-lost', households: 1, members: 2 });
    const [household] = (right.data as { households: Record<string, unknown>[] }).households;
    const data = { households: [{ ...household, investigations: null }] };
    lost.check(0, JSON.stringify({ data, errors: [{ message: 'lost' }] }));
    expect(() => lost.check(0, withError)).toThrow('a wrong answer: data.households.0.investigations');
  });

  it('is wrong where one value of many differs, and the place is named without the value', () => {
    expect(firstDifference({ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 3 }] }, 'data')).toBe(
      'data.a.1.b',
    );
    expect(firstDifference({ a: 1 }, { a: 1, b: null }, 'data')).toBe('data.b');
    expect(firstDifference({ a: 1 }, { a: 1 }, 'data')).toBeNull();
  });
});

describe('a subgraph of the benchmark', () => {
  it('answers by whatever names it is asked', () => {
    const answer = createAnswerer();
    const query = 'query($r:[_Any!]!){e:_entities(representations:$r){__typename ...on Person{n:name}}}';
    const variables = { r: [{ __typename: 'Person', id: 'p2-0-1' }] };
    expect(JSON.parse(answer({ query, variables }))).toEqual({
      data: { e: [{ __typename: 'Person', n: 'Lid 2 van gezin 2-0' }] },
    });
  });

  it('makes a review from the measures that it is told of, so that wrong ones show', () => {
    const answer = createAnswerer();
    const query =
      'query($r:[_Any!]!){_entities(representations:$r){...on Household{planReview{dueOn summary}}}}';
    const ask = (measures: unknown) =>
      answer({ query, variables: { r: [{ __typename: 'Household', id: 'h2-0', measures }] } });
    const { measures, planReview } = createHousehold('h2-0');
    expect(JSON.parse(ask(measures))).toEqual({ data: { _entities: [{ planReview }] } });
    expect(ask([])).not.toBe(ask(measures));
    expect(JSON.parse(ask(null))).toEqual({ data: { _entities: [{ planReview: null }] } });
  });
});
