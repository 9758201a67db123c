/** How little is asked: each entity once, and what can be asked of one subgraph at one time in one call. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraph, errorAt, type Graph, type Subgraphs, says } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const itself = (reference: Row): Row => reference;
const shop: Subgraphs = {
  orders: {
    sdl: `type Query { orders: [Order!]! buyer: Person seller: Person nobody: Person none: [Order] }
      type Order { item: Item! buyer: Person }
      type Item @key(fields: "id") { id: ID! }
      type Person @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        orders: () => ['1', '2', '1', '1'].map((id) => ({ item: { id }, buyer: { id } })),
        buyer: () => ({ id: '1' }),
        seller: () => ({ id: '2' }),
        nobody: () => null,
        none: () => [],
      },
    },
  },
  catalogue: {
    sdl: `type Item @key(fields: "id") { id: ID! title(in: String): String maker: Person weight: Int }
      type Person @key(fields: "id") { id: ID! name(in: String): String code: ID }`,
    resolvers: {
      Item: {
        __resolveReference: itself,
        title: ({ id }: Row, { in: language = '' }: { in?: string }) => `item ${id}${language}`,
        maker: ({ id }: Row) => ({ id: `m${id}` }),
        weight: () => 5,
      },
      Person: {
        __resolveReference: itself,
        name: ({ id }: Row, { in: language = '' }: { in?: string }) => `person ${id}${language}`,
        code: ({ id }: Row) => `c${id}`,
      },
    },
  },
  post: {
    sdl: `type Item @key(fields: "id") { id: ID! weight: Int @external postage: Int @requires(fields: "weight") }
      type Person @key(fields: "id") { id: ID! address: String code: ID @external letter: String @requires(fields: "code") }`,
    resolvers: {
      Item: { __resolveReference: itself, postage: ({ weight }: Row) => Number(weight) * 2 },
      Person: {
        __resolveReference: itself,
        address: ({ id }: Row) => `at ${id}`,
        letter: ({ code }: Row) => `to ${code}`,
      },
    },
  },
};

let graph: Graph;
beforeAll(async () => {
  graph = await createGraph(shop);
});
beforeEach(() => {
  for (const name of Object.keys(shop)) graph.replace(name, null);
});

async function callsFor(query: string, variables?: Record<string, unknown>): Promise<readonly string[]> {
  const { asked, errors } = await graph.ask(query, variables);
  expect(errors).toEqual([]);
  return asked.map(({ subgraph, variables: sent }) =>
    `${subgraph} ${Object.values(sent).map((value) => (Array.isArray(value) ? value.length : JSON.stringify(value)))}`.trim(),
  );
}

describe('entities', () => {
  it('that are the same are asked once, and each gets the answer', async () => {
    const { data, asked } = await graph.ask('{ orders { item { title } } }');
    expect(data).toEqual({ orders: ['1', '2', '1', '1'].map((id) => ({ item: { title: `item ${id}` } })) });
    expect(asked[1]?.variables).toEqual({
      representations: [
        { __typename: 'Item', id: '1' },
        { __typename: 'Item', id: '2' },
      ],
    });
  });

  it('of which there are none cause no call, nor any that would come after it', async () => {
    expect(await callsFor('{ nobody { name letter } none { item { postage } } }')).toEqual(['orders']);
  });

  it('that are wanted by their key alone cause no call', async () => {
    expect(await callsFor('{ orders { item { id __typename } } }')).toEqual(['orders']);
  });
});

describe('calls to one subgraph at one time', () => {
  it('go together, whatever places and types they are about', async () => {
    const { data, asked, errors } = await graph.ask(
      '{ buyer { name } seller { name } orders { item { title } buyer { name } } }',
    );
    expect(errors).toEqual([]);
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['orders', 'catalogue']);
    expect(data).toEqual({
      buyer: { name: 'person 1' },
      seller: { name: 'person 2' },
      orders: ['1', '2', '1', '1'].map((id) => ({
        item: { title: `item ${id}` },
        buyer: { name: `person ${id}` },
      })),
    });
  });

  it('go together also when one of them begins a longer sequence', async () => {
    // Each wave: a person's code and an item's weight with a name; then what is made from them with an address.
    expect(await callsFor('{ buyer { letter } seller { name } orders { item { postage title } } }')).toEqual([
      'orders',
      'catalogue 1,1,2',
      'post 1,2',
    ]);
  });

  it('wait for nothing that they do not need: what can be asked at once is', async () => {
    const seen: string[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    graph.replace('catalogue', async (_, answer) => {
      await held;
      seen.push('catalogue answered');
      return answer();
    });
    graph.replace('post', (_, answer) => {
      seen.push('post asked');
      release();
      return answer();
    });
    expect((await graph.ask('{ buyer { name address } }')).data).toEqual({
      buyer: { name: 'person 1', address: 'at 1' },
    });
    expect(seen).toEqual(['post asked', 'catalogue answered']);
  });

  it('carry a variable once, and each list under its own name', async () => {
    const { data, asked, errors } = await graph.ask(
      'query ($in: String, $representations: String = "de") { buyer { name(in: $in) other: name(in: $representations) } orders { item { title(in: $in) } } }',
      { in: 'nl' },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      buyer: { name: 'person 1nl', other: 'person 1de' },
      orders: [{ item: { title: 'item 1nl' } }, {}, {}, {}],
    });
    expect(asked).toHaveLength(2);
    const sent = asked[1]?.variables ?? {};
    expect(Object.values(sent).filter((value) => value === 'nl')).toHaveLength(1);
    expect(
      Object.values(sent)
        .filter(Array.isArray)
        .map((list) => list.length)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('of two requests never go together', async () => {
    const query = '{ buyer { name } seller { name } }';
    const [one, two] = await Promise.all([graph.ask(query), graph.ask(query)]);
    expect(one.data).toEqual(two.data);
    // Both are recorded in one list: one call each to the first subgraph and to the second.
    expect(two.asked).toHaveLength(4);
  });
});

describe('a call for several', () => {
  const query = '{ buyer { n: name } orders { item { t: title } } }';

  /** Answers a merged call list by list: by the type that each list is about. */
  function answerLists(
    lists: Readonly<Record<string, unknown>>,
    errors: (keys: Readonly<Record<string, string>>) => readonly unknown[],
  ): void {
    graph.replace('catalogue', ({ query: text, variables }) => {
      const keys: Record<string, string> = {};
      for (const [, key = '', variable = ''] of text.matchAll(
        /(\w+):_entities\(representations:\$(\w+)\)/g,
      )) {
        const [first] = variables[variable] as readonly { readonly __typename: string }[];
        keys[first?.__typename ?? ''] = key;
      }
      expect(Object.keys(keys).sort()).toEqual(['Item', 'Person']);
      return {
        data: Object.fromEntries(Object.entries(keys).map(([type, key]) => [key, lists[type]])),
        errors: errors(keys) as never,
      };
    });
  }

  // The items are asked by no argument and under the field's own name; both hold `name` and `title` as they are called.
  const named = (field: string, value: unknown): Row => ({
    [field]: value,
    [`${field}__0`]: value,
    [`${field}__1`]: value,
  });
  const items = [named('title', 'one'), named('title', 'two')];
  const persons = [named('name', 'ann')];

  it('fails for the one of which an error tells, and for no other', async () => {
    answerLists({ Item: items, Person: [named('name', null)] }, ({ Person = '' }) => [
      errorAt([Person, 0, 'name']),
      errorAt([Person, 0, 'name__0']),
      errorAt([Person, 0, 'name__1']),
    ]);
    const { data, errors } = await graph.ask(query);
    expect(data).toEqual({
      buyer: { n: null },
      orders: ['one', 'two', 'one', 'one'].map((t) => ({ item: { t } })),
    });
    expect(errors.filter(({ path }) => path).map(({ path, subgraph }) => [path, subgraph])).toEqual([
      [['buyer', 'n'], 'catalogue'],
    ]);
  });

  it.each<[string, unknown]>([
    ['too short', [named('title', 'one')]],
    ['too long', [...items, ...items]],
    ['null', null],
    ['missing', undefined],
    ['no list', {}],
  ])('never shifts what one list holds into another: one that is %s is lost alone', async (_, list) => {
    answerLists({ Item: list, Person: persons }, () => []);
    const { data, errors } = await graph.ask(query);
    expect(data).toEqual({ buyer: { n: 'ann' }, orders: [0, 1, 2, 3].map(() => ({ item: { t: null } })) });
    expect(errors.map(({ path, code }) => [path, code])).toEqual(
      [0, 1, 2, 3].map((index) => [['orders', index, 'item', 't'], 'SOURCE_UNAVAILABLE']),
    );
  });

  it('tells an error that belongs to none of them once', async () => {
    for (const path of [undefined, ['_entities', 0, 'name'], ['other']]) {
      answerLists({ Item: items, Person: persons }, () => [errorAt(path)]);
      const { data, errors } = await graph.ask(query);
      expect(data).toEqual({
        buyer: { n: 'ann' },
        orders: ['one', 'two', 'one', 'one'].map((t) => ({ item: { t } })),
      });
      expect(errors.map(({ message, path: told }) => [message, told])).toEqual([['lost', undefined]]);
    }
  });

  it('that gives nothing is lost for each of them', async () => {
    graph.replace('catalogue', says({ data: null, errors: [errorAt(undefined)] }));
    const { data, errors } = await graph.ask(query);
    expect(data).toEqual({ buyer: { n: null }, orders: [0, 1, 2, 3].map(() => ({ item: { t: null } })) });
    expect(errors).toHaveLength(5);
  });
});
