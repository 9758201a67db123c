/** Fills an empty case database with the tables and the cast; the same for PGlite and for a real PostgreSQL. */
import { caseDatabaseSchema } from './case-database.js';
import type { TableRows } from './case-rows.js';
import { caseRows } from './records.js';

/** The least that a database must offer to be filled. */
export interface SeedTarget {
  /** Runs several statements without parameters. */
  script(sql: string): Promise<void>;
  /** Runs one statement. */
  run(sql: string, values: readonly unknown[]): Promise<void>;
}

/** Makes tables and rows in one transaction: a database is filled whole, or not at all. */
export async function seedCaseDatabase(target: SeedTarget): Promise<void> {
  await target.script('BEGIN');
  await target.script(caseDatabaseSchema);
  for (const rows of caseRows) await insertRows(target, rows);
  await target.script('COMMIT');
}

async function insertRows(target: SeedTarget, { table, rows }: TableRows): Promise<void> {
  for (const { columns, values } of alike(rows)) {
    const places = values.map(
      (_, row) => `(${columns.map((_column, index) => `$${row * columns.length + index + 1}`).join(', ')})`,
    );
    await target.run(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places.join(', ')}`,
      values.flat(),
    );
  }
}

/** Neighbours with the same columns, so that a table takes a few statements and not one for each row. */
function alike(rows: TableRows['rows']) {
  const groups: { readonly columns: readonly string[]; readonly values: unknown[][] }[] = [];
  for (const row of rows) {
    const columns = Object.keys(row);
    const last = groups.at(-1);
    if (last && last.columns.join() === columns.join() && last.values.length < mostRows) {
      last.values.push(Object.values(row));
    } else groups.push({ columns, values: [Object.values(row)] });
  }
  return groups;
}

/** A statement has at most 65,535 parameters; the widest table has far fewer than 100 columns. */
const mostRows = 500;
