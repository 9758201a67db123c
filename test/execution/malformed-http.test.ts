/** The engine over HTTP: whatever a server sends instead of an answer is lost as one, in time, and told without its content. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import {
  createRemotePort,
  type RemoteContext,
  type RemotePort,
} from '../../gateway/data-sources/remote-port.js';
import { createEngine, type Engine } from '../../gateway/execution/engine.js';
import { compose } from './graph.js';

const json = 'application/json';

/** How the server answers the next calls. */
type Say = (response: ServerResponse, body: string) => void;

let say: Say = () => {};
let server: Server;
let port: RemotePort;
let engine: Engine<RemoteContext>;
const bodies: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      bodies.push(body);
      say(response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: number } = server.address() as AddressInfo;
  port = createRemotePort({
    name: 'far',
    url: `http://127.0.0.1:${number}/graphql`,
    timeoutMs: 400,
    // Each case is a call of its own here: no second try, and no memory of the one before.
    resilience: { maxTries: 1, breakAfterFailures: 1_000, breakPercent: 100 },
  });
  engine = await createEngine<RemoteContext>({
    supergraphSdl: compose({
      far: {
        sdl: `type Query { thing: Thing things: [Thing!] echo(text: String): String any: Any }
          scalar Any
          type Thing @key(fields: "id") { id: ID! name: String }`,
      },
    }),
    portOf: () => port,
  });
});
afterAll(async () => {
  await port.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function sends(text: string | Buffer, { status = 200, type = json } = {}): Say {
  return (response) => {
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
}

async function ask(query: string, variables: Record<string, unknown> = {}) {
  bodies.length = 0;
  const context = { signal: new AbortController().signal, endsAtMs: performance.now() + 2_000 };
  const { data, errors } = await engine.execute({ document: parse(query), variables, context });
  return {
    data: JSON.parse(data ?? 'null') as Record<string, unknown> | null,
    errors,
    told: errors.map(({ path, extensions }) => [path, extensions?.['code'], extensions?.['reason']]),
  };
}

const question = '{ thing { name } }';
const secret = 'SECRET';

describe('an answer over HTTP that is none', () => {
  it.each<[string, Say, string]>([
    ['a page for people', sends(`<html>${secret}</html>`, { type: 'text/html' }), 'CONTRACT_BROKEN'],
    ['a page that says it is JSON', sends(`<html>${secret}</html>`), 'CONTRACT_BROKEN'],
    ['empty', sends(''), 'CONTRACT_BROKEN'],
    ['cut off, and said to be whole', sends(`{"data":{"thing":{"name":"${secret}"`), 'CONTRACT_BROKEN'],
    ['of another type', sends('{"data":{"thing":null}}', { type: 'text/plain' }), 'CONTRACT_BROKEN'],
    ['a list', sends('[{"data":{"thing":null}}]'), 'CONTRACT_BROKEN'],
    ['a text', sends(`"${secret}"`), 'CONTRACT_BROKEN'],
    ['null', sends('null'), 'CONTRACT_BROKEN'],
    ['an object of nothing', sends('{}'), 'CONTRACT_BROKEN'],
    ['without data, and no error that says why', sends('{"data":null}'), 'CONTRACT_BROKEN'],
    ['without data, and an empty list of errors', sends('{"data":null,"errors":[]}'), 'CONTRACT_BROKEN'],
    ['with data that are a list', sends('{"data":[{"thing":{"name":"x"}}]}'), 'CONTRACT_BROKEN'],
    ['with data that are a text', sends(`{"data":"${secret}"}`), 'CONTRACT_BROKEN'],
    [
      'with errors that are no list',
      sends('{"data":{"thing":{"name":"x"}},"errors":{"message":"no"}}'),
      'CONTRACT_BROKEN',
    ],
    [
      'with errors that are texts',
      sends('{"data":{"thing":{"name":"x"}},"errors":["no"]}'),
      'CONTRACT_BROKEN',
    ],
    [
      'with an error without a message',
      sends('{"data":{"thing":{"name":"x"}},"errors":[{"path":["thing"]}]}'),
      'CONTRACT_BROKEN',
    ],
    [
      'that says a thing twice',
      sends('{"data":{"thing":{"name":"one"}},"data":{"thing":{"name":"two"}}}'),
      'CONTRACT_BROKEN',
    ],
    [
      'that says a thing twice, deep and in other letters',
      sends('{"data":{"thing":{"name":"one","n\\u0061me":"two"}}}'),
      'CONTRACT_BROKEN',
    ],
    ['with more after its end', sends('{"data":{"thing":null}} {"data":{}}'), 'CONTRACT_BROKEN'],
    [
      'not in UTF-8',
      sends(Buffer.from([...Buffer.from('{"data":{"thing":{"name":"'), 0xff, ...Buffer.from('"}}}')])),
      'CONTRACT_BROKEN',
    ],
    ['a failure of the server', sends(secret, { status: 500 }), 'DOWN'],
    ['a refusal', sends(secret, { status: 403 }), 'REJECTED'],
    [
      'a way to somewhere else',
      (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      'REJECTED',
    ],
    ['a line that breaks', (response) => void response.socket?.destroy(), 'DOWN'],
    [
      'half of one, and a line that breaks',
      (response) => {
        response.writeHead(200, { 'content-type': json, 'content-length': 90 });
        response.write('{"data":');
        setImmediate(() => response.socket?.destroy());
      },
      'DOWN',
    ],
    ['silence', () => {}, 'TIMED_OUT'],
  ])('(%s) is lost, and told by its kind alone', async (_, how, reason) => {
    say = how;
    const { data, told, errors } = await ask(question);
    expect(data).toEqual({ thing: null });
    expect(told).toEqual([[['thing'], 'SOURCE_UNAVAILABLE', reason]]);
    expect(JSON.stringify(errors)).not.toMatch(/SECRET|127\.0\.0\.1|html/);
  });

  it('is told in its own words where it is a refusal in GraphQL', async () => {
    say = sends('{"errors":[{"message":"not so","extensions":{"code":"NOT_SO"}}]}', { status: 400 });
    const { data, errors } = await ask(question);
    expect(data).toEqual({ thing: null });
    expect(errors).toEqual([
      { message: 'not so', path: ['thing'], extensions: { code: 'NOT_SO', subgraph: 'far' } },
    ]);
  });

  it('is taken where it is right, with errors that are partly strange', async () => {
    say = sends(
      '{"extensions":{"a":1},"errors":[{"message":"odd","path":["things",{"a":1}],"extensions":7},{"message":"here","path":["things",1,"name"],"locations":"none"}],"data":{"things":[{"name":"one"},{"name":null}]}}',
    );
    const { data, errors } = await ask('{ things { name } }');
    expect(data).toEqual({ things: [{ name: 'one' }, { name: null }] });
    expect(errors).toEqual([
      { message: 'here', path: ['things', 1, 'name'], extensions: { subgraph: 'far' } },
      { message: 'odd', extensions: { subgraph: 'far' } },
    ]);
  });

  it('leaves no trace: names that every object has change none', async () => {
    say = sends(
      '{"data":{"thing":{"name":"one","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"thing":{"name":"two"}}}}',
    );
    const { data } = await ask(question);
    expect([{ thing: { name: 'one' } }, { thing: null }]).toContainEqual(data);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a call over HTTP', () => {
  it('is JSON that says what was asked, whatever is in it', async () => {
    say = (response, body) => {
      const { query, variables } = JSON.parse(body) as { query: string; variables: { text: string } };
      const [, name = 'echo'] = /(\w+):echo/.exec(query) ?? [];
      sends(JSON.stringify({ data: { [name]: variables.text } }))(response, body);
    };
    const text = '"}\\ \u2028 \ud83d\ude00 \u0000 ,"query":"{ other }"';
    const { data, errors } = await ask('query Q($text: String) { echo(text: $text) }', { text });
    expect([data, errors]).toEqual([{ echo: text }, []]);
    expect(JSON.parse(bodies[0] ?? '')).toEqual({
      query: expect.stringContaining('echo(text:$text)'),
      variables: { text },
      operationName: expect.any(String),
    });
  });

  it('gives back deep and large content as it came', async () => {
    const any = {
      text: '\u2028"\\'.repeat(10_000),
      list: Array.from({ length: 1_000 }, (_, index) => ({ index, half: index / 2 })),
    };
    say = sends(JSON.stringify({ data: { any } }));
    const { data, errors } = await ask('{ any }');
    expect([data, errors]).toEqual([{ any }, []]);
  });
});
