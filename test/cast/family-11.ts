import { describe, expect, it } from '@jest/globals';
import { overvaart as family } from '../../simulated-sources/families.js';
import { expectNotThere, expectNoWordOf, type OwnCases } from './behind-shields.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, outcomesOf } from './cast-graph.js';
import { title } from './sentences.js';

const ofJeannette = 'LT4/2026-0715';
/** Nobody's case, the cases of those who serve Stephan and Roos, and those that know of both sides. */
const outside: OwnCases = [undefined, 'LT5/2025-0303', 'LT5/2023-0911', 'VT1/2026-0710', 'RVDK/2026-4420'];
const people = Object.values(family);

export function describeFamily11(graph: () => CastGraph): void {
  describe('family 11, a secret address', () => {
    it(title(11, 'Expect', '11a (Stephan) and 11b (Jeannette, Nina).'), async () => {
      const [his, hers] = [
        await graph().householdOf(family.stephan),
        await graph().householdOf(family.jeannette, ofJeannette),
      ];
      expect([namesIn(his), namesIn(hers)]).toEqual([
        ['Stephan Janssen'],
        ['Jeannette Overvaart', 'Nina Overvaart'],
      ]);
      expect([his.kind, hers.kind]).toEqual(['HOUSEHOLD', 'HOUSEHOLD']);
      expect(await graph().householdOf(family.nina, 'GI1/2026-0717')).toEqual(hers);
    });

    it(
      title(11, 'Expect', '`VT1`, `RVDK`, `GI1` stand at 11b; at 11a only what concerns Stephan.'),
      async () => {
        const hers = await graph().householdOf(family.jeannette, ofJeannette);
        expect(graph().casesOf(hers)).toEqual([
          'GI1/2026-0717 PROBABLE STANDS_AT',
          'LT4/2026-0715 CERTAIN OWN_CASE',
          'LT5/2025-0303 PROBABLE MOVED history',
          'RVDK/2026-4420 PROBABLE STANDS_AT',
          'VT1/2026-0710 PROBABLE STANDS_AT',
          'VT2/2026-0920 PROBABLE STANDS_AT',
        ]);
        const his = await graph().householdOf(family.stephan);
        expect(graph().casesOf(his)).toEqual([
          'LT5/2025-0303 CERTAIN SHARED_DWELLING',
          'RVDK/2026-4420 PROBABLE STANDS_AT',
          'VT1/2026-0710 CERTAIN SHARED_DWELLING',
        ]);
        expect(outcomesOf(his)['GI']).toBe('NOT_KNOWN');
        expect(his.involvement.map(({ concernsOtherHouseholds }) => concernsOtherHouseholds)).toEqual([
          false,
          false,
          false,
        ]);
      },
    );

    it(
      title(
        11,
        'Expect',
        'LT5\'s reader of 11a: members Stephan; "composition: LT5\'s own record is out of date, ask VT1".',
      ),
      async () => {
        const household = await graph().householdOf(family.stephan, 'LT5/2025-0303');
        expect(namesIn(household)).toEqual(['Stephan Janssen']);
        expect(household.composition).toMatchObject({
          outdated: [{ organisation: 'LOCAL_TEAM', unit: 'Lokaal team Den Haag' }],
          ask: { organisation: 'VEILIG_THUIS', unit: 'Veilig Thuis Maasdelta' },
        });
      },
    );

    it(
      title(
        11,
        'Never',
        'To Stephan, LT5, or anyone serving 11a or 11c: LT4, Utrecht, a second household, a count that includes it, or reads by its workers.',
      ),
      async () => {
        await expectNoWordOf(
          graph(),
          /Utrecht|Noordwest|LT4|GI1|De Kade|shelter|opvang|Klimboom|R\. Voorbeeld|2026-0715|2026-0717|2026-0920|Vallei/,
          { people, asking: outside },
        );
        const { id } = await graph().householdOf(family.nina, ofJeannette);
        await expectNotThere(graph(), id, { people, asking: outside });
        for (const caseReference of outside) {
          // Jeannette and Nina are found where they are recorded, as if there were nowhere else.
          for (const somebody of [family.stephan, family.jeannette, family.nina]) {
            expect(await graph().householdsOf(somebody, caseReference)).toEqual([
              await graph().householdOf(family.stephan),
            ]);
          }
          for (const somebody of [family.roos, family.annemieke]) {
            const household = await graph().householdOf(somebody, caseReference);
            expect(graph().casesOf(household)).toEqual(['LT5/2023-0911 CERTAIN SHARED_DWELLING']);
          }
        }
      },
    );

    it(title(11, 'Never', 'Break-glass does not open the place.'), async () => {
      // The place is in no field: neither for those who shelter them, nor under whatever name a case is asked for.
      for (const caseReference of [ofJeannette, 'GI1/2026-0717']) {
        for (const somebody of [family.jeannette, family.nina]) {
          const { text } = await graph().answerAbout(somebody, caseReference);
          expect(text).not.toMatch(
            /address|adres|postcode|street|straat|Opvangplein|shelter|school|Klimboom|3500ZZ/i,
          );
        }
      }
      const { data } = await graph().ask(
        '{ __schema { types { name fields { name } } mutationType { fields { name } } } }',
      );
      // That it was broken stands in the log of who looked; nothing breaks it.
      const names = JSON.stringify(data).replaceAll('"isBreakGlass"', '');
      expect(names).not.toMatch(/"(\w*address|postcode|street|\w*breakGlass|emergency\w*)"/i);
    });
  });
}
