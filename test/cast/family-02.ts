import { describe, expect, it } from '@jest/globals';
import { addresses, deJager, grootEsselink as family } from '../../simulated-sources/families.js';
import { pseudonymOf } from './cast-feeds.js';
import type { CastGraph, HouseholdView } from './cast-graph.js';
import { namesIn, recordsOf } from './cast-graph.js';
import { title } from './sentences.js';

const girls = [family.fien, family.maud, family.trix];
const girlsNames = ['Fien Groot Esselink', 'Maud Groot Esselink', 'Trix Groot Esselink'];
const caseOf = (household: HouseholdView, unit: string, since: string) =>
  household.involvement.find((one) => one.unit === unit && one.since === since);

export function describeFamily2(graph: () => CastGraph): void {
  describe('family 2, the whole relay', () => {
    const hofdijk = () => graph().householdOf(family.teun);
    const spaanseweg = () => graph().householdOf(family.bets);

    it(title(2, 'Expect', 'Two households.'), async () => {
      const [first, second] = [await hofdijk(), await spaanseweg()];
      expect(first.id).not.toBe(second.id);
      const found = new Set<string>();
      for (const somebody of Object.values(family)) {
        for (const { id } of await graph().householdsOf(somebody)) found.add(id);
      }
      expect([...found].sort()).toEqual([first.id, second.id].sort());
      for (const girl of girls) expect(await graph().householdsOf(girl)).toHaveLength(2);
    });

    it(
      title(
        2,
        'Expect',
        '2a Hofdijk: Johan, Wilma, Teun, Daan, Hein; Fien, Maud, Trix as child of this family living elsewhere; holds `LT1/2025-0217`, `VT1/2025-0905`, `RVDK/2025-7781` (CERTAIN), `VT1/2026-1005` (no address; five shared persons, both parents: PROBABLE until confirmed), `VT2/2017-0930` (other address, earlier, six shared persons: same household that moved, PROBABLE).',
      ),
      async () => {
        const household = await hofdijk();
        expect(namesIn(household, 'RESIDENT')).toEqual([
          'Daan Groot Esselink',
          'Hein Groot Esselink',
          'Johan Groot Esselink',
          'Teun Groot Esselink',
          'Wilma Haverkamp',
        ]);
        expect(namesIn(household, 'ELSEWHERE')).toEqual(girlsNames);
        expect(household.members).toHaveLength(8);
        expect(graph().casesOf(household)).toEqual([
          'GI1/2026-0330 CERTAIN SHARED_DWELLING',
          'LT1/2025-0217 CERTAIN SHARED_DWELLING',
          'RVDK/2025-7781 CERTAIN SHARED_DWELLING history',
          'RVDK/2026-5120 PROBABLE ADULTS_LIVE_THERE',
          'VT1/2025-0905 CERTAIN SHARED_DWELLING history',
          'VT1/2026-1005 PROBABLE ADULTS_LIVE_THERE',
          'VT2/2017-0930 PROBABLE MOVED history',
        ]);
      },
    );

    it(
      title(2, 'Expect', '2b Spaanseweg: Bets, Edwin, Fien, Maud, Trix; holds `LT2/2026-0644` CERTAIN.'),
      async () => {
        const household = await spaanseweg();
        expect(namesIn(household, 'RESIDENT')).toEqual(['Bets Haverkamp', 'Edwin Poelman', ...girlsNames]);
        expect(household.members).toHaveLength(5);
        expect(graph().casesOf(household)).toContain('LT2/2026-0644 CERTAIN SHARED_DWELLING');
      },
    );

    it(
      title(
        2,
        'Expect',
        '`GI1/2026-0330` and `RVDK/2026-5120` are about persons of both: attached to 2a, and to 2b for the girls only.',
      ),
      async () => {
        for (const household of [await hofdijk(), await spaanseweg()]) {
          const gi = caseOf(household, 'Jeugdbescherming De Kade', '2026-03-30');
          const raad = caseOf(household, 'Raad voor de Kinderbescherming', '2026-09-07');
          expect([gi?.concernsOtherHouseholds, raad?.concernsOtherHouseholds]).toEqual([true, true]);
        }
        const nameOf = (household: HouseholdView, id: unknown) =>
          household.members.find((member) => member.id === id)?.person.name ?? null;
        const [here, there] = [await hofdijk(), await spaanseweg()];
        const underOrder = (household: HouseholdView) =>
          recordsOf(household, 'measures')
            .map(({ memberId }) => nameOf(household, memberId))
            .sort();
        expect(underOrder(here)).toHaveLength(6);
        expect(underOrder(there)).toEqual(girlsNames);
      },
    );

    it(title(2, 'Never', 'Institution address joins Daan with Jason or the sixteen.'), async () => {
      const residential = graph().feeds.get('GI')?.get('GI1/2026-0188');
      expect(
        residential?.persons.flatMap(({ stays }) => stays.map(({ addressType }) => addressType)),
      ).toEqual(['INSTITUTION']);
      const daan = graph()
        .feeds.get('GI')
        ?.get('GI1/2026-0330')
        ?.persons.find(({ person }) => person === pseudonymOf(family.daan));
      // They were in the same place, by the feed of one organisation.
      expect(daan?.stays.map(({ address }) => address)).toContain(residential?.persons[0]?.stays[0]?.address);
      const all = await graph().listed();
      const holding = all.filter((household) =>
        graph()
          .casesOf(household)
          .some((one) => one.startsWith('GI1/2026-0188')),
      );
      expect(
        holding.map(({ kind, members, involvement }) => [kind, members.length, involvement.length]),
      ).toEqual([['OWN_FILE', 1, 1]]);
      expect((await graph().answerAbout(family.daan)).text).not.toMatch(/Jason|Mastenbroek/);
      expect(await graph().householdsOf(family.daan)).toHaveLength(1);
    });

    it(title(2, 'Never', "Edwin's debts reach Johan or Wilma."), async () => {
      for (const parent of [family.johan, family.wilma]) {
        const { text } = await graph().answerAbout(parent);
        expect(text).not.toMatch(/Edwin|Poelman|eerder bedrijf|Delfshaven|LT2/);
      }
      // The note itself is nowhere, not even where Edwin lives.
      expect((await graph().answerAbout(family.edwin)).text).not.toMatch(/schuld|eerder bedrijf|notitie/i);
    });

    it(title(2, 'Never', 'Trix appears in family 6 or Paolo here.'), async () => {
      const trix = (await spaanseweg()).members.find(({ person }) => person.name?.startsWith('Trix'))?.person
        .id;
      const homeOfPaolo = await graph().householdOf(deJager.paolo, 'LT5/2026-0209');
      const paolo = homeOfPaolo.members.find(({ person }) => person.name?.startsWith('Paolo'))?.person.id;
      expect([typeof trix, typeof paolo]).toEqual(['string', 'string']);
      const idsIn = (household: HouseholdView) => household.members.map(({ person }) => person.id);
      for (const household of [homeOfPaolo, await graph().householdOf(deJager.mirik)]) {
        expect(idsIn(household)).not.toContain(trix);
      }
      for (const household of [await hofdijk(), await spaanseweg()]) {
        expect(idsIn(household)).not.toContain(paolo);
      }
    });

    it('report 3 stands in no answer: nobody was told of it, and its case waits for confirmation', async () => {
      const persons = graph().feeds.get('VEILIG_THUIS')?.get('VT1/2026-1005')?.persons ?? [];
      expect(persons.map(({ isNotInformed }) => isNotInformed)).toEqual([true, true, true, true, true]);
      expect((await graph().answerAbout(family.hein)).text).not.toMatch(/VT1\/2026-1005|bruise|2026-10-05T/);
    });

    it('the earlier dwelling is in no feed of today as a place where somebody lives', () => {
      const molendijk = graph().feeds.get('VEILIG_THUIS')?.get('VT2/2017-0930')?.persons[0]
        ?.stays[0]?.address;
      expect([typeof molendijk, addresses.molendijk.type]).toEqual(['string', 'DWELLING']);
      const others = [...graph().feeds.values()].flatMap((feed) => [...feed.values()]);
      const still = others
        .flatMap(({ persons }) => persons)
        .flatMap(({ stays }) => stays)
        .filter(({ address, until }) => address === molendijk && until === null);
      expect(still).toEqual([]);
    });
  });
}
