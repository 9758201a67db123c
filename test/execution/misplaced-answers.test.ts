/** Errors that point nowhere, and lists that are not one for one: told, and taken for nobody's. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGraph, errorAt, type Graph, says } from './graph.js';

const told = { message: 'lost', code: 'LOST' };

let graph: Graph;
beforeAll(async () => {
  graph = await createGraph({
    register: {
      sdl: `type Query { family: Family families: [Family!]! maybe: Family }
        type Family @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: {
          family: () => ({ id: '1' }),
          families: () => ['1', '2', '1', '3'].map((id) => ({ id })),
        },
      },
    },
    school: {
      sdl: 'type Family @key(fields: "id") { id: ID! grade: Int reports: [Report!] } type Report { text: String }',
    },
  });
});
beforeEach(() => {
  graph.replace('register', null);
});

describe('an error of no place', () => {
  it.each<[string, readonly (string | number)[] | undefined]>([
    ['without a path', undefined],
    ['with an empty one', []],
    ['with one of an entity that was not asked', ['_entities', 7, 'grade']],
    ['with one of a negative index', ['_entities', -1, 'grade']],
    ['with an index for a field', ['_entities', 0, 3]],
    ['with a field for an index', ['_entities', 'grade']],
    ['with a field that was not asked', ['_entities', 0, 'other', 'more']],
    ['with a name that every object has', ['_entities', 0, 'constructor']],
    ['with a name that changes every object', ['_entities', 0, '__proto__', 'polluted']],
  ])('(%s) is told once, and takes nothing away', async (_, path) => {
    graph.replace('school', says({ data: { _entities: [{ grade: 10 }] }, errors: [errorAt(path)] }));
    const { data, errors } = await graph.ask('{ family { grade } }');
    expect(data).toEqual({ family: { grade: 10 } });
    expect(errors).toEqual([{ ...told, subgraph: 'school', path: undefined }]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('without data loses everything that was asked', async () => {
    for (const data of [null, undefined, { _entities: null }]) {
      graph.replace('school', says({ data, errors: [errorAt(undefined)] }));
      const { data: shown, errors } = await graph.ask('{ family { grade reports { text } } }');
      expect(shown).toEqual({ family: { grade: null, reports: null } });
      expect(errors).toEqual(
        ['grade', 'reports'].map((field) => ({ ...told, subgraph: 'school', path: ['family', field] })),
      );
    }
  });

  it('at the root, without data, loses every field, one by its own error', async () => {
    graph.replace(
      'register',
      says({ data: null, errors: [errorAt(undefined, 'all'), errorAt(['family', 'name'], 'one')] }),
    );
    const { data, errors } = await graph.ask('{ f: family { n: name } maybe { id } }');
    expect(data).toEqual({ f: null, maybe: null });
    expect(errors.every(({ subgraph }) => subgraph === 'register')).toBe(true);
    expect(errors.map(({ path }) => path)).toEqual([['f', 'n'], ['maybe']]);
  });
});

describe('a list of entities that is not one for one', () => {
  it.each<[string, unknown]>([
    ['too short', [{ grade: 1 }, { grade: 2 }]],
    ['too long', [{ grade: 1 }, { grade: 2 }, { grade: 3 }, { grade: 4 }]],
    ['empty', []],
    ['null', null],
    ['an object', { 0: { grade: 1 }, 1: { grade: 2 }, 2: { grade: 3 }, length: 3 }],
    ['a text', 'abc'],
    ['a list in a list', [[{ grade: 1 }, { grade: 2 }, { grade: 3 }]]],
  ])('because it is %s is taken for nobody', async (_, entities) => {
    graph.replace('school', says({ data: { _entities: entities } }));
    const { data, errors } = await graph.ask('{ families { grade } }');
    expect(data).toEqual({ families: [0, 1, 2, 3].map(() => ({ grade: null })) });
    expect(errors.map(({ path, code, subgraph }) => [path, code, subgraph])).toEqual(
      [0, 1, 2, 3].map((index) => [['families', index, 'grade'], 'SOURCE_UNAVAILABLE', 'school']),
    );
  });
});
