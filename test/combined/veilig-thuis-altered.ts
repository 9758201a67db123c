/** Veilig Thuis that sends case files otherwise than it keeps them, for tests of what is admitted. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { veiligThuis } from '../../subgraphs/veilig-thuis/subgraph.js';
import { pseudonymiser } from '../access/veilig-thuis-viewers.js';

/** What is put into the first case file, and where, e.g. `reports.0.concerns`; `undefined` takes it away. */
export interface Change {
  readonly at: string;
  readonly value: unknown;
}

/** A subgraph before this running source, to whose case files one change is made on the way. */
export async function startAltered(settings: Readonly<Record<string, string>>) {
  let change: Change | null = null;
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url ?? '', settings['VEILIG_THUIS_URL']), {
      method: request.method ?? 'GET',
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': 'application/json',
      },
      body: await text(request),
    });
    const sent = await answer.text();
    const isContent = request.url?.endsWith('_search') && answer.ok;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    if (!isContent || change === null) return response.end(sent);
    const path = ['caseFiles', '0', ...change.at.split('.')];
    return response.end(JSON.stringify(changed(JSON.parse(sent), path, change.value)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // What a TCP server gives once it listens; only a pipe gives text.
  const { port } = server.address() as AddressInfo;
  const apiPath = new URL(settings['VEILIG_THUIS_URL'] ?? '').pathname;
  const subgraph = veiligThuis.create(
    { ...settings, VEILIG_THUIS_URL: `http://127.0.0.1:${port}${apiPath}` },
    {
      pseudonymiser,
      keyTokenSecret: 'secret-of-this-test',
      now: () => new Date('2026-11-02T12:00:00+01:00'),
      sourceTimeoutMs: 30_000,
    },
  );
  return {
    ask(query: string, representation: object, made: Change | null) {
      change = made;
      return subgraph.handle({ query, variables: { representations: [representation] }, headers: {} });
    },
    async close() {
      await subgraph.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

/** What was sent, with the value put where the path leads. What is undefined is in no JSON. */
function changed(sent: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(sent)) {
    return sent.map((one, index) => (String(index) === key ? changed(one, rest, value) : one));
  }
  const fields = new Map(typeof sent === 'object' && sent !== null ? Object.entries(sent) : []);
  return { ...Object.fromEntries(fields), [key]: changed(fields.get(key), rest, value) };
}
