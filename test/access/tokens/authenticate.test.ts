import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { functionNames } from '../../../adapter-kit/access/subject.js';
import { type AuthenticationParts, authenticate } from '../../../gateway/access/authenticate.js';
import { breakGlassFunctions, createGlassKeeper } from '../../../gateway/access/break-glass.js';
import { type ReachedIssuer, reachIssuer } from '../../../gateway/access/issuer-access.js';
import { readProcessingActivities } from '../../../gateway/access/processing-activities.js';
import { createTokenVerifier } from '../../../gateway/access/token-verifier.js';
import {
  createTestTime,
  goodToken,
  type IssuerAtHand,
  makeKey,
  startIssuerAtHand,
  toPublished,
} from './issuer-at-hand.js';

const activityUri = (name: string): string => `https://gezinsbeeld.invalid/processing-activities/${name}`;
const activities = readProcessingActivities();
const key = makeKey('ES256');
let issuer: IssuerAtHand;
let reached: ReachedIssuer;
let parts: AuthenticationParts;
let now: Date;

beforeAll(async () => {
  issuer = await startIssuerAtHand({
    functions: ['fixed-face', 'vt', 'rvt-duo', 'parent-with-authority', 'architect'],
  });
  issuer.publish(toPublished(key));
  const time = createTestTime();
  reached = reachIssuer(issuer.settings, {
    ...time,
    maxAgeMs: 600_000,
    logger: { warn: () => {}, info: () => {} },
  });
  reached.keys.start();
  parts = {
    verifier: createTokenVerifier({ issuers: [reached], wallClock: time.wallClock }),
    activities,
    glass: createGlassKeeper(() => now),
    now: () => now,
  };
});

beforeEach(() => {
  now = new Date('2026-11-02T12:00:00+01:00');
});

afterAll(async () => {
  await reached.close();
  await issuer.close();
});

const atVt = {
  function: 'vt',
  unit: 'VT1',
  assignments: [{ case_reference: 'VT1/2026-1005', from: '2026-10-12' }],
};
const asParent = {
  function: 'parent-with-authority',
  organisation: undefined,
  unit: undefined,
  employer_task: undefined,
  region: undefined,
  assignments: undefined,
  person: 'pseudonym-of-a-parent',
  age_class: 'ADULT',
};

async function ask(claims: object, headers: Readonly<Record<string, string | readonly string[]>>) {
  const raw = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
  return authenticate(['authorization', `Bearer ${goodToken(key, claims)}`, ...raw], parts);
}

describe('whoever asks says for what', () => {
  it.each<readonly [string, string | readonly string[] | undefined]>([
    ['nothing', undefined],
    ['an activity that is unknown', activityUri('look-around')],
    ['an activity by half of its name', 'support-family'],
    ['an activity of another function', activityUri('assess-and-inquire')],
    ['two activities', [activityUri('support-family'), activityUri('support-family')]],
    ['the activity for acute danger, without being one who acts in it', activityUri('act-in-acute-danger')],
  ])('%s is refused, with what this function may ask for', async (_, value) => {
    const headers = {
      'Case-Reference': 'LT1/2025-0217',
      ...(value === undefined ? {} : { 'Processing-Activity': value }),
    };
    expect(await ask({}, headers)).toEqual({
      refusal: {
        status: 400,
        code: 'PROCESSING_ACTIVITY_REQUIRED',
        message: `Processing-Activity: expected one of ${activityUri('support-family')}`,
      },
    });
  });

  it('and every function has something to ask for, on a ground that is named', () => {
    for (const name of functionNames) {
      expect(activities.of(name).length).toBeGreaterThan(0);
      for (const { legalGround } of activities.of(name))
        expect(legalGround).toMatch(/art\.|no article established/);
    }
  });

  it('and nobody but those who act in acute danger has an activity that breaks the glass', () => {
    const breaking = functionNames.filter((name) =>
      activities.of(name).some(({ breaksGlass }) => breaksGlass),
    );
    expect(new Set(breaking)).toEqual(breakGlassFunctions);
  });

  it('and an architect opens no household', () => {
    expect(activities.of('architect').filter(({ opensHousehold }) => opensHousehold)).toEqual([]);
  });
});

describe('a professional asks under a case of the own', () => {
  const activity = { 'Processing-Activity': activityUri('support-family') };

  it('that is assigned today', async () => {
    expect(await ask({}, { ...activity, 'Case-Reference': 'LT1/2025-0217' })).toMatchObject({
      access: { caseReference: 'LT1/2025-0217', processingActivity: activityUri('support-family') },
      activity: { opensHousehold: true },
    });
  });

  it.each<readonly [string, object, object]>([
    ['none', {}, {}],
    ['one of a colleague', {}, { 'Case-Reference': 'LT1/2025-1103' }],
    [
      'one that ended yesterday',
      { assignments: [{ case_reference: 'LT1/2025-0217', from: '2025-03-10', until: '2026-11-01' }] },
      { 'Case-Reference': 'LT1/2025-0217' },
    ],
    [
      'one that begins tomorrow',
      { assignments: [{ case_reference: 'LT1/2025-0217', from: '2026-11-03' }] },
      { 'Case-Reference': 'LT1/2025-0217' },
    ],
  ])('and not under %s', async (_, claims, headers) => {
    expect(await ask(claims, { ...activity, ...headers })).toMatchObject({
      refusal: { status: 403, code: 'CASE_NOT_ASSIGNED' },
    });
  });

  it('whose number is one, and stands there once', async () => {
    for (const wrong of ['999994542', ['LT1/2025-0217', 'LT1/2025-0217']]) {
      expect(await ask({}, { ...activity, 'Case-Reference': wrong })).toMatchObject({
        refusal: { status: 400, code: 'BAD_REQUEST' },
      });
    }
  });
});

describe('a family member', () => {
  const activity = { 'Processing-Activity': activityUri('view-own-file') };

  it('asks without a case', async () => {
    expect(await ask(asParent, activity)).toMatchObject({
      access: { caseReference: null, breakGlass: null },
    });
  });

  it('has no case to name, and no glass to break', async () => {
    expect(await ask(asParent, { ...activity, 'Case-Reference': 'VT1/2026-1005' })).toMatchObject({
      refusal: { status: 400 },
    });
    const reason = { 'Break-Glass-Reason': 'because I want to know it' };
    expect(await ask(asParent, { ...activity, ...reason })).toMatchObject({ refusal: { status: 400 } });
  });
});

describe('the glass', () => {
  const activity = { 'Processing-Activity': activityUri('act-in-acute-danger') };
  const danger = { ...activity, 'Break-Glass-Reason': 'shouting heard on the telephone, no answer since' };

  it('breaks for who acts in acute danger, without an assignment', async () => {
    expect(await ask(atVt, danger)).toMatchObject({
      access: {
        caseReference: null,
        breakGlass: {
          reason: 'shouting heard on the telephone, no answer since',
          at: '2026-11-02T11:00:00.000Z',
        },
      },
    });
  });

  it('keeps the own case, and leaves out one that is not: to name a shielded case puts nobody behind its shield', async () => {
    expect(await ask(atVt, { ...danger, 'Case-Reference': 'VT1/2026-1005' })).toMatchObject({
      access: { caseReference: 'VT1/2026-1005' },
    });
    expect(await ask(atVt, { ...danger, 'Case-Reference': 'LT4/2026-0715' })).toMatchObject({
      access: { caseReference: null },
    });
  });

  it('is broken for an hour from the first request, however often is asked, and then wants a new reason', async () => {
    const reason = { ...activity, 'Break-Glass-Reason': 'a child does not come out of the house' };
    await ask(atVt, reason);
    now = new Date('2026-11-02T12:59:59+01:00');
    expect(await ask(atVt, reason)).toMatchObject({
      access: { breakGlass: { at: '2026-11-02T11:00:00.000Z' } },
    });
    now = new Date('2026-11-02T13:00:00+01:00');
    expect(await ask(atVt, reason)).toMatchObject({ refusal: { status: 403, code: 'BREAK_GLASS_OVER' } });
    const again = { ...activity, 'Break-Glass-Reason': 'the child is still inside, police are on their way' };
    expect(await ask(atVt, again)).toMatchObject({
      access: { breakGlass: { at: '2026-11-02T12:00:00.000Z' } },
    });
  });

  it('takes a reason in any letters', async () => {
    const reason = 'geschreeuw bij de buren, één kind zoek';
    const sent = Buffer.from(reason, 'utf8').toString('latin1');
    expect(await ask(atVt, { ...activity, 'Break-Glass-Reason': sent })).toMatchObject({
      access: { breakGlass: { reason } },
    });
  });

  it.each<readonly [string, object]>([
    ['without a reason', activity],
    ['for a reason of nine characters', { ...activity, 'Break-Glass-Reason': 'nine char' }],
    ['for a reason of spaces', { ...activity, 'Break-Glass-Reason': ' '.repeat(40) }],
    ['for a reason of 501 characters', { ...activity, 'Break-Glass-Reason': 'x'.repeat(501) }],
    [
      'for a reason that holds the number of a person',
      { ...activity, 'Break-Glass-Reason': 'danger for 999994542 at home' },
    ],
    [
      'for two reasons',
      { ...activity, 'Break-Glass-Reason': ['a reason that is one', 'a reason that is two'] },
    ],
    ['for another activity', { ...danger, 'Processing-Activity': activityUri('assess-and-inquire') }],
  ])('does not break %s', async (_, headers) => {
    expect(await ask(atVt, headers as Readonly<Record<string, string>>)).toMatchObject({
      refusal: { status: 400, code: 'BAD_REQUEST' },
    });
  });
});
