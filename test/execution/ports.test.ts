/** What the engine makes of a way to a subgraph that breaks its own promises: an error at the place, an answer in any case. */
import { describe, expect, it } from '@jest/globals';
import { type GraphQLFormattedError, parse } from 'graphql';
import { createEngine } from '../../gateway/execution/engine.js';
import { stringifyAnswer } from '../../gateway/execution/rendered-data.js';
import type { SubgraphPort } from '../../gateway/execution/subgraph-port.js';
import { compose } from './graph.js';

const supergraphSdl = compose({
  a: { sdl: 'type Query { thing: Thing one: Int } type Thing @key(fields: "id") { id: ID! }' },
  b: { sdl: 'type Query { two: Int } type Thing @key(fields: "id") { id: ID! name: String }' },
});
const right: Readonly<Record<string, unknown>> = {
  a: { data: { thing: { __typename: 'Thing', id: '1' }, one: 1 } },
  b: { data: { _entities: [{ name: 'right' }] } },
};

/** Asks over ports of which one does as it likes. */
async function ask(
  wild: string,
  does: () => unknown,
  query = '{ thing { name } one }',
): Promise<{ readonly data: unknown; readonly errors: readonly GraphQLFormattedError[] }> {
  const engine = await createEngine<null>({
    supergraphSdl,
    portOf: (name): SubgraphPort<null> => ({
      // What no type lets through is what is tried here.
      ask: () =>
        name === wild
          ? (does() as ReturnType<SubgraphPort<null>['ask']>)
          : Promise.resolve(right[name] as object),
    }),
  });
  const { data, errors } = await engine.execute({ document: parse(query), context: null });
  return { data: JSON.parse(data ?? 'null') as unknown, errors };
}

const broken: readonly [string, () => unknown][] = [
  [
    'throws at once',
    () => {
      throw new Error('at once');
    },
  ],
  ['throws what is no error', () => Promise.reject('text')],
  ['rejects with nothing', () => Promise.reject()],
  ['gives no promise', () => 7],
  ['gives nothing', () => undefined],
  ['gives a promise of nothing', () => Promise.resolve(undefined)],
  ['gives null', () => Promise.resolve(null)],
  ['gives a text', () => Promise.resolve('text')],
  ['gives errors that are no list', () => Promise.resolve({ data: null, errors: 'no' })],
  ['gives an error that is null', () => Promise.resolve({ data: null, errors: [null] })],
];

describe('a port that', () => {
  it.each(broken)('%s loses what was asked through it', async (_, does) => {
    const root = await ask('a', does);
    expect(root.data).toEqual({ thing: null, one: null });
    expect(root.errors.map(({ path }) => path)).toEqual([['thing'], ['one']]);
    const entity = await ask('b', does);
    expect(entity.data).toEqual({ thing: { name: null }, one: 1 });
    expect(entity.errors.map(({ path, extensions }) => [path, extensions?.['subgraph']])).toEqual([
      [['thing', 'name'], 'b'],
    ]);
  });

  it('tells an error of great depth does not take the answer with it', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const { data, errors } = await ask('b', () =>
      Promise.resolve({
        data: { _entities: [{ name: null }] },
        errors: [{ message: 'm', path: ['_entities', 0, 'name'], extensions: { code: 'LOST', deep } }],
      }),
    );
    expect(data).toEqual({ thing: { name: null }, one: 1 });
    expect(errors.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
      [['thing', 'name'], 'LOST'],
    ]);
    expect(() => stringifyAnswer({ data, errors })).not.toThrow();
  });

  it('tells a subgraph of its own in an error is not believed', async () => {
    const { errors } = await ask('b', () =>
      Promise.resolve({
        data: { _entities: [{ name: null }] },
        errors: [{ message: 'm', path: ['_entities', 0, 'name'], extensions: { subgraph: 'a' } }],
      }),
    );
    expect(errors.map(({ extensions }) => extensions?.['subgraph'])).toEqual(['b']);
  });
});
