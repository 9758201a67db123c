import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organisationNames, post, type RunningSupergraph, startSupergraph } from '../start-supergraph.js';

const query = '{ myHouseholds(first: 1) { nodes { id } } }';

describe('the gateway over HTTP, before any source is there', () => {
  let supergraph: RunningSupergraph;
  beforeAll(async () => {
    supergraph = await startSupergraph({ without: organisationNames });
  }, 60_000);
  afterAll(() => supergraph?.stop());

  const send = (options: {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
  }) =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
      const { port } = new URL(supergraph.url);
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          method: options.method ?? 'POST',
          path: options.path ?? '/graphql',
          headers: { 'content-type': 'application/json', ...options.headers },
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(options.body);
    });

  it('starts, and says that nothing is established rather than that there is nothing', async () => {
    const { status, data, errors } = await post(supergraph.url, { query });
    expect(status).toBe(200);
    expect(data).toEqual({ myHouseholds: null });
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE' });
  });

  it('answers nobody who calls it by another name than this machine', async () => {
    const { status } = await send({ headers: { host: 'rebound.invalid' }, body: JSON.stringify({ query }) });
    expect(status).toBe(421);
  });

  it.each([
    ['a body that is no JSON', { body: '{"query":' }, 400],
    ['a body that is too large', { body: `{"query":"${'x'.repeat(1_100_000)}"}` }, 413],
    ['a compressed body', { headers: { 'content-encoding': 'gzip' }, body: 'x' }, 415],
    ['an unknown path', { path: '/graphiql', method: 'GET' }, 404],
    ['a path that is none', { path: '//', method: 'GET' }, 400],
    ['an address instead of a path', { path: 'http://other.invalid/graphql', method: 'GET' }, 400],
    ['a form', { headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query }) }, 400],
    ['several operations at once', { body: JSON.stringify([{ query }, { query }]) }, 400],
    ['a query that is too long', { body: JSON.stringify({ query: `{ ${'a '.repeat(20_000)} }` }) }, 400],
    ['a change', { body: JSON.stringify({ query: 'mutation { household(id: "x") { id } }' }) }, 400],
    [
      'an operation that it does not hold',
      { body: JSON.stringify({ query: `query One ${query}`, operationName: 'Two' }) },
      400,
    ],
    [
      'very many fields at once',
      {
        body: JSON.stringify({
          query: `{ ${Array.from({ length: 200 }, (_, index) => `a${index}: feeds { isFresh }`).join(' ')} }`,
        }),
      },
      400,
    ],
    [
      'very many fields at once, in fragments',
      {
        body: JSON.stringify({
          query: `{ ${Array.from({ length: 3 }, (_, part) => `... { ${Array.from({ length: 15 }, (_, index) => `f${part}x${index}: feeds { isFresh }`).join(' ')} }`).join(' ')} }`,
        }),
      },
      400,
    ],
    ['a query of another graph', { body: JSON.stringify({ query: '{ families { id } }' }) }, 400],
  ])('refuses %s', async (_, options, status) => {
    const answer = await send(options);
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.stringMatching(/error/)]);
    expect(answer.text).not.toMatch(/node_modules|\.js:\d+|stack/);
  });

  it.each([
    'raadKey: id',
    'id: involvement { unit }',
    'raadOutcome: reports { id }',
    '__typename: id',
    '__proto__: id',
  ])('refuses the alias in { %s }, because a plan uses that name for itself', async (selection) => {
    const { status, data, errors } = await post(supergraph.url, {
      query: `{ myHouseholds { nodes { ${selection} sources { outcome } } } }`,
    });
    expect([status, data]).toEqual([400, undefined]);
    expect(errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(errors[0]?.message).toMatch(/is reserved/);
  });

  it('accepts any other alias', async () => {
    const { status } = await post(supergraph.url, {
      query: '{ page: myHouseholds { list: nodes { key: id id } } }',
    });
    expect(status).toBe(200);
  });
});
