import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditResult, auditServer } from 'graphql-http';
import { type StubGateway, send, startStubGateway } from '../web/stub-gateway.js';

/** What GraphQL over HTTP leaves to the server, and this one does not do. */
const notDone: Readonly<Record<string, string>> = {
  '5A70': 'a GET without a header that forces a preflight could come from any page that somebody opens',
  D6D5: 'the same, with variables',
  '6A70': 'the same, with variables, under application/json',
};

describe('GraphQL over HTTP', () => {
  let gateway: StubGateway;
  let results: readonly AuditResult[];
  beforeAll(async () => {
    gateway = await startStubGateway();
    results = await auditServer({ url: `${gateway.url}/graphql` });
  });
  afterAll(() => gateway?.stop());

  it('is audited in full', () => {
    expect(results.length).toBeGreaterThanOrEqual(60);
  });

  it.each(['MUST', 'SHOULD'])('holds to every %s', (word) => {
    const failed = results.filter(({ name, status }) => name.startsWith(`${word} `) && status !== 'ok');
    expect(failed.map(({ id, name }) => `${id} ${name}`)).toEqual([]);
  });

  it('does every MAY but those that cross-site request forgery prevention forbids', () => {
    const failed = results.filter(({ status }) => status !== 'ok').map(({ id }) => id);
    expect(failed.sort()).toEqual(Object.keys(notDone).sort());
  });

  describe('by GET', () => {
    const get = (query: string, headers: Record<string, string>) =>
      send(`${gateway.url}/graphql?${new URLSearchParams({ query })}`, { method: 'GET', headers });
    const preflighted = { 'apollo-require-preflight': 'true' };

    it('answers a query, of a page that had to ask first', async () => {
      const { status, text } = await get('{ __typename }', preflighted);
      expect([status, JSON.parse(text).data]).toEqual([200, { __typename: 'Query' }]);
    });

    it('answers no page that did not have to ask', async () => {
      expect((await get('{ __typename }', {})).status).toBe(400);
    });

    it('changes nothing, and says how to', async () => {
      const { status, headers } = await get('mutation { __typename }', preflighted);
      expect([status, headers['allow']]).toEqual([405, 'POST']);
    });
  });

  describe('by POST', () => {
    const post = (contentType: string | null, body: unknown, more: Record<string, string> = {}) =>
      send(`${gateway.url}/graphql`, {
        headers: { ...(contentType === null ? {} : { 'content-type': contentType }), ...more },
        body,
      });
    const question = { query: '{ __typename }' };

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/graphql',
      'application/json; charset=utf-16',
      'application/jsonp',
      'application/json, text/plain',
      null,
    ])('takes no body of %s, whatever else the request says', async (contentType) => {
      const answers = [
        await post(contentType, question),
        await post(contentType, question, { 'apollo-require-preflight': 'true' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([415, 415]);
      expect(JSON.parse(answers[0]?.text ?? '').errors[0].extensions.code).toBe('BAD_REQUEST');
    });

    it.each(['application/json', 'Application/JSON; Charset="UTF-8"', 'application/json;charset=utf8'])(
      'takes a body of %s',
      async (contentType) => {
        expect((await post(contentType, question)).status).toBe(200);
      },
    );

    it.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])('is no %s', async (method) => {
      const { status, headers } = await send(`${gateway.url}/graphql`, {
        method,
        headers: { 'content-type': 'application/json' },
      });
      expect([status, headers['allow']]).toEqual([405, 'GET, POST']);
    });

    it('answers in none of the media types that a client takes only where it takes neither', async () => {
      expect((await post('application/json', question, { accept: 'text/html' })).status).toBe(406);
    });
  });
});
