/** What is left of a request's time goes along with every call: to a subgraph in a header, to a source as its end. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { readAgreedSettings } from '../../adapter-kit/agreed-settings.js';
import type { CircuitState } from '../../adapter-kit/circuit.js';
import { deadlineHeader, endOf, parseLeftMs } from '../../adapter-kit/deadline.js';
import { createKeySealer, type OrganisationKey } from '../../adapter-kit/key-token.js';
import {
  defineOrganisationSubgraph,
  loadReferenced,
  resolveByKey,
} from '../../adapter-kit/organisation-subgraph.js';
import { createHmacPseudonymiser } from '../../adapter-kit/pseudonym.js';
import {
  createReferenceLoader,
  type ReadContext,
  type ReferenceLoader,
} from '../../adapter-kit/reference-loader.js';
import { connectRemoteSubgraph } from '../../adapter-kit/remote-subgraph.js';
import { defaultResilience } from '../../adapter-kit/resilience.js';
import type { SourceOutcome } from '../../adapter-kit/source-outcomes.js';
import type { Subgraph, SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { reportSources } from '../../gateway/source-report.js';

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

interface Loaders {
  readonly cases: ReferenceLoader<string>;
}

const sealer = createKeySealer('a secret of thirty-two characters', 'RAAD');

function subgraphOver(
  read: (context: ReadContext) => Promise<string>,
  circuit?: () => CircuitState,
): Subgraph {
  const { __resolveReference } = { __resolveReference: resolveByKey('raadKey') };
  return defineOrganisationSubgraph<Loaders>({
    name: 'raad',
    organisation: 'RAAD',
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
      type Household @key(fields: "raadKey") { raadKey: ID! cases: [String!] }
    `),
    resolvers: {
      Household: {
        __resolveReference,
        cases: async (household: Parameters<typeof loadReferenced>[0], _arguments: unknown, context) =>
          (await loadReferenced(household, context.loaders.cases, context)).map(({ record }) => record),
      },
    },
    sealer,
    pseudonymiser: createHmacPseudonymiser('a key of at least thirty-two characters'),
    createLoaders: (context) => ({
      cases: createReferenceLoader(
        async (references) => {
          const record = await read(context);
          return new Map(references.map((reference) => [reference, record]));
        },
        'RAAD',
        context,
      ),
    }),
    roster: { read: async () => Promise.reject(new Error('nobody reads it')) },
    now: () => new Date('2026-11-02T11:00:00Z'),
    circuit,
  });
}

function handle(subgraph: Subgraph, headers: Readonly<Record<string, string>>): Promise<SubgraphAnswer> {
  const key: OrganisationKey = { state: 'REFERENCES', references: ['a'], members: {}, subject: null };
  return subgraph.handle({
    query:
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Household { cases } } }',
    variables: { representations: [{ __typename: 'Household', raadKey: sealer.seal(key) }] },
    headers,
  });
}

describe('what is left of a request', () => {
  it.each([
    ['2000', 1_950],
    ['100', 90],
    [undefined, 4_950],
    ['soon', 4_950],
  ])(
    'is for the source, less a little for the subgraph to say that it gave none: of %s, %i',
    async (told, left) => {
      let leftMs = 0;
      const subgraph = subgraphOver(async ({ signal }) => {
        leftMs = endOf(signal) - performance.now();
        return 'case';
      });
      await handle(subgraph, told === undefined ? {} : { [deadlineHeader]: told });
      expect(leftMs).toBeLessThanOrEqual(left);
      expect(leftMs).toBeGreaterThan(left - 100);
    },
  );

  it('leaves no timer behind when the request is done', async () => {
    let signal: AbortSignal | undefined;
    const subgraph = subgraphOver(async (context) => {
      ({ signal } = context);
      return 'case';
    });
    await handle(subgraph, { [deadlineHeader]: '30' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(signal?.aborted).toBe(false);
  });

  it('goes to a subgraph elsewhere with each try, less what has passed', async () => {
    const told: number[] = [];
    const server = createServer((request, response) => {
      told.push(Number(request.headers[deadlineHeader]));
      request.resume().on('end', () => {
        if (told.length > 1) response.end('{"data":{"a":1}}');
        else setTimeout(() => response.writeHead(503).end(), 100);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    const remote = connectRemoteSubgraph({
      organisation: 'RAAD',
      url: `http://127.0.0.1:${port}`,
      timeoutMs: 2_000,
    });
    toClose.push(remote.close, () => server.close());
    const answer = await remote.handle({ query: '{ a }', headers: { [deadlineHeader]: '1500' } });
    expect(answer).toEqual({ data: { a: 1 } });
    expect(told).toHaveLength(2);
    expect(told[0]).toBeLessThanOrEqual(1_500);
    expect(told[0]).toBeGreaterThan(1_300);
    expect(told[1]).toBeLessThanOrEqual(1_400);
    expect(told[1]).toBeGreaterThan(500);
  });

  it.each([
    ['{ a }', undefined, 2],
    ['query A { a }', undefined, 2],
    ['mutation { a }', undefined, 1],
    ['query A { a } mutation B { a }', undefined, 1],
    ['{ a }', false, 1],
    ['mutation { a }', true, 2],
  ])(
    'is no reason to change something twice: %s (told: %s) is sent so many times: %i',
    async (query, isRead, times) => {
      let asked = 0;
      const server = createServer((request, response) => {
        asked += 1;
        request.resume().on('end', () => response.writeHead(503).end());
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo; // a TCP server's address is no text
      const url = `http://127.0.0.1:${port}`;
      const remote = connectRemoteSubgraph({ organisation: 'RAAD', url, timeoutMs: 2_000 });
      toClose.push(remote.close, () => server.close());
      await expect(remote.handle({ query, headers: {}, isRead })).rejects.toMatchObject({ reason: 'DOWN' });
      expect(asked).toBe(times);
    },
  );

  it('ends a call to a subgraph elsewhere that is silent', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    const url = `http://127.0.0.1:${port}`;
    const remote = connectRemoteSubgraph({ organisation: 'RAAD', url, timeoutMs: 5_000 });
    toClose.push(
      remote.close,
      () => server.closeAllConnections(),
      () => server.close(),
    );
    const startedAt = performance.now();
    await expect(
      remote.handle({ query: '{ a }', headers: { [deadlineHeader]: '150' } }),
    ).rejects.toMatchObject({
      reason: 'TIMED_OUT',
    });
    expect(performance.now() - startedAt).toBeLessThan(400);
    await expect(remote.handle({ query: '{ a }', headers: { [deadlineHeader]: '0' } })).rejects.toMatchObject(
      {
        reason: 'TIMED_OUT',
      },
    );
  });

  it('is read in whole milliseconds and in nothing else', () => {
    expect(
      ['1', '0', '60000', '', '-1', '1.5', 'x', '1e3', undefined].map((text) => parseLeftMs(text)),
    ).toEqual([1, 0, 60_000, null, null, null, null, null, null]);
  });
});

describe('how the circuit to a source stands', () => {
  it('is told beside the outcome, and not at all while it is closed', async () => {
    const sourceIn = async (circuit: CircuitState): Promise<unknown> =>
      (
        await handle(
          subgraphOver(
            async () => 'case',
            () => circuit,
          ),
          {},
        )
      ).extensions?.['source'];
    const line = {
      organisation: 'RAAD',
      outcome: 'ANSWERED',
      reason: null,
      asOf: '2026-11-02T11:00:00.000Z',
    };
    expect(await sourceIn('CLOSED')).toEqual(line);
    expect(await sourceIn('OPEN')).toEqual({ ...line, circuit: 'OPEN' });
    expect(await sourceIn('HALF_OPEN')).toEqual({ ...line, circuit: 'HALF_OPEN' });
  });

  it('is in every line of the report about an organisation that was asked', () => {
    const outcome: SourceOutcome = { outcome: 'ANSWERED', reason: null, asOf: null };
    const outcomes = new Map<string, SourceOutcome>([
      ['RAAD', { ...outcome, circuit: 'HALF_OPEN' }],
      ['GI', outcome],
    ]);
    expect(
      reportSources(['RAAD', 'GI', 'LOCAL_TEAM'], outcomes, new Set()).map(({ circuit }) => circuit),
    ).toEqual(['HALF_OPEN', 'CLOSED', null]);
  });
});

describe('how sources are asked', () => {
  it('is set from the environment, with one place for the defaults', () => {
    expect(readAgreedSettings({}).resilience).toEqual(defaultResilience);
    expect(
      readAgreedSettings({ SOURCE_MAX_TRIES: '1', SOURCE_BREAK_PERCENT: '100', SOURCE_MAX_QUEUED: '0' })
        .resilience,
    ).toEqual({ ...defaultResilience, maxTries: 1, breakPercent: 100, maxQueued: 0 });
  });

  it.each([
    ['SOURCE_MAX_TRIES', '0'],
    ['SOURCE_RETRY_PERCENT', '101'],
    ['SOURCE_BREAK_PERCENT', '0'],
    ['SOURCE_RESET_AFTER_MS', '1.5'],
    ['SOURCE_MAX_CONCURRENT', 'many'],
  ])('is refused where %s is %s', (name, value) => {
    expect(() => readAgreedSettings({ [name]: value })).toThrow(
      new RegExp(`${name}: expected a whole number`),
    );
  });
});
