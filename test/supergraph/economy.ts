/** How often the household view asks whom: once for the register, once for each organisation, once to combine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import type { RunningSupergraph } from '../start-supergraph.js';

const view = readFileSync(join(projectRoot, 'schema', 'operations', 'household-view.graphql'), 'utf8');

export function describeEconomy(running: () => RunningSupergraph): void {
  describe('the household view', () => {
    test('is one call for the register, one for each of four organisations and one to combine', async () => {
      running().asked.length = 0;
      const { errors } = await running().ask(view, { bsn: '999998006' });
      expect(errors).toEqual([]);
      const names = running().asked.map(({ subgraph }) => subgraph);
      expect(names[0]).toBe('household');
      expect(names.slice(1, -1).sort()).toEqual(['gi', 'local-team', 'raad', 'veilig-thuis']);
      expect(names.at(-1)).toBe('household');
      expect(names).toHaveLength(6);
    });

    test('asks an organisation for households and for persons in that one call', async () => {
      running().asked.length = 0;
      await running().ask(view, { bsn: '999998006' });
      const raad = running().asked.find(({ subgraph }) => subgraph === 'raad')?.query ?? '';
      expect(raad.match(/_entities\(/g)).toHaveLength(2);
      expect(raad).toContain('on Household');
      expect(raad).toContain('on Person');
    });

    test('asks nobody but the register about somebody whom nobody knows', async () => {
      running().asked.length = 0;
      const { data } = await running().ask(view, { bsn: '999990019' });
      expect(data.householdsOfPerson).toEqual([]);
      expect(running().asked.map(({ subgraph }) => subgraph)).toEqual(['household']);
    });
  });
}
