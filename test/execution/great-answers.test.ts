/** Answers that are deep or long: they cost what they hold, never the whole request. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createGraph, type Graph, says } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

let graph: Graph;
beforeAll(async () => {
  graph = await createGraph({
    a: {
      sdl: `type Query { things: [Thing!] thing: Thing any: Any } scalar Any type Thing @key(fields: "id") { id: ID! }`,
    },
    b: { sdl: 'type Thing @key(fields: "id") { id: ID! size: Int }' },
  });
});

describe('an answer of great size', () => {
  it.each([100, 20_000])(
    '%i levels deep in a scalar of the graph costs that scalar at most',
    async (depth) => {
      let any: unknown = 1;
      for (let level = 0; level < depth; level += 1) any = [any];
      graph.replace('a', () => ({ data: { any: any as Row, thing: { id: '1' } } }));
      const { data, errors } = await graph.ask('{ any thing { id } }');
      expect((data as Row)['thing']).toEqual({ id: '1' });
      expect(errors.map(({ path }) => path)).toEqual(depth > 1_000 ? [['any']] : []);
    },
  );

  it('of ten thousand entities is told at each of them', async () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    graph.replace('a', says({ data: { things: ids.map((id) => ({ __typename: 'Thing', id })) } }));
    graph.replace('b', says({ data: { _entities: [] } }));
    const { errors } = await graph.ask('{ things { size } }');
    expect(errors).toHaveLength(10_000);
    expect(errors[9_999]?.path).toEqual(['things', 9_999, 'size']);
  });
});
