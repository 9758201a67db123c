/** An object without a key of which several subgraphs give parts: put together where they agree, and never a mixture of two. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraph, errorAt, type Graph, says } from './graph.js';

let graph: Graph;
beforeAll(async () => {
  graph = await createGraph({
    a: {
      sdl: `type Query { box: Box }
        type Box @key(fields: "id") { id: ID! size: Size @shareable sizes: [Size] @shareable shape: Shape @shareable }
        type Size @shareable { width: Int }
        interface Shape { corners: Int }
        type Round implements Shape @shareable { corners: Int radius: Int }
        type Square implements Shape @shareable { corners: Int radius: Int }`,
      resolvers: {
        Query: {
          box: () => ({
            id: '1',
            size: { width: 1 },
            sizes: [{ width: 1 }, { width: 2 }],
            shape: { __typename: 'Round', corners: 0, radius: 3 },
          }),
        },
      },
    },
    b: {
      sdl: `type Box @key(fields: "id") { id: ID! size: Size @shareable sizes: [Size] @shareable shape: Shape @shareable }
        type Size @shareable { height: Int }
        interface Shape { colour: String }
        type Round implements Shape @shareable { colour: String }
        type Square implements Shape @shareable { colour: String }`,
      resolvers: {
        Box: {
          __resolveReference: () => ({
            size: { height: 10 },
            sizes: [{ height: 10 }, { height: 20 }],
            shape: { __typename: 'Round', colour: 'red' },
          }),
        },
      },
    },
  });
});
beforeEach(() => {
  for (const name of ['a', 'b']) graph.replace(name, null);
});

const sizes = '{ box { size { width height } sizes { height width } } }';

describe('an object of which two subgraphs give parts', () => {
  it('has the parts of both, items of lists by their places', async () => {
    const { data, errors } = await graph.ask(sizes);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      box: {
        size: { width: 1, height: 10 },
        sizes: [
          { width: 1, height: 10 },
          { width: 2, height: 20 },
        ],
      },
    });
  });

  it('has its type and what each says of it', async () => {
    const { data, errors } = await graph.ask(
      '{ box { shape { __typename corners ... on Round { radius colour } ... on Square { colour } } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ box: { shape: { __typename: 'Round', corners: 0, radius: 3, colour: 'red' } } });
  });

  it('is no object at all where they disagree about its type', async () => {
    graph.replace('b', says({ data: { _entities: [{ shape: { __typename: 'Square', colour: 'red' } }] } }));
    const { data, errors } = await graph.ask(
      '{ box { shape { __typename corners ... on Round { radius colour } ... on Square { radius colour } } } }',
    );
    expect(data).toEqual({ box: { shape: null } });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ path: ['box', 'shape'], code: 'SOURCE_UNAVAILABLE' });
  });

  it('is null with an error where one of them failed', async () => {
    graph.replace('b', () => {
      throw new Error('down');
    });
    const { data, errors } = await graph.ask(sizes);
    expect(data).toEqual({ box: { size: null, sizes: null } });
    expect(errors.map(({ path, subgraph }) => [path, subgraph])).toEqual([
      [['box', 'size'], 'b'],
      [['box', 'sizes'], 'b'],
    ]);
  });

  it('never loses the failure of the one because the other answered', async () => {
    graph.replace(
      'a',
      says({
        data: { box: { __typename: 'Box', id: '1', size: null, sizes: [{ width: null }, { width: 2 }] } },
        errors: [errorAt(['box', 'size']), errorAt(['box', 'sizes', 0, 'width'])],
      }),
    );
    const { data, errors } = await graph.ask(sizes);
    expect((data as { box: { sizes: unknown } }).box.sizes).toEqual([
      { height: 10, width: null },
      { height: 20, width: 2 },
    ]);
    expect(errors.map(({ path, message, subgraph }) => [path?.slice(0, 2), message, subgraph])).toEqual([
      [['box', 'size'], 'lost', 'a'],
      [['box', 'sizes'], 'lost', 'a'],
    ]);
  });

  it.each<[string, unknown]>([
    ['shorter', [{ height: 10 }]],
    ['longer', [{ height: 10 }, { height: 20 }, { height: 30 }]],
  ])(
    'shows no item that is not whole, where the list of the one is %s, without an error',
    async (_, list) => {
      graph.replace('b', says({ data: { _entities: [{ size: { height: 10 }, sizes: list }] } }));
      const { data, errors } = await graph.ask(sizes);
      const { box } = data as { box: { size: unknown; sizes: readonly { width: unknown }[] | null } };
      expect(box.size).toEqual({ width: 1, height: 10 });
      for (const { width } of box.sizes ?? []) expect(width).toBeNull();
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.every(({ path }) => path?.[1] === 'sizes')).toBe(true);
    },
  );
});
