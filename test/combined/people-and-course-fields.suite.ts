/** Professionals, concerns, last seen, handover, relay and costs as the graph resolves them, over the relay family of the cast. */
import { describe, expect, it } from '@jest/globals';
import type { Part } from '../../subgraphs/household/combine/contribution.js';
import { createCombinedFields } from '../../subgraphs/household/combined/fields.js';
import { usualTerms } from '../../subgraphs/household/combined/term-settings.js';
import type { DocumentLink, HouseholdMember } from '../../subgraphs/household/source.js';
import type { HouseholdView } from '../../subgraphs/household/viewing.js';
import { expectedCorrected, expectedCosts, expectedReadNaively, thirdQuarter } from './expected-costs.js';
import {
  expectedDaysWithoutAnybody,
  expectedFixedFaces,
  expectedProfessionals,
} from './expected-professionals.js';
import { expectedHandovers, expectedIntakes, expectedOverlaps, expectedStrangers } from './expected-relay.js';
import * as family from './relay-family.js';

const combinedFields = {
  VEILIG_THUIS: 'veiligThuisCombined',
  RAAD: 'raadCombined',
  GI: 'giCombined',
  LOCAL_TEAM: 'localTeamCombined',
} as const;
const organisations = family.organisations.map((organisation) => ({
  organisation,
  combinedField: combinedFields[organisation],
}));
const fields = createCombinedFields(organisations, usualTerms);
const now = { access: null, now: new Date('2026-11-02T12:00:00+01:00') };

const member = (id: string): HouseholdMember => ({
  id,
  person: null,
  identity: null,
  names: [id],
  role: 'CHILD',
  residence: 'RESIDENT',
  since: null,
  until: null,
  certainty: 'CERTAIN',
  knownTo: [],
});
const link = ({ unit, organisation, since, until }: (typeof family.periods)[number]): DocumentLink => ({
  organisation,
  reference: `${unit}/${since}`,
  unitName: unit,
  contact: null,
  since,
  until,
  certainty: 'CERTAIN',
  ground: 'SHARED_DWELLING',
  period: { since, until },
  isHistory: false,
  concernsOtherHouseholds: false,
  members: {},
});
const seen: HouseholdView = {
  members: family.everybody.map(member),
  links: family.periods.map(link),
  composition: null,
};

const parts = {
  work: family.work,
  contacts: family.contacts,
  handovers: family.handovers,
  help: family.help,
  activities: family.activities,
  measures: family.measures,
  acquaintances: family.acquaintances,
  concerns: family.concerns,
  agreements: family.agreements,
  costs: family.costs,
  sightings: [
    sighting('GI1', 'trix', '2026-06-11', 'SEEN'),
    sighting('GI1', 'trix', '2026-10-22', 'PHONED'),
    sighting('LT1', 'daan', '2026-10-15', 'SEEN'),
  ],
  terms: [],
  events: [],
} satisfies Record<string, readonly Part[]>;

function sighting(unit: string, memberId: string, on: string, how: 'SEEN' | 'PHONED') {
  return { ...family.partOf(unit, `${memberId}-${on}`, [memberId]), memberId, on, how, by: unit };
}

/** What the four hand over; a lost one handed over nothing. */
function contributed(
  lost: string | null = null,
  given: Record<string, readonly Part[]> = parts,
): Record<string, unknown> {
  return Object.fromEntries(
    organisations
      .filter(({ organisation }) => organisation !== lost)
      .map(({ organisation, combinedField }) => [
        combinedField,
        Object.fromEntries(
          Object.entries(given).map(([kind, all]) => [
            kind,
            {
              outcome: 'ANSWERED',
              reason: null,
              visibility: null,
              parts: (all as readonly Part[]).filter(({ source }) => source.organisation === organisation),
            },
          ]),
        ),
      ]),
  );
}
const whole = { view: seen, contributed: contributed() };
const nobodyMissing = { missing: [], visibility: 'ALL', mayBeIncomplete: false };

describe('the timeline', () => {
  it('tells also who came, who was seen, what was observed, agreed and asked, by day', () => {
    const { nodes, mayBeIncomplete } = fields.timeline(whole, { first: 100 }, now);
    const told = nodes.map(({ when, kind, text }) => `${when} ${kind} ${text ?? ''}`.trim());
    expect(told).toEqual(
      expect.arrayContaining([
        '2025-08-31 WORKER_LEFT fixed face',
        '2025-09-15 WORKER_STARTED fixed face',
        '2026-10-22 MEMBER_PHONED',
        "2026-10-05 CONCERN_OBSERVED bruise on Hein's left arm, 3 cm",
        '2025-06-16 AGREEMENT_MADE weekly money talk',
        '2025-12-01 HANDOVER_REQUESTED as the cast tells it',
        '2026-10-19 INTAKE_HELD',
      ]),
    );
    expect(nodes.find(({ text }) => text === 'unsafe')).toMatchObject({ statementKind: 'OPINION' });
    expect(mayBeIncomplete).toBe(false);
  });
});

describe('the timeline of what is no event in its own record', () => {
  const [work] = parts.work;
  const [concern] = parts.concerns;
  const [contact] = parts.contacts;
  if (!work || !concern || !contact) throw new Error('expected parts');
  const told = (changes: Record<string, readonly Part[]>) =>
    fields
      .timeline({ view: seen, contributed: contributed(null, { ...parts, ...changes }) }, { first: 100 }, now)
      .nodes.map(({ kind, when, statementKind }) => `${kind} ${when} ${statementKind}`);

  it('has nothing that is still to come', () => {
    const leaving = told({ work: [{ ...work, since: '2026-01-01', until: '2027-01-01' } as Part] });
    expect(leaving.filter((one) => one.startsWith('WORKER'))).toEqual(['WORKER_STARTED 2026-01-01 FACT']);
  });

  it('shows a bare word as an opinion, as the concerns do', () => {
    const bare = { ...concern, fact: 'Onveilig', label: null, observedOn: '2026-09-09' } as Part;
    expect(told({ concerns: [bare] })).toContain('CONCERN_OBSERVED 2026-09-09 OPINION');
  });

  it('has first contacts of whoever has no event of its own for them', () => {
    const first = { ...contact, kind: 'FIRST_CONTACT', on: '2026-09-10' } as Part;
    expect(told({ contacts: [first] })).toContain('FIRST_CONTACT 2026-09-10 FACT');
  });
});

describe('professionals', () => {
  it('are 15 today and 21 ever, in 22 records, with the fixed faces and the days without anybody', () => {
    const professionals = fields.professionals(whole, {}, now);
    const { sourceRows, ...counts } = expectedProfessionals;
    expect(professionals).toMatchObject({ ...counts, records: sourceRows, ...nobodyMissing });
    expect(professionals.fixedFaces.map(({ name }) => name)).toEqual(expectedFixedFaces.names);
    expect(professionals.gaps).toMatchObject(expectedDaysWithoutAnybody.gaps);
    expect(professionals.daysWithoutAnybody).toBe(expectedDaysWithoutAnybody.days);
  });

  it('may be more than counted where one source is lost, and it is named', () => {
    const { active, missing, mayBeIncomplete } = fields.professionals(
      { view: seen, contributed: contributed('RAAD') },
      {},
      now,
    );
    expect([active, missing, mayBeIncomplete]).toEqual([
      13,
      [{ organisation: 'RAAD', reason: expect.any(String) }],
      true,
    ]);
  });
});

describe('last seen', () => {
  it('tells who was last seen 144 days ago, though phoned since', () => {
    const { members } = fields.lastSeen(whole, {}, now);
    expect(members.find(({ memberId }) => memberId === 'trix')).toMatchObject({
      state: 'ALARM',
      isAlarm: true,
      seen: { on: '2026-06-11', daysSince: 144 },
      phoned: { on: '2026-10-22' },
    });
  });

  it('neither alarms nor reassures where a source is lost', () => {
    const { members } = fields.lastSeen({ view: seen, contributed: contributed('LOCAL_TEAM') }, {}, now);
    const stateOf = (id: string) => members.find(({ memberId }) => memberId === id)?.state;
    expect([stateOf('trix'), stateOf('daan')]).toEqual(['NOT_ESTABLISHED', 'NOT_ESTABLISHED']);
  });

  it('neither alarms nor reassures about somebody in dispute, or a child that was to be born by now', () => {
    const nobody = contributed(null, { ...parts, sightings: [] });
    const stateOf = (changes: Partial<HouseholdMember>) => {
      const view = { ...seen, members: [{ ...member('trix'), ...changes }] };
      const [one] = fields.lastSeen({ view, contributed: nobody }, {}, now).members;
      return [one?.state, one?.isAlarm];
    };
    expect(stateOf({})).toEqual(['NEVER_SEEN', true]);
    expect(stateOf({ isInDispute: true })).toEqual(['NOT_ESTABLISHED', false]);
    expect(stateOf({ expectedOn: '2026-01-15' })).toEqual(['NOT_ESTABLISHED', false]);
    expect(stateOf({ expectedOn: '2027-01-15' })).toEqual(['NOT_WATCHED', false]);
    expect(stateOf({ expectedOn: null })).toEqual(['NOT_WATCHED', false]);
  });

  it('tells nothing of a member whom this viewer does not see', () => {
    const view = { ...seen, members: seen.members.filter(({ id }) => id !== 'trix') };
    const { members, ...rest } = fields.lastSeen({ ...whole, view }, {}, now);
    expect(JSON.stringify([members, rest])).not.toContain('trix');
  });
});

describe('relay', () => {
  const relay = fields.relay(whole, {}, now);

  it('has four answered hand-overs, 100 days waited, 13 intakes and four overlaps', () => {
    expect(relay).toMatchObject({
      daysWaited: expectedHandovers.days,
      longestWait: expectedHandovers.longest,
      ...nobodyMissing,
    });
    expect(relay.handovers.filter(({ state }) => state === 'ANSWERED')).toHaveLength(expectedHandovers.count);
    expect(relay.intakes.map(({ worker, on }) => [worker, on])).toEqual(expectedIntakes);
    expect(relay.overlaps.map(({ days }) => days).sort()).toEqual(
      expectedOverlaps.map(({ days }) => days).sort(),
    );
    expect(relay.strangers.map(({ parties }) => parties)).toEqual(expectedStrangers);
  });

  it('neither names a unit whose file this viewer may not know of, nor takes another unit’s contact for its own', () => {
    const asked = {
      ...family.partOf('VT1', 'asked of another team'),
      fromUnit: 'VT1',
      toOrganisation: 'LOCAL_TEAM' as const,
      toUnit: 'LT9',
      askedOn: '2025-09-01',
      reason: 'support',
    };
    const { handovers } = fields.relay(
      { view: seen, contributed: contributed(null, { ...parts, handovers: [...parts.handovers, asked] }) },
      {},
      now,
    );
    expect(handovers.find(({ id }) => id === asked.id)).toMatchObject({
      toUnit: null,
      state: 'NOT_ESTABLISHED',
      answeredOn: null,
      days: null,
    });
  });

  it('says that a fact or a step may be earlier where a source is lost, and none where nothing is lost', () => {
    expect(relay.firstProtection).toMatchObject({ seriousFactOn: '2025-09-04', mayBeOtherwise: false });
    const lost = fields.relay({ view: seen, contributed: contributed('VEILIG_THUIS') }, {}, now);
    expect(lost.firstProtection).toMatchObject({
      seriousFactOn: null,
      firstStep: null,
      mayBeOtherwise: true,
    });
  });

  it('shows before each measure which voluntary help was there', () => {
    expect(relay.measures).toHaveLength(6);
    expect(relay.measures[0]?.precededBy.map(({ name }) => name)).toContain('FAMILY_PLAN');
  });

  it.each(family.organisations)('without %s is right about the rest, and names it', (lost) => {
    const { missing, mayBeIncomplete, handovers } = fields.relay(
      { view: seen, contributed: contributed(lost) },
      {},
      now,
    );
    expect(missing.map(({ organisation }) => organisation)).toEqual([lost]);
    expect(mayBeIncomplete).toBe(true);
    expect(handovers.every(({ fromUnit }) => family.kindOf(fromUnit) !== lost)).toBe(true);
  });
});

describe('costs', () => {
  it('are € 21,294.00 in the third quarter, as filed and corrected', () => {
    const costs = fields.costs(whole, thirdQuarter, now);
    expect(costs).toMatchObject({ totalCents: expectedCosts.totalCents, ...nobodyMissing });
    const amounts = (persons: readonly { memberId: string; amountCents: number }[]) =>
      Object.fromEntries(persons.map(({ memberId, amountCents }) => [memberId, amountCents]));
    expect(amounts(costs.asFiled.persons)).toMatchObject(expectedReadNaively);
    expect(costs.corrected.familyCents).toBe(expectedCorrected.family);
    expect(amounts(costs.corrected.persons)).toMatchObject(expectedCorrected.perPerson);
  });

  it('are not told for a period that ends before it begins', () => {
    const ask = () => fields.costs(whole, { from: '2026-09-30', until: '2026-07-01' }, now);
    expect(ask).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
  });

  it('name no child whom this viewer does not see', () => {
    const view = { ...seen, members: seen.members.filter(({ id }) => id !== 'hein') };
    expect(JSON.stringify(fields.costs({ ...whole, view }, thirdQuarter, now))).not.toContain('"hein"');
  });
});

describe('handover', () => {
  it('selects open agreements, worries and who is there, the fixed face first', () => {
    const packet = fields.handover(whole, {}, now);
    expect(packet.openAgreements.map(({ agreedOn }) => agreedOn)).toEqual([
      '2025-06-16',
      '2025-09-26',
      '2026-05-26',
    ]);
    expect([packet.concerns.length, packet.involved.length]).toEqual([5, 15]);
    expect(packet.involved[0]).toMatchObject({ isFixedFace: true, isActive: true });
    expect(packet).toMatchObject(nobodyMissing);
  });
});
