import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openExplorer } from '../../gateway/explorer.js';
import { projectRoot } from '../../schema/project-root.js';
import { denBraber } from '../../simulated-sources/families.js';
import { allExamples } from '../../web/examples/all-examples.js';
import { post, type RunningSupergraph, startSupergraph } from '../start-supergraph.js';
import { type CutOffWindow, chromiumAbsence, openCutOffWindow, startChromium } from './chromium.js';
import { send } from './stub-gateway.js';

const folder = join(projectRoot, 'dist', 'explorer');
// `npm test` builds it; whoever runs this file alone has to.
const absence = existsSync(folder) ? chromiumAbsence : 'the explorer was not built';
const withBrowser = absence === null ? describe : describe.skip;

let supergraph: RunningSupergraph;
beforeAll(async () => {
  supergraph = await startSupergraph({ explorer: openExplorer(folder) });
}, 60_000);
afterAll(() => supergraph?.stop());

describe('the files of the explorer', () => {
  const get = (path: string, method = 'GET') => send(`${supergraph.url}${path}`, { method });

  it('come with a policy that lets the page load and ask nothing of another host', async () => {
    const { status, headers, text } = await get('/explorer');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'; script-src 'self';/);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
    expect(text).not.toMatch(/https?:\/\//);
  });

  it('are kept by browsers but for the page itself, and have the type of what they are', async () => {
    const { text } = await get('/explorer');
    const files = [...text.matchAll(/"(explorer\/[\w.-]+)"/g)].map(([, file]) => file);
    expect(files).toHaveLength(3);
    const types = await Promise.all(files.map(async (file) => (await get(`/${file}`, 'HEAD')).headers));
    expect(types.map((headers) => headers['content-type']).sort()).toEqual([
      'application/json',
      'text/css; charset=utf-8',
      'text/javascript; charset=utf-8',
    ]);
    expect(new Set(types.map((headers) => headers['cache-control']))).toEqual(
      new Set(['public, max-age=31536000, immutable']),
    );
  });

  it.each(['/explorer/', '/explorer/..', '/explorer/%2e%2e%2fpackage.json', '/explorer/none.js'])(
    'are all that is served: nothing at %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('are read, and nothing is sent to them', async () => {
    expect((await get('/explorer', 'POST')).status).toBe(405);
  });

  it('are not there where they were not built', () => {
    expect(openExplorer(join(projectRoot, 'schema'))).toBeNull();
  });
});

describe('the examples of the explorer', () => {
  it.each(allExamples.map((example) => [example.family, example] as const))(
    'show something of family %s, and fail at nothing but at what is not established',
    async (_, { query, variables, caseReference }) => {
      const { status, data, errors } = await post(
        supergraph.url,
        { query, variables },
        caseReference === undefined ? {} : { 'case-reference': caseReference },
      );
      expect(status).toBe(200);
      const codes = errors.map(({ extensions }) => extensions['code']);
      expect(codes.filter((code) => code !== 'NOT_ESTABLISHED')).toEqual([]);
      const lists = Object.values<readonly unknown[] | null>(data);
      expect(lists.map((list) => (list ?? []).length > 0)).toEqual(lists.map(() => true));
    },
  );
});

withBrowser(`the explorer in a browser without a network${absence ? ` (left out: ${absence})` : ''}`, () => {
  let browser: Browser;
  let window: CutOffWindow;
  beforeAll(async () => {
    browser = await startChromium();
    window = await openCutOffWindow(browser, supergraph.url);
    await window.page.goto(`${supergraph.url}/explorer`);
  }, 60_000);
  afterAll(() => browser?.close());

  it('opens with the example of family 1, asks it, and shows what Veilig Thuis recorded', async () => {
    const { page } = window;
    await page.getByRole('button', { name: /execute query/i }).click();
    const answer = page.locator('.result-window');
    // The editor writes blanks that do not break.
    await answer.filter({ hasText: /Zoey\sden\sBraber/ }).waitFor();
    expect(await answer.textContent()).toMatch(/"reports".*"receivedOn".*"PSYCHOLOGICAL_VIOLENCE"/);
    expect(await answer.textContent()).not.toContain(denBraber.zoey.bsn);
  });

  it('opens the example of a shielded family from the list by keyboard, with its own case as a header', async () => {
    const { page } = window;
    const list = page.getByRole('combobox', { name: 'Example' });
    await list.focus();
    await list.selectOption('6b');
    expect(await page.locator('#story').textContent()).toMatch(/Case-Reference LT5\/2026-0209/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /CaseAboutTwoHouseholds/ }).waitFor();
    const asked = page.waitForRequest((request) => request.url().endsWith('/graphql'));
    await page.keyboard.press('Control+Enter');
    const request = await asked;
    expect(await request.headerValue('case-reference')).toBe('LT5/2026-0209');
  });

  it('checks the query as it is written, by workers of its own', async () => {
    const { page } = window;
    await page.keyboard.press('Control+End');
    await page.keyboard.type('query Wrong { households }');
    await page.locator('.squiggly-error').first().waitFor();
  });

  it('asked nothing of any other host, and was stopped by no policy', () => {
    expect([window.outside, window.complaints]).toEqual([[], []]);
  });

  it('leaves nothing of what was asked in the browser', async () => {
    const kept = await window.page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(kept).toBe('[{},{}]');
  });
});
