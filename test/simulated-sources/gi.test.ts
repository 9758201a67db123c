/** The simulated GI is a database like the real one: it refuses what that refuses, and keeps what was filed. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startGiSource } from '../../simulated-sources/gi/source.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import {
  caseSystemUrl,
  createTestAdapter,
  filingOf,
  runSql,
  type StartedGi,
  startGiOnPostgresql,
} from '../gi-source.js';
import { postgresqlAbsence } from '../real-postgresql.js';

const insertMeasure =
  "INSERT INTO measure (measure_number, reference, person_key, kind_code, code_list_version, started_on) VALUES ('M-0', 'GI1/2026-0330', 'k1', '11', '2017-05', '2026-11-01')";

describe('the simulated GI', () => {
  let dataFolder: string;
  let running: RunningSource;
  const readerUrl = (change: (url: URL) => void = () => {}): string => {
    const url = new URL(running.settings['GI_DATABASE_URL'] ?? '');
    change(url);
    return url.href;
  };

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-gi-'));
    running = await startGiSource({ port: 0, dataFolder });
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('lets in nobody with a wrong password', async () => {
    const url = readerUrl((given) => {
      given.password = 'guessed';
    });
    await expect(runSql(url, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('lets in nobody it does not know', async () => {
    const url = readerUrl((given) => {
      given.username = 'postgres';
    });
    await expect(runSql(url, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('has no other database than that of the cases', async () => {
    const url = readerUrl((given) => {
      given.pathname = '/payroll';
    });
    await expect(runSql(url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('lets the reader change nothing', async () => {
    await expect(runSql(readerUrl(), insertMeasure)).rejects.toMatchObject({ code: '42501' });
    await expect(runSql(readerUrl(), 'DELETE FROM case_file')).rejects.toMatchObject({ code: '42501' });
  });

  it('shows the reader no youth probation, although the GI has it', async () => {
    await expect(runSql(readerUrl(), 'SELECT * FROM youth_probation')).rejects.toMatchObject({
      code: '42501',
    });
    expect(await runSql(caseSystemUrl(running.settings), 'SELECT * FROM youth_probation')).toMatchObject([
      { criminal_chain_number: 'SKN-TEST-0001', kind_code: '41' },
    ]);
  });

  it('shows the reader nothing of the contact journal, in which workers write where they go', async () => {
    await expect(runSql(readerUrl(), 'SELECT * FROM contact_journal')).rejects.toMatchObject({
      code: '42501',
    });
    expect(
      await runSql(
        caseSystemUrl(running.settings),
        "SELECT entry FROM contact_journal WHERE reference = 'GI1/2026-0717' AND written_on = '2026-10-28'",
      ),
    ).toEqual([{ entry: expect.stringMatching(/school De Klimboom/) }]);
  });

  it('never gives one client the answer to the question of another', async () => {
    const pools = [
      new pg.Pool({ connectionString: readerUrl(), max: 4 }),
      new pg.Pool({ connectionString: readerUrl(), max: 4 }),
    ];
    const answers = await Promise.all(
      Array.from({ length: 80 }, async (_, index) => {
        const { rows } = (await pools[index % 2]?.query<{ answer: number }>('SELECT $1::int AS answer', [
          index,
        ])) ?? { rows: [] };
        return rows[0]?.answer;
      }),
    );
    await Promise.all(pools.map((pool) => pool.end()));
    expect(answers).toEqual(Array.from({ length: 80 }, (_, index) => index));
  });

  it('shows nobody a filing that is not finished, and forgets it when the client leaves', async () => {
    const filer = new pg.Client({ connectionString: caseSystemUrl(running.settings) });
    filer.on('error', () => {});
    await filer.connect();
    for (const statement of filingOf('GI1/2026-0901', '999970021').slice(0, -1)) await filer.query(statement);
    const waiting = runSql(
      readerUrl(),
      "SELECT count(*)::int AS files FROM case_file WHERE reference = 'GI1/2026-0901'",
    );
    await filer.end();
    expect(await waiting).toEqual([{ files: 0 }]);
  });

  it('keeps what was filed over a restart, and an adapter that was there goes on by itself', async () => {
    const adapter = createTestAdapter(running.settings, { timeoutMs: 5_000 });
    const context = () => ({ signal: AbortSignal.timeout(10_000) });
    const before = await adapter.roster.read(null, AbortSignal.timeout(10_000));
    await runSql(caseSystemUrl(running.settings), ...filingOf('GI1/2026-0902', '999970070'));
    const port = Number(new URL(running.url).port);
    await running.close();
    await expect(adapter.loadFiles(['GI1/2026-0902'], context())).rejects.toMatchObject({ reason: 'DOWN' });

    running = await startGiSource({ port, dataFolder });
    const files = await adapter.loadFiles(['GI1/2026-0902'], context());
    expect([...files.keys()]).toEqual(['GI1/2026-0902']);
    const later = await adapter.roster.read(before.watermark, AbortSignal.timeout(10_000));
    expect(later.mode).toBe('DELTA');
    expect(later.references.map(({ reference }) => reference)).toEqual(['GI1/2026-0902']);
    await adapter.close();
  }, 60_000);

  it('puts its iJw messages in the folder whole, under names that end in .xml', () => {
    const names = readdirSync(running.settings['GI_IJW_FOLDER'] ?? '').filter(
      (name) => !name.startsWith('.'),
    );
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !name.endsWith('.xml'))).toEqual([]);
  });
});

(postgresqlAbsence === null ? describe : describe.skip)(
  postgresqlAbsence === null
    ? 'the same case database in a real PostgreSQL'
    : `the same case database in a real PostgreSQL (skipped: ${postgresqlAbsence})`,
  () => {
    let started: StartedGi;
    beforeAll(async () => {
      started = await startGiOnPostgresql();
    }, 60_000);
    afterAll(async () => {
      await started?.stop();
    });

    it('refuses the reader every change', async () => {
      const url = started.settings['GI_DATABASE_URL'] ?? '';
      await expect(runSql(url, insertMeasure)).rejects.toMatchObject({ code: '42501' });
      await expect(runSql(url, 'SELECT * FROM youth_probation')).rejects.toMatchObject({ code: '42501' });
    });

    it('refuses a change even by a role that might make it, over a connection such as the adapter opens', async () => {
      const url = new URL(caseSystemUrl(started.settings));
      url.searchParams.set('options', '-c default_transaction_read_only=on');
      await expect(runSql(url.href, insertMeasure)).rejects.toMatchObject({ code: '25006' });
    });
  },
);
