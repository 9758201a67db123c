import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organisationNames, post, type RunningSupergraph, startSupergraph } from '../start-supergraph.js';

const query = '{ myHouseholds(first: 1) { nodes { id } } }';

/** With a gateway of its own, over sources of which none is left. */
export function describeHttp(over: () => RunningSupergraph): void {
  describe('the gateway over HTTP, before any source is there', () => {
    let supergraph: RunningSupergraph;
    beforeAll(async () => {
      supergraph = await startSupergraph({ over: over(), without: organisationNames });
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
      const { status } = await send({
        headers: { host: 'rebound.invalid' },
        body: JSON.stringify({ query }),
      });
      expect(status).toBe(421);
    });

    it.each([
      ['a body that is no JSON', { body: '{"query":' }, 400],
      ['a body that is too large', { body: `{"query":"${'x'.repeat(1_100_000)}"}` }, 413],
      ['an unknown path', { path: '/graphiql', method: 'GET' }, 404],
      ['a path that is none', { path: '//', method: 'GET' }, 400],
      ['an address instead of a path', { path: 'http://other.invalid/graphql', method: 'GET' }, 400],
      ['several operations at once', { body: JSON.stringify([{ query }, { query }]) }, 400],
      ['another method', { method: 'PUT', body: JSON.stringify({ query }) }, 405],
      [
        'a case reference that is none',
        { headers: { 'case-reference': '"' }, body: JSON.stringify({ query }) },
        400,
      ],
    ])('refuses %s', async (_, options, status) => {
      const answer = await send(options);
      expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.stringMatching(/error/)]);
      expect(answer.text).not.toMatch(/node_modules|\.js:\d+|stack/);
    });

    describe('a query that is wrong in itself', () => {
      it.each([
        ['a syntax error', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
        ['a query of another graph', { query: '{ families { id } }' }, 'GRAPHQL_VALIDATION_FAILED'],
        [
          'a change that is none',
          { query: 'mutation { household(id: "x") { id } }' },
          'GRAPHQL_VALIDATION_FAILED',
        ],
        ['a subscription', { query: 'subscription { household { id } }' }, 'GRAPHQL_VALIDATION_FAILED'],
        [
          'a variable of the wrong type',
          { query: 'query ($id: ID!) { household(id: $id) { id } }', variables: { id: {} } },
          'BAD_USER_INPUT',
        ],
        [
          'an operation that it does not hold',
          { query: `query One ${query}`, operationName: 'Two' },
          'OPERATION_RESOLUTION_FAILURE',
        ],
      ])(
        'is a 200 under application/json and a 400 under the newer media type: %s',
        async (_, body, code) => {
          const answers = await Promise.all(
            ['application/json', '*/*', 'application/graphql-response+json'].map((accept) =>
              post(supergraph.url, body, { accept }),
            ),
          );
          expect(answers.map(({ status }) => status)).toEqual([200, 200, 400]);
          for (const { data, errors } of answers) {
            expect(data).toBeUndefined();
            expect(errors[0]?.extensions['code']).toBe(code);
          }
        },
      );
    });

    it.each([
      'raadKey: id',
      'id: involvement { unit }',
      'raadOutcome: reports { id }',
      '__typename: id',
      '__proto__: id',
      'list: members { key: id id }',
    ])('accepts the alias in { %s }', async (selection) => {
      const { status, errors } = await post(supergraph.url, {
        query: `{ page: myHouseholds { nodes { ${selection} sources { outcome } } } }`,
      });
      expect([status, errors.map(({ extensions }) => extensions['code'])]).toEqual([
        200,
        ['NOT_ESTABLISHED'],
      ]);
    });
  });
}
