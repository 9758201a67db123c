/**
 * What the Raad contributes of who worked on its investigations, whom they met and whom its file names, on
 * its running source.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { AccessContext } from '../../adapter-kit/access/subject.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import { decideAccess } from '../../simulated-sources/raad/act-two.js';
import type { Part } from '../../subgraphs/household/combine/contribution.js';
import { accessOf, pseudonymiser, type RaadHarness, relationTo, startRaad } from '../access/raad-harness.js';
import { askShares, type SharesOf, sharesIn } from './contract.js';
import { visibilityOf } from './contributed.js';
import * as cast from './relay-family.js';

const relayFamily = Object.entries(grootEsselink).filter(([name]) => cast.everybody.includes(name));
const relayCases = ['RVDK/2025-7781', 'RVDK/2026-5120'];
const raad = accessOf('raad-protection');

const kinds = ['work', 'contacts', 'activities', 'handovers', 'sightings', 'acquaintances'] as const;
type Kind = (typeof kinds)[number];
const query = askShares('raadCombined', kinds);
type Combined = SharesOf<Kind>;

/** How the reads of the store are put wrong, if at all. */
let alter: ((payload: unknown) => unknown) | null = null;
let harness: RaadHarness;
let relay: Combined;
let callsForRelay: readonly string[];
beforeAll(async () => {
  harness = await startRaad({
    configure(app) {
      app.addHook('preSerialization', async (_request, _reply, payload: unknown) =>
        alter === null ? payload : alter(payload),
      );
    },
  });
  relay = await view(raad, ...relayCases);
  callsForRelay = [...harness.calls];
}, 60_000);
afterAll(() => harness?.stop());

// Members have the names that the cast's tables use.
const members = Object.fromEntries(
  relayFamily.map(([name, { bsn }]) => [pseudonymiser.person(bsn) ?? '', name]),
);

async function view(access: AccessContext, ...references: readonly string[]): Promise<Combined> {
  const key = harness.keyOf(references, null, members);
  const answer = await harness.send(query, 'Household', key, await harness.headersOf(access));
  return sharesIn(answer, 'raadCombined', kinds);
}

const counts = (found: Combined) => kinds.map((kind) => found[kind].parts.length);

/** What the rules expect of the Raad's parts, without what only the real source can say. */
const expected = <Item extends Part>(parts: readonly Item[]) =>
  parts.filter(({ source }) => source.unit === 'RVDK');
const shownAs = (parts: readonly object[]) => {
  const rows = parts.map((one) => {
    const {
      id: _id,
      source: _source,
      worker: _worker,
      name: _name,
      ...rest
    } = {
      worker: null,
      name: null,
      ...one,
    } as Record<string, unknown>; // parts of any kind
    return Array.isArray(rest['memberIds']) ? { ...rest, memberIds: [...rest['memberIds']].sort() } : rest;
  });
  return rows.sort((left, right) => JSON.stringify(left).localeCompare(JSON.stringify(right)));
};

describe('the Raad contributes of the relay family', () => {
  it('its three workers, each as opaque as everywhere and under the name that the Raad shows', () => {
    const { parts } = relay.work;
    const rows = expected(cast.work).map((one) => ({ ...one, duo: null, shownUnder: null }));
    expect(shownAs(parts)).toEqual(shownAs(rows));
    const workerOf = (number: string) => pseudonymiser.professional('RVDK', number);
    expect(parts.map(({ worker, name }) => [worker, name])).toEqual([
      [workerOf('TEST-R1'), 'A. Voorbeeld'],
      [workerOf('TEST-R2'), 'M. Bos'],
      [workerOf('TEST-R3'), 'C. Voorbeeld'],
    ]);
    expect(JSON.stringify(relay)).not.toContain('TEST-R');
  });

  it('both times that the family told its story, and not the intake at the desk', () => {
    const { parts } = relay.contacts;
    expect(shownAs(parts)).toEqual(shownAs(expected(cast.contacts)));
    expect(parts.map(({ on }) => on)).toEqual(['2026-01-12', '2026-10-19']);
    const [first, second] = relay.work.parts;
    expect(parts.map(({ worker }) => worker)).toEqual([first?.['worker'], second?.['worker']]);
  });

  it('its investigations, from the messages', () => {
    expect(shownAs(relay.activities.parts)).toEqual(shownAs(expected(cast.activities)));
  });

  it('the hand-over to the certified institution after the decision of the court', () => {
    const rows = expected(cast.handovers).map((one) => ({ ...one, reason: "court's decision" }));
    expect(shownAs(relay.handovers.parts)).toEqual(shownAs(rows));
  });

  it('that Fien was spoken with alone', () => {
    expect(shownAs(relay.sightings.parts)).toEqual([
      { memberId: 'fien', memberIds: ['fien'], on: '2026-10-26', how: 'SPOKEN_ALONE', by: 'RVDK' },
    ]);
    expect(relay.sightings.parts.map(({ source }) => source.recordId)).toEqual(['RVDK/2026-5120']);
  });

  it('whom its file names, with each of its cases', () => {
    const [list] = expected(cast.acquaintances);
    const sorted = (knows: unknown) => z.array(z.string()).parse(knows).toSorted();
    const { parts } = relay.acquaintances;
    expect(parts.map(({ source }) => source.recordId)).toEqual(relayCases);
    for (const { unit, asOf, knows, memberIds } of parts) {
      expect([unit, asOf, memberIds]).toEqual(['RVDK', list?.asOf, []]);
      expect(sorted(knows)).toEqual(sorted(list?.knows));
    }
  });

  it('each part once, with where and when it was told, under the record that it belongs to', () => {
    for (const kind of kinds) {
      const { parts, outcome, reason, visibility } = relay[kind];
      expect([outcome, reason]).toEqual(['ANSWERED', null]);
      expect(visibilityOf({ visibility })).toEqual({ RAAD_STATUS: 'ALL' });
      const ids = parts.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/);
    }
    expect(relay.handovers.parts[0]?.source).toEqual({
      organisation: 'RAAD',
      unit: 'Raad voor de Kinderbescherming',
      system: 'StUF Jeugdzorg 1.0.9 message store',
      recordId: 'RVDK/2025-7781',
      recordedAt: '2026-11-01T18:00:00+01:00',
      retrievedAt: '2026-11-02T11:00:00.000Z',
    });
    expect(callsForRelay).toEqual(['POST /case-attributes/_search', 'POST /case-files/_search']);
  });

  it('the same under the same ids when it is asked again', async () => {
    expect(await view(raad, ...relayCases)).toEqual(relay);
  });
});

describe('of a case about which its own system told', () => {
  const reference = 'RVDK/2026-2904';
  const reasonsOf = (found: Combined) => Object.fromEntries(kinds.map((kind) => [kind, found[kind].reason]));
  const kept = Object.fromEntries(kinds.map((kind) => [kind, null]));
  const dossiersLess = z.object({ caseFiles: z.array(z.looseObject({ reference: z.string() })) });
  const withoutDossiers = (payload: unknown, isOf: (reference: string) => boolean = () => true) => {
    const answer = dossiersLess.safeParse(payload);
    if (!answer.success) return payload;
    const caseFiles = answer.data.caseFiles.map(({ dossiers, ...file }) =>
      isOf(file.reference) ? file : { ...file, dossiers },
    );
    return { caseFiles };
  };

  it('nothing, the investigation stands and the rest is not kept: nobody may read it as "none"', async () => {
    alter = (payload) => withoutDossiers(payload);
    const found = await view(raad, reference);
    alter = null;
    for (const kind of kinds) expect(found[kind].outcome).toBe('ANSWERED');
    const lost = Object.fromEntries(kinds.map((kind) => [kind, 'NOT_KEPT']));
    expect(reasonsOf(found)).toEqual({ ...lost, activities: null });
    expect(counts(found)).toEqual([0, 0, 1, 0, 0, 0]);
    expect(found.activities.parts).toMatchObject([{ from: '2026-08-03', until: null }]);
  });

  it('that there was none, there is none; and whom its file names it did not tell', async () => {
    const found = await view(raad, reference);
    expect(reasonsOf(found)).toEqual({ ...kept, acquaintances: 'NOT_KEPT' });
    expect(counts(found)).toEqual([0, 0, 1, 0, 0, 0]);
  });

  it('of one case and not of the other, the parts of the one stand and the whole is not kept', async () => {
    const [first, second] = relayCases;
    alter = (payload) => withoutDossiers(payload, (one) => one === second);
    const found = await view(raad, ...relayCases);
    alter = null;
    expect(found.work).toMatchObject({ reason: 'NOT_KEPT', parts: [{ source: { recordId: first } }] });
  });

  it('nothing is said to be not kept to whom no investigation is open', async () => {
    alter = (payload) => withoutDossiers(payload);
    const found = await view(accessOf('fixed-face'), ...relayCases);
    alter = null;
    expect(reasonsOf(found)).toEqual(kept);
  });
});

describe('a member of the family', () => {
  const { wilma, fien } = grootEsselink;
  const talks = (found: Combined) => found.sightings.parts.map(({ memberId, how }) => [memberId, how]);

  it('is not told that another was spoken with alone, and when', async () => {
    const parent = accessOf('parent-with-authority', {
      person: pseudonymiser.person(wilma.bsn),
      relations: Object.values(grootEsselink).map(({ bsn }) => relationTo(bsn)),
    });
    const found = await view(parent, ...relayCases);
    expect(found.work.parts.length).toBeGreaterThan(0);
    expect(talks(found)).toEqual([]);
    expect(JSON.stringify(found)).not.toMatch(/SPOKEN_ALONE|2026-10-26/);
  });

  it('and is told of themselves', async () => {
    const girl = accessOf('youth-12-up', { person: pseudonymiser.person(fien.bsn) });
    expect(talks(await view(girl, 'RVDK/2026-5120'))).toEqual([['fien', 'SPOKEN_ALONE']]);
  });
});

describe('whom of a case a viewer may recognise', () => {
  it('is decided once for all kinds of parts, beside what opens the case', async () => {
    await view(raad, 'RVDK/2026-5120');
    const identities = harness.decisions.filter(({ recordType }) => recordType === 'identity');
    const persons = new Set(identities.map(({ recordId }) => recordId));
    expect(persons.size).toBeGreaterThan(0);
    expect(identities).toHaveLength(2 * persons.size);
  });
});

describe('of what is not for a viewer', () => {
  it.each([
    // What Veilig Thuis asked for it may follow, and not what the certified institution asked for.
    ['vt', [1, 1, 1, 1, 0, 1], ['RVDK/2025-7781']],
    ['gi-supervision', [3, 2, 2, 1, 1, 2], relayCases],
    ['fixed-face', [0, 0, 0, 0, 0, 0], []],
    ['raad-penal', [0, 0, 0, 0, 0, 0], []],
    ['parent-without-authority', [0, 0, 0, 0, 0, 0], []],
  ] as const)('%s gets as much as it gets of the investigation', async (asker, expectedCounts, cases) => {
    const found = await view(accessOf(asker), ...relayCases);
    expect(counts(found)).toEqual(expectedCounts);
    const from = kinds.flatMap((kind) => found[kind].parts.map(({ source }) => source.recordId));
    expect([...new Set(from)].sort()).toEqual(cases);
    if (cases.length === 0) expect(JSON.stringify(found)).not.toMatch(/Bos|Voorbeeld|GI1|Haven/);
  });

  it('and of what may not be followed nothing leaves the store', async () => {
    const answers: string[] = [];
    alter = (payload) => {
      answers.push(JSON.stringify(payload));
      return payload;
    };
    await harness.household(accessOf('vt'), ['RVDK/2026-5120'], members);
    alter = null;
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.join()).not.toMatch(/Bos|TEST-R|SPOKEN_ALONE/);
  });

  it('nothing of a shielded case is told, to anybody outside it', async () => {
    const [, reference = ''] = relayCases;
    const shield = { kind: 'SHIELD', reference, from: 'EVERYBODY' } as const;
    await decideAccess(harness.running, shield);
    const outside = await view(accessOf('rvt-duo'), ...relayCases);
    const inside = await view(accessOf('raad-protection', { caseReference: reference }), reference);
    await decideAccess(harness.running, { ...shield, isWithdrawn: true });
    expect(counts(outside)).toEqual([1, 1, 1, 1, 0, 1]);
    expect(counts(inside)).toEqual([2, 1, 1, 0, 1, 1]);
  });
});

describe('where the source cannot be believed or reached', () => {
  const lost = (reason: string) => ({ outcome: 'UNAVAILABLE', reason, parts: [] });

  it.each([
    ['is down', 'RVDK/2026-9005', 'DOWN'],
    ['sends what no calendar knows', 'RVDK/2026-9006', 'CONTRACT_BROKEN'],
  ])('no half list is given where it %s', async (_, reference, reason) => {
    const found = await view(raad, 'RVDK/2025-7781', reference);
    for (const kind of kinds) expect(found[kind]).toMatchObject(lost(reason));
  });

  type Dossier = Readonly<Record<string, unknown>> & { readonly number: string };
  const answerSchema = z.object({
    caseFiles: z.array(
      z.looseObject({ reference: z.string(), dossiers: z.array(z.looseObject({ number: z.string() })) }),
    ),
  });
  const altering = (change: (dossier: Dossier) => object) => (payload: unknown) => {
    const answer = answerSchema.safeParse(payload);
    if (!answer.success) return payload;
    return {
      caseFiles: answer.data.caseFiles.map((file) => ({ ...file, dossiers: file.dossiers.map(change) })),
    };
  };
  const firstOf = (rows: unknown, change: object) => {
    const [row, ...others] = z.array(z.looseObject({})).parse(rows);
    return [{ ...row, ...change }, ...others];
  };

  it('and the same is given where nothing was put wrong on the way', async () => {
    alter = altering((one) => one);
    const found = await view(raad, ...relayCases);
    alter = null;
    expect(found).toEqual(relay);
  });

  it.each<readonly [string, (dossier: Dossier) => object]>([
    [
      'a day that no calendar has',
      (one) => ({ ...one, work: firstOf(one['work'], { since: '2026-02-30' }) }),
    ],
    [
      'work that ends before it began',
      (one) => ({ ...one, work: firstOf(one['work'], { until: '2000-01-01' }) }),
    ],
    ['a key that was not agreed', (one) => ({ ...one, reporter: 'somebody' })],
    [
      'a contact by nobody of the case',
      (one) => ({ ...one, contacts: firstOf(one['contacts'], { worker: 'X' }) }),
    ],
    [
      'a row twice',
      (one) => ({ ...one, contacts: [...firstOf(one['contacts'], {}), ...firstOf(one['contacts'], {})] }),
    ],
    ['a kind that nobody knows', (one) => ({ ...one, contacts: firstOf(one['contacts'], { kind: 'DESK' }) })],
    [
      'somebody whom the case does not have',
      (one) => ({ ...one, sightings: [{ id: 'S-9', person: '99-9', on: '2026-10-26', how: 'SEEN' }] }),
    ],
    ['an investigation that is not there', (one) => ({ ...one, number: 'RVDK/2026-0001' })],
  ])('nor where what its own system told has %s', async (_, change) => {
    alter = altering(change);
    const found = await view(raad, ...relayCases);
    alter = null;
    for (const kind of kinds) expect(found[kind]).toMatchObject(lost('CONTRACT_BROKEN'));
  });
});
