import { unlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { LogboekSink } from '../../gateway/accountability/drain.js';
import { toLogboekRecords } from '../../gateway/accountability/logboek-record.js';
import { createOtlpSink } from '../../gateway/accountability/sinks/otlp-sink.js';
import { createPostgresqlSink } from '../../gateway/accountability/sinks/postgresql-sink.js';
import { postgresqlAbsence, startRealPostgresql } from '../real-postgresql.js';
import { createDrainWorld, type DrainWorld, nextEntry, until } from './drain-world.js';
import { personId } from './example-request.js';

let world: DrainWorld;
beforeEach(async () => {
  world = await createDrainWorld();
});
afterEach(() => world.remove());

describe('a collector that speaks OTLP', () => {
  let server: Server;
  const bodies: string[] = [];
  let answer: { status: number; body: string };
  beforeEach(async () => {
    bodies.length = 0;
    answer = { status: 200, body: '{}' };
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(`${request.method} ${request.url} ${body}`);
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const sinkOf = (): LogboekSink => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return createOtlpSink({ baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 2_000 });
  };

  it('gets the records as spans', async () => {
    await world.append(1);
    const drain = await world.start(sinkOf());
    await until(() => drain.figures().deliveredLines === 1);
    const [method, path] = (bodies[0] ?? '').split(' ');
    expect({ method, path, times: bodies.length }).toEqual({ method: 'POST', path: '/v1/traces', times: 1 });
    const body: { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] } = JSON.parse(
      (bodies[0] ?? '').slice(16),
    );
    expect(body.resourceSpans).toHaveLength(1);
    const spansSent = body.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    expect(spansSent).toHaveLength(7);
    expect(spansSent[1]).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      kind: 1,
      startTimeUnixNano: '1793617200000000000',
      status: { code: 0 },
      attributes: expect.arrayContaining([
        { key: 'dpl.core.data_subject_id', value: { stringValue: expect.stringMatching(/^p_/) } },
      ]),
    });
  });

  it('that is down, refuses or keeps only a part has acknowledged nothing', async () => {
    await world.append(1);
    const sink = sinkOf();
    const records = toLogboekRecords(
      { seq: 1, prev: '', hash: '', entry: nextEntry() },
      { log: 'processing' },
    );
    const { signal } = new AbortController();
    for (const given of [
      { status: 503, body: '{}' },
      { status: 400, body: '{}' },
      { status: 200, body: '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too many"}}' },
      { status: 200, body: 'ok' },
    ]) {
      answer = given;
      await expect(sink.deliver(records, signal)).rejects.toThrow();
    }
    answer = { status: 200, body: '{"partialSuccess":{}}' };
    await sink.deliver(records, signal);
    await sink.close();
  });
});

describe('a table of PostgreSQL', () => {
  const withServer = postgresqlAbsence === null ? it : it.skip;
  const why = postgresqlAbsence === null ? '' : ` (skipped: ${postgresqlAbsence})`;

  withServer(`keeps each record once, however often it was delivered${why}`, async () => {
    const postgresql = await startRealPostgresql('logboek');
    const url = postgresql.url('logboek');
    try {
      await world.append(3);
      const drain = await world.start(createPostgresqlSink({ url, timeoutMs: 5_000, createsTable: true }));
      await until(() => drain.figures().pendingLines === 0);
      await drain.stop();
      // As if it had died before it could note how far it had come.
      await unlink(world.positionFile);
      const again = await world.start(createPostgresqlSink({ url, timeoutMs: 5_000 }));
      await until(() => again.figures().pendingLines === 0);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query(
        `SELECT count(*)::int AS records, count(DISTINCT span_id)::int AS spans,
                count(*) FILTER (WHERE attributes ->> 'dpl.core.data_subject_id' = $1)::int AS of_one,
                min(start_time)::text AS started
         FROM logboek_dataverwerkingen`,
        [personId('a')],
      );
      await client.end();
      expect(rows).toEqual([{ records: 21, spans: 21, of_one: 3, started: '1793617200000' }]);
    } finally {
      await world.stopDrains();
      await postgresql.stop();
    }
  });

  it('that cannot be reached has acknowledged nothing', async () => {
    const sink = createPostgresqlSink({ url: 'postgres://nobody@127.0.0.1:1/none', timeoutMs: 500 });
    await expect(sink.deliver([], new AbortController().signal)).rejects.toThrow();
    await sink.close();
  });
});
