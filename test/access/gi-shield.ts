/** What the GI keeps back where a child is hidden, from everybody or from one parent. */
import { describe, expect, it } from '@jest/globals';
import { deVries, overvaart } from '../../simulated-sources/families.js';
import { caseSystemUrl, runSql } from '../gi-source.js';
import { type AskedEntity, type AskedGi, type Asker, keyOf, pseudonym } from './gi-asking.js';
import { everything, relay, shownIn } from './gi-relay-family.js';

const nina = 'GI1/2026-0717';
export const shelter: AskedEntity = {
  type: 'Household',
  key: keyOf([nina], { [pseudonym(overvaart.jeannette.bsn)]: 'm1', [pseudonym(overvaart.nina.bsn)]: 'm2' }),
};

export function describeShield(started: () => AskedGi): void {
  const sql = (...statements: readonly string[]) => runSql(caseSystemUrl(started().settings), ...statements);

  describe('of Nina, who is hidden, the GI', () => {
    const telling = /D\. M\.|Utrecht|Klimboom|99000002|A safe school/;
    const hide = async () => {
      await sql(
        `INSERT INTO plan (plan_number, reference, made_on, goals, goals_on_help) VALUES ('PL-NINA', '${nina}', '2026-10-20', '{A safe school in Utrecht.}', '{1}')`,
        "UPDATE measure SET plan_number = 'PL-NINA' WHERE measure_number = 'M-2026-1012'",
        "INSERT INTO placement_authorisation VALUES ('A-NINA', 'M-2026-1012', '2026-10-12', '2026-10-12', '2027-10-12', '2026-10-13', true)",
      );
    };
    const undo = async () => {
      await sql(
        "DELETE FROM placement_authorisation WHERE authorisation_number = 'A-NINA'",
        "DELETE FROM plan WHERE plan_number = 'PL-NINA'",
      );
    };
    const askers: readonly (readonly [string, Asker])[] = [
      [
        'Stephan, who has authority over her',
        {
          function: 'parent-with-authority',
          person: pseudonym(overvaart.stephan.bsn),
          relations: [{ person: pseudonym(overvaart.nina.bsn), authority: 'JOINT' }],
        },
      ],
      ['a local team elsewhere', { function: 'fixed-face', caseReference: 'LT5/2025-0303', unit: 'LT5' }],
      ['Veilig Thuis', { function: 'vt', caseReference: 'VT1/2026-0710' }],
      [
        'Veilig Thuis behind broken glass',
        { function: 'vt', caseReference: 'VT1/2026-0710', isGlassBroken: true },
      ],
      ['the same GI in another case', { function: 'gi-supervision', caseReference: relay, unit: 'GI1' }],
    ];

    it('shows the measures, and no place, worker, plan or provider, to anybody outside her case', async () => {
      await hide();
      for (const [, asker] of askers) {
        started().forget();
        const answer = await started().ask(everything, asker, shelter);
        const shown = shownIn(answer);
        expect(shown.measures).toMatchObject([{ caseWorkers: [] }, { caseWorkers: [] }]);
        expect(shown.measures?.flatMap(({ placements, plan }) => [plan, ...(placements ?? [])])).toEqual(
          expect.not.arrayContaining([expect.objectContaining({ carriedOutOn: '2026-10-13' })]),
        );
        expect(shown.giWithheld.filter(({ recordType }) => recordType !== 'COURT_DECISION')).toEqual([]);
        expect(JSON.stringify(answer)).not.toMatch(telling);
        expect(started().received()).not.toMatch(telling);
      }
      await undo();
    });

    it('shows them to those who work on her case', async () => {
      await hide();
      const own: Asker = { function: 'gi-supervision', caseReference: nina, unit: 'GI1' };
      expect(shownIn(await started().ask(everything, own, shelter))).toMatchObject({
        measures: [{ caseWorkers: [{ name: 'D. M.' }], plan: { goals: ['A safe school in Utrecht.'] } }, {}],
        placements: [{ memberId: 'm2', carriedOutOn: '2026-10-13' }],
        youthCareProvisions: [{ filedOnMemberId: 'm2' }],
        giWithheld: [],
      });
      await undo();
    });

    it('keeps from one parent what it kept from him by name, and shows the other parent', async () => {
      const boys = 'GI2/2026-0420';
      const { walter, mark, chantal } = deVries;
      const home: AskedEntity = { type: 'Household', key: keyOf([boys], { [pseudonym(walter.bsn)]: 'm1' }) };
      const parent = (bsn: string): Asker => ({
        function: 'parent-with-authority',
        person: pseudonym(bsn),
        relations: [{ person: pseudonym(walter.bsn), authority: 'JOINT' }],
      });
      await sql(`INSERT INTO address_secrecy VALUES ('${boys}', '${mark.bsn}')`);
      const forMark = await started().ask(everything, parent(mark.bsn), home);
      expect(shownIn(forMark)).toMatchObject({
        measures: [{ memberId: 'm1', caseWorkers: [], plan: null }],
        protectionPlans: [],
        giWithheld: [],
      });
      expect(JSON.stringify(forMark)).not.toMatch(/H\. P\.|library|10:00|Leerkracht|Jonker/);
      expect(shownIn(await started().ask(everything, parent(chantal.bsn), home))).toMatchObject({
        measures: [
          {
            memberId: 'm1',
            caseWorkers: [{ name: 'H. P.' }],
            plan: { goals: [{}, {}].map(() => expect.any(String)) },
          },
        ],
      });
      await sql(`DELETE FROM address_secrecy WHERE reference = '${boys}'`);
    });
  });
}
