/** The engine behind Apollo Server: a supergraph takes the place of another without a request that notices. */
import { ApolloGateway } from '@apollo/gateway';
import { QueryPlanner } from '@apollo/query-planner';
import { ApolloServer } from '@apollo/server';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type DocumentNode, parse } from 'graphql';
import { createEngineGateway } from '../../gateway/execution/engine-gateway.js';
import type { RenderedData } from '../../gateway/execution/rendered-data.js';
import { answerOf, buildSchema, compose, type Subgraphs } from './graph.js';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** One version of a graph: both of its subgraphs say which version they are of. */
function versionOf(version: string, more = ''): Subgraphs {
  return {
    [`a-${version}`]: {
      sdl: `type Query { thing: Thing ${more} } type Thing @key(fields: "id") { id: ID! first: String }`,
      resolvers: { Query: { thing: () => ({ id: '1', first: version }) } },
    },
    [`b-${version}`]: {
      sdl: 'type Thing @key(fields: "id") { id: ID! second: String }',
      resolvers: { Thing: { __resolveReference: (reference: object) => reference, second: () => version } },
    },
  };
}

interface Served {
  readonly update: (supergraphSdl: string) => void;
  readonly ask: (query: string) => Promise<{ readonly data: unknown; readonly codes: readonly unknown[] }>;
  readonly refused: readonly unknown[];
  /** Subgraphs to which a port was made. */
  readonly ports: readonly string[];
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(
  first: string,
  versions: readonly Subgraphs[],
  options: { readonly warmed?: readonly DocumentNode[]; readonly unreachable?: string } = {},
): Promise<Served> {
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const subgraphs: Subgraphs = Object.assign({}, ...versions);
  const refused: unknown[] = [];
  const ports: string[] = [];
  let update: ((sdl: string) => void) | null = null;
  const gateway = createEngineGateway<object>({
    gateway: new ApolloGateway({
      logger: silent,
      supergraphSdl: async (manager) => {
        update = manager.update;
        return { supergraphSdl: first };
      },
    }),
    portOf(name) {
      const subgraph = subgraphs[name];
      if (!subgraph || name === options.unreachable) throw new Error(`expected to know ${name}`);
      ports.push(name);
      const answer = answerOf(buildSchema(subgraph));
      return {
        async ask({ query, variablesJson }) {
          // A subgraph that takes a moment, so that a supergraph comes in the midst of requests.
          await new Promise(setImmediate);
          return answer({ query, variables: JSON.parse(variablesJson) as Record<string, unknown> });
        },
      };
    },
    ...(options.warmed ? { warmed: options.warmed } : {}),
    onRefused: (error) => refused.push(error),
  });
  const server = new ApolloServer<object>({ gateway, logger: silent });
  await server.start();
  stops.push(() => server.stop());
  return {
    refused,
    ports,
    update: (sdl) => update?.(sdl),
    async ask(query) {
      const { body } = await server.executeOperation({ query }, { contextValue: {} });
      if (body.kind !== 'single') throw new Error('expected one answer');
      const { data, errors = [] } = body.singleResult;
      return {
        // The server hands on what the engine wrote.
        data: data ? (JSON.parse((data as unknown as RenderedData).json) as unknown) : (data ?? null),
        codes: errors.map(({ extensions }) => extensions?.['code']),
      };
    },
  };
}

const both = '{ thing { first second } }';

describe('a new supergraph', () => {
  it('takes over under load: no request fails, and none is answered half by the one and half by the other', async () => {
    const versions = ['v1', 'v2', 'v3'].map((version) => versionOf(version));
    const [v1 = '', v2 = '', v3 = ''] = versions.map(compose);
    const { ask, update, refused } = await serve(v1, versions);
    const seen = new Set<unknown>();
    let isOver = false;
    const client = async (): Promise<number> => {
      let asked = 0;
      while (!isOver) {
        const { data, codes } = await ask(both);
        const { first, second } = (data as { thing: { first: unknown; second: unknown } }).thing;
        expect([codes, second]).toEqual([[], first]);
        seen.add(first);
        asked += 1;
      }
      return asked;
    };
    const clients = Array.from({ length: 8 }, client);
    for (const sdl of [v2, v3, v1, v2, v3]) {
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      update(sdl);
    }
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    isOver = true;
    const counts = await Promise.all(clients);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect([...seen].sort()).toEqual(['v1', 'v2', 'v3']);
    expect(refused).toEqual([]);
    expect((await ask(both)).data).toEqual({ thing: { first: 'v3', second: 'v3' } });
  });

  it('keeps the connections to subgraphs that stay', async () => {
    const [one, more] = [versionOf('v1'), versionOf('v1', 'more: String')];
    // The subgraph has its new field already; the supergraph follows.
    const { ask, update, ports } = await serve(compose(one), [more]);
    update(compose(more));
    expect((await ask('{ more thing { second } }')).data).toEqual({ more: null, thing: { second: 'v1' } });
    expect(ports).toEqual(['a-v1', 'b-v1']);
  });

  it.each<[string, (good: string) => string]>([
    ['is none', () => 'type Query { a: Int }'],
    ['is no text of a schema', () => '{"errors":[]}'],
    ['is cut off', (good) => good.slice(0, good.length / 2)],
    ['is empty', () => ''],
  ])('that %s is refused, and the one before it stays', async (_, spoil) => {
    const one = versionOf('v1');
    const { ask, update } = await serve(compose(one), [one]);
    expect(() => update(spoil(compose(one)))).toThrow();
    expect(await ask(both)).toEqual({ data: { thing: { first: 'v1', second: 'v1' } }, codes: [] });
  });

  it('that the engine cannot serve is refused and told, and the one before it stays', async () => {
    const [one, two, three] = [versionOf('v1'), versionOf('v2', 'onlyNew: String'), versionOf('v3')];
    const { ask, update, refused } = await serve(compose(one), [one, two, three], { unreachable: 'b-v2' });
    update(compose(two));
    expect(refused).toHaveLength(1);
    expect(await ask(both)).toEqual({ data: { thing: { first: 'v1', second: 'v1' } }, codes: [] });
    expect((await ask('{ onlyNew }')).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    update(compose(three));
    expect(await ask(both)).toEqual({ data: { thing: { first: 'v3', second: 'v3' } }, codes: [] });
  });

  it('that is the first and cannot be served stops the start', async () => {
    const one = versionOf('v1');
    await expect(serve(compose(one), [one], { unreachable: 'a-v1' })).rejects.toThrow();
    await expect(serve('type Query { a: Int }', [])).rejects.toThrow();
  });
});

describe('operations that are known ahead', () => {
  it('are planned before the first request, and not again with it', async () => {
    const planned = jest.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
    const one = versionOf('v1');
    const { ask } = await serve(compose(one), [one], { warmed: [parse(both), parse('{ unknownHere }')] });
    const ahead = planned.mock.calls.length;
    expect(ahead).toBeGreaterThan(0);
    expect((await ask(both)).data).toEqual({ thing: { first: 'v1', second: 'v1' } });
    expect(planned.mock.calls.length).toBe(ahead);
    planned.mockRestore();
  });
});
