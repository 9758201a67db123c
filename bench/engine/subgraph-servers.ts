/**
 * The five subgraphs of the engine's question as one process, each behind a port of its own.
 *
 * The first line that it writes is JSON with their URLs and that of the switchboard, which counts what was asked and lets
 * one of them sleep or go away. It ends with its standard input.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import { createAnswerer, type SubgraphQuestion } from './answer-query.js';
import { type SourceName, sourceNames } from './supergraph.js';
import { createExtensionsTeller } from './told-extensions.js';

interface Source {
  readonly server: Server;
  readonly port: number;
  calls: number;
  readonly identities: Set<string>;
  sleepMs: number;
  /** Requests that wait at this moment. */
  sleeping: number;
}

const orderSchema = z.object({
  source: z.enum(sourceNames).optional(),
  sleepMs: z.number().optional(),
  isDown: z.boolean().optional(),
});

process.stdin.resume().once('end', () => process.exit(0));
await serve();

async function serve(): Promise<void> {
  const sources = new Map<SourceName, Source>();
  for (const name of sourceNames) sources.set(name, await startSource(name));
  const switchboard = createServer((request, response) => {
    readBody(request).then(
      async (text) => {
        await obey(sources, orderSchema.parse(JSON.parse(text)));
        response.end(
          JSON.stringify(Object.fromEntries([...sources].map(([name, source]) => [name, takeCount(source)]))),
        );
      },
      () => response.writeHead(400).end(),
    );
  });
  const urls = Object.fromEntries([...sources].map(([name, { port }]) => [name, urlOf(port)]));
  process.stdout.write(`${JSON.stringify({ urls, switchboard: urlOf(await listen(switchboard, 0)) })}\n`);
}

async function startSource(name: SourceName): Promise<Source> {
  const answerer = createAnswerer();
  const tell = createExtensionsTeller(name);
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    source.calls += 1;
    const { authorization, [signedContextHeader]: signed } = request.headers;
    source.identities.add(String(authorization ?? signed ?? 'nobody'));
    readBody(request).then(
      (text) => {
        const send = () => {
          const question = JSON.parse(text) as SubgraphQuestion; // from a gateway; compared with later
          const answer = answerer(question);
          const told =
            signed === undefined
              ? answer
              : `${answer.slice(0, -1)},"extensions":${tell(householdsIn(question))}}`;
          const body = Buffer.from(told);
          response
            .writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
            .end(body);
        };
        if (source.sleepMs === 0) {
          send();
          return;
        }
        source.sleeping += 1;
        const timer = setTimeout(send, source.sleepMs);
        response.once('close', () => {
          source.sleeping -= 1;
          clearTimeout(timer);
        });
      },
      () => response.destroy(),
    );
  });
  const source: Source = {
    server,
    port: await listen(server, 0),
    calls: 0,
    identities: new Set(),
    sleepMs: 0,
    sleeping: 0,
  };
  return source;
}

/** The ids that the register is asked for. */
function householdsIn({ variables = {} }: SubgraphQuestion): readonly string[] {
  return Object.values(variables)
    .flat()
    .filter((value) => typeof value === 'string');
}

/** What was counted since the last time this was told. */
function takeCount(source: Source) {
  const told = { calls: source.calls, identities: source.identities.size, sleeping: source.sleeping };
  source.calls = 0;
  source.identities.clear();
  return told;
}

async function obey(
  sources: ReadonlyMap<SourceName, Source>,
  order: z.infer<typeof orderSchema>,
): Promise<void> {
  const source = order.source ? sources.get(order.source) : undefined;
  if (!source) return;
  if (order.sleepMs !== undefined) source.sleepMs = order.sleepMs;
  if (order.isDown === true && source.server.listening) {
    const closed = new Promise<void>((resolve) => source.server.close(() => resolve()));
    source.server.closeAllConnections();
    await closed;
  }
  if (order.isDown === false && !source.server.listening) await listen(source.server, source.port);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port; // a TCP server's address is no text
}
