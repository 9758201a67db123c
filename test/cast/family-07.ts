import { describe, expect, it } from '@jest/globals';
import { deVries as family } from '../../simulated-sources/families.js';
import { expectNotThere, expectNoWordOf, type OwnCases } from './behind-shields.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, outcomesOf } from './cast-graph.js';
import { title } from './sentences.js';

const ofChantal = 'LT4/2019-0304';
/** Nobody's case, Mark's own team, and the two cases of before that his team and Veilig Thuis hold. */
const outside: OwnCases = [undefined, 'LT8/2024-0513', 'LT8/2017-0208', 'VT2/2018-1120'];
const people = Object.values(family);

export function describeFamily7(graph: () => CastGraph): void {
  describe('family 7, a stepfamily and a violent ex-partner elsewhere', () => {
    it(title(7, 'Expect', '7a: `LT4`, `VT2/2026-0126`, `RVDK`, `GI2`.'), async () => {
      const household = await graph().householdOf(family.chantal, ofChantal);
      expect(household.members).toHaveLength(5);
      expect(
        namesIn(household, 'RESIDENT').map((name) => name.replace(/^(\w+), (\w+) de$/, '$2 de $1')),
      ).toEqual([
        'Sebastiaan de Boer',
        'Walter de Boer',
        'Chantal de Vries',
        'Wieger Postma',
        'William Postma',
      ]);
      expect(
        graph()
          .casesOf(household)
          .filter((one) => !/^(LT8\/2017|VT2\/2018)/.test(one)),
      ).toEqual([
        'GI2/2026-0420 CERTAIN SHARED_DWELLING',
        'LT4/2019-0304 CERTAIN SHARED_DWELLING',
        'RVDK/2026-1410 PROBABLE STANDS_AT history',
        'VT2/2026-0126 PROBABLE STANDS_AT',
      ]);
      expect((await graph().householdOf(family.walter, 'GI2/2026-0420')).id).toBe(household.id);
    });

    it(title(7, 'Expect', '7b: `LT8/2024-0513`.'), async () => {
      const household = await graph().householdOf(family.mark);
      expect(namesIn(household, 'RESIDENT')).toEqual(['Mark de Boer']);
      expect(household.members).toHaveLength(1);
      expect(graph().casesOf(household)).toEqual(['LT8/2024-0513 CERTAIN SHARED_DWELLING']);
    });

    it(
      title(
        7,
        'Expect',
        "`LT8/2017-0208` and `VT2/2018-1120` are the former household (until 2019-01-05), visible in 7a's history only.",
      ),
      async () => {
        const household = await graph().householdOf(family.chantal, ofChantal);
        expect(
          graph()
            .casesOf(household)
            .filter((one) => one.endsWith('history')),
        ).toEqual([
          'LT8/2017-0208 PROBABLE MOVED history',
          'RVDK/2026-1410 PROBABLE STANDS_AT history',
          'VT2/2018-1120 PROBABLE MOVED history',
        ]);
        const elsewhere = (await graph().listed()).flatMap((one) => graph().casesOf(one));
        expect(elsewhere.filter((one) => /LT8\/2017-0208|VT2\/2018-1120/.test(one))).toEqual([]);
      },
    );

    it(
      title(
        7,
        'Never',
        'Mark, though with gezag: anything on Chantal, Wieger, William; city, school, team, times and places of visits.',
      ),
      async () => {
        await expectNoWordOf(
          graph(),
          /Utrecht|Noordwest|LT4|Heide & Rivier|GI2|Chantal|Wieger|William|Walter|Sebastiaan|L\. Voorbeeld|H\. P\.|library|Saturday/,
          { people, asking: outside },
        );
        const { id } = await graph().householdOf(family.chantal, ofChantal);
        await expectNotThere(graph(), id, { people, asking: outside });
        // Even to those who serve her and the boys nothing tells times and places: the journal is read by no adapter.
        for (const caseReference of [ofChantal, 'GI2/2026-0420']) {
          const { text } = await graph().answerAbout(family.walter, caseReference);
          expect(text).not.toMatch(/library|Saturday|10:00(?!:00)|Mesonweg/);
        }
      },
    );

    it(
      title(7, 'Never', 'Any current link 7a – 7b other than "has children in common", and that not to LT8.'),
      async () => {
        const [hers, his] = [
          await graph().householdOf(family.chantal, ofChantal),
          await graph().householdOf(family.mark, 'LT8/2024-0513'),
        ];
        const shared = graph()
          .casesOf(hers)
          .filter((one) => graph().casesOf(his).includes(one));
        expect(shared).toEqual([]);
        expect(namesIn(hers).join()).not.toMatch(/Mark/);
        expect(his.involvement.map(({ concernsOtherHouseholds }) => concernsOtherHouseholds)).toEqual([
          false,
        ]);
        expect(outcomesOf(his)).toEqual({
          VEILIG_THUIS: 'NOT_KNOWN',
          RAAD: 'NOT_KNOWN',
          GI: 'NOT_KNOWN',
          LOCAL_TEAM: 'ANSWERED',
        });
        // Nor is anything put to LT8 by which it could make one.
        for (const reference of ['LT8/2024-0513', 'LT8/2017-0208']) {
          expect(await graph().questions(reference)).toEqual([]);
        }
      },
    );
  });
}
