/** What a client is told when something fails: an error at the exact place, and nothing else changes. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SourceError } from '../../adapter-kit/source-error.js';
import { createGraph, errorAt, type Graph, type Subgraphs, says } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const families: Subgraphs = {
  register: {
    sdl: `type Query { family: Family families: [Family!]! must: Must! maybe: Must }
      type Mutation { open: Int close: Int }
      type Family @key(fields: "id") { id: ID! name: String! town: Town }
      type Town { name: String! streets: [Street!] }
      type Street { name: String! houses: [[Int!]] }
      type Must { family: Family! all: [Family!]! }`,
    resolvers: {
      Query: {
        family: () => family('1'),
        families: () => ['1', '2', '1', '3'].map(family),
        must: () => ({ family: family('1'), all: [family('1'), family('2')] }),
        maybe: () => ({ family: family('1'), all: [family('1'), family('2')] }),
      },
      Mutation: {
        open: () => {
          throw new Error('refused');
        },
        close: () => 2,
      },
    },
  },
  school: {
    sdl: `type Family @key(fields: "id") { id: ID! grade: Int reports: [Report!] class: Class must: Int! }
      type Report { text: String! writer: Writer } type Writer { name: String! } type Class { name: String teacher: Writer! }`,
    resolvers: {
      Family: {
        __resolveReference: (reference: Row) => reference,
        grade: ({ id }: Row) => Number(id) * 10,
        must: () => 1,
        reports: () => [
          { text: 'first', writer: { name: 'A' } },
          { text: 'second', writer: null },
        ],
        class: () => ({ name: 'blue', teacher: { name: 'B' } }),
      },
    },
  },
  clinic: {
    sdl: 'type Query { clinic: String! } type Family @key(fields: "id") { id: ID! doctor: String }',
    resolvers: {
      Query: { clinic: () => 'open' },
      Family: { __resolveReference: (reference: Row) => reference, doctor: () => 'C' },
    },
  },
};
const family = (id: string): Row => ({
  id,
  name: `family ${id}`,
  town: { name: 'Town', streets: [{ name: 'Street', houses: [[1, 2], null] }] },
});
const down = (): never => {
  throw new SourceError({ organisation: 'SCHOOL', reason: 'TIMED_OUT', detail: 'no answer in time' });
};
const told = { message: 'lost', code: 'LOST' };

let graph: Graph;
beforeAll(async () => {
  graph = await createGraph(families);
});
beforeEach(() => {
  for (const name of Object.keys(families)) graph.replace(name, null);
});

describe('a subgraph that gives no answer', () => {
  const source = { message: '[SCHOOL] no answer in time', code: 'SOURCE_UNAVAILABLE', subgraph: 'school' };

  it('is told at every field that it was asked for, by alias and index, also for an entity asked twice', async () => {
    graph.replace('school', down);
    const { data, errors } = await graph.ask('{ all: families { id g: grade reports { text } } clinic }');
    const lost = (id: string): Row => ({ id, g: null, reports: null });
    expect(data).toEqual({ all: [lost('1'), lost('2'), lost('1'), lost('3')], clinic: 'open' });
    expect(errors).toEqual(
      [0, 1, 2, 3].flatMap((index) => [
        { ...source, path: ['all', index, 'g'] },
        { ...source, path: ['all', index, 'reports'] },
      ]),
    );
  });

  it('is told by its reason, and an unknown error by nothing that it says', async () => {
    graph.replace('school', () => {
      throw new Error('http://inside.invalid/?bsn=1');
    });
    const { data, errors } = await graph.ask('{ family { grade } }');
    expect(data).toEqual({ family: { grade: null } });
    expect(errors).toEqual([
      {
        message: 'the subgraph school gave no answer',
        path: ['family', 'grade'],
        code: 'SOURCE_UNAVAILABLE',
        subgraph: 'school',
      },
    ]);
  });

  it('at the root is lost alone, up to the first place that may be null', async () => {
    graph.replace('register', down);
    const { data, errors } = await graph.ask('{ f: family { grade } m: maybe { family { id } } }');
    expect(data).toEqual({ f: null, m: null });
    expect(errors.map(({ path, subgraph }) => [path, subgraph])).toEqual([
      [['f'], 'register'],
      [['m'], 'register'],
    ]);
    const all = await graph.ask('{ family { id } clinic must { family { id } } }');
    expect(all.data).toBeNull();
    expect(all.errors.map(({ path }) => path)).toEqual([['family'], ['must']]);
  });

  it('leaves the mutations before and after it as they are', async () => {
    const { data, errors } = await graph.ask('mutation { one: open two: close }');
    expect(data).toEqual({ one: null, two: 2 });
    expect(errors.map(({ path }) => path)).toEqual([['one']]);
  });
});

describe('null that may not be', () => {
  it('goes up through what may not be null, and no further', async () => {
    graph.replace('school', down);
    const { data, errors } = await graph.ask(
      '{ families { id } maybe { all { must } family { grade } } m: maybe { family { must } } }',
    );
    expect(data).toEqual({ families: ['1', '2', '1', '3'].map((id) => ({ id })), maybe: null, m: null });
    expect(errors.map(({ path }) => path)).toEqual([
      ['maybe', 'all', 0, 'must'],
      ['maybe', 'all', 1, 'must'],
      ['maybe', 'family', 'grade'],
      ['m', 'family', 'must'],
    ]);
  });

  it('goes up to the whole answer where everything is promised', async () => {
    graph.replace('school', says({ data: { _entities: [null] } }));
    const { data, text, errors } = await graph.ask('{ must { family { must } } clinic }');
    expect([data, text]).toEqual([null, 'null']);
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      [['must', 'family', 'must'], 'NULL_NOT_ALLOWED'],
    ]);
  });
});

describe('an error inside an entity', () => {
  const questions =
    '{ f: family { g: grade r: reports { t: text w: writer { n: name } } c: class { h: teacher { n: name } name } } }';
  const whole = {
    grade: 10,
    reports: [
      { text: 'first', writer: { name: 'A' } },
      { text: 'second', writer: null },
    ],
    class: { teacher: { name: 'B' }, name: 'blue' },
  };
  const shown = {
    g: 10,
    r: [
      { t: 'first', w: { n: 'A' } },
      { t: 'second', w: null },
    ],
    c: { h: { n: 'B' }, name: 'blue' },
  };
  const [first, second] = shown.r;

  it.each<[string, Row, readonly (string | number)[], Row, readonly (string | number)[]]>([
    ['at a field', { grade: null }, ['grade'], { g: null }, ['g']],
    ['at a field whose value came all the same', {}, ['grade'], { g: null }, ['g']],
    [
      'deep',
      { reports: [{ text: 'first', writer: null }, whole.reports[1]] },
      ['reports', 0, 'writer'],
      { r: [{ t: 'first', w: null }, second] },
      ['r', 0, 'w'],
    ],
    [
      'that made a list null inside the subgraph',
      { reports: null },
      ['reports', 1, 'text'],
      { r: null },
      ['r', 1, 't'],
    ],
    [
      'that made objects null inside the subgraph',
      { class: null },
      ['class', 'teacher', 'name'],
      { c: null },
      ['c', 'h', 'n'],
    ],
    [
      'that a writer may be null for',
      { reports: [{ text: 'first', writer: null }, whole.reports[1]] },
      ['reports', 0, 'writer', 'name'],
      { r: [{ t: 'first', w: null }, second] },
      ['r', 0, 'w', 'n'],
    ],
    ['at an object that came all the same', {}, ['class'], { c: null }, ['c']],
    ['at an item of a list that promises all of them', {}, ['reports', 1], { r: null }, ['r', 1]],
  ])('%s is told in the names of the client', async (_, change, below, expected, path) => {
    graph.replace(
      'school',
      says({ data: { _entities: [{ ...whole, ...change }] }, errors: [errorAt(['_entities', 0, ...below])] }),
    );
    const { data, errors } = await graph.ask(questions);
    expect(data).toEqual({ f: { ...shown, ...expected } });
    expect(errors).toEqual([{ ...told, subgraph: 'school', path: ['f', ...path] }]);
    expect(first).toBeDefined();
  });

  it('that left nothing of the entity is told where it happened, and the rest as lost with it', async () => {
    graph.replace(
      'school',
      says({ data: { _entities: [null] }, errors: [errorAt(['_entities', 0, 'reports', 1, 'text'])] }),
    );
    const { data, errors } = await graph.ask('{ family { id g: grade r: reports { t: text } } }');
    expect(data).toEqual({ family: { id: '1', g: null, r: null } });
    expect(errors.map(({ path, subgraph }) => [path, subgraph])).toEqual([
      [['family', 'g'], 'school'],
      [['family', 'r', 1, 't'], 'school'],
    ]);
  });

  it('in the third of a list leaves the first and the second', async () => {
    graph.replace('school', async ({ variables }, answer) => {
      expect(variables['representations']).toHaveLength(3);
      const { data } = await answer();
      return { ...(data ? { data } : {}), errors: [errorAt(['_entities', 2, 'grade'])] };
    });
    const { data, errors } = await graph.ask('{ families { grade } }');
    expect(data).toEqual({ families: [{ grade: 10 }, { grade: 20 }, { grade: 10 }, { grade: null }] });
    expect(errors.map(({ path }) => path)).toEqual([['families', 3, 'grade']]);
  });

  it('is told at every place where that entity stands', async () => {
    graph.replace(
      'school',
      says({
        data: { _entities: [{ grade: null }, { grade: 20 }, { grade: 30 }] },
        errors: [errorAt(['_entities', 0, 'grade'])],
      }),
    );
    const { data, errors } = await graph.ask('{ families { grade } }');
    expect(data).toEqual({ families: [{ grade: null }, { grade: 20 }, { grade: null }, { grade: 30 }] });
    expect(errors.map(({ path }) => path)).toEqual([
      ['families', 0, 'grade'],
      ['families', 2, 'grade'],
    ]);
  });

  it('one of two at one place is told with the other', async () => {
    graph.replace(
      'school',
      says({
        data: { _entities: [{ reports: null }] },
        errors: [
          errorAt(['_entities', 0, 'reports', 0, 'text']),
          errorAt(['_entities', 0, 'reports', 1, 'text'], 'too'),
        ],
      }),
    );
    const { errors } = await graph.ask('{ family { reports { text } } }');
    expect(errors.map(({ path, message }) => [path, message])).toEqual([
      [['family', 'reports', 0, 'text'], 'lost'],
      [['family', 'reports', 1, 'text'], 'too'],
    ]);
  });
});
