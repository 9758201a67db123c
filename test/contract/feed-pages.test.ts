/** A feed of several pages is whole or is none: whatever happens between two pages, no shorter feed comes of it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { RosterFeed } from '../../adapter-kit/roster.js';
import { createStufStoreSource } from '../../subgraphs/raad/adapters/stuf-store.js';
import { createRestVeiligThuisSource } from '../../subgraphs/veilig-thuis/adapters/rest.js';

/** What the second call for the feed is answered with: a page, a status, or a broken line. */
type SecondPage = object | number | 'broken';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const asOf = '2026-11-02T11:00:00Z';

describe('a feed of several pages', () => {
  let server: Server;
  let pages: readonly [object, SecondPage];
  let asked = 0;
  const feeds = new Map<string, RosterFeed>();
  const toClose: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      const json = (status: number, body: object): void =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.url === '/token') {
        json(200, { access_token: 'a', token_type: 'Bearer', expires_in: 300 });
        return;
      }
      asked += 1;
      const page = asked === 1 ? pages[0] : pages[1];
      if (page === 'broken') response.destroy();
      else if (typeof page === 'number') json(page, {});
      else json(200, page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    const baseUrl = `http://127.0.0.1:${port}`;
    const raad = createStufStoreSource({
      baseUrl,
      secret: 'a',
      contact: null,
      pseudonymiser,
      timeoutMs: 2_000,
    });
    const veiligThuis = createRestVeiligThuisSource({
      apiUrl: baseUrl,
      tokenUrl: `${baseUrl}/token`,
      clientId: 'a',
      clientSecret: 'b',
      timeoutMs: 2_000,
      pseudonymiser,
    });
    feeds.set('RAAD', raad.roster).set('VEILIG_THUIS', veiligThuis.roster);
    toClose.push(raad.close, veiligThuis.close);
  });
  afterAll(async () => {
    for (const close of toClose) await close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ofRaad = (next: string | null, log = 'aa', mode = 'FULL') => ({
    mode,
    asOf,
    watermark: `${log}:7`,
    next,
    cases: [],
    removed: [],
  });
  const ofVeiligThuis = (hasMore: boolean, watermark: string) => ({
    asOf,
    watermark,
    hasMore,
    cases: [],
    removed: [],
  });
  const read = async (organisation: string, ...given: typeof pages) => {
    pages = given;
    asked = 0;
    const feed = feeds.get(organisation);
    return feed?.read(null, AbortSignal.timeout(5_000)).then(
      ({ mode, watermark, references }) => ({ mode, watermark, references }),
      (thrown: { readonly reason: string }) => thrown.reason,
    );
  };

  it('is read to its end', async () => {
    const whole = { mode: 'FULL', references: [] };
    expect(await read('RAAD', ofRaad('2'), ofRaad(null))).toEqual({ ...whole, watermark: 'aa:7' });
    expect(await read('VEILIG_THUIS', ofVeiligThuis(true, '1'), ofVeiligThuis(false, '2'))).toEqual({
      ...whole,
      watermark: '2',
    });
  });

  it.each([
    ['the source fails', 500, 'DOWN'],
    ['the line breaks', 'broken', 'DOWN'],
    ['the source refuses', 403, 'REJECTED'],
    ['an empty object comes', {}, 'CONTRACT_BROKEN'],
  ] as const)('is no feed when after its first page %s', async (_what, second, reason) => {
    expect(await read('RAAD', ofRaad('2'), second)).toBe(reason);
    expect(await read('VEILIG_THUIS', ofVeiligThuis(true, '1'), second)).toBe(reason);
  });

  it('is no feed when another store, or another run of the source, answers the second page', async () => {
    expect(await read('RAAD', ofRaad('2'), ofRaad(null, 'bb'))).toBe('DOWN');
    expect(await read('RAAD', ofRaad('2'), ofRaad(null, 'aa', 'DELTA'))).toBe('DOWN');
    expect(await read('VEILIG_THUIS', ofVeiligThuis(true, '1'), 410)).toBe('CONTRACT_BROKEN');
  });

  it('is no feed when it goes round in a circle, and is not asked for a thousand times', async () => {
    expect(await read('RAAD', ofRaad('2'), ofRaad('2'))).toBe('CONTRACT_BROKEN');
    expect(asked).toBeLessThan(5);
    expect(await read('VEILIG_THUIS', ofVeiligThuis(true, '1'), ofVeiligThuis(true, '1'))).toBe(
      'CONTRACT_BROKEN',
    );
    expect(asked).toBeLessThan(5);
  });
});
