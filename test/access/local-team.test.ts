/** What the local teams give to whom: each kind of record that they keep, before each of the thirteen functions. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AgeClass } from '../../adapter-kit/access/age-tables.js';
import { functionNames } from '../../adapter-kit/access/subject.js';
import {
  bultenaar,
  type CastPerson,
  deJager,
  deVries,
  grootEsselink,
  jacobs,
  nagelhout,
} from '../../simulated-sources/families.js';
import { type Asker, type Asking, openAsking, pseudonymOf, type Seen } from './local-team-asking.js';
import { fileAccess, fileMinorOnProbation, tellOf } from './local-team-leave.js';

const { estrella, mirik } = deJager;

/** `shown`; `header`, `ask`, `consent`: how much is withheld; `refused`: never for this function; `nothing`: none for this viewer. */
function given({ lists, withheld }: Seen, list: string, recordType: string): string {
  const shown = lists[list];
  if (Array.isArray(shown) && shown.length > 0) return 'shown';
  const how = withheld.find((line) => line.startsWith(`${recordType} `))?.split(' ')[1];
  if (how !== undefined) return how === 'HEADER_ONLY' ? 'header' : how.toLowerCase();
  return shown === 'WITHHELD' ? 'refused' : 'nothing';
}

const parentOf = (parent: CastPerson, ...children: readonly CastPerson[]): Asker => ({
  function: 'parent-with-authority',
  person: pseudonymOf(parent),
  relations: children.map((child) => relationTo(child, 'UNDER_12')),
});

function relationTo(child: CastPerson, ageClass: AgeClass | null) {
  return {
    person: pseudonymOf(child),
    ageClass,
    authority: 'JOINT' as const,
    from: '2020-01-01',
    until: null,
    isDisputed: false,
    isContactBanned: false,
  };
}

describe('the local teams', () => {
  let asking: Asking;

  beforeAll(async () => {
    asking = await openAsking();
  });
  afterAll(async () => {
    await asking.stop();
  });
  beforeEach(() => {
    asking.sent();
    asking.calls();
    asking.decisions();
  });

  it.each([
    [
      'the family plan',
      'LT1/2025-0217',
      'familyPlans',
      'FAMILY_PLAN',
      'shown shown ask ask refused shown ask ask nothing nothing nothing refused refused',
    ],
    [
      "the family's own story",
      'LT1/2025-0217',
      'stories',
      'FAMILY_PLAN',
      'shown shown ask ask refused shown ask ask nothing nothing nothing refused refused',
    ],
    [
      'the fixed face',
      'LT1/2025-0217',
      'fixedFaces',
      'FAMILY_PLAN',
      'shown shown ask ask refused shown ask ask nothing nothing nothing refused refused',
    ],
    [
      'the broad analysis',
      'LT1/2025-0217',
      'analyses',
      'FAMILY_PLAN',
      'shown shown ask ask refused shown ask ask nothing nothing nothing refused refused',
    ],
    [
      'support',
      'LT3/2025-1020',
      'provisions',
      'PROVISION',
      'shown shown ask ask refused shown shown refused nothing nothing nothing refused refused',
    ],
    [
      'help with debts',
      'LT1/2025-1103',
      'provisions',
      'DEBTS',
      'shown consent ask ask refused ask ask refused nothing nothing nothing refused refused',
    ],
    [
      'youth probation',
      'LT6/2024-0916',
      'probationHeaders',
      'PROBATION_HEADER',
      'header header refused ask shown header header shown nothing refused nothing refused refused',
    ],
  ])(
    'give %s to each function as the access matrix says, and to parents and youths of another family nothing',
    async (_what, reference, list, recordType, row) => {
      const seen: string[] = [];
      for (const asker of functionNames) {
        seen.push(given(await asking.see(asker, [reference]), list, recordType));
      }
      expect(Object.fromEntries(functionNames.map((name, index) => [name, seen[index]]))).toEqual(
        Object.fromEntries(functionNames.map((name, index) => [name, row.split(' ')[index]])),
      );
    },
    // The first question of each function has its rules worked through for every way in which facts may stand.
    120_000,
  );

  it('tell each function whether they know a family, and the penal task and the family no more than their rule', async () => {
    const outcomes: string[] = [];
    for (const asker of functionNames) outcomes.push((await asking.see(asker, ['LT1/2025-0217'])).outcome);
    expect(outcomes).toEqual([
      ...Array(8).fill('ANSWERED'),
      // Of another family; or without authority: by consent. Until then nobody can tell whether there is anything.
      ...Array(3).fill('NONE_VISIBLE'),
      'WITHHELD',
      'WITHHELD',
    ]);
  });

  it('tell a parent and a youth that they know them: who is in the case, or whose child is', async () => {
    const outcomeOf = async (asker: Asker) => (await asking.see(asker, ['LT1/2025-1103'])).outcome;
    expect(await outcomeOf(parentOf(estrella))).toBe('ANSWERED');
    expect(await outcomeOf(parentOf(grootEsselink.johan, mirik))).toBe('ANSWERED');
    expect(await outcomeOf(parentOf(grootEsselink.johan, grootEsselink.teun))).toBe('NONE_VISIBLE');
    expect(await outcomeOf({ function: 'youth-12-up', person: pseudonymOf(mirik) })).toBe('ANSWERED');
  });

  it('name the persons of a case to professionals, and to family members themselves and their children', async () => {
    const names: unknown[] = [];
    for (const asker of functionNames) names.push(await asking.nameOf(asker, estrella, 'LT1/2025-1103'));
    const own = ['Estrella de Jager'];
    const nobody = 'NONE_VISIBLE';
    expect(names).toEqual([...Array(8).fill(own), nobody, nobody, nobody, 'WITHHELD', 'WITHHELD']);
    const mother = parentOf(estrella, mirik);
    expect(await asking.nameOf(mother, estrella, 'LT1/2025-1103')).toEqual(own);
    expect(await asking.nameOf(mother, mirik, 'LT1/2025-1103')).toEqual(['Mirik de Jager']);
    const son: Asker = { function: 'youth-12-up', person: pseudonymOf(mirik) };
    expect(await asking.nameOf(son, mirik, 'LT1/2025-1103')).toEqual(['Mirik de Jager']);
    expect(await asking.nameOf(son, estrella, 'LT1/2025-1103')).toBe(nobody);
    // Her child without authority: at most its outside, and by consent only that it is known at all.
    const without: Asker = { ...(mother as object), function: 'parent-without-authority' };
    expect(await asking.nameOf(without, mirik, 'LT1/2025-1103')).toBe(nobody);
  });

  it('name one parent to the other by no way', async () => {
    const { reinier, christina, vica } = jacobs;
    const father = parentOf(reinier, vica);
    expect(await asking.nameOf(father, vica, 'LT7/2025-0616')).toEqual(['Vica Jacobs']);
    expect(await asking.nameOf(father, christina, 'LT7/2025-0616')).toBe('NONE_VISIBLE');
  });

  it('show a parent the support of a child until its sixteenth birthday, and after that to the youth alone', async () => {
    const { hubertus, django, jordy } = nagelhout;
    const kinds = async (asker: Asker) => (await asking.see(asker, ['LT3/2025-1020'])).lists['provisions'];
    const fatherOfOne = (child: CastPerson, ageClass: AgeClass | null): Asker => ({
      function: 'parent-with-authority',
      person: pseudonymOf(hubertus),
      relations: [relationTo(child, ageClass)],
    });
    expect(await kinds(fatherOfOne(django, 'FROM_12'))).toEqual(['Begeleiding van de tweeling']);
    expect(await kinds(fatherOfOne(django, 'FROM_16'))).toEqual([]);
    expect(await kinds(fatherOfOne(jordy, null))).toEqual([]);
    expect(await kinds({ function: 'youth-12-up', person: pseudonymOf(django) })).toEqual([
      'Begeleiding van de tweeling',
    ]);
  });

  it('show a parent the plan of the whole family, the parent being in it, whatever the age of the children', async () => {
    const { johan, teun } = grootEsselink;
    const father: Asker = {
      function: 'parent-with-authority',
      person: pseudonymOf(johan),
      relations: [relationTo(teun, 'FROM_16')],
    };
    expect(given(await asking.see(father, ['LT1/2025-0217']), 'familyPlans', 'FAMILY_PLAN')).toBe('shown');
  });

  describe('help with debts', () => {
    const kinds = async (asker: Asker): Promise<unknown> =>
      (await asking.see(asker, ['LT1/2025-1103', 'LT3/2025-1020'])).lists['provisions'];

    it('is for the team that gives it, beside all support', async () => {
      expect(await kinds('fixed-face')).toEqual(['Schulddienstverlening', 'Begeleiding van de tweeling']);
    });
    it('is not for another team, which sees the other support', async () => {
      expect(await kinds({ function: 'fixed-face', unit: 'LT2' })).toEqual(['Begeleiding van de tweeling']);
    });
    it('is for the parent whom it is about, and not for another', async () => {
      expect(await kinds(parentOf(estrella))).toEqual(['Schulddienstverlening']);
      expect(await kinds(parentOf(deVries.mark))).toEqual([]);
    });
    it('is for another team and for the duo once the person concerned consents, and until the day that was said', async () => {
      const other: Asker = { function: 'fixed-face', unit: 'LT2' };
      const leave = tellOf(asking.running, 'LT8/2024-0513-VOORZIENING-2-TOEGANG');
      const see = async (asker: Asker) =>
        given(await asking.see(asker, ['LT8/2024-0513']), 'provisions', 'DEBTS');
      expect((await asking.see(other, ['LT8/2024-0513'])).withheld).toEqual(['DEBTS CONSENT']);
      await leave('toestemming_voor', 'rvt-duo t/m 2026-11-01');
      expect((await asking.see('rvt-duo', ['LT8/2024-0513'])).withheld).toEqual(['DEBTS CONSENT']);
      await leave('toestemming_voor', 'rvt-duo t/m 2026-11-02');
      expect((await asking.see('rvt-duo', ['LT8/2024-0513'])).lists['provisions']).toEqual([
        'Schulddienstverlening',
        'Agressieregulatietraining',
      ]);
      expect((await asking.see(other, ['LT8/2024-0513'])).withheld).toEqual(['DEBTS CONSENT']);
      await leave('toestemming_voor', 'LOCAL_TEAM');
      expect((await asking.see(other, ['LT8/2024-0513'])).withheld).toEqual([]);
      expect(await see('vt')).toBe('ask');
    });
  });

  describe('the family plan', () => {
    it('is given to Veilig Thuis after a professional of the team released it, for that case of its own and no other', async () => {
      const plan = 'LT1/2026-0817';
      const see = async (under: string) => (await asking.see('vt', [plan], { under })).lists['familyPlans'];
      expect(await see('VT1/2026-0602')).toEqual([]);
      await fileAccess(asking.running, plan, `${plan}-PLAN-1`, { vrijgegeven_aan: 'VT1/2026-0602' });
      expect(await see('VT1/2026-0602')).toEqual(['De bankzaken gaan; Elke dag is']);
      expect(await see('VT1/2026-0314')).toEqual([]);
      // The plan was released, and not who the fixed face is.
      const { lists, withheld } = await asking.see('vt', [plan], { under: 'VT1/2026-0602' });
      expect([lists['fixedFaces'], withheld]).toEqual([[], ['FAMILY_PLAN ASK']]);
    });

    it('is given to a parent without authority only where the person concerned consented to each thing', async () => {
      const emiel: Asker = { function: 'parent-without-authority', person: pseudonymOf(jacobs.emiel) };
      const see = () => asking.see(emiel, ['LT7/2025-0616']);
      expect(await see()).toMatchObject({ outcome: 'NONE_VISIBLE', withheld: [] });
      await tellOf(asking.running, 'LT7/2025-0616-TOEGANG')('toestemming_voor', 'parent-without-authority');
      expect(await see()).toMatchObject({
        outcome: 'ANSWERED',
        lists: { familyPlans: [] },
        withheld: ['FAMILY_PLAN CONSENT', 'FAMILY_PLAN CONSENT'],
      });
    });

    it('opens to Veilig Thuis and three tasks more behind broken glass, and nothing else does', async () => {
      const behind = async (asker: Asker, reference: string, list: string) =>
        given(await asking.see(asker, [reference], { isGlassBroken: true }), list, 'FAMILY_PLAN');
      for (const asker of ['vt', 'raad-protection', 'gi-guardianship', 'gi-probation'] as const) {
        expect(await behind(asker, 'LT1/2025-0217', 'familyPlans')).toBe('shown');
      }
      expect(await behind('raad-penal', 'LT1/2025-0217', 'familyPlans')).toBe('refused');
      expect(await behind('vt', 'LT3/2025-1020', 'provisions')).toBe('nothing');
      expect(await behind('vt', 'LT1/2025-1103', 'provisions')).toBe('nothing');
    });
  });

  describe('youth probation', () => {
    const { laertes, barbara } = bultenaar;

    it('is a header for the fixed face: that it is there, from when to when', async () => {
      const { withheld } = await asking.see({ function: 'fixed-face', unit: 'LT6' }, ['LT6/2024-0916']);
      expect(withheld).toEqual([
        'PROBATION_HEADER HEADER_ONLY Lokaal team Hellevoetsluis 2025-06-10 2026-12-09',
      ]);
    });
    it('is a header for the GI that carries it out, and nothing for another GI', async () => {
      const see = async (unit: string) =>
        given(
          await asking.see({ function: 'gi-supervision', unit }, ['LT6/2024-0916']),
          'probationHeaders',
          'PROBATION_HEADER',
        );
      expect([await see('GI1'), await see('GI2')]).toEqual(['header', 'refused']);
    });
    it('is for the youth, and for the parents until the day that the youth comes of age', async () => {
      const see = async (asker: Asker, reference: string) =>
        given(await asking.see(asker, [reference]), 'probationHeaders', 'PROBATION_HEADER');
      const youth: Asker = { function: 'youth-12-up', person: pseudonymOf(laertes) };
      expect(await see(youth, 'LT6/2024-0916')).toBe('shown');
      const mother = parentOf(barbara, laertes);
      expect(await see(mother, 'LT6/2024-0916')).toBe('nothing');
      await fileMinorOnProbation(asking.running, 'LT6/2026-0900', laertes, { meerderjarig_op: '2026-11-03' });
      expect(await see(mother, 'LT6/2026-0900')).toBe('shown');
      await fileMinorOnProbation(asking.running, 'LT6/2026-0901', laertes, { meerderjarig_op: '2026-11-02' });
      expect(await see(mother, 'LT6/2026-0901')).toBe('nothing');
      expect(await see(parentOf(estrella, mirik), 'LT6/2026-0900')).toBe('nothing');
    });
  });

  it('take leave that cannot be read for an error of that file, and never for leave', async () => {
    const [broken, whole] = ['LT1/2019-0044', 'LT1/2021-0310'];
    await tellOf(asking.running, `${broken}-VOORZIENING-1-TOEGANG`)('vrijgegeven_aan', 'vt, denk ik');
    const unread = { outcome: 'UNAVAILABLE CONTRACT_BROKEN', lists: { provisions: 'SOURCE_UNAVAILABLE' } };
    expect(await asking.see('vt', [broken])).toMatchObject(unread);
    expect(await asking.see('vt', [whole])).toMatchObject({
      outcome: 'ANSWERED',
      withheld: ['PROVISION ASK'],
    });
    await fileAccess(asking.running, whole, whole, {});
    expect(await asking.see('vt', [whole])).toMatchObject(unread);
  });

  it('tell their decisions by the numbers of records, with the rule', async () => {
    await asking.see('vt', ['LT3/2025-1020']);
    expect(asking.decisions()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          recordType: 'provision',
          recordId: 'LT3/2025-1020-VOORZIENING-1',
          answer: 'ASK',
          rule: 'local-team-provision-asked-of-the-team',
        }),
      ]),
    );
  });
});
