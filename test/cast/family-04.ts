import { describe, expect, it } from '@jest/globals';
import { jansma as family } from '../../simulated-sources/families.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, outcomesOf } from './cast-graph.js';
import { title } from './sentences.js';

export function describeFamily4(graph: () => CastGraph): void {
  describe('family 4, elder abuse and two who look like them', () => {
    it(title(4, 'Expect', 'One household, VT1 + LT1 CERTAIN.'), async () => {
      const household = await graph().householdOf(family.anna);
      expect(await graph().householdOf(family.henk)).toEqual(household);
      expect(namesIn(household, 'RESIDENT')).toEqual(['Anna Maria Petra Jansma', 'Henk Vermeulen']);
      expect(household.members).toHaveLength(2);
      expect(graph().casesOf(household)).toEqual([
        'LT1/2026-0817 CERTAIN SHARED_DWELLING',
        'VT1/2026-0602 CERTAIN SHARED_DWELLING',
      ]);
    });

    it(title(4, 'Expect', 'Two further one-person households, VT1 unknown there.'), async () => {
      const [hers, his] = [
        await graph().householdOf(family.annasLookAlike),
        await graph().householdOf(family.henksLookAlike),
      ];
      expect([namesIn(hers), namesIn(his)]).toEqual([['Anna Maria Petra Wesseling'], ['Henk Vermolen']]);
      expect([graph().casesOf(hers), graph().casesOf(his)]).toEqual([
        ['LT1/2019-0044 CERTAIN SHARED_DWELLING'],
        ['LT1/2021-0310 CERTAIN SHARED_DWELLING'],
      ]);
      for (const household of [hers, his]) {
        expect(household.kind).toBe('HOUSEHOLD');
        expect(outcomesOf(household)).toMatchObject({ VEILIG_THUIS: 'NOT_KNOWN', LOCAL_TEAM: 'ANSWERED' });
      }
    });

    it(title(4, 'Never', 'any record crossing between the three.'), async () => {
      const texts = await Promise.all(
        [family.anna, family.annasLookAlike, family.henksLookAlike].map(
          async (somebody) => (await graph().answerAbout(somebody)).text,
        ),
      );
      const own = [/2026-0817|2026-0602|Jansma|Vermeulen/, /2019-0044|Wesseling/, /2021-0310|Vermolen/];
      texts.forEach((text, index) => {
        own.forEach((words, other) => {
          if (other === index) expect(text).toMatch(words);
          else expect(text).not.toMatch(words);
        });
      });
      for (const reference of ['LT1/2026-0817', 'LT1/2019-0044', 'LT1/2021-0310', 'VT1/2026-0602']) {
        expect(await graph().questions(reference)).toEqual([]);
      }
    });
  });
}
