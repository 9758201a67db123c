/** The logs as a gateway runs them: opened with their grounds, sealed, delivered, and let go at the end of their time. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import pino from 'pino';
import { verifyLog } from '../../adapter-kit/accountability/verify-log.js';
import { ConfigurationError } from '../../adapter-kit/source-settings.js';
import { defaultLogSettings, type LogSettings } from '../../gateway/accountability/log-settings.js';
import { openRunningLogs, type RunningLogs } from '../../gateway/accountability/running-logs.js';
import { logboekTableSql } from '../../gateway/accountability/sinks/postgresql-sink.js';
import { readGatewayConfig } from '../../gateway/config.js';
import { organisations } from '../../subgraphs/index.js';
import { postgresqlAbsence, startRealPostgresql } from '../real-postgresql.js';
import { nextEntry, until } from './drain-world.js';
import { createLogWorld, type LogWorld } from './log-world.js';

let world: LogWorld;
let running: RunningLogs[];
let told: string[];
beforeEach(async () => {
  world = await createLogWorld();
  running = [];
  told = [];
});
afterEach(async () => {
  for (const logs of running.splice(0)) await logs.close();
  await world.remove();
});

async function open(
  settings: Partial<LogSettings> = {},
  grounds: { legalGround: string; dpiaReference: string } | null = null,
): Promise<RunningLogs> {
  const logs = await openRunningLogs({
    logFolder: world.folder,
    settings: { ...defaultLogSettings, ...settings },
    grounds,
    logger: pino({ level: 'info' }, { write: (line: string) => void told.push(line) }),
    drainPauses: { pollMs: 5, pauseMs: 1, mostPauseMs: 5 },
    removalAfterMs: 1,
  });
  running.push(logs);
  return logs;
}

async function entriesOf(logs: RunningLogs): Promise<readonly { readonly type: string }[]> {
  const { folder } = logs.processing;
  const segments = (await readdir(folder)).filter((name) => name.endsWith('.log') || name.endsWith('.jsonl'));
  const text = (await Promise.all(segments.map((name) => readFile(join(folder, name), 'utf8')))).join('');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).entry);
}

describe('the processing log of a gateway that starts', () => {
  const grounds = { legalGround: 'AVG art. 6 lid 1 onder e', dpiaReference: 'DPIA-2026/03' };

  it('says first under which ground and which DPIA the reads after it happen', async () => {
    const logs = await open({}, grounds);
    await logs.processing.append(nextEntry());
    const [first, second] = await entriesOf(logs);
    expect(first).toEqual({ type: 'log-opened', ...grounds });
    expect(second).toMatchObject({ type: 'processing' });
  });

  it('is sealed by the key that was given, and whole by that key alone', async () => {
    const sealKeyFile = join(world.folder, 'seal-key');
    await writeFile(sealKeyFile, 'a seal key of the tests, which protects nobody\n');
    const logs = await open({ sealKeyFile });
    await logs.processing.append(nextEntry());
    await running.pop()?.close();
    const log = { folder: logs.processing.folder, name: 'processing' };
    const sealKey = 'a seal key of the tests, which protects nobody';
    await expect(verifyLog({ ...log, sealKey })).resolves.toMatchObject({ lines: 1 });
    await expect(verifyLog({ ...log, sealKey: 'another key' })).rejects.toThrow(/expected/);
  });

  it('does not start with a seal key that is missing or short', async () => {
    const sealKeyFile = join(world.folder, 'seal-key');
    await expect(open({ sealKeyFile })).rejects.toThrow(/LOG_SEAL_KEY_FILE: expected a file/);
    await writeFile(sealKeyFile, 'short');
    await expect(open({ sealKeyFile })).rejects.toThrow(/LOG_SEAL_KEY_FILE: expected a key of at least 32/);
  });
});

describe('a collector that is away for a while', () => {
  let server: Server;
  let isAway: boolean;
  let spans: string[];
  beforeEach(async () => {
    isAway = true;
    spans = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        if (!isAway) for (const [, id] of body.matchAll(/"spanId":"(\w+)"/g)) spans.push(id ?? '');
        response.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  function sink(): Partial<LogSettings> {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}`;
    return { sink: { kind: 'otlp', url, authorization: 'Bearer a canary', timeoutMs: 2_000 } };
  }

  it('holds up no record, is told of once and seen in the figures, and gets everything when it is back', async () => {
    const logs = await open(sink(), { legalGround: 'AVG art. 6', dpiaReference: 'DPIA-1' });
    for (let number = 0; number < 5; number += 1) await logs.processing.append(nextEntry());
    await until(() => (logs.figures()?.failuresInSuccession ?? 0) > 2);
    // The opening is about the log itself: it needs no delivery.
    expect(logs.figures()).toMatchObject({ deliveredRecords: 0, isBlocked: 0 });
    expect(logs.figures()?.pendingLines).toBeGreaterThanOrEqual(5);
    expect(told).toHaveLength(1);
    expect(told.join()).not.toMatch(/canary|127\.0\.0\.1/);
    isAway = false;
    await until(() => logs.figures()?.pendingLines === 0);
    expect(logs.figures()).toMatchObject({ deliveredLines: 6, failuresInSuccession: 0, oldestPendingMs: 0 });
    // One record for each request and one for each of six persons; the opening is no processing.
    expect(new Set(spans).size).toBe(35);
  });

  it('gets after a restart what it had not acknowledged', async () => {
    const first = await open(sink());
    await first.processing.append(nextEntry());
    await until(() => (first.figures()?.failures ?? 0) > 0);
    await running.pop()?.close();
    isAway = false;
    const second = await open(sink());
    await until(() => second.figures()?.pendingLines === 0);
    expect(new Set(spans).size).toBe(7);
  });
});

const withPostgresql = postgresqlAbsence === null ? describe : describe.skip;
withPostgresql(
  `a PostgreSQL that keeps the records${postgresqlAbsence ? `: ${postgresqlAbsence}` : ''}`,
  () => {
    it('has one row for the request and one for each person', async () => {
      const database = await startRealPostgresql('logboek');
      const client = new pg.Client({ connectionString: database.url('logboek') });
      try {
        await client.connect();
        await client.query(logboekTableSql);
        const url = database.url('logboek');
        const logs = await open({ sink: { kind: 'postgresql', url, authorization: null, timeoutMs: 5_000 } });
        await logs.processing.append(nextEntry());
        await until(() => logs.figures()?.pendingLines === 0);
        const { rows } = await client.query('SELECT count(*)::int AS kept FROM logboek_dataverwerkingen');
        expect(rows).toEqual([{ kept: 7 }]);
        await running.pop()?.close();
      } finally {
        await client.end();
        await database.stop();
      }
    });
  },
);

describe('the settings of the logs', () => {
  const problemsOf = (environment: Record<string, string>): string => {
    try {
      readGatewayConfig(environment, { organisations, simulate: true, open: false });
      return '';
    } catch (thrown) {
      if (thrown instanceof ConfigurationError) return thrown.message;
      throw thrown;
    }
  };

  it.each([
    [{ LOG_SINK: 'otlp' }, /LOG_SINK_URL: expected beside LOG_SINK/],
    [{ LOG_SINK_URL: 'https://collector.invalid' }, /LOG_SINK: expected postgresql or otlp beside/],
    [{ LOG_SINK: 'syslog', LOG_SINK_URL: 'x' }, /LOG_SINK: expected postgresql or otlp/],
    [{ LOG_SINK: 'otlp', LOG_SINK_URL: 'http://collector.invalid' }, /LOG_SINK_URL: expected an https URL/],
    [{ LOG_SINK: 'otlp', LOG_SINK_URL: 'https://a:canary@collector.invalid' }, /LOG_SINK_URL: .*credentials/],
    [{ LOG_SINK: 'postgresql', LOG_SINK_URL: 'https://database.invalid' }, /LOG_SINK_URL: expected postgres/],
    [{ LOG_KEEP_MONTHS: '0' }, /LOG_KEEP_MONTHS: expected a whole number/],
    [{ DECISION_LOG_KEEP_MONTHS: 'five' }, /DECISION_LOG_KEEP_MONTHS: expected a whole number/],
  ])('%j are refused with what was expected', (environment, expected) => {
    const problems = problemsOf(environment);
    expect(problems).toMatch(expected);
    expect(problems).not.toMatch(/canary/);
  });

  it('are as usual where nothing is said', () => {
    expect(readGatewayConfig({}, { organisations, simulate: true, open: false }).logs).toEqual(
      defaultLogSettings,
    );
  });
});
