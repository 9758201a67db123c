import { describe, expect, it } from '@jest/globals';
import { deVries, jacobs as family } from '../../simulated-sources/families.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, recordsOf } from './cast-graph.js';
import { title } from './sentences.js';

export function describeFamily9(graph: () => CastGraph): void {
  describe('family 9, one child in two homes', () => {
    const parents = () => graph().householdOf(family.reinier);
    const father = () => graph().householdOf(family.emiel);

    it(
      title(
        9,
        'Expect',
        "9a: `LT7/2025-0616`; 9b: `LT7/2025-0901`, `VT4` (CERTAIN); `RVDK` at both; `LT7/2026-0119` Manon's own, not joined by address alone.",
      ),
      async () => {
        expect(graph().casesOf(await parents())).toEqual([
          'LT7/2025-0616 CERTAIN SHARED_DWELLING',
          'RVDK/2026-2904 CERTAIN SHARED_DWELLING',
        ]);
        expect(graph().casesOf(await father())).toEqual([
          'LT7/2025-0901 CERTAIN SHARED_DWELLING',
          'RVDK/2026-2904 CERTAIN SHARED_DWELLING',
          'VT4/2026-0413 CERTAIN SHARED_DWELLING history',
        ]);
        const ofRaad = [await parents(), await father()].flatMap(({ involvement }) =>
          involvement.filter(({ organisation }) => organisation === 'RAAD'),
        );
        expect(ofRaad.map(({ concernsOtherHouseholds }) => concernsOtherHouseholds)).toEqual([true, true]);
        const manons = await graph().householdOf(family.manon);
        expect([manons.kind, namesIn(manons)]).toEqual(['OWN_FILE', ['Manon Jacobs']]);
        expect(graph().casesOf(manons)).toEqual(['LT7/2026-0119 CERTAIN SHARED_DWELLING']);
      },
    );

    it(title(9, 'Expect', 'Vica is a member of both households.'), async () => {
      const both = await graph().householdsOf(family.vica);
      expect(both.map(({ id }) => id).sort()).toEqual([(await parents()).id, (await father()).id].sort());
      for (const household of both) expect(namesIn(household, 'RESIDENT')).toContain('Vica Jacobs');
      expect(namesIn(await parents())).toEqual([
        'Bella Jacobs',
        'Christina Annabel Christiaansen',
        'Reinier Lodivicus Maria Jacobs',
        'Vica Jacobs',
      ]);
      expect(namesIn(await father())).toEqual(['Emiel Coen Castermans', 'Vica Jacobs']);
      // Two plans, whose goals contradict each other, each in its own home.
      for (const household of both) expect(recordsOf(household, 'familyPlans')).toHaveLength(1);
    });

    it(title(9, 'Expect', 'Families 7 and 9 stay apart.'), async () => {
      const here = [await parents(), await father(), await graph().householdOf(family.manon)];
      const there = [
        await graph().householdOf(deVries.wieger, 'LT4/2019-0304'),
        await graph().householdOf(deVries.mark),
      ];
      const idsIn = (households: typeof here) =>
        households.flatMap(({ members }) => members.map(({ person }) => person.id));
      expect(idsIn(here).filter((id) => idsIn(there).includes(id))).toEqual([]);
      expect(here.map(({ id }) => id).filter((id) => there.some((other) => other.id === id))).toEqual([]);
      expect(JSON.stringify(here)).not.toMatch(/Postma/);
    });

    it(
      title(
        9,
        'Never',
        '`variants` show a former sex or a given name from before a change of sex or adoption.',
      ),
      async () => {
        for (const somebody of Object.values(family)) {
          for (const household of await graph().householdsOf(somebody)) {
            const variants = household.members.flatMap(({ person }) => person.variants);
            expect(variants.map(({ name }) => name).join()).not.toMatch(/Celeke|Lodivica\b|Postma/);
            expect(variants.flatMap((variant) => Object.keys(variant))).not.toContain('sex');
          }
          expect((await graph().answerAbout(somebody)).text).not.toMatch(/Celeke/);
        }
      },
    );

    it("nothing at her parents' household tells that Manon has a file", async () => {
      for (const parent of [family.reinier, family.christina]) {
        expect((await graph().answerAbout(parent)).text).not.toMatch(
          /Manon|2026-0119|2026-01-19|eigen verzoek/,
        );
      }
    });

    it('Muriel is in no record, and is not made up from the population register', async () => {
      for (const somebody of Object.values(family)) {
        expect((await graph().answerAbout(somebody)).text).not.toMatch(/Muriel/);
      }
    });
  });
}
