import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isBsn } from '../../adapter-kit/bsn.js';
import { dayInTheNetherlands, isDate, isDateTime } from '../../adapter-kit/dates.js';
import { createKeySealer, type OrganisationKey } from '../../adapter-kit/key-token.js';
import { createOutwardCaller, type OutwardCaller } from '../../adapter-kit/outward-call.js';
import { createHmacPseudonymiser, withinOneRead } from '../../adapter-kit/pseudonym.js';
import { createReferenceLoader } from '../../adapter-kit/reference-loader.js';

describe('a citizen service number', () => {
  it('passes the eleven-test, and a dummy number is nobody', () => {
    expect(['999994542', '999999369'].map(isBsn)).toEqual([true, true]);
    expect(
      ['000000000', '999999999', '999994543', '99999454', '9999945420', 'abcdefghi', ''].some(isBsn),
    ).toBe(false);
  });

  it('is made opaque once in one read, to the same pseudonym as everywhere', () => {
    const pseudonymiser = createHmacPseudonymiser('key');
    const made: string[] = [];
    const read = withinOneRead({
      ...pseudonymiser,
      person: (rawBsn) => {
        made.push(`person ${rawBsn}`);
        return pseudonymiser.person(rawBsn);
      },
      professional: (issuer, number) => {
        made.push(`${issuer} ${number}`);
        return pseudonymiser.professional(issuer, number);
      },
    });
    const numbers = ['999994001', '999994013', '999994001', '000000000', '000000000', null, ''];
    expect(numbers.map((number) => read.person(number))).toEqual(
      numbers.map((number) => pseudonymiser.person(number)),
    );
    const workers = [
      ['VT1', '7'],
      ['SKJ', '7'],
      ['VT1', '7'],
    ] as const;
    expect(workers.map(([issuer, number]) => read.professional(issuer, number))).toEqual(
      workers.map(([issuer, number]) => pseudonymiser.professional(issuer, number)),
    );
    expect(made).toEqual(['person 999994001', 'person 999994013', 'person 000000000', 'VT1 7', 'SKJ 7']);
  });

  it('becomes the same pseudonym every time under one key, another under another, and none for a dummy number', () => {
    const one = createHmacPseudonymiser('the key of one region, long enough');
    const other = createHmacPseudonymiser('the key of another region, long enough');
    expect(one.person('999994542')).toBe(one.person('999994542'));
    expect(one.person('999994542')).not.toBe(other.person('999994542'));
    expect(one.person('999994542')).not.toBe(one.person('999993112'));
    expect([
      one.person('000000000'),
      one.person('999999999'),
      one.person(null),
      one.check('1968-03-18', 'O'),
    ]).toEqual(Array(4).fill(null));
  });
});

describe('days and instants', () => {
  it('exist in the calendar, or are refused', () => {
    expect(['2026-11-02', '2024-02-29', '1960-02-29'].every(isDate)).toBe(true);
    expect(
      ['2026-02-29', '2026-13-01', '2026-1-1', '20261102', '', '2026-11-02T00:00:00Z'].some(isDate),
    ).toBe(false);
    expect(['2026-10-23T16:50:00+02:00', '2026-10-23T16:50:00.5Z'].every(isDateTime)).toBe(true);
    expect(
      ['2026-10-23T16:50:00', '2026-10-23 16:50:00Z', '2026-10-32T16:50:00Z', '2026-10-23T24:00:00Z'].some(
        isDateTime,
      ),
    ).toBe(false);
  });
});

describe('the day in the Netherlands', () => {
  it('begins an hour or two before it does at Greenwich', () => {
    const days = [
      '2026-10-24T21:59:59Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T22:59:59Z',
      '2026-10-25T23:00:00Z',
    ];
    expect(days.map((instant) => dayInTheNetherlands(new Date(instant)))).toEqual([
      '2026-10-24',
      '2026-10-25',
      '2026-10-25',
      '2026-10-26',
    ]);
  });
});

describe('the key of an organisation', () => {
  const key = {
    state: 'REFERENCES' as const,
    references: ['RVDK/2025-7781'],
    members: { pseudonym: 'm1' },
    subject: null,
  } satisfies OrganisationKey;
  const sealer = createKeySealer('a secret of the installation', 'RAAD');

  it('opens to what was sealed, is the same text every time, and shows nothing of what is in it', () => {
    const token = sealer.seal(key);
    expect(sealer.open(token)).toEqual(key);
    expect(sealer.seal(key)).toBe(token);
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('RVDK');
  });

  it('opens for no other organisation, and not when a bit of it was changed', () => {
    const token = sealer.seal(key);
    const bytes = Buffer.from(token, 'base64url');
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    const elsewhere = createKeySealer('a secret of the installation', 'GI');
    for (const open of [
      () => elsewhere.open(token),
      () => sealer.open(bytes.toString('base64url')),
      () => sealer.open('made up'),
      () => sealer.open(''),
    ]) {
      expect(open).toThrow(/expected a key that the register sealed/);
    }
  });
});

describe('a batched read', () => {
  const context = { signal: new AbortController().signal };

  it('asks once for what many fields ask, and takes a missing record for a gap, not for nothing', async () => {
    const asked: (readonly string[])[] = [];
    const loader = createReferenceLoader(
      async (references) => {
        asked.push(references);
        return new Map(
          references.filter((reference) => reference !== 'lost').map((reference) => [reference, reference]),
        );
      },
      'GI',
      context,
    );
    const results = await Promise.allSettled([
      loader.load('a'),
      loader.load('lost'),
      loader.load('a'),
      loader.load('b'),
    ]);
    expect(asked).toEqual([['a', 'lost', 'b']]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      reason: 'CONTRACT_BROKEN',
      message: '[GI] expected 3 records, received 2',
    });
  });
});

describe('one call to a source', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  async function callerTo(answer: RequestListener, timeoutMs = 300): Promise<OutwardCaller> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const caller = createOutwardCaller({
      organisation: 'GI',
      baseUrl: `http://127.0.0.1:${port}`,
      timeoutMs,
      maxAnswerBytes: 10_000,
    });
    open.push({
      async close() {
        await caller.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    });
    return caller;
  }
  const reasonOf = async (caller: OutwardCaller): Promise<string> => {
    const error: { readonly reason?: string; readonly message?: string } = await caller
      .fetchJson({ method: 'GET', path: '/' })
      .then(() => ({ reason: 'answered' }))
      .catch((thrown) => thrown);
    expect(error.message ?? '').not.toMatch(/127\.0\.0\.1|http:|\n/);
    return String(error.reason);
  };

  it.each([
    ['a source that never answers', () => {}, 'TIMED_OUT'],
    [
      'a source that stops half way',
      (_: unknown, response: { writeHead(status: number): void; write(text: string): void }) => {
        response.writeHead(200);
        response.write('{"a":');
      },
      'TIMED_OUT',
    ],
    [
      'a source that cuts the line',
      (request: { socket: { destroy(): void } }) => void request.socket.destroy(),
      'DOWN',
    ],
  ] as const)('%s', async (_, answer, reason) => {
    expect(await reasonOf(await callerTo(answer as RequestListener))).toBe(reason);
  });

  it.each([
    [500, '{}', 'DOWN'],
    [503, '', 'DOWN'],
    [401, '{}', 'REJECTED'],
    [404, '{}', 'REJECTED'],
    [302, '', 'REJECTED'],
    [200, '<html></html>', 'CONTRACT_BROKEN'],
    [200, '', 'CONTRACT_BROKEN'],
    [200, '{}', 'answered'],
  ] as const)('status %i with %s is told as %s', async (status, body, reason) => {
    const caller = await callerTo((_, response) => {
      response.writeHead(status, status === 302 ? { location: 'http://169.254.169.254/' } : {}).end(body);
    });
    expect(await reasonOf(caller)).toBe(reason);
  });

  it('an answer that is larger than agreed is not read to its end', async () => {
    const caller = await callerTo((_, response) => void response.end(`"${'x'.repeat(20_000)}"`));
    expect(await reasonOf(caller)).toBe('CONTRACT_BROKEN');
  });

  it('a source that is not there is down', async () => {
    const caller = createOutwardCaller({ organisation: 'GI', baseUrl: 'http://127.0.0.1:9', timeoutMs: 300 });
    open.push(caller);
    expect(await reasonOf(caller)).toBe('DOWN');
  });
});
