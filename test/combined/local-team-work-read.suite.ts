/** How strictly the local teams' casework is read: what does not read is an error, what lacks its ground or its time is not given. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import { addresses, deJager } from '../../simulated-sources/families.js';
import { type Asker, type Asking, openAsking, pseudonymOf } from '../access/local-team-asking.js';
import {
  type FiledPart,
  type FiledRole,
  fileFamily,
  teamRole,
} from '../simulated-sources/local-team-registrar.js';
import { type Share, shareKinds, shareOf } from './local-team-share.js';

const youth: FiledRole = {
  role: '301 jeugdige',
  kind: 'natuurlijk_persoon',
  who: { anpIdentificatie: 'ANP-1', voornamen: 'Kind', geslachtsnaam: 'Voorbeeld' },
};
const parent: FiledRole = { ...youth, role: '112 ouder met gezag', who: { anpIdentificatie: 'ANP-2' } };
const mirik: FiledRole = { ...youth, who: { inpBsn: deJager.mirik.bsn } };
const worker: FiledRole = {
  role: 'Gezinswerker',
  kind: 'medewerker',
  who: { identificatie: 'W-1', achternaam: 'Voorbeeld', voorletters: 'K.' },
};
const professional: FiledRole = {
  role: '411 hulpverlener',
  kind: 'natuurlijk_persoon',
  who: { anpIdentificatie: 'P-1', geslachtsnaam: 'Voorbeeld', voorletters: 'L.' },
};
const since = '2026-10-30';
const part = (type: string, properties: FiledPart['properties'] = {}, ...roles: readonly FiledRole[]) => ({
  type,
  number: 'CASEWORK-1',
  since,
  properties,
  roles,
});
const plan: FiledPart = { type: 'LT-GEZINSPLAN', number: 'PLAN-1', since };
const worry = part('LT-ZORG', { etiket: 'onveilig', soort: 'mening', waargenomen_op: '2026-10' }, youth);
const nameless = { functie: 'coach', domein: 'jeugdhulp', grond: 'vrijgave' };
const party = { ...nameless, organisatie: 'Voorbeeldhulp' };

describe('the casework of a local team', () => {
  let asking: Asking;
  let filed = 0;
  beforeAll(async () => {
    asking = await openAsking();
  });
  afterAll(async () => {
    await asking.stop();
  });

  /** The share of a new family with these parts; `isHidden`: the case does not say who may know of it. */
  async function shareWith(
    parts: readonly FiledPart[],
    {
      isHidden = false,
      isUnderCase = false,
      access = {} as Readonly<Record<string, string>>,
      asker = 'fixed-face' as Asker,
    } = {},
  ): Promise<Share> {
    filed += 1;
    const reference = `LT1/2026-${String(filed).padStart(4, '7000')}`;
    const toegang = (about: string, number: string, more: Readonly<Record<string, string>> = {}) => ({
      type: 'LT-TOEGANG',
      number,
      since,
      roles: [teamRole, youth, mirik],
      properties: { zaak: about, ...more },
    });
    const told = [
      ...(isHidden ? [] : [toegang(reference, 'TOEGANG')]),
      toegang(`${reference}-CASEWORK-1`, 'CASEWORK-1-TOEGANG', access),
    ];
    const roles = [teamRole, youth, parent, mirik];
    await fileFamily(asking.running, reference, addresses.schakelstraat.key, roles, [...parts, ...told]);
    const key: OrganisationKey = {
      state: 'REFERENCES',
      references: [reference],
      members: {
        [`${reference}#ANP-1`]: 'm1',
        [`${reference}#ANP-2`]: 'm2',
        [pseudonymOf(deJager.mirik)]: 'm3',
      },
      subject: null,
    };
    return shareOf(asking, asker, key, isUnderCase ? reference : undefined);
  }

  it.each([
    ['a worker without a domain', part('LT-MEDEWERKER', {}, worker)],
    ['no worker at all', part('LT-MEDEWERKER', { domein: 'ondersteuning' })],
    ['two workers in one part', part('LT-MEDEWERKER', { domein: 'ondersteuning' }, worker, worker)],
    [
      'who carries the case in other words',
      part('LT-MEDEWERKER', { domein: 'wonen', draagt_casus: 'soms' }, worker),
    ],
    ['an intake that is no day', part('LT-MEDEWERKER', { domein: 'wonen', intake: 'eind oktober' }, worker)],
    [
      'mental health under the domain of other help',
      part('LT-BETROKKENE', { ...party, domein: 'ggz' }, professional),
    ],
    ['a ground that is none', part('LT-BETROKKENE', { ...party, grond: 'mondeling' }, professional)],
    [
      'a number that no register gives',
      part('LT-BETROKKENE', { ...party, skj_nummer: 'vraag ik na' }, professional),
    ],
    ['a party without a name', part('LT-BETROKKENE', nameless, professional)],
    ['a party without anybody', part('LT-BETROKKENE', party)],
    ['a way of seeing that is not in the list', part('LT-CONTACTMOMENT', { wijze: 'geappt' }, youth)],
    ['somebody seen who is nobody', part('LT-CONTACTMOMENT', { wijze: 'gezien' })],
    [
      'a worry of neither fact nor label',
      part('LT-ZORG', { soort: 'feit', waargenomen_op: '2026-10' }, youth),
    ],
    [
      'a worry in a month that does not exist',
      part('LT-ZORG', { feit: 'iets', soort: 'feit', waargenomen_op: '2026-13' }, youth),
    ],
    [
      'a reaction of nobody',
      part('LT-ZORG', { feit: 'iets', soort: 'feit', waargenomen_op: '2026', reactie: 'ja' }, youth),
    ],
    ['an agreement without words', part('LT-AFSPRAAK')],
    ['a list of nobody that does not say so', part('LT-BETROKKENENLIJST')],
  ])('is an error of its file where it has %s, and no part is given', async (_what, broken) => {
    const share = await shareWith([plan, broken]);
    for (const kind of shareKinds.filter((each) => each !== 'costs' && each !== 'help')) {
      expect(share[kind]).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] });
    }
  });

  it.each([
    ['no last day', {}],
    ['an amount that is no number', { tarief_centen: '81,00' }],
    ['a unit that is not in the list', { eenheid: 'keer' }],
  ])('is an error of its file where a line of costs has %s', async (_what, wrong) => {
    const line = { categorie: 'local team', kader: 'vrijwillig', aantal: '22', eenheid: 'uur' };
    const costs = part('LT-KOSTEN', { ...line, tarief_centen: '8100', voor_gezin: 'ja', ...wrong });
    const asker: Asker = { function: 'youth-12-up', person: pseudonymOf(deJager.mirik) };
    const broken = { outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] };
    expect((await shareWith([costs], { asker })).costs).toMatchObject(broken);
  });

  it('is given where it reads, with what was left out left out', async () => {
    const { work, contacts } = await shareWith([plan, part('LT-MEDEWERKER', { domein: 'wonen' }, worker)]);
    expect(work.parts).toMatchObject([
      { role: 'family worker', name: 'K. Voorbeeld', domain: 'HOUSING', carriesCase: null, since },
    ]);
    expect(contacts.parts).toEqual([]);
  });

  it('names a worry by its label, its month and the team, where no more was recorded', async () => {
    const { concerns } = await shareWith([plan, worry]);
    expect(concerns.parts).toMatchObject([
      { fact: null, label: 'onveilig', observedOn: '2026-10', by: 'LT1', reactions: [], memberIds: ['m1'] },
    ]);
  });

  it('tells of each of two who were seen together', async () => {
    const { sightings } = await shareWith([
      plan,
      part('LT-CONTACTMOMENT', { wijze: 'gezien' }, youth, parent),
    ]);
    expect(sightings.parts.map(({ memberId }) => memberId)).toEqual(['m1', 'm2']);
    expect(new Set(sightings.parts.map(({ id }) => id)).size).toBe(2);
  });

  it('says that the team knows of nobody only where the team says so', async () => {
    const { acquaintances } = await shareWith([plan, part('LT-BETROKKENENLIJST', { betrokken: 'niemand' })]);
    expect(acquaintances.parts).toMatchObject([{ unit: 'LT1', knows: [], asOf: since }]);
  });

  it('leaves out who belongs to another party, unless somebody recorded why that may be shown', async () => {
    const { grond: _, ...unexplained } = { ...party, intake: since };
    const { work, contacts } = await shareWith([plan, part('LT-BETROKKENE', unexplained, professional)]);
    expect([work.outcome, work.parts, contacts.parts]).toEqual(['ANSWERED', [], []]);
  });

  it('tells of help with mental health until the last day of the consent, and not after', async () => {
    const { domein: _, ...therapist } = { ...party, grond: 'toestemming' };
    const helped = part('LT-BETROKKENE-GGZ', therapist, professional, youth);
    const employers = async (toestemming_voor: string) =>
      (await shareWith([helped], { access: { toestemming_voor } })).work.parts.map(
        ({ employer }) => employer,
      );
    expect(await employers('fixed-face t/m 2026-11-02')).toEqual(['Voorbeeldhulp']);
    expect(await employers('fixed-face t/m 2026-11-01')).toEqual([]);
  });

  it('is not given past its retention', async () => {
    const old = { ...part('LT-MEDEWERKER', { domein: 'wonen' }, worker), retainUntil: '2026-11-01' };
    expect((await shareWith([plan, old])).work.parts).toEqual([]);
  });

  it('is not given of a family that is hidden, but to its own team', async () => {
    const told = [plan, part('LT-MEDEWERKER', { domein: 'wonen' }, worker)];
    expect((await shareWith(told, { isHidden: true })).work.parts).toEqual([]);
    expect((await shareWith(told, { isHidden: true, isUnderCase: true })).work.parts).toHaveLength(1);
  });

  it('is given of a case that has neither a plan nor support: a worry is not lost for want of a plan', async () => {
    const { work, concerns } = await shareWith([
      part('LT-MEDEWERKER', { domein: 'wonen' }, worker),
      { ...worry, number: 'ZORG-1' },
    ]);
    expect([work.parts.length, concerns.parts.length]).toEqual([1, 1]);
  });

  it('is about the family as a whole: who may see the support alone sees no worry for it', async () => {
    const told = [part('LT-VOORZIENING', { soort: 'Training' }, mirik), { ...worry, number: 'ZORG-1' }];
    const guardian = await shareWith(told, { asker: 'gi-guardianship' });
    expect([guardian.help.parts.length, guardian.concerns.parts]).toEqual([1, []]);
    expect((await shareWith(told)).concerns.parts).toHaveLength(1);
  });

  it('counts a worker whose number the server left out, each for one', async () => {
    const nobody: FiledRole = { ...worker, who: { achternaam: 'Voorbeeld', voorletters: 'K.' } };
    const face = { ...part('LT-VAST-GEZICHT', {}, { ...nobody, role: 'Vast gezicht' }), number: 'GEZICHT-1' };
    const colleague = part('LT-MEDEWERKER', { domein: 'wonen' }, nobody);
    const { work } = await shareWith([plan, face, colleague]);
    expect(work.parts.map(({ isFixedFace }) => isFixedFace).sort()).toEqual([false, true]);
    expect(new Set(work.parts.map((one) => one.worker)).size).toBe(2);
  });

  it("tells of an intake by another party as that party's and not as the team's", async () => {
    const helper = part('LT-BETROKKENE', { ...party, intake: since }, professional);
    const { contacts } = await shareWith([plan, helper]);
    expect(contacts.parts).toMatchObject([{ kind: 'INTAKE', unit: 'Voorbeeldhulp', on: since }]);
  });

  it('tells a member of the family of no talk alone with the team but their own', async () => {
    const talks = [
      plan,
      part('LT-CONTACTMOMENT', { wijze: 'alleen gesproken' }, youth, mirik),
      { ...part('LT-CONTACTMOMENT', { wijze: 'gezien' }, youth), number: 'CONTACT-2' },
    ];
    const seen = async (asker: Asker) =>
      (await shareWith(talks, { asker })).sightings.parts
        .map(({ how, memberId }) => `${how} ${memberId}`)
        .sort();
    expect(await seen('fixed-face')).toEqual(['SEEN m1', 'SPOKEN_ALONE m1', 'SPOKEN_ALONE m3']);
    expect(await seen({ function: 'youth-12-up', person: pseudonymOf(deJager.mirik) })).toEqual([
      'SEEN m1',
      'SPOKEN_ALONE m3',
    ]);
    const mother = { person: pseudonymOf(deJager.mirik), ageClass: 'FROM_12', authority: 'JOINT' } as const;
    const always = { from: '2020-01-01', until: null, isDisputed: false, isContactBanned: false };
    const asMother: Asker = {
      function: 'parent-with-authority',
      person: pseudonymOf(deJager.estrella),
      relations: [{ ...mother, ...always }],
    };
    expect(await seen(asMother)).toEqual(['SEEN m1']);
  }, 60_000);
});
