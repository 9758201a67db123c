/** The simulated GI for tests: as it runs (PGlite), or its case database in a real PostgreSQL with the same faults before it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../adapter-kit/pseudonym.js';
import { caseDatabaseName, caseSystemUrl, readerAccount } from '../simulated-sources/gi/case-database.js';
import { startFaultRelay } from '../simulated-sources/gi/fault-relay.js';
import { seedCaseDatabase } from '../simulated-sources/gi/seed.js';
import { startGiSource } from '../simulated-sources/gi/source.js';
import { createGiSource } from '../subgraphs/gi/adapters/gi-source.js';
import type { GiSource } from '../subgraphs/gi/source.js';
import { startRealPostgresql } from './real-postgresql.js';

export { caseSystemUrl };

export interface StartedGi {
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);

export async function startGiOnPglite(): Promise<StartedGi> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-gi-'));
  const running = await startGiSource({ port: 0, dataFolder });
  return {
    settings: running.settings,
    stop: async () => {
      await running.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The case database only; the folder of messages is empty. */
export async function startGiOnPostgresql(): Promise<StartedGi> {
  const postgresql = await startRealPostgresql(caseDatabaseName);
  const client = new pg.Client({ connectionString: postgresql.url(caseDatabaseName) });
  await client.connect();
  await seedCaseDatabase({
    script: async (sql) => void (await client.query(sql)),
    run: async (sql, values) => void (await client.query(sql, [...values])),
  });
  await client.end();
  const relay = await startFaultRelay({ port: 0, targetPort: postgresql.port });
  const ijwFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-ijw-'));
  return {
    settings: {
      GI_DATABASE_URL: `postgres://${readerAccount.user}:${readerAccount.password}@127.0.0.1:${relay.port}/${caseDatabaseName}`,
      GI_IJW_FOLDER: ijwFolder,
    },
    stop: async () => {
      await relay.close();
      await postgresql.stop();
      rmSync(ijwFolder, { recursive: true, force: true });
    },
  };
}

/** Runs statements in the database and closes the connection, also when they are refused. */
export async function runSql(
  url: string,
  ...statements: readonly string[]
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: readonly Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** Files a small family, as the GI's own case system would. */
export function filingOf(reference: string, bsn: string): readonly string[] {
  return [
    'BEGIN',
    `INSERT INTO case_file (reference, unit_code, opened_on) VALUES ('${reference}', 'GI1', '2026-10-30')`,
    `INSERT INTO case_person (reference, person_key, role_code, citizen_number, recorded_name, birth_date, sex, since)
      VALUES ('${reference}', 'k1', '115', '${bsn}', 'Proef, K.', '2016-05-04', 'V', '2026-10-30')`,
    `INSERT INTO stay VALUES ('${reference}', 'k1', '9999010000009501', 'DWELLING', '2020-01-01', NULL)`,
    `INSERT INTO measure (measure_number, reference, person_key, kind_code, code_list_version, started_on, ends_on, recorded_at)
      VALUES ('M-${reference.slice(4)}', '${reference}', 'k1', '12', '2017-05', '2026-10-30', '2027-01-30', '2026-10-30T15:00:00+01:00')`,
    'COMMIT',
  ];
}

export function createTestAdapter(
  settings: Readonly<Record<string, string>>,
  options: { readonly timeoutMs: number; readonly onCall?: () => void; readonly ijwFolder?: string },
): GiSource {
  return createGiSource({
    organisation: 'GI',
    databaseUrl: settings['GI_DATABASE_URL'] ?? '',
    ijwFolder: options.ijwFolder ?? settings['GI_IJW_FOLDER'] ?? '',
    ijwUnit: settings['GI_IJW_UNIT'] ?? 'GI',
    pseudonymiser,
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    timeoutMs: options.timeoutMs,
    ijwRecheckAfterMs: 0,
    ...(options.onCall ? { onCall: options.onCall } : {}),
  });
}
