/** Answers that are not what the schema promises: each wrong value is lost at its own place, is told, and reaches nobody. */
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraph, type Graph, type Subgraphs, says } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const kinds: Subgraphs = {
  a: {
    sdl: `type Query { leaves: Leaves lists: Lists found: Found things: [Thing!] thing: Thing any: Any }
      scalar Any
      enum Colour { RED GREEN HIDDEN @inaccessible }
      type Leaves { text: String whole: Int part: Float yes: Boolean id: ID any: Any colour: Colour must: Int! }
      type Lists { texts: [String] musts: [Int!] deep: [[Int]] objects: [Leaves] object: Leaves }
      interface Node { id: ID! }
      type Thing implements Node @key(fields: "id") { id: ID! name: String }
      type Other implements Node { id: ID! size: Int }
      type Outsider { id: ID! name: String }
      type Hidden implements Node @inaccessible { id: ID! }
      union Found = Thing | Other | Hidden
      type Unused { outsider: Outsider }`,
    resolvers: { Query: {} },
  },
  b: {
    sdl: 'type Thing @key(fields: "id") { id: ID! size: Int text: String any: Any list: [Int] } scalar Any',
  },
};
const before = Object.getOwnPropertyNames(Object.prototype).sort();

let graph: Graph;
beforeAll(async () => {
  graph = await createGraph(kinds);
});
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  expect(({} as Row)['polluted']).toBeUndefined();
});

/** Asks when `a` says so; a text is JSON as it came. */
async function answer(
  query: string,
  data: unknown,
): Promise<{
  readonly data: unknown;
  readonly paths: readonly unknown[];
  readonly text: string | undefined;
}> {
  graph.replace(
    'a',
    says({ data: typeof data === 'string' && data.startsWith('{') ? (JSON.parse(data) as unknown) : data }),
  );
  const { data: shown, errors, text } = await graph.ask(query);
  for (const { code, subgraph } of errors) expect([code, subgraph]).toEqual(['SOURCE_UNAVAILABLE', 'a']);
  return { data: shown, paths: errors.map(({ path }) => path), text };
}

describe('a value of another type than promised', () => {
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    text: [1, true, {}, [], ['a'], { toString: 'x' }],
    whole: ['1', 1.5, 2_147_483_648, -2_147_483_649, 1e300, true, [], {}, '1,"more":2'],
    part: ['1.5', 'NaN', false, {}, [1]],
    yes: ['true', 0, 1, {}, []],
    id: [1.5, 1e300, 9_007_199_254_740_992, true, {}, [], ['1']],
    colour: ['red', 'BLUE', 1, 0, {}, [], ['RED'], '__proto__', 'constructor'],
    must: [null, '1', 1.5, undefined],
  };

  it.each(Object.keys(wrong))('is lost and told: %s', async (field) => {
    for (const value of wrong[field] ?? []) {
      const other = field === 'yes' ? { whole: 1 } : { yes: true };
      const [name] = Object.keys(other);
      const { data, paths } = await answer(`{ leaves { ${field} ${name} } }`, {
        leaves: { [field]: value, ...other },
      });
      expect([value, data]).toEqual([
        value,
        { leaves: field === 'must' ? null : { [field]: null, ...other } },
      ]);
      expect(paths).toEqual([['leaves', field]]);
    }
  });

  it('is what it is where it is right: bounds, nothing, numbers as IDs, and anything in a scalar of the graph', async () => {
    const any = { a: [1, { b: null }], __proto__: null };
    const leaves = {
      text: '"\\\u2028 \ud83d\ude00\ud800',
      whole: -2_147_483_648,
      part: 1e21,
      yes: false,
      id: 9_007_199_254_740_991,
      any,
      colour: null,
      must: 0,
    };
    const { data, paths } = await answer('{ leaves { text whole part yes id any colour must } }', { leaves });
    expect([data, paths]).toEqual([{ leaves: { ...leaves, id: '9007199254740991' } }, []]);
  });

  it('that is missing is lost, never read as nothing', async () => {
    const { data, paths } = await answer(
      '{ leaves { text a: whole any colour } lists { texts object { id } } thing { id } any }',
      { leaves: {}, lists: {} },
    );
    expect(data).toEqual({
      leaves: { text: null, a: null, any: null, colour: null },
      lists: { texts: null, object: null },
      thing: null,
      any: null,
    });
    expect(paths).toEqual([
      ['leaves', 'text'],
      ['leaves', 'a'],
      ['leaves', 'any'],
      ['leaves', 'colour'],
      ['lists', 'texts'],
      ['lists', 'object'],
      ['thing'],
      ['any'],
    ]);
  });

  it.each<[string, unknown, unknown, readonly (readonly (string | number)[])[]]>([
    ['texts', 'ab', null, [[]]],
    ['texts', { 0: 'a', length: 1 }, null, [[]]],
    ['texts', ['a', 1, null, ['b']], ['a', null, null, null], [[1], [3]]],
    ['musts', [1, null, 3], null, [[1]]],
    ['musts', [1, '2', 3], null, [[1]]],
    ['deep', [[1], 2, null, [null, '3']], [[1], null, null, [null, null]], [[1], [3, 1]]],
    ['deep', [1, 2], [null, null], [[0], [1]]],
    ['objects { id }', { id: '1' }, null, [[]]],
    [
      'objects { id }',
      [{ id: '1' }, '2', [], null, [{ id: '3' }]],
      [{ id: '1' }, null, null, null, null],
      [[1], [2], [4]],
    ],
    ['object { id }', [{ id: '1' }], null, [[]]],
    ['object { id }', 'text', null, [[]]],
    ['object { id }', 7, null, [[]]],
    ['object { id must }', { id: '1' }, null, [['must']]],
    ['object { id }', { id: '1', __typename: 'Lists' }, null, [[]]],
  ])('in a list or for one is lost alone: %s of %j', async (field, value, expected, below) => {
    const [name] = field.split(' ');
    const { data, paths } = await answer(`{ lists { it: ${field} } }`, {
      lists: { it: value, [name ?? '']: value },
    });
    expect(data).toEqual({ lists: { it: expected } });
    expect(paths).toEqual(below.map((path) => ['lists', 'it', ...path]));
  });

  it('for the whole answer loses all of it', async () => {
    for (const data of [[], 'text', 7, [{ thing: { id: '1' } }]]) {
      const shown = await answer('{ thing { id } any }', data as never);
      expect(shown.data).toEqual({ thing: null, any: null });
      expect(shown.paths).toEqual([['thing'], ['any']]);
    }
  });
});

describe('a type that an object does not have', () => {
  it.each<[string, unknown]>([
    ['unknown', 'Nobody'],
    ['of no member', 'Outsider'],
    ['missing', undefined],
    ['null', null],
    ['a number', 7],
    ['an object', { toString: 'Thing' }],
    ['that every object has', 'constructor'],
    ['that changes every object', '__proto__'],
  ])('(%s) loses the object, never makes it one of another type', async (_, typeName) => {
    for (const query of [
      '{ found { __typename ... on Thing { id name size } ... on Other { id } } }',
      '{ found { ... on Thing { name } } }',
    ]) {
      const { data, paths } = await answer(query, {
        found: { __typename: typeName, id: '1', name: 'x', size: 3 },
      });
      expect(data).toEqual({ found: null });
      expect(paths).toEqual([['found']]);
    }
  });

  it.each(['Hidden', 'Found', 'Node'])(
    'that clients may not be told (%s) is null with an error that does not name it',
    async (typeName) => {
      graph.replace('a', says({ data: { found: { __typename: typeName, id: '1' } } }));
      const { data, errors } = await graph.ask('{ found { __typename ... on Node { id } } }');
      expect(data).toEqual({ found: null });
      expect(errors.map(({ path }) => path)).toEqual([['found']]);
      expect(JSON.stringify(errors)).not.toContain(typeName);
    },
  );

  it('loses an entity, and asks nobody else about it', async () => {
    graph.replace(
      'a',
      says({
        data: { things: [{ id: '1', __typename: 'Other' }, { id: '2' }, { id: '3', __typename: 'Thing' }] },
      }),
    );
    graph.replace('b', says({ data: { _entities: [{ size: 1 }] } }));
    const { asked } = await graph.ask('{ things { size } }');
    const sent = asked.find(({ subgraph }) => subgraph === 'b')?.variables['representations'];
    expect(sent ?? []).not.toContainEqual(expect.objectContaining({ __typename: 'Other' }));
    expect(JSON.stringify(sent ?? [])).not.toContain('null');
  });
});

describe('what was not asked', () => {
  it('is never shown, at whatever depth and under whatever name', async () => {
    const extra =
      '"secret":"S","toString":"S","constructor":{"prototype":{"polluted":"S"}},"__proto__":{"polluted":"S","name":"S"}';
    const { data, text } = await answer(
      '{ lists { objects { id } } thing { id } }',
      `{"lists":{"objects":[{"id":"1",${extra}}],${extra}},"thing":{"id":"1",${extra}},${extra}}`,
    );
    expect(data).toEqual({ lists: { objects: [{ id: '1' }] }, thing: { id: '1' } });
    expect(text).not.toContain('S');
  });

  it.each([
    ['knows nothing of it', { data: { _entities: [null] } }],
    ['says nothing of it', { data: { _entities: [{}] } }],
    ['says null', { data: { _entities: [{ size: null, text: null, any: null, list: null }] } }],
    ['fails', { data: null, errors: [{ message: 'no', extensions: { code: 'SOURCE_UNAVAILABLE' } }] }],
  ])('is never shown in the place of what its owner tells: it %s', async (_, said) => {
    const forged = { size: '1,"admin":true', text: 'forged', any: { forged: 1 }, list: ['forged'] };
    graph.replace(
      'a',
      says({
        data: {
          thing: { __typename: 'Thing', id: '1', ...forged },
          things: [{ __typename: 'Thing', id: '1', ...forged }],
        },
      }),
    );
    graph.replace('b', says(said));
    const { data, text } = await graph.ask('{ thing { size text any list } things { size text any list } }');
    const nothing = { size: null, text: null, any: null, list: null };
    expect(data).toEqual({ thing: nothing, things: [nothing] });
    expect(text).not.toMatch(/forged|admin/);
  });

  it('of an entity is never taken from the other subgraph either', async () => {
    graph.replace('a', says({ data: { thing: { __typename: 'Thing', id: '1', name: 'right' } } }));
    graph.replace(
      'b',
      says({ data: { _entities: [{ size: 3, id: '9', name: 'forged', __typename: 'Thing' }] } }),
    );
    const { data, errors } = await graph.ask('{ thing { id name size } }');
    expect([data, errors]).toEqual([{ thing: { id: '1', name: 'right', size: 3 } }, []]);
  });
});

describe('entities of another shape', () => {
  it.each<[string, unknown]>([
    ['a text', '1'],
    ['a number', 7],
    ['a list', [{ size: 1 }]],
    ['false', false],
    ['an object of another type', { __typename: 'Other', size: 1 }],
    ['an object of no type', { __typename: 'constructor', size: 1 }],
    ['an object with a number for its type', { __typename: 7, size: 1 }],
    ['an object without the field', {}],
    ['an object with the field from its prototype', JSON.parse('{"__proto__":{"size":1}}')],
  ])('are lost, each alone: %s', async (_, entity) => {
    graph.replace(
      'a',
      says({
        data: {
          things: [
            { __typename: 'Thing', id: '1' },
            { __typename: 'Thing', id: '2' },
          ],
        },
      }),
    );
    graph.replace('b', () => ({ data: { _entities: [entity, { size: 2 }] } }));
    const { data, errors } = await graph.ask('{ things { size } }');
    expect(data).toEqual({ things: [{ size: null }, { size: 2 }] });
    expect(errors.map(({ path, code, subgraph }) => [path, code, subgraph])).toEqual([
      [['things', 0, 'size'], 'SOURCE_UNAVAILABLE', 'b'],
    ]);
  });
});
