import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { denBraber, grootEsselink, sentinelFamilies } from '../../simulated-sources/families.js';
import { organisationNames, type RunningSupergraph, startSupergraph } from '../start-supergraph.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);
const asOf = /"asOf":"[^"]+"/g;
const requestId = /"requestId":"[^"]+"/g;

describe('a subgraph in a process of its own', () => {
  let embedded: RunningSupergraph;
  let remote: RunningSupergraph;
  beforeAll(async () => {
    embedded = await startSupergraph();
    remote = await startSupergraph({ over: embedded, remote: organisationNames });
  }, 60_000);
  afterAll(async () => {
    await remote?.stop();
    await embedded?.stop();
  });

  it.each([
    ['the first report', denBraber.zoey.bsn],
    ['the relay family', grootEsselink.teun.bsn],
    ['a child in two homes', grootEsselink.fien.bsn],
    ...sentinelFamilies.map(
      ({ organisation, fault, child }) =>
        [`a family for which ${organisation} is ${fault}`, child.bsn] as const,
    ),
  ])('gives the same answer as an embedded one, byte for byte, for %s', async (_, bsn) => {
    const [here, there] = await Promise.all(
      [embedded, remote].map((gateway) => gateway.ask(householdView, { bsn })),
    );
    const comparable = (text = ''): string =>
      text.replace(asOf, '"asOf":"…"').replace(requestId, '"requestId":"…"');
    expect(comparable(there?.text)).toBe(comparable(here?.text));
    expect(here?.data.householdsOfPerson.length).toBeGreaterThan(0);
  });
});
