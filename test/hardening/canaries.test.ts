/**
 * From outside: words that may stand nowhere are planted everywhere a person can be named: variables, headers, texts of queries, claims,
 * bodies that are no JSON, answers and failures of sources. Then everything that the gateway leaves behind is looked through.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import { noteFigure } from './figures.js';
import { type GuardedProgram, type GuardedWorld, prepareGuardedWorld } from './guarded-program.js';
import { claimsIn, type StubSubgraph, startStubSubgraph } from './stub-subgraph.js';

/** What may stand in no log, no error and no other trace. A number that passes the eleven-test, and one that does not. */
const planted = {
  number: '999990019',
  'number with a slip': '999990018',
  name: 'Kanariana Voorbeeldnaam',
  note: 'kanarie-aantekening: moeder vertelde het aan de leerkracht',
  claim: 'kanarie-claim@voorbeeld.invalid',
  subject: 'kanarie-worker-77',
  header: 'kanarie-header-waarde',
  body: 'kanarie-rommel-body',
  literal: 'kanarieLetterlijk',
  stack: 'kanarieStack (/srv/kanarie/adapter.js:12:7)',
  address: 'http://kanarie-bron.invalid/zaken/12',
  sql: "SELECT note FROM kanarie WHERE bsn = '999990019'",
} as const;
type Planted = keyof typeof planted;
const all = Object.keys(planted) as readonly Planted[];

/** The names of what was planted and is found in a text, also where it was written as JSON, in a URL or in base64. */
function foundIn(text: string, looked: readonly Planted[] = all): readonly Planted[] {
  return looked.filter((name) => {
    const value: string = planted[name];
    const spellings = [
      value,
      JSON.stringify(value).slice(1, -1),
      encodeURIComponent(value),
      Buffer.from(value).toString('base64url'),
      Buffer.from(value).toString('base64').replace(/=+$/, ''),
      Buffer.from(value).toString('hex'),
    ];
    return spellings.some((spelling) => text.includes(spelling));
  });
}

const failure = {
  message: `${planted.sql} failed at ${planted.stack}`,
  path: ['_entities', 0, 'reports'],
  extensions: {
    code: 'INTERNAL',
    stacktrace: [planted.stack],
    url: planted.address,
    exception: { sql: planted.sql, note: planted.note },
  },
};

let register: StubSubgraph;
let localTeam: StubSubgraph;
let veiligThuis: StubSubgraph;
let world: GuardedWorld;
let gateway: GuardedProgram;
const errorTexts: string[] = [];
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

beforeAll(async () => {
  const household = { id: 'hh_AAAAAAAAAAAAAAAAAAAAAA', localTeamKey: 'key-1', veiligThuisKey: 'key-2' };
  register = await startStubSubgraph('household', { Query: { householdsOfPerson: () => [household] } });
  localTeam = await startStubSubgraph('local-team', {
    Household: {
      __resolveReference: (reference: object) => reference,
      stories: () => [{ id: 's1', versions: [{ writtenOn: '2026-01-01', text: planted.note }] }],
      fixedFaces: () => [{ name: planted.name }],
    },
  });
  veiligThuis = await startStubSubgraph('veilig-thuis', {});
  const nobody = 'http://127.0.0.1:9';
  world = await prepareGuardedWorld({
    household: register.url,
    'local-team': localTeam.url,
    'veilig-thuis': veiligThuis.url,
    raad: nobody,
    gi: nobody,
  });
  gateway = await world.start({ LOG_LEVEL: 'debug', SOURCE_BREAK_AFTER_FAILURES: '1000' });
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { status } = await gateway.post('{"query":"{__typename}"}', headers());
    if (status !== 503) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}, 90_000);

afterAll(async () => {
  await gateway?.end('SIGTERM');
  await world?.close();
  for (const stub of [register, localTeam, veiligThuis]) await stub.close();
});

function headers(more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    ...world.headersOf(planted.subject, { name: planted.name, email: planted.claim }),
    traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    cookie: `person=${planted.header}`,
    'x-note': planted.header,
    'user-agent': planted.header,
    ...more,
  };
}

const question = `query Ask($bsn: BSN!) { householdsOfPerson(bsn: $bsn) {
  id stories { versions { text } } fixedFaces { name } safetyAssessments { outcome }
} }`;
const ask = (number: string, query: string = question) =>
  gateway.post(JSON.stringify({ query, variables: { bsn: number } }), headers());

describe('what was planted', () => {
  it('is in the answer to who may see it, and nothing of the failure beside it', async () => {
    for (const instead of [
      () => JSON.stringify({ data: { _entities: [{ safetyAssessments: null }] }, errors: [failure] }),
      () => JSON.stringify({ data: null, errors: [failure] }),
      () => `<html>${planted.stack} ${planted.sql} ${planted.address}`,
      () => `{"data":{"_entities":[{"note":"${planted.note}`,
    ]) {
      for (const status of [200, 500]) {
        veiligThuis.instead = (response) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end(instead());
        const { status: given, text } = await ask(planted.number);
        const { data, errors } = JSON.parse(text) as { data: unknown; errors: unknown };
        expect([given, foundIn(JSON.stringify(data))]).toEqual([200, ['name', 'note']]);
        // A failure in words of its own is masked whole; one that is no answer is told as such.
        const code = expect.stringMatching(/^(INTERNAL_SERVER_ERROR|SOURCE_UNAVAILABLE)$/);
        expect(errors).toMatchObject([{ extensions: { code } }]);
        errorTexts.push(JSON.stringify(errors));
      }
    }
  });

  it('is in no refusal', async () => {
    const bodies = [
      `${planted.body} ${planted.number}`,
      `{"query":"{ ${planted.literal} }","note":"${planted.note}`,
      JSON.stringify({ query: `{ household(id: "${planted.name}") { ${planted.literal} } }` }),
      JSON.stringify({ query: `{ householdsOfPerson(bsn: "${planted.number}") { id } }` }),
      JSON.stringify({
        query: `query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { id }`,
        variables: { bsn: planted.number },
      }),
      JSON.stringify({ query: question, variables: { bsn: planted['number with a slip'] } }),
      JSON.stringify({ query: question, variables: { bsn: { note: planted.note } } }),
      JSON.stringify({ query: question, variables: { bsn: planted.number, [planted.body]: planted.note } }),
    ];
    for (const body of bodies) {
      const { text } = await gateway.post(body, headers());
      errorTexts.push(JSON.stringify((JSON.parse(text) as { errors?: unknown }).errors ?? []));
    }
    for (const wrong of [
      { authorization: `Bearer ${planted.header}` },
      { authorization: `Bearer ${planted.header}.${planted.header}.${planted.header}` },
      { 'processing-activity': planted.note },
      { 'case-reference': planted.name },
      { 'break-glass-reason': planted.note },
      { traceparent: planted.header },
    ]) {
      const { text } = await gateway.post(JSON.stringify({ query: '{ feeds { isFresh } }' }), headers(wrong));
      errorTexts.push(text);
    }
    const inUrl = await gateway.get(
      `/graphql?query=${encodeURIComponent(question)}&variables=${encodeURIComponent(JSON.stringify({ bsn: planted.number }))}`,
      headers(),
    );
    errorTexts.push(inUrl.text);
    // A name of the graph that does not exist is the asker's own word, in a message to the asker.
    const looked = all.filter((name) => name !== 'literal');
    expect(errorTexts.map((text) => foundIn(text, looked)).filter((found) => found.length > 0)).toEqual([]);
  });

  it('is in nothing that a subgraph is told, but for who asks', () => {
    const asked = [register, localTeam, veiligThuis].flatMap((stub) => stub.asked);
    expect(asked.length).toBeGreaterThan(10);
    for (const { headers: got, body } of asked) {
      const { [signedContextHeader]: signed, ...others } = got;
      expect(foundIn(body)).toEqual([]);
      expect(foundIn(JSON.stringify(others))).toEqual([]);
      expect(signed).toBeDefined();
      // The subject's id is what the owner decides and records by; names and addresses of the token go no further.
      expect(foundIn(JSON.stringify(claimsIn(got)))).toEqual(['subject']);
      expect(got.authorization).toBeUndefined();
      expect(Object.keys(others).sort()).toEqual(expect.arrayContaining(['traceparent', 'x-request-id']));
    }
  });

  it('is in no page of the gateway itself', async () => {
    for (const path of [
      '/health/live',
      '/health/ready',
      '/metrics',
      '/explorer',
      '/explorer/',
      '/graphql',
      '/',
    ]) {
      const { text } = await gateway.get(path, headers());
      expect([path, foundIn(text)]).toEqual([path, []]);
    }
  });

  it('is in no log, no argument and no file that is left behind', () => {
    const printed = gateway.program.output();
    expect(printed).toContain('an error was answered');
    const files = (folder: string): readonly string[] =>
      readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    const logs = files(world.logFolder);
    const looked = new Map([
      ['operational log', printed],
      ...[...logs, ...files(world.temporary)].map((path) => [path, readFileSync(path, 'latin1')] as const),
      ...['cmdline', 'comm', 'environ'].map(
        (name) => [name, readFileSync(`/proc/${gateway.pid}/${name}`, 'latin1')] as const,
      ),
    ]);
    const hits = [...looked].filter(([, text]) => foundIn(text).length > 0);
    expect(hits.map(([name, text]) => [name, foundIn(text)])).toEqual([]);
    expect(logs.some((path) => path.endsWith('.log'))).toBe(true);
    noteFigure('30 canaries', {
      planted: all.length,
      'errors looked at': errorTexts.length,
      'requests of subgraphs looked at': [register, localTeam, veiligThuis].reduce(
        (sum, { asked }) => sum + asked.length,
        0,
      ),
      'files looked at': looked.size,
      'bytes of logs': [...looked.values()].reduce((sum, text) => sum + text.length, 0),
      hits: hits.length,
    });
  });

  it('does not keep both sides from finding each other: the trace is with the subgraph and in the record', () => {
    const [first] = localTeam.asked;
    expect(first?.headers['traceparent']).toContain(traceId);
    const folder = join(world.logFolder, 'processing');
    const records = readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
    expect(records).toContain(`"traceId":"${traceId}"`);
    noteFigure('31 masked errors', { 'kinds of failure': 8, 'traces on both sides': 1 });
  });
});
