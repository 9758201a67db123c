/** What Veilig Thuis contributes to the combined view: its events and terms on its running source, for each who may look. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import { type CastPerson, denBraber, grootEsselink, smitBrouwers } from '../../simulated-sources/families.js';
import { keyOf, startGuarded, unknownKey, type Viewer } from '../access/veilig-thuis-viewers.js';
import { askShares, sharesIn } from './contract.js';
import { type Combined, combinedKinds, eventsOf, termsOf, visibilityOf } from './contributed.js';
import { deadlinesOfTheCast, furtherTermsOfTheRelayFamily } from './expected-terms.js';
import { filedCases, noAuthority } from './veilig-thuis-filed.js';

const { johan, wilma, teun, daan, fien, maud, trix, hein, bets } = grootEsselink;
const relayFamily = [johan, wilma, teun, daan, fien, maud, trix, hein];
const relayCases = ['VT1/2025-0905', 'VT1/2026-1005'];
const { lonneke, janKees } = smitBrouwers;
const couple = [lonneke, janKees];
const vt: Viewer = { function: 'vt' };

const query = askShares('veiligThuisCombined', combinedKinds, 'representations');

let running: Awaited<ReturnType<typeof startGuarded>>;
/** Of the relay family, as Veilig Thuis itself sees it. */
let relay: Combined;
let callsForRelay: readonly string[];
beforeAll(async () => {
  running = await startGuarded(filedCases);
  relay = await view(vt, relayFamily, ...relayCases);
  callsForRelay = running.calls.map((path) => path.replace(/^.*\//, ''));
}, 60_000);
afterAll(() => running?.close());

function combinedIn(answer: Awaited<ReturnType<typeof running.ask>>): Combined {
  return sharesIn(answer, 'veiligThuisCombined', combinedKinds);
}

async function view(viewer: Viewer, people: readonly CastPerson[], ...references: readonly string[]) {
  return combinedIn(await running.ask(viewer, query, keyOf(people, references)));
}

const everything = { REPORT: 'ALL', SAFETY_ASSESSMENT: 'ALL', VT_INQUIRY: 'ALL' };

const everybody = 'm1m2m3m4m5m6m7m8';
const eventsOfTheRelayFamily = [
  '2025-09-05T08:40:00+02:00 REPORT_RECEIVED m1m2m3m4m8',
  `2025-09-12 INQUIRY_DECIDED ${everybody}`,
  '2025-09-12 SAFETY_ASSESSED',
  `2025-09-22 INQUIRY_STARTED ${everybody}`,
  '2025-09-24 PERSON_INFORMED m1',
  '2025-09-24 PERSON_INFORMED m2',
  '2025-09-24 PERSON_INFORMED m3',
  '2025-09-26 SAFETY_PLAN_MADE',
  '2025-11-10T14:05:00+01:00 REPORT_RECEIVED',
  '2025-11-14 SAFETY_ASSESSED',
  '2025-11-24 PERSON_INFORMED m1',
  '2025-11-24 PERSON_INFORMED m2',
  '2025-11-24 PERSON_INFORMED m3',
  `2025-12-01 INQUIRY_CONCLUDED ${everybody}`,
  '2026-04-08 SAFETY_PLAN_ENDED',
  '2026-10-05T09:30:00+02:00 REPORT_RECEIVED m8',
  '2026-10-09 INQUIRY_DECIDED m1m2m3m4m8',
  '2026-10-09 SAFETY_ASSESSED',
  '2026-10-12 INQUIRY_STARTED m1m2m3m4m8',
];

describe('Veilig Thuis contributes of the relay family', () => {
  it('every event of its two cases, each once, and no reporter, no advice and no word of the police', () => {
    expect(eventsOf(relay)).toEqual(eventsOfTheRelayFamily);
    expect(relay.events).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(visibilityOf(relay.events)).toEqual(everything);
    const parts = [...relay.events.parts, ...relay.terms.parts];
    expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
    expect(JSON.stringify(relay)).not.toMatch(
      /politie|police|buurtbewoner|huisarts|reporter|advice|shouting|Bos/i,
    );
  });

  it('an event with the words of its record where a field of the graph shows them, and with its source', () => {
    const of = (kind: string) => relay.events.parts.filter((one) => one.kind === kind);
    const unit = 'Veilig Thuis Maasdelta';
    expect(of('SAFETY_PLAN_MADE')).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{16}$/),
        kind: 'SAFETY_PLAN_MADE',
        when: '2025-09-26',
        precision: 'DAY',
        text: 'No quarrels with the children present.',
        memberIds: [],
        statementKind: 'AGREEMENT',
        source: {
          organisation: 'VEILIG_THUIS',
          unit,
          system: 'Veilig Thuis case system, REST interface 1',
          recordId: expect.stringMatching(/^VT1\/2025-0905\/1\//),
          recordedAt: null,
          retrievedAt: '2026-11-02T11:00:00.000Z',
        },
      },
    ]);
    expect(of('REPORT_RECEIVED')).toMatchObject([
      { precision: 'INSTANT', text: null, statementKind: 'FACT', source: { recordId: 'VT1/2025-0905/1' } },
      { source: { recordId: 'VT1/2025-0905/2', recordedAt: '2025-11-10T14:30:00+01:00' } },
      { source: { recordId: 'VT1/2026-1005/1' } },
    ]);
    expect(of('SAFETY_ASSESSED').map(({ text }) => text)).toEqual(
      Array(3).fill('vervolg belegd bij Veilig Thuis'),
    );
  });

  it.each(
    [...deadlinesOfTheCast, ...furtherTermsOfTheRelayFamily]
      .filter(({ unit }) => unit === 'VT1')
      .map((row) => [row.term, row] as const),
  )('the term of the cast: %s', (_, { kind, from, alsoFrom = null, doneOn, who = [] }) => {
    const found = relay.terms.parts.filter((one) => one.kind === kind && one.from === from);
    // Informing is a term for each person of whom the unit recorded that they have to be told.
    const isPerPerson = kind === 'INFORM_FAMILY';
    expect(found.length).toBeGreaterThanOrEqual(1);
    if (!isPerPerson) expect(found).toHaveLength(1);
    for (const one of found) {
      expect(one).toMatchObject({ alsoFrom, doneOn });
      const names = one.memberIds.map((id) => relayFamily[Number(id.slice(1)) - 1]?.givenName ?? id);
      if (isPerPerson) expect([names.length, names.filter((name) => !who.includes(name))]).toEqual([1, []]);
    }
  });

  it('no other term than the rows of the cast and the notices of its second report', () => {
    expect(termsOf(relay)).toEqual([
      ...['m1', 'm2', 'm3'].map((one) => `INFORM_FAMILY 2025-09-05 2025-09-24 ${one}`),
      ...['m1', 'm2', 'm3'].map((one) => `INFORM_FAMILY 2025-11-10 2025-11-24 ${one}`),
      ...['m1', 'm2', 'm3', 'm4'].map((one) => `INFORM_FAMILY 2026-10-05 not done ${one}`),
      'INQUIRY_JUDGEMENT 2025-09-12 2025-12-01 m1 m2 m3 m4 m5 m6 m7 m8',
      'INQUIRY_JUDGEMENT 2026-10-09 not done m1 m2 m3 m4 m8',
      'INQUIRY_START 2025-09-05 or 2025-09-12 2025-09-22 m1 m2 m3 m4 m5 m6 m7 m8',
      'INQUIRY_START 2026-10-05 or 2026-10-09 2026-10-12 m1 m2 m3 m4 m8',
      'SAFETY_ASSESSMENT 2025-09-05 2025-09-12',
      'SAFETY_ASSESSMENT 2025-11-10 2025-11-14',
      'SAFETY_ASSESSMENT 2026-10-05 2026-10-09',
    ]);
    expect(visibilityOf(relay.terms)).toEqual(everything);
  });

  it('all of it in two questions to its source, with one token: what to decide from, and what was permitted', () => {
    expect(callsForRelay).toEqual(['token', '_attributes', '_search']);
  });

  it('the same where no access rules stand, and then tells of no visibility', async () => {
    const open = combinedIn(await running.askOpen(query, keyOf(relayFamily, relayCases)));
    expect([eventsOf(open), termsOf(open)]).toEqual([eventsOf(relay), termsOf(relay)]);
    expect([open.events.visibility, open.terms.visibility]).toEqual([null, null]);
    expect(open.events.parts.map(({ id }) => id).sort()).toEqual(
      relay.events.parts.map(({ id }) => id).sort(),
    );
  });

  it('somebody of another household without telling which person of it', async () => {
    const combined = await view(vt, [bets, fien, maud, trix], 'VT1/2025-0905');
    expect(eventsOf(combined)).toContain('2025-09-12 INQUIRY_DECIDED m2m3m4');
    expect(eventsOf(combined).filter((one) => one.includes('PERSON_INFORMED'))).toEqual([
      ...Array(3).fill('2025-09-24 PERSON_INFORMED'),
      ...Array(3).fill('2025-11-24 PERSON_INFORMED'),
    ]);
  });
});

describe('of what is not for a viewer Veilig Thuis contributes nothing', () => {
  const hofdijk = 'VT1/2025-0905';
  const some = 'MAY_BE_FILTERED';
  const safety = [
    '2025-09-12 SAFETY_ASSESSED',
    '2025-09-26 SAFETY_PLAN_MADE',
    '2025-11-14 SAFETY_ASSESSED',
    '2026-04-08 SAFETY_PLAN_ENDED',
  ];

  it.each([
    // Report 1 alone was handed over.
    [
      'fixed-face',
      safety.filter((one) => !one.startsWith('2025-11')),
      { REPORT: 'NONE', SAFETY_ASSESSMENT: some, VT_INQUIRY: 'NONE' },
    ],
    ['gi-supervision', safety, { REPORT: some, SAFETY_ASSESSMENT: some, VT_INQUIRY: some }],
    ['rvt-duo', safety, { REPORT: some, SAFETY_ASSESSMENT: 'ALL', VT_INQUIRY: some }],
    ['raad-penal', [], { REPORT: 'NONE', SAFETY_ASSESSMENT: 'NONE', VT_INQUIRY: 'NONE' }],
    ['gi-probation', [], { REPORT: 'NONE', SAFETY_ASSESSMENT: 'NONE', VT_INQUIRY: 'NONE' }],
  ] as const)(
    'to the %s by the row of each kind of record; no term without its report',
    async (asker, shown, visibility) => {
      const combined = await view({ function: asker, caseReference: 'X9/2026-2' }, relayFamily, hofdijk);
      expect(eventsOf(combined)).toEqual(shown);
      expect(termsOf(combined)).toEqual([]);
      expect(combined.events.outcome).toBe('ANSWERED');
      expect(visibilityOf(combined.events)).toEqual(visibility);
      expect(visibilityOf(combined.terms)).toEqual(visibility);
      const numbers = running.numbersRead();
      expect(numbers.filter((number) => /\/inquiry$|\/\d{4}-\d{4}\/\d+$/.test(number))).toEqual([]);
    },
  );

  it('to the Raad what went with the request, and no assessment is called "not done" that the Raad does not see', async () => {
    const combined = await view({ function: 'raad-protection' }, relayFamily, hofdijk);
    expect(eventsOf(combined).filter((one) => one.includes('SAFETY'))).toEqual([]);
    expect(termsOf(combined)).toEqual([
      ...['m1', 'm2', 'm3'].map((one) => `INFORM_FAMILY 2025-09-05 2025-09-24 ${one}`),
      'INQUIRY_JUDGEMENT 2025-09-12 2025-12-01 m1 m2 m3 m4 m5 m6 m7 m8',
      'INQUIRY_START 2025-09-05 or 2025-09-12 2025-09-22 m1 m2 m3 m4 m5 m6 m7 m8',
    ]);
  });

  it('of an inquiry without its report the judgement alone, because the start counts from the report', async () => {
    const viewer: Viewer = { function: 'gi-guardianship', caseReference: 'X9/2026-1' };
    const combined = await view(viewer, couple, 'VT4/2026-7001');
    expect(eventsOf(combined)).toEqual(['2026-09-08 INQUIRY_DECIDED m1']);
    expect(termsOf(combined)).toEqual(['INQUIRY_JUDGEMENT 2026-09-08 not done m1']);
  });

  it('to a parent without authority of the report that was released: the own notice, and no term of the assessment', async () => {
    const viewer: Viewer = { function: noAuthority, who: lonneke };
    const combined = await view(viewer, couple, 'VT4/2026-7002');
    expect(eventsOf(combined)).toEqual([
      '2026-09-01T23:30:00+02:00 REPORT_RECEIVED',
      '2026-09-14 PERSON_INFORMED m1',
    ]);
    expect(termsOf(combined)).toEqual(['INFORM_FAMILY 2026-09-01 2026-09-14 m1']);
    expect(visibilityOf(combined.terms)).toMatchObject({ SAFETY_ASSESSMENT: 'NONE' });
  });

  it('to a parent the own notice alone, those whom the parent recognises, and no number that counts reports', async () => {
    const { gerrit, wilma: mother, alexander, zoey } = denBraber;
    const people = [gerrit, mother, alexander, zoey];
    const viewer: Viewer = { function: 'parent-with-authority', who: mother, children: [alexander, zoey] };
    const combined = await view(viewer, people, 'VT3/2026-1188');
    expect(eventsOf(combined)).toEqual([
      '2026-10-23T16:50:00+02:00 REPORT_RECEIVED m2m4',
      '2026-10-29 INQUIRY_DECIDED m2m3m4',
      '2026-10-29 SAFETY_ASSESSED',
      '2026-10-30 PERSON_INFORMED m2',
    ]);
    expect(termsOf(combined)).toEqual([
      'INFORM_FAMILY 2026-10-23 2026-10-30 m2',
      'INQUIRY_JUDGEMENT 2026-10-29 not done m2 m3 m4',
      'INQUIRY_START 2026-10-23 or 2026-10-29 not done m2 m3 m4',
      'SAFETY_ASSESSMENT 2026-10-23 2026-10-29',
    ]);
    const parts = [...combined.events.parts, ...combined.terms.parts];
    expect(new Set(parts.map((one) => one.source.recordId))).toEqual(new Set(['VT3/2026-1188']));
    const father = await view({ function: 'parent-with-authority', who: gerrit }, people, 'VT3/2026-1188');
    expect(father).toMatchObject({
      events: { outcome: 'NONE_VISIBLE', parts: [] },
      terms: { outcome: 'NONE_VISIBLE', parts: [] },
    });
  });

  it('of a case of which addresses are kept secret, but to who works on that very case', async () => {
    const outside = await view(vt, couple, 'VT4/2026-7006');
    expect([outside.events.parts, outside.terms.parts]).toEqual([[], []]);
    const inside = await view({ ...vt, caseReference: 'VT4/2026-7006' }, couple, 'VT4/2026-7006');
    expect(inside.events.parts.length).toBeGreaterThan(0);
  });

  it('past the day until which it is kept', async () => {
    const past = await view(vt, couple, 'VT4/2026-7004');
    expect([past.events.parts, past.terms.parts]).toEqual([[], []]);
    const open = combinedIn(await running.askOpen(query, keyOf(couple, ['VT4/2026-7004'])));
    expect([open.events.parts, open.terms.parts]).toEqual([[], []]);
    const lastDay = await view(vt, couple, 'VT4/2026-7005');
    expect(eventsOf(lastDay)).toHaveLength(6);
  });
});

describe('a term of Veilig Thuis', () => {
  it('runs for the household where nobody’s notice was recorded, and for an assessment that was not made', async () => {
    expect(termsOf(await view(vt, couple, 'VT4/2026-7003'))).toEqual([
      'INFORM_FAMILY 2026-09-01 not done',
      'SAFETY_ASSESSMENT 2026-09-01 not done',
    ]);
  });

  it('runs from the day of receipt in the Netherlands, half an hour before midnight too', async () => {
    const { terms } = await view(vt, couple, 'VT4/2026-7005');
    expect(terms.parts.find(({ kind }) => kind === 'SAFETY_ASSESSMENT')?.from).toBe('2026-09-01');
  });

  it('has no counterpart on the timeline before it happened: a plan that is agreed until tomorrow has not ended', async () => {
    expect(eventsOf(await view(vt, couple, 'VT4/2026-7005'))).toEqual([
      '2026-09-01T23:30:00+02:00 REPORT_RECEIVED',
      '2026-09-07 SAFETY_ASSESSED',
      '2026-09-08 INQUIRY_DECIDED m1',
      '2026-09-08 SAFETY_PLAN_MADE',
      '2026-09-14 PERSON_INFORMED m1',
      '2026-09-14 PERSON_INFORMED m2',
    ]);
  });
});

describe('where Veilig Thuis has nothing to give', () => {
  const ask = async (representation: object) => combinedIn(await running.ask(vt, query, representation));

  it('it says which of the reasons it is, and never an empty answer alone', async () => {
    expect(await ask(unknownKey())).toMatchObject({
      events: { outcome: 'NOT_KNOWN', reason: null, parts: [] },
      terms: { outcome: 'NOT_KNOWN', reason: null, parts: [] },
    });
    const sealer = createKeySealer('secret-of-this-test', 'VEILIG_THUIS');
    const unread = sealer.seal({ state: 'UNREAD', reason: 'ROSTER_STALE' });
    expect(await ask({ __typename: 'Household', veiligThuisKey: unread })).toMatchObject({
      events: { outcome: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', parts: [] },
    });
  });

  // The last one: its source does not come back.
  it('that its system is down is told for each kind of part, also for who may see none of them', async () => {
    await running.server.close();
    const down = { outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] };
    expect(await ask(keyOf(relayFamily, relayCases))).toMatchObject({ events: down, terms: down });
    const asker: Viewer = { function: 'gi-probation' };
    expect(await view(asker, relayFamily, ...relayCases)).toMatchObject({ events: down, terms: down });
  });
});
