/** Families 3 to 12 at the local teams: what their feed says, what their files say, and what never leaves them; then act two. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { type RosterPage, type RosterReference, rosterPageSchema } from '../../adapter-kit/roster.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import {
  addresses,
  bultenaar,
  type CastAddress,
  type CastPerson,
  deJager,
  deVries,
  grootEsselink,
  jacobs,
  jansma,
  nagelhout,
  overvaart,
  shelterPostcodeAndNumber,
  smitBrouwers,
  units,
  verheul,
  voorbeeld,
} from '../../simulated-sources/families.js';
import { localTeamActTwo } from '../../simulated-sources/local-team/act-two.js';
import { startLocalTeamSource } from '../../simulated-sources/local-team/source.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import { createZakenSource } from '../../subgraphs/local-team/adapters/zaken-api.js';
import type { LocalTeamFile, LocalTeamSource } from '../../subgraphs/local-team/source.js';
import { call, fileFamily, teamRole } from '../simulated-sources/local-team-registrar.js';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const pseudonymOf = ({ bsn }: CastPerson): string => pseudonymiser.person(bsn) ?? '';
const opaque = expect.stringMatching(/^[\w-]{22}$/);

const living = ({ key, type }: CastAddress, since: string, until: string | null = null) => ({
  address: pseudonymiser.address(key),
  addressType: type,
  since,
  until,
});
const inFeed = (person: CastPerson, role: string, ...stays: readonly unknown[]) => ({
  person: pseudonymOf(person),
  check: pseudonymiser.check(person.birthDate, person.sex),
  localKey: expect.any(String),
  givenName: pseudonymiser.givenName(person.givenName, person.birthDate, person.sex),
  role,
  since: null,
  until: null,
  stays,
});
const caseOf = (reference: string, since: string, persons: readonly unknown[], more: object = {}) => {
  const unit = Object.values(units).find(({ code }) => reference.startsWith(`${code}/`));
  return {
    reference,
    unit: unit?.code,
    unitName: unit?.name,
    since,
    until: null,
    contact: unit?.contact,
    persons,
    household: opaque,
    ...more,
  };
};
const keptFromEverybody = { shield: { against: null } };
const unbornOf = (mother: CastPerson, expectedOn: string) => ({
  unborn: { mother: pseudonymOf(mother), expectedOn, children: 1 },
});

describe('what the local teams know of families 3 to 12', () => {
  let running: RunningSource;
  let source: LocalTeamSource;
  let dataFolder: string;
  let page: RosterPage;
  let calls = 0;

  const readFeed = () => source.roster.read(null, AbortSignal.timeout(10_000));
  const lineOf = (reference: string, of: RosterPage = page): RosterReference | undefined =>
    of.references.find((line) => line.reference === reference);
  const filesOf = async (...references: readonly string[]): Promise<readonly LocalTeamFile[]> => {
    const files = await source.loadFiles(references, { signal: AbortSignal.timeout(10_000) });
    return [...files.values()].flatMap((file) => (file instanceof SourceError ? [] : file));
  };

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
    running = await startLocalTeamSource({ port: 0, dataFolder });
    source = createZakenSource({
      zakenUrl: running.settings['LOCAL_TEAM_ZAKEN_URL'] ?? '',
      catalogiUrl: running.settings['LOCAL_TEAM_CATALOGI_URL'] ?? '',
      clientId: running.settings['LOCAL_TEAM_CLIENT_ID'] ?? '',
      clientSecret: running.settings['LOCAL_TEAM_CLIENT_SECRET'] ?? '',
      timeoutMs: 5_000,
      pseudonymiser,
      now: () => new Date('2026-11-02T11:00:00Z'),
      onCall: () => {
        calls += 1;
      },
    });
    page = await readFeed();
  });
  afterAll(async () => {
    await source.close();
    await running.close();
    rmSync(dataFolder, { recursive: true });
  });

  it('reads the feed of eight teams in three calls, and every line is as agreed', () => {
    expect(calls).toBe(3);
    expect(rosterPageSchema.parse(page)).toEqual(page);
    expect(new Set(page.references.map(({ unit }) => unit))).toEqual(
      new Set(['LT1', 'LT2', 'LT3', 'LT4', 'LT5', 'LT6', 'LT7', 'LT8']),
    );
  });

  const { anneMarie, albert, namesake } = verheul;
  const { anna, henk, annasLookAlike, henksLookAlike } = jansma;
  const { hendrika, marjolein, saskia, jeroen, patricia, patrick, hubertus, denise, django, jordy, mila } =
    nagelhout;
  const { estrella, mirik, jan, paolo } = deJager;
  const { chantal, wieger, walter, sebastiaan, william, mark } = deVries;
  const { barbara, lennert, laertes } = bultenaar;
  const { reinier, christina, vica, bella, manon, emiel } = jacobs;
  const { stephan, jeannette, nina, roos, annemieke } = overvaart;
  const { givenName: _notWritten, ...annaByMarriedName } = inFeed(
    anna,
    '139',
    living(addresses.malmopad, '2026-08-17'),
  );
  const grotestraat = (since: string) => living(addresses.grotestraat2, since);
  const unborn = {
    person: null,
    check: null,
    localKey: 'NP-3-0803-1',
    ...unbornOf(marjolein, '2027-01-18'),
    role: '115',
    since: null,
    until: null,
    stays: [grotestraat('2026-08-03')],
  };
  const withoutNumber = (person: (typeof voorbeeld)['sana' | 'lio'], localKey: string, role: string) => ({
    person: null,
    check: pseudonymiser.check(person.birthDate, person.sex),
    localKey,
    givenName: pseudonymiser.givenName(person.givenName, person.birthDate, person.sex),
    statutoryMatch: pseudonymiser.statutoryMatch({
      surname: person.surname,
      givenNames: person.givenName,
      birthDate: person.birthDate,
      ...shelterPostcodeAndNumber,
    }),
    role,
    since: null,
    until: null,
    stays: [living(addresses.shelter, '2026-06-22')],
  });
  const onDay = (place: CastAddress, since: string, ...people: readonly (readonly [CastPerson, string])[]) =>
    people.map(([person, role]) => inFeed(person, role, living(place, since)));

  it.each<readonly [family: string, lines: readonly unknown[]]>([
    [
      'family 3: each partner at an own address, and the namesake as somebody else without one',
      [
        caseOf('LT5/2026-0316', '2026-03-16', onDay(addresses.wilgenkade, '2026-03-16', [anneMarie, '139'])),
        caseOf('LT5/2026-0420', '2026-04-20', onDay(addresses.albertsBrother, '2026-04-20', [albert, '139'])),
        caseOf('LT5/2025-1102', '2025-11-03', [inFeed(namesake, '139')]),
      ],
    ],
    [
      'family 4: the couple, she by her married name alone, and the two look-alikes apart',
      [
        caseOf('LT1/2026-0817', '2026-08-17', [
          inFeed(henk, '139', living(addresses.malmopad, '2026-08-17')),
          annaByMarriedName,
        ]),
        caseOf(
          'LT1/2019-0044',
          '2019-02-11',
          onDay(addresses.wesselings, '2019-02-11', [annasLookAlike, '139']),
        ),
        caseOf(
          'LT1/2021-0310',
          '2021-06-07',
          onDay(addresses.vermolens, '2021-06-07', [henksLookAlike, '139']),
        ),
      ],
    ],
    [
      "family 5: an unborn child by its mother, and Jeroen on his twin brother's number",
      [
        caseOf('LT3/2025-0113', '2025-01-13', [
          inFeed(saskia, '112', grotestraat('2025-01-13')),
          { ...inFeed(jeroen, '112', grotestraat('2025-01-13')), person: pseudonymOf(patrick) },
          inFeed(patricia, '115', grotestraat('2025-01-13')),
        ]),
        caseOf('LT3/2026-0803', '2026-08-03', [
          inFeed(marjolein, '112', grotestraat('2026-08-03')),
          unborn,
          inFeed(hendrika, '125', grotestraat('2026-08-03')),
        ]),
        caseOf(
          'LT3/2025-1020',
          '2025-10-20',
          onDay(
            addresses.knuttelweg,
            '2025-10-20',
            [hubertus, '112'],
            [denise, '112'],
            [django, '115'],
            [jordy, '115'],
          ),
        ),
      ],
    ],
    [
      'family 6: two homes, the address of Jan and Paolo kept from everybody',
      [
        caseOf(
          'LT1/2025-1103',
          '2025-11-03',
          onDay(addresses.deVilleneuvestraat, '2025-11-03', [estrella, '112'], [mirik, '115']),
        ),
        caseOf(
          'LT5/2026-0209',
          '2026-02-09',
          onDay(addresses.thorbeckelaan, '2018-02-08', [jan, '112'], [paolo, '115']),
          keptFromEverybody,
        ),
      ],
    ],
    [
      'family 7: the former household that nobody closed, and the new one kept from Mark, who is not in it',
      [
        caseOf(
          'LT8/2017-0208',
          '2017-02-08',
          onDay(
            addresses.waterstraat,
            '2017-02-08',
            [mark, '112'],
            [chantal, '112'],
            [sebastiaan, '115'],
            [walter, '115'],
          ),
        ),
        caseOf('LT8/2024-0513', '2024-05-13', onDay(addresses.waterstraat, '2024-05-13', [mark, '139'])),
        caseOf(
          'LT4/2019-0304',
          '2019-03-04',
          onDay(
            addresses.mesonweg,
            '2019-01-05',
            [chantal, '112'],
            [wieger, '212'],
            [walter, '115'],
            [sebastiaan, '115'],
            [william, '115'],
          ),
          { shield: { against: [pseudonymOf(mark)] } },
        ),
      ],
    ],
    [
      'family 8: the parents and Laertes as a youth',
      [
        caseOf(
          'LT6/2024-0916',
          '2024-09-16',
          onDay(addresses.eik, '2024-09-16', [barbara, '112'], [lennert, '112'], [laertes, '301']),
        ),
      ],
    ],
    [
      'family 9: Vica in two homes, and Manon in a file of her own',
      [
        caseOf(
          'LT7/2025-0616',
          '2025-06-16',
          onDay(
            addresses.franciscusRomanusweg,
            '2025-06-16',
            [reinier, '112'],
            [christina, '112'],
            [vica, '115'],
            [bella, '115'],
          ),
        ),
        caseOf(
          'LT7/2025-0901',
          '2025-09-01',
          onDay(addresses.keizerKarelplein, '2025-09-01', [emiel, '139'], [vica, '115']),
        ),
        caseOf(
          'LT7/2026-0119',
          '2026-01-19',
          onDay(addresses.franciscusRomanusweg, '2026-01-19', [manon, '301']),
        ),
      ],
    ],
    [
      'family 10: one couple; the other one, a day apart, is not known here',
      [
        caseOf(
          'LT4/2025-0203',
          '2025-02-03',
          onDay(
            addresses.belcampostraat,
            '2025-02-03',
            [smitBrouwers.lonneke, '139'],
            [smitBrouwers.janKees, '139'],
          ),
        ),
      ],
    ],
    [
      'family 11: out of date in The Hague; in a shelter, kept from everybody, in Utrecht',
      [
        caseOf(
          'LT5/2025-0303',
          '2025-03-03',
          onDay(addresses.mandelaplein, '2025-03-03', [stephan, '112'], [jeannette, '112'], [nina, '115']),
        ),
        caseOf(
          'LT4/2026-0715',
          '2026-07-15',
          onDay(addresses.shelter, '2026-07-11', [jeannette, '112'], [nina, '115']),
          keptFromEverybody,
        ),
        caseOf(
          'LT5/2023-0911',
          '2023-09-11',
          onDay(addresses.colensostraat, '2023-09-11', [roos, '115'], [annemieke, '112']),
        ),
      ],
    ],
    [
      'family 12: two people without a number, each by the municipality’s own and by the four statutory data',
      [
        caseOf('LT4/2026-0622', '2026-06-22', [
          withoutNumber(voorbeeld.sana, 'NP-4-0622-1', '112'),
          withoutNumber(voorbeeld.lio, 'NP-4-0622-2', '115'),
        ]),
      ],
    ],
  ])('holds %s', (_family, lines) => {
    const wanted = new Set(lines.map((line) => (line as { readonly reference: string }).reference));
    expect(page.references.filter(({ reference }) => wanted.has(reference))).toEqual(lines);
  });

  it('gives two cases one household only where the municipality gave them one number, never for an equal address', () => {
    const householdOf = (reference: string) => lineOf(reference)?.household;
    expect(householdOf('LT3/2026-0803')).toBe(householdOf('LT3/2025-0113'));
    // Manon lives with her parents, Mark where he lived with Chantal, and two families in one shelter.
    expect(householdOf('LT7/2026-0119')).not.toBe(householdOf('LT7/2025-0616'));
    expect(householdOf('LT8/2024-0513')).not.toBe(householdOf('LT8/2017-0208'));
    expect(householdOf('LT4/2026-0622')).not.toBe(householdOf('LT4/2026-0715'));
    const all = page.references.map(({ household }) => household);
    expect(new Set(all).size).toBe(all.length - 1);
  });

  it('holds Paolo under no number but his own before act two, and nobody of family 10b', () => {
    const holding = (person: CastPerson) =>
      page.references
        .filter(({ persons }) => persons.some((each) => each.person === pseudonymOf(person)))
        .map(({ reference }) => reference);
    expect(holding(paolo)).toEqual(['LT5/2026-0209']);
    expect(holding(jeroen)).toEqual([]);
    expect(holding(patrick)).toEqual(['LT3/2025-0113']);
    expect(holding(mark)).toEqual(['LT8/2017-0208', 'LT8/2024-0513']);
    for (const other of [smitBrouwers.otherLonneke, smitBrouwers.otherJanKees])
      expect(holding(other)).toEqual([]);
  });

  it('tells the plans, and those that contradict each other side by side', async () => {
    const files = await filesOf(
      'LT1/2026-0817',
      'LT3/2026-0803',
      'LT1/2025-1103',
      'LT5/2026-0209',
      'LT7/2025-0616',
      'LT7/2025-0901',
    );
    const told = files.flatMap(({ reference, familyPlans }) =>
      familyPlans.map(({ madeOn, goals }) => [
        reference,
        madeOn,
        ...goals.map((goal) => `${goal.domainCode.code} ${goal.text}`),
      ]),
    );
    expect(told).toEqual([
      [
        'LT1/2026-0817',
        '2026-09-01',
        '01 De bankzaken gaan via de mentor en zijn te volgen.',
        '09 Elke dag is er iemand voor de verzorging.',
      ],
      [
        'LT3/2026-0803',
        '2026-08-24',
        '06 Voor de bevalling is er een eigen kamer klaar.',
        '08 Marjolein praat elke week met iemand over 2019.',
      ],
      ['LT1/2025-1103', '2025-12-01', '01 De huur is elke maand op tijd betaald.'],
      ['LT5/2026-0209', '2026-03-09', '04 Paolo is elke dag op zijn opleiding.'],
      [
        'LT7/2025-0616',
        '2025-07-14',
        '04 Vica slaapt op schooldagen thuis.',
        '07 Vica beslist zelf of zij naar haar vader gaat.',
      ],
      ['LT7/2025-0901', '2025-09-22', '07 Vica is elke week van donderdag tot zondag bij haar vader.'],
    ]);
  });

  it('tells of the youth probation of Laertes the kind, the period and the institution, and nothing else', async () => {
    const [file] = await filesOf('LT6/2024-0916');
    expect(file?.probationHeaders).toEqual([
      {
        recordId: 'LT6/2024-0916-JR-1',
        recordedAt: '2025-06-11T10:00:00Z',
        retainUntil: null,
        youth: { pseudonym: pseudonymOf(laertes), localKey: expect.any(String) },
        kindCode: expect.objectContaining({ code: '41' }),
        startedOn: '2025-06-10',
        endsOn: '2026-12-09',
        institution: 'Jeugdbescherming De Kade',
      },
    ]);
  });

  it('names people as each team wrote them, and marks the given names that Vica no longer has', async () => {
    const files = await filesOf('LT1/2026-0817', 'LT8/2017-0208', 'LT7/2025-0616', 'LT3/2026-0803');
    const persons = files.flatMap((file) => file.persons);
    const namesOf = (person: CastPerson) =>
      persons.filter(({ pseudonym }) => pseudonym === pseudonymOf(person)).map(({ name }) => name);
    expect(namesOf(anna)).toEqual(['mevr. Vermeulen-Jansma']);
    expect(namesOf(walter)).toEqual(['Walter Messeritz']);
    expect(
      persons.flatMap(({ name, formerGivenNames }) => (formerGivenNames ? [[name, formerGivenNames]] : [])),
    ).toEqual([['Vica Jacobs', ['Celeke Lodivica']]]);
    expect(persons.filter(({ localKey }) => localKey === unborn.localKey)).toEqual([
      { pseudonym: null, localKey: unborn.localKey, name: null, birthDate: null },
    ]);
  });

  it('lets no reporter, no professional, no note and no place out of the case system', async () => {
    const files = await filesOf(...page.references.map(({ reference }) => reference).filter(isOfCast));
    expect(files).toHaveLength(25);
    const found = (wanted: RegExp, ...shown: readonly unknown[]) => JSON.stringify(shown).match(wanted) ?? [];
    const outsiders =
      /Melder-|Informant-|Mentor-van|Hulp-van|Verloskundige|Begeleider-van|MELDER|MENTOR|OPVANG-1|SCHOOL-1/g;
    const content =
      /Klimboom|Huisbezoek|webwinkel|Thorbeckelaan|Opvangplein|Voorbeeldkade|3500ZZ|"391"|"41\d"|"491"/g;
    const numbers = /0{9}|9{9}|2800000001/g;
    expect([outsiders, content, numbers].flatMap((wanted) => found(wanted, files, page))).toEqual([]);
    // Given names from before are in the one place that says that they are former, and in no feed.
    expect(found(/Celeke|Vica/g, page)).toEqual([]);
  });

  describe('a family that is filed while the system runs', () => {
    const person = (ownNumber: string, geboortedatum: string, more: object = {}) => ({
      role: '115 kind',
      kind: 'natuurlijk_persoon' as const,
      who: { anpIdentificatie: ownNumber, geslachtsaanduiding: 'm', geboortedatum, ...more },
    });
    const residence = {
      aoaIdentificatie: addresses.hofdijk.key,
      wplWoonplaatsNaam: 'Rotterdam',
      gorOpenbareRuimteNaam: 'Hofdijk',
      aoaHuisnummer: 651,
    };
    let line: RosterReference | undefined;

    beforeAll(async () => {
      const tent = person('NP-4', '2016-01-01', { verblijfsadres: residence });
      const main = await fileFamily(
        running,
        'LT2/2026-0999',
        addresses.hofdijk.key,
        [
          teamRole,
          person('NP-1', '20160230'),
          person('NP-2', '20160200'),
          person('NP-3', '2016-02-29', { voornamen: 'K.' }),
          tent,
        ],
        [
          {
            type: 'LT-PERSOON',
            number: 'PERSOON-1',
            since: '2026-10-30',
            properties: { overlijdensdatum: '2026-10-31' },
            roles: [person('NP-3', '')],
          },
          {
            type: 'LT-PERSOON',
            number: 'PERSOON-2',
            since: '2026-10-30',
            properties: { overlijdensdatum: 'vorige week' },
            roles: [person('NP-2', '')],
          },
          {
            type: 'LT-VERBLIJF',
            number: 'VERBLIJF-1',
            since: '2026-10-30',
            properties: { soort_adres: 'tent' },
            roles: [tent],
          },
        ],
      );
      await call(running, 'POST', '/zaakobjecten', {
        body: {
          zaak: main,
          objectType: 'natuurlijk_persoon',
          relatieomschrijving: 'afgeschermd voor',
          objectIdentificatie: { geslachtsnaam: 'Iemand' },
        },
      });
      line = lineOf('LT2/2026-0999', await readFeed());
    });

    const [impossible, partial, whole, elsewhere] = [0, 1, 2, 3];
    it('has no check where a birth date is partial or does not exist, and does not guess one', () => {
      expect(line?.persons.map(({ check }) => check)).toEqual([
        null,
        null,
        pseudonymiser.check('2016-02-29', 'M'),
        pseudonymiser.check('2016-01-01', 'M'),
      ]);
    });
    it('has no given name where only initials were written', () => {
      expect(line?.persons[whole]).not.toHaveProperty('givenName');
    });
    it('has the day of death, and none where what was written is no day', () => {
      expect(line?.persons[whole]?.diedOn).toBe('2026-10-31');
      expect(line?.persons[partial]).not.toHaveProperty('diedOn');
      expect(line?.persons[impossible]).not.toHaveProperty('diedOn');
    });
    it('makes no home of an address of an unknown kind, even where the household lives', () => {
      expect(line?.persons[elsewhere]?.stays).toEqual([]);
    });
    it('has no file where more is told of somebody who is not in it: a former name would come back unmarked', async () => {
      await fileFamily(
        running,
        'LT2/2026-0998',
        addresses.hofdijk.key,
        [teamRole, person('NP-1', '2016-01-01')],
        [
          {
            type: 'LT-PERSOON',
            number: 'PERSOON-1',
            since: '2026-10-30',
            properties: { vroegere_voornamen: 'Vroeger' },
            roles: [person('NP-2', '2016-01-01')],
          },
        ],
      );
      const files = await source.loadFiles(['LT2/2026-0998'], { signal: AbortSignal.timeout(5_000) });
      const file = files.get('LT2/2026-0998');
      expect(file).toMatchObject({ reason: 'CONTRACT_BROKEN', field: 'zaak.rollen' });
      expect(String(file)).not.toMatch(/Vroeger|NP-/);
    });
    it('is kept from everybody where nobody can tell from whom it is kept', () => {
      expect(line?.shield).toEqual({ against: null });
    });
  });

  describe('after the clock', () => {
    const happen = async (name: string): Promise<void> => {
      const event = localTeamActTwo[name];
      if (!event) throw new Error(`expected the event ${name}`);
      await event(running);
    };

    it('lets the wrong number of Trix be seen by her birth date and sex, and nothing of it stays after the correction', async () => {
      const before = await readFeed();
      const { trix } = grootEsselink;
      await happen('6 wrong number');
      const during = lineOf('LT1/2025-0217', await readFeed());
      expect(during?.persons.find(({ person }) => person === pseudonymOf(paolo))).toEqual({
        ...inFeed(trix, '115'),
        person: pseudonymOf(paolo),
      });
      expect(during?.persons.some(({ person }) => person === pseudonymOf(trix))).toBe(false);
      await happen('6 number corrected');
      expect((await readFeed()).references).toEqual(before.references);
    });

    it('shows Mila as the child that was expected, the former household closed, and Jeannette and Nina in a home of their own', async () => {
      const before = await readFeed();
      for (const name of ['4 Mila born', '7 former household closed', '9 moved from the shelter']) {
        await happen(name);
      }
      const after = await readFeed();
      expect(lineOf('LT3/2026-0803', after)?.persons[1]).toEqual({
        ...inFeed(mila, '115', grotestraat('2026-08-03')),
        localKey: unborn.localKey,
        ...unbornOf(marjolein, '2027-01-18'),
      });
      const closed = lineOf('LT8/2017-0208', after);
      expect(closed?.until).toBe('2026-11-09');
      expect(new Set(closed?.persons.flatMap(({ stays }) => stays))).toEqual(
        new Set(closed?.persons.map(() => living(addresses.waterstraat, '2017-02-08', '2026-11-09'))),
      );
      const moved = [
        living(addresses.shelter, '2026-07-11', '2026-11-15'),
        living(addresses.newHome, '2026-11-16'),
      ];
      expect(lineOf('LT4/2026-0715', after)).toEqual(
        caseOf(
          'LT4/2026-0715',
          '2026-07-15',
          [inFeed(jeannette, '112', ...moved), inFeed(nina, '115', ...moved)],
          keptFromEverybody,
        ),
      );
      const changed = new Set(['LT3/2026-0803', 'LT8/2017-0208', 'LT4/2026-0715']);
      const others = (of: RosterPage) => of.references.filter(({ reference }) => !changed.has(reference));
      expect(others(after)).toEqual(others(before));
    });

    it('changes nothing when an event is told twice', async () => {
      const before = await readFeed();
      for (const name of Object.keys(localTeamActTwo)) {
        // The wrong number of Trix is not told again: it was corrected.
        if (name !== '6 wrong number') await happen(name);
      }
      expect((await readFeed()).references).toEqual(before.references);
    });
  });
});

/** Not a sentinel, of whom the source cannot give the file. */
function isOfCast(reference: string): boolean {
  return !/^LT1\/2026-90\d\d$/.test(reference);
}
