/** What the local teams contribute of family 2 beside events: the rows of the cast, each as far as their own rules give it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { type CastPerson, grootEsselink } from '../../simulated-sources/families.js';
import type { Part } from '../../subgraphs/household/combine/contribution.js';
import { type Asker, type Asking, openAsking, pseudonymOf } from '../access/local-team-asking.js';
import { keyOf, type Share, shareKinds, shareOf } from './local-team-share.js';
import * as cast from './relay-family.js';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const { johan, wilma, teun, daan, fien, maud, trix, hein, bets, edwin } = grootEsselink;
const ownCase = 'LT1/2025-0217';
const hofdijk = keyOf([johan, wilma, teun, daan, fien, maud, trix, hein], ownCase);
const aunt = keyOf([bets, edwin, fien, maud, trix], 'LT2/2026-0644');
const everybody = keyOf(
  [johan, wilma, teun, daan, fien, maud, trix, hein, bets, edwin],
  ownCase,
  'LT2/2026-0644',
);
const parent = (person: CastPerson): Asker => ({
  function: 'parent-with-authority',
  person: pseudonymOf(person),
});

const ofTheTeams = <Item extends Part>(parts: readonly Item[]): readonly Item[] =>
  parts.filter(({ source }) => source.organisation === 'LOCAL_TEAM');
/** These fields of each part, in one order. */
function rowsOf<Item extends object, Name extends keyof Item>(
  parts: readonly Item[],
  ...names: readonly Name[]
): readonly unknown[] {
  return parts
    .map((part) => Object.fromEntries(names.map((name) => [name, part[name] ?? null])))
    .sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
const workFields = [
  'role',
  'employer',
  'employerKind',
  'domain',
  'isFixedFace',
  'recordedBy',
  'since',
  'until',
] as const;

let asking: Asking;
let relay: Share;
let calls: number;
beforeAll(async () => {
  asking = await openAsking();
  await shareOf(asking, 'fixed-face', everybody);
  asking.calls();
  relay = await shareOf(asking, 'fixed-face', everybody, ownCase);
  calls = asking.calls();
}, 60_000);
afterAll(async () => {
  await asking.stop();
});

describe('the local teams contribute of the relay family', () => {
  it('who works with it, inside the teams and outside, as the cast has them', () => {
    expect(relay.work).toMatchObject({ outcome: 'ANSWERED', reason: null });
    // Help with debts is shown to the team that recorded it, and the aunt's household has a team of its own.
    expect(rowsOf(relay.work.parts, ...workFields)).toEqual(rowsOf(ofTheTeams(cast.work), ...workFields));
    const carriers = relay.work.parts.filter(({ employerKind }) => employerKind !== null);
    expect(rowsOf(carriers, 'role', 'since', 'carriesCase')).toEqual(
      rowsOf(
        ofTheTeams(cast.work).filter(({ employerKind }) => employerKind !== null),
        'role',
        'since',
        'carriesCase',
      ),
    );
  });

  it('a professional of another party by the number of the register, others by none that leads anywhere', () => {
    const { parts } = relay.work;
    const therapist = parts.find(({ employer }) => employer === 'Rijnoever');
    expect(therapist).toEqual({
      id: expect.stringMatching(/^[\w-]{16}$/),
      worker: pseudonymiser.professional('SKJ', 'TEST-0007'),
      name: 'E. Voorbeeld',
      role: 'family therapist',
      employer: 'Rijnoever',
      employerKind: null,
      domain: 'YOUTH_CARE',
      isFixedFace: false,
      carriesCase: null,
      duo: null,
      recordedBy: 'LT1',
      shownUnder: 'RELEASE',
      since: '2025-05-12',
      until: null,
      memberIds: [],
      source: {
        organisation: 'LOCAL_TEAM',
        unit: expect.any(String),
        system: 'VNG Zaken API',
        recordId: `${ownCase}-BETROKKENE-1`,
        recordedAt: expect.any(String),
        retrievedAt: '2026-11-02T11:00:00.000Z',
      },
    });
    expect(new Set(parts.map(({ worker }) => worker)).size).toBe(parts.length);
    expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
    expect(JSON.stringify(relay)).not.toMatch(/TEST-0007|LT\d-[LO]\d/);
    expect(parts.find(({ role }) => role === 'family worker')?.worker).toBe(
      pseudonymiser.professional('LT2', 'LT2-L4'),
    );
  });

  it('intakes and the first contact after it was asked, each with who it was', () => {
    // What a party outside did is that party's.
    const parties = new Map([
      ['O1', 'Rijnoever'],
      ['O3', 'Schuldhulp Rotterdam'],
      ['O5', 'GGZ'],
    ]);
    const expected = ofTheTeams(cast.contacts).map((contact) => ({
      ...contact,
      unit: parties.get(contact.worker ?? '') ?? contact.unit,
    }));
    expect(rowsOf(relay.contacts.parts, 'kind', 'unit', 'on')).toEqual(
      rowsOf(expected, 'kind', 'unit', 'on'),
    );
    const workerOf = (role: string) => relay.work.parts.find((part) => part.role === role)?.worker;
    const on = (day: string) => relay.contacts.parts.find((contact) => contact.on === day)?.worker;
    expect(on('2025-05-14')).toBe(workerOf('family therapist'));
    expect(on('2026-06-03')).toBe(workerOf('family worker'));
    expect(on('2025-12-08')).toBe(on('2025-09-18'));
  });

  it('its plan and its analysis', () => {
    const fields = ['kind', 'name', 'unit', 'from', 'until'] as const;
    expect(rowsOf(relay.activities.parts, ...fields)).toEqual(rowsOf(ofTheTeams(cast.activities), ...fields));
    expect(rowsOf(relay.activities.parts, 'name', 'memberIds')).toEqual([
      { name: 'FAMILY_PLAN', memberIds: [] },
      { name: 'LOCAL_TEAM_ANALYSIS', memberIds: ['m1', 'm2', 'm3', 'm4', 'm8'] },
    ]);
  });

  it('worries with what the family says of them', () => {
    const fields = ['fact', 'label', 'severity', 'observedOn', 'by', 'statementKind'] as const;
    expect(rowsOf(relay.concerns.parts, ...fields)).toEqual(rowsOf(ofTheTeams(cast.concerns), ...fields));
    expect(rowsOf(relay.concerns.parts, 'memberIds', 'reactions')).toEqual([
      { memberIds: ['m2'], reactions: [{ by: 'mother', on: '2026-02-02', text: 'mother agrees' }] },
      { memberIds: ['m8'], reactions: [{ by: 'parents', on: null, text: 'true, money was gone' }] },
    ]);
  });

  it('who was seen, what was agreed, and whom each team knows of', () => {
    expect(rowsOf(relay.sightings.parts, 'memberId', 'on', 'how', 'by', 'memberIds')).toEqual([
      { memberId: 'm4', on: '2026-10-15', how: 'SEEN', by: 'LT1', memberIds: ['m4'] },
    ]);
    const agreed = ['text', 'agreedOn', 'by', 'dueOn', 'endedOn'] as const;
    expect(rowsOf(relay.agreements.parts, ...agreed)).toEqual(rowsOf(ofTheTeams(cast.agreements), ...agreed));
    const known = ['unit', 'knows', 'asOf'] as const;
    expect(rowsOf(relay.acquaintances.parts, ...known)).toEqual(
      rowsOf(ofTheTeams(cast.acquaintances), ...known),
    );
  });

  it('the support that a team gives, as help of free will of which nobody recorded when it was asked for', () => {
    expect(relay.help).toMatchObject({
      outcome: 'ANSWERED',
      parts: [
        {
          name: 'Ondersteuning van het netwerkpleeggezin',
          provider: 'LT2',
          frame: 'VOLUNTARY',
          askedOn: null,
          startedOn: '2026-06-01',
          until: null,
          memberIds: ['m5', 'm6', 'm7', 'm9', 'm10'],
          source: { recordId: 'LT2/2026-0644-VOORZIENING-1' },
        },
      ],
      visibility: [{ recordType: 'PROVISION' }],
    });
  });

  it('in four calls, however many kinds are asked for', () => {
    expect(calls).toBe(4);
  });
});

describe('what the local teams give is under the decision about its own record', () => {
  const employersFor = async (asker: Asker, under?: string, key = hofdijk) =>
    (await shareOf(asking, asker, key, under)).work.parts.map(({ employer }) => employer).sort();

  it("the mother's therapist is shown under the case for which she consented, and to herself", async () => {
    expect(await employersFor('fixed-face', ownCase)).toContain('GGZ');
    expect(await employersFor('fixed-face')).not.toContain('GGZ');
    expect(await employersFor('fixed-face', 'LT1/2025-1103')).not.toContain('GGZ');
    expect(await employersFor(parent(wilma))).toContain('GGZ');
    expect(await employersFor(parent(johan))).not.toContain('GGZ');
    expect(relay.work.parts.find(({ employer }) => employer === 'GGZ')).toMatchObject({
      domain: 'MENTAL_HEALTH',
      shownUnder: 'CONSENT',
      memberIds: ['m2'],
    });
    const { work, contacts } = await shareOf(asking, 'fixed-face', hofdijk);
    const mayBeMore = { recordType: 'MENTAL_HEALTH', visibility: 'MAY_BE_FILTERED' };
    expect(work.visibility).toContainEqual(mayBeMore);
    expect(contacts.visibility).toContainEqual(mayBeMore);
    expect(contacts.parts.map(({ on }) => on)).not.toContain('2026-02-02');
  }, 60_000);

  it('nobody learns from what is withheld that there is such a therapist', async () => {
    for (const asker of ['vt', 'fixed-face', 'rvt-duo', 'raad-protection', 'gi-supervision'] as const) {
      const { withheld } = await asking.see(asker, [ownCase]);
      expect(withheld.filter((line) => line.startsWith('MENTAL_HEALTH'))).toEqual([]);
    }
    expect((await asking.see('vt', [ownCase])).withheld).toContain('DEBTS ASK');
  }, 120_000);

  it('another team is shown the support and the plan, and nobody who helps with debts', async () => {
    const other: Asker = { function: 'fixed-face', unit: 'LT2' };
    const employers = await employersFor(other, undefined, everybody);
    expect(employers).toContain('Rijnoever');
    expect(employers).not.toContain('Schuldhulp Rotterdam');
  });

  it("at the aunt's what stands beside the support is given to who may see the family's plan, and to nobody for the support", async () => {
    const forGi = await shareOf(asking, 'gi-supervision', aunt);
    expect(rowsOf(forGi.work.parts, 'role', 'employer')).toEqual([
      { role: 'family worker', employer: 'LT2' },
    ]);
    expect(forGi.acquaintances.parts).toHaveLength(1);
    const forGuardian = await shareOf(asking, 'gi-guardianship', aunt);
    expect(forGuardian.help.parts).toHaveLength(1);
    const forVt = await shareOf(asking, 'vt', aunt);
    for (const { work, contacts, acquaintances } of [forGuardian, forVt]) {
      expect([work.parts, contacts.parts, acquaintances.parts]).toEqual([[], [], []]);
    }
    const { withheld } = await asking.see('vt', ['LT2/2026-0644']);
    expect(withheld).toContain('FAMILY_PLAN ASK');
  }, 60_000);

  it('what it cost is for whose support it was, and for no professional', async () => {
    const expected = ofTheTeams(cast.costs).filter(({ category }) => category === 'local team');
    const fields = [
      'category',
      'frame',
      'from',
      'until',
      'quantity',
      'unit',
      'tariffCents',
      'filedOnMemberId',
      'isForFamily',
    ] as const;
    const { costs } = await shareOf(asking, parent(johan), hofdijk);
    expect(rowsOf(costs.parts, ...fields)).toEqual(rowsOf(expected, ...fields));
    expect(relay.costs).toMatchObject({ parts: [], visibility: [{ visibility: 'NONE' }] });
    expect((await shareOf(asking, parent(bets), hofdijk)).costs.parts).toEqual([]);
  }, 60_000);

  it('gives whoever may not see the plan none of its parts', async () => {
    for (const asker of ['vt', 'raad-protection', 'raad-penal', 'architect'] as const) {
      const share = await shareOf(asking, asker, hofdijk);
      expect(shareKinds.map((kind) => share[kind].parts)).toEqual(shareKinds.map(() => []));
    }
  }, 60_000);
});

describe('a case system that is away', () => {
  it('is told as such, with no part', async () => {
    await asking.stopSource();
    const share = await shareOf(asking, 'fixed-face', hofdijk, ownCase);
    for (const kind of shareKinds) {
      expect(share[kind]).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] });
    }
  });
});
