/** What the GI contributes to the combined view of a household: its events and its terms, as far as its own rules give them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createContextSigner } from '../../adapter-kit/access/signed-context.js';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import { grootEsselink, nagelhout } from '../../simulated-sources/families.js';
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
import { caseSystemUrl, runSql } from '../gi-source.js';
import { deadlinesOfTheCast } from './expected-terms.js';
import {
  children,
  combinedIn,
  each,
  girls,
  kindsOf,
  linesOf,
  memberNames,
  query,
  termLinesOf,
  visibilityOf,
} from './gi-share.js';

describe('the share of the GI in the combined view', () => {
  let started: AskedGi;
  const sql = (...statements: readonly string[]) => runSql(caseSystemUrl(started.settings), ...statements);
  const ask = async (asker: Asker, key: OrganisationKey = hofdijk.key) =>
    combinedIn(await started.ask(query, asker, { type: 'Household', key }));
  const jeugdbeschermer: Asker = { function: 'gi-supervision', caseReference: relay, unit: 'GI1' };

  beforeAll(async () => {
    started = await startAskedGi();
    // The first question of a function has its rules worked through, in the time that its sources have.
    await started.ask(query, jeugdbeschermer, hofdijk);
  }, 60_000);
  afterAll(async () => {
    await started.stop();
  });

  it('tells what happened to the relay family, on the days of the cast', async () => {
    const combined = await ask(jeugdbeschermer);
    expect(combined.events).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(linesOf(combined)).toEqual(
      [
        ...each('MEASURE_STARTED 2026-03-30'),
        ...each('FIRST_CONTACT 2026-04-08'),
        ...each('FAMILY_PLAN_WAIVED 2026-04-13'),
        ...each('PLACEMENT_AUTHORISED 2026-03-30', [...girls, 'm8']),
        ...each('PLACEMENT_AUTHORISED 2026-09-24', girls),
        ...each('PLACEMENT_CARRIED_OUT 2026-03-30', girls),
        `PROTECTION_PLAN_MADE 2026-05-26 ${children.join(' ')}`,
        ...each('CARE_ALLOCATED 2026-04-13', girls),
        ...each('CARE_STARTED 2026-05-04', girls),
        ...each('CARE_ALLOCATED 2025-04-14', ['m8']),
        ...each('CARE_STARTED 2025-05-12', ['m8']),
        ...each('CARE_ALLOCATED 2026-03-30', ['m8']),
        ...each('CARE_STARTED 2026-04-08', ['m8']),
      ].sort(),
    );
    const { parts } = combined.events;
    expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
    expect(parts.find(({ kind, memberIds }) => kind === 'MEASURE_STARTED' && memberIds[0] === 'm8')).toEqual({
      id: expect.stringMatching(/^[\w-]{16}$/),
      kind: 'MEASURE_STARTED',
      when: '2026-03-30',
      precision: 'DAY',
      text: 'ondertoezichtstelling',
      memberIds: ['m8'],
      statementKind: 'FACT',
      source: {
        organisation: 'GI',
        unit: 'Jeugdbescherming De Kade',
        system: 'case database (PostgreSQL)',
        recordId: 'M-2026-0336',
        recordedAt: '2026-03-31T07:10:00+00:00',
        retrievedAt: '2026-11-02T11:00:00.000Z',
      },
    });
    // The same record has the same id the next time.
    expect((await ask(jeugdbeschermer)).events.parts.map(({ id }) => id)).toEqual(parts.map(({ id }) => id));
  });

  it('gives what the terms of the cast are counted from, one for each child', async () => {
    const combined = await ask(jeugdbeschermer);
    const { parts } = combined.terms;
    const expected = deadlinesOfTheCast.filter(({ unit }) => unit === 'GI1');
    expect(expected).toHaveLength(5);
    for (const { kind, who, from, doneOn } of expected) {
      const members = who?.map((name) => memberNames[name]) ?? children;
      const told = parts.filter(
        (part) => part.kind === kind && members.includes(part.memberIds[0] ?? 'nobody'),
      );
      expect(told.map((part) => part.memberIds[0]).sort()).toEqual([...members].sort());
      for (const part of told) expect(part).toMatchObject({ from, alsoFrom: null, doneOn });
    }
    expect(termLinesOf(combined)).toEqual(
      [
        ...each('FIRST_CONTACT 2026-03-30 2026-04-08'),
        ...each('PROTECTION_PLAN 2026-04-13 2026-05-26'),
        ...each('MEASURE_END 2027-03-30 '),
        ...each('PLACEMENT_UNUSED 2026-03-30 2026-03-30', girls),
        'PLACEMENT_UNUSED 2026-03-30  m8',
        ...each('PLACEMENT_END 2027-03-30 ', girls),
      ].sort(),
    );
    expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
  });

  it.each<readonly [Asker['function'], readonly string[], readonly string[]]>([
    // No authorisation, no placement; of the plan what is about help. That a plan was not made this viewer could not tell.
    [
      'fixed-face',
      'MEASURE_STARTED FIRST_CONTACT FAMILY_PLAN_WAIVED PROTECTION_PLAN_MADE CARE_ALLOCATED CARE_STARTED'.split(
        ' ',
      ),
      ['FIRST_CONTACT', 'PROTECTION_PLAN', 'MEASURE_END'],
    ],
    ['vt', ['MEASURE_STARTED', 'FIRST_CONTACT', 'FAMILY_PLAN_WAIVED'], ['FIRST_CONTACT', 'MEASURE_END']],
    // Authorisations, and no placement: nobody may conclude that they were not used.
    [
      'raad-protection',
      'MEASURE_STARTED FIRST_CONTACT FAMILY_PLAN_WAIVED PLACEMENT_AUTHORISED PROTECTION_PLAN_MADE'.split(' '),
      ['FIRST_CONTACT', 'PROTECTION_PLAN', 'MEASURE_END'],
    ],
    ['raad-penal', [], []],
  ])(
    'gives %s events and terms of the rows that the matrix gives, and no others',
    async (name, events, terms) => {
      const combined = await ask(askerOf(name));
      expect(combined.events.outcome).toBe('ANSWERED');
      expect(kindsOf(combined)).toEqual({ events: [...events].sort(), terms: [...terms].sort() });
    },
    120_000,
  );

  it('tells of each kind of record whether something may be filtered, whatever there is', async () => {
    const none = { state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' } as const;
    const forRaad = await ask(askerOf('raad-protection'));
    expect(visibilityOf(forRaad.events)).toEqual({
      MEASURE: 'ALL',
      GI_PLAN: 'ALL',
      COURT_DECISION: 'ALL',
      PLACEMENT_ADDRESS: 'MAY_BE_FILTERED',
      PROVISION: 'MAY_BE_FILTERED',
    });
    expect(visibilityOf(forRaad.terms)).toEqual({
      MEASURE: 'ALL',
      GI_PLAN: 'ALL',
      COURT_DECISION: 'ALL',
      PLACEMENT_ADDRESS: 'MAY_BE_FILTERED',
    });
    const ofNobody = await ask(askerOf('raad-protection'), none);
    expect(ofNobody.events).toEqual({ ...forRaad.events, outcome: 'NOT_KNOWN', parts: [] });
    expect(ofNobody.terms).toEqual({ ...forRaad.terms, outcome: 'NOT_KNOWN', parts: [] });
    const forArchitect = await ask(askerOf('architect'));
    expect(forArchitect.events).toMatchObject({ outcome: 'WITHHELD', reason: null, parts: [] });
    expect(new Set(Object.values(visibilityOf(forArchitect.events)))).toEqual(new Set(['NONE']));
    expect(forArchitect.terms.parts).toEqual([]);
  });

  it('does not tell a parent that an authorisation was not used, where a placement could be kept from parents', async () => {
    const father = askerOf('parent-with-authority');
    expect(termLinesOf(await ask(father)).filter((line) => line.startsWith('PLACEMENT'))).toEqual(
      [
        ...each('PLACEMENT_UNUSED 2026-03-30 2026-03-30', girls),
        ...each('PLACEMENT_END 2027-03-30 ', girls),
      ].sort(),
    );
    await sql(
      "UPDATE placement_authorisation SET is_place_open_to_parents = false WHERE measure_number = 'M-2026-0333'",
    );
    const kept = await ask(father);
    expect(termLinesOf(kept).filter((line) => /^PLACEMENT.* m5$/.test(line))).toEqual([]);
    expect(linesOf(kept).filter((line) => /^PLACEMENT_CARRIED_OUT.* m5$/.test(line))).toEqual([]);
    await sql(
      "UPDATE placement_authorisation SET is_place_open_to_parents = true WHERE measure_number = 'M-2026-0333'",
    );
  });

  it('tells nobody outside the case of a hidden child whether a plan was made or a placement carried out', async () => {
    const authorise = (number: string, carriedOutOn: string) =>
      sql(
        `INSERT INTO placement_authorisation VALUES ('${number}', 'M-2026-1012', '2026-10-12', '2026-10-12', '2027-10-12', ${carriedOutOn}, true)`,
        "UPDATE measure SET family_plan_waived_on = '2026-10-14' WHERE measure_number = 'M-2026-1012'",
      );
    const nina = 'GI1/2026-0717';
    const outside: Asker = { ...jeugdbeschermer, caseReference: relay };
    const inside: Asker = { ...jeugdbeschermer, caseReference: nina };
    const seen: (readonly string[])[] = [];
    for (const carriedOutOn of ["'2026-10-13'", 'NULL']) {
      await authorise('A-NINA', carriedOutOn);
      seen.push(termLinesOf(await ask(outside, shelter.key)), linesOf(await ask(outside, shelter.key)));
      const own = termLinesOf(await ask(inside, shelter.key));
      expect(own).toContain(`PLACEMENT_UNUSED 2026-10-12 ${carriedOutOn === 'NULL' ? '' : '2026-10-13'} m2`);
      expect(own).toContain('PROTECTION_PLAN 2026-10-14  m2');
      await sql("DELETE FROM placement_authorisation WHERE authorisation_number = 'A-NINA'");
    }
    await sql("UPDATE measure SET family_plan_waived_on = NULL WHERE measure_number = 'M-2026-1012'");
    const [terms, events, ...again] = seen;
    expect(again).toEqual([terms, events]);
    // The provisional order was followed by supervision: the latest end counts, and the contact was made.
    expect(terms).toEqual(['FIRST_CONTACT 2026-07-17 2026-07-23 m2', 'MEASURE_END 2027-10-12  m2']);
  });

  it('takes an extension for the same placement, also where nobody carried it out anew', async () => {
    const ofFien = async () =>
      termLinesOf(await ask(jeugdbeschermer)).filter((line) => /^PLACEMENT.* m5$/.test(line));
    const before = await ofFien();
    expect(before).toEqual(['PLACEMENT_END 2027-03-30  m5', 'PLACEMENT_UNUSED 2026-03-30 2026-03-30 m5']);
    const number = "authorisation_number = 'M-2026-0333-b'";
    await sql(`UPDATE placement_authorisation SET carried_out_on = NULL WHERE ${number}`);
    expect(await ofFien()).toEqual(before);
    await sql(`UPDATE placement_authorisation SET carried_out_on = '2026-10-01' WHERE ${number}`);
  });

  it('leaves the last day of a measure out once its end is recorded, and tells the end', async () => {
    await sql(
      "UPDATE measure SET ended_on = '2026-10-20', end_reason_code = '02' WHERE measure_number = 'M-2026-0333'",
    );
    const combined = await ask(jeugdbeschermer);
    expect(combined.events.parts).toContainEqual(
      expect.objectContaining({
        kind: 'MEASURE_ENDED',
        when: '2026-10-20',
        text: 'tussentijdse opheffing',
        memberIds: ['m5'],
      }),
    );
    expect(termLinesOf(combined).filter((line) => /_END .* m5$/.test(line))).toEqual([]);
    await sql(
      "UPDATE measure SET ended_on = NULL, end_reason_code = NULL WHERE measure_number = 'M-2026-0333'",
    );
  });

  it('gives no part of a measure past its retention, nor of what hangs on it', async () => {
    await sql("UPDATE measure SET retain_until = '2026-11-01' WHERE measure_number = 'M-2026-0333'");
    const combined = await ask(jeugdbeschermer);
    const ofFien = [...linesOf(combined), ...termLinesOf(combined)].filter((line) => / m5\b/.test(line));
    expect(ofFien).toEqual(['CARE_ALLOCATED 2026-04-13 m5', 'CARE_STARTED 2026-05-04 m5']);
    await sql("UPDATE measure SET retain_until = NULL WHERE measure_number = 'M-2026-0333'");
  });

  it('keeps what happened and names nobody while it is in dispute which twin it is about', async () => {
    const { django, jordy } = nagelhout;
    const both = ['m1', 'm2'];
    const key: OrganisationKey = {
      ...(keyOf(['GI2/2025-1103'], {}) as Extract<OrganisationKey, { readonly state: 'REFERENCES' }>),
      disputed: { [pseudonym(django.bsn)]: both, [pseudonym(jordy.bsn)]: both },
    };
    const combined = await ask(jeugdbeschermer, key);
    expect(linesOf(combined)).toEqual([
      'FIRST_CONTACT 2025-11-06',
      'FIRST_CONTACT 2025-11-06',
      'MEASURE_STARTED 2025-11-03',
      'MEASURE_STARTED 2025-11-03',
      'PROTECTION_PLAN_MADE 2025-12-08',
    ]);
    expect([...combined.events.parts, ...combined.terms.parts].flatMap(({ memberIds }) => memberIds)).toEqual(
      [],
    );
  });

  it('has no events rather than fewer while the messages cannot be read, and its terms all the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-ijw-'));
    writeFileSync(join(folder, 'broken.xml'), 'not XML');
    const subgraph = gi.create({ ...started.settings, GI_IJW_FOLDER: folder }, started.tools);
    const signer = createContextSigner(started.key, now);
    const askBroken = async (asker: Asker) =>
      combinedIn(await askOf(subgraph, await signer.sign(accessOf(asker), 'gi'), query, [hofdijk]));
    const forGi = await askBroken(jeugdbeschermer);
    expect(forGi.events).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] });
    expect(forGi.terms).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(forGi.terms.parts).toHaveLength(25);
    // Whose rows never hold youth care misses none of it.
    const forPenalTask = await askBroken(askerOf('raad-penal'));
    expect(forPenalTask.events).toMatchObject({ outcome: 'ANSWERED', reason: null });
    await subgraph.close();
    rmSync(folder, { recursive: true });
  });

  it('says that its case database is away, and that a feed was not read, with no part', async () => {
    const away = await ask(jeugdbeschermer, keyOf(['GI1/2026-9008'], { [pseudonym('999970756')]: 'm2' }));
    const down = { outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] };
    expect(away).toMatchObject({ events: down, terms: down });
    const unread = await ask(jeugdbeschermer, { state: 'UNREAD', reason: 'ROSTER_STALE' });
    const notAsked = { outcome: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', parts: [] };
    expect(unread).toMatchObject({ events: notAsked, terms: notAsked });
  });

  it("shows at the aunt's what is about the girls, and nothing of the boys", async () => {
    const { fien, maud, trix } = grootEsselink;
    const key = keyOf(
      [relay],
      Object.fromEntries([fien, maud, trix].map(({ bsn }, index) => [pseudonym(bsn), `m${index + 3}`])),
    );
    const combined = await ask(jeugdbeschermer, key);
    const members = [...combined.events.parts, ...combined.terms.parts].flatMap(({ memberIds }) => memberIds);
    expect(new Set(members)).toEqual(new Set(['m3', 'm4', 'm5']));
    expect(kindsOf(combined).terms).toContain('PLACEMENT_END');
    expect(termLinesOf(combined).filter((line) => line.startsWith('PLACEMENT_UNUSED'))).toEqual(
      each('PLACEMENT_UNUSED 2026-03-30 2026-03-30', ['m3', 'm4', 'm5']),
    );
  });
});
