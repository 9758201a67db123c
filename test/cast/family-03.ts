import { describe, expect, it } from '@jest/globals';
import { verheul as family } from '../../simulated-sources/families.js';
import type { CastGraph } from './cast-graph.js';
import { outcomesOf, recordsOf } from './cast-graph.js';
import { title } from './sentences.js';

export function describeFamily3(graph: () => CastGraph): void {
  describe('family 3, adults without children', () => {
    const hers = () => graph().householdOf(family.anneMarie);
    const his = async () => {
      const { id } = await hers();
      const own = (await graph().householdsOf(family.albert)).find((household) => household.id !== id);
      if (!own) throw new Error('expected Albert to have a household of his own');
      return own;
    };

    it(
      title(
        3,
        'Expect',
        'One VT1 reference; 3a Anne-Marie at Wilgenkade (`VT1/2026-0314`, `LT5/2026-0316` CERTAIN), 3b Albert (`LT5/2026-0420`), shared only through the incident.',
      ),
      async () => {
        expect(graph().casesOf(await hers())).toEqual([
          'LT5/2026-0316 CERTAIN SHARED_DWELLING',
          'VT1/2026-0314 CERTAIN SHARED_DWELLING',
        ]);
        expect(graph().casesOf(await his())).toEqual(['LT5/2026-0420 CERTAIN SHARED_DWELLING']);
        expect((await his()).members).toMatchObject([
          { residence: 'RESIDENT', person: { name: 'Albert van der Laar' } },
        ]);
        expect((await hers()).members).toMatchObject([
          { residence: 'RESIDENT', person: { name: 'Anne-Marie Verheul' } },
          // He is in her household for the reports that name both, and lives elsewhere by a newer record.
          { residence: 'ELSEWHERE', person: { name: 'Albert van der Laar' } },
        ]);
        expect(
          recordsOf(await hers(), 'reports').map(({ receivedOn }) => String(receivedOn).slice(0, 10)),
        ).toEqual(['2026-08-30', '2026-03-14']);
      },
    );

    it(title(3, 'Expect', 'no Raad or GI.'), async () => {
      for (const household of [await hers(), await his()]) {
        expect(outcomesOf(household)).toMatchObject({ RAAD: 'NOT_KNOWN', GI: 'NOT_KNOWN' });
      }
    });

    it(title(3, 'Never', "One partner sees the other's help, address or report account."), async () => {
      const { text } = await graph().answerAbout(family.anneMarie);
      expect(text).not.toMatch(/Agressie|2026-0420|2026-04-20|2026-05-04|F\. Voorbeeld|Voorbeeldkade/);
      const ofHim = JSON.stringify(await his());
      expect(ofHim).not.toMatch(
        /huisverbod|2026-0316|2026-03-16|E\. Voorbeeld|Wilgenkade|Verheul|reports":\[\{/,
      );
      // Where somebody lives is in no field at all.
      expect(text + ofHim).not.toMatch(/address|adres|postcode/i);
    });

    it(title(3, 'Never', "The namesake's debts appear."), async () => {
      const { text } = await graph().answerAbout(family.anneMarie);
      expect(text).not.toMatch(/Schuld|webwinkel|2025-1102/i);
      const namesake = await graph().householdOf(family.namesake);
      expect(graph().casesOf(namesake)).toEqual(['LT5/2025-1102 CERTAIN OWN_CASE']);
      expect(namesake.members.map(({ person }) => person.birthDate)).toEqual(['1972-09-29']);
      expect(outcomesOf(namesake)['VEILIG_THUIS']).toBe('NOT_KNOWN');
    });
  });
}
