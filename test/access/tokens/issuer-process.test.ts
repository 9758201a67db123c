/** The whole way, with the compiled programs: an issuer in a process of its own, a token as a stranger gets it, and the gateway's check. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readAccessSettings } from '../../../gateway/access/access-settings.js';
import { type Authenticator, createAuthenticator } from '../../../gateway/access/authenticate.js';
import { readProcessingActivities } from '../../../gateway/access/processing-activities.js';
import { personas } from '../../../simulated-sources/issuer/personas.js';
import { type RunningProgram, startProgram } from '../../program/start-program.js';

const readyLine = z.object({ url: z.string(), settings: z.record(z.string(), z.string()) });
const tokenLine = /^[\w-]+\.[\w-]+\.[\w-]+\n$/;

let program: RunningProgram;
let issuerUrl = '';
let authenticator: Authenticator;

beforeAll(async () => {
  program = startProgram('simulated-sources/run.js', { args: ['issuer'] });
  const [line] = await program.find(/^\{.*\}$/m);
  const ready = readyLine.parse(JSON.parse(line));
  issuerUrl = ready.url;
  const settings = readAccessSettings(ready.settings);
  if (!settings) throw new Error('expected the issuer to say how it is configured');
  authenticator = createAuthenticator({
    settings,
    activities: readProcessingActivities(),
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    logger: { warn: () => {}, info: () => {} },
  });
  authenticator.start();
});

afterAll(async () => {
  await authenticator?.close();
  await program?.stop();
});

async function print(
  ...args: readonly string[]
): Promise<{ readonly code: number | string; readonly text: string }> {
  const printing = startProgram('simulated-sources/issuer/print-token.js', { args });
  return { code: await printing.ended, text: printing.output() };
}

function send(token: string, activity: string, caseReference?: string) {
  return authenticator.authenticate({
    rawHeaders: [
      'authorization',
      `Bearer ${token.trim()}`,
      'processing-activity',
      `https://gezinsbeeld.invalid/processing-activities/${activity}`,
      ...(caseReference === undefined ? [] : ['case-reference', caseReference]),
    ],
  });
}

describe('a token of the simulated issuer', () => {
  it('is printed, and nothing else is, and makes the fixed face of family 2', async () => {
    const { code, text } = await print('--as', 'fixed-face', '--issuer', issuerUrl);
    expect({ code, isToken: tokenLine.test(text) }).toEqual({ code: 0, isToken: true });
    expect(await send(text, 'support-family', 'LT1/2025-0217')).toMatchObject({
      access: { subject: { issuer: `${issuerUrl}/professionals`, function: 'fixed-face', unit: 'LT1' } },
    });
  });

  it('makes a family member, by the issuer of families', async () => {
    const { text } = await print('--as', 'wilma', '--issuer', issuerUrl);
    expect(await send(text, 'view-own-file')).toMatchObject({
      access: {
        subject: { issuer: `${issuerUrl}/families`, function: 'parent-with-authority', organisation: null },
      },
    });
  });

  it('is taken by a new key at once, and no more by one that is gone', async () => {
    const before = (await print('--as', 'vt', '--issuer', issuerUrl)).text;
    expect(await send(before, 'assess-and-inquire', 'VT1/2026-1005')).toHaveProperty('access');
    const rotated = await fetch(`${issuerUrl}/control/professionals/rotate?former=gone`, {
      method: 'POST',
      headers: { 'simulation-control': 'yes' },
    });
    expect(rotated.status).toBe(200);
    const after = (await print('--as', 'vt', '--issuer', issuerUrl)).text;
    expect(await send(after, 'assess-and-inquire', 'VT1/2026-1005')).toHaveProperty('access');
    expect(await send(before, 'assess-and-inquire', 'VT1/2026-1005')).toMatchObject({
      refusal: { status: 401 },
    });
  });

  it('is for nobody who is not of the cast: whoever asks for one is told who is', async () => {
    for (const args of [[], ['--as', 'somebody'], ['--who', 'vt']]) {
      const { code, text } = await print(...args);
      expect(code).toBe(2);
      for (const { name } of personas) expect(text).toContain(`  ${name} `);
    }
  });

  it('cannot be had where no issuer runs, and that is said', async () => {
    const { code, text } = await print('--as', 'vt', '--issuer', 'http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(text).toContain('no issuer answers at http://127.0.0.1:9');
  });

  it('is not given to who does not know the secret, nor for another audience', async () => {
    const ask = (secret: string, more: object): Promise<Response> =>
      fetch(`${issuerUrl}/professionals/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`vt:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...more }),
      });
    expect((await ask('guessed', {})).status).toBe(401);
    const secret = 'demonstration-secret-for-fictitious-people-only';
    expect((await ask(secret, { resource: 'https://other.invalid/' })).status).toBe(400);
  });

  it('is signed by no other key because a page says so: the control wants a header that no page can send', async () => {
    const response = await fetch(`${issuerUrl}/control/professionals/rotate`, { method: 'POST' });
    expect(response.status).toBe(404);
  });
});
