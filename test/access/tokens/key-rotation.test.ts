import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Authentication,
  type Authenticator,
  createAuthenticator,
} from '../../../gateway/access/authenticate.js';
import { readProcessingActivities } from '../../../gateway/access/processing-activities.js';
import {
  createTestTime,
  goodToken,
  type IssuerAtHand,
  makeKey,
  startIssuerAtHand,
  type TestKey,
  toPublished,
  until,
} from './issuer-at-hand.js';

const [oldKey, newKey, thirdKey] = [makeKey('ES256'), makeKey('ES256'), makeKey('ES256')];
/** Keys are made once: it is their names that strangers make up. */
const strangersKey = makeKey('ES256');

let issuer: IssuerAtHand;
let time: ReturnType<typeof createTestTime>;
let authenticator: Authenticator;
let told: { readonly level: string; readonly about: object }[];

beforeEach(async () => {
  issuer = await startIssuerAtHand();
  issuer.publish(toPublished(oldKey));
  time = createTestTime();
  told = [];
  authenticator = createAuthenticator({
    settings: { issuers: [issuer.settings], keysMaxAgeSeconds: 600 },
    activities: readProcessingActivities(),
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    ...time,
    logger: {
      warn: (about: object) => void told.push({ level: 'warn', about }),
      info: (about: object) => void told.push({ level: 'info', about }),
    },
  });
});

afterEach(async () => {
  await authenticator.close();
  await issuer.close();
});

async function started(): Promise<void> {
  authenticator.start();
  expect(await askWith(oldKey)).toBe('taken');
}

let tokens = 0;

/** A token that was never seen before. */
async function askWith(key: TestKey, header: object = {}): Promise<string> {
  tokens += 1;
  return outcome(await send(goodToken(key, { jti: `t${tokens}` }, header)));
}

function send(token: string): Promise<Authentication> {
  return authenticator.authenticate({
    rawHeaders: [
      'Authorization',
      `Bearer ${token}`,
      'Processing-Activity',
      'https://gezinsbeeld.invalid/processing-activities/support-family',
      'Case-Reference',
      'LT1/2025-0217',
    ],
  });
}

function outcome(given: Authentication): string {
  return 'access' in given ? 'taken' : `${given.refusal.status} ${given.refusal.code}`;
}

let strangers = 0;
function askAsStranger(): Promise<string> {
  strangers += 1;
  return askWith(strangersKey, { kid: `made-up-${strangers}` });
}

describe("when an issuer's keys change", () => {
  it('the first token by the new key is taken at once, after one fetch that all who wait share', async () => {
    await started();
    issuer.publish(toPublished(newKey));
    const given = await Promise.all(Array.from({ length: 200 }, () => askWith(newKey)));
    expect(new Set(given)).toEqual(new Set(['taken']));
    expect(issuer.asked()).toBe(2);
  });

  it('a key that is gone serves nobody any more, tokens that were found right a moment ago included', async () => {
    await started();
    const token = goodToken(oldKey, { jti: 'kept' });
    expect(outcome(await send(token))).toBe('taken');
    issuer.publish(toPublished(newKey));
    expect(await askWith(newKey)).toBe('taken');
    expect(outcome(await send(token))).toBe('401 UNAUTHENTICATED');
    expect(await askWith(oldKey)).toBe('401 UNAUTHENTICATED');
  });

  it('a key that was shown before it is used costs nobody anything: keys are fetched every minute', async () => {
    await started();
    issuer.publish(toPublished(oldKey), toPublished(newKey));
    time.advance(60_000);
    await until(() => issuer.asked() === 2);
    expect(await askWith(newKey)).toBe('taken');
    expect(await askWith(oldKey)).toBe('taken');
    expect(issuer.asked()).toBe(2);
  });

  it('a thousand made-up keys cause one fetch, and none of them opens anything', async () => {
    await started();
    const given = await Promise.all(Array.from({ length: 1_000 }, askAsStranger));
    expect(given).not.toContain('taken');
    expect(issuer.asked()).toBe(2);
    for (let index = 0; index < 50; index += 1) expect(await askAsStranger()).not.toBe('taken');
    expect(issuer.asked()).toBe(2);
    time.advance(30_000);
    expect(await askAsStranger()).toBe('401 UNAUTHENTICATED');
    expect(issuer.asked()).toBe(3);
  });

  it('a false key that was asked for once is false without asking again', async () => {
    await started();
    const stranger = { kid: 'always-the-same' };
    for (let index = 0; index < 5; index += 1) {
      expect(await askWith(strangersKey, stranger)).toBe('401 UNAUTHENTICATED');
    }
    expect(issuer.asked()).toBe(2);
  });

  it('while strangers have used up what may be asked, a new key is not called false: it is taken at the next fetch', async () => {
    await started();
    await askAsStranger();
    issuer.publish(toPublished(newKey));
    expect(await askWith(newKey)).toBe('503 TOKEN_NOT_VERIFIABLE');
    expect(await askWith(oldKey)).toBe('taken');
    time.advance(30_000);
    expect(await askWith(newKey)).toBe('taken');
  });

  it('the fetch of every minute goes on while strangers ask', async () => {
    await started();
    time.advance(59_000);
    await askAsStranger();
    issuer.publish(toPublished(newKey));
    time.advance(1_000);
    await until(() => issuer.asked() === 3);
    expect(await askWith(newKey)).toBe('taken');
  });

  it('a token that arrives while an older answer is on its way is judged by a newer one', async () => {
    await started();
    let open = (): void => {};
    issuer.holdUntil(
      new Promise((resolve) => {
        open = resolve;
      }),
    );
    time.advance(60_000);
    await until(() => issuer.asked() === 2);
    issuer.publish(toPublished(newKey));
    const waiting = askWith(newKey);
    open();
    expect(await waiting).toBe('taken');
    expect(issuer.asked()).toBe(3);
  });

  it('under load, with a thousand made-up keys in between, no good token is ever called false', async () => {
    await started();
    const keys = [oldKey, newKey, thirdKey];
    const given: Promise<string>[] = [];
    for (const [index, key] of keys.entries()) {
      // Each key is shown beside the one before for as long as that one's tokens live, as issuers do.
      issuer.publish(...keys.slice(Math.max(0, index - 1), index + 1).map((each) => toPublished(each)));
      time.advance(60_000);
      for (let wave = 0; wave < 10; wave += 1) {
        given.push(...Array.from({ length: 20 }, () => askWith(key)));
        given.push(
          ...Array.from({ length: 34 }, async () =>
            (await askAsStranger()) === 'taken' ? '401 opened' : 'taken',
          ),
        );
        await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(given);
    }
    const answers = await Promise.all(given);
    expect(answers.filter((answer) => answer.startsWith('401'))).toEqual([]);
    expect(answers.filter((answer) => answer === 'taken').length).toBe(answers.length);
    // One at the start, one for each minute, and at most two for strangers in each.
    expect(issuer.asked()).toBeLessThanOrEqual(1 + 3 + 6);
  });
});

describe('while an issuer cannot be reached', () => {
  it('known keys go on, it is told once, and after the agreed time nobody is let in by them', async () => {
    await started();
    issuer.fail(503);
    time.advance(540_000);
    await until(() => told.some(({ level }) => level === 'warn'));
    expect(issuer.asked()).toBe(2);
    expect(await askWith(oldKey)).toBe('taken');
    expect(told.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', about: { issuer: 'https://issuer.invalid', reason: 'DOWN' } },
    ]);
    time.advance(61_000);
    await until(() => told.filter(({ level }) => level === 'warn').length === 2);
    expect(await askWith(oldKey)).toBe('503 TOKEN_NOT_VERIFIABLE');
    issuer.fail(null);
    time.advance(5_000);
    await until(() => told.some(({ about }) => Object.keys(about).length === 1));
    expect(await askWith(oldKey)).toBe('taken');
  });

  it('a token by an unknown key is not called false', async () => {
    await started();
    issuer.fail(500);
    expect(await askWith(newKey)).toBe('503 TOKEN_NOT_VERIFIABLE');
  });

  it('from the start, everybody is told that it is not known, and when to come again', async () => {
    issuer.fail(503);
    authenticator.start();
    const given = await send(goodToken(oldKey));
    expect(given).toMatchObject({
      refusal: { status: 503, code: 'TOKEN_NOT_VERIFIABLE', headers: { 'retry-after': '5' } },
    });
    issuer.fail(null);
    time.advance(5_000);
    expect(await askWith(oldKey)).toBe('taken');
  });

  it('an answer that is no set of keys takes no key away', async () => {
    await started();
    issuer.fail(404);
    time.advance(60_000);
    await until(() => issuer.asked() === 2);
    expect(await askWith(oldKey)).toBe('taken');
  });
});

describe('a token that was found right', () => {
  it('is not looked at again for half a minute, and never past its end', async () => {
    await started();
    const token = goodToken(oldKey, { jti: 'short', exp: time.wallClock().getTime() / 1_000 + 10 });
    expect(outcome(await send(token))).toBe('taken');
    time.advance(41_000);
    expect(outcome(await send(token))).toBe('401 UNAUTHENTICATED');
  });
});

describe('a set of keys', () => {
  it.each([
    ['for encryption', { use: 'enc' }],
    ['for another algorithm', { alg: 'ES384' }],
    ['with a name that is a path', { kid: '../key' }],
    ['without a name', { kid: undefined }],
    ['on another curve', { crv: 'P-384' }],
  ])('gives no key %s', async (_, more) => {
    issuer.publish(toPublished(oldKey, more));
    authenticator.start();
    expect(await askWith(oldKey)).toBe('401 UNAUTHENTICATED');
    expect(told.some(({ level, about }) => level === 'warn' && 'ignored' in about)).toBe(true);
  });
});
