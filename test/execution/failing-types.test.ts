/** Objects whose type matters, when something fails: each type has its own key and its own requirements. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraph, errorAt, type Graph, says } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const itself = (reference: Row): Row => reference;
const down = (): never => {
  throw new Error('down');
};

describe('types that share one call', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await createGraph({
      shelves: {
        sdl: `type Query { media: [Media] }
          interface Media { id: ID! }
          type Book implements Media @key(fields: "id") { id: ID! title: String }
          type Film implements Media @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            media: () => [
              { __typename: 'Book', id: '1', title: 'A book' },
              { __typename: 'Film', id: '1' },
            ],
          },
        },
      },
      reviews: {
        sdl: `type Book @key(fields: "id") { id: ID! title: String @external summary: String @requires(fields: "title") stars: Int }
          type Film @key(fields: "id") { id: ID! title: String stars: String! }`,
        resolvers: {
          Book: { __resolveReference: itself, summary: ({ title }: Row) => `On ${title}`, stars: () => 1 },
          Film: { __resolveReference: itself, title: () => 'A film', stars: () => 'one' },
        },
      },
    });
  });
  beforeEach(() => {
    for (const name of ['shelves', 'reviews']) graph.replace(name, null);
  });
  const question = '{ media { ... on Book { summary n: stars } ... on Film { title s: stars } } }';
  const [book, film] = [
    { summary: 'On A book', n: 1 },
    { title: 'A film', s: 'one' },
  ];

  it('each get their own answer, also where the key is the same', async () => {
    expect(await graph.ask(question)).toMatchObject({ data: { media: [book, film] }, errors: [] });
  });

  it('each lose their own fields, by the failure of the subgraph that has them', async () => {
    graph.replace('reviews', down);
    const { data, errors } = await graph.ask(question);
    expect(data).toEqual({ media: [{ summary: null, n: null }, null] });
    expect(errors.map(({ path, code, subgraph }) => [path, code, subgraph])).toEqual(
      [
        ['media', 0, 'summary'],
        ['media', 0, 'n'],
        ['media', 1, 'title'],
        ['media', 1, 's'],
      ].map((path) => [path, 'SOURCE_UNAVAILABLE', 'reviews']),
    );
  });

  it('are null where the subgraph knows neither, as far as the schema lets them', async () => {
    graph.replace('reviews', says({ data: { _entities: [null, null] } }));
    const { data, errors } = await graph.ask('{ media { ... on Book { summary } ... on Film { title } } }');
    expect([data, errors]).toEqual([{ media: [{ summary: null }, { title: null }] }, []]);
  });

  it('lose what requires a value that failed, and nothing of another type that has a field of that name', async () => {
    graph.replace('shelves', async (_, answer) => ({
      ...(await answer()),
      errors: [errorAt(['media', 0, 'title'])],
    }));
    const { data, errors } = await graph.ask(question);
    expect(data).toEqual({ media: [{ summary: null, n: 1 }, film] });
    expect(errors.map(({ path, message, subgraph }) => [path, message, subgraph])).toEqual([
      [['media', 0, 'summary'], 'lost', 'shelves'],
    ]);
  });

  it('are not taken one for the other when the subgraph answers in another order', async () => {
    graph.replace('reviews', async (_, answer) => {
      const { data } = await answer();
      const entities = data?.['_entities'] as Row[];
      return {
        data: {
          _entities: entities.map((entity, at) => ({ ...entity, __typename: at === 0 ? 'Film' : 'Book' })),
        },
      };
    });
    const { data, errors } = await graph.ask(question);
    expect(data).toEqual({ media: [{ summary: null, n: null }, null] });
    expect(errors.every(({ subgraph }) => subgraph === 'reviews')).toBe(true);
  });
});

describe('objects that a subgraph knows by their interface only', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await createGraph({
      shelves: {
        sdl: `interface Media @key(fields: "id") { id: ID! name: String }
          type Book implements Media @key(fields: "id") { id: ID! name: String title: String }
          type Film implements Media @key(fields: "id") { id: ID! name: String }`,
        resolvers: {
          Media: {
            __resolveReference: ({ id }: Row) => ({
              __typename: id === '1' ? 'Book' : 'Film',
              id,
              name: `name ${id}`,
              title: 'A book',
            }),
          },
        },
      },
      reviews: {
        sdl: `type Query { reviewed: [Media] best: Media! }
          type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int name: String @external loud: String @requires(fields: "name") }`,
        resolvers: {
          Query: { reviewed: () => [{ id: '1' }, { id: '2' }], best: () => ({ id: '2' }) },
          Media: { __resolveReference: itself, stars: () => 5, loud: ({ name }: Row) => `${name}!` },
        },
      },
    });
  });
  beforeEach(() => {
    graph.replace('shelves', null);
  });

  it('are lost where their type is asked and cannot be had, and there where it is not', async () => {
    graph.replace('shelves', down);
    const { data, errors } = await graph.ask(
      '{ typed: reviewed { kind: __typename stars } reviewed { stars name loud } }',
    );
    const rest = { stars: 5, name: null, loud: null };
    expect(data).toEqual({ typed: [null, null], reviewed: [rest, rest] });
    expect(errors.map(({ path, code, subgraph }) => [path, code, subgraph])).toEqual(
      [
        ['typed', 0],
        ['typed', 1],
        ['reviewed', 0, 'name'],
        ['reviewed', 0, 'loud'],
        ['reviewed', 1, 'name'],
        ['reviewed', 1, 'loud'],
      ].map((path) => [path, 'SOURCE_UNAVAILABLE', 'shelves']),
    );
  });

  it.each<[string, unknown]>([
    ['the interface itself', { __typename: 'Media', name: 'x' }],
    ['nothing', { name: 'x' }],
    ['a type that is none of them', { __typename: 'Query', name: 'x' }],
    ['a type that nobody knows', { __typename: 'Nobody', name: 'x' }],
    ['that it knows no such object', null],
  ])('are never told to be of a type that is none: the subgraph says %s', async (_, entity) => {
    graph.replace('shelves', says({ data: { _entities: [entity, { __typename: 'Film', name: 'y' }] } }));
    const { data, errors } = await graph.ask('{ reviewed { __typename name ... on Book { title } } }');
    expect(data).toEqual({ reviewed: [null, { __typename: 'Film', name: 'y' }] });
    expect(errors.map(({ path }) => path)).toEqual([['reviewed', 0]]);
  });

  it('make null of what promised them', async () => {
    graph.replace('shelves', down);
    const { data, errors } = await graph.ask('{ best { __typename } reviewed { stars } }');
    expect(data).toBeNull();
    expect(errors.map(({ path }) => path)).toEqual([['best']]);
  });
});
