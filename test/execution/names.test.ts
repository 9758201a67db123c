/** Names and conditions that a client chooses: none of them changes what a field means. */
import { describe, expect, it } from '@jest/globals';
import { createGraph, type Graph, type Subgraphs } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const shop: Subgraphs = {
  products: {
    sdl: `directive @loud on FIELD
      type Query { product: Product echo(text: String = "none", list: [Int!], shape: Shape): String yes(on: Boolean): Boolean }
      type Mutation { add(to: Int = 1): Int! note(text: String!): String }
      input Shape { sides: Int = 4, kind: Kind }
      enum Kind { ROUND SQUARE SECRET @inaccessible }
      type Product @key(fields: "upc") {
        upc: ID! name: String kinds: [Kind] kind: Kind price(of: Int): Int price__0: Int self: Product
      }`,
    resolvers: {
      Query: {
        product: () => chair,
        yes: (_: unknown, { on }: Row) => on,
        echo: (_: unknown, given: Row) => JSON.stringify(given),
      },
      Mutation: {
        add: (_: unknown, { to }: { to: number }) => {
          total += to;
          return total;
        },
        note: (_: unknown, { text }: { text: string }) => `${text} at ${total}`,
      },
      Product: {
        __resolveReference: () => chair,
        price: (_: Row, { of }: { of?: number }) => of ?? 1,
        price__0: () => 99,
        self: () => chair,
      },
    },
  },
  shipping: {
    sdl: `directive @loud on FIELD
      type Product @key(fields: "upc") {
        upc: ID! name: String @external estimate: String @requires(fields: "name") stock(of: Int): Int
      }
      type Mutation { move(upc: ID!): Product remove: Boolean }`,
    resolvers: {
      Mutation: {
        move: (_: unknown, { upc }: Row) => {
          total += 100;
          return { upc };
        },
        remove: () => {
          total += 1_000;
          return true;
        },
      },
      Product: {
        __resolveReference: (reference: Row) => reference,
        estimate: ({ name }: Row) => `for ${name}`,
        stock: (_: Row, { of }: { of?: number }) => of ?? null,
      },
    },
  },
};
const chair: Row = { upc: '1', name: 'Chair', kind: 'ROUND', kinds: ['ROUND', 'SECRET', null] };
let total = 0;
let graph: Graph | null = null;

async function answerTo(
  query: string,
  variables?: Record<string, unknown>,
  name?: string,
): Promise<string | undefined> {
  graph ??= await createGraph(shop);
  const { text, errors } = await graph.ask(query, variables, name);
  expect(errors).toEqual([]);
  return text;
}

describe('an alias', () => {
  it.each([
    [
      'of a key or a required field',
      '{ product { upc: name estimate } }',
      '{"product":{"upc":"Chair","estimate":"for Chair"}}',
    ],
    [
      'swapped with another',
      '{ product { upc: name name: upc estimate: name } }',
      '{"product":{"upc":"Chair","name":"1","estimate":"Chair"}}',
    ],
    [
      'that every object has already',
      '{ product { __proto__: name constructor: upc toString: estimate hasOwnProperty: name valueOf: __typename } }',
      '{"product":{"__proto__":"Chair","constructor":"1","toString":"for Chair","hasOwnProperty":"Chair","valueOf":"Product"}}',
    ],
    [
      'that every object has, of an object',
      '{ __proto__: product { constructor: self { __proto__: estimate } } }',
      '{"__proto__":{"constructor":{"__proto__":"for Chair"}}}',
    ],
    [
      'for the type, and the type for an alias',
      '{ product { __typename: name a: __typename } }',
      '{"product":{"__typename":"Chair","a":"Product"}}',
    ],
    [
      'beside a field that is called as the engine would call it',
      '{ product { p: price(of: 2) q: price(of: 3) price__0 price r: price(of: 2) price__1: upc } }',
      '{"product":{"p":2,"q":3,"price__0":99,"price":1,"r":2,"price__1":"1"}}',
    ],
    [
      'of a whole object, twice, with different fields',
      '{ a: product { a: upc } b: product { self { a: estimate } } a: product { b: name } }',
      '{"a":{"a":"1","b":"Chair"},"b":{"self":{"a":"for Chair"}}}',
    ],
    [
      'of a field with arguments in another subgraph',
      '{ product { stock a: stock(of: 1) b: stock(of: 2) _entities: estimate representations: name } }',
      '{"product":{"stock":null,"a":1,"b":2,"_entities":"for Chair","representations":"Chair"}}',
    ],
  ])('%s answers what was asked, in the order in which it was asked', async (_, query, expected) => {
    expect(await answerTo(query)).toBe(expected);
  });
});

describe('a mutation', () => {
  it('does its fields one after another, each as often as it is asked, across subgraphs', async () => {
    total = 0;
    const text = await answerTo(
      'mutation { a: add add(to: 5) move(upc: "1") { name estimate } note(text: "after") b: add remove n: note(text: "end") __typename }',
    );
    expect(text).toBe(
      '{"a":1,"add":6,"move":{"name":"Chair","estimate":"for Chair"},"note":"after at 106","b":107,"remove":true,"n":"end at 1107","__typename":"Mutation"}',
    );
    expect(total).toBe(1_107);
  });

  it('does nothing that is skipped', async () => {
    total = 0;
    expect(await answerTo('mutation ($no: Boolean = false) { add @include(if: $no) }')).toBe('{}');
    expect(total).toBe(0);
  });
});

describe('@skip and @include', () => {
  const query = `query ($show: Boolean!, $hide: Boolean = true) {
    product { upc @include(if: $show) name @skip(if: $hide) ...More @include(if: $show) ... @skip(if: $show) { kind } }
  } fragment More on Product { estimate self @skip(if: $hide) { upc } }`;

  it.each([
    [{ show: true }, '{"product":{"upc":"1","estimate":"for Chair"}}'],
    [{ show: false }, '{"product":{"kind":"ROUND"}}'],
    [
      { show: true, hide: false },
      '{"product":{"upc":"1","name":"Chair","estimate":"for Chair","self":{"upc":"1"}}}',
    ],
    [{ show: false, hide: false }, '{"product":{"name":"Chair","kind":"ROUND"}}'],
  ])('leave out what they say for %j', async (variables, expected) => {
    expect(await answerTo(query, variables)).toBe(expected);
  });

  it.each([
    ['{ product @skip(if: true) { upc } }', '{}'],
    ['{ product { upc @skip(if: true) name @include(if: false) } }', '{"product":{}}'],
    ['{ product { upc @include(if: true) @skip(if: true) } }', '{"product":{}}'],
    ['{ product { self { upc @skip(if: true) } ... @skip(if: true) { name } } }', '{"product":{"self":{}}}'],
    ['{ a: product { estimate @skip(if: true) } ... @include(if: false) { product { upc } } }', '{"a":{}}'],
    ['{ product { ...F @skip(if: true) ...F } } fragment F on Product { upc }', '{"product":{"upc":"1"}}'],
    ['{ product { name @skip(if: true) name } }', '{"product":{"name":"Chair"}}'],
  ])('leave the rest as it is: %s', async (question, expected) => {
    expect(await answerTo(question)).toBe(expected);
  });

  it('may stand on a variable that is an argument too', async () => {
    const query = 'query ($on: Boolean! = true) { yes(on: $on) product { upc @include(if: $on) name } }';
    expect(await answerTo(query)).toBe('{"yes":true,"product":{"upc":"1","name":"Chair"}}');
    expect(await answerTo(query, { on: false })).toBe('{"yes":false,"product":{"name":"Chair"}}');
  });

  it('that are given null answer an error, not a guess', async () => {
    const fresh = await createGraph(shop);
    const { data, errors } = await fresh.ask('query ($s: Boolean = true) { product { upc @skip(if: $s) } }', {
      s: null,
    });
    expect(errors).toHaveLength(1);
    expect(data ?? null).toBeNull();
  });
});

describe('fields about the schema', () => {
  it.each([
    ['{ __typename }', '{"__typename":"Query"}'],
    [
      '{ a: __typename b: __typename ... on Query { __typename } }',
      '{"a":"Query","b":"Query","__typename":"Query"}',
    ],
    [
      '{ product { a: __typename b: __typename __typename } }',
      '{"product":{"a":"Product","b":"Product","__typename":"Product"}}',
    ],
    [
      'query ($n: String!) { t: __type(name: $n) { name kind } product { upc } u: __type(name: "Nobody") { name } }',
      '{"t":{"name":"Kind","kind":"ENUM"},"product":{"upc":"1"},"u":null}',
    ],
    [
      '{ __type(name: "Kind") { ...Values } __type(name: "Kind") { name } } fragment Values on __Type { enumValues { name } }',
      '{"__type":{"enumValues":[{"name":"ROUND"},{"name":"SQUARE"}],"name":"Kind"}}',
    ],
  ])('are answered with or without others: %s', async (query, expected) => {
    expect(await answerTo(query, query.includes('$n') ? { n: 'Kind' } : {})).toBe(expected);
  });

  it('follow the variables of each request', async () => {
    const fresh = await createGraph(shop);
    const query =
      'query ($n: String!, $with: Boolean!) { __type(name: $n) { name kind @include(if: $with) } }';
    expect((await fresh.ask(query, { n: 'Kind', with: false })).text).toBe('{"__type":{"name":"Kind"}}');
    expect((await fresh.ask(query, { n: 'Shape', with: false })).text).toBe('{"__type":{"name":"Shape"}}');
    expect((await fresh.ask(query, { n: 'Shape', with: true })).text).toBe(
      '{"__type":{"name":"Shape","kind":"INPUT_OBJECT"}}',
    );
  });
});

describe('a variable', () => {
  const given = async (query: string, variables: Record<string, unknown>): Promise<unknown> => {
    const text = await answerTo(query, variables);
    return JSON.parse((JSON.parse(text ?? '') as { echo: string }).echo);
  };

  it('that is not given has its default, that is given as null is null, and otherwise that of the field', async () => {
    const query = 'query ($t: String = "own", $l: [Int!]) { echo(text: $t, list: $l) }';
    expect(await given(query, {})).toEqual({ text: 'own' });
    expect(await given(query, { t: null, l: [1] })).toEqual({ text: null, list: [1] });
    expect(await given('query ($t: String) { echo(text: $t) }', {})).toEqual({ text: 'none' });
    expect(
      await given('query ($k: Kind, $s: Int! = 3) { echo(text: "x", shape: { kind: $k, sides: $s }) }', {
        k: 'ROUND',
        more: 1,
      }),
    ).toEqual({ text: 'x', shape: { kind: 'ROUND', sides: 3 } });
  });

  it.each(['representations', '_r0', '_representations', 'v0__r0', '__proto__', 'constructor'])(
    'called %s goes where it is meant to',
    async (name) => {
      const text = await answerTo(
        `query ($${name}: Int, $v0_representations: Int = 8, $_r1: String) { product { stock(of: $${name}) b: stock(of: $v0_representations) } echo(text: $_r1) }`,
        Object.fromEntries([
          [name, 7],
          ['_r1', 'one'],
        ]),
      );
      expect(text).toBe('{"product":{"stock":7,"b":8},"echo":"{\\"text\\":\\"one\\"}"}');
    },
  );

  it('of a wrong type, or a value that clients may not see, is refused before anything is asked', async () => {
    const fresh = await createGraph(shop);
    for (const k of ['SECRET', 7, 'NO']) {
      const { data, errors, asked } = await fresh.ask('query ($k: Kind) { echo(shape: { kind: $k }) }', {
        k,
      });
      expect([data, asked, errors.map(({ code }) => code)]).toEqual([undefined, [], ['BAD_USER_INPUT']]);
    }
  });
});

describe('a document', () => {
  it('of several operations answers the one that is named, and refuses to guess', async () => {
    const fresh = await createGraph(shop);
    const document =
      'query A { product { a: upc } } query B { product { ...F } } fragment F on Product { b: name }';
    expect((await fresh.ask(document, {}, 'A')).text).toBe('{"product":{"a":"1"}}');
    expect((await fresh.ask(document, {}, 'B')).text).toBe('{"product":{"b":"Chair"}}');
    for (const name of [undefined, 'C']) {
      const { data, errors, asked } = await fresh.ask(document, {}, name);
      expect([data, asked, errors.map(({ code }) => code)]).toEqual([
        undefined,
        [],
        ['OPERATION_RESOLUTION_FAILURE'],
      ]);
    }
  });

  it('with a directive of the graph hands it to the subgraph', async () => {
    const fresh = await createGraph(shop);
    const { text, asked } = await fresh.ask('{ product { name @loud b: name } }');
    expect(asked[0]?.query).toMatch(/name ?@loud/);
    expect(text).toBe('{"product":{"name":"Chair","b":"Chair"}}');
  });

  it('never shows a value of an enumeration that clients may not see: it is null with an error', async () => {
    const fresh = await createGraph(shop);
    const { text, errors } = await fresh.ask('{ product { kind kinds } }');
    expect(text).toBe('{"product":{"kind":"ROUND","kinds":["ROUND",null,null]}}');
    expect(errors.map(({ path }) => path)).toEqual([['product', 'kinds', 1]]);
    expect(JSON.stringify(errors)).not.toContain('SECRET');
  });
});
