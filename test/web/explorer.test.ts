import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Explorer, openExplorer } from '../../gateway/explorer.js';
import { projectRoot } from '../../schema/project-root.js';
import { denBraber } from '../../simulated-sources/families.js';
import { openPersonaDesk } from '../../simulated-sources/issuer/persona-desk.js';
import { allExamples } from '../../web/examples/all-examples.js';
import { type SupergraphWithAccess, startWithAccess } from '../access/with-access.js';
import { type CutOffWindow, chromiumAbsence, openCutOffWindow, startChromium } from './chromium.js';
import './explorer-asking.js';
import { send } from './stub-gateway.js';

const folder = join(projectRoot, 'dist', 'explorer');
// `npm test` builds it; whoever runs this file alone has to.
const absence = existsSync(folder) ? chromiumAbsence : 'the explorer was not built';
const withBrowser = absence === null ? describe : describe.skip;
const activity = (name: string): string => `https://gezinsbeeld.invalid/processing-activities/${name}`;

let graph: SupergraphWithAccess;
/** How one asks at the gateway with access rules: as personas, or for one test by a token. */
let asking: Explorer | null = null;

beforeAll(async () => {
  const personas = openExplorer(folder, {
    by: 'PERSONA',
    desk: { ...openPersonaDesk('http://127.0.0.1:9'), tokenOf: (name) => graph.tokenOf(name) },
  });
  asking = personas;
  graph = await startWithAccess({
    sourceTimeoutMs: 5_000,
    explorer: { answer: async (...request) => (await asking?.answer(...request)) === true },
  });
}, 90_000);
afterAll(() => graph?.stop());

describe('the files of the explorer', () => {
  const get = (path: string, method = 'GET') => send(`${graph.url}${path}`, { method });

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
    expect(openExplorer(join(projectRoot, 'schema'), { by: 'TOKEN' })).toBeNull();
  });
});

describe('the examples of the explorer', () => {
  it.each(allExamples.map((example) => [example.family, example] as const))(
    'show something of family %s to who may see it, and fail at nothing but at what is withheld or not established',
    async (_, { query, variables, askAs }) => {
      const { status, data, errors } = await graph.as(askAs, query, { variables });
      expect(status).toBe(200);
      const codes = errors.map(({ extensions }) => extensions['code']);
      expect(codes.filter((code) => code !== 'NOT_ESTABLISHED' && code !== 'WITHHELD')).toEqual([]);
      const [first] = Object.values<readonly unknown[] | null>(data);
      expect((first ?? []).length).toBeGreaterThan(0);
    },
  );
});

withBrowser(`the explorer in a browser without a network${absence ? ` (left out: ${absence})` : ''}`, () => {
  let browser: Browser;
  let window: CutOffWindow;
  let page: Page;
  beforeAll(async () => {
    browser = await startChromium();
    window = await openCutOffWindow(browser, graph.url);
    page = window.page;
    await page.goto(`${graph.url}/explorer`);
  }, 60_000);
  afterAll(() => browser?.close());

  const chosenIn = (label: string): Promise<string> => page.getByLabel(label, { exact: true }).inputValue();
  const optionsOf = (label: string): Promise<readonly string[]> =>
    page.getByLabel(label, { exact: true }).locator('option').allTextContents();
  const askNow = async (): Promise<Readonly<Record<string, string>>> => {
    const asked = page.waitForRequest((request) => request.url().endsWith('/graphql'));
    await page.getByRole('button', { name: /execute query/i }).click();
    return (await asked).allHeaders();
  };

  it('opens with the example of family 1 as the mother, asks it, and shows what she may see', async () => {
    expect(await chosenIn('Ask as')).toBe('wilma');
    const headers = await askNow();
    expect(headers['authorization']).toMatch(/^Bearer ey/);
    expect(headers['processing-activity']).toBe(activity('view-own-file'));
    expect(headers['case-reference']).toBeUndefined();
    const answer = page.locator('.result-window');
    // The editor writes blanks that do not break.
    await answer.filter({ hasText: /Zoey\sden\sBraber/ }).waitFor();
    expect(await answer.textContent()).toMatch(/"reports".*"receivedOn"/);
    expect(await answer.textContent()).not.toContain(denBraber.zoey.bsn);
  });

  it('opens the example of a shielded family from the list by keyboard, as the team behind the shield', async () => {
    const list = page.getByRole('combobox', { name: 'Example' });
    await list.focus();
    await list.selectOption('6b');
    expect(await page.locator('#story').textContent()).toMatch(/Asked as fixed-face-of-paolo/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /CaseAboutTwoHouseholds/ }).waitFor();
    expect(await chosenIn('Ask as')).toBe('fixed-face-of-paolo');
    const asked = page.waitForRequest((request) => request.url().endsWith('/graphql'));
    await page.keyboard.press('Control+Enter');
    const request = await asked;
    expect(await request.headerValue('case-reference')).toBe('LT5/2026-0209');
  });

  it('says in plain words who asks, and offers what that function may use and no more', async () => {
    const who = page.getByLabel('Ask as', { exact: true });
    await who.selectOption('fixed-face');
    expect(await page.locator('#asker').textContent()).toMatch(
      /fixed face of family 2 .*Lokaal team Rotterdam-Centrum.* Be the fixed face/,
    );
    expect(await chosenIn('Case-Reference')).toBe('LT1/2025-0217');
    expect(await optionsOf('Processing-Activity')).toEqual([
      'none',
      expect.stringMatching(/^support-family: /),
    ]);
    await who.selectOption('vt');
    expect(await optionsOf('Processing-Activity')).toHaveLength(3);
    expect(await page.getByLabel('Break-Glass-Reason').count()).toBe(0);
    await page.getByLabel('Processing-Activity').selectOption(activity('act-in-acute-danger'));
    await page.getByLabel('Break-Glass-Reason').fill('een kind gilt, de politie is onderweg: überall');
    const sent = (await askNow())['break-glass-reason'] ?? '';
    // One character for each byte, as headers have it.
    expect(sent).toMatch(/^een kind gilt, .*: .+berall$/);
    expect(await page.locator('#refusal').count()).toBe(0);
  });

  it('shows what is missing as the gateway says it: nobody asks, or for nothing', async () => {
    const who = page.getByLabel('Ask as', { exact: true });
    await who.selectOption('');
    expect((await askNow())['authorization']).toBeUndefined();
    await page
      .locator('#refusal[role=alert]')
      .filter({ hasText: '401 UNAUTHENTICATED: Authorization: expected an access token' })
      .waitFor();
    await who.selectOption('fixed-face');
    await page.getByLabel('Processing-Activity').selectOption('');
    await askNow();
    await page
      .locator('#refusal[role=alert]')
      .filter({
        hasText: `400 PROCESSING_ACTIVITY_REQUIRED: Processing-Activity: expected one of ${activity('support-family')}`,
      })
      .waitFor();
  });

  it('checks the query as it is written, by workers of its own', async () => {
    await page.locator('.graphiql-query-editor .view-lines').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('query Wrong { households }');
    await page.locator('.squiggly-error').first().waitFor();
  });

  it('asked nothing of any other host, and was stopped by no policy', () => {
    const refusals = /the server responded with a status of 40[01] /;
    expect([window.outside, window.complaints.filter((each) => !refusals.test(each))]).toEqual([[], []]);
  });

  it('leaves nothing of what was asked, nor of who asked, in the browser', async () => {
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    );
    expect(kept).toBe('[{},{},""]');
  });

  it('takes a pasted token where there is no simulated issuer, and reads the schema with it', async () => {
    const personas = asking;
    asking = openExplorer(folder, { by: 'TOKEN' });
    const other = await openCutOffWindow(browser, graph.url);
    await other.page.goto(`${graph.url}/explorer`);
    await other.page.locator('#refusal[role=alert]').filter({ hasText: '401 UNAUTHENTICATED' }).waitFor();
    expect(await other.page.getByLabel('Ask as').count()).toBe(0);
    await other.page.getByLabel('Access token').fill(` ${await graph.tokenOf('fixed-face')}\n`);
    const offered = other.page.getByLabel('Processing-Activity');
    await offered.selectOption(activity('support-family'));
    expect(await offered.locator('option').count()).toBe(2);
    await other.page.getByLabel('Case-Reference').fill('LT1/2025-0217');
    await other.page.locator('#refusal').waitFor({ state: 'detached' });
    await other.page.getByRole('button', { name: /execute query/i }).click();
    await other.page
      .locator('.result-window')
      .filter({ hasText: /householdsOfPerson/ })
      .waitFor();
    expect(other.outside).toEqual([]);
    await other.page.context().close();
    asking = personas;
  });

  it('says where no access rules stand, and asks as nobody', async () => {
    const explorer = openExplorer(folder, { by: 'OPEN' });
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost');
      if (!(await explorer?.answer(pathname, request, response))) response.end('{ "data": null }');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is no text
    const other = await openCutOffWindow(browser, origin);
    await other.page.goto(`${origin}/explorer?example=6b`);
    await other.page.getByText('No access rules stand at this gateway (--open)').waitFor();
    expect(await other.page.locator('#story').textContent()).toMatch(/Case-Reference LT5\/2026-0209/);
    expect(await other.page.getByLabel('Access token').count()).toBe(0);
    expect([other.outside, other.complaints]).toEqual([[], []]);
    await other.page.context().close();
    server.close().closeAllConnections();
  });
});
