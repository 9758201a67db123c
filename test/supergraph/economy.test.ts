/** How often the household view asks whom: once for the register, once for each organisation, once to combine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { type RunningSupergraph, startSupergraph } from '../start-supergraph.js';

const view = readFileSync(join(projectRoot, 'schema', 'operations', 'household-view.graphql'), 'utf8');

let supergraph: RunningSupergraph;
beforeAll(async () => {
  supergraph = await startSupergraph();
});
afterAll(() => supergraph.stop());

describe('the household view', () => {
  test('is one call for the register, one for each of four organisations and one to combine', async () => {
    supergraph.asked.length = 0;
    const { errors } = await supergraph.ask(view, { bsn: '999998006' });
    expect(errors).toEqual([]);
    const names = supergraph.asked.map(({ subgraph }) => subgraph);
    expect(names[0]).toBe('household');
    expect(names.slice(1, -1).sort()).toEqual(['gi', 'local-team', 'raad', 'veilig-thuis']);
    expect(names.at(-1)).toBe('household');
    expect(names).toHaveLength(6);
  });

  test('asks an organisation for households and for persons in that one call', async () => {
    supergraph.asked.length = 0;
    await supergraph.ask(view, { bsn: '999998006' });
    const raad = supergraph.asked.find(({ subgraph }) => subgraph === 'raad')?.query ?? '';
    expect(raad.match(/_entities\(/g)).toHaveLength(2);
    expect(raad).toContain('on Household');
    expect(raad).toContain('on Person');
  });

  test('asks nobody but the register about somebody whom nobody knows', async () => {
    supergraph.asked.length = 0;
    const { data } = await supergraph.ask(view, { bsn: '999990019' });
    expect(data.householdsOfPerson).toEqual([]);
    expect(supergraph.asked.map(({ subgraph }) => subgraph)).toEqual(['household']);
  });
});
