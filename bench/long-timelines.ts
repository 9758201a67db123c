/**
 * Two children of whom the GI alone knows, filed as its own case system would: one was seen on twenty days, the other on two thousand. What
 * the first page of a long timeline costs is held against that of a short one.
 */
import pg from 'pg';
import { caseSystemUrl } from '../simulated-sources/gi/case-database.js';

export interface LongTimeline {
  readonly rawBsn: string;
  readonly reference: string;
  /** On how many days the child was seen. */
  readonly sightings: number;
}

/** Numbers of the test range of the population register that nobody of the cast has. */
export const shortTimeline: LongTimeline = {
  rawBsn: '999994001',
  reference: 'GI1/2026-9501',
  sightings: 20,
};
export const longTimeline: LongTimeline = {
  rawBsn: '999994013',
  reference: 'GI1/2026-9502',
  sightings: 2_000,
};

/** @param settings of the GI's source, by the names of their environment variables. */
export async function fileLongTimelines(settings: Readonly<Record<string, string>>): Promise<void> {
  const client = new pg.Client({ connectionString: caseSystemUrl(settings) });
  await client.connect();
  try {
    for (const one of [shortTimeline, longTimeline]) await file(client, one);
  } finally {
    await client.end();
  }
}

async function file(client: pg.Client, { rawBsn, reference, sightings }: LongTimeline): Promise<void> {
  const [, number] = reference.split('-');
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO case_file (reference, unit_code, opened_on) VALUES ($1, 'GI1', '2020-10-30')`,
    [reference],
  );
  await client.query(
    `INSERT INTO case_person (reference, person_key, role_code, citizen_number, recorded_name, birth_date, sex, since)
      VALUES ($1, 'k1', '115', $2, 'Proef, K.', '2016-05-04', 'V', '2020-10-30')`,
    [reference, rawBsn],
  );
  await client.query(`INSERT INTO stay VALUES ($1, 'k1', $2, 'DWELLING', '2020-01-01', NULL)`, [
    reference,
    `999901000000${number}`,
  ]);
  await client.query(
    `INSERT INTO measure (measure_number, reference, person_key, kind_code, code_list_version, started_on, ends_on, recorded_at)
      VALUES ($1, $2, 'k1', '12', '2017-05', '2020-10-30', '2027-01-30', '2020-10-30T15:00:00+01:00')`,
    [`M-2026-${number}`, reference],
  );
  await client.query(
    `INSERT INTO sighting (sighting_number, reference, person_key, seen_on, how_code)
      SELECT $1 || '-' || day, $1, 'k1', date '2026-10-31' - day, 'SEEN' FROM generate_series(1, $2::int) day`,
    [reference, sightings],
  );
  await client.query('COMMIT');
}
