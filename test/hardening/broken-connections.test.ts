/** From outside: a connection that breaks, is refused, leads nowhere or to a stranger is told as what it is, and only once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Certified, createAuthority, createSelfSigned } from './certificates.js';
import { noteFigure } from './figures.js';
import { problemsOf, reasonsOf } from './judge-answer.js';
import { composeAt, type OpenGateway, startOpenGateway } from './open-gateway.js';
import { wholeAnswer } from './small-source.js';
import { startWorld, type World } from './world.js';

const question = '{ homes { id street } schools { id name } }';
const expected = {
  homes: wholeAnswer.homes.map(({ id, street }) => ({ id, street })),
  schools: wholeAnswer.schools,
};

describe('a connection', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ budgetMs: 1_000 });
  });
  afterAll(() => world.stop());

  it.each([
    ['that nobody takes', 'refuse', 'DOWN'],
    ['that breaks before a word', 'reset=0', 'DOWN'],
    ['that breaks in the headers', 'reset=60', 'DOWN'],
    ['that breaks in the answer', 'break-off=reset', 'DOWN'],
    ['that is closed in the answer', 'break-off=close', 'DOWN'],
    ['that is closed too early', 'cut=60', 'DOWN'],
    ['that says no more and goes on listening', 'half-close=60', 'DOWN'],
    ['that is taken and says nothing', 'hang', 'TIMED_OUT'],
    ['that leads elsewhere', 'redirect=http://127.0.0.1:9/', 'REJECTED'],
  ])('%s costs one source, with its reason', async (_, fault, reason) => {
    await world.heal(question);
    await world.fail('schools', fault);
    const answer = await world.gateway.ask(question);
    expect(problemsOf(answer, question, expected)).toEqual([]);
    expect(answer.data).toEqual({ ...expected, schools: null });
    expect(reasonsOf(answer)).toEqual([`schools ${reason}`]);
    expect(answer.text).not.toMatch(/127\.0\.0\.1|ECONN|UND_ERR|HPE_/);
    expect(answer.tookMs).toBeLessThan(1_000 + 150);
  });

  it('that was kept open too long is not noticed by whoever reads', async () => {
    await world.heal(question);
    const care = '{ carers { id hours } }';
    await world.heal(care);
    await world.fail('care', 'stale');
    const asked = world.sources.care.asked();
    let failed = 0;
    for (let read = 0; read < 12; read += 1) {
      const { errors } = await world.gateway.ask(care);
      failed += errors.length;
    }
    noteFigure('7 stale connections', {
      reads: 12,
      failed,
      'at the source': world.sources.care.asked() - asked,
    });
    expect(failed).toBe(0);
    expect(world.sources.care.asked() - asked).toBe(12);
  });

  it('that was kept open too long loses a change, and tells so, rather than have it made twice', async () => {
    const care = '{ carers { id hours } }';
    await world.heal(care);
    await world.heal(care);
    await world.fail('care', 'stale');
    const told = world.sources.care.noted.length;
    const answer = await world.gateway.ask('mutation { noteVisit(reason: "talk") { day } }');
    expect(answer.data).toEqual({ noteVisit: null });
    expect(reasonsOf(answer)).toEqual(['care DOWN']);
    expect(world.sources.care.noted.length - told).toBe(0);
    expect(world.gateway.complaints()).toBe('');
  });
});

describe('a source over TLS', () => {
  const [longAgo, lastYear, always] = [
    new Date('2020-01-01'),
    new Date('2025-01-01'),
    new Date('2049-01-01'),
  ];
  const names = ['trusted', 'expired', 'stranger', 'unvouched', 'nowhere', 'plain'] as const;
  const servers: Server[] = [];
  let asked = 0;
  let folder: string;
  let gateway: OpenGateway;

  async function serve(certified: Certified, data: object): Promise<string> {
    const server = createServer({ key: certified.key, cert: certified.certificate }, (request, response) => {
      asked += 1;
      request.resume();
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
    });
    // A stranger that is turned away at the door is no failure of the server.
    server.on('tlsClientError', () => {});
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `localhost:${(server.address() as AddressInfo).port}/graphql`; // a TCP server's address is no text
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-tls-'));
    const authority = createAuthority(longAgo, always);
    const trust = join(folder, 'authority.pem');
    writeFileSync(trust, authority.certificate);
    const valid = { host: 'localhost', since: longAgo, until: always };
    const trusted = await serve(authority.certify(valid), { trusted: 'well' });
    const urls: Readonly<Record<(typeof names)[number], string>> = {
      trusted: `https://${trusted}`,
      expired: `https://${await serve(authority.certify({ ...valid, until: lastYear }), { expired: 'leaked' })}`,
      stranger: `https://${await serve(authority.certify({ ...valid, host: 'other.invalid' }), { stranger: 'leaked' })}`,
      unvouched: `https://${await serve(createSelfSigned(valid), { unvouched: 'leaked' })}`,
      nowhere: 'http://source.invalid/graphql',
      plain: `http://${trusted}`,
    };
    const subgraphs = names.map((name) => ({
      name,
      url: urls[name],
      sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5") type Query { ${name}: String }`,
    }));
    gateway = await startOpenGateway(composeAt(subgraphs), {
      budgetMs: 2_500,
      env: { NODE_EXTRA_CA_CERTS: trust },
    });
  });
  afterAll(async () => {
    await gateway.stop();
    for (const server of servers) server.close().closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  it('is asked when it proves who it is', async () => {
    const { data, errors } = await gateway.ask('{ trusted }');
    expect([data, errors]).toEqual([{ trusted: 'well' }, []]);
  });

  it.each([
    ['with a certificate that is out of date', 'expired', 'DOWN'],
    ['with the certificate of somebody else', 'stranger', 'DOWN'],
    ['with a certificate that nobody vouches for', 'unvouched', 'DOWN'],
    ['with a name that nobody knows', 'nowhere', 'DOWN'],
  ])('%s is asked nothing, and told as out of reach', async (_, name, reason) => {
    const before = asked;
    const answer = await gateway.ask(`{ trusted ${name} }`);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ trusted: 'well', [name]: null });
    expect(answer.errors.map(({ path }) => path)).toEqual([[name]]);
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', subgraph: name });
    expect(reasonsOf(answer)).toEqual([`${name} ${reason}`]);
    expect(asked - before).toBe(1);
    expect(answer.text).not.toMatch(/leaked|CERT|certificate|localhost/);
  });

  it('that is spoken to without it gives no answer, and that is told', async () => {
    const answer = await gateway.ask('{ trusted plain }');
    expect(answer.data).toEqual({ trusted: 'well', plain: null });
    expect(answer.errors.map(({ path }) => path)).toEqual([['plain']]);
    expect(gateway.complaints()).toBe('');
  });
});
