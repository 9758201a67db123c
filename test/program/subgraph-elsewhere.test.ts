import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import { post } from '../start-supergraph.js';
import { type RunningProgram, readAnnouncement, startProgram } from './start-program.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);
/** Instants at which something was read or vouched for, and the number of the request. */
const times = /"(asOf|retrievedAt|recordedAt|requestId)":"[^"]+"/g;

describe("the Raad's subgraph in a process of its own, and the gateway pointed at it", () => {
  const programs: RunningProgram[] = [];
  let whole: string;
  let apart: string;
  beforeAll(async () => {
    const subgraph = startProgram('subgraphs/serve.js', { args: ['raad', '--port', '0'] });
    programs.push(subgraph);
    const [, url = ''] = await subgraph.find(/raad subgraph\s+(http:\S+)/);
    const answers: string[] = [];
    for (const env of [{}, { SUBGRAPH_RAAD_URL: url }]) {
      const gateway = startProgram('gateway/main.js', { args: ['--simulate'], env });
      programs.push(gateway);
      const { url: at } = await readAnnouncement(gateway);
      const { text } = await post(at, { query: householdView, variables: { bsn: grootEsselink.fien.bsn } });
      answers.push(text.replace(times, '"$1":"…"'));
      await gateway.stop();
    }
    [whole = '', apart = ''] = answers;
  }, 90_000);
  afterAll(() => Promise.all(programs.map((program) => program.stop())));

  it('gives the same answer byte for byte, times aside', () => {
    expect(JSON.parse(whole).data.householdsOfPerson).toHaveLength(2);
    expect(apart).toBe(whole);
  });

  it('answers nobody who asks for what it does not serve', async () => {
    const [subgraph] = programs;
    const [, url = ''] = (await subgraph?.find(/raad subgraph\s+(http:\S+)/)) ?? [];
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    const made = await post(url, {
      query:
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { councilInvestigations { id } } } }',
      variables: { r: [{ __typename: 'Household', raadKey: 'made-up' }] },
    });
    expect(made.data._entities).toEqual([null]);
    expect(made.errors[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'REJECTED' });
    expect(made.text).not.toContain('made-up');
  });
});
