/** The GI's adapter: the promises of every source, on the simulated GI and on a real PostgreSQL, and those that are its own. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type RosterPage,
  type RosterPerson,
  type RosterReference,
  rosterPageSchema,
} from '../../adapter-kit/roster.js';
import {
  addresses,
  bultenaar,
  type CastAddress,
  type CastPerson,
  deVries,
  nagelhout,
  overvaart,
  shelterPostcodeAndNumber,
  units,
  voorbeeld,
} from '../../simulated-sources/families.js';
import { giActTwo } from '../../simulated-sources/gi/act-two.js';
import { openCaseDatabase } from '../../subgraphs/gi/adapters/case-database.js';
import { emptyCourse } from '../../subgraphs/gi/case-course.js';
import type { GiFile, GiSource } from '../../subgraphs/gi/source.js';
import {
  caseSystemUrl,
  createTestAdapter,
  filingOf,
  pseudonymiser,
  runSql,
  type StartedGi,
  startGiOnPglite,
  startGiOnPostgresql,
} from '../gi-source.js';
import { postgresqlAbsence } from '../real-postgresql.js';
import { type ContractHarness, describeOrganisationSource } from './organisation-source-contract.js';

function harnessOn(startGi: () => Promise<StartedGi>): ContractHarness<GiFile> {
  return {
    organisation: 'GI',
    healthy: ['GI1/2026-0330', 'GI1/2026-0188', 'GI1/2026-9001', 'GI2/2025-1103'],
    slow: 'GI1/2026-9007',
    down: 'GI1/2026-9008',
    malformed: 'GI1/2026-9009',
    malformedField: 'kind_code',
    maxCallsPerBatch: 1,
    line: { protocol: 'tcp' },
    async start({ timeoutMs }) {
      const started = await startGi();
      let calls = 0;
      let stopped = false;
      const stopSource = async (): Promise<void> => {
        if (stopped) return;
        stopped = true;
        await started.stop();
      };
      const source = createTestAdapter(started.settings, {
        timeoutMs,
        onCall: () => {
          calls += 1;
        },
      });
      return {
        source,
        elsewhere: {
          url: started.settings['GI_DATABASE_URL'] ?? '',
          settings: started.settings,
          connect: createTestAdapter,
        },
        calls: () => calls,
        stopSource,
        stop: async () => {
          await source.close();
          await stopSource();
        },
      };
    },
  };
}

describe('on the simulated GI', () => {
  describeOrganisationSource(harnessOn(startGiOnPglite));
});

(postgresqlAbsence === null ? describe : describe.skip)(
  postgresqlAbsence === null
    ? 'on a real PostgreSQL'
    : `on a real PostgreSQL (skipped: ${postgresqlAbsence})`,
  () => {
    describeOrganisationSource(harnessOn(startGiOnPostgresql));
  },
);

describe('the feed of the GI', () => {
  let started: StartedGi;
  let source: GiSource;
  const read = (watermark: string | null) => source.roster.read(watermark, AbortSignal.timeout(10_000));
  const load = (reference: string) => source.loadFiles([reference], { signal: AbortSignal.timeout(10_000) });

  beforeAll(async () => {
    started = await startGiOnPglite();
    source = createTestAdapter(started.settings, { timeoutMs: 5_000 });
  }, 60_000);
  afterAll(async () => {
    await source?.close();
    await started?.stop();
  });

  it('names children by pseudonym, and parents by a key of its own, because the GI has no number of an adult', async () => {
    const family = (await read(null)).references.find(({ reference }) => reference === 'GI1/2026-0330');
    expect(family?.persons.map(({ person, role, localKey }) => ({ person, role, localKey }))).toEqual([
      ...['999999369', '999999370', '999999382', '999999394', '999999400', '999999412'].map((bsn, index) => ({
        person: pseudonymiser.person(bsn),
        role: '115',
        localKey: `k${index + 1}`,
      })),
      { person: null, role: '112', localKey: 'p1' },
      { person: null, role: '112', localKey: 'p2' },
    ]);
  });

  it('tells the stays of a child day by day, and that a residential group is an institution', async () => {
    const { references } = await read(null);
    const staysOf = (reference: string, key: string) =>
      references
        .find((line) => line.reference === reference)
        ?.persons.find(({ localKey }) => localKey === key)?.stays;
    const hofdijk = pseudonymiser.address('0599010000110069');
    const group = pseudonymiser.address('0599010400010274');
    expect(staysOf('GI1/2026-0330', 'k2')).toEqual([
      { address: hofdijk, addressType: 'DWELLING', since: '2018-01-20', until: '2026-06-14' },
      { address: group, addressType: 'INSTITUTION', since: '2026-06-15', until: '2026-08-21' },
      { address: hofdijk, addressType: 'DWELLING', since: '2026-08-22', until: null },
    ]);
    expect(staysOf('GI1/2026-0188', 'k1')).toEqual([
      { address: group, addressType: 'INSTITUTION', since: '2026-02-02', until: null },
    ]);
  });

  it('tells a family that is filed now, and only that, at the next read; and that it is removed', async () => {
    const before = await read(null);
    await runSql(caseSystemUrl(started.settings), ...filingOf('GI1/2026-0903', '999970112'));
    const filed = await read(before.watermark);
    expect(filed).toMatchObject({ mode: 'DELTA', removed: [] });
    expect(filed.references.map(({ reference }) => reference)).toEqual(['GI1/2026-0903']);
    expect((await read(filed.watermark)).references).toEqual([]);

    await runSql(caseSystemUrl(started.settings), "DELETE FROM case_file WHERE reference = 'GI1/2026-0903'");
    expect(await read(filed.watermark)).toMatchObject({
      mode: 'DELTA',
      references: [],
      removed: ['GI1/2026-0903'],
    });
    expect(await read(null)).toMatchObject({ mode: 'FULL', removed: [] });
  });

  it('tells a change of an address as a change of the family', async () => {
    const before = await read(null);
    await runSql(
      caseSystemUrl(started.settings),
      "UPDATE stay SET until = '2026-10-31' WHERE reference = 'GI1/2026-0188'",
    );
    expect((await read(before.watermark)).references.map(({ reference }) => reference)).toEqual([
      'GI1/2026-0188',
    ]);
  });

  it('is read in full again when the watermark is of another database', async () => {
    const page = await read(null);
    const change = page.watermark?.split('/')[1];
    expect((await read(`00000000-0000-4000-8000-000000000000/${change}`)).mode).toBe('FULL');
    expect((await read(`${page.watermark}999`)).mode).toBe('FULL');
    expect((await read('something else')).mode).toBe('FULL');
  });

  it('leaves the reporter, the professional and youth probation behind', async () => {
    const filing = filingOf('GI1/2026-0904', '999970161');
    await runSql(
      caseSystemUrl(started.settings),
      ...filing.slice(0, -1),
      `INSERT INTO case_person (reference, person_key, role_code, citizen_number, recorded_name) VALUES
        ('GI1/2026-0904', 'm1', '391', '999970203', 'Melder, M.'), ('GI1/2026-0904', 'h1', '411', NULL, 'Hulp, H.')`,
      'COMMIT',
    );
    const page = await read(null);
    const line = page.references.find(({ reference }) => reference === 'GI1/2026-0904');
    expect(line?.persons.map(({ localKey }) => localKey)).toEqual(['k1']);
    const file = (await load('GI1/2026-0904')).get('GI1/2026-0904');
    expect(file).toMatchObject({ persons: [{ localKey: 'k1', name: 'Proef, K.' }] });
    const everything = JSON.stringify([page, file, ...(await load('GI1/2026-0330')).values()]);
    expect(everything).not.toMatch(/Melder|Hulp|SKN|TEST-0007/);
    expect(everything).not.toContain(String(pseudonymiser.person('999970203')));
  });

  const lineOf = (page: RosterPage, reference: string): RosterReference | undefined =>
    page.references.find((line) => line.reference === reference);
  const full = async (reference: string) => {
    const page = await read(null);
    expect(rosterPageSchema.parse(page)).toEqual(page);
    return lineOf(page, reference);
  };
  const sql = (...statements: readonly string[]) => runSql(caseSystemUrl(started.settings), ...statements);

  it('tells the twins whose numbers were exchanged by the given names that were written, which disagree with the numbers', async () => {
    expect(await full(twins)).toEqual(
      caseOf(twins, '2025-11-03', [
        inFull('k1', nagelhout.django, nagelhout.jordy.bsn, '2025-11-03', addresses.knuttelweg),
        inFull('k2', nagelhout.jordy, nagelhout.django.bsn, '2025-11-03', addresses.knuttelweg),
      ]),
    );
  });

  it('tells of the three boys only the two under supervision, at their address, and not who reported them', async () => {
    expect(await full('GI2/2026-0420')).toEqual(
      caseOf('GI2/2026-0420', '2026-04-20', [
        inFull('k1', deVries.walter, deVries.walter.bsn, '2026-04-20', addresses.mesonweg),
        inFull('k2', deVries.sebastiaan, deVries.sebastiaan.bsn, '2026-04-20', addresses.mesonweg),
      ]),
    );
  });

  it('says of Nina that she is in a shelter and that nobody may learn where; her names it knows by their initials', async () => {
    const { nina } = overvaart;
    expect(await full('GI1/2026-0717')).toEqual({
      ...caseOf('GI1/2026-0717', '2026-07-17', [
        {
          ...personOf('k1', nina, nina.bsn, '2026-07-17'),
          stays: [stayAt(addresses.shelter, '2026-07-11')],
        },
      ]),
      shield: { against: null },
    });
  });

  it('has no number, no given name and no address of the newborn girl who has none of them', async () => {
    const { newborn } = voorbeeld;
    expect(await full('GI2/2026-1030')).toEqual(
      caseOf('GI2/2026-1030', '2026-10-30', [personOf('k1', newborn, null, '2026-10-30')]),
    );
  });

  it('never tells the probation of Laertes, whom it knows by a number of the criminal chain', async () => {
    const page = await read(null);
    const persons = page.references.flatMap((line) => line.persons.map(({ person }) => person));
    expect(persons).not.toContain(pseudonymiser.person(bultenaar.laertes.bsn));
    expect(JSON.stringify(page)).not.toMatch(/SKN|probation|JR-/);
  });

  it('lets nothing out of the free text of the contact journal, nor of who else stands in a case', async () => {
    const references = ['GI1/2026-0717', 'GI2/2026-0420', twins, 'GI2/2026-1030'];
    const files = await source.loadFiles(references, { signal: AbortSignal.timeout(10_000) });
    expect([...files.keys()].sort()).toEqual([...references].sort());
    expect(JSON.stringify([await read(null), ...files.values()])).not.toMatch(
      /Klimboom|Utrecht|library|omgangsbegeleider|Leerkracht|shelter/,
    );
  });

  it('knows a person by the four statutory data where all four were written, and not by initials or where the person lived before', async () => {
    const { sana } = voorbeeld;
    const { postcode, houseNumber } = shelterPostcodeAndNumber;
    const filed = (key: string, givenNames: string, until: string) => [
      `INSERT INTO case_person (reference, person_key, role_code, citizen_number, surname, given_names, birth_date, sex)
        VALUES ('GI2/2026-0906', '${key}', '112', '000000000', 'Voorbeeld', '${givenNames}', '${sana.birthDate}', 'V')`,
      `INSERT INTO stay VALUES ('GI2/2026-0906', '${key}', '${addresses.shelter.key}', 'SHELTER', '2026-06-22', ${until}, '${postcode}', '${houseNumber}')`,
    ];
    await sql(
      ...emptyCase('GI2/2026-0906'),
      ...filed('a', 'Sana', 'NULL'),
      ...filed('b', 'S.', 'NULL'),
      ...filed('c', 'Sana', "'2026-09-30'"),
    );
    const line = await full('GI2/2026-0906');
    const match = pseudonymiser.statutoryMatch({
      surname: sana.surname,
      givenNames: sana.givenName,
      birthDate: sana.birthDate,
      postcode,
      houseNumber,
    });
    expect(line?.persons.map(({ person, statutoryMatch }) => [person, statutoryMatch])).toEqual([
      [null, match],
      [null, undefined],
      [null, undefined],
    ]);
  });

  it('does not recognise anybody by a birth date of which the day or the month was filled in', async () => {
    const { wieger } = deVries;
    await sql(
      ...emptyCase('GI2/2026-0907'),
      `INSERT INTO case_person (reference, person_key, role_code, recorded_name, given_names, birth_date, birth_date_precision, sex)
        VALUES ('GI2/2026-0907', 'p1', '212', 'Postma, Wieger', 'Wieger', '1960-02-01', 'MONTH', 'M')`,
      `INSERT INTO case_person (reference, person_key, role_code, recorded_name, given_names, birth_date, sex)
        VALUES ('GI2/2026-0907', 'p2', '212', 'Postma, Wieger', 'Wieger', '${wieger.birthDate}', 'M')`,
    );
    const line = await full('GI2/2026-0907');
    expect(line?.persons.map(({ check, givenName }) => [check, givenName])).toEqual([
      [null, undefined],
      [
        pseudonymiser.check(wieger.birthDate, 'M'),
        pseudonymiser.givenName('Wieger', wieger.birthDate, 'M') ?? undefined,
      ],
    ]);
    expect((await load('GI2/2026-0907')).get('GI2/2026-0907')).toMatchObject({
      persons: [{ birthDate: null }, { birthDate: wieger.birthDate }],
    });
  });

  it('tells of a child that was not born when it was recorded, goes on with it after the birth, and tells a death', async () => {
    const { marjolein, mila, melvin } = nagelhout;
    await sql(
      ...emptyCase('GI2/2026-0908'),
      `INSERT INTO case_person (reference, person_key, role_code, citizen_number, expected_children, expected_on, mother_citizen_number)
        VALUES ('GI2/2026-0908', 'k1', '115', '999999999', 1, '2027-01-15', '${marjolein.bsn}')`,
      `INSERT INTO case_person (reference, person_key, role_code, citizen_number, died_on)
        VALUES ('GI2/2026-0908', 'k2', '115', '${melvin.bsn}', '2019-06-01')`,
    );
    const unborn = { mother: pseudonymiser.person(marjolein.bsn), expectedOn: '2027-01-15', children: 1 };
    const died = { person: pseudonymiser.person(melvin.bsn), diedOn: '2019-06-01' };
    expect(await full('GI2/2026-0908')).toMatchObject({
      persons: [{ person: null, check: null, unborn }, died],
    });
    await sql(
      `UPDATE case_person SET citizen_number = '${mila.bsn}', birth_date = '${mila.birthDate}', sex = 'V'
        WHERE reference = 'GI2/2026-0908' AND person_key = 'k1'`,
    );
    expect(await full('GI2/2026-0908')).toMatchObject({
      persons: [
        { person: pseudonymiser.person(mila.bsn), check: pseudonymiser.check(mila.birthDate, 'V'), unborn },
        died,
      ],
    });
  });

  it('tells from whom an address is kept, by pseudonym; and keeps it from everybody where that person has no number', async () => {
    const { mark } = deVries;
    const reference = 'GI2/2026-0909';
    await sql(...emptyCase(reference));
    const before = await read(null);
    expect(lineOf(before, reference)).not.toHaveProperty('shield');
    await sql(`INSERT INTO address_secrecy VALUES ('${reference}', '${mark.bsn}')`);
    const kept = await read(before.watermark);
    expect(kept.references.map((line) => line.reference)).toEqual([reference]);
    expect(lineOf(kept, reference)?.shield).toEqual({ against: [pseudonymiser.person(mark.bsn)] });
    expect(JSON.stringify(kept)).not.toContain(mark.bsn);
    await sql(`INSERT INTO address_secrecy VALUES ('${reference}', '000000000')`);
    expect((await full(reference))?.shield).toEqual({ against: null });
    await sql(`DELETE FROM address_secrecy WHERE reference = '${reference}'`);
    expect(await full(reference)).not.toHaveProperty('shield');
  });

  it('tells both cases when a child moves from one to another, with the address and the measure that move along', async () => {
    await sql(...filingOf('GI1/2026-0911', '999970616'), ...emptyCase('GI1/2026-0912'));
    const before = await read(null);
    await sql("UPDATE case_person SET reference = 'GI1/2026-0912' WHERE reference = 'GI1/2026-0911'");
    const after = await read(before.watermark);
    expect(after).toMatchObject({
      mode: 'DELTA',
      removed: [],
      references: [
        { reference: 'GI1/2026-0911', persons: [] },
        {
          reference: 'GI1/2026-0912',
          persons: [{ person: pseudonymiser.person('999970616'), stays: [{ addressType: 'DWELLING' }] }],
        },
      ],
    });
    expect(after.references).toHaveLength(2);
    expect((await load('GI1/2026-0912')).get('GI1/2026-0912')).toMatchObject({
      measures: [{ kindCode: '12' }],
    });
  });

  it('hands on which given names are former, so that nobody is shown by them', async () => {
    await sql(
      ...emptyCase('GI3/2026-0913'),
      `INSERT INTO case_person (reference, person_key, role_code, recorded_name, former_given_names)
        VALUES ('GI3/2026-0913', 'k1', '115', 'Proef, Kim', '{Karel}')`,
    );
    expect((await load('GI3/2026-0913')).get('GI3/2026-0913')).toEqual({
      unit: units.GI3.name,
      persons: [
        { pseudonym: null, localKey: 'k1', name: 'Proef, Kim', birthDate: null, formerGivenNames: ['Karel'] },
      ],
      measures: [],
      authorisations: [],
      placements: [],
      plans: [],
      course: emptyCourse,
    });
  });

  describe('after the clock of the cast', () => {
    const happens = (event: string) =>
      giActTwo[event]?.({ settings: started.settings, url: started.settings['GI_DATABASE_URL'] ?? '' });
    const events = Object.keys(giActTwo);

    it('knows the events by their number', () => {
      expect(events).toEqual(['1 supervision of the twins ends', '5 numbers of the twins corrected']);
    });

    it('tells that the case of the twins is closed when their supervision ends, and once only', async () => {
      const before = await read(null);
      await happens('1 supervision of the twins ends');
      const after = await read(before.watermark);
      expect(after).toMatchObject({ mode: 'DELTA', removed: [] });
      expect(after.references).toEqual([{ ...lineOf(before, twins), until: '2026-11-03' }]);
      const ended = { endsOn: '2026-11-03', endedOn: '2026-11-03', endReasonCode: '03' };
      expect((await load(twins)).get(twins)).toMatchObject({ measures: [ended, ended] });
      await happens('1 supervision of the twins ends');
      expect((await read(after.watermark)).references).toEqual([]);
    });

    it('tells the twins with their own numbers when these are corrected, and once only', async () => {
      const before = await read(null);
      await happens('5 numbers of the twins corrected');
      const after = await read(before.watermark);
      expect(after).toMatchObject({ mode: 'DELTA', removed: [] });
      expect(after.references.map(({ reference, persons }) => ({ reference, persons }))).toEqual([
        {
          reference: twins,
          persons: [
            inFull('k1', nagelhout.django, nagelhout.django.bsn, '2025-11-03', addresses.knuttelweg),
            inFull('k2', nagelhout.jordy, nagelhout.jordy.bsn, '2025-11-03', addresses.knuttelweg),
          ],
        },
      ]);
      await happens('5 numbers of the twins corrected');
      expect((await read(after.watermark)).references).toEqual([]);
    });
  });

  it('reads an answer no further than it may be large, and goes on with the next', async () => {
    const database = openCaseDatabase({
      organisation: 'GI',
      url: started.settings['GI_DATABASE_URL'] ?? '',
      timeoutMs: 5_000,
      maxAnswerBytes: 10_000,
    });
    const readLetters = (many: number): Promise<readonly unknown[]> =>
      database.read(
        {
          name: 'letters',
          sql: `SELECT length(repeat('x', ${many})) AS many, repeat('x', ${many})`,
          values: [],
        },
        AbortSignal.timeout(10_000),
      );
    await expect(readLetters(1_000_000)).rejects.toMatchObject({
      reason: 'CONTRACT_BROKEN',
      message: '[GI] expected an answer of at most 10000 bytes, received more',
    });
    expect(await readLetters(5_000)).toMatchObject([{ many: 5_000 }]);
    expect(await readLetters(6_000)).toMatchObject([{ many: 6_000 }]);
    await database.close();
  });

  it('says that it was refused, without the address or the password, when the password is wrong', async () => {
    const url = new URL(started.settings['GI_DATABASE_URL'] ?? '');
    url.password = 'a-secret-that-is-wrong';
    const refused = createTestAdapter(
      { ...started.settings, GI_DATABASE_URL: url.href },
      { timeoutMs: 5_000 },
    );
    const error = await refused.roster.read(null, AbortSignal.timeout(5_000)).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'REJECTED' });
    expect(inspect(error)).not.toMatch(/secret|127\.0\.0\.1|postgres:\/\//);
    await refused.close();
  });
});

const twins = 'GI2/2025-1103';

function caseOf(reference: string, since: string, persons: readonly RosterPerson[]): RosterReference {
  const unit = Object.values(units).find(({ code }) => reference.startsWith(`${code}/`));
  return {
    reference,
    unit: unit?.code ?? '',
    unitName: unit?.name ?? '',
    since,
    until: null,
    contact: unit?.contact ?? null,
    persons: [...persons],
  };
}

function personOf(
  localKey: string,
  { birthDate, sex }: Pick<CastPerson, 'birthDate' | 'sex'>,
  bsn: string | null,
  since: string,
): RosterPerson {
  return {
    person: pseudonymiser.person(bsn),
    check: pseudonymiser.check(birthDate, sex),
    localKey,
    role: '115',
    since,
    until: null,
    stays: [],
  };
}

/** A child whose names were written in full, at an address since the case began. */
function inFull(
  localKey: string,
  child: CastPerson,
  writtenBsn: string,
  since: string,
  address: CastAddress,
): RosterPerson {
  return {
    ...personOf(localKey, child, writtenBsn, since),
    givenName: String(pseudonymiser.givenName(child.givenName, child.birthDate, child.sex)),
    stays: [stayAt(address, since)],
  };
}

function stayAt({ key, type }: CastAddress, since: string): RosterPerson['stays'][number] {
  return { address: String(pseudonymiser.address(key)), addressType: type, since, until: null };
}

function emptyCase(reference: string): readonly string[] {
  return [
    `INSERT INTO case_file (reference, unit_code, opened_on) VALUES ('${reference}', '${reference.slice(0, 3)}', '2026-10-30')`,
  ];
}
