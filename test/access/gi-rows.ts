/** What the GI gives to each of the thirteen functions, of the records of the relay family and of those that conditions decide on. */
import { describe, expect, it } from '@jest/globals';
import { type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import { deVries, grootEsselink } from '../../simulated-sources/families.js';
import { caseSystemUrl, runSql } from '../gi-source.js';
import { type AskedGi, type Asker, keyOf, pseudonym } from './gi-asking.js';
import { askerOf, everything, hofdijk, relay, shownIn, summaryOf } from './gi-relay-family.js';

const { teun, daan, fien, edwin } = grootEsselink;

const all = {
  outcome: 'ANSWERED',
  measures: 6,
  workers: 24,
  authorisations: 7,
  carriedOut: 6,
  goalsOfFirst: 3,
  goals: [3],
  placements: 6,
  provisions: 5,
  refused: [],
  withheld: {},
};
const noMeasures = { measures: null, workers: 0, authorisations: 0, carriedOut: 0, goalsOfFirst: null };
const courtHeaders = { 'COURT_DECISION HEADER_ONLY': 7 };
const nothing = {
  ...noMeasures,
  outcome: 'WITHHELD',
  goals: null,
  placements: null,
  provisions: null,
  refused: ['GI_PLAN', 'MEASURE', 'PLACEMENT_ADDRESS', 'PROVISION'],
  withheld: {},
};

const expected: Readonly<Record<FunctionName, object>> = {
  'fixed-face': {
    ...all,
    ...{ authorisations: 0, carriedOut: 0, placements: null, goalsOfFirst: 1, goals: [1] },
    refused: ['COURT_DECISION', 'PLACEMENT_ADDRESS'],
    withheld: { ...courtHeaders, 'PLACEMENT_ADDRESS HEADER_ONLY': 6 },
  },
  'rvt-duo': {
    ...all,
    ...{ authorisations: 0, carriedOut: 0, placements: 0 },
    refused: ['COURT_DECISION'],
    withheld: { ...courtHeaders, 'PLACEMENT_ADDRESS ASK': 6 },
  },
  vt: {
    ...all,
    ...{ authorisations: 0, carriedOut: 0, placements: 0, goalsOfFirst: null, goals: [], provisions: 0 },
    refused: ['COURT_DECISION'],
    withheld: { ...courtHeaders, 'GI_PLAN ASK': 1, 'PLACEMENT_ADDRESS ASK': 6, 'PROVISION ASK': 5 },
  },
  'raad-protection': {
    ...all,
    ...{ carriedOut: 0, placements: 0, provisions: 0 },
    withheld: { 'PLACEMENT_ADDRESS ASK': 6, 'PROVISION ASK': 5 },
  },
  'raad-penal': { ...nothing, outcome: 'ANSWERED', withheld: { 'MEASURE HEADER_ONLY': 6 } },
  'gi-supervision': all,
  'gi-guardianship': all,
  'gi-probation': {
    ...nothing,
    ...{ outcome: 'ANSWERED', measures: 0, goals: [] },
    refused: ['PLACEMENT_ADDRESS', 'PROVISION'],
    withheld: { 'MEASURE HEADER_ONLY': 6, 'GI_PLAN ASK': 1 },
  },
  'parent-with-authority': all,
  'parent-without-authority': {
    ...nothing,
    ...{ outcome: 'NONE_VISIBLE', goals: [], provisions: 0 },
    refused: ['MEASURE', 'PLACEMENT_ADDRESS'],
  },
  // Teun alone: he was placed nowhere, and the messages hold no help of his.
  'youth-12-up': {
    ...all,
    ...{ measures: 1, workers: 4, authorisations: 0, carriedOut: 0, placements: 0, provisions: 0 },
  },
  architect: nothing,
  auditor: nothing,
};

const personQuery = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  giIdentity { outcome recorded { name birthDate } } } } }`;

export function describeRows(started: () => AskedGi): void {
  const sql = (...statements: readonly string[]) => runSql(caseSystemUrl(started().settings), ...statements);
  const give = (reference: string, type: string, number: string, ground: string, to: string) =>
    sql(
      `INSERT INTO disclosure_decision VALUES ('${reference}', '${type}', '${number}', '${ground}', '${to}', '2026-11-01', NULL)`,
    );
  const takeBack = () => sql('DELETE FROM disclosure_decision');

  describe('of the relay family, the GI', () => {
    it.each(functionNames)('shows %s what the matrix gives, and nothing else', async (name) => {
      const answer = await started().ask(everything, askerOf(name), hofdijk);
      expect(summaryOf(answer)).toEqual(expected[name]);
    });

    it('refuses with the rule, its law and whom to ask, and says the same of a family that it does not know', async () => {
      const fixedFace = askerOf('fixed-face');
      const refusalOf = async (key: (typeof hofdijk)['key']) => {
        const query =
          'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { placements { id } } } }';
        const answer = await started().ask(query, fixedFace, { type: 'Household', key });
        return { data: answer.data, errors: answer.errors };
      };
      const refused = await refusalOf(hofdijk.key);
      expect(refused.errors).toMatchObject([
        {
          extensions: {
            code: 'WITHHELD',
            organisation: 'GI',
            recordType: 'PLACEMENT_ADDRESS',
            law: 'no article established; proposal for the DPIA',
            ask: 'the GI that carries out the measure',
          },
        },
      ]);
      expect(await refusalOf({ state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' })).toEqual(refused);
    });

    it('gives the local team the goal about help, and of a plan without such a goal nothing', async () => {
      const { walter, sebastiaan } = deVries;
      const boys = keyOf(['GI2/2026-0420'], {
        [pseudonym(walter.bsn)]: 'm1',
        [pseudonym(sebastiaan.bsn)]: 'm2',
      });
      const fixedFace = askerOf('fixed-face');
      expect(shownIn(await started().ask(everything, fixedFace, hofdijk)).protectionPlans).toEqual([
        {
          memberIds: ['m3', 'm4', 'm5', 'm6', 'm7', 'm8'],
          goals: ['Hein has breakfast and a coat every school day.'],
        },
      ]);
      const answer = await started().ask(everything, fixedFace, { type: 'Household', key: boys });
      expect(shownIn(answer)).toMatchObject({
        measures: [{ plan: null }, { plan: null }],
        protectionPlans: [],
      });
    });

    it('tells a parent of a placement only where the GI decided so, and a youth of their own only', async () => {
      await sql(
        "UPDATE placement_authorisation SET is_place_open_to_parents = false WHERE measure_number = 'M-2026-0333'",
      );
      const forParent = shownIn(await started().ask(everything, askerOf('parent-with-authority'), hofdijk));
      expect(forParent.placements).toHaveLength(4);
      const asFien: Asker = { function: 'youth-12-up', person: pseudonym(fien.bsn) };
      const forFien = shownIn(await started().ask(everything, asFien, hofdijk));
      expect(forFien.placements).toEqual([
        { memberId: 'm5', carriedOutOn: '2026-10-01' },
        { memberId: 'm5', carriedOutOn: '2026-03-30' },
      ]);
      expect(forFien.measures).toMatchObject([{ memberId: 'm5', placements: [{}, {}] }]);
      await sql(
        "UPDATE placement_authorisation SET is_place_open_to_parents = true WHERE measure_number = 'M-2026-0333'",
      );
    });

    it('shows a parent the measures of the own children, and of another family in the household nothing', async () => {
      const parentOf = (...children: readonly { readonly bsn: string }[]): Asker => ({
        function: 'parent-with-authority',
        person: pseudonym(edwin.bsn),
        relations: children.map(({ bsn }) => ({ person: pseudonym(bsn), authority: 'JOINT' })),
      });
      const forOne = shownIn(await started().ask(everything, parentOf(daan), hofdijk));
      expect(forOne.measures).toMatchObject([{ memberId: 'm4' }]);
      started().forget();
      const forNone = await started().ask(everything, parentOf(deVries.walter), hofdijk);
      expect(summaryOf(forNone)).toEqual({
        ...all,
        ...noMeasures,
        ...{ outcome: 'NONE_VISIBLE', measures: 0, goals: [], placements: 0, provisions: 0 },
      });
      expect(started().received()).not.toMatch(/kind_code|A\. V\.|breakfast|authorised_on|Esselink/);
    });

    it('gives what a case worker released to the case that asked, and to no other', async () => {
      await give(relay, 'gi-plan', 'PL-2026-0412', 'RELEASE', 'VT1/2026-1005');
      await give(relay, 'placement-address', 'M-2026-0333-b', 'RELEASE', 'VT1/2026-1005');
      await give(relay, 'provision', '0599/99000002/250414', 'RELEASE', 'VT1/2026-1005');
      const asked: Asker = { function: 'vt', caseReference: 'VT1/2026-1005' };
      expect(summaryOf(await started().ask(everything, asked, hofdijk))).toMatchObject({
        goals: [3],
        placements: 1,
        provisions: 1,
        withheld: { ...courtHeaders, 'PLACEMENT_ADDRESS ASK': 5, 'PROVISION ASK': 4 },
      });
      const other: Asker = { function: 'vt', caseReference: 'VT1/2025-0905' };
      expect(summaryOf(await started().ask(everything, other, hofdijk))).toEqual(expected.vt);
      await takeBack();
    });

    it('opens to a parent without authority only what the person concerned consented to', async () => {
      const parent = askerOf('parent-without-authority');
      await give(relay, 'gi-plan', 'PL-2026-0412', 'CONSENT', 'parent-without-authority');
      expect(summaryOf(await started().ask(everything, parent, hofdijk))).toEqual(
        expected['parent-without-authority'],
      );
      await give(relay, 'involvement', relay, 'CONSENT', 'parent-without-authority');
      expect(summaryOf(await started().ask(everything, parent, hofdijk))).toMatchObject({
        outcome: 'ANSWERED',
        measures: null,
        goals: [3],
        withheld: {
          'MEASURE HEADER_ONLY': 6,
          'COURT_DECISION HEADER_ONLY': 7,
          'PROVISION CONSENT': 5,
        },
      });
      await takeBack();
    });

    it('opens measure and placement, and no more, behind broken glass', async () => {
      const ask = async (name: FunctionName) =>
        summaryOf(await started().ask(everything, { ...askerOf(name), isGlassBroken: true }, hofdijk));
      expect(await ask('vt')).toMatchObject({ placements: 6, goals: [], provisions: 0, authorisations: 0 });
      expect(await ask('raad-protection')).toMatchObject({ placements: 6, carriedOut: 6, provisions: 0 });
      expect(await ask('gi-probation')).toMatchObject({ measures: 6, placements: null, goals: [] });
      expect(await ask('raad-penal')).toEqual(expected['raad-penal']);
      expect(await ask('fixed-face')).toEqual(expected['fixed-face']);
    });

    it('gives names to whoever may know who somebody is, and is silent of everybody else', async () => {
      const person = (bsn: string) => ({
        type: 'Person' as const,
        key: keyOf([relay], { [pseudonym(bsn)]: 'm1' }, pseudonym(bsn)),
      });
      const recorded = async (asker: Asker, bsn: string) =>
        (await started().ask(personQuery, asker, person(bsn))).data;
      const named = {
        outcome: 'ANSWERED',
        recorded: [{ name: 'Esselink, T. Groot', birthDate: '2012-04-18' }],
      };
      const silent = { outcome: 'NONE_VISIBLE', recorded: [] };
      const about = (giIdentity: object) => ({ _entities: [{ giIdentity }] });
      for (const name of functionNames.slice(0, 8))
        expect(await recorded(askerOf(name), teun.bsn)).toEqual(about(named));
      expect(await recorded(askerOf('parent-with-authority'), teun.bsn)).toEqual(about(named));
      expect(await recorded(askerOf('youth-12-up'), teun.bsn)).toEqual(about(named));
      expect(await recorded(askerOf('youth-12-up'), daan.bsn)).toEqual(about(silent));
      expect(await recorded(askerOf('parent-without-authority'), teun.bsn)).toEqual(about(silent));
      expect(await recorded(askerOf('architect'), teun.bsn)).toEqual(
        about({ outcome: 'WITHHELD', recorded: [] }),
      );
    });
  });
}
