import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Client, demonstrationClients } from '../../simulated-sources/veilig-thuis/clients.js';
import { castAdvice, castCases } from '../../simulated-sources/veilig-thuis/records.js';
import {
  startVeiligThuisServer,
  type VeiligThuisServer,
} from '../../simulated-sources/veilig-thuis/server.js';

const start = new Date('2026-11-02T12:00:00+01:00');
let now = start;
let server: VeiligThuisServer;
let stranger: VeiligThuisServer;

beforeAll(async () => {
  const options = {
    port: 0,
    cases: castCases,
    advice: castAdvice,
    clients: demonstrationClients,
    now: () => now,
  };
  server = await startVeiligThuisServer({ ...options, tokenLifetimeSeconds: 300 });
  stranger = await startVeiligThuisServer({ ...options, cases: [], tokenLifetimeSeconds: 300 });
});
afterAll(async () => {
  await server?.close();
  await stranger?.close();
});

function clientOf(id: string): Client {
  const client = demonstrationClients.find((candidate) => candidate.id === id);
  if (!client) throw new Error('expected a demonstration client');
  return client;
}

function askToken(
  fields: Record<string, string>,
  credentials = 'gezinsbeeld:demonstration-secret-gezinsbeeld',
) {
  return fetch(`${server.origin}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(credentials)}` },
    body: new URLSearchParams(fields),
  });
}

async function tokenOf(clientId: string): Promise<string> {
  const { id, secret } = clientOf(clientId);
  const answer = await askToken({ grant_type: 'client_credentials' }, `${id}:${secret}`);
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly text?: string;
  readonly type?: string;
}

function call(method: string, path: string, options: CallOptions = {}) {
  const { token, body, text = body === undefined ? undefined : JSON.stringify(body) } = options;
  const { type = 'application/json' } = options;
  return fetch(`${server.origin}/api/v1${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(text === undefined ? {} : { 'content-type': type }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
}

function patch(path: string, body: unknown, token: string) {
  return call('PATCH', path, { body, token, type: 'application/merge-patch+json' });
}

async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/);
  expect(answer.headers.get('api-version')).toBe('1.3.0');
  return answer.json();
}

describe('the authorisation server of Veilig Thuis', () => {
  it('gives a known client a token for exactly its own scopes, and nobody may keep the answer', async () => {
    const answer = await askToken({ grant_type: 'client_credentials', scope: 'vt:roster' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const token: unknown = await answer.json();
    expect(token).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'vt:roster',
    });
  });

  it('publishes where its tokens and keys are, and never a private key', async () => {
    const metadata = await fetch(`${server.origin}/.well-known/oauth-authorization-server`);
    expect(await metadata.json()).toMatchObject({
      issuer: server.origin,
      token_endpoint: `${server.origin}/oauth/token`,
      jwks_uri: `${server.origin}/oauth/jwks`,
      grant_types_supported: ['client_credentials'],
    });
    const keys: unknown = await (await fetch(`${server.origin}/oauth/jwks`)).json();
    expect(keys).toEqual({
      keys: [
        {
          kty: 'RSA',
          alg: 'RS256',
          use: 'sig',
          kid: expect.any(String),
          n: expect.any(String),
          e: 'AQAB',
        },
      ],
    });
  });

  it('refuses a wrong secret, an unknown client and no client with the same words', async () => {
    const refusals = [
      await askToken({ grant_type: 'client_credentials' }, 'gezinsbeeld:wrong'),
      await askToken({ grant_type: 'client_credentials' }, 'nobody:wrong'),
      await fetch(`${server.origin}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      }),
    ];
    for (const refusal of refusals) {
      expect(refusal.status).toBe(401);
      expect(refusal.headers.get('www-authenticate')).toBe('Basic realm="veilig-thuis"');
      expect(await refusal.json()).toEqual({ error: 'invalid_client' });
    }
  });

  it('refuses another grant, a missing grant, and a scope that the client does not have', async () => {
    const refusalOf = async (fields: Record<string, string>) => {
      const refusal = await askToken(fields);
      return [refusal.status, await refusal.json()];
    };
    expect(await refusalOf({ grant_type: 'password' })).toEqual([400, { error: 'unsupported_grant_type' }]);
    expect(await refusalOf({ scope: 'vt:roster' })).toEqual([400, { error: 'invalid_request' }]);
    expect(await refusalOf({ grant_type: 'client_credentials', scope: 'vt:roster vt:advice' })).toEqual([
      400,
      { error: 'invalid_scope' },
    ]);
  });
});

describe('the interface of Veilig Thuis lets in', () => {
  it('nobody without a token', async () => {
    const refusal = await call('GET', '/cases');
    expect(refusal.status).toBe(401);
    expect(refusal.headers.get('www-authenticate')).toBe('Bearer realm="veilig-thuis"');
    expect(await problemOf(refusal)).toEqual({
      type: 'https://veilig-thuis.invalid/problems/unauthorized',
      status: 401,
      title: 'Unauthorized',
      detail: 'expected an access token',
    });
  });

  it('nobody with a token that expired, that another signed, or that was made for another', async () => {
    const scopes = ['vt:roster'] as const;
    const ended = await server.issuer.issue({ clientId: 'gezinsbeeld', scopes });
    const foreign = await stranger.issuer.issue({
      clientId: 'gezinsbeeld',
      scopes,
      audience: `${server.origin}/api/v1`,
    });
    const elsewhere = await server.issuer.issue({
      clientId: 'gezinsbeeld',
      scopes,
      audience: 'https://elsewhere.invalid',
    });
    const [header = '', payload = ''] = ended.split('.');
    expect((await call('GET', '/cases', { token: ended })).status).toBe(200);
    for (const [token, at] of [
      [foreign, start],
      [elsewhere, start],
      [`${header}.${payload}.`, start],
      ['nonsense', start],
      [ended, new Date(start.getTime() + 301_000)],
    ] as const) {
      now = at;
      const refusal = await call('GET', '/cases', { token });
      now = start;
      expect(refusal.status).toBe(401);
      expect(refusal.headers.get('www-authenticate')).toBe(
        'Bearer realm="veilig-thuis", error="invalid_token"',
      );
      expect(await problemOf(refusal)).toMatchObject({
        status: 401,
        detail: 'the access token does not hold here',
      });
    }
  });

  it('no colleague to what their scope does not cover', async () => {
    const reading = await tokenOf('gezinsbeeld');
    const filing = await tokenOf('intake-desk');
    const correcting = await tokenOf('case-desk');
    const removing = await tokenOf('records-desk');
    const refusals = [
      await call('GET', '/advice', { token: reading }),
      await call('POST', '/cases', { token: reading, body: {} }),
      await call('DELETE', '/cases/VT2/2017-0930', { token: reading }),
      await call('POST', '/case-files/_search', { token: filing, body: { caseNumbers: ['VT3/2026-1188'] } }),
      await call('GET', '/cases', { token: filing }),
      // Who files does not correct, who corrects does not remove, and who removes does neither.
      await patch('/cases/VT2/2017-0930', {}, filing),
      await call('DELETE', '/cases/VT2/2017-0930', { token: filing }),
      await call('DELETE', '/cases/VT2/2017-0930', { token: correcting }),
      await patch('/cases/VT2/2017-0930/persons/P1', {}, removing),
      await call('POST', '/cases', { token: removing, body: {} }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 403));
    expect(refusals[0]?.headers.get('www-authenticate')).toBe(
      'Bearer realm="veilig-thuis", error="insufficient_scope", scope="vt:advice"',
    );
    const [advice] = refusals;
    if (!advice) throw new Error('expected an answer');
    expect(await problemOf(advice)).toMatchObject({
      status: 403,
      detail: 'expected a token with scope vt:advice',
    });
  });

  it('the advice desk to the advice register, which names no person', async () => {
    const answer = await call('GET', '/advice', { token: await tokenOf('advice-desk') });
    expect(await answer.json()).toEqual({
      advice: [
        { unit: 'VT3', givenOn: '2026-10-12', askedBy: 'a neighbour' },
        { unit: 'VT1', givenOn: '2026-09-03', askedBy: 'a brother' },
        { unit: 'VT2', givenOn: '2026-09-01', askedBy: 'a hospital' },
      ],
    });
  });
});

describe('the interface of Veilig Thuis refuses', () => {
  it('wrong parameters, naming all of them at once and repeating none of them', async () => {
    const refusal = await call('GET', '/cases?pageSize=0&modifiedSince=yesterday&order=up', {
      token: await tokenOf('gezinsbeeld'),
    });
    expect(refusal.status).toBe(400);
    expect(await problemOf(refusal)).toEqual({
      type: 'https://veilig-thuis.invalid/problems/invalid-request',
      status: 400,
      title: 'Invalid request',
      detail: '3 parameters are not as agreed',
      invalidParams: [
        { name: 'modifiedSince', reason: 'not in the expected format' },
        { name: 'pageSize', reason: 'expected at least 1' },
        { name: 'order', reason: 'is not known here' },
      ],
    });
  });

  it('a watermark of another run of the feed', async () => {
    const refusal = await call('GET', '/cases?modifiedSince=00000000.1', {
      token: await tokenOf('gezinsbeeld'),
    });
    expect(refusal.status).toBe(410);
    expect(await problemOf(refusal)).toMatchObject({
      detail: 'this watermark is not of this feed: read it in full',
    });
  });

  it('to read more than two hundred files at once, none, or one whose number is no case number', async () => {
    const token = await tokenOf('gezinsbeeld');
    const many = Array.from({ length: 201 }, (_unused, index) => `VT1/2026-${index + 1}`);
    const invalidParamsOf = async (body: unknown) => {
      const refusal = await call('POST', '/case-files/_search', { token, body });
      expect(refusal.status).toBe(400);
      return z.object({ invalidParams: z.unknown() }).parse(await problemOf(refusal)).invalidParams;
    };
    expect(await invalidParamsOf({ caseNumbers: many })).toEqual([
      { name: 'caseNumbers', reason: 'expected at most 200' },
    ]);
    expect(await invalidParamsOf({ caseNumbers: [] })).toEqual([
      { name: 'caseNumbers', reason: 'expected at least 1' },
    ]);
    expect(await invalidParamsOf({ caseNumbers: ['x'], bsn: '' })).toEqual([
      { name: 'caseNumbers.0', reason: 'not in the expected format' },
      { name: 'bsn', reason: 'is not known here' },
    ]);
  });

  it('to file a case that is not complete, naming everything that is missing', async () => {
    const token = await tokenOf('intake-desk');
    const refusal = await call('POST', '/cases', {
      token,
      body: {
        unit: 'VT9',
        openedOn: '2026-02-30',
        persons: [{ personNumber: 'P1', role: '112', bsn: '12' }],
      },
    });
    expect(refusal.status).toBe(400);
    expect(await problemOf(refusal)).toMatchObject({
      invalidParams: [
        { name: 'unit', reason: 'expected one of VT1, VT2, VT3, VT4' },
        { name: 'openedOn', reason: 'not in the expected format' },
        { name: 'persons.0.bsn', reason: 'not in the expected format' },
      ],
    });
  });

  it('to file what contradicts itself: an unknown code, a report about somebody who is not in the case, an end before the start', async () => {
    const token = await tokenOf('intake-desk');
    const persons = [{ personNumber: 'P1', role: '112', birthDate: '1960-02-30' }];
    const informed = [{ personNumber: 'P2' }];
    const codes = await call('POST', '/cases', {
      token,
      body: {
        unit: 'VT1',
        openedOn: '2026-11-02',
        persons,
        reports: [{ receivedOn: '2026-11-02T10:00:00+01:00', violenceKinds: ['77'] }],
      },
    });
    expect(await problemOf(codes)).toMatchObject({
      status: 400,
      invalidParams: [{ name: 'persons.0.birthDate' }, { name: 'reports.0.violenceKinds.0' }],
    });
    const other = await call('POST', '/cases', {
      token,
      body: {
        unit: 'VT1',
        openedOn: '2026-11-02',
        closedOn: '2026-11-01',
        persons: [{ personNumber: 'P1', role: '112' }],
        reports: [{ receivedOn: '2026-11-02T10:00:00+01:00', informed }],
      },
    });
    expect(await problemOf(other)).toMatchObject({
      status: 400,
      invalidParams: [
        { name: 'closedOn', reason: 'not as agreed' },
        { name: 'reports.0', reason: 'not as agreed' },
      ],
    });
    const report = await call('POST', '/cases/VT2/2017-0930/reports', {
      token,
      body: { receivedOn: '2026-11-02T10:00:00+01:00', informed: [{ personNumber: 'P99' }] },
    });
    expect(await problemOf(report)).toMatchObject({
      status: 400,
      invalidParams: [{ name: 'personNumber', reason: 'expected a person of the case' }],
    });
  });

  it('what is no JSON, what is no document of this interface, and what is too large', async () => {
    const token = await tokenOf('intake-desk');
    const broken = await call('POST', '/cases', { token, text: '{"unit":' });
    expect([broken.status, await problemOf(broken)]).toMatchObject([
      400,
      { detail: 'expected a body of JSON' },
    ]);
    const plain = await fetch(`${server.origin}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: 'unit',
    });
    expect([plain.status, await problemOf(plain)]).toMatchObject([415, { title: 'Unsupported media type' }]);
    const large = await call('POST', '/cases', { token, body: { filler: 'x'.repeat(70_000) } });
    expect([large.status, await problemOf(large)]).toMatchObject([413, { title: 'Body too large' }]);
  });

  it('paths that do not exist, with a trailing slash too', async () => {
    const token = await tokenOf('gezinsbeeld');
    for (const path of ['/persons', '/cases/', '/case-files']) {
      const refusal = await call('GET', path, { token });
      expect([path, refusal.status]).toEqual([path, 404]);
      expect(await problemOf(refusal)).toMatchObject({ title: 'Not found' });
    }
    const report = await call('POST', '/cases/VT1/2026-0001/reports', {
      token: await tokenOf('intake-desk'),
      body: { receivedOn: '2026-11-02T10:00:00+01:00' },
    });
    expect([report.status, await problemOf(report)]).toMatchObject([
      404,
      { detail: 'there is no such case' },
    ]);
  });

  it('methods that a path does not have, saying which it has', async () => {
    const refusal = await call('PUT', '/cases', { token: await tokenOf('gezinsbeeld') });
    expect([refusal.status, refusal.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(await problemOf(refusal)).toMatchObject({ title: 'Method not allowed' });
    const token = await fetch(`${server.origin}/oauth/token`);
    expect([token.status, token.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('a colleague at the intake desk', () => {
  it('files a case and adds a report to it, others close and remove it, and the feed tells each in the order in which it happened', async () => {
    const token = await tokenOf('intake-desk');
    const removing = await tokenOf('records-desk');
    const reading = await tokenOf('gezinsbeeld');
    const feed = async (watermark: string) => {
      const answer = await call('GET', `/cases?modifiedSince=${watermark}`, { token: reading });
      return z
        .object({
          watermark: z.string(),
          cases: z.array(z.object({ caseNumber: z.string() })),
          removed: z.array(z.string()),
        })
        .parse(await answer.json());
    };
    const full = await call('GET', '/cases?pageSize=200', { token: reading });
    const { watermark } = z.object({ watermark: z.string() }).parse(await full.json());
    const filed = await call('POST', '/cases', {
      token,
      body: { unit: 'VT2', openedOn: '2026-11-02', persons: [{ personNumber: 'P1', role: '112' }] },
    });
    expect(filed.status).toBe(201);
    const added = await call('POST', '/cases/VT2/2026-2001/reports', {
      token,
      body: { receivedOn: '2026-11-02T11:00:00+01:00' },
    });
    expect(await added.json()).toEqual({ caseNumber: 'VT2/2026-2001', reportNumbers: ['VT2/2026-2001/1'] });
    const afterFiling = await feed(watermark);
    expect(afterFiling.cases.map(({ caseNumber }) => caseNumber)).toEqual(['VT2/2026-2001']);
    const tooEarly = await call('DELETE', '/cases/VT2/2026-2001', { token: removing });
    expect([tooEarly.status, await problemOf(tooEarly)]).toMatchObject([
      409,
      { title: 'Retention not ended', detail: 'the case is open' },
    ]);
    const closing = { closedOn: '2026-11-02' };
    expect((await patch('/cases/VT2/2026-2001', closing, await tokenOf('case-desk'))).status).toBe(200);
    expect((await call('DELETE', '/cases/VT2/2026-2001', { token: removing })).status).toBe(204);
    expect(await feed(afterFiling.watermark)).toMatchObject({ cases: [], removed: ['VT2/2026-2001'] });
    expect((await call('DELETE', '/cases/VT2/2026-2001', { token: removing })).status).toBe(404);
  });
});

describe('a correction of what was filed at Veilig Thuis', () => {
  const fileSchema = z.object({
    caseFiles: z.tuple([
      z.object({
        persons: z.array(z.record(z.string(), z.unknown())),
        reports: z.array(z.record(z.string(), z.unknown())),
      }),
    ]),
  });
  const aPerson = { givenName: 'Kind', surname: 'Proef', birthDate: '2020-01-01', sex: 'V' };

  async function fileCase(): Promise<string> {
    const body = {
      unit: 'VT1',
      openedOn: '2026-11-02',
      persons: [
        { personNumber: 'P1', role: '112', bsn: '000000000' },
        { ...aPerson, personNumber: 'P2', role: '115' },
      ],
      reports: [
        {
          receivedOn: '2026-11-02T10:00:00+01:00',
          incident: { occurredOn: '2026-11-01', place: 'at home' },
          informed: [{ personNumber: 'P1', dueOn: '2026-11-30' }],
          retainUntil: '2046-11-02',
        },
      ],
    };
    const filed = await call('POST', '/cases', { token: await tokenOf('intake-desk'), body });
    return z.object({ caseNumber: z.string() }).parse(await filed.json()).caseNumber;
  }

  async function readFile(caseNumber: string) {
    const body = { caseNumbers: [caseNumber] };
    const answer = await call('POST', '/case-files/_search', { token: await tokenOf('gezinsbeeld'), body });
    return fileSchema.parse(await answer.json()).caseFiles[0];
  }

  async function latestChange(): Promise<string> {
    const answer = await call('GET', '/cases?pageSize=200', { token: await tokenOf('gezinsbeeld') });
    return z.object({ watermark: z.string() }).parse(await answer.json()).watermark;
  }

  it('changes what it names and leaves the rest, and done again it changes nothing', async () => {
    const token = await tokenOf('case-desk');
    const caseNumber = await fileCase();
    const before = await readFile(caseNumber);
    const corrections: readonly (readonly [string, object])[] = [
      ['persons/P2', { bsn: '999998511', birthDate: null }],
      ['reports/1', { incident: { place: null }, informed: [{ personNumber: 'P1', on: '2026-11-04' }] }],
    ];
    for (const [place, body] of corrections) {
      const answer = await patch(`/cases/${caseNumber}/${place}`, body, token);
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { caseNumber, reportNumbers: [`${caseNumber}/1`] },
      ]);
    }
    const after = await readFile(caseNumber);
    expect(after).toEqual({
      persons: [before.persons[0], { ...before.persons[1], bsn: '999998511', birthDate: null }],
      reports: [
        {
          ...before.reports[0],
          incident: { occurredOn: '2026-11-01', place: null, involved: [] },
          informed: [{ personNumber: 'P1', on: '2026-11-04', dueOn: null }],
        },
      ],
    });
    const watermark = await latestChange();
    for (const [place, body] of corrections) await patch(`/cases/${caseNumber}/${place}`, body, token);
    expect(await latestChange()).toBe(watermark);
    expect(await readFile(caseNumber)).toEqual(after);
  });

  it('is refused whole when part of it is wrong, and repeats nothing that was sent', async () => {
    const token = await tokenOf('case-desk');
    const caseNumber = await fileCase();
    const before = await readFile(caseNumber);
    const refusalOf = async (place: string, body: unknown) => {
      const refusal = await patch(`/cases/${caseNumber}${place}`, body, token);
      const problem = z
        .object({ invalidParams: z.unknown(), detail: z.string() })
        .parse(await problemOf(refusal));
      return [refusal.status, problem.invalidParams ?? problem.detail];
    };
    expect(await refusalOf('/persons/P2', { bsn: '12', name: 'Ada', personNumber: 'P7' })).toEqual([
      400,
      [
        { name: 'personNumber', reason: 'cannot be changed' },
        { name: 'bsn', reason: 'not in the expected format' },
        { name: 'name', reason: 'is not known here' },
      ],
    ]);
    expect(await refusalOf('/persons/P2', { unborn: { motherPersonNumber: 'P2' } })).toEqual([
      400,
      [{ name: 'unborn.motherPersonNumber', reason: 'expected another person of the case' }],
    ]);
    expect(await refusalOf('/reports/1', { informed: [{ personNumber: 'P9' }] })).toEqual([
      400,
      [{ name: 'personNumber', reason: 'expected a person of the case' }],
    ]);
    expect(await refusalOf('/reports/1', { recordedAt: '2026-11-01T10:00:00+01:00' })).toEqual([
      400,
      [{ name: 'recordedAt', reason: 'cannot be changed' }],
    ]);
    expect(await refusalOf('', { openedOn: '2026-11-01', secretAddress: { keptFrom: [] } })).toEqual([
      400,
      [
        { name: 'secretAddress.keptFrom', reason: 'expected at least 1' },
        { name: 'openedOn', reason: 'is not known here' },
      ],
    ]);
    expect(await refusalOf('', ['closedOn'])).toEqual([400, [{ name: 'body', reason: 'expected object' }]]);
    expect(await readFile(caseNumber)).toEqual(before);
  });

  it('is refused where it contradicts the rest of the case', async () => {
    const token = await tokenOf('case-desk');
    const caseNumber = await fileCase();
    await patch(`/cases/${caseNumber}/persons/P2`, { bsn: '999998511' }, token);
    const conflicts = [
      await patch(`/cases/${caseNumber}/persons/P1`, { bsn: '999998511' }, token),
      await patch(`/cases/${caseNumber}`, { closedOn: '2026-11-01' }, token),
    ];
    expect(await Promise.all(conflicts.map(problemOf))).toMatchObject([
      { status: 409, title: 'Conflict', detail: 'this number stands at another person of the case' },
      { status: 409, title: 'Conflict', detail: 'a case cannot end before it was opened' },
    ]);
    // "Unknown" is nobody's number, and may stand at as many as are unknown.
    const unknown = await patch(`/cases/${caseNumber}/persons/P2`, { bsn: '000000000' }, token);
    expect(unknown.status).toBe(200);
  });

  it('is refused where there is no such case, person or report, and where it is no merge patch', async () => {
    const token = await tokenOf('case-desk');
    const caseNumber = await fileCase();
    const places = ['VT1/2026-0001', `${caseNumber}/persons/P9`, `${caseNumber}/reports/2`];
    for (const place of [...places, `${caseNumber}/reports/0`, `${caseNumber}/reports/first`]) {
      const refusal = await patch(`/cases/${place}`, {}, token);
      expect([place, refusal.status]).toEqual([place, 404]);
    }
    const plain = await call('PATCH', `/cases/${caseNumber}`, { token, body: {} });
    expect([plain.status, plain.headers.get('accept-patch')]).toEqual([415, 'application/merge-patch+json']);
    const put = await call('PUT', `/cases/${caseNumber}/reports/1`, { token, body: {} });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'PATCH']);
    const broken = await call('PATCH', `/cases/${caseNumber}`, {
      token,
      text: '{"closedOn":',
      type: 'application/merge-patch+json',
    });
    expect([broken.status, await problemOf(broken)]).toMatchObject([
      400,
      { detail: 'expected a body of JSON' },
    ]);
  });

  it('does not bring the end of a retention nearer: what has to be kept is not removed', async () => {
    const caseNumber = await fileCase();
    await patch(`/cases/${caseNumber}`, { closedOn: '2026-11-02' }, await tokenOf('case-desk'));
    const remove = async () =>
      call('DELETE', `/cases/${caseNumber}`, { token: await tokenOf('records-desk') });
    const refusal = await remove();
    expect([refusal.status, await problemOf(refusal)]).toMatchObject([
      409,
      { detail: 'a report of the case has to be kept longer' },
    ]);
    now = new Date('2046-11-03T00:30:00+01:00');
    const removed = await remove();
    now = start;
    expect(removed.status).toBe(204);
  });
});

describe('the interface of Veilig Thuis describes itself', () => {
  it('in OpenAPI, to anybody, with the scope that each read or filing needs', async () => {
    const answer = await call('GET', '/openapi.json');
    const description = z
      .object({
        openapi: z.string(),
        info: z.object({ version: z.string() }),
        paths: z.record(z.string(), z.record(z.string(), z.unknown())),
      })
      .parse(await answer.json());
    expect([description.openapi, description.info.version]).toEqual([
      '3.0.3',
      answer.headers.get('api-version'),
    ]);
    const operationSchema = z.object({ security: z.tuple([z.object({ oauth2: z.array(z.string()) })]) });
    const scopes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => method !== 'parameters')
        .map(
          ([method, operation]) => `${method} ${path} ${operationSchema.parse(operation).security[0].oauth2}`,
        ),
    );
    expect(scopes).toEqual([
      'get /cases vt:roster',
      'post /cases vt:write',
      'patch /cases/{unit}/{number} vt:correct',
      'delete /cases/{unit}/{number} vt:erase',
      'patch /cases/{unit}/{number}/persons/{personNumber} vt:correct',
      'post /cases/{unit}/{number}/reports vt:write',
      'patch /cases/{unit}/{number}/reports/{position} vt:correct',
      'post /case-files/_search vt:reports',
      'post /case-files/_attributes vt:reports',
      'get /advice vt:advice',
    ]);
  });

  it('as an answer that nobody may keep on the way', async () => {
    const { headers } = await call('GET', '/openapi.json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
