/** What the Raad contributes to the combined view: its events and terms on its running source, for each who may look. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccessContext } from '../../adapter-kit/access/subject.js';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import { type CastPerson, deVries, grootEsselink } from '../../simulated-sources/families.js';
import { decideAccess, removeAtEndOfRetention } from '../../simulated-sources/raad/act-two.js';
import { handIn } from '../../simulated-sources/raad/hand-in.js';
import { foundRecords } from '../../subgraphs/raad/found-records.js';
import type { RaadContext } from '../../subgraphs/raad/resolvers.js';
import {
  accessOf,
  ofItsOwnAccord,
  ownAccord,
  pseudonymiser,
  type RaadHarness,
  relationTo,
  startRaad,
} from '../access/raad-harness.js';
import { askShares, sharesIn } from './contract.js';
import {
  termsOf as allTermsOf,
  type Combined,
  combinedKinds,
  eventsOf,
  visibilityOf,
} from './contributed.js';
import { deadlinesOfTheCast, furtherTermsOfTheRelayFamily } from './expected-terms.js';

const { johan, wilma, teun, daan, fien, maud, trix, hein } = grootEsselink;
const relayFamily = [johan, wilma, teun, daan, fien, maud, trix, hein];
const relayCases = ['RVDK/2025-7781', 'RVDK/2026-5120'];
const raad = accessOf('raad-protection');

const query = askShares('raadCombined', combinedKinds);

let harness: RaadHarness;
/** Of the relay family, as the Raad itself sees it. */
let relay: Combined;
let callsForRelay: readonly string[];
beforeAll(async () => {
  harness = await startRaad();
  relay = await view(raad, relayFamily, ...relayCases);
  callsForRelay = [...harness.calls];
  await handIn(harness.running.url, ofItsOwnAccord);
}, 60_000);
afterAll(() => harness?.stop());

const membersOf = (people: readonly CastPerson[]) =>
  Object.fromEntries(people.map(({ bsn }, index) => [pseudonymiser.person(bsn) ?? '', `m${index + 1}`]));

async function viewKey(access: AccessContext, key: OrganisationKey): Promise<Combined> {
  const answer = await harness.send(query, 'Household', key, await harness.headersOf(access));
  return sharesIn(answer, 'raadCombined', combinedKinds);
}

const view = (access: AccessContext, people: readonly CastPerson[], ...references: readonly string[]) =>
  viewKey(access, harness.keyOf(references, null, membersOf(people)));

/** The Raad has one kind of term, counted from one day. */
const termsOf = (combined: Combined) =>
  allTermsOf(combined).map((one) => one.replace(/^COUNCIL_INVESTIGATION /, ''));

const everybody = 'm1m2m3m4m5m6m7m8';
const court = `2026-03-30 COURT_DECIDED ${everybody}`;
const firstInvestigation = [
  `2025-12-01 COUNCIL_REQUESTED ${everybody}`,
  `2025-12-15 COUNCIL_INTAKE_COMPLETED ${everybody}`,
  `2026-01-12 COUNCIL_INVESTIGATION_STARTED ${everybody}`,
  `2026-03-09 COUNCIL_INVESTIGATION_COMPLETED ${everybody}`,
];
const secondInvestigation = [
  '2026-09-07 COUNCIL_REQUESTED m1m2m5m6m7',
  '2026-10-19 COUNCIL_INVESTIGATION_STARTED m1m2m5m6m7',
];

describe('the Raad contributes of the relay family', () => {
  it('every event of its two investigations and the decision of the court, each once', () => {
    expect(eventsOf(relay)).toEqual([...firstInvestigation, court, ...secondInvestigation]);
    expect(relay.events).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(visibilityOf(relay.events)).toEqual({ RAAD_STATUS: 'ALL', COURT_DECISION: 'ALL' });
    const parts = [...relay.events.parts, ...relay.terms.parts];
    expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
    // Who asked for an investigation and what came of it stand in fields of their own.
    expect(JSON.stringify(relay)).not.toMatch(/Maasdelta|De Kade|MEASURE_IMPOSED/);
  });

  it('the decision in the words of the notification, with when that was sent', () => {
    expect(relay.events.parts.filter(({ kind }) => kind === 'COURT_DECIDED')).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{16}$/),
        kind: 'COURT_DECIDED',
        when: '2026-03-30',
        precision: 'DAY',
        text: 'Ondertoezichtstelling',
        memberIds: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'],
        statementKind: 'FACT',
        source: {
          organisation: 'RAAD',
          unit: 'Raad voor de Kinderbescherming',
          system: 'StUF Jeugdzorg 1.0.9 message store',
          recordId: 'RVDK/2025-7781',
          recordedAt: '2026-03-30T16:00:05+02:00',
          retrievedAt: '2026-11-02T11:00:00.000Z',
        },
      },
    ]);
    expect(relay.events.parts.filter(({ text }) => text !== null)).toHaveLength(1);
  });

  it.each(
    [...deadlinesOfTheCast, ...furtherTermsOfTheRelayFamily]
      .filter(({ unit }) => unit === 'RVDK')
      .map((row) => [row.term, row] as const),
  )('the term of the cast: %s', (_, { kind, from, doneOn, who = [] }) => {
    const found = relay.terms.parts.filter((one) => one.from === from);
    expect(found).toMatchObject([{ kind, alsoFrom: null, doneOn }]);
    const names = found.flatMap(({ memberIds }) =>
      memberIds.map((id) => relayFamily[Number(id.slice(1)) - 1]?.givenName ?? id),
    );
    // The record names the parents as well.
    expect(names).toEqual(expect.arrayContaining([...who]));
    expect(relay.terms.parts).toHaveLength(2);
  });

  it('all of it in two questions to its store: what to decide from, and what was permitted', () => {
    expect(callsForRelay).toEqual(['POST /case-attributes/_search', 'POST /case-files/_search']);
  });

  it('no term of an investigation that has not begun, or of which the day is unknown on which it was done', async () => {
    const provisional = await view(raad, [], 'RVDK/2026-4420');
    expect(eventsOf(provisional).filter((one) => one.includes('STARTED'))).toEqual([]);
    expect(termsOf(provisional)).toEqual([]);
    const closed = await view(raad, [], ownAccord);
    expect(eventsOf(closed)).toEqual([
      '2026-08-03 COUNCIL_INVESTIGATION_STARTED',
      '2026-10-01 COURT_DECIDED',
    ]);
    expect(termsOf(closed)).toEqual([]);
  });

  it('nothing of a record past the day until which a source keeps it', async () => {
    const investigation = { recordNumber: 'one', concerns: [], retainUntil: '2026-11-01' };
    const file = { unitName: 'Raad', persons: [], investigations: [investigation] };
    const opened = { reference: 'RVDK/1', record: file, isOpen: () => true };
    const found = (today: string) =>
      // Parts of a case and of a request are all that it looks at.
      foundRecords(opened as never, 'raad-status', { key: harness.keyOf([], null) } as never, {
        ...({ access: null } as RaadContext),
        today,
      });
    expect(await found('2026-11-01')).toHaveLength(1);
    expect(await found('2026-11-02')).toEqual([]);
  });
});

describe('of what is not for a viewer the Raad contributes nothing', () => {
  const some = 'MAY_BE_FILTERED';

  it.each([
    ['vt', firstInvestigation, 1, { RAAD_STATUS: some, COURT_DECISION: 'NONE' }],
    ['fixed-face', [], 0, { RAAD_STATUS: some, COURT_DECISION: 'NONE' }],
    [
      'rvt-duo',
      [...firstInvestigation, ...secondInvestigation],
      2,
      { RAAD_STATUS: 'ALL', COURT_DECISION: 'NONE' },
    ],
    [
      'gi-supervision',
      [...firstInvestigation, court, ...secondInvestigation],
      2,
      { RAAD_STATUS: some, COURT_DECISION: 'ALL' },
    ],
    ['raad-penal', [], 0, { RAAD_STATUS: 'NONE', COURT_DECISION: 'NONE' }],
    ['gi-probation', [], 0, { RAAD_STATUS: 'NONE', COURT_DECISION: 'NONE' }],
  ] as const)('to %s by the row of each kind of record', async (asker, events, terms, visibility) => {
    const combined = await view(accessOf(asker), relayFamily, ...relayCases);
    expect(combined.events.outcome).toBe('ANSWERED');
    expect(eventsOf(combined)).toEqual(events);
    expect(termsOf(combined)).toHaveLength(terms);
    expect(visibilityOf(combined.events)).toEqual(visibility);
    expect(visibilityOf(combined.terms)).toEqual({ RAAD_STATUS: visibility.RAAD_STATUS });
    const isRead = (type: string) => harness.contentRead().some((key) => key.startsWith(type));
    expect(isRead('raad-status')).toBe(terms > 0);
    expect(isRead('court-decision')).toBe(events.some((one) => one === court));
  });

  it('of a decision without its investigation the decision alone', async () => {
    const combined = await view(accessOf('gi-guardianship'), [], ownAccord);
    expect([eventsOf(combined), termsOf(combined)]).toEqual([['2026-10-01 COURT_DECIDED'], []]);
  });

  it('and nothing is told apart to who may not know of it, whether or not the Raad knows the family', async () => {
    const access = accessOf('parent-without-authority');
    const known = await view(access, relayFamily, ...relayCases);
    const unknown = await viewKey(access, { state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' });
    expect(known).toEqual(unknown);
    expect(known.events).toMatchObject({ outcome: 'NONE_VISIBLE', parts: [] });
  });

  it('nor is Chantal among the members that Mark is told of (family 7)', async () => {
    const { mark, chantal, walter, sebastiaan } = deVries;
    const people = [mark, chantal, walter, sebastiaan];
    const access = accessOf('parent-with-authority', {
      person: pseudonymiser.person(mark.bsn),
      relations: [relationTo(walter.bsn), relationTo(sebastiaan.bsn)],
    });
    const combined = await view(access, people, 'RVDK/2026-1410');
    expect(termsOf(combined)).toEqual(['2026-02-16 2026-04-07 m1 m3 m4']);
    expect(combined.events.parts.length).toBeGreaterThan(2);
    for (const { memberIds } of combined.events.parts) expect(memberIds).toEqual(['m1', 'm3', 'm4']);
  });

  it('of a shielded case, but to those who work on that very case', async () => {
    const reference = 'RVDK/2026-3306';
    const shield = { kind: 'SHIELD', reference, from: 'EVERYBODY' } as const;
    await decideAccess(harness.running, shield);
    const outside = await view(accessOf('rvt-duo'), [], reference);
    expect([outside.events.parts, outside.terms.parts]).toEqual([[], []]);
    const inside = await view(accessOf('raad-protection', { caseReference: reference }), [], reference);
    expect(termsOf(inside)).toEqual(['2026-08-17 not done']);
    await decideAccess(harness.running, { ...shield, isWithdrawn: true });
  });
});

describe('where the Raad has nothing to give', () => {
  it('it says which of the reasons it is, and never an empty answer alone', async () => {
    const notKnown = { outcome: 'NOT_KNOWN', reason: null, parts: [] };
    expect(await viewKey(raad, { state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' })).toMatchObject({
      events: notKnown,
      terms: notKnown,
    });
    const unread = { outcome: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', parts: [] };
    expect(await viewKey(raad, { state: 'UNREAD', reason: 'ROSTER_STALE' })).toMatchObject({
      events: unread,
      terms: unread,
    });
  });

  it.each([
    ['is down', 'RVDK/2026-9005', 'DOWN'],
    ['sends what no calendar knows', 'RVDK/2026-9006', 'CONTRACT_BROKEN'],
    ['has removed a case at the end of its retention', 'RVDK/2026-1410', 'CONTRACT_BROKEN'],
  ])('no half list is given where its source %s', async (_, reference, reason) => {
    if (reference === 'RVDK/2026-1410') await removeAtEndOfRetention(harness.running, reference);
    const lost = { outcome: 'UNAVAILABLE', reason, parts: [] };
    expect(await view(raad, relayFamily, 'RVDK/2025-7781', reference)).toMatchObject({
      events: lost,
      terms: lost,
    });
  });
});
