import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StubGateway, startStubGateway } from '../../web/stub-gateway.js';
import { hostileRequests } from './hostile-requests.js';

describe('a request that asks for far too much', () => {
  let gateway: StubGateway;
  beforeAll(async () => {
    gateway = await startStubGateway();
  });
  afterAll(() => gateway?.stop());

  const post = async (body: string, accept: string) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body,
    });
    const text = await response.text();
    return { status: response.status, text, errors: JSON.parse(text).errors };
  };

  it.each(hostileRequests.filter(({ limit }) => limit !== null))(
    'is refused with its limit under either media type: $name',
    async ({ limit, body }) => {
      for (const accept of ['application/json', 'application/graphql-response+json']) {
        const { status, errors, text } = await post(body, accept);
        expect([status, errors.length]).toEqual([400, 1]);
        expect(errors[0].extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit });
        expect(errors[0].message).toMatch(/^expected at most \d+ [a-z, JSON]+, received (\d+|more)$/);
        expect(text.length).toBeLessThan(400);
      }
    },
  );

  it.each(hostileRequests.filter(({ limit }) => limit === null))(
    'is refused as a wrong query where it is one, in a short answer: $name',
    async ({ body }) => {
      const { status, errors, text } = await post(body, 'application/graphql-response+json');
      expect(status).toBe(400);
      expect(errors[0].extensions.code).toMatch(/^(GRAPHQL_VALIDATION_FAILED|BAD_REQUEST)$/);
      expect(text.length).toBeLessThan(20_000);
    },
  );

  it('does not keep anybody else waiting', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (const { body } of hostileRequests) await post(body, 'application/json');
    }
    const waits: number[] = [];
    const attack = Promise.all(hostileRequests.map(({ body }) => post(body, 'application/json')));
    for (let asked = 0; asked < 10; asked += 1) {
      const startedAt = performance.now();
      const { status } = await post('{"query":"{ __typename }"}', 'application/json');
      expect(status).toBe(200);
      waits.push(performance.now() - startedAt);
    }
    await attack;
    // One of the ten may wait behind all of the attack, which came first; a machine of two cores has other work besides.
    expect(waits.sort((one, other) => one - other)[7]).toBeLessThan(500);
  });

  it('leaves Object.prototype as it was', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (const body of [
      '{"query":"{ __typename }","variables":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}',
      '{"__proto__":{"polluted":true},"query":"{ __typename }","extensions":{"__proto__":{"polluted":true}}}',
      '{"query":"query ($__proto__: BSN!) { householdsOfPerson(bsn: $__proto__) { id } }","variables":{"__proto__":"000000000"}}',
      '{"query":"{ __proto__: __typename }"}',
      '{"query":"fragment __proto__ on Query { __typename } { ...__proto__ constructor: __typename }"}',
    ]) {
      await post(body, 'application/json');
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
      expect('polluted' in {}).toBe(false);
    }
  });
});
