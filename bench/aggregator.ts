/**
 * The baseline as a program of its own: an HTTP server around `read-family.ts`.
 *
 * Its standard input gives one line of JSON with the settings of the sources; when it ends, so does this process. The first
 * line that it writes is JSON with its URL and process id.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createClock } from '../adapter-kit/clock.js';
import { createFamilyReader, type FamilyReader } from './read-family.js';
import { knownFamilyOf } from './workloads.js';

const startSchema = z.object({
  settings: z.record(z.string(), z.string()),
  timeoutMs: z.number(),
  clockStartsAt: z.string(),
});
const questionSchema = z.object({
  operation: z.enum(['household-view', 'who-is-involved']),
  bsn: z.string(),
});

const calls = new Map<string, number>();
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => void serve(line));
lines.once('close', () => process.exit(0));

async function serve(line: string): Promise<void> {
  const { settings, timeoutMs, clockStartsAt } = startSchema.parse(JSON.parse(line));
  const reader = createFamilyReader({
    settings,
    timeoutMs,
    now: createClock(new Date(clockStartsAt)),
    onCall: ({ organisation }) => void calls.set(organisation, (calls.get(organisation) ?? 0) + 1),
  });
  const server = createServer((request, response) => {
    answer(reader, request).then(
      (text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo; // a TCP server's address is no text
    process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}`, pid: process.pid })}\n`);
  });
}

async function answer(reader: FamilyReader, request: IncomingMessage): Promise<string> {
  if (request.url === '/calls') {
    const counted = JSON.stringify(Object.fromEntries(calls));
    calls.clear();
    return counted;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { operation, bsn } = questionSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  const family = knownFamilyOf(bsn);
  return operation === 'household-view' ? reader.readView(family) : reader.readOutcomes(family);
}
