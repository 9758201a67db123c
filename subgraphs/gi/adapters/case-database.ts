/**
 * Read-only access to a PostgreSQL database: one statement at a time, each by the policy of its source. A connection that failed or
 * was given up on is thrown away, so that it never answers the next question with the last one's rows.
 */
import type { Duplex } from 'node:stream';
import { Pool, type PoolClient } from 'pg';
import type { CircuitState } from '../../../adapter-kit/circuit.js';
import type { OutwardCallNotice } from '../../../adapter-kit/organisation-source.js';
import { defaultResilience, type ResilienceSettings } from '../../../adapter-kit/resilience.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { createSourcePolicy, type TryResult } from '../../../adapter-kit/source-policy.js';
import { givenUp, unlessAborted } from './deadline.js';

export interface CaseDatabaseOptions {
  readonly organisation: string;
  /** `postgres://user:password@host:port/name`. Never part of an error. */
  readonly url: string;
  /** How long one statement may take, waiting for a connection included. */
  readonly timeoutMs: number;
  /** What differs from the defaults, but for connections: there are six at most. */
  readonly resilience?: Partial<ResilienceSettings> | undefined;
  readonly onCall?: ((call: OutwardCallNotice) => void) | undefined;
  /** An answer larger than this breaks the contract; left out, 256 MiB: the feed is one answer. */
  readonly maxAnswerBytes?: number;
}

/** A statement and what it is called when calls are counted. */
export interface Statement {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly unknown[];
}

export interface CaseDatabase {
  /** @throws SourceError `DOWN`, `TIMED_OUT`, `REJECTED` (may not sign in, or read this) or `CONTRACT_BROKEN`. */
  read(statement: Statement, signal: AbortSignal): Promise<readonly unknown[]>;
  readonly circuit: () => CircuitState;
  close(): Promise<void>;
}

const maxConnections = 6;
const defaultMaxAnswerBytes = 256 * 1024 * 1024;
const tooLarge = Symbol('more than was agreed');
/** Idle connections keep no program alive and are let go after this long. */
const idleTimeoutMs = 30_000;

export function openCaseDatabase({
  organisation,
  url,
  timeoutMs,
  resilience,
  onCall,
  maxAnswerBytes = defaultMaxAnswerBytes,
}: CaseDatabaseOptions): CaseDatabase {
  const maxConcurrent = Math.min(
    maxConnections - 1,
    resilience?.maxConcurrent ?? defaultResilience.maxConcurrent,
  );
  const policy = createSourcePolicy({
    organisation,
    timeoutMs,
    resilience: { ...resilience, maxConcurrent },
  });
  const pool = new Pool({
    connectionString: url,
    // One more than may be under way: the call that tries whether the database is back finds no other in its place.
    max: maxConcurrent + 1,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    // For a real server, which goes on working for a client that left: PGlite ignores both.
    statement_timeout: timeoutMs,
    // Compiling a statement (jit) can take longer than answering it: a server does so by its own guess of the cost.
    options: '-c default_transaction_read_only=on -c jit=off',
    idleTimeoutMillis: idleTimeoutMs,
    allowExitOnIdle: true,
    application_name: 'gezinsbeeld',
  });
  // An idle connection that breaks (the server restarts) leaves the pool by itself; the next read takes a new one.
  pool.on('error', () => {});
  // Bytes received on a connection since its last statement: the driver itself holds whatever a server sends.
  const received = new WeakMap<Duplex, number>();
  const isTooLarge = (client: PoolClient): boolean =>
    (received.get(client.connection.stream) ?? 0) > maxAnswerBytes;
  pool.on('connect', (client) => {
    // One that breaks while in use fails its read as well, which is where it is told.
    client.on('error', () => {});
    const { stream } = client.connection;
    stream.on('data', (chunk: Buffer) => {
      received.set(stream, (received.get(stream) ?? 0) + chunk.length);
      if (isTooLarge(client)) stream.destroy();
    });
  });

  async function ask(statement: Statement, signal: AbortSignal): Promise<TryResult<readonly unknown[]>> {
    onCall?.({ organisation, method: 'SELECT', path: statement.name });
    let client: PoolClient | undefined;
    let failed: unknown;
    try {
      client = await connect(signal);
      received.set(client.connection.stream, 0);
      // No name: a named statement belongs to a connection, and PGlite has but one for all.
      const result = await unlessAborted(client.query(statement.sql, [...statement.values]), signal);
      return { value: result.rows as readonly unknown[], failure: null };
    } catch (thrown) {
      failed = client !== undefined && isTooLarge(client) ? tooLarge : thrown;
      const error = toError(failed);
      const isAnswer = error.reason === 'REJECTED' || error.reason === 'CONTRACT_BROKEN';
      return { error, failure: isAnswer ? null : { mayPass: mayPass(failed) } };
    } finally {
      client?.release(failed !== undefined);
    }
  }

  async function connect(signal: AbortSignal): Promise<PoolClient> {
    const connecting = pool.connect();
    try {
      return await unlessAborted(connecting, signal);
    } catch (thrown) {
      if (thrown === givenUp) {
        connecting.then(
          (client) => client.release(),
          () => {},
        );
      }
      throw thrown;
    }
  }

  function toError(thrown: unknown): SourceError {
    if (thrown === tooLarge) {
      return new SourceError({
        organisation,
        reason: 'CONTRACT_BROKEN',
        detail: `expected an answer of at most ${maxAnswerBytes} bytes, received more`,
      });
    }
    if (thrown === givenUp || isTimeout(thrown)) {
      return new SourceError({
        organisation,
        reason: 'TIMED_OUT',
        detail: `the source did not answer within ${timeoutMs} ms`,
      });
    }
    const state = sqlStateOf(thrown);
    // 28: may not sign in; 3D: no such database; 42501: may not read this.
    if (state?.startsWith('28') || state?.startsWith('3D') || state === '42501') {
      return new SourceError({
        organisation,
        reason: 'REJECTED',
        detail: `the source refused with state ${state}`,
      });
    }
    // Another 42: a table or a column is not there, so this is not the database that was agreed.
    if (state?.startsWith('42')) {
      return new SourceError({
        organisation,
        reason: 'CONTRACT_BROKEN',
        detail: `expected the agreed tables, received state ${state}`,
      });
    }
    // No cause: what a driver throws may hold an address, and what a server says may hold a value.
    return new SourceError({ organisation, reason: 'DOWN', detail: 'the source could not be reached' });
  }

  return {
    read: (statement, signal) =>
      // The connection may only read, so a statement may be sent twice.
      policy.run({ isRead: true, signal }, (limit) => ask(statement, limit)),
    circuit: policy.circuit,
    async close() {
      policy.close();
      await pool.end();
    },
  };
}

/** The network's own; 08: the connection; 57P: the server stops, or is starting; 53300: it has no place for one more. */
const passingFailures = /^(ECONNREFUSED|ECONNRESET|EPIPE|EAI_AGAIN|08...|57P0[123]|53300)$/;

function mayPass(thrown: unknown): boolean {
  const { code, message } = described(thrown);
  // The driver gives no code for a connection that ended under it.
  return passingFailures.test(code) || (/^Connection terminated/.test(message) && !isTimeout(thrown));
}

/** `query_canceled` is what a server says at its own statement timeout; the others are the driver's. */
function isTimeout(thrown: unknown): boolean {
  if (sqlStateOf(thrown) === '57014') return true;
  return /timeout/i.test(described(thrown).message);
}

function sqlStateOf(thrown: unknown): string | undefined {
  const { code } = described(thrown);
  return /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function described(thrown: unknown): { readonly code: string; readonly message: string } {
  if (typeof thrown !== 'object' || thrown === null) return { code: '', message: '' };
  return {
    code: 'code' in thrown ? String(thrown.code) : '',
    message: 'message' in thrown ? String(thrown.message) : '',
  };
}
