/**
 * What happens at the GI after the clock of the cast: written into the running case database as its own case system would.
 * Doing an event again changes nothing, not even the number of change.
 */
import pg from 'pg';
import { nagelhout } from '../families.js';
import { caseSystemUrl } from './case-database.js';
import { twins } from './records-families-5-to-12.js';

/** Where a source runs: the url and settings of `RunningSource`. */
export interface RunningAt {
  readonly settings: Readonly<Record<string, string>>;
  readonly url: string;
}

/** Events by a short name, whose number is that of the cast. */
export const giActTwo: Readonly<Record<string, (at: RunningAt) => Promise<void>>> = {
  '1 supervision of the twins ends': ({ settings }) =>
    inOneTransaction(settings, [
      [
        `UPDATE measure SET ended_on = '2026-11-03', end_reason_code = '03'
          WHERE reference = $1 AND kind_code = '11' AND ended_on IS NULL`,
        [twins],
      ],
      [`UPDATE case_file SET closed_on = '2026-11-03' WHERE reference = $1 AND closed_on IS NULL`, [twins]],
    ]),
  '5 numbers of the twins corrected': ({ settings }) =>
    inOneTransaction(
      settings,
      [nagelhout.django, nagelhout.jordy].map(
        ({ givenName, bsn }): Statement => [
          `UPDATE case_person SET citizen_number = $1
          WHERE reference = $2 AND given_names = $3 AND citizen_number IS DISTINCT FROM $1`,
          [bsn, twins, givenName],
        ],
      ),
    ),
};

type Statement = readonly [sql: string, values: readonly string[]];

/** All of it or nothing: nobody reads two children with one number. */
async function inOneTransaction(
  settings: Readonly<Record<string, string>>,
  statements: readonly Statement[],
): Promise<void> {
  const client = new pg.Client({ connectionString: caseSystemUrl(settings) });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const [sql, values] of statements) await client.query(sql, [...values]);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
