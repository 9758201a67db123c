/** Any supergraph, served by the built program as a stranger starts it. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execute, parse } from 'graphql';
import { type RunningProgram, startProgram } from './start-program.js';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])';
const products = `${link}
  type Query { products: [Product!]! }
  type Product @key(fields: "upc") { upc: ID! name: String weight: Int }`;
const shipping = `${link}
  type Product @key(fields: "upc") { upc: ID! weight: Int @external estimate: Int @requires(fields: "weight") }`;

const resolvers = {
  products: {
    Query: {
      products: () => [
        { upc: 'a', name: 'Chair', weight: 3 },
        { upc: 'b', name: 'Lamp', weight: 1 },
      ],
    },
  },
  shipping: { Product: { estimate: ({ weight }: { readonly weight: number }) => weight * 10 } },
};

let folder: string;
const servers: Server[] = [];
const programs: RunningProgram[] = [];

/** A supergraph over two running subgraphs; each field may get another name, so that versions can be told apart. */
function composed(urls: readonly string[], rename: (sdl: string) => string = (sdl) => sdl): string {
  const { supergraphSdl, errors } = composeServices(
    [products, shipping].map((sdl, index) => ({
      name: index === 0 ? 'products' : 'shipping',
      url: urls[index] ?? '',
      typeDefs: parse(rename(sdl)),
    })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(String).join('\n'));
  return supergraphSdl;
}

async function serve(sdl: string, of: object): Promise<string> {
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: of as Parameters<typeof buildSubgraphSchema>[0] extends { resolvers?: infer R }
      ? NonNullable<R>
      : never,
  });
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    const result = await execute({ schema, document: parse(query), variableValues: variables });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

let urls: readonly string[];
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-open-'));
  urls = [await serve(products, resolvers.products), await serve(shipping, resolvers.shipping)];
  file = join(folder, 'supergraph.graphql');
  writeFileSync(file, composed(urls));
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.stop()));
});
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningProgram {
  const program = startProgram('gateway/main.js', { args, env });
  programs.push(program);
  return program;
}

// Five seconds on a machine that does nothing else; here other tests run beside it.
async function urlOf(program: RunningProgram, withinMs = 15_000): Promise<string> {
  const [, url = ''] = await program.find(/gateway\s+(http:\S+\/graphql)/, withinMs);
  return url;
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('a supergraph in a file', () => {
  it('is served, and the alias that hides a key does no harm', async () => {
    const url = await urlOf(start(['--supergraph', file, '--port', '0', '--open']));
    expect(await ask(url, '{ products { upc: name estimate } }')).toEqual({
      data: {
        products: [
          { upc: 'Chair', estimate: 30 },
          { upc: 'Lamp', estimate: 10 },
        ],
      },
    });
  });

  it('swaps under load for the next one in the file, and stays when the next one cannot be served', async () => {
    const changing = join(folder, 'changing.graphql');
    copyFileSync(file, changing);
    const url = await urlOf(start(['--supergraph', changing, '--port', '0', '--open']));
    const failed: unknown[] = [];
    let asking = true;
    const load = (async () => {
      while (asking) {
        const answer = await ask(url, '{ products { upc } }');
        if ('errors' in (answer as object)) failed.push(answer);
      }
    })();
    const knows = async (field: string): Promise<boolean> =>
      JSON.stringify(await ask(url, `{ __type(name: "Product") { fields { name } } }`)).includes(
        `"${field}"`,
      );
    writeFileSync(
      changing,
      composed(urls, (sdl) => sdl.replace('weight: Int }', 'weight: Int added: String }')),
    );
    const until = performance.now() + 8_000;
    while (!(await knows('added')) && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await knows('added')).toBe(true);
    writeFileSync(changing, 'type Query { nothing: String');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await knows('added')).toBe(true);
    asking = false;
    await load;
    expect(failed).toEqual([]);
  });

  it('with directives of access is served, since --open says that there are no access rules', async () => {
    const guarded = join(folder, 'guarded.graphql');
    const withSecurity = readFileSync(file, 'utf8')
      .replace(
        'schema\n',
        'schema\n  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)\n',
      )
      .concat('\ndirective @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM\n');
    expect(withSecurity).toContain('for: SECURITY');
    writeFileSync(guarded, withSecurity);
    const url = await urlOf(start(['--supergraph', guarded, '--port', '0', '--open']));
    expect(await ask(url, '{ products { name } }')).toMatchObject({
      data: { products: [{ name: 'Chair' }, { name: 'Lamp' }] },
    });
  });
});

describe('--supergraph is refused', () => {
  it.each([
    [
      'without --open',
      ['--supergraph', 'FILE', '--port', '0'],
      {},
      /--open: expected it beside --supergraph/,
    ],
    [
      'in production',
      ['--supergraph', 'FILE', '--port', '0', '--open'],
      { NODE_ENV: 'production' },
      /NODE_ENV other than production/,
    ],
    [
      'for a file that is not there',
      ['--supergraph', '/none/there', '--open'],
      {},
      /expected a file that can be read/,
    ],
    [
      'for a port that is none',
      ['--supergraph', 'FILE', '--port', 'x', '--open'],
      {},
      /--port: expected a whole number/,
    ],
    [
      'for a file that is no supergraph',
      ['--supergraph', 'EMPTY', '--port', '0', '--open'],
      {},
      /expected a Federation 2 supergraph/,
    ],
    ['when --port stands alone', ['--port', '0', '--open'], {}, /--port: expected only beside --supergraph/],
  ])('%s', async (_, args, env, why) => {
    const empty = join(folder, 'empty.graphql');
    writeFileSync(empty, 'type Query { a: Int }');
    const program = start(
      args.map((arg) => arg.replace('FILE', file).replace('EMPTY', empty)),
      env as Readonly<Record<string, string>>,
    );
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(why);
  });
});
