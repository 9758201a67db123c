import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../adapter-kit/source-settings.js';
import { readGatewayConfig } from '../../gateway/config.js';
import { organisations } from '../../subgraphs/index.js';
import { type RawAnswer, type StubGateway, send, startStubGateway } from './stub-gateway.js';

const page = 'http://localhost:5173';
const stranger = 'https://elsewhere.invalid';
const preflight = { method: 'OPTIONS', body: undefined } as const;
const asked = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type,case-reference',
};
const question = { query: '{ myHouseholds { nodes { id } } }' };
const json = { 'content-type': 'application/json' };

const corsHeaders = ({ headers }: RawAnswer): readonly string[] =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe('a gateway that names one page of another origin', () => {
  let gateway: StubGateway;
  let graphql: string;
  beforeAll(async () => {
    gateway = await startStubGateway({ corsOrigins: [page, 'https://dossier.invalid'] });
    graphql = `${gateway.url}/graphql`;
  });
  afterAll(() => gateway?.stop());

  it('lets that page ask, with the headers that a question may carry', async () => {
    const { status, headers, text } = await send(graphql, {
      ...preflight,
      headers: { ...asked, origin: page },
    });
    expect([status, text]).toEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'GET, POST',
      'access-control-max-age': '600',
      vary: 'Origin',
    });
    const allowed = String(headers['access-control-allow-headers']).split(', ');
    expect(allowed).toEqual(
      expect.arrayContaining([
        'content-type',
        'case-reference',
        'processing-activity',
        'authorization',
        'apollo-require-preflight',
      ]),
    );
  });

  it('lets that page read the answer, and a refusal too', async () => {
    const answer = await send(graphql, { headers: { ...json, origin: page }, body: question });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, page]);
    const refusal = await send(graphql, { headers: { ...json, origin: page }, body: { query: '{ none }' } });
    expect([refusal.status, refusal.headers['access-control-allow-origin']]).toEqual([200, page]);
    expect(answer.headers['vary']).toMatch(/Origin/);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it.each([
    ['another origin', stranger],
    ['the same host on another port', 'http://localhost:5174'],
    ['a name that begins like the allowed one', 'https://dossier.invalid.elsewhere.invalid'],
    ['a page without an origin', 'null'],
  ])('says nothing of it to %s', async (_, origin) => {
    const before = await send(graphql, { ...preflight, headers: { ...asked, origin } });
    const after = await send(graphql, { headers: { ...json, origin }, body: question });
    expect([corsHeaders(before), corsHeaders(after)]).toEqual([[], []]);
    expect(before.headers['vary']).toBe('Origin');
  });

  it('still answers nobody who calls it by another name than this machine', async () => {
    const answer = await send(graphql, {
      ...preflight,
      headers: { ...asked, origin: page, host: 'rebound.invalid' },
    });
    expect([answer.status, corsHeaders(answer)]).toEqual([421, []]);
  });
});

describe('a gateway that names no page of another origin', () => {
  it('has no such header at all', async () => {
    const gateway = await startStubGateway();
    const answers = [
      await send(`${gateway.url}/graphql`, { ...preflight, headers: { ...asked, origin: page } }),
      await send(`${gateway.url}/graphql`, { headers: { ...json, origin: page }, body: question }),
    ];
    await gateway.stop();
    expect(answers.map(corsHeaders)).toEqual([[], []]);
    expect(answers.map(({ headers }) => headers['vary'])).toEqual([undefined, undefined]);
    expect(answers.map(({ status }) => status)).toEqual([400, 200]);
  });
});

describe('the configuration of other origins', () => {
  const read = (value: string) =>
    readGatewayConfig({ CORS_ORIGINS: value }, { organisations, simulate: true, open: false }).corsOrigins;
  const problemsOf = (value: string): readonly string[] => {
    try {
      read(value);
      return [];
    } catch (thrown) {
      return thrown instanceof ConfigurationError ? thrown.problems : ['something else was thrown'];
    }
  };

  it('takes exact origins, separated by commas, and is empty by default', () => {
    expect(read('https://dossier.invalid, http://localhost:5173')).toEqual([
      'https://dossier.invalid',
      'http://localhost:5173',
    ]);
    expect(read('')).toEqual([]);
  });

  it('refuses a star: any page that somebody opens could ask', () => {
    expect(problemsOf('*')).toEqual([
      expect.stringMatching(/^CORS_ORIGINS: expected each origin by its exact/),
    ]);
    expect(problemsOf('https://*.dossier.invalid')).toHaveLength(1);
  });

  it.each(['https://dossier.invalid/', 'http://dossier.invalid', 'dossier.invalid', 'null', 'file:///page'])(
    'refuses %s, which is no exact origin over TLS, and repeats nothing of it',
    (value) => {
      const problems = problemsOf(value);
      expect(problems).toEqual([expect.stringMatching(/^CORS_ORIGINS: expected exact origins/)]);
      expect(problems.join().replace(/https:\/\/example\.invalid/g, '')).not.toContain(value);
    },
  );
});
