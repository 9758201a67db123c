/**
 * A throw-away PostgreSQL of its own for a test: a new cluster in a temporary folder, on a free loopback port, gone afterwards.
 * Only where Debian's PostgreSQL 15 (or `POSTGRESQL_BIN`) is present.
 */
import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const binaries = process.env['POSTGRESQL_BIN'] ?? '/usr/lib/postgresql/15/bin';

/** Why no PostgreSQL can be started here, or `null` when it can. */
export const postgresqlAbsence: string | null = existsSync(join(binaries, 'initdb'))
  ? runsAsRoot() && postgresAccount() === null
    ? 'PostgreSQL refuses to run as root, and there is no account postgres'
    : null
  : 'PostgreSQL 15 is not installed here';

export interface RealPostgresql {
  readonly port: number;
  /** A connection string of the superuser, for that database. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** Starts it, with one empty database of the given name. Every local connection is trusted. */
export async function startRealPostgresql(database: string): Promise<RealPostgresql> {
  const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-postgresql-'));
  const account = runsAsRoot() ? postgresAccount() : null;
  if (account) chownSync(folder, account.uid, account.gid);
  const as = { cwd: folder, ...(account ?? {}) };
  const data = join(folder, 'data');
  const port = await freePort();
  await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    as,
  );
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  const control = join(binaries, 'pg_ctl');
  await run(control, ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start'], as);
  const url = (name: string): string => `postgres://postgres@127.0.0.1:${port}/${name}`;
  const client = new pg.Client({ connectionString: url('postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  return {
    port,
    url,
    stop: async () => {
      await run(control, ['-D', data, '-w', '-m', 'immediate', 'stop'], as);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

function postgresAccount(): { readonly uid: number; readonly gid: number } | null {
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('expected a loopback port');
  return address.port;
}
