/** What becomes of a field when something that it is made from failed: it is not made from what is left, but where it says so. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SourceError } from '../../adapter-kit/source-error.js';
import { createGraph, declareCombines, errorAt, type Graph, type Subgraphs, says } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const scales: Subgraphs = {
  a: {
    sdl: `type Query { things: [Thing!]! }
      type Thing @key(fields: "id") { id: ID! hidden: Int! @inaccessible labels: [String] parts: [Part] code: ID @shareable owner: Owner @shareable}
      type Owner @shareable { unit: ID }
      type Part { size: Int }`,
    resolvers: {
      Query: {
        things: () => [
          { id: '1', hidden: 1, labels: ['x'], parts: [{ size: 1 }], code: 'c1', owner: { unit: 'u1' } },
          { id: '2', hidden: 2, labels: [], parts: null, code: null, owner: null },
        ],
      },
    },
  },
  b: {
    sdl: `type Thing @key(fields: "id") { id: ID! weight: Int note: String }`,
    resolvers: {
      Thing: {
        __resolveReference: (reference: Row) => reference,
        weight: ({ id }: Row) => Number(id) * 100,
        note: ({ id }: Row) => `note ${id}`,
      },
    },
  },
  c: {
    sdl: `${declareCombines}
      type Thing @key(fields: "id") {
        id: ID!
        hidden: Int! @external weight: Int @external note: String @external labels: [String] @external parts: [Part] @external
        heavy: String @requires(fields: "weight")
        secret: Int @requires(fields: "hidden")
        labelled: String @requires(fields: "labels")
        measured: String @requires(fields: "parts { size }")
        free: Int
        summary: String @combines @requires(fields: "weight note labels")
      }
      type Part { size: Int @external }`,
    resolvers: {
      Thing: {
        __resolveReference: (reference: Row) => reference,
        heavy: ({ weight }: Row) => `heavy ${weight}`,
        secret: ({ hidden }: Row) => hidden,
        labelled: ({ labels }: Row) => JSON.stringify(labels),
        measured: ({ parts }: Row) => JSON.stringify(parts),
        free: () => 1,
        summary: ({ weight, note, labels }: Row) => JSON.stringify([weight, note, labels]),
      },
    },
  },
  codes: {
    sdl: `type Thing @key(fields: "code") { code: ID @shareable byCode: String }`,
    resolvers: {
      Thing: { __resolveReference: (reference: Row) => reference, byCode: ({ code }: Row) => `by ${code}` },
    },
  },
  owners: {
    sdl: `type Thing @key(fields: "owner { unit }") { owner: Owner @shareable byOwner: String }
      type Owner @shareable { unit: ID }`,
    resolvers: {
      Thing: {
        __resolveReference: (reference: Row) => reference,
        byOwner: ({ owner }: Row) => JSON.stringify(owner),
      },
    },
  },
};

let graph: Graph;
beforeAll(async () => {
  graph = await createGraph(scales);
});
beforeEach(() => {
  for (const name of Object.keys(scales)) graph.replace(name, null);
});

/** Lets a subgraph say its own answer, changed. */
function changed(
  subgraph: string,
  change: (things: Record<string, unknown>[]) => void,
  errors: readonly unknown[] = [],
): void {
  graph.replace(subgraph, async (_, answer) => {
    const { data } = await answer();
    change((data?.['things'] ?? data?.['_entities']) as Record<string, unknown>[]);
    return { data: data ?? null, errors: errors as never };
  });
}

describe('a field that requires what failed', () => {
  it('is not made, and says why; what does not require it is there', async () => {
    graph.replace('b', () => {
      throw new SourceError({ organisation: 'B', reason: 'DOWN', detail: 'gone' });
    });
    const { data, errors, asked } = await graph.ask('{ things { id h: heavy free } }');
    expect(data).toEqual({
      things: [
        { id: '1', h: null, free: 1 },
        { id: '2', h: null, free: 1 },
      ],
    });
    expect(errors).toEqual(
      [0, 1].map((index) => ({
        message: '[B] gone',
        path: ['things', index, 'h'],
        code: 'SOURCE_UNAVAILABLE',
        subgraph: 'b',
      })),
    );
    expect(asked.map(({ subgraph }) => subgraph).sort()).toEqual(['a', 'b', 'c']);
  });

  it('is not asked for when nothing else is', async () => {
    graph.replace('b', says({ data: null, errors: [errorAt(undefined)] }));
    const { data, asked } = await graph.ask('{ things { heavy } }');
    expect(data).toEqual({ things: [{ heavy: null }, { heavy: null }] });
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['a', 'b']);
  });

  it('is lost for that one entity only', async () => {
    changed('b', (things) => Object.assign(things[1] ?? {}, { weight: null }), [
      errorAt(['_entities', 1, 'weight']),
    ]);
    const { data, errors } = await graph.ask('{ things { heavy free summary } }');
    expect(data).toEqual({
      things: [
        { heavy: 'heavy 100', free: 1, summary: '[100,"note 1",["x"]]' },
        { heavy: null, free: 1, summary: '[null,"note 2",[]]' },
      ],
    });
    expect(errors.map(({ path, message }) => [path, message])).toEqual([[['things', 1, 'heavy'], 'lost']]);
  });

  it('that is null without failure is made from null', async () => {
    changed('b', (things) => Object.assign(things[0] ?? {}, { weight: null }));
    const { data, errors } = await graph.ask('{ things { heavy } }');
    expect([data, errors]).toEqual([{ things: [{ heavy: 'heavy null' }, { heavy: 'heavy 200' }] }, []]);
  });

  it('of which the entity is not known to the subgraph that it requires is made from null', async () => {
    graph.replace('b', says({ data: { _entities: [null, { weight: 5 }] } }));
    const { data, errors } = await graph.ask('{ things { heavy } }');
    expect([data, errors]).toEqual([{ things: [{ heavy: 'heavy null' }, { heavy: 'heavy 5' }] }, []]);
  });

  it.each<[string, string, (thing: Record<string, unknown>) => void, readonly (string | number)[] | null]>([
    [
      'an item of a list of values failed',
      'labelled',
      (thing) => Object.assign(thing, { labels: ['x', null] }),
      ['labels', 1],
    ],
    [
      'an item of a list of values is of a wrong type',
      'labelled',
      (thing) => Object.assign(thing, { labels: ['x', { a: 1 }] }),
      null,
    ],
    [
      'a value in a list of objects failed',
      'measured',
      (thing) => Object.assign(thing, { parts: [{ size: null }] }),
      ['parts', 0, 'size'],
    ],
    [
      'an object in a list failed',
      'measured',
      (thing) => Object.assign(thing, { parts: [null] }),
      ['parts', 0],
    ],
    [
      'a value in a list of objects is missing',
      'measured',
      (thing) => Object.assign(thing, { parts: [{}] }),
      null,
    ],
    [
      'a value in a list of objects is of a wrong type',
      'measured',
      (thing) => Object.assign(thing, { parts: [{ size: '1' }] }),
      null,
    ],
  ])('is lost too when %s', async (_, field, change, path) => {
    changed('a', ([thing]) => thing && change(thing), path ? [errorAt(['things', 0, ...path])] : []);
    const { data, errors, asked } = await graph.ask(`{ things { it: ${field} free } }`);
    expect(data).toMatchObject({ things: [{ it: null, free: 1 }, { free: 1 }] });
    expect(errors.map(({ path: place, subgraph }) => [place, subgraph])).toEqual([
      [['things', 0, 'it'], 'a'],
    ]);
    // What is told of a failure is for the client only.
    expect(JSON.stringify(asked)).not.toMatch(/causes|failure|lost|broke/);
  });
});

describe('a field that combines', () => {
  it('is made from those that answered, and gets null for the others', async () => {
    graph.replace('b', () => {
      throw new Error('down');
    });
    const { data, errors, asked } = await graph.ask('{ things { summary } }');
    expect(data).toEqual({ things: [{ summary: '[null,null,["x"]]' }, { summary: '[null,null,[]]' }] });
    expect(errors).toEqual([]);
    const sent = asked.find(({ subgraph }) => subgraph === 'c')?.variables['representations'];
    expect(sent).toEqual([
      { __typename: 'Thing', id: '1', weight: null, note: null, labels: ['x'] },
      { __typename: 'Thing', id: '2', weight: null, note: null, labels: [] },
    ]);
  });

  it('gets null for a list in which a value failed, or for that value, and never what stands for the failure', async () => {
    changed('a', ([thing]) => Object.assign(thing ?? {}, { labels: ['x', null] }), [
      errorAt(['things', 0, 'labels', 1]),
    ]);
    const { data } = await graph.ask('{ things { summary } }');
    const [first] = (data as { things: { summary: string }[] }).things;
    expect(['[100,"note 1",null]', '[100,"note 1",["x",null]]']).toContain(first?.summary);
  });
});

describe('a key that failed', () => {
  it.each<[string, string, Row, readonly (string | number)[]]>([
    ['whole', 'byCode', { code: null }, ['code']],
    ['though it came all the same', 'byCode', {}, ['code']],
    ['whole, of several parts', 'byOwner', { owner: null }, ['owner']],
    ['in a part', 'byOwner', { owner: { unit: null } }, ['owner', 'unit']],
  ])('(%s) loses what would have been found by it, and is never asked by', async (_, field, change, path) => {
    changed('a', ([thing]) => Object.assign(thing ?? {}, change), [errorAt(['things', 0, ...path])]);
    const { data, errors, asked } = await graph.ask(`{ things { ${field} } }`);
    expect(data).toEqual({ things: [{ [field]: null }, { [field]: null }] });
    expect(errors.map(({ path: place, message, subgraph }) => [place, message, subgraph])).toEqual([
      [['things', 0, field], 'lost', 'a'],
    ]);
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['a']);
  });
});

describe('a field that clients may not see', () => {
  it.each<[string, unknown]>([
    ['of a wrong type', 'no'],
    ['missing', undefined],
    ['null where none may be', null],
  ])('that came %s is named in no error', async (_, hidden) => {
    changed('a', ([thing]) => Object.assign(thing ?? {}, { hidden }));
    const { data, errors } = await graph.ask('{ things { secret } }');
    expect(data).toEqual({ things: [{ secret: null }, { secret: 2 }] });
    expect(errors.map(({ path, subgraph }) => [path, subgraph])).toEqual([[['things', 0, 'secret'], 'a']]);
    expect(JSON.stringify(errors)).not.toContain('hidden');
  });

  it('and made its entity null in its subgraph is named in no path', async () => {
    graph.replace('a', says({ data: null, errors: [errorAt(['things', 0, 'hidden'])] }));
    const { data, errors } = await graph.ask('{ things { secret } }');
    expect(data).toBeNull();
    expect(errors).toEqual([{ message: 'lost', code: 'LOST', subgraph: 'a', path: ['things', 0] }]);
  });
});

describe('losses that the world around the engine explains', () => {
  it('are told as data where it gives a stand-in, which goes on into what requires it', async () => {
    const explained = await createGraph(scales, {
      losses: {
        standIn: (type, { name }) => (`${type}.${name.value}` === 'Thing.note' ? 'no note' : undefined),
        unknownEntity: (subgraph) => ({ message: 'not known', extensions: { code: 'UNKNOWN', subgraph } }),
      },
    });
    explained.replace('b', says({ data: null, errors: [errorAt(undefined)] }));
    const lost = await explained.ask('{ things { note summary heavy } }');
    expect(lost.data).toEqual({
      things: [
        { note: 'no note', summary: '[null,"no note",["x"]]', heavy: null },
        { note: 'no note', summary: '[null,"no note",[]]', heavy: null },
      ],
    });
    explained.replace('b', says({ data: { _entities: [{ weight: 1 }, null] } }));
    const unknown = await explained.ask('{ things { weight } }');
    expect(unknown.data).toEqual({ things: [{ weight: 1 }, { weight: null }] });
    expect(unknown.errors).toEqual([
      { message: 'not known', code: 'UNKNOWN', subgraph: 'b', path: ['things', 1, 'weight'] },
    ]);
  });
});
