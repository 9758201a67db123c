/**
 * Keeps records of Logboek Dataverwerkingen in a table of PostgreSQL 15 or later: a column for every field of the standard. A record
 * that is there already stays as it is.
 *
 * The account needs INSERT and SELECT on the table and nothing more, when whoever keeps the database has made it from
 * `logboekTableSql`: then what was delivered cannot be changed from here.
 */
import { Pool } from 'pg';
import type { LogboekSink } from '../drain.js';

/** Makes the table and its indexes where they are not there. */
export const logboekTableSql = `
CREATE TABLE IF NOT EXISTS logboek_dataverwerkingen (
  trace_id       char(32) NOT NULL,
  span_id        char(16) NOT NULL,
  parent_span_id char(16),
  status         text     NOT NULL CHECK (status IN ('Unset', 'Ok', 'Error')),
  name           text     NOT NULL,
  start_time     bigint   NOT NULL,
  end_time       bigint   NOT NULL,
  resource       jsonb    NOT NULL,
  attributes     jsonb    NOT NULL,
  received_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (trace_id, span_id)
);
CREATE INDEX IF NOT EXISTS logboek_dataverwerkingen_person
  ON logboek_dataverwerkingen ((attributes ->> 'dpl.core.data_subject_id'), start_time);
CREATE INDEX IF NOT EXISTS logboek_dataverwerkingen_activity
  ON logboek_dataverwerkingen ((attributes ->> 'dpl.core.processing_activity_id'), start_time);
`;

const insertSql = `
INSERT INTO logboek_dataverwerkingen
  (trace_id, span_id, parent_span_id, status, name, start_time, end_time, resource, attributes)
SELECT trace_id, span_id, parent_span_id, status, name, start_time, end_time, resource, attributes
FROM jsonb_to_recordset($1::jsonb) AS given(
  trace_id text, span_id text, parent_span_id text, status text, name text,
  start_time bigint, end_time bigint, resource jsonb, attributes jsonb)
ON CONFLICT (trace_id, span_id) DO NOTHING`;

export interface PostgresqlSinkOptions {
  /** `postgres://user:password@host:port/name`. Never part of an error or a log line. */
  readonly url: string;
  /** How long one delivery may take. */
  readonly timeoutMs: number;
  /** Whether to make the table; left out, it must be there. */
  readonly createsTable?: boolean;
}

export function createPostgresqlSink({
  url,
  timeoutMs,
  createsTable = false,
}: PostgresqlSinkOptions): LogboekSink {
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    statement_timeout: timeoutMs,
    allowExitOnIdle: true,
    application_name: 'gezinsbeeld-drain',
  });
  // An idle connection that breaks leaves the pool by itself; the next delivery takes a new one.
  pool.on('error', () => {});
  let isTableMade = !createsTable;
  return {
    async deliver(records) {
      if (!isTableMade) await pool.query(logboekTableSql);
      isTableMade = true;
      // One statement is one transaction: all of them are kept, or none.
      await pool.query(insertSql, [JSON.stringify(records)]);
    },
    close: () => pool.end(),
  };
}
