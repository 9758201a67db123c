/** To whom of the families in one household the Raad gives what it keeps: to those whom it is about, and to the parents of those. */
import { describe, expect, it } from '@jest/globals';
import type { FunctionName } from '../../adapter-kit/access/subject.js';
import { type CastPerson, grootEsselink, nagelhout } from '../../simulated-sources/families.js';
import { accessOf, householdQuery, pseudonymiser, type RaadHarness, relationTo } from './raad-harness.js';

/** Fien, Maud and Trix, asked for by the certified institution. */
const threeGirls = 'RVDK/2026-5120';
/** Marjolein's unborn child. */
const unborn = 'RVDK/2026-6003';

type Child = readonly [CastPerson, authority?: 'JOINT' | 'NONE'];

function familyMember(asker: FunctionName, { bsn }: CastPerson, ...children: readonly Child[]) {
  return accessOf(asker, {
    person: pseudonymiser.person(bsn),
    relations: children.map(([child, authority]) => relationTo(child.bsn, authority)),
  });
}

export function describeFamilies(started: () => RaadHarness): void {
  describe('what the Raad gives to the families of one household', () => {
    it('is for those whom an investigation is about, and for the parents of those', async () => {
      const { johan, edwin, teun, fien } = grootEsselink;
      const seenBy = async (...who: Parameters<typeof familyMember>) => {
        const { shown } = await started().household(familyMember(...who), [threeGirls]);
        return shown.councilInvestigations?.length;
      };
      expect(await seenBy('parent-with-authority', johan)).toBe(1);
      expect(await seenBy('youth-12-up', fien)).toBe(1);
      // Not in the record himself: what he sees he sees by his authority over Fien alone.
      expect(await seenBy('parent-with-authority', edwin, [fien])).toBe(1);
      expect(await seenBy('parent-with-authority', edwin, [fien, 'NONE'])).toBe(0);
      // Her brother, who has no authority over her whatever a token says.
      expect(await seenBy('youth-12-up', teun, [fien])).toBe(0);
    });

    it('is nothing to a parent in the dwelling whose child the record is not about, nor is it read (family 5)', async () => {
      const { saskia, patricia, marjolein } = nagelhout;
      const sister = familyMember('parent-with-authority', saskia, [patricia]);
      const { shown, answer } = await started().household(sister, [unborn]);
      const calls = [...started().calls];
      expect(shown).toMatchObject({
        councilInvestigations: [],
        councilReports: [],
        courtDecisions: [],
        raadWithheld: [],
        raadOutcome: { outcome: 'NONE_VISIBLE', asOf: null },
      });
      expect(started().contentRead()).toEqual([]);
      // As of a family that the Raad does not know.
      const unknown = { state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' } as const;
      const headers = await started().headersOf(sister);
      expect(answer).toEqual(await started().send(householdQuery, 'Household', unknown, headers));
      expect(started().calls).toEqual(calls);
      const mother = familyMember('parent-with-authority', marjolein);
      expect((await started().household(mother, [unborn])).shown.councilInvestigations).toHaveLength(1);
    });
  });
}
