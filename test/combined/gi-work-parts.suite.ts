/** What the GI contributes about who works with a household and what they did: the tables of the cast, under the GI's own rules. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createContextSigner } from '../../adapter-kit/access/signed-context.js';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import { gi } from '../../subgraphs/gi/subgraph.js';
import {
  type AskedGi,
  type Asker,
  accessOf,
  askOf,
  keyOf,
  now,
  pseudonym,
  startAskedGi,
} from '../access/gi-asking.js';
import { askerOf, hofdijk, relay } from '../access/gi-relay-family.js';
import { shelter } from '../access/gi-shield.js';
import { caseSystemUrl, pseudonymiser, runSql } from '../gi-source.js';
import { children, girls, memberNames } from './gi-share.js';
import { countsOf, expectedOf, kinds, sorted, toldBy, workQuery, workShareIn } from './gi-work-share.js';
import {
  acquaintances,
  activities,
  agreements,
  concerns,
  contacts,
  handovers,
  help,
  measures,
  work,
} from './relay-family.js';

const workers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['G1', 'G2', 'G3', 'G4', 'O2'].map((number) => [number, pseudonymiser.professional('GI1', number)]),
  ),
  O1: pseudonymiser.professional('SKJ', 'TEST-0007'),
};
const names = new Map([
  ['G1', 'S. K.'],
  ['G2', 'A. V.'],
  ['G3', 'N. D.'],
  ['G4', 'T. B.'],
  ['O1', 'E. R.'],
  ['O2', 'I. M.'],
]);
const jeugdbeschermer: Asker = { function: 'gi-supervision', caseReference: relay, unit: 'GI1' };

describe('who works with the family, as the GI tells the combined view', () => {
  let started: AskedGi;
  const sql = (...statements: readonly string[]) => runSql(caseSystemUrl(started.settings), ...statements);
  const ask = async (asker: Asker, key: OrganisationKey = hofdijk.key) =>
    workShareIn(await started.ask(workQuery, asker, { type: 'Household', key }));

  beforeAll(async () => {
    started = await startAskedGi();
    // The first question of a function has its rules worked through, in the time that its sources have.
    await started.ask(workQuery, jeugdbeschermer, hofdijk);
  }, 120_000);
  afterAll(async () => {
    await started.stop();
  });

  it('tells the workers of the cast once each, its own and those of others who were released', async () => {
    const { work: told } = await ask(jeugdbeschermer);
    expect(told).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(sorted(toldBy(told.parts))).toEqual(
      sorted(
        expectedOf(work).map(({ name, employerKind, ...row }) => ({
          ...row,
          name: names.get(name ?? ''),
          worker: workers[name ?? ''],
          employerKind,
          duo: null,
          carriesCase: employerKind === null ? null : row.carriesCase,
          shownUnder: employerKind === null ? 'RELEASE' : null,
          memberIds: employerKind === null ? [] : children,
        })),
      ),
    );
    expect(JSON.stringify(told)).not.toMatch(/TEST-0007|"G\d"|"O\d"/);
  });

  it('tells first contacts, intakes, plans, measures, requests and help on the days of the cast', async () => {
    const told = await ask(jeugdbeschermer);
    expect(sorted(toldBy(told.contacts.parts))).toEqual(
      sorted(
        expectedOf(contacts).map((row) => ({
          ...row,
          // The intake of a professional of another party is that party's.
          unit: row.worker === 'O2' ? 'De Haven' : row.unit,
          worker: workers[row.worker ?? ''],
          memberIds: children,
        })),
      ),
    );
    expect(toldBy(told.activities.parts)).toEqual(expectedOf(activities));
    expect(sorted(toldBy(told.measures.parts))).toEqual(sorted(expectedOf(measures)));
    expect(toldBy(told.handovers.parts)).toEqual(
      expectedOf(handovers).map((row) => ({ ...row, reason: expect.stringMatching(/gezag/) })),
    );
    // The family treatment stands in the GI's messages, filed on the youngest.
    const treatment = help.filter(({ name }) => name === 'family treatment');
    expect(sorted(toldBy(told.help.parts))).toEqual(
      sorted([
        ...expectedOf(help),
        ...treatment.map(({ id: _id, source: _source, ...row }) => ({
          ...row,
          memberIds: [memberNames['Hein']],
        })),
      ]),
    );
  });

  it('tells its label without a fact, its agreement, its list of whom it knows, and when children were last seen', async () => {
    const told = await ask(jeugdbeschermer);
    expect(toldBy(told.concerns.parts)).toEqual(
      expectedOf(concerns).map((row) => ({ ...row, statementKind: 'OPINION' })),
    );
    expect(toldBy(told.agreements.parts)).toEqual(expectedOf(agreements));
    expect(toldBy(told.acquaintances.parts)).toEqual(expectedOf(acquaintances));
    const seen = told.sightings.parts.map(({ memberId, memberIds, on, how, by }) =>
      [memberId, ...memberIds, on, how, by].join(' '),
    );
    expect([...seen].sort()).toEqual([
      'm3 m3 2026-10-08 SEEN GI1',
      'm6 m6 2026-10-22 SEEN De Haven',
      'm7 m7 2026-06-11 SEEN GI1',
      'm7 m7 2026-10-22 PHONED De Haven',
    ]);
  });

  it('tells a parent that a child was seen, and to nobody of the family but that child that it spoke alone', async () => {
    const alone = (how: string) =>
      sql(`UPDATE sighting SET how_code = '${how}' WHERE seen_on = '2026-10-08'`);
    await alone('SPOKEN_ALONE');
    const told = async (name: Parameters<typeof askerOf>[0]) =>
      (await ask(askerOf(name))).sightings.parts.map(({ memberId, how }) => `${memberId} ${how}`).sort();
    const others = ['m6 SEEN', 'm7 PHONED', 'm7 SEEN'];
    expect(await told('vt')).toEqual(['m3 SPOKEN_ALONE', ...others]);
    expect(await told('parent-with-authority')).toEqual(others);
    expect(await told('youth-12-up')).toEqual(['m3 SPOKEN_ALONE']);
    await alone('SEEN');
    expect(await told('parent-with-authority')).toContain('m3 SEEN');
  });

  it('leaves help out of which it is in dispute whose it is: it is not help to the whole household', async () => {
    const trix = pseudonym('999999400');
    const { help: whole } = await ask(jeugdbeschermer);
    const disputed = { ...hofdijk.key, disputed: { [trix]: ['m6', 'm7'] } };
    const { help: told } = await ask(jeugdbeschermer, disputed);
    expect(told.parts.map(({ memberIds }) => memberIds)).toEqual(
      whole.parts.map(({ memberIds }) => memberIds).filter(([memberId]) => memberId !== 'm7'),
    );
  });

  it('gives every part an id of its own that stays the same, and its source', async () => {
    const [first, again] = [await ask(jeugdbeschermer), await ask(jeugdbeschermer)];
    for (const kind of kinds) {
      const ids = first[kind].parts.map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
      expect(again[kind].parts.map(({ id }) => id)).toEqual(ids);
      for (const { source } of first[kind].parts) {
        expect(source).toMatchObject({ organisation: 'GI', unit: 'Jeugdbescherming De Kade' });
      }
    }
  });

  it.each([
    // The measure, and nothing of the plan or of youth care.
    ['vt', { work: 4, contacts: 3, handovers: 1, measures: 6, sightings: 4 }],
    // Of the plan what is about help.
    ['fixed-face', { work: 6, contacts: 4, handovers: 1, measures: 6, sightings: 4, activities: 1, help: 4 }],
    [
      'raad-protection',
      {
        work: 6,
        contacts: 4,
        handovers: 1,
        measures: 6,
        sightings: 4,
        activities: 1,
        concerns: 1,
        agreements: 1,
        acquaintances: 1,
      },
    ],
    ['raad-penal', {}],
    // His own measure, his plan, and no youth care of his own.
    [
      'youth-12-up',
      {
        work: 6,
        contacts: 4,
        measures: 1,
        sightings: 1,
        activities: 1,
        concerns: 1,
        agreements: 1,
        acquaintances: 1,
      },
    ],
  ] as const)(
    'gives %s what stands under records of the rows that the matrix gives',
    async (name, counts) => {
      const told = await ask(askerOf(name));
      for (const kind of kinds) expect([kind, told[kind].outcome]).toEqual([kind, 'ANSWERED']);
      expect(countsOf(told)).toEqual(counts);
    },
  );

  it('does not even read from the case database what this viewer is not given', async () => {
    started.forget();
    await ask(askerOf('vt'));
    expect(started.received()).not.toMatch(
      /unsafe|every other Sunday|Kursus|Rijnoever|TEST-0007|foster support/,
    );
    started.forget();
    await ask(askerOf('raad-penal'));
    expect(started.received()).not.toMatch(/seen_on" : "|asked_on" : "|De Haven|gedragswetenschapper/);
  });

  it('withholds every kind from an architect, with no part', async () => {
    const told = await ask(askerOf('architect'));
    for (const kind of kinds) {
      expect(told[kind]).toMatchObject({ outcome: 'WITHHELD', parts: [] });
      expect(told[kind].visibility?.every(({ visibility }) => visibility === 'NONE')).toBe(true);
    }
  });

  it('tells nobody of a professional whose employer released nothing, nor of the intake', async () => {
    await sql("UPDATE party_assignment SET is_released_by_holder = false WHERE professional_number = 'O2'");
    started.forget();
    const told = await ask(jeugdbeschermer);
    expect(told.work.parts.map(({ employer }) => employer)).not.toContain('De Haven');
    expect(told.contacts.parts).toHaveLength(3);
    expect(started.received()).not.toContain('I. M.');
    await sql("UPDATE party_assignment SET is_released_by_holder = true WHERE professional_number = 'O2'");
  });

  it('tells of Nina, who is hidden, that she was seen and by which unit, and nobody who works with her', async () => {
    const outside = await ask(jeugdbeschermer, shelter.key);
    expect(toldBy(outside.sightings.parts)).toEqual([
      { memberId: 'm2', memberIds: ['m2'], on: '2026-10-28', how: 'SEEN', by: 'GI1' },
    ]);
    expect(countsOf(outside)).toEqual({ contacts: 1, measures: 2, sightings: 1 });
    expect(outside.contacts.parts).toMatchObject([{ kind: 'FIRST_CONTACT', on: '2026-07-23', worker: null }]);
    await sql("UPDATE sighting SET party = 'Shelter Utrecht' WHERE reference = 'GI1/2026-0717'");
    started.forget();
    expect((await ask(jeugdbeschermer, shelter.key)).sightings.parts).toEqual([]);
    expect(started.received()).not.toContain('Utrecht');
    const inside = await ask({ ...jeugdbeschermer, caseReference: 'GI1/2026-0717' }, shelter.key);
    expect(inside.sightings.parts).toMatchObject([{ by: 'Shelter Utrecht' }]);
    expect(inside.work.parts).toMatchObject([{ name: 'D. M.', memberIds: ['m2'] }, { since: '2026-10-12' }]);
    await sql("UPDATE sighting SET party = NULL WHERE reference = 'GI1/2026-0717'");
  });

  it('gives nothing that stands under a measure past its retention', async () => {
    await sql("UPDATE measure SET retain_until = '2026-11-01' WHERE measure_number = 'M-2026-0335'");
    const told = await ask(jeugdbeschermer);
    expect(told.sightings.parts.map(({ memberId }) => memberId).sort()).toEqual(['m3', 'm6']);
    expect(told.handovers.parts).toMatchObject([{ memberIds: ['m5', 'm6'] }]);
    expect(told.measures.parts.flatMap(({ memberIds }) => memberIds)).not.toContain('m7');
    await sql("UPDATE measure SET retain_until = NULL WHERE measure_number = 'M-2026-0335'");
  });

  it("shows at the aunt's what is about the girls, and nothing of the boys", async () => {
    const key = keyOf(
      [relay],
      Object.fromEntries(
        ['999999382', '999999394', '999999400'].map((bsn, index) => [pseudonym(bsn), `m${index + 5}`]),
      ),
    );
    const told = await ask(jeugdbeschermer, key);
    const members = kinds.flatMap((kind) => told[kind].parts.flatMap(({ memberIds }) => memberIds));
    expect(new Set(members)).toEqual(new Set(girls));
    expect(told.work.parts).toHaveLength(6);
  });

  it.each([
    [
      'work',
      "UPDATE professional SET work_domain_code = 'GARDENING' WHERE professional_number = 'G3'",
      "UPDATE professional SET work_domain_code = 'PROTECTION' WHERE professional_number = 'G3'",
    ],
    [
      'sightings',
      "UPDATE sighting SET how_code = 'HEARD' WHERE sighting_number = 'S-2026-1008'",
      "UPDATE sighting SET how_code = 'SEEN' WHERE sighting_number = 'S-2026-1008'",
    ],
    [
      'handovers',
      "UPDATE handover_request SET to_organisation = 'POLICE'",
      "UPDATE handover_request SET to_organisation = 'RAAD'",
    ],
    ['concerns', 'UPDATE concern SET label = NULL', "UPDATE concern SET label = 'unsafe'"],
    [
      'agreements',
      "UPDATE agreement SET agreement = ''",
      "UPDATE agreement SET agreement = 'girls home every other Sunday'",
    ],
    [
      'acquaintances',
      'UPDATE involved_list SET involved = \'{VT1,""}\'',
      'UPDATE involved_list SET involved = \'{VT1,RVDK,LT1,LT2,Rijnoever,"De Haven","primary school","Kursus BV"}\'',
    ],
    [
      'help',
      "UPDATE care_provider SET provider_name = ''",
      "UPDATE care_provider SET provider_name = CASE agb_code WHEN '99000001' THEN 'De Haven' ELSE 'Rijnoever' END",
    ],
  ] as const)(
    'says of %s that are not as agreed that its contract is broken, and gives none',
    async (kind, breaks, mends) => {
      await sql(breaks);
      expect((await ask(jeugdbeschermer))[kind]).toMatchObject({
        outcome: 'UNAVAILABLE',
        reason: 'CONTRACT_BROKEN',
        parts: [],
      });
      await sql(mends);
      expect((await ask(jeugdbeschermer))[kind].outcome).toBe('ANSWERED');
    },
  );

  it('says that it could not be asked when its case database is away, and never that there is nobody', async () => {
    const url = { GI_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const subgraph = gi.create({ ...started.settings, ...url }, started.tools);
    const token = await createContextSigner(started.key, now).sign(accessOf(jeugdbeschermer), 'gi');
    const told = workShareIn(await askOf(subgraph, token, workQuery, [hofdijk]));
    await subgraph.close();
    for (const kind of kinds) {
      expect(told[kind]).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] });
    }
  });

  it('names help by its codes, and as given of free will, where the GI recorded nothing else', async () => {
    // The last test of this family.
    await sql(
      'DELETE FROM care_product',
      'DELETE FROM care_provider',
      'DELETE FROM allocation_under_measure',
    );
    const { help: told } = await ask(jeugdbeschermer);
    expect(told.parts.find(({ memberIds }) => memberIds[0] === 'm5')).toMatchObject({
      name: '44',
      provider: '99000001',
      frame: 'VOLUNTARY',
      startedOn: '2026-05-04',
    });
  });
});
