import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import {
  denBraber,
  grootEsselink,
  sentinelFamilies,
  sentinelFaultOf,
} from '../../simulated-sources/families.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import {
  type Client,
  filingClient,
  readingClient,
  recordsClient,
} from '../../simulated-sources/veilig-thuis/clients.js';
import { castCases } from '../../simulated-sources/veilig-thuis/records.js';
import { startVeiligThuisSource } from '../../simulated-sources/veilig-thuis/source.js';
import { createRestVeiligThuisSource } from '../../subgraphs/veilig-thuis/adapters/rest.js';
import type { VeiligThuisFile, VeiligThuisSource } from '../../subgraphs/veilig-thuis/source.js';
import { describeOrganisationSource } from './organisation-source-contract.js';
import { feedOf } from './own-notice.js';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const signal = () => AbortSignal.timeout(10_000);

interface Call {
  readonly method: string;
  readonly path: string;
}

function adapterOn(
  settings: Readonly<Record<string, string>>,
  options: {
    readonly timeoutMs?: number;
    readonly calls?: { push(call: Call): unknown };
    readonly monotonicMs?: () => number;
  } = {},
): VeiligThuisSource {
  const { timeoutMs = 2_000, calls, monotonicMs } = options;
  return createRestVeiligThuisSource({
    apiUrl: settings['VEILIG_THUIS_URL'] ?? '',
    tokenUrl: settings['VEILIG_THUIS_TOKEN_URL'] ?? '',
    clientId: settings['VEILIG_THUIS_CLIENT_ID'] ?? '',
    clientSecret: settings['VEILIG_THUIS_CLIENT_SECRET'] ?? '',
    timeoutMs,
    pseudonymiser,
    onCall: ({ method, path }) => calls?.push({ method, path }),
    ...(monotonicMs ? { monotonicMs } : {}),
  });
}

async function withSource<T>(use: (running: RunningSource) => Promise<T>, port = 0): Promise<T> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'veilig-thuis-'));
  const running = await startVeiligThuisSource({ port, dataFolder });
  try {
    return await use(running);
  } finally {
    await running.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function withAdapter<T>(
  source: VeiligThuisSource,
  use: (source: VeiligThuisSource) => Promise<T>,
): Promise<T> {
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

/** One source for all tests that only read. */
let shared: RunningSource | null = null;
async function withShared<T>(use: (running: RunningSource) => Promise<T>): Promise<T> {
  shared ??= await startVeiligThuisSource({ port: 0, dataFolder: tmpdir() });
  return use(shared);
}
afterAll(async () => {
  await shared?.close();
});

type Desk = (method: string, path: string, body?: object) => Promise<Response>;

/** Speaks to the running source as the intake desk does, or another of its desks. */
async function openDesk(running: RunningSource, client: Client = filingClient): Promise<Desk> {
  const answer = await fetch(running.settings['VEILIG_THUIS_TOKEN_URL'] ?? '', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await answer.json());
  return (method, path, body) =>
    fetch(`${running.settings['VEILIG_THUIS_URL']}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
}

const newFamily = {
  unit: 'VT1',
  openedOn: '2026-11-02',
  persons: [
    { personNumber: 'P1', role: '112', bsn: denBraber.gerrit.bsn, givenName: 'Gerrit', surname: 'Braber' },
    { personNumber: 'P2', role: '115', bsn: '999999999' },
  ],
  reports: [{ receivedOn: '2026-11-02T10:00:00+01:00' }],
};

const sentinelReference = (fault: string): string =>
  `VT1/${sentinelFamilies.find((family) => sentinelFaultOf('veilig-thuis', `VT1/${family.caseNumber}`) === fault)?.caseNumber}`;

describeOrganisationSource<VeiligThuisFile>({
  organisation: 'VEILIG_THUIS',
  async start({ timeoutMs }) {
    const dataFolder = await mkdtemp(join(tmpdir(), 'veilig-thuis-'));
    const running = await startVeiligThuisSource({ port: 0, dataFolder });
    const calls: Call[] = [];
    const source = adapterOn(running.settings, { timeoutMs, calls });
    return {
      source,
      elsewhere: {
        url: running.url,
        settings: running.settings,
        connect: (settings, { timeoutMs, onCall }) =>
          adapterOn(settings, { timeoutMs, calls: { push: onCall } }),
      },
      calls: () => calls.length,
      stopSource: () => running.close(),
      async stop() {
        await source.close();
        await running.close();
        await rm(dataFolder, { recursive: true, force: true });
      },
    };
  },
  healthy: ['VT3/2026-1188', 'VT2/2017-0930', 'VT1/2025-0905', 'VT1/2026-1005'],
  slow: sentinelReference('slow'),
  down: sentinelReference('down'),
  malformed: sentinelReference('malformed'),
  malformedField: 'caseFile.reports.0.receivedOn',
  maxCallsPerBatch: 1,
  line: { protocol: 'http', content: '/case' },
});

describe('the feed of Veilig Thuis', () => {
  it('gives the references, roles, periods and pseudonyms of family 2, and no stay where no address was written down', async () => {
    await withShared((running) =>
      withAdapter(adapterOn(running.settings), async (source) => {
        const { references } = await feedOf(source).read(null, signal());
        const { johan, wilma, teun, daan, fien, maud } = grootEsselink;
        const stays = [
          {
            address: pseudonymiser.address('1774010000271407'),
            addressType: 'DWELLING',
            since: '2017-10-09',
            until: '2018-02-01',
          },
        ];
        expect(references.find(({ reference }) => reference === 'VT2/2017-0930')).toEqual({
          reference: 'VT2/2017-0930',
          unit: 'VT2',
          unitName: 'Veilig Thuis Vallei & Vecht',
          since: '2017-10-09',
          until: '2018-02-01',
          contact: 'professionals desk 088-000 01 02',
          persons: [johan, wilma, teun, daan, fien, { ...maud, birthDate: '2017-03-30' }].map(
            (who, index) => ({
              person: pseudonymiser.person(who.bsn),
              check: pseudonymiser.check(who.birthDate, who.sex),
              localKey: `P${index + 1}`,
              givenName: pseudonymiser.givenName(who.givenName, who.birthDate, who.sex),
              role: index < 2 ? '112' : '115',
              since: '2017-10-09',
              until: '2018-02-01',
              stays,
            }),
          ),
        });
        expect(
          references.find(({ reference }) => reference === 'VT1/2026-1005')?.persons.map((who) => who.stays),
        ).toEqual([[], [], [], [], []]);
      }),
    );
  });

  it('tells at the next read of a case filed, changed or removed while it runs, and of nothing else', async () => {
    await withSource((running) =>
      withAdapter(adapterOn(running.settings), async (source) => {
        const full = await feedOf(source).read(null, signal());
        const atTheDesk = await openDesk(running);
        const filed = await atTheDesk('POST', '/cases', newFamily);
        expect(filed.status).toBe(201);
        expect(await filed.json()).toEqual({
          caseNumber: 'VT1/2026-2001',
          reportNumbers: ['VT1/2026-2001/1'],
        });

        const first = await feedOf(source).read(full.watermark, signal());
        expect(first.mode).toBe('DELTA');
        expect(first.removed).toEqual([]);
        expect(first.references).toEqual([
          {
            reference: 'VT1/2026-2001',
            unit: 'VT1',
            unitName: 'Veilig Thuis Maasdelta',
            since: '2026-11-02',
            until: null,
            contact: 'professionals desk 088-000 01 01',
            persons: [
              {
                person: pseudonymiser.person(denBraber.gerrit.bsn),
                check: null,
                localKey: 'P1',
                isNotInformed: true,
                role: '112',
                since: '2026-11-02',
                until: null,
                stays: [],
              },
              {
                person: null,
                check: null,
                localKey: 'P2',
                isNotInformed: true,
                role: '115',
                since: '2026-11-02',
                until: null,
                stays: [],
              },
            ],
          },
        ]);
        const files = await source.loadFiles(['VT1/2026-2001'], { signal: signal() });
        expect(files.get('VT1/2026-2001')).toMatchObject({
          reports: [{ receivedOn: '2026-11-02T10:00:00+01:00' }],
        });

        const atRecords = await openDesk(running, recordsClient);
        const removal = await atRecords('DELETE', '/cases/VT2/2017-0930');
        expect(removal.status).toBe(204);
        const second = await feedOf(source).read(first.watermark, signal());
        expect([second.references, second.removed]).toEqual([[], ['VT2/2017-0930']]);
        const again = await feedOf(source).read(null, signal());
        expect(again.references.map(({ reference }) => reference)).toContain('VT1/2026-2001');
        expect(again.references.map(({ reference }) => reference)).not.toContain('VT2/2017-0930');
        expect(again.removed).toEqual([]);
      }),
    );
  });

  it('is read page by page when it is long', async () => {
    await withSource(async (running) => {
      const atTheDesk = await openDesk(running);
      for (let number = 0; number < 190; number += 1) await atTheDesk('POST', '/cases', newFamily);
      const calls: Call[] = [];
      await withAdapter(adapterOn(running.settings, { calls }), async (source) => {
        const page = await feedOf(source).read(null, signal());
        expect(page.references.length).toBe(190 + castCases.length);
        expect(calls.filter(({ path }) => path.startsWith('/cases')).length).toBe(2);
      });
    });
  });
});

describe('the access token of the Veilig Thuis adapter', () => {
  it('is fetched once for reads at the same time, used again, and renewed shortly before it expires', async () => {
    await withShared(async (running) => {
      const calls: Call[] = [];
      let elapsedMs = 0;
      const adapter = adapterOn(running.settings, { calls, monotonicMs: () => elapsedMs });
      await withAdapter(adapter, async (source) => {
        const tokenCalls = () => calls.filter(({ path }) => path === '/oauth/token').length;
        const read = () => source.loadFiles(['VT3/2026-1188'], { signal: signal() });
        await Promise.all([read(), read(), feedOf(source).read(null, signal())]);
        expect(tokenCalls()).toBe(1);
        elapsedMs = 289_000;
        await read();
        expect(tokenCalls()).toBe(1);
        elapsedMs = 290_000;
        await read();
        expect(tokenCalls()).toBe(2);
      });
    });
  });

  it('is renewed once by itself after the source started anew with another key', async () => {
    const calls: Call[] = [];
    const { source, watermark, port } = await withSource(async (running) => {
      const adapter = adapterOn(running.settings, { calls });
      const page = await adapter.roster.read(null, signal());
      return { source: adapter, watermark: page.watermark, port: Number(new URL(running.url).port) };
    });
    await withAdapter(source, async () => {
      const whileAway = await source.loadFiles(['VT3/2026-1188'], { signal: signal() });
      expect(whileAway.get('VT3/2026-1188')).toMatchObject({ reason: 'DOWN' });
      await withSource(async () => {
        calls.length = 0;
        const files = await source.loadFiles(['VT3/2026-1188'], { signal: signal() });
        expect(files.get('VT3/2026-1188')).not.toBeInstanceOf(SourceError);
        expect(calls.map(({ path }) => path)).toEqual([
          '/case-files/_search',
          '/oauth/token',
          '/case-files/_search',
        ]);
        // A watermark of the former run means nothing to this one, so the feed is given in full.
        expect((await feedOf(source).read(watermark, signal())).mode).toBe('FULL');
      }, port);
    });
  });

  it('is asked for once more and no more when the source refuses it, and the refusal is told as such', async () => {
    await withShared((running) =>
      withSource(async (stranger) => {
        const calls: Call[] = [];
        const settings = {
          ...running.settings,
          VEILIG_THUIS_TOKEN_URL: stranger.settings['VEILIG_THUIS_TOKEN_URL'] ?? '',
        };
        await withAdapter(adapterOn(settings, { calls }), async (source) => {
          const files = await source.loadFiles(['VT3/2026-1188'], { signal: signal() });
          expect(files.get('VT3/2026-1188')).toMatchObject({
            code: 'SOURCE_UNAVAILABLE',
            reason: 'REJECTED',
          });
          expect(calls.map(({ path }) => path)).toEqual([
            '/oauth/token',
            '/case-files/_search',
            '/oauth/token',
            '/case-files/_search',
          ]);
        });
      }),
    );
  });

  it('is refused to a wrong secret, and the refusal repeats neither client nor secret', async () => {
    await withShared((running) =>
      withAdapter(adapterOn({ ...running.settings, VEILIG_THUIS_CLIENT_SECRET: 'wrong' }), async (source) => {
        const files = await source.loadFiles(['VT3/2026-1188'], { signal: signal() });
        const error = files.get('VT3/2026-1188');
        expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'REJECTED' });
        expect(String(error)).not.toMatch(/wrong|gezinsbeeld|http/);
        await expect(feedOf(source).read(null, signal())).rejects.toMatchObject({ reason: 'REJECTED' });
      }),
    );
  });

  it('is waited for no longer than the request lasts', async () => {
    await withShared((running) =>
      withAdapter(adapterOn(running.settings), async (source) => {
        const files = await source.loadFiles(['VT3/2026-1188'], { signal: AbortSignal.abort() });
        expect(files.get('VT3/2026-1188')).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'TIMED_OUT' });
      }),
    );
  });
});

describe('the case files of Veilig Thuis', () => {
  it('name no reporter, no capacity, no place and no advice, and a worker only as one, in a record, a feed or an error', async () => {
    await withShared((running) =>
      withAdapter(adapterOn(running.settings), async (source) => {
        const page = await feedOf(source).read(null, signal());
        const references = page.references.map(({ reference }) => reference);
        const files = await source.loadFiles(
          references.filter((reference) => sentinelFaultOf('veilig-thuis', reference) === null),
          { signal: signal() },
        );
        const malformed = await source.loadFiles([sentinelReference('malformed')], { signal: signal() });
        const told = [page, [...files], [...malformed].map(([, error]) => String(error))];
        // Who works on a record, and whom a file names as involved, stand in places of their own.
        const ownPlaces = new Set(['workers', 'involvedParties']);
        const text = JSON.stringify(told, (key, value: unknown) => (ownPlaces.has(key) ? undefined : value));
        expect(JSON.stringify(told)).not.toMatch(/W-\d|Kuiper|Meertens/);
        expect(text).not.toMatch(
          /leerkracht|groep [48]|politie|buurtbewoner|huisarts|wijkverpleegkundige|reporter/i,
        );
        expect(text).not.toMatch(
          /thuiszorg|verloskundige|kinderarts|leerplicht|ziekenhuis|hospital|brother/i,
        );
        expect(text).not.toMatch(/Bos|Kuiper|Meertens|neighbour|advice|"39\d"|"41\d"|000000000|999999999/);
        expect(text).not.toMatch(/school|Regenboog|Utrecht|opvang|keuken|nephew/i);
      }),
    );
  });

  it('are broken alone: a malformed file leaves the others of the same read standing', async () => {
    await withShared((running) =>
      withAdapter(adapterOn(running.settings), async (source) => {
        const malformed = sentinelReference('malformed');
        const files = await source.loadFiles(['VT3/2026-1188', malformed], { signal: signal() });
        expect(files.get('VT3/2026-1188')).not.toBeInstanceOf(SourceError);
        expect(files.get(malformed)).toMatchObject({
          reason: 'CONTRACT_BROKEN',
          field: 'caseFile.reports.0.receivedOn',
          message:
            '[VEILIG_THUIS] the answer broke its contract: caseFile.reports.0.receivedOn: expected an instant with an offset (RFC 3339)',
        });
      }),
    );
  });

  it('are a gap, never nothing, when the source no longer has one that its feed named', async () => {
    await withShared((running) =>
      withAdapter(adapterOn(running.settings), async (source) => {
        const files = await source.loadFiles(['VT3/2026-1188', 'VT3/2026-9999'], { signal: signal() });
        expect(files.get('VT3/2026-1188')).not.toBeInstanceOf(SourceError);
        expect(files.get('VT3/2026-9999')).toMatchObject({
          reason: 'CONTRACT_BROKEN',
          message: '[VEILIG_THUIS] expected 2 case files, received 1',
        });
      }),
    );
  });

  it('are read two hundred at a time, and no number of a person stands in an address that is called', async () => {
    await withShared(async (running) => {
      const calls: Call[] = [];
      await withAdapter(adapterOn(running.settings, { calls }), async (source) => {
        await feedOf(source).read(null, signal());
        const many = Array.from({ length: 201 }, (_unused, index) => `VT3/2026-${10_000 + index}`);
        await source.loadFiles(many, { signal: signal() });
        expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
          'POST /oauth/token',
          'GET /cases?pageSize=200',
          'POST /case-files/_search',
          'POST /case-files/_search',
        ]);
      });
    });
  });

  it('are read without ever asking for advice, which the adapter’s own client may not see', async () => {
    await withShared(async (running) => {
      expect(readingClient.scopes).toEqual(['vt:roster', 'vt:reports']);
      const calls: Call[] = [];
      await withAdapter(adapterOn(running.settings, { calls }), async (source) => {
        const page = await feedOf(source).read(null, signal());
        await source.loadFiles(page.references.map(({ reference }) => reference).slice(0, 4), {
          signal: signal(),
        });
        expect(calls.filter(({ path }) => path.includes('advice'))).toEqual([]);
      });
    });
  });
});
