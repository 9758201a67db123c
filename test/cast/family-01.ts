import { describe, expect, it } from '@jest/globals';
import { denBraber as family } from '../../simulated-sources/families.js';
import { pseudonymOf } from './cast-feeds.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, outcomesOf, recordsOf } from './cast-graph.js';
import { title } from './sentences.js';

export function describeFamily1(graph: () => CastGraph): void {
  describe('family 1, the first report', () => {
    it(title(1, 'Expect', 'One household, one reference, CERTAIN; `involvement` = VT3.'), async () => {
      const household = await graph().householdOf(family.zoey);
      expect(household.kind).toBe('HOUSEHOLD');
      expect(namesIn(household, 'RESIDENT')).toEqual([
        'Alexander den Braber',
        'Gerrit den Braber',
        'Wilma van Zon',
        'Zoey den Braber',
      ]);
      expect(graph().casesOf(household)).toEqual(['VT3/2026-1188 CERTAIN SHARED_DWELLING']);
      for (const somebody of Object.values(family)) {
        expect((await graph().householdOf(somebody)).id).toBe(household.id);
      }
    });

    it(
      title(1, 'Expect', 'Raad, GI, local team: not known at (watermark), never an unqualified `[]`.'),
      async () => {
        const household = await graph().householdOf(family.zoey);
        expect(outcomesOf(household)).toEqual({
          VEILIG_THUIS: 'ANSWERED',
          RAAD: 'NOT_KNOWN',
          GI: 'NOT_KNOWN',
          LOCAL_TEAM: 'NOT_KNOWN',
        });
        for (const { asOf } of household.sources) expect(asOf).toMatch(/^2026-11-02T/);
      },
    );

    it('the feed and the report both say that Gerrit alone was not told yet', async () => {
      const persons = graph().feeds.get('VEILIG_THUIS')?.get('VT3/2026-1188')?.persons ?? [];
      expect(persons.filter(({ isNotInformed }) => isNotInformed).map(({ person }) => person)).toEqual([
        pseudonymOf(family.gerrit),
      ]);
      const household = await graph().householdOf(family.zoey);
      const gerrit = household.members.find(({ person }) => person.name === 'Gerrit den Braber');
      const [report] = recordsOf(household, 'reports');
      expect(report?.['informed']).toEqual(
        expect.arrayContaining([{ memberId: gerrit?.id, on: null, dueOn: '2026-11-20' }]),
      );
    });

    it(
      title(1, 'Never', 'Anybody outside VT3 sees a reporter, "school", or `reporterCapacity`.'),
      async () => {
        const { text } = await graph().answerAbout(family.zoey);
        expect(text).not.toMatch(/school|leerkracht|teacher|groep 4|report(er|ed by)|capacity|melder|"391"/i);
        // Advice of eleven days before, at the same Veilig Thuis.
        expect(text).not.toMatch(/advice|advies|neighbour|buur|2026-10-12/i);
      },
    );
  });
}
