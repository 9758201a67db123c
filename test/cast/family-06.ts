import { describe, expect, it } from '@jest/globals';
import { deJager as family } from '../../simulated-sources/families.js';
import { expectNotThere, expectNoWordOf, type OwnCases } from './behind-shields.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, outcomesOf } from './cast-graph.js';
import { title } from './sentences.js';

const ofJan = 'LT5/2026-0209';
/** Who asks from outside: nobody's case, Estrella's own, the cases that name her too. */
const outside: OwnCases = [undefined, 'LT1/2025-1103', 'RVDK/2026-3306'];
const people = Object.values(family);

export function describeFamily6(graph: () => CastGraph): void {
  describe('family 6, half-brothers and a secret address', () => {
    it(title(6, 'Expect', '6a: `LT1`.'), async () => {
      const household = await graph().householdOf(family.estrella);
      expect(namesIn(household, 'RESIDENT')).toEqual(['Estrella de Jager', 'Mirik de Jager']);
      expect(household.members).toHaveLength(2);
      expect(graph().casesOf(household)).toEqual([
        'LT1/2025-1103 CERTAIN SHARED_DWELLING',
        'RVDK/2026-3306 PROBABLE STANDS_AT',
      ]);
      expect((await graph().householdOf(family.mirik)).id).toBe(household.id);
    });

    it(title(6, 'Expect', '6b: `LT5`, `VT1` (CERTAIN by Jan + Paolo).'), async () => {
      const household = await graph().householdOf(family.paolo, ofJan);
      expect(namesIn(household, 'RESIDENT')).toEqual(['Jan de Cuykelaer', 'Paolo de Jager']);
      expect(household.members).toHaveLength(2);
      expect(graph().casesOf(household)).toEqual([
        'LT5/2026-0209 CERTAIN SHARED_DWELLING',
        'RVDK/2026-3306 PROBABLE STANDS_AT',
        'VT1/2026-0518 CERTAIN SHARED_DWELLING history',
      ]);
    });

    it(
      title(
        6,
        'Expect',
        '`RVDK/2026-3306` stands at both as "case about two households"; nothing else crosses.',
      ),
      async () => {
        const [hers, his] = [
          await graph().householdOf(family.estrella),
          await graph().householdOf(family.jan, ofJan),
        ];
        // Whoever may know of both is told that it stands at two; she is not, because it would tell her of his.
        const ofRaad = ({ involvement }: typeof hers) =>
          involvement
            .filter(({ organisation }) => organisation === 'RAAD')
            .map(({ concernsOtherHouseholds }) => concernsOtherHouseholds);
        expect([ofRaad(hers), ofRaad(his)]).toEqual([[false], [true]]);
        const shared = graph()
          .casesOf(hers)
          .filter((one) => graph().casesOf(his).includes(one));
        expect(shared).toEqual(['RVDK/2026-3306 PROBABLE STANDS_AT']);
        expect(outcomesOf(hers)).toMatchObject({ VEILIG_THUIS: 'NOT_KNOWN', GI: 'NOT_KNOWN' });
      },
    );

    it(
      title(
        6,
        'Never',
        "To Estrella, or anyone serving only 6a: The Hague, LT5, Jan's or Paolo's school, workers, visits;",
      ),
      async () => {
        await expectNoWordOf(
          graph(),
          /Den Haag|The Hague|LT5|Jan de|Cuykelaer|Paolo|K\. Voorbeeld|2026-0209|2026-0518|Smitsweg|opleiding/,
          { people, asking: outside },
        );
      },
    );

    it(title(6, 'Never', 'that a second local team exists.'), async () => {
      const { id } = await graph().householdOf(family.jan, ofJan);
      await expectNotThere(graph(), id, { people, asking: outside });
      for (const caseReference of outside) {
        for (const somebody of [family.jan, family.paolo]) {
          expect((await graph().answerAbout(somebody, caseReference)).data).toEqual({
            householdsOfPerson: [],
          });
        }
        const units = (await graph().householdsOf(family.estrella, caseReference)).flatMap(
          ({ involvement }) =>
            involvement.filter(({ organisation }) => organisation === 'LOCAL_TEAM').map(({ unit }) => unit),
        );
        expect(units).toEqual(['Lokaal team Rotterdam-Centrum']);
      }
    });
  });
}
