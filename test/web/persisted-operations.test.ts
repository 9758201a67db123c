import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { readManifest } from '../../gateway/known-operations.js';
import {
  HouseholdSummaryDocument,
  HouseholdViewDocument,
  MyHouseholdsDocument,
  WhoIsInvolvedDocument,
} from '../../schema/operations/generated/operations.js';
import { manifestFile, type StubGateway, send, startStubGateway } from './stub-gateway.js';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: unknown, version: unknown = 1) => ({
  persistedQuery: { version, sha256Hash },
});
const pageOfHouseholds = hashOf(print(MyHouseholdsDocument));
const own = '{ myHouseholds { nodes { id } } }';
const emptyPage = {
  __typename: 'HouseholdConnection',
  nodes: [],
  pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
};

let gateway: StubGateway;
let strict: StubGateway;
beforeAll(async () => {
  [gateway, strict] = await Promise.all([
    startStubGateway(),
    startStubGateway({ onlyKnownOperations: true }),
  ]);
});
afterAll(() => Promise.all([gateway?.stop(), strict?.stop()]));

const ask = async (body: unknown, at = gateway) => {
  const { status, text } = await send(`${at.url}/graphql`, {
    headers: { 'content-type': 'application/json' },
    body,
  });
  // What this server answers is JSON; the test compares the parts that it names.
  const { data, errors } = JSON.parse(text) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
  return { status, data, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
};

describe('a known operation', () => {
  it('is answered by its hash alone, with no store and nothing registered before', async () => {
    const { status, data } = await ask({ extensions: persisted(pageOfHouseholds), variables: { first: 1 } });
    expect([status, data]).toEqual([200, { myHouseholds: emptyPage }]);
  });

  it('is answered by GET as well, where it names nobody', async () => {
    const extensions = encodeURIComponent(JSON.stringify(persisted(pageOfHouseholds)));
    const answer = await send(`${gateway.url}/graphql?extensions=${extensions}`, {
      method: 'GET',
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      200,
      { data: { myHouseholds: emptyPage } },
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['HouseholdSummary', HouseholdSummaryDocument],
    ['HouseholdView', HouseholdViewDocument],
    ['MyHouseholds', MyHouseholdsDocument],
    ['WhoIsInvolved', WhoIsInvolvedDocument],
  ])('has the hash of the generated document of %s, as any client computes it', (_, document) => {
    const text = print(document);
    expect(readManifest(manifestFile).get(hashOf(text))).toBe(text);
  });
});

describe('an operation that is not known', () => {
  it('is asked for once, and is answered by its hash from then on', async () => {
    const query = '{ myHouseholds(first: 2) { nodes { id } } }';
    const extensions = persisted(hashOf(query));
    expect(await ask({ extensions })).toMatchObject({ status: 200, code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect(await ask({ extensions, query })).toMatchObject({ status: 200, code: undefined });
    expect(await ask({ extensions })).toMatchObject({ status: 200, data: { myHouseholds: { nodes: [] } } });
  });

  it('is refused, with or without its text, where only the known are admitted', async () => {
    expect(await ask({ query: own }, strict)).toMatchObject({ status: 400, code: 'QUERY_NOT_IN_SAFELIST' });
    expect(await ask({ query: own, extensions: persisted(hashOf(own)) }, strict)).toMatchObject({
      status: 400,
      code: 'QUERY_NOT_IN_SAFELIST',
    });
    expect(await ask({ extensions: persisted(hashOf(own)) }, strict)).toMatchObject({
      status: 400,
      code: 'PERSISTED_QUERY_NOT_IN_LIST',
    });
    const search = `query=${encodeURIComponent(own)}`;
    const byGet = await send(`${strict.url}/graphql?${search}`, {
      method: 'GET',
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect([byGet.status, byGet.text]).toEqual([400, expect.stringMatching(/QUERY_NOT_IN_SAFELIST/)]);
  });

  it('does not stand in the way of the known ones, by hash or by text', async () => {
    expect(await ask({ extensions: persisted(pageOfHouseholds) }, strict)).toMatchObject({ status: 200 });
    expect(await ask({ query: print(MyHouseholdsDocument) }, strict)).toMatchObject({
      status: 200,
      data: { myHouseholds: emptyPage },
    });
  });
});

describe('what a client says of a persisted operation', () => {
  it.each([
    ['no object', { persistedQuery: 'hash' }, /persistedQuery to be an object/],
    ['a list', { persistedQuery: [] }, /persistedQuery to be an object/],
    ['a number', { persistedQuery: 0 }, /persistedQuery to be an object/],
    ['no version', { persistedQuery: { sha256Hash: pageOfHouseholds } }, /\.version to be 1/],
    ['another version', persisted(pageOfHouseholds, 2), /\.version to be 1/],
    ['a version in text', persisted(pageOfHouseholds, '1'), /\.version to be 1/],
    ['no hash', { persistedQuery: { version: 1 } }, /\.sha256Hash to be 64 lower-case/],
    ['a hash that is none', persisted('constructor'), /\.sha256Hash to be 64 lower-case/],
    ['a hash that is a number', persisted(7), /\.sha256Hash to be 64 lower-case/],
    ['a hash in capitals', persisted(pageOfHouseholds.toUpperCase()), /\.sha256Hash to be 64 lower-case/],
  ])('is refused with what was expected when it is %s', async (_, extensions, expected) => {
    for (const body of [{ extensions }, { extensions, query: own }]) {
      const answer = await ask(body);
      expect(answer).toEqual({
        status: 400,
        data: undefined,
        code: 'BAD_REQUEST',
        message: expect.stringMatching(expected),
      });
    }
  });

  it('is refused when the hash is not that of the query beside it', async () => {
    expect(await ask({ query: own, extensions: persisted(pageOfHouseholds) })).toMatchObject({
      status: 400,
      code: 'PERSISTED_QUERY_HASH_MISMATCH',
    });
  });

  it('may be nothing', async () => {
    expect(await ask({ query: own, extensions: { persistedQuery: null } })).toMatchObject({ status: 200 });
    expect(await ask({ extensions: {} })).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });
});
