/**
 * What Veilig Thuis contributes of its own work: professionals, meetings, hand-overs, plans, worries, for
 * each who may look.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type CastPerson, grootEsselink, smitBrouwers } from '../../simulated-sources/families.js';
import type { Part } from '../../subgraphs/household/combine/contribution.js';
import { keyOf, pseudonymiser, startGuarded, type Viewer } from '../access/veilig-thuis-viewers.js';
import * as family from './relay-family.js';
import { decisionsOf } from './veilig-thuis-decided.js';
import { filedWork } from './veilig-thuis-work-filed.js';
import {
  counts,
  type Kind,
  kinds,
  partsOf,
  query,
  type Share,
  saidIn,
  shareIn,
} from './veilig-thuis-work-share.js';

const { johan, wilma, teun, daan, fien, maud, trix, hein } = grootEsselink;
const relayFamily = [johan, wilma, teun, daan, fien, maud, trix, hein];
const relayCases = ['VT2/2017-0930', 'VT1/2025-0905', 'VT1/2026-1005'];
const { lonneke, janKees } = smitBrouwers;
const couple = [lonneke, janKees];
const vt: Viewer = { function: 'vt' };

let running: Awaited<ReturnType<typeof startGuarded>>;
/** Of the relay family, as Veilig Thuis itself sees it. */
let relay: Share;
beforeAll(async () => {
  running = await startGuarded(filedWork);
  relay = await view(vt, relayFamily, ...relayCases);
}, 60_000);
afterAll(() => running?.close());

async function view(viewer: Viewer, people: readonly CastPerson[], ...references: readonly string[]) {
  return shareIn(await running.ask(viewer, query, keyOf(people, references)));
}

const said = ({ id: _id, memberIds: _members, source: _source, ...rest }: Part) => rest;
const ofVeiligThuis = <Item extends Part>(parts: readonly Item[]): readonly Item[] =>
  parts.filter(({ source }) => source.organisation === 'VEILIG_THUIS');
const inAnyOrder = (parts: readonly object[]) => parts.map((one) => JSON.stringify(sorted(one))).sort();
const sorted = (one: object) => Object.entries(one).sort(([left], [right]) => (left < right ? -1 : 1));
/** The numbers of the cast's workers at their unit, which leave it only as pseudonyms. */
const ownNumbers = { V1: 'W-0101', V2: 'W-0102', V3: 'W-0103', V4: 'W-0104' } as const;
const names = { V1: 'E. Voorbeeld', V2: 'F. Voorbeeld', V3: 'M. Bos', V4: 'G. Voorbeeld' } as const;
const codeSchema = z.enum(['V1', 'V2', 'V3', 'V4']);
const workerOf = (code: string) => pseudonymiser.professional('VT1', ownNumbers[codeSchema.parse(code)]);
const memberOf = (name: string) =>
  `m${relayFamily.findIndex(({ givenName }) => givenName.toLowerCase() === name) + 1}`;

describe('Veilig Thuis contributes of the relay family', () => {
  it('its four professionals, each with their own days, and who of them carries the case', () => {
    const expected = ofVeiligThuis(family.work).map((one) => {
      const code = codeSchema.parse(one.worker.split(':')[1]);
      return { ...said(one), worker: workerOf(code), name: names[code], duo: null, shownUnder: null };
    });
    expect(expected).toHaveLength(4);
    expect(inAnyOrder(saidIn(relay, 'work'))).toEqual(inAnyOrder(expected));
    expect(partsOf(relay, 'work').map(({ source }) => source.recordId)).toEqual([
      'VT1/2025-0905/1/safety-assessment',
      'VT1/2025-0905/1/inquiry',
      'VT1/2026-1005/1/inquiry',
      'VT1/2026-1005/1/inquiry',
    ]);
  });

  it('the days on which it took the family’s story, and who did', () => {
    const expected = ofVeiligThuis(family.contacts).map((one) => ({
      ...said(one),
      worker: workerOf(one.worker ?? ''),
    }));
    expect(expected).toHaveLength(2);
    expect(inAnyOrder(saidIn(relay, 'contacts'))).toEqual(inAnyOrder(expected));
  });

  it('whom it asked to take over, and for whom', () => {
    const withoutWords = (one: Readonly<Record<string, unknown>>) => ({ ...one, reason: 'any' });
    const expected = ofVeiligThuis(family.handovers);
    expect(inAnyOrder(saidIn(relay, 'handovers').map(withoutWords))).toEqual(
      inAnyOrder(expected.map(said).map(withoutWords)),
    );
    const rows = partsOf(relay, 'handovers').map(({ toUnit, reason, memberIds, source }) =>
      [source.recordId, toUnit ?? 'some unit', reason, ...memberIds].join(' '),
    );
    const everybody = 'm1 m2 m3 m4 m5 m6 m7 m8';
    expect(rows.sort()).toEqual([
      `VT1/2025-0905/1/inquiry LT1 safety conditions ${everybody}`,
      `VT1/2025-0905/1/inquiry RVDK request for an investigation ${everybody}`,
      // Trix and Hein were not born when that file was kept.
      'VT2/2017-0930/1 some unit transfer to the local team m1 m2 m3 m4 m5 m6',
    ]);
  });

  it('its two inquiries and its safety plan with whom they are about, and no safety assessment', () => {
    const expected = ofVeiligThuis(family.activities)
      .filter(({ name }) => name !== 'SAFETY_ASSESSMENT')
      .map((one) => ({ ...said(one), memberIds: one.memberIds.map(memberOf).sort() }));
    expect(expected).toHaveLength(3);
    const told = partsOf(relay, 'activities').map(({ id: _id, source: _source, memberIds, ...one }) => ({
      ...one,
      memberIds: [...memberIds].sort(),
    }));
    expect(inAnyOrder(told)).toEqual(inAnyOrder(expected));
  });

  it('that Hein was seen, with the inquiry about him', () => {
    const [seen, ...others] = partsOf(relay, 'sightings');
    expect(others).toEqual([]);
    expect(seen).toMatchObject({
      memberId: 'm8',
      memberIds: ['m8'],
      on: '2026-10-13',
      how: 'SEEN',
      by: 'VT1',
    });
    expect(seen?.source.recordId).toBe('VT1/2026-1005/1/inquiry');
  });

  it('its two worries in the words of the cast, with what the father said of one of them', () => {
    const expected = ofVeiligThuis(family.concerns).map((one) => ({
      ...said(one),
      reactions: one.reactions.map((reaction) => ({ ...reaction, by: 'father' })),
    }));
    expect(expected).toHaveLength(2);
    expect(inAnyOrder(saidIn(relay, 'concerns'))).toEqual(inAnyOrder(expected));
    expect(
      partsOf(relay, 'concerns').map(({ memberIds, source }) => [source.recordId, ...memberIds]),
    ).toEqual([['VT1/2025-0905/1'], ['VT1/2026-1005/1', 'm8']]);
  });

  it('what was agreed with the safety plan, in its words', () => {
    const [expected] = ofVeiligThuis(family.agreements).map(said);
    expect(saidIn(relay, 'agreements')).toEqual([
      { ...expected, text: 'No quarrels with the children present.' },
    ]);
  });

  it('whom each of its units knew to be involved, the unit of 2017 nobody', () => {
    const expected = ofVeiligThuis(family.acquaintances).map(said);
    expect(expected).toHaveLength(2);
    expect(inAnyOrder(saidIn(relay, 'acquaintances'))).toEqual(inAnyOrder(expected));
    expect(partsOf(relay, 'acquaintances').map(({ source }) => source.recordId)).toEqual([
      'VT2/2017-0930/1',
      'VT1/2026-1005/1',
    ]);
  });

  it('each part once, with its source, and no number of a worker, no reporter and no advice', () => {
    for (const kind of kinds) {
      const { outcome, reason } = relay[kind] ?? {};
      expect([kind, outcome, reason]).toEqual([kind, 'ANSWERED', null]);
      const ids = partsOf(relay, kind).map(({ id }) => id);
      expect(ids.every((id) => /^[\w-]{16}$/.test(id))).toBe(true);
    }
    const ids = kinds.flatMap((kind) => partsOf(relay, kind).map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(partsOf(relay, 'work')[0]?.source).toEqual({
      organisation: 'VEILIG_THUIS',
      unit: 'Veilig Thuis Maasdelta',
      system: 'Veilig Thuis case system, REST interface 1',
      recordId: 'VT1/2025-0905/1/safety-assessment',
      recordedAt: null,
      retrievedAt: '2026-11-02T11:00:00.000Z',
    });
    expect(JSON.stringify(relay)).not.toMatch(
      /W-0\d|politie|buurtbewoner|huisarts|wijkverpleegkundige|reporter|advice|9999\d{5}/i,
    );
  });

  it('the same where no access rules stand, by the same ids', async () => {
    const open = shareIn(await running.askOpen(query, keyOf(relayFamily, relayCases)));
    for (const kind of kinds) expect(partsOf(open, kind)).toEqual(partsOf(relay, kind));
  });
});

describe('a part of the work of Veilig Thuis is given by the row of the record that it stands in', () => {
  const whole = { work: 4, contacts: 2, handovers: 3, activities: 3, sightings: 1, concerns: 2 };
  it.each([
    ['vt', { ...whole, agreements: 1, acquaintances: 2 }],
    // The first report of 2025 was handed over with its assessment and plan.
    ['fixed-face', { work: 1, activities: 1, agreements: 1 }],
    ['gi-supervision', { work: 1, activities: 1, agreements: 1 }],
    // That report and its inquiry were attached to the request.
    ['raad-protection', { work: 1, contacts: 1, handovers: 2, activities: 1, concerns: 1 }],
    ['raad-penal', {}],
    ['gi-probation', {}],
  ] as const)('to %s', async (asker, expected) => {
    const share = await view({ function: asker }, relayFamily, ...relayCases);
    expect(counts(share)).toEqual(expected);
    expect(kinds.map((kind) => share[kind]?.outcome)).toEqual(kinds.map(() => 'ANSWERED'));
  });

  it('and says of each kind of part how much of its records this viewer may see', async () => {
    const share = await view({ function: 'fixed-face' }, relayFamily, ...relayCases);
    const visibilityOf = (kind: Kind) =>
      Object.fromEntries((share[kind]?.visibility ?? []).map((one) => [one.recordType, one.visibility]));
    const some = 'MAY_BE_FILTERED';
    expect(visibilityOf('work')).toEqual({ SAFETY_ASSESSMENT: some, VT_INQUIRY: 'NONE' });
    expect(visibilityOf('activities')).toEqual({ SAFETY_ASSESSMENT: some, VT_INQUIRY: 'NONE' });
    expect(visibilityOf('handovers')).toEqual({ REPORT: 'NONE', VT_INQUIRY: 'NONE' });
    expect(visibilityOf('sightings')).toEqual({ VT_INQUIRY: 'NONE' });
    expect(visibilityOf('concerns')).toEqual({ REPORT: 'NONE' });
    expect(visibilityOf('agreements')).toEqual({ SAFETY_ASSESSMENT: some });
  });

  it('to the parent who was told of the first report: nothing of the one that nobody was told of', async () => {
    const viewer: Viewer = { function: 'parent-with-authority', who: wilma, children: relayFamily.slice(2) };
    const share = await view(viewer, relayFamily, ...relayCases);
    const all = kinds.flatMap((kind) => partsOf(share, kind));
    expect(all.length).toBeGreaterThan(0);
    expect(JSON.stringify(all.map(({ source: _source, ...said }) => said))).not.toMatch(/2026-1|Bos|bruise/);
    // Of 2017 there is a hand-over alone, and that is not for the family.
    expect([...new Set(all.map(({ source }) => source.recordId))]).toEqual(['VT1/2025-0905']);
  });

  it('to a parent no list of whom the file names, and nobody in it whom the parent is not shown', async () => {
    const viewer: Viewer = { function: 'parent-with-authority', who: lonneke };
    const share = await view(viewer, couple, 'VT4/2026-7101');
    expect(partsOf(share, 'acquaintances')).toEqual([]);
    expect(partsOf(share, 'sightings')).toEqual([]);
    const members = new Set(kinds.flatMap((kind) => partsOf(share, kind).flatMap((one) => one.memberIds)));
    expect([...members]).toEqual(['m1']);
  });

  it('what the police gave to Veilig Thuis alone, not to the Raad with the request and not in an emergency', async () => {
    const labels = (share: Share) => partsOf(share, 'concerns').map(({ fact, label }) => fact ?? label);
    const ofCase = (viewer: Viewer) => view(viewer, couple, 'VT4/2026-7101');
    expect(labels(await ofCase(vt))).toEqual(['what the police saw', 'zorgelijk']);
    expect(labels(await ofCase({ function: 'raad-protection' }))).toEqual(['zorgelijk']);
    expect(labels(await ofCase({ function: 'gi-supervision', breaksGlass: true }))).toEqual(['zorgelijk']);
  });

  it('not past the day until which it is kept', async () => {
    expect(counts(await view(vt, couple, 'VT4/2026-7102'))).toEqual({});
    const open = shareIn(await running.askOpen(query, keyOf(couple, ['VT4/2026-7102'])));
    expect(counts(open)).toEqual({});
  });

  it('not of a case of which addresses are kept secret, but to who works on that very case', async () => {
    expect(counts(await view(vt, couple, 'VT4/2026-7103'))).toEqual({});
    const inside = await view({ ...vt, caseReference: 'VT4/2026-7103' }, couple, 'VT4/2026-7103');
    expect(counts(inside)).toMatchObject({ work: 4, sightings: 1 });
  });
});

describe('a member of the family', () => {
  const household = 'VT4/2026-7106';
  const facts = (share: Share) => partsOf(share, 'concerns').map(({ fact }) => fact);
  const talks = (share: Share) =>
    partsOf(share, 'sightings').map(({ memberId, how }) => `${memberId} ${how}`);
  const parent: Viewer = { function: 'parent-with-authority', who: lonneke, children: [janKees] };

  it('is told no reaction to a worry, whom the unit asked to take over, or that another was spoken with alone', async () => {
    const share = await view(parent, couple, household);
    expect(talks(share)).toEqual(['m1 SPOKEN_ALONE', 'm2 SEEN']);
    expect(partsOf(share, 'handovers')).toEqual([]);
    expect(facts(share)).toEqual(['about the child', 'about both', 'about the family']);
    expect(JSON.stringify(share)).not.toMatch(/afraid|a request|2026-09-11/);
  });

  it('is told no worry about nobody but others whom they are not shown', async () => {
    const share = await view({ function: 'parent-with-authority', who: lonneke }, couple, household);
    expect(facts(share)).toEqual(['about both', 'about the family']);
    expect(partsOf(share, 'concerns').map(({ memberIds }) => memberIds)).toEqual([['m1'], []]);
    expect(talks(share)).toEqual(['m1 SPOKEN_ALONE']);
  });

  it('costs one decision about whom of the case they may recognise, however many kinds of parts are asked', async () => {
    const decided = await decisionsOf(running.settings, parent, query, keyOf(couple, [household]));
    const identities = decided.filter(({ recordType }) => recordType === 'identity');
    // And one where the case is opened.
    expect(identities.map(({ recordId }) => recordId).sort()).toEqual(['P1', 'P1', 'P2', 'P2']);
  });

  it('while Veilig Thuis itself is told all of it', async () => {
    const share = await view(vt, couple, household);
    expect(talks(share)).toEqual(['m1 SPOKEN_ALONE', 'm2 SPOKEN_ALONE', 'm2 SEEN']);
    expect(partsOf(share, 'concerns').map(({ reactions }) => reactions)).toMatchObject([
      [],
      [],
      [{ text: 'I am afraid' }],
    ]);
    expect(partsOf(share, 'handovers')).toHaveLength(1);
  });
});

describe('of what a unit recorded of its work', () => {
  it('a worker in a professional register is the same everywhere, and the others are the unit’s own', async () => {
    const share = await view(vt, couple, 'VT4/2026-7101');
    const registered = pseudonymiser.professional('SKJ', 'TEST-0007');
    const own = pseudonymiser.professional('VT4', 'W-10');
    expect(partsOf(share, 'work').map(({ worker }) => worker)).toEqual([registered, own, registered, own]);
    expect(partsOf(share, 'work').map(({ name, carriesCase }) => name ?? carriesCase)).toEqual(
      Array(4).fill(null),
    );
    expect(JSON.stringify(share)).not.toMatch(/TEST-0007|W-9|W-10/);
  });

  it('a worry is told as it was written, and whoever reported is nobody in it', async () => {
    const share = await view(vt, couple, 'VT4/2026-7101');
    expect(partsOf(share, 'concerns')[1]).toMatchObject({
      fact: null,
      label: 'zorgelijk',
      nature: 'in the words of the unit',
      severity: null,
      statementKind: 'OPINION',
      memberIds: ['m2'],
      reactions: [{ text: 'first' }, { text: 'second' }],
    });
    expect(saidIn(share, 'sightings')).toEqual([
      { memberId: 'm2', on: '2026-09-10', how: 'SPOKEN_ALONE', by: 'VT4' },
    ]);
    expect(saidIn(share, 'contacts')).toEqual([
      { kind: 'FIRST_CONTACT', unit: 'VT4', on: '2026-09-10', worker: null },
    ]);
  });

  it('what was agreed without a day of its own was agreed with its plan; what is no agreement is none', async () => {
    const agreed = { agreedOn: '2026-09-08', by: 'VT4', endedOn: null };
    expect(saidIn(await view(vt, couple, 'VT4/2026-7101'), 'agreements')).toEqual([
      { ...agreed, text: 'One that is dated.', dueOn: '2026-12-01' },
      { ...agreed, text: 'One without a day.', dueOn: null },
    ]);
  });

  it('and it ended with its plan, once that is over', async () => {
    const share = await view(vt, couple, 'VT4/2026-7105');
    expect(partsOf(share, 'agreements').map(({ agreedOn, endedOn }) => [agreedOn, endedOn])).toEqual([
      ['2026-09-08', '2026-10-08'],
      ['2026-09-08', '2026-10-08'],
      ['2026-09-07', null],
    ]);
  });

  it('rows in the same words are parts of their own: of two persons, for two reasons, or written down twice', async () => {
    const share = await view(vt, couple, 'VT4/2026-7105');
    expect(counts(share)).toEqual({
      // With those of the assessment.
      work: 4,
      contacts: 2,
      handovers: 3,
      activities: 1,
      sightings: 2,
      concerns: 3,
      agreements: 3,
      acquaintances: 1,
    });
    const ids = kinds.flatMap((kind) => partsOf(share, kind).map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(partsOf(share, 'concerns').map(({ memberIds }) => memberIds)).toEqual([['m1'], ['m2'], ['m2']]);
    const again = await view(vt, couple, 'VT4/2026-7105');
    expect(kinds.flatMap((kind) => partsOf(again, kind).map(({ id }) => id))).toEqual(ids);
  });

  it('what it did not record is no part: an inquiry that has not begun runs for nobody', async () => {
    expect(counts(await view(vt, couple, 'VT4/2026-7104'))).toEqual({ concerns: 2, acquaintances: 1 });
  });
});
