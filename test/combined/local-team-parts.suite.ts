/** What the local teams contribute to the combined view of a household: their events, as far as their own rules give them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import { addresses, type CastPerson, deJager, grootEsselink } from '../../simulated-sources/families.js';
import { contributeCombined } from '../../subgraphs/local-team/contribution.js';
import type { LocalTeamFile } from '../../subgraphs/local-team/source.js';
import { type Asker, type Asking, openAsking, pseudonymOf } from '../access/local-team-asking.js';
import { type FiledRole, fileFamily, teamRole } from '../simulated-sources/local-team-registrar.js';
import { askShares, type SharesOf, sharesIn } from './contract.js';

const kinds = ['events', 'terms', 'help'] as const;
const query = askShares('localTeamCombined', kinds);
type Combined = SharesOf<(typeof kinds)[number]>;

const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'LOCAL_TEAM');
const { johan, wilma, teun, daan, fien, maud, trix, hein, bets, edwin } = grootEsselink;

const householdOf = (
  reference: string,
  members: readonly CastPerson[],
  disputed: Readonly<Record<string, readonly string[]>> = {},
): OrganisationKey => ({
  state: 'REFERENCES',
  references: [reference],
  members: Object.fromEntries(members.map((member, index) => [pseudonymOf(member), `m${index + 1}`])),
  disputed: { ...disputed },
  subject: null,
});
const hofdijk = householdOf('LT1/2025-0217', [johan, wilma, teun, daan, fien, maud, trix, hein]);

const linesOf = ({ events }: Combined): readonly string[] =>
  events.parts.map(({ kind, when, memberIds }) => [kind, when, ...memberIds].join(' ')).sort();

describe('the share of the local teams in the combined view', () => {
  let asking: Asking;

  const ask = async (asker: Asker, key: OrganisationKey): Promise<Combined> => {
    const answer = await asking.subgraph.handle({
      query,
      variables: { r: [{ __typename: 'Household', localTeamKey: sealer.seal(key) }] },
      headers: { [signedContextHeader]: await asking.tokenOf(asker) },
    });
    return sharesIn(answer, 'localTeamCombined', kinds);
  };

  beforeAll(async () => {
    asking = await openAsking();
    // The first question of a function has its rules worked through, in the time that its sources have.
    await ask('fixed-face', hofdijk);
  }, 60_000);
  afterAll(async () => {
    await asking.stop();
  });

  it('tells what happened to the relay family, on the days of the cast', async () => {
    const combined = await ask('fixed-face', hofdijk);
    expect(combined.events).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(linesOf(combined)).toEqual([
      'ANALYSIS_COMPLETED 2025-11-14 m1 m2 m3 m4 m8',
      'ANALYSIS_STARTED 2025-10-06 m1 m2 m3 m4 m8',
      'FAMILY_PLAN_MADE 2025-04-14',
      'STORY_TOLD 2025-03-17',
      'STORY_TOLD 2026-02-16',
    ]);
    const { parts } = combined.events;
    expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
    expect(parts.find(({ when }) => when === '2025-03-17')).toEqual({
      id: expect.stringMatching(/^[\w-]{16}$/),
      kind: 'STORY_TOLD',
      when: '2025-03-17',
      precision: 'DAY',
      text: 'Wij houden van elkaar, maar het geld is op en thuis is het te vaak ruzie.',
      memberIds: [],
      statementKind: 'OPINION',
      source: {
        organisation: 'LOCAL_TEAM',
        unit: expect.any(String),
        system: 'VNG Zaken API',
        recordId: 'LT1/2025-0217',
        recordedAt: expect.any(String),
        retrievedAt: '2026-11-02T11:00:00.000Z',
      },
    });
    expect(parts.find(({ kind }) => kind === 'FAMILY_PLAN_MADE')).toMatchObject({
      text: null,
      statementKind: 'AGREEMENT',
      source: { recordId: 'LT1/2025-0217-PLAN-1' },
    });
    // The same record has the same id the next time.
    expect((await ask('fixed-face', hofdijk)).events.parts.map(({ id }) => id)).toEqual(
      parts.map(({ id }) => id),
    );
  }, 60_000);

  it('keeps no statutory terms, and says so as an answer', async () => {
    expect((await ask('fixed-face', hofdijk)).terms).toEqual({
      outcome: 'ANSWERED',
      reason: null,
      visibility: [],
      parts: [],
    });
  });

  it("tells at the aunt's of the support that the team gives there", async () => {
    const combined = await ask('fixed-face', householdOf('LT2/2026-0644', [bets, edwin, fien, maud, trix]));
    expect(combined.events.parts).toMatchObject([
      {
        kind: 'SUPPORT_STARTED',
        when: '2026-06-01',
        text: 'Ondersteuning van het netwerkpleeggezin',
        memberIds: ['m1', 'm2', 'm3', 'm4', 'm5'],
        statementKind: 'FACT',
      },
    ]);
  });

  it('names nobody of whom it is in dispute which member it is', async () => {
    const key = householdOf('LT2/2026-0644', [bets, edwin, fien, maud, trix], {
      [pseudonymOf(fien)]: ['m3', 'm4'],
      [pseudonymOf(maud)]: ['m3', 'm4'],
    });
    const combined = await ask('fixed-face', key);
    expect(linesOf(combined)).toEqual(['SUPPORT_STARTED 2026-06-01 m1 m2 m5']);
    expect(combined.help.parts).toMatchObject([{ memberIds: ['m1', 'm2', 'm5'] }]);
  });

  it('tells of no help to the whole household where it is in dispute who of it was helped', async () => {
    const members = [bets, edwin, fien, maud, trix];
    const disputed = Object.fromEntries(members.map((member) => [pseudonymOf(member), ['m1', 'm2']]));
    const { help } = await ask('fixed-face', householdOf('LT2/2026-0644', members, disputed));
    expect(help).toMatchObject({ outcome: 'ANSWERED', parts: [] });
  });

  it('tells of help with debts under its own rule only', async () => {
    const { estrella, mirik } = deJager;
    const key = householdOf('LT1/2025-1103', [estrella, mirik]);
    const parent = (person: CastPerson): Asker => ({
      function: 'parent-with-authority',
      person: pseudonymOf(person),
    });
    const debts = 'SUPPORT_STARTED 2025-11-17 m1';
    const combined = await ask('fixed-face', key);
    expect(linesOf(combined)).toEqual(['FAMILY_PLAN_MADE 2025-12-01', debts]);
    expect(combined.help.parts).toEqual([]);
    expect(linesOf(await ask(parent(estrella), key))).toContain(debts);
    for (const asker of [
      'rvt-duo',
      parent(deJager.jan),
      { ...(parent(mirik) as object), function: 'youth-12-up' } as Asker,
    ] as const) {
      expect(linesOf(await ask(asker, key))).not.toContain(debts);
    }
  }, 120_000);

  it('gives whoever may not see a row no part of it, and says so whatever there is', async () => {
    const none: OrganisationKey = { state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' };
    const visibility = (plan: string, support: string, debts: string) => [
      { recordType: 'FAMILY_PLAN', visibility: plan },
      { recordType: 'PROVISION', visibility: support },
      { recordType: 'DEBTS', visibility: debts },
    ];
    const forVt = await ask('vt', hofdijk);
    const filtered = 'MAY_BE_FILTERED';
    expect(forVt.events).toEqual({
      outcome: 'ANSWERED',
      reason: null,
      visibility: visibility(filtered, filtered, filtered),
      parts: [],
    });
    expect((await ask('vt', none)).events).toEqual({ ...forVt.events, outcome: 'NOT_KNOWN' });
    const never = { reason: null, visibility: visibility('NONE', 'NONE', 'NONE'), parts: [] };
    expect((await ask('raad-penal', hofdijk)).events).toEqual({ ...never, outcome: 'ANSWERED' });
    expect((await ask('architect', hofdijk)).events).toEqual({ ...never, outcome: 'WITHHELD' });
    expect((await ask('parent-without-authority', hofdijk)).events).toMatchObject({
      outcome: 'NONE_VISIBLE',
      parts: [],
    });
  }, 120_000);

  it('gives nothing of a family that is hidden', async () => {
    const key = householdOf('LT5/2026-0209', [deJager.jan, deJager.paolo]);
    expect((await ask('fixed-face', key)).events.parts).toEqual([]);
  });

  it('tells nothing of support that is past its retention', async () => {
    const reference = 'LT1/2026-0803';
    const youth: FiledRole = {
      role: '301 jeugdige',
      kind: 'natuurlijk_persoon',
      who: { anpIdentificatie: 'ANP-1', voornamen: 'Kind', geslachtsnaam: 'Voorbeeld' },
    };
    const support = (number: string, since: string, retainUntil: string) => ({
      type: 'LT-VOORZIENING',
      number,
      since,
      retainUntil,
      properties: { soort: 'Opvoedhulp' },
      roles: [youth],
    });
    const access = {
      type: 'LT-TOEGANG',
      number: 'TOEGANG',
      since: '2026-10-30',
      roles: [teamRole],
      properties: { zaak: reference },
    };
    await fileFamily(
      asking.running,
      reference,
      addresses.schakelstraat.key,
      [teamRole, youth],
      [support('OUD-1', '2004-01-01', '2026-11-01'), support('NU-1', '2026-10-30', '2026-11-02'), access],
    );
    const key: OrganisationKey = {
      state: 'REFERENCES',
      references: [reference],
      members: { [`${reference}#ANP-1`]: 'm1' },
      subject: null,
    };
    expect(linesOf(await ask('fixed-face', key))).toEqual(['SUPPORT_STARTED 2026-10-30 m1']);
  });

  it('does not say that nobody works with the family where the team keeps no casework at all', async () => {
    const file: LocalTeamFile = {
      reference: 'LT1/2026-0001',
      unit: 'Lokaal team',
      persons: [],
      familyPlans: [],
      story: null,
      fixedFaces: [],
      analyses: [],
      provisions: [],
      probationHeaders: [],
    };
    const contribution = contributeCombined(
      { __typename: 'Household', key: householdOf(file.reference, []) },
      {
        organisation: 'LOCAL_TEAM',
        access: null,
        loaders: {
          files: {
            load: async () => file,
            attributes: async () => [],
            askForNothing: async () => undefined,
          },
          // As a file says of itself.
          keepsCasework: () => true,
        },
        sealer,
        retrievedAt: '2026-11-02T11:00:00.000Z',
        today: '2026-11-02',
        outcomes: [],
        deadline: { signal: new AbortController().signal, end: () => undefined },
      },
    );
    const { events, help, activities, ...casework } = contribution;
    for (const kind of [events, help, activities]) {
      expect(await kind()).toMatchObject({ outcome: 'ANSWERED', reason: null });
    }
    for (const kind of [
      'work',
      'contacts',
      'sightings',
      'concerns',
      'agreements',
      'acquaintances',
      'costs',
    ] as const) {
      expect(await casework[kind]()).toMatchObject({ outcome: 'ANSWERED', reason: 'NOT_KEPT', parts: [] });
    }
  });

  it('says that a feed was not read, with no part', async () => {
    const notAsked = { outcome: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', parts: [] };
    expect(await ask('vt', { state: 'UNREAD', reason: 'ROSTER_STALE' })).toMatchObject({
      events: notAsked,
      terms: notAsked,
    });
  });

  it('says that the case system is away, with no part', async () => {
    await asking.stopSource();
    const down = { outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] };
    expect(await ask('fixed-face', hofdijk)).toMatchObject({ events: down, terms: down });
  });
});
