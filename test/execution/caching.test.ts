/** What is compiled is kept and used again, within a bound. */
import { describe, expect, it } from '@jest/globals';
import { type DocumentNode, parse } from 'graphql';
import { createEngineOver, type Engine } from '../../gateway/execution/engine.js';
import { readSupergraph } from '../../gateway/execution/supergraph.js';
import { answerOf, buildSchema, compose, type SubgraphOfTest } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const subgraph: SubgraphOfTest = {
  sdl: `type Query { thing: Thing echo(text: String): String }
    type Thing { name: String size(unit: Int): Int self: Thing }`,
  resolvers: {
    Query: { thing: () => ({}), echo: (_: unknown, { text }: Row) => text },
    Thing: { name: () => 'thing', size: (_: Row, { unit }: Row) => unit ?? 0, self: () => ({}) },
  },
};

interface Counted {
  readonly engine: Engine<null>;
  readonly planned: () => number;
  readonly ask: (
    document: DocumentNode,
    variables?: Row,
    operationName?: string,
  ) => Promise<string | undefined>;
}

/** An engine that counts how often anything was planned. */
function createCounted(planCacheBytes?: number): Counted {
  const supergraph = readSupergraph(compose({ one: subgraph }));
  const answer = answerOf(buildSchema(subgraph));
  let planned = 0;
  const engine = createEngineOver<null>(
    {
      ...supergraph,
      plan: (...given) => {
        planned += 1;
        return supergraph.plan(...given);
      },
    },
    {
      portOf: () => ({
        ask: ({ query, variablesJson }) =>
          answer({ query, variables: JSON.parse(variablesJson) as Record<string, unknown> }),
      }),
      ...(planCacheBytes === undefined ? {} : { planCacheBytes }),
    },
  );
  return {
    engine,
    planned: () => planned,
    ask: async (document, variables = {}, operationName) =>
      (await engine.execute({ document, variables, operationName, context: null })).data,
  };
}

describe('a plan', () => {
  it('is made once for a document, whatever its variables, and at once for requests that come together', async () => {
    const { ask, planned, engine } = createCounted();
    const document = parse('query ($unit: Int) { thing { size(unit: $unit) } }');
    const answers = await Promise.all([1, 2, 3, 4].map((unit) => ask(document, { unit })));
    expect(answers).toEqual([1, 2, 3, 4].map((size) => `{"thing":{"size":${size}}}`));
    expect([planned(), engine.plansKept().plans]).toEqual([1, 1]);
  });

  it('is made once for each operation of a document and for each way in which it leaves fields out', async () => {
    const { ask, planned } = createCounted();
    const document = parse(`
      query A($x: Boolean!, $y: Boolean!) { thing { name @include(if: $x) ...F } }
      query B { thing { name } }
      fragment F on Thing { self @skip(if: $y) { name } }`);
    const answers = new Set<string | undefined>();
    for (const x of [true, false, true])
      for (const y of [true, false, false]) answers.add(await ask(document, { x, y }, 'A'));
    expect([answers.size, planned()]).toEqual([4, 4]);
    await ask(document, {}, 'B');
    await ask(document, { x: true, y: true, other: 1 }, 'B');
    expect(planned()).toBe(5);
  });

  it('is there before the first request when it was made ahead', async () => {
    const { ask, planned, engine } = createCounted();
    const document = parse(
      'query Q($x: Boolean! = true) { thing { name @include(if: $x) } } query R { echo }',
    );
    engine.warm(document, 'Q');
    engine.warm(document, 'R');
    expect(planned()).toBe(2);
    expect(await ask(document, {}, 'Q')).toBe('{"thing":{"name":"thing"}}');
    expect(await ask(document, {}, 'R')).toBe('{"echo":null}');
    expect(planned()).toBe(2);
    expect(() => engine.warm(document, 'S')).toThrow('operation');
  });
});

describe('what is kept', () => {
  it('stays below its bound however many operations come, and every answer is right all the while', async () => {
    const maxBytes = 100_000;
    const { ask, engine } = createCounted(maxBytes);
    for (let index = 0; index < 120; index += 1) {
      const text = `text ${index} `.repeat(20);
      const answer = await ask(
        parse(`{ a${index}: echo(text: "${text}") thing { s: size(unit: ${index}) } }`),
      );
      expect(answer).toBe(`{"a${index}":"${text}","thing":{"s":${index}}}`);
      expect(engine.plansKept().bytes).toBeLessThanOrEqual(maxBytes);
    }
    expect(engine.plansKept().plans).toBeGreaterThan(1);
  });

  it('lets go first of what was used longest ago', async () => {
    const { ask, planned } = createCounted(60_000);
    const often = parse('{ thing { name } }');
    for (let index = 0; index < 40; index += 1) {
      await ask(often);
      await ask(parse(`{ thing { size(unit: ${index}) } }`));
    }
    expect(planned()).toBe(41);
  });

  it('is not a plan that alone is larger than the bound', async () => {
    const { ask, planned, engine } = createCounted(10_000);
    const document = parse(`{ echo(text: "${'x'.repeat(2_000)}") }`);
    expect(await ask(document)).toBe(await ask(document));
    expect([planned(), engine.plansKept()]).toEqual([2, { plans: 0, bytes: 0 }]);
  });

  it.each<[string, string]>([
    ['aliases of one field', Array.from({ length: 2_000 }, (_, index) => `a${index}: name`).join(' ')],
    [
      'fields that are left out',
      Array.from({ length: 2_000 }, (_, index) => `a${index}: name @skip(if: true)`).join(' '),
    ],
  ])('counts for as much as its document where that is longer than the plan: %s', async (_, fields) => {
    const { ask, engine } = createCounted();
    const text = `{ thing { ${fields} } }`;
    await ask(parse(text));
    expect(engine.plansKept().bytes).toBeGreaterThan(text.length);
  });
});
