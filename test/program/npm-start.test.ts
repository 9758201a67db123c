/** The program as a stranger starts it: with its access rules, and asked as people of the simulation; and open, where that is said. */
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { denBraber, grootEsselink as family, sentinelFamilies } from '../../simulated-sources/families.js';
import { type GraphqlAnswer, post } from '../start-supergraph.js';
import { askerAt } from './ask-program.js';
import {
  type AnnouncedGateway,
  isAlive,
  type RunningProgram,
  readAnnouncement,
  startProgram,
} from './start-program.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);
const householdsOf =
  'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { reports { id } councilInvestigations { id } } }';
const startTimeoutMs = 150_000;
const simulatedNames = ['veilig-thuis', 'raad', 'gi', 'local-team'];

/** With access rules, as `npm start`; and open, with Veilig Thuis left out. Both at one time: they wait more than they work. */
let program: RunningProgram;
let gateway: AnnouncedGateway;
let openProgram: RunningProgram;
let openGateway: AnnouncedGateway;
const others: RunningProgram[] = [];

beforeAll(async () => {
  program = startProgram('gateway/main.js', { args: ['--simulate'] });
  openProgram = startProgram('gateway/main.js', {
    args: ['--simulate', '--open', '--without', 'veilig-thuis'],
    env: {
      ROSTER_POLL_SECONDS: '1',
      ROSTER_MAX_AGE_SECONDS: '5',
      // Two sources fewer to start. Nobody listens there, and nothing is asked of them here.
      SUBGRAPH_GI_URL: 'http://127.0.0.1:9',
      SUBGRAPH_LOCAL_TEAM_URL: 'http://127.0.0.1:9',
    },
  });
  [gateway, openGateway] = await Promise.all([readAnnouncement(program), readAnnouncement(openProgram)]);
}, startTimeoutMs);
afterAll(async () => {
  await Promise.all([program, openProgram, ...others].map((each) => each?.stop()));
});

async function until(
  read: () => Promise<GraphqlAnswer>,
  accept: (answer: GraphqlAnswer) => boolean,
  withinMs: number,
): Promise<GraphqlAnswer> {
  const startedAt = Date.now();
  let answer = await read();
  while (!accept(answer) && Date.now() - startedAt < withinMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await read();
  }
  return answer;
}

async function sourceIsListening(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe('npm start', () => {
  const asFixedFace = () => askerAt(gateway, 'fixed-face');
  const ofTeun = { query: householdView, variables: { bsn: family.teun.bsn } };

  it('says that every request needs a token, how one gets one, and is live and ready', async () => {
    expect(program.output()).toMatch(/Every request needs an access token and a processing activity/);
    expect(program.output()).not.toMatch(/OPEN/);
    expect(program.output()).toMatch(/npm run --silent token -- --as fixed-face --issuer http:/);
    for (const path of ['live', 'ready']) {
      const response = await fetch(`${gateway.url}/health/${path}`);
      expect([response.status, await response.json()]).toEqual([200, { status: path }]);
    }
    expect((await fetch(`${gateway.url}/elsewhere`)).status).toBe(404);
  });

  it('answers nobody who does not say who asks, and for what', async () => {
    const nobody = await post(gateway.url, ofTeun);
    expect([nobody.status, nobody.errors[0]?.extensions['code'], nobody.data]).toEqual([
      401,
      'UNAUTHENTICATED',
      undefined,
    ]);
    const { authorization = '' } = (await asFixedFace()).headers;
    const forNothing = await post(gateway.url, ofTeun, { authorization });
    expect([forNothing.status, forNothing.errors[0]?.extensions['code']]).toEqual([
      400,
      'PROCESSING_ACTIVITY_REQUIRED',
    ]);
  });

  it('answers the fixed face of the relay family, with a token of the issuer, from four organisations in four processes', async () => {
    const { ask } = await asFixedFace();
    const { data, errors } = await until(
      () => ask(ofTeun),
      (answer) => !/SOURCE_UNAVAILABLE|NOT_ESTABLISHED/.test(answer.text),
      20_000,
    );
    const [household] = data.householdsOfPerson;
    expect(household.sources.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      Array(4).fill('ANSWERED'),
    );
    expect([household.members.length, household.measures.length]).toEqual([8, 6]);
    // What its rules never give to this function is told, and is not taken for nothing.
    expect(household.reports).toBeNull();
    expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(new Set(['WITHHELD']));
    const pids = [...simulatedNames, 'issuer'].map((name) => gateway.source(name).pid ?? 0);
    expect(new Set([...pids, program.child.pid]).size).toBe(6);
    expect(pids.every(isAlive)).toBe(true);
  });

  it("shows a killed store of the Raad as down, and is whole within two seconds of the store's return", async () => {
    const { ask } = await asFixedFace();
    const ofRaad = ({ errors }: GraphqlAnswer) =>
      errors.filter(({ extensions }) => extensions['code'] !== 'WITHHELD');
    const { pid, startArgs } = gateway.source('raad');
    process.kill(pid ?? 0, 'SIGKILL');
    const lost = await until(
      () => ask(ofTeun),
      (answer) => ofRaad(answer).length > 0,
      2_000,
    );
    expect(ofRaad(lost)).toContainEqual({
      message: expect.stringMatching(/^\[RAAD\] /),
      path: ['householdsOfPerson', 0, 'councilInvestigations'],
      extensions: { code: 'SOURCE_UNAVAILABLE', reason: 'DOWN', organisation: 'RAAD', subgraph: 'raad' },
    });
    const [household] = lost.data.householdsOfPerson;
    expect(household.councilInvestigations).toBeNull();
    expect(household.measures).toHaveLength(6);
    expect(household.sources[1]).toMatchObject({
      organisation: 'RAAD',
      outcome: 'UNAVAILABLE',
      reason: 'DOWN',
    });

    const again = startProgram('simulated-sources/run.js', { args: startArgs });
    others.push(again);
    const [, url = ''] = await again.find(/"url":"([^"]+)"/);
    await sourceIsListening(url);
    const startedAt = Date.now();
    const whole = await until(
      () => ask(ofTeun),
      (answer) => ofRaad(answer).length === 0,
      5_000,
    );
    expect(ofRaad(whole)).toEqual([]);
    expect(whole.data.householdsOfPerson[0].councilInvestigations).not.toBeNull();
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });

  it('takes its simulated sources with it even when it is killed', async () => {
    const pids = ['veilig-thuis', 'gi', 'local-team', 'issuer'].map((name) => gateway.source(name).pid ?? 0);
    expect(pids.every(isAlive)).toBe(true);
    program.child.kill('SIGKILL');
    await program.ended;
    const startedAt = Date.now();
    while (pids.some(isAlive) && Date.now() - startedAt < 10_000) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('npm start -- --open, without Veilig Thuis', () => {
  it('says loudly that it is open, listens on this machine only, and has no issuer of tokens', () => {
    expect(openProgram.output()).toMatch(/OPEN: no access rules stand/);
    expect(openGateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(openProgram.output()).not.toMatch(/issuer|token/);
  });

  it('says that reports are not established, and shows them when Veilig Thuis is started, without a restart', async () => {
    const ask = () => post(openGateway.url, { query: householdsOf, variables: { bsn: family.teun.bsn } });
    const before = await ask();
    expect(before.data.householdsOfPerson[0].reports).toBeNull();
    expect(before.errors.map(({ extensions }) => [extensions['code'], extensions['reason']])).toEqual([
      ['NOT_ESTABLISHED', 'ROSTER_STALE'],
    ]);
    const unknown = await post(openGateway.url, {
      query: householdsOf,
      variables: { bsn: denBraber.zoey.bsn },
    });
    expect(unknown.data.householdsOfPerson).toBeNull();
    expect(unknown.errors[0]?.extensions['code']).toBe('NOT_ESTABLISHED');

    others.push(
      startProgram('simulated-sources/run.js', { args: openGateway.source('veilig-thuis').startArgs }),
    );
    const after = await until(ask, ({ errors }) => errors.length === 0, 20_000);
    expect(after.data.householdsOfPerson[0].reports).toHaveLength(2);
  });

  it('answers for a family that is filed now, before its feed grows stale', async () => {
    const [, , , ...rest] = openGateway.source('veilig-thuis').startArgs;
    expect(rest.length).toBeGreaterThan(0);
    const port = openGateway.source('veilig-thuis').startArgs[2];
    const source = `http://127.0.0.1:${port}`;
    const token = await fetch(`${source}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('intake-desk:demonstration-secret-intake-desk').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    const { access_token: accessToken } = (await token.json()) as { access_token: string };
    // Two persons of the test set of whom nothing is known yet.
    const filed = await fetch(`${source}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        unit: 'VT1',
        openedOn: '2026-11-02',
        persons: [
          {
            personNumber: 'P1',
            role: '112',
            bsn: '999991577',
            givenName: 'Anne-Marie',
            surname: 'Verheul',
            birthDate: '1972-09-28',
            sex: 'V',
            residences: [{ addressId: '0518010230018001', from: '2026-11-02' }],
          },
        ],
        reports: [],
      }),
    });
    expect(filed.status).toBe(201);
    const filedAt = Date.now();
    const ask = () =>
      post(openGateway.url, {
        query:
          'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { involvement { unit } members { person { name } } } }',
        variables: { bsn: '999991577' },
      });
    const { data } = await until(ask, ({ data: found }) => found?.householdsOfPerson?.length === 1, 10_000);
    expect(Date.now() - filedAt).toBeLessThan(5_000);
    expect(data.householdsOfPerson).toEqual([
      {
        involvement: [{ unit: 'Veilig Thuis Maasdelta' }],
        members: [{ person: { name: 'Anne-Marie Verheul' } }],
      },
    ]);
  });

  it('finishes what is under way when it is told to stop, and takes its simulated sources with it', async () => {
    const slow = sentinelFamilies.find(
      ({ organisation, fault }) => organisation === 'raad' && fault === 'slow',
    );
    const pids = ['raad'].map((name) => openGateway.source(name).pid ?? 0);
    const underWay = post(openGateway.url, { query: householdsOf, variables: { bsn: slow?.child.bsn } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    openProgram.child.kill('SIGTERM');
    const answer = await underWay;
    expect(answer.status).toBe(200);
    expect(answer.data.householdsOfPerson[0].reports).toHaveLength(1);
    expect(await openProgram.ended).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('the gateway is refused', () => {
  const refused = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { ended, output } = startProgram('gateway/main.js', { args, env });
    expect(await ended).toBe(1);
    expect(output()).not.toMatch(/at .*\.js:\d+/);
    return output();
  };

  it('where its port is taken, before anything is simulated for nothing', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as AddressInfo; // a TCP server's address is no text
    const [gatewayPort, issuerPort] = await Promise.all([
      refused(['--simulate'], { PORT: String(port) }),
      refused(['--simulate'], { SIMULATED_ISSUER_PORT: String(port) }),
    ]);
    expect(gatewayPort).toMatch(/^ {2}- PORT: expected a port that is free/m);
    expect(issuerPort).toMatch(/^ {2}- SIMULATED_ISSUER_PORT: expected a port that is free/m);
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('on nothing, with what it expects: issuers, and every source', async () => {
    const output = await refused([]);
    expect(output).toMatch(/the configuration is refused/);
    expect(output).toMatch(/ACCESS_ISSUERS: expected the issuers .* or --open, without access rules/);
    expect(output).toMatch(/SUBGRAPH_RAAD_URL, or RAAD_STORE_URL/);
  });

  it('by an argument that is none, with those that are', async () => {
    expect(await refused(['--simulate', '--access'])).toMatch(
      /expected some of --simulate, --without NAME, --open.* access rules stand unless --open is said/,
    );
  });
});
