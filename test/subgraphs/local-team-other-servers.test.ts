/** The adapter runs against any Zaken API: what it asks of a server that is not ours, and what it does not take from one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import { municipalityRsin, uuidOf } from '../../simulated-sources/local-team/catalogue.js';
import { startLocalTeamSource } from '../../simulated-sources/local-team/source.js';
import { createZakenSource } from '../../subgraphs/local-team/adapters/zaken-api.js';
import type { LocalTeamSource } from '../../subgraphs/local-team/source.js';

const familyKind = 'https://catalogi.invalid/zaaktypen/1';
const team = {
  uuid: uuidOf('team'),
  omschrijving: 'Team',
  registratiedatum: '2026-01-01T09:00:00+01:00',
  betrokkeneType: 'organisatorische_eenheid',
  betrokkeneIdentificatie: { identificatie: 'LT9', naam: 'Een ander team' },
};
const parent = {
  ...team,
  uuid: uuidOf('parent'),
  omschrijving: '112 ouder met gezag',
  betrokkeneType: 'natuurlijk_persoon',
  betrokkeneIdentificatie: { inpBsn: grootEsselink.johan.bsn, geslachtsnaam: 'Voorbeeld' },
};

function family(
  number: number,
  roles: readonly unknown[],
  expanded: unknown = { rollen: roles, zaakobjecten: [] },
) {
  return {
    url: `https://zaken.invalid/zaken/${number}`,
    uuid: uuidOf(`family ${number}`),
    identificatie: `LT9/2026-${number}`,
    zaaktype: familyKind,
    verantwoordelijkeOrganisatie: municipalityRsin,
    vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
    startdatum: '2026-01-01',
    einddatum: null,
    deelzaken: [],
    rollen: roles.map((_role, index) => `https://zaken.invalid/rollen/${index}`),
    zaakobjecten: [],
    eigenschappen: ['https://zaken.invalid/notitie'],
    ...(expanded ? { _expand: expanded } : {}),
  };
}

describe('the local-team adapter against another server', () => {
  const toClose: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of toClose.splice(0)) await close();
  });

  const sourceOn = (zakenUrl: string, catalogiUrl: string, asked: string[] = []): LocalTeamSource => {
    const source = createZakenSource({
      zakenUrl,
      catalogiUrl,
      clientId: 'gezinsbeeld',
      clientSecret: 'demonstration-secret-of-the-reader',
      timeoutMs: 2_000,
      pseudonymiser: createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY),
      now: () => new Date('2026-11-02T11:00:00Z'),
      onCall: ({ method, path }) => asked.push(`${method} ${path}`),
    });
    toClose.push(() => source.close());
    return source;
  };
  const readFeed = async (
    pages: readonly { readonly count: number; readonly next: string | null; readonly results: unknown[] }[],
  ) => {
    const app: FastifyInstance = Fastify();
    app.get('/zaaktypen', async () => ({
      count: 2,
      next: null,
      previous: null,
      results: [
        { url: familyKind, identificatie: 'LT-GEZIN' },
        { url: 'https://catalogi.invalid/zaaktypen/2', identificatie: 'ANDERS' },
      ],
    }));
    app.post<{ Querystring: { page?: string } }>(
      '/zaken/_zoek',
      async (request) => pages[Number(request.query.page ?? '1') - 1],
    );
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    toClose.push(() => app.close());
    const asked: string[] = [];
    const feed = sourceOn(`${url}/`, url, asked).roster.read(null, AbortSignal.timeout(5_000));
    return { feed, asked };
  };

  it('follows pages by their number and never to another host', async () => {
    const { feed, asked } = await readFeed([
      { count: 2, next: 'https://elsewhere.invalid/steal?page=2', results: [family(1, [team, parent])] },
      { count: 2, next: null, results: [family(2, [team])] },
    ]);
    expect((await feed).references.map(({ reference, unit }) => [reference, unit])).toEqual([
      ['LT9/2026-1', 'LT9'],
      ['LT9/2026-2', 'LT9'],
    ]);
    expect(asked).toEqual([
      'GET /zaaktypen?status=definitief',
      'POST /zaken/_zoek',
      'POST /zaken/_zoek?page=2',
    ]);
  });

  it.each([
    [
      'a list that changed while it was read',
      [{ count: 3, next: null, results: [family(1, [team])] }],
      'page.count',
    ],
    [
      'a page that leads back to itself',
      [{ count: 3, next: 'https://zaken.invalid/?page=1', results: [family(1, [team])] }],
      'page.count',
    ],
    [
      'a server that does not expand',
      [{ count: 1, next: null, results: [family(1, [team], null)] }],
      'zaak._expand.rollen',
    ],
    [
      'a server that keeps a role back',
      [{ count: 1, next: null, results: [family(1, [team, parent], { rollen: [team], zaakobjecten: [] })] }],
      'zaak._expand.rollen',
    ],
    [
      'a person whose role cannot be told',
      [{ count: 1, next: null, results: [family(1, [team, { ...parent, omschrijving: 'Betrokkene' }])] }],
      'rol.omschrijving',
    ],
    ['a case without a team', [{ count: 1, next: null, results: [family(1, [parent])] }], 'rol.omschrijving'],
    [
      'a word of secrecy that the standard does not have',
      [
        {
          count: 1,
          next: null,
          results: [{ ...family(1, [team]), vertrouwelijkheidaanduiding: 'GEHEIM!' }],
        },
      ],
      'zaak.vertrouwelijkheidaanduiding',
    ],
    [
      'two families with one number',
      [
        {
          count: 2,
          next: null,
          results: [family(1, [team]), { ...family(2, [team]), identificatie: 'LT9/2026-1' }],
        },
      ],
      'zaak.identificatie',
    ],
  ])('refuses the whole feed for %s', async (_case, pages, field) => {
    const { feed } = await readFeed(pages);
    const error = await feed.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'CONTRACT_BROKEN', field });
    expect(String(error)).not.toMatch(/\d{6}|Voorbeeld|invalid/);
  });

  it('takes at most four calls when nothing is known yet, two after that, and reads no notes and no other parts', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
    const running = await startLocalTeamSource({ port: 0, dataFolder });
    toClose.push(async () => {
      await running.close();
      rmSync(dataFolder, { recursive: true });
    });
    const asked: string[] = [];
    const url = (name: string): string => running.settings[name] ?? '';
    const source = sourceOn(url('LOCAL_TEAM_ZAKEN_URL'), url('LOCAL_TEAM_CATALOGI_URL'), asked);
    const read = (...references: string[]) =>
      source.loadFiles(references, { signal: AbortSignal.timeout(5_000) });
    await read('LT2/2026-0644');
    expect(asked).toHaveLength(4);
    const files = await read('LT1/2025-0217', 'LT2/2026-0644', 'LT1/2026-9012');
    expect(asked).toHaveLength(6);
    expect(JSON.stringify(files.get('LT2/2026-0644'))).not.toMatch(/schulden|PV-2026/);
    // One file that does not parse leaves the others readable.
    expect([...files].map(([reference, file]) => [reference, file instanceof SourceError])).toEqual([
      ['LT1/2025-0217', false],
      ['LT2/2026-0644', false],
      ['LT1/2026-9012', true],
    ]);
    // A number that nobody filed is no file, and no guess.
    expect([...(await read('LT1/1999-0001'))]).toEqual([]);
  });
});
