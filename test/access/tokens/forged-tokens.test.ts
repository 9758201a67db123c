import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Authenticator, createAuthenticator } from '../../../gateway/access/authenticate.js';
import { readProcessingActivities } from '../../../gateway/access/processing-activities.js';
import {
  createTestTime,
  goodClaims,
  goodToken,
  headerFor,
  hmacBy,
  type IssuerAtHand,
  makeKey,
  nowSeconds,
  signedBy,
  startIssuerAtHand,
  tokenOf,
  toPublished,
  until,
} from './issuer-at-hand.js';

const rsa = makeKey('RS256', 'rsa-1');
const pss = { ...rsa, alg: 'PS256' as const };
const ec = makeKey('ES256', 'ec-1');
const ed = makeKey('EdDSA', 'ed-1');
const stranger = makeKey('ES256', 'ec-1');
const strangersRsa = makeKey('RS256', 'rsa-1');

let issuer: IssuerAtHand;
let authenticator: Authenticator;
/** Listens at an address that forged tokens point to. */
let trap: Server;
let trapUrl = '';
let trapped = 0;

beforeAll(async () => {
  trap = createServer((_, response) => {
    trapped += 1;
    response.end(JSON.stringify({ keys: [toPublished(stranger)] }));
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/keys`;
  issuer = await startIssuerAtHand();
  issuer.publish(toPublished(rsa), toPublished(ec), toPublished(ed));
  const time = createTestTime();
  authenticator = createAuthenticator({
    settings: { issuers: [issuer.settings], keysMaxAgeSeconds: 600 },
    activities: readProcessingActivities(),
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    ...time,
    logger: { warn: () => {}, info: () => {} },
  });
  authenticator.start();
  await until(() => issuer.asked() === 1);
});

afterAll(async () => {
  await authenticator.close();
  await issuer.close();
  await new Promise((resolve) => trap.close(resolve));
});

async function ask(...authorization: readonly string[]) {
  return authenticator.authenticate({
    rawHeaders: [
      ...authorization.flatMap((value) => ['Authorization', value]),
      'Processing-Activity',
      'https://gezinsbeeld.invalid/processing-activities/support-family',
      'Case-Reference',
      'LT1/2025-0217',
    ],
  });
}

const refusal401 = {
  refusal: {
    status: 401,
    code: 'UNAUTHENTICATED',
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  },
};

describe('an access token', () => {
  it.each([
    ['RS256', rsa],
    ['PS256', pss],
    ['ES256', ec],
    ['EdDSA', ed],
  ])('is taken when its issuer signed it with %s', async (_, key) => {
    expect(await ask(`Bearer ${goodToken(key)}`)).toMatchObject({
      access: {
        subject: { id: 'worker-1', function: 'fixed-face', unit: 'LT1' },
        caseReference: 'LT1/2025-0217',
        breakGlass: null,
      },
    });
  });

  it.each(['bearer', 'BEARER', 'bEaReR'])(
    'is taken under the scheme %s: its case means nothing',
    async (scheme) => {
      expect(await ask(`${scheme} ${goodToken(ec)}`)).toHaveProperty('access');
    },
  );

  it('is taken when it names several audiences, and is for this gateway too', async () => {
    const aud = ['https://other.invalid', goodClaims.aud];
    expect(await ask(`Bearer ${goodToken(ec, { aud })}`)).toHaveProperty('access');
  });

  it('is taken half a minute around its times, because two clocks differ', async () => {
    const claims = { iat: nowSeconds + 29, nbf: nowSeconds + 29, exp: nowSeconds - 29 };
    expect(await ask(`Bearer ${goodToken(ec, claims)}`)).toHaveProperty('access');
  });
});

const claimsText = JSON.stringify(goodClaims);
const twice = (name: string, value: unknown): string =>
  `${claimsText.slice(0, -1)},"${name}":${JSON.stringify(value)}}`;

/** Each is wrong in one thing alone. */
const forged: readonly (readonly [string, () => string])[] = [
  [
    'with the algorithm none, and no signature',
    () => `${goodToken(ec, {}, { alg: 'none' }).replace(/[^.]+$/, '')}`,
  ],
  ['with the algorithm none, and any signature', () => goodToken(ec, {}, { alg: 'none' })],
  ['with the algorithm NoNe', () => goodToken(ec, {}, { alg: 'NoNe' })],
  [
    'signed as HS256 with the public RSA key for a secret',
    () =>
      tokenOf(
        headerFor(rsa, { alg: 'HS256' }),
        goodClaims,
        hmacBy(rsa.publicKey.export({ type: 'spki', format: 'pem' })),
      ),
  ],
  [
    'signed as HS256 with the published key for a secret',
    () => tokenOf(headerFor(rsa, { alg: 'HS256' }), goodClaims, hmacBy(JSON.stringify(toPublished(rsa)))),
  ],
  ['whose kid is a path', () => goodToken(stranger, {}, { kid: '../../../../dev/null' })],
  [
    'whose kid is a path to an empty key, signed with it',
    () => tokenOf(headerFor(ec, { alg: 'HS256', kid: '/dev/null' }), goodClaims, hmacBy('')),
  ],
  ['whose kid is a statement of SQL', () => goodToken(stranger, {}, { kid: "x' UNION SELECT 'secret' -- " })],
  ['whose kid is a URL', () => goodToken(stranger, {}, { kid: trapUrl })],
  ['whose kid is no text', () => goodToken(ec, {}, { kid: ['ec-1'] })],
  ['without a kid', () => goodToken(ec, {}, { kid: undefined })],
  ['that says by jku where its key is', () => goodToken(stranger, {}, { jku: trapUrl })],
  ['that says by x5u where its key is', () => goodToken(stranger, {}, { x5u: trapUrl })],
  [
    'that brings its key along as jwk',
    () => goodToken(stranger, {}, { jwk: stranger.publicKey.export({ format: 'jwk' }) }),
  ],
  ['that brings its key along as x5c', () => goodToken(stranger, {}, { x5c: ['MIIB'] })],
  [
    'that is rightly signed, and says where its key is all the same',
    () => goodToken(ec, {}, { jku: trapUrl }),
  ],
  ['that asks for an extension to be understood', () => goodToken(ec, {}, { crit: ['b64'], b64: false })],
  ['signed by a stranger under a known name', () => goodToken(stranger)],
  ['signed by a stranger with RSA under a known name', () => goodToken(strangersRsa)],
  [
    'that says ES256 and names an RSA key',
    () => tokenOf(headerFor(ec, { kid: 'rsa-1' }), goodClaims, signedBy(ec)),
  ],
  [
    'that says RS256 and names an EC key',
    () => tokenOf(headerFor(rsa, { kid: 'ec-1' }), goodClaims, signedBy(rsa)),
  ],
  ['that says ES256 and is signed with RSA', () => tokenOf(headerFor(ec), goodClaims, signedBy(rsa))],
  ['that says RS256 and is signed as PS256', () => tokenOf(headerFor(rsa), goodClaims, signedBy(pss))],
  ['whose signature is all zeroes', () => tokenOf(headerFor(ec), goodClaims, () => Buffer.alloc(64))],
  [
    'whose claims were changed after signing',
    () => {
      const [header, , signature] = goodToken(ec).split('.');
      const [, payload] = goodToken(ec, { unit: 'LT2' }).split('.');
      return [header, payload, signature].join('.');
    },
  ],
  ['that is over', () => goodToken(ec, { exp: nowSeconds - 31 })],
  ['without an end', () => goodToken(ec, { exp: undefined })],
  ['whose end is a text', () => goodToken(ec, { exp: String(nowSeconds + 900) })],
  ['that does not hold yet', () => goodToken(ec, { nbf: nowSeconds + 31 })],
  ['that was issued in the future', () => goodToken(ec, { iat: nowSeconds + 31 })],
  ['without a time of issue', () => goodToken(ec, { iat: undefined })],
  ['of another issuer', () => goodToken(ec, { iss: 'https://issuer.invalid.example.invalid' })],
  ['of this issuer with a slash behind it', () => goodToken(ec, { iss: 'https://issuer.invalid/' })],
  ['without an issuer', () => goodToken(ec, { iss: undefined })],
  ['for another audience', () => goodToken(ec, { aud: 'https://other.invalid/graphql' })],
  ['for no audience', () => goodToken(ec, { aud: undefined })],
  ['without a subject', () => goodToken(ec, { sub: undefined })],
  ['with an empty subject', () => goodToken(ec, { sub: '' })],
  ['that says it is no access token', () => goodToken(ec, {}, { typ: 'JWT' })],
  ['that does not say what it is', () => goodToken(ec, {}, { typ: undefined })],
  ['of more than 8 KiB', () => goodToken(ec, { padding: 'x'.repeat(8_192) })],
  [
    'with a claim that stands there twice',
    () => tokenOf(headerFor(ec), twice('sub', 'worker-2'), signedBy(ec)),
  ],
  [
    'with a header name that stands there twice',
    () => tokenOf(`{"alg":"ES256","kid":"ec-1","typ":"at+jwt","alg":"ES256"}`, goodClaims, signedBy(ec)),
  ],
  [
    'with a name twice inside a claim',
    () => tokenOf(headerFor(ec), claimsText.replace('"from":', '"from":"2020-01-01","from":'), signedBy(ec)),
  ],
  ['with __proto__ among its claims', () => tokenOf(headerFor(ec), twice('__proto__', {}), signedBy(ec))],
  ['whose claims are a list', () => tokenOf(headerFor(ec), [goodClaims], signedBy(ec))],
  ['whose claims are no JSON', () => tokenOf(headerFor(ec), 'not json', signedBy(ec))],
  [
    'whose claims are no UTF-8',
    () =>
      tokenOf(headerFor(ec), claimsText, signedBy(ec)).replace(
        /\.[^.]+\./,
        `.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.`,
      ),
  ],
  ['of four parts', () => `${goodToken(ec)}.x`],
  ['of two parts', () => goodToken(ec).split('.').slice(0, 2).join('.')],
  ['with a sign behind it that base64 readers skip', () => `${goodToken(ec)}=`],
];

describe('a forged token is answered with 401, and nobody is asked for its sake', () => {
  it.each(forged)('one %s', async (_, make) => {
    expect(await ask(`Bearer ${make()}`)).toMatchObject(refusal401);
    expect(trapped).toBe(0);
    expect(issuer.asked()).toBe(1);
  });

  it('one whose kid is a word of the language finds nothing, after one look whether the issuer has such a key', async () => {
    for (const kid of ['__proto__', 'constructor', '__proto__']) {
      expect(await ask(`Bearer ${goodToken(ec, {}, { kid })}`)).not.toHaveProperty('access');
    }
    expect(issuer.asked()).toBe(2);
    expect(trapped).toBe(0);
  });

  it('and not one word of it is repeated', async () => {
    const token = goodToken(ec, { function: 'neighbour', sub: 'a-name-to-find-again' });
    const { refusal } = (await ask(`Bearer ${token}`)) as { refusal: object };
    expect(JSON.stringify(refusal)).not.toMatch(/neighbour|a-name-to-find-again|ey[A-Za-z]/);
  });
});

describe('the header Authorization', () => {
  const headers: readonly (readonly [string, () => readonly string[]])[] = [
    ['comes twice', () => [`Bearer ${goodToken(ec)}`, `Bearer ${goodToken(ec)}`]],
    ['comes twice, and only the first holds', () => [`Bearer ${goodToken(ec)}`, 'Bearer x.y.z']],
    ['holds two tokens', () => [`Bearer ${goodToken(ec)}, Bearer ${goodToken(ec)}`]],
    ['has two spaces', () => [`Bearer  ${goodToken(ec)}`]],
    ['has a tab', () => [`Bearer\t${goodToken(ec)}`]],
    ['has a space that is none', () => [`Bearer\u00a0${goodToken(ec)}`]],
    ['has a space before it', () => [` Bearer ${goodToken(ec)}`]],
    ['has a space behind it', () => [`Bearer ${goodToken(ec)} `]],
    ['has a line break in it', () => [`Bearer ${goodToken(ec)}\nX: y`]],
    ['has no space', () => [`Bearer${goodToken(ec)}`]],
    ['has another scheme', () => [`DPoP ${goodToken(ec)}`]],
    ['has no scheme', () => [goodToken(ec)]],
    ['is empty', () => ['']],
    ['holds no token', () => ['Bearer ']],
  ];
  it.each(headers)('is refused when it %s', async (_, make) => {
    expect(await ask(...make())).toMatchObject(refusal401);
  });

  it('is asked for when there is none, without a word of what is wrong', async () => {
    expect(await ask()).toMatchObject({
      refusal: { status: 401, code: 'UNAUTHENTICATED', headers: { 'www-authenticate': 'Bearer' } },
    });
  });
});
