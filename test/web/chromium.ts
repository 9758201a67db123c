/** A headless Chromium of this machine, for tests that look at a page: Debian's, or the program in `CHROMIUM_BIN`. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const program = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';

/** Why no browser can be started here, or `null` when it can. */
export const chromiumAbsence: string | null = existsSync(program) ? null : 'Chromium is not installed here';

/** A window that reaches one origin and nothing else, and what it tried. */
export interface CutOffWindow {
  readonly page: Page;
  /** Requests that were not to the one origin; each was cut off. */
  readonly outside: readonly string[];
  /** What the page or the browser complained of, the content security policy included. */
  readonly complaints: readonly string[];
}

export async function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: [
      // Tests run as root in a container, and there its sandbox cannot start.
      '--no-sandbox',
      '--disable-dev-shm-usage',
      // Whatever escapes the routing below, such as the browser's own errands, finds no host but this one.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

export async function openCutOffWindow(browser: Browser, origin: string): Promise<CutOffWindow> {
  const context: BrowserContext = await browser.newContext({
    // High enough for a whole answer: the editor draws no line that is out of sight.
    viewport: { width: 1200, height: 2400 },
  });
  const outside: string[] = [];
  const complaints: string[] = [];
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (new URL(url).origin === origin) return route.continue();
    outside.push(url);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, outside, complaints };
}
