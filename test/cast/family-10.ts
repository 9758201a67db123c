import { describe, expect, it } from '@jest/globals';
import { smitBrouwers as family } from '../../simulated-sources/families.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, outcomesOf } from './cast-graph.js';
import { title } from './sentences.js';

export function describeFamily10(graph: () => CastGraph): void {
  describe('family 10, two couples with one name', () => {
    const debts = () => graph().householdOf(family.lonneke);
    const violence = () => graph().householdOf(family.otherLonneke);

    it(title(10, 'Expect', 'Two households, never linked, not POSSIBLE either (BSNs differ).'), async () => {
      expect(graph().casesOf(await debts())).toEqual(['LT4/2025-0203 CERTAIN SHARED_DWELLING']);
      expect(graph().casesOf(await violence())).toEqual(['VT2/2026-0302 CERTAIN OWN_CASE history']);
      expect((await debts()).id).not.toBe((await violence()).id);
      expect([(await debts()).kind, (await violence()).kind]).toEqual(['HOUSEHOLD', 'HOUSEHOLD']);
      expect(await graph().householdOf(family.janKees)).toEqual(await debts());
      expect(await graph().householdOf(family.otherJanKees)).toEqual(await violence());
      for (const reference of ['LT4/2025-0203', 'VT2/2026-0302']) {
        expect(await graph().questions(reference)).toEqual([]);
      }
    });

    it(title(10, 'Expect', "LT4's family: VT not known at (watermark)."), async () => {
      const household = await debts();
      expect(outcomesOf(household)['VEILIG_THUIS']).toBe('NOT_KNOWN');
      expect(household.sources.find(({ organisation }) => organisation === 'VEILIG_THUIS')?.asOf).toMatch(
        /^2026-11-02T/,
      );
    });

    it(title(10, 'Never', 'A violence report on the debt-help family.'), async () => {
      for (const somebody of [family.lonneke, family.janKees]) {
        expect((await graph().answerAbout(somebody)).text).not.toMatch(
          /2026-0302|2026-03-|Vallei|"receivedOn"|1978-06-13|1978-03-30/,
        );
      }
      expect((await debts())['reports']).toEqual([]);
      for (const somebody of [family.otherLonneke, family.otherJanKees]) {
        expect((await graph().answerAbout(somebody)).text).not.toMatch(/2025-0203|Schuld|Noordwest/);
      }
    });

    it(
      title(10, 'Never', 'Divorced (2015) but living together: relation from BRP never assumed.'),
      async () => {
        for (const household of [await debts(), await violence()]) {
          expect(namesIn(household)).toEqual(['Jan-Kees Brouwers', 'Lonneke Smit']);
          expect(household.members.map(({ role }) => role)).toEqual(['OTHER_RELATIVE', 'OTHER_RELATIVE']);
          expect(JSON.stringify(household)).not.toMatch(/divorce|gescheiden|echtgeno|spouse|married/i);
        }
      },
    );
  });
}
