/** The GI's adapter: the promises of every source, on the simulated GI and on a real PostgreSQL, and those that are its own. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GiFile, GiSource } from '../../subgraphs/gi/source.js';
import {
  caseSystemUrl,
  createTestAdapter,
  filingOf,
  pseudonymiser,
  runSql,
  type StartedGi,
  startGiOnPglite,
  startGiOnPostgresql,
} from '../gi-source.js';
import { postgresqlAbsence } from '../real-postgresql.js';
import { type ContractHarness, describeOrganisationSource } from './organisation-source-contract.js';

function harnessOn(startGi: () => Promise<StartedGi>): ContractHarness<GiFile> {
  return {
    organisation: 'GI',
    healthy: ['GI1/2026-0330', 'GI1/2026-0188', 'GI1/2026-9001', 'GI1/2026-9004'],
    slow: 'GI1/2026-9007',
    down: 'GI1/2026-9008',
    malformed: 'GI1/2026-9009',
    malformedField: 'kind_code',
    maxCallsPerBatch: 1,
    async start({ timeoutMs }) {
      const started = await startGi();
      let calls = 0;
      let stopped = false;
      const stopSource = async (): Promise<void> => {
        if (stopped) return;
        stopped = true;
        await started.stop();
      };
      const source = createTestAdapter(started.settings, {
        timeoutMs,
        onCall: () => {
          calls += 1;
        },
      });
      return {
        source,
        calls: () => calls,
        stopSource,
        stop: async () => {
          await source.close();
          await stopSource();
        },
      };
    },
  };
}

describe('on the simulated GI', () => {
  describeOrganisationSource(harnessOn(startGiOnPglite));
});

(postgresqlAbsence === null ? describe : describe.skip)(
  postgresqlAbsence === null
    ? 'on a real PostgreSQL'
    : `on a real PostgreSQL (skipped: ${postgresqlAbsence})`,
  () => {
    describeOrganisationSource(harnessOn(startGiOnPostgresql));
  },
);

describe('the feed of the GI', () => {
  let started: StartedGi;
  let source: GiSource;
  const read = (watermark: string | null) => source.roster.read(watermark, AbortSignal.timeout(10_000));
  const load = (reference: string) => source.loadFiles([reference], { signal: AbortSignal.timeout(10_000) });

  beforeAll(async () => {
    started = await startGiOnPglite();
    source = createTestAdapter(started.settings, { timeoutMs: 5_000 });
  }, 60_000);
  afterAll(async () => {
    await source?.close();
    await started?.stop();
  });

  it('names children by pseudonym, and parents by a key of its own, because the GI has no number of an adult', async () => {
    const family = (await read(null)).references.find(({ reference }) => reference === 'GI1/2026-0330');
    expect(family?.persons.map(({ person, role, localKey }) => ({ person, role, localKey }))).toEqual([
      ...['999999369', '999999370', '999999382', '999999394', '999999400', '999999412'].map((bsn, index) => ({
        person: pseudonymiser.person(bsn),
        role: '115',
        localKey: `k${index + 1}`,
      })),
      { person: null, role: '112', localKey: 'p1' },
      { person: null, role: '112', localKey: 'p2' },
    ]);
  });

  it('tells the stays of a child day by day, and that a residential group is an institution', async () => {
    const { references } = await read(null);
    const staysOf = (reference: string, key: string) =>
      references
        .find((line) => line.reference === reference)
        ?.persons.find(({ localKey }) => localKey === key)?.stays;
    const hofdijk = pseudonymiser.address('0599010000110069');
    const group = pseudonymiser.address('0599010400010274');
    expect(staysOf('GI1/2026-0330', 'k2')).toEqual([
      { address: hofdijk, addressType: 'DWELLING', since: '2018-01-20', until: '2026-06-14' },
      { address: group, addressType: 'INSTITUTION', since: '2026-06-15', until: '2026-08-21' },
      { address: hofdijk, addressType: 'DWELLING', since: '2026-08-22', until: null },
    ]);
    expect(staysOf('GI1/2026-0188', 'k1')).toEqual([
      { address: group, addressType: 'INSTITUTION', since: '2026-02-02', until: null },
    ]);
  });

  it('tells a family that is filed now, and only that, at the next read; and that it is removed', async () => {
    const before = await read(null);
    await runSql(caseSystemUrl(started.settings), ...filingOf('GI1/2026-0903', '999970112'));
    const filed = await read(before.watermark);
    expect(filed).toMatchObject({ mode: 'DELTA', removed: [] });
    expect(filed.references.map(({ reference }) => reference)).toEqual(['GI1/2026-0903']);
    expect((await read(filed.watermark)).references).toEqual([]);

    await runSql(caseSystemUrl(started.settings), "DELETE FROM case_file WHERE reference = 'GI1/2026-0903'");
    expect(await read(filed.watermark)).toMatchObject({
      mode: 'DELTA',
      references: [],
      removed: ['GI1/2026-0903'],
    });
    expect(await read(null)).toMatchObject({ mode: 'FULL', removed: [] });
  });

  it('tells a change of an address as a change of the family', async () => {
    const before = await read(null);
    await runSql(
      caseSystemUrl(started.settings),
      "UPDATE stay SET until = '2026-10-31' WHERE reference = 'GI1/2026-0188'",
    );
    expect((await read(before.watermark)).references.map(({ reference }) => reference)).toEqual([
      'GI1/2026-0188',
    ]);
  });

  it('is read in full again when the watermark is of another database', async () => {
    const page = await read(null);
    const change = page.watermark?.split('/')[1];
    expect((await read(`00000000-0000-4000-8000-000000000000/${change}`)).mode).toBe('FULL');
    expect((await read(`${page.watermark}999`)).mode).toBe('FULL');
    expect((await read('something else')).mode).toBe('FULL');
  });

  it('leaves the reporter, the professional and youth probation behind', async () => {
    const filing = filingOf('GI1/2026-0904', '999970161');
    await runSql(
      caseSystemUrl(started.settings),
      ...filing.slice(0, -1),
      `INSERT INTO case_person (reference, person_key, role_code, citizen_number, recorded_name) VALUES
        ('GI1/2026-0904', 'm1', '391', '999970203', 'Melder, M.'), ('GI1/2026-0904', 'h1', '411', NULL, 'Hulp, H.')`,
      'COMMIT',
    );
    const page = await read(null);
    const line = page.references.find(({ reference }) => reference === 'GI1/2026-0904');
    expect(line?.persons.map(({ localKey }) => localKey)).toEqual(['k1']);
    const file = (await load('GI1/2026-0904')).get('GI1/2026-0904');
    expect(file).toMatchObject({ persons: [{ localKey: 'k1', name: 'Proef, K.' }] });
    const everything = JSON.stringify([page, file, ...(await load('GI1/2026-0330')).values()]);
    expect(everything).not.toMatch(/Melder|Hulp|SKN|TEST-0007|Rijnoever|De Haven/);
    expect(everything).not.toContain(String(pseudonymiser.person('999970203')));
  });

  it('says that it was refused, without the address or the password, when the password is wrong', async () => {
    const url = new URL(started.settings['GI_DATABASE_URL'] ?? '');
    url.password = 'a-secret-that-is-wrong';
    const refused = createTestAdapter(
      { ...started.settings, GI_DATABASE_URL: url.href },
      { timeoutMs: 5_000 },
    );
    const error = await refused.roster.read(null, AbortSignal.timeout(5_000)).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'REJECTED' });
    expect(inspect(error)).not.toMatch(/secret|127\.0\.0\.1|postgres:\/\//);
    await refused.close();
  });
});
