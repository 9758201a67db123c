/** Fields that combine, of one entity and due at one time, are asked in one list, however different what they are made from. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraph, declareCombines, type Graph, type Subgraphs } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const itself = (reference: Row): Row => reference;
const giving = (subgraph: string, fields: readonly string[]) => ({
  sdl: `type Home @key(fields: "id") { id: ID! ${fields.map((field) => `${field}: String`).join(' ')} }`,
  resolvers: {
    Home: {
      __resolveReference: itself,
      ...Object.fromEntries(fields.map((field) => [field, ({ id }: Row) => `${field}${id} of ${subgraph}`])),
    },
  },
});

const town: Subgraphs = {
  root: {
    sdl: `type Query { homes: [Home!]! } type Home @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { homes: () => [{ id: '1' }, { id: '2' }] } },
  },
  north: giving('north', ['road', 'roof']),
  south: giving('south', ['door', 'dog']),
  mirror: {
    sdl: `${declareCombines}
      type Home @key(fields: "id") {
        id: ID! roof: String @external dog: String @external
        shared: String @combines @shareable @requires(fields: "roof dog")
      }`,
    resolvers: { Home: { __resolveReference: itself, shared: ({ roof, dog }: Row) => `${roof}, ${dog}` } },
  },
  views: {
    sdl: `${declareCombines}
      type Home @key(fields: "id") {
        id: ID!
        road: String @external roof: String @external door: String @external dog: String @external
        entrance(in: String): String @combines @requires(fields: "road door")
        house: String @combines @requires(fields: "roof dog")
        strict: String @requires(fields: "roof dog")
        shared: String @combines @shareable @requires(fields: "roof dog")
        whole: String @combines @requires(fields: "road door roof dog")
        certain: String! @combines @requires(fields: "roof door")
      }`,
    resolvers: {
      Home: {
        __resolveReference: itself,
        entrance: ({ road, door }: Row, { in: language = '' }: { readonly in?: string }) =>
          `${road}, ${door}${language}`,
        house: ({ roof, dog }: Row) => `${roof}, ${dog}`,
        whole: ({ road, door, roof, dog }: Row) => JSON.stringify([road, door, roof, dog]),
        certain: ({ roof, door }: Row) => `${roof}, ${door}`,
        strict: ({ roof, dog }: Row) => `${roof}, ${dog}`,
        shared: ({ roof, dog }: Row) => `${roof}, ${dog}`,
      },
    },
  },
};

let graph: Graph;
beforeAll(async () => {
  graph = await createGraph(town);
});
beforeEach(() => {
  for (const name of Object.keys(town)) graph.replace(name, null);
});

const listsOf = async (query: string, variables?: Record<string, unknown>) => {
  const { asked, data } = await graph.ask(query, variables);
  const views = asked.filter(({ subgraph }) => subgraph === 'views');
  const lists = views.flatMap((call) => Object.values(call.variables).filter(Array.isArray));
  return { data, views, lists: lists as readonly (readonly Row[])[] }; // a list of representations is one of objects
};

describe('fields that combine, of one entity and due at one time', () => {
  it('are asked in one list, with all that they require', async () => {
    const { data, views, lists } = await listsOf('{ homes { entrance house whole } }');
    expect(views.length).toBe(1);
    expect(lists.length).toBe(1);
    expect(lists[0]?.map((home) => Object.keys(home).sort())).toEqual(
      ['1', '2'].map(() => ['__typename', 'dog', 'door', 'id', 'road', 'roof']),
    );
    expect(data).toMatchObject({
      homes: [
        { entrance: 'road1 of north, door1 of south', house: 'roof1 of north, dog1 of south' },
        { entrance: 'road2 of north, door2 of south', house: 'roof2 of north, dog2 of south' },
      ],
    });
  });

  it('keep their own arguments and the variables of the client', async () => {
    const query = 'query ($l: String) { homes { a: entrance(in: $l) b: entrance(in: "!") house } }';
    const { data, lists } = await listsOf(query, { l: '?' });
    expect(lists.length).toBe(1);
    expect(data).toMatchObject({
      homes: [
        { a: 'road1 of north, door1 of south?', b: 'road1 of north, door1 of south!' },
        { a: 'road2 of north, door2 of south?', b: 'road2 of north, door2 of south!' },
      ],
    });
  });

  it.each([
    ['may not be null', 'certain'],
    ['does not go on without what it requires', 'strict'],
    ['another subgraph resolves as well', 'shared'],
  ])('are asked apart where one of them %s', async (_, field) => {
    const { lists } = await listsOf(`{ homes { house entrance ${field} } }`);
    expect(lists.length).toBe(2);
  });

  it('go on with what there is: what failed is null for those that require it', async () => {
    graph.replace('south', async (_, answer) => {
      const { data } = await answer();
      const entities = data?.['_entities'] as readonly Row[]; // as many as were asked for
      return {
        data: {
          _entities: entities.map((entity, index) => (index === 0 ? { ...entity, dog: null } : entity)),
        },
        errors: [{ message: 'no dog', path: ['_entities', 0, 'dog'], extensions: { code: 'GONE' } }],
      };
    });
    const answer = await graph.ask('{ homes { entrance house whole strict } }');
    expect(answer.data).toEqual({
      homes: [
        {
          entrance: 'road1 of north, door1 of south',
          house: 'roof1 of north, null',
          whole: '["road1 of north","door1 of south","roof1 of north",null]',
          strict: null,
        },
        expect.objectContaining({
          house: 'roof2 of north, dog2 of south',
          strict: 'roof2 of north, dog2 of south',
        }),
      ],
    });
    expect(answer.errors.map(({ path }) => path)).toEqual([['homes', 0, 'strict']]);
  });

  it('fail apart: an error at one of them is no error at the other', async () => {
    graph.replace('views', async (_, answer) => {
      const { data } = await answer();
      const entities = data?.['_entities'] as readonly Row[]; // as many as were asked for
      return {
        data: { _entities: entities.map((entity) => ({ ...entity, house: null })) },
        errors: [{ message: 'no house', path: ['_entities', 1, 'house'], extensions: { code: 'GONE' } }],
      };
    });
    const answer = await graph.ask('{ homes { entrance house } }');
    expect(answer.data).toMatchObject({
      homes: [{ entrance: 'road1 of north, door1 of south' }, { entrance: 'road2 of north, door2 of south' }],
    });
    expect(answer.errors.map(({ path }) => path)).toEqual([['homes', 1, 'house']]);
  });
});
