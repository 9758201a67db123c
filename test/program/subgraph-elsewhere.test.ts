/** One organisation's subgraph in a process of its own, over the same sources as a gateway that holds everything. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { projectRoot } from '../../schema/project-root.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import { type Simulation, startSimulation } from '../../simulated-sources/processes.js';
import { post } from '../start-supergraph.js';
import { askerAt } from './ask-program.js';
import { type RunningProgram, readAnnouncement, startProgram } from './start-program.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);
/** Instants at which something was read or vouched for, and the number of the request. */
const times = /"(asOf|retrievedAt|recordedAt|requestId)":"[^"]+"/g;
const late = /TIMED_OUT|ROSTER_STALE|"DOWN"|"isFeedFresh":false|"circuit":"(OPEN|HALF_OPEN)"/;

describe("the Raad's subgraph in a process of its own, and the gateway pointed at it", () => {
  const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-elsewhere-'));
  const programs: RunningProgram[] = [];
  let simulation: Simulation;
  let subgraphUrl = '';
  let gateways: readonly { readonly url: string; readonly issuerUrl: string }[] = [];

  beforeAll(async () => {
    const [, keys] = await Promise.all([
      startSimulation(['veilig-thuis', 'raad', 'gi', 'local-team', 'issuer'], new Set()).then((started) => {
        simulation = started;
      }),
      writeKeys(folder),
    ]);
    const settingsOf = (name: string) =>
      simulation.processes.find((process) => process.name === name)?.settings ?? {};
    const issuerUrl = simulation.processes.find(({ name }) => name === 'issuer')?.url ?? '';
    // The day on which the cast lives; nothing here is simulated by the programs themselves.
    const clock = { CLOCK_STARTS_AT: '2026-11-02T12:00:00+01:00', SOURCE_TIMEOUT_MS: '5000' };
    const shared = {
      ...clock,
      ...settingsOf('issuer'),
      ...settingsOf('veilig-thuis'),
      ...settingsOf('gi'),
      ...settingsOf('local-team'),
    };

    const subgraph = startProgram('subgraphs/serve.js', {
      args: ['raad', '--port', '0'],
      env: {
        ...clock,
        ...settingsOf('raad'),
        ACCESS_CONTEXT_KEYS_FILE: keys.publicFile,
        DECISION_LOG_FOLDER: join(folder, 'decisions-of-raad'),
      },
    });
    const whole = startProgram('gateway/main.js', {
      env: { ...shared, ...settingsOf('raad'), LOG_FOLDER: join(folder, 'whole') },
    });
    programs.push(subgraph, whole);
    [, subgraphUrl = ''] = await subgraph.find(/raad subgraph\s+(http:\S+)/, 60_000);
    const apart = startProgram('gateway/main.js', {
      env: {
        ...shared,
        SUBGRAPH_RAAD_URL: subgraphUrl,
        ACCESS_SIGNING_KEY_FILE: keys.privateFile,
        LOG_FOLDER: join(folder, 'apart'),
      },
    });
    programs.push(apart);
    const announced = await Promise.all([whole, apart].map(readAnnouncement));
    gateways = announced.map(({ url }) => ({ url, issuerUrl }));
  }, 150_000);
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await simulation?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['gi-supervision', 'johan'])(
    'gives the same answer to %s byte for byte, times aside',
    async (persona) => {
      const [whole, apart] = await Promise.all(
        gateways.map(async (gateway) => {
          const { ask } = await askerAt(gateway, persona);
          const question = { query: householdView, variables: { bsn: grootEsselink.fien.bsn } };
          // On a busy machine a feed or a source comes late at first, and that is told; it says nothing of where a subgraph runs.
          for (let attempt = 0; attempt < 60; attempt += 1) {
            const answer = await ask(question);
            if (!late.test(answer.text)) return answer;
            await new Promise((resolve) => setTimeout(resolve, 500));
          }
          return ask(question);
        }),
      );
      expect(whole?.data.householdsOfPerson.length).toBeGreaterThan(0);
      expect(apart?.text.replace(times, '"$1":"…"')).toBe(whole?.text.replace(times, '"$1":"…"'));
    },
    90_000,
  );

  it('answers nobody but the gateway, and nobody who asks for what it does not serve', async () => {
    expect((await fetch(`${subgraphUrl}/health/live`)).status).toBe(200);
    expect((await fetch(`${subgraphUrl}/elsewhere`)).status).toBe(404);
    const unknown = await post(subgraphUrl, {
      query:
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { councilInvestigations { id } } } }',
      variables: { r: [{ __typename: 'Household', raadKey: 'made-up' }] },
    });
    expect([unknown.status, unknown.data, unknown.errors[0]?.extensions['code']]).toEqual([
      401,
      null,
      'UNAUTHENTICATED',
    ]);
    expect(unknown.text).not.toContain('made-up');
    expect((await fetch(`${subgraphUrl}/roster`)).status).toBe(401);
  });
});

/** What whoever runs both writes and hands over: a private key for the gateway, its public half for the subgraph. */
async function writeKeys(folder: string) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const named = async (key: Parameters<typeof exportJWK>[0]) => ({
    ...(await exportJWK(key)),
    kid: 'gateway-1',
  });
  const privateFile = join(folder, 'gateway.private.json');
  const publicFile = join(folder, 'gateway.public.json');
  writeFileSync(privateFile, JSON.stringify(await named(privateKey)));
  writeFileSync(publicFile, JSON.stringify({ keys: [await named(publicKey)] }));
  return { privateFile, publicFile };
}
