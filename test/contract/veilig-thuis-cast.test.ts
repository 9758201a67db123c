/** What the feed of Veilig Thuis tells of families 3 to 12, and how it follows what happens after the clock of the cast. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { RosterPage, RosterPerson, RosterStay } from '../../adapter-kit/roster.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import {
  addresses,
  type CastAddress,
  type CastPerson,
  deJager,
  denBraber,
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
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import { veiligThuisActTwo } from '../../simulated-sources/veilig-thuis/act-two.js';
import { startVeiligThuisSource } from '../../simulated-sources/veilig-thuis/source.js';
import { createRestVeiligThuisSource } from '../../subgraphs/veilig-thuis/adapters/rest.js';
import { feedPageSchema } from '../../subgraphs/veilig-thuis/adapters/rest-messages.js';
import { toRosterReference } from '../../subgraphs/veilig-thuis/adapters/to-roster-reference.js';
import type { VeiligThuisSource } from '../../subgraphs/veilig-thuis/source.js';
import { feedOf, withoutOwnNotice } from './own-notice.js';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const signal = () => AbortSignal.timeout(10_000);

let dataFolder: string;
let running: RunningSource;
let source: VeiligThuisSource;
let page: RosterPage;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'veilig-thuis-'));
  running = await startVeiligThuisSource({ port: 0, dataFolder });
  source = createRestVeiligThuisSource({
    apiUrl: running.settings['VEILIG_THUIS_URL'] ?? '',
    tokenUrl: running.settings['VEILIG_THUIS_TOKEN_URL'] ?? '',
    clientId: running.settings['VEILIG_THUIS_CLIENT_ID'] ?? '',
    clientSecret: running.settings['VEILIG_THUIS_CLIENT_SECRET'] ?? '',
    timeoutMs: 2_000,
    pseudonymiser,
  });
  page = await feedOf(source).read(null, signal());
});
afterAll(async () => {
  await source?.close();
  await running?.close();
  await rm(dataFolder, { recursive: true, force: true });
});

type Period = readonly [since: string, until?: string | null];

/** The persons of a case, numbered in this order, each for the whole of the case. */
function casePersons([since, until = null]: Period, ...persons: readonly Partial<RosterPerson>[]) {
  return persons.map((person, index) => ({
    person: null,
    check: null,
    localKey: `P${index + 1}`,
    since,
    until,
    stays: [],
    ...person,
  }));
}

function known(
  who: CastPerson,
  role: string,
  more: Partial<RosterPerson> & { readonly birthDate?: string } = {},
): Partial<RosterPerson> {
  const { birthDate = who.birthDate, ...rest } = more;
  const givenName = pseudonymiser.givenName(who.givenName, birthDate, who.sex);
  return {
    person: pseudonymiser.person(who.bsn),
    check: pseudonymiser.check(birthDate, who.sex),
    ...(givenName ? { givenName } : {}),
    role,
    ...rest,
  };
}

/** Somebody without a number: told by check, given name and, where an address is known, the four statutory data. */
function unnumbered(
  who: { readonly givenName: string; readonly surname: string; readonly sex: 'M' | 'V' },
  birthDate: string,
  role: string,
  home?: RosterStay,
): Partial<RosterPerson> {
  const givenName = pseudonymiser.givenName(who.givenName, birthDate, who.sex) ?? '';
  const { surname, givenName: givenNames } = who;
  const statutory = { surname, givenNames, birthDate, ...shelterPostcodeAndNumber };
  return {
    check: pseudonymiser.check(birthDate, who.sex),
    givenName,
    ...(home ? { statutoryMatch: pseudonymiser.statutoryMatch(statutory) ?? '', stays: [home] } : {}),
    role,
  };
}

function stay(address: CastAddress, [since, until = null]: Period): RosterStay {
  return { address: pseudonymiser.address(address.key) ?? '', addressType: address.type, since, until };
}

function expectCase(
  reference: string,
  [since, until = null]: Period,
  persons: readonly Partial<RosterPerson>[],
) {
  const unit = Object.values(units).find(({ code }) => reference.startsWith(code));
  expect(page.references.find((one) => one.reference === reference)).toEqual({
    reference,
    unit: unit?.code,
    unitName: unit?.name,
    since,
    until,
    contact: unit?.contact,
    persons: casePersons([since, until], ...persons),
  });
}

describe('the feed of Veilig Thuis tells of', () => {
  it('family 3 both adults at one address, as its own case does, though one of them left', () => {
    const period: Period = ['2026-03-14'];
    const stays = [stay(addresses.wilgenkade, period)];
    expectCase('VT1/2026-0314', period, [
      known(verheul.anneMarie, '139', { stays }),
      known(verheul.albert, '139', { stays }),
    ]);
  });

  it('family 4 the old couple, and not the nephew whom only the incident names', () => {
    const stays = [stay(addresses.malmopad, ['2026-06-02'])];
    expectCase(
      'VT1/2026-0602',
      ['2026-06-02', '2026-08-14'],
      [known(jansma.henk, '139', { stays }), known(jansma.anna, '139', { stays })],
    );
  });

  it('family 5 the unborn child through its mother, and the child who died with the day', () => {
    const { marjolein, melvin } = nagelhout;
    const stays = [stay(addresses.grotestraat2, ['2026-09-14'])];
    const mother = pseudonymiser.person(marjolein.bsn);
    expectCase(
      'VT2/2026-0914',
      ['2026-09-14'],
      [
        known(marjolein, '112', { stays }),
        { role: '115', unborn: { mother, expectedOn: '2027-01-15', children: 1 }, stays },
      ],
    );
    const then: Period = ['2019-06-02', '2019-07-15'];
    const staysThen = [stay(addresses.grotestraat2, then)];
    expectCase('VT2/2019-0602', then, [
      known(marjolein, '112', { stays: staysThen }),
      known(melvin, '115', { diedOn: '2019-06-01', stays: staysThen }),
    ]);
  });

  it('family 6 each at the address that was written down, the mother’s being years old', () => {
    const period: Period = ['2026-05-18', '2026-07-03'];
    const stays = [stay(addresses.thorbeckelaan, period)];
    expectCase('VT1/2026-0518', period, [
      known(deJager.jan, '112', { stays }),
      known(deJager.paolo, '115', { stays }),
      known(deJager.estrella, '113', { stays: [stay(addresses.smitsweg, period)] }),
    ]);
  });

  it('family 7 the former dwelling until the case ended, and of the new incident no residence, for it was at no home', () => {
    const { mark, chantal, walter, sebastiaan } = deVries;
    const then: Period = ['2018-11-20', '2019-03-29'];
    const stays = [stay(addresses.waterstraat, then)];
    expectCase('VT2/2018-1120', then, [
      known(mark, '112', { stays }),
      known(chantal, '112', { stays }),
      known(walter, '115', { stays }),
      known(sebastiaan, '115', { stays }),
    ]);
    expectCase(
      'VT2/2026-0126',
      ['2026-01-26'],
      [known(chantal, '112'), known(walter, '115'), known(sebastiaan, '115'), known(mark, '112')],
    );
  });

  it('family 9 the child under her own number, by the given name that this unit still writes', () => {
    const period: Period = ['2026-04-13', '2026-05-22'];
    const stays = [stay(addresses.keizerKarelplein, period)];
    expectCase('VT4/2026-0413', period, [
      known(jacobs.emiel, '139', { stays }),
      known({ ...jacobs.vica, givenName: 'Celeke' }, '115', { stays }),
    ]);
  });

  it('family 10 the other couple, one of them with the birth date of his namesake', () => {
    expectCase(
      'VT2/2026-0302',
      ['2026-03-02', '2026-04-24'],
      [
        known(smitBrouwers.otherLonneke, '139'),
        known(smitBrouwers.otherJanKees, '139', { birthDate: '1978-03-31' }),
      ],
    );
  });

  it('family 11 the home that mother and child fled, and nothing of where they are', () => {
    const period: Period = ['2026-07-10'];
    const stays = [stay(addresses.mandelaplein, period)];
    expectCase('VT1/2026-0710', period, [
      known(overvaart.stephan, '112', { stays }),
      known(overvaart.jeannette, '112', { stays }),
      known(overvaart.nina, '115', { stays }),
    ]);
    const shelters = page.references
      .filter(({ persons }) => persons.some(({ stays: all }) => all.some(isShelter)))
      .map(({ reference }) => reference);
    expect(shelters).toEqual(['VT2/2026-0901', 'VT2/2026-1020']);
  });

  it('family 12 nobody by a number that is nobody’s: the four data where all are known, and an unborn child of an unknown mother', () => {
    const { sana, lio, newborn } = voorbeeld;
    const { jeannette, nina } = overvaart;
    const firstStay = stay(addresses.shelter, ['2026-09-01']);
    expectCase(
      'VT2/2026-0901',
      ['2026-09-01'],
      [
        unnumbered(sana, sana.birthDate, '112', firstStay),
        { role: '115', unborn: { mother: null, expectedOn: '2026-10-25', children: 1 }, stays: [firstStay] },
      ],
    );
    const laterStay = stay(addresses.shelter, ['2026-10-20']);
    expectCase(
      'VT2/2026-1020',
      ['2026-10-20'],
      [
        unnumbered(sana, '1998-07-03', '112', laterStay),
        // No name yet.
        { check: pseudonymiser.check(newborn.birthDate, newborn.sex), role: '115', stays: [laterStay] },
      ],
    );
    expectCase(
      'VT2/2026-0920',
      ['2026-09-20'],
      [
        unnumbered(sana, sana.birthDate, '112'),
        unnumbered(lio, lio.birthDate, '115'),
        known(jeannette, '112'),
        known(nina, '115'),
      ],
    );
  });

  it('a person as not told as long as one report has not been: the father of family 1, and everybody in the newest report on family 2', () => {
    const notTold = page.references.flatMap(({ reference, persons }) =>
      persons.filter((person) => person.isNotInformed).map(({ localKey }) => `${reference} ${localKey}`),
    );
    expect(notTold).toEqual([
      ...['P1', 'P2', 'P3', 'P4', 'P5'].map((localKey) => `VT1/2026-1005 ${localKey}`),
      'VT3/2026-1188 P1',
    ]);
  });
});

describe('a line of the feed of Veilig Thuis', () => {
  const aPerson = (personNumber: string, more: object = {}) => ({
    personNumber,
    role: '112',
    bsn: denBraber.gerrit.bsn,
    givenName: 'Gerrit',
    prefix: 'den',
    surname: 'Braber',
    birthDate: '1968-03-18',
    sex: 'M',
    diedOn: null,
    unborn: null,
    residences: [],
    ...more,
  });
  const aCase = (persons: readonly object[], more: object = {}) => ({
    caseNumber: 'VT1/2026-0001',
    unit: 'VT1',
    unitName: 'Veilig Thuis Maasdelta',
    contact: null,
    openedOn: '2026-11-02',
    closedOn: null,
    secretAddress: null,
    persons,
    notices: [],
    ...more,
  });
  const toReference = (sent: object) => {
    const asOf = '2026-11-02T11:00:00Z';
    const sentPage = { asOf, watermark: '1', hasMore: false, cases: [sent], removed: [] };
    const [first] = feedPageSchema.parse(sentPage).cases;
    if (!first) throw new Error('expected a case');
    return toRosterReference(first, pseudonymiser);
  };

  it('makes nothing of a birth date that is partly unknown or no day at all, and loses nobody else by it', () => {
    for (const birthDate of ['1960-02-00', '1960-00-00', '1960-02-31', '1978-13-01', null]) {
      const [person, other] = withoutOwnNotice(
        toReference(aCase([aPerson('P1', { birthDate }), aPerson('P2')])),
      ).persons;
      expect(person).toEqual({
        person: pseudonymiser.person(denBraber.gerrit.bsn),
        check: null,
        localKey: 'P1',
        role: '112',
        since: '2026-11-02',
        until: null,
        stays: [],
      });
      expect(other).toMatchObject({ check: pseudonymiser.check('1968-03-18', 'M') });
    }
  });

  it('says from whom the address is kept by pseudonym, and from everybody where one of them cannot be told', () => {
    const keptFrom = (numbers: readonly string[] | null) =>
      toReference(aCase([aPerson('P1')], { secretAddress: { keptFrom: numbers } })).shield;
    const { mark } = deVries;
    expect(keptFrom([mark.bsn])).toEqual({ against: [pseudonymiser.person(mark.bsn)] });
    expect(keptFrom([mark.bsn, '000000000'])).toEqual({ against: null });
    expect(keptFrom(null)).toEqual({ against: null });
    expect(toReference(aCase([aPerson('P1')]))).not.toHaveProperty('shield');
  });

  it('takes silence for not told: an adult without a notice, and a child while no adult was told', () => {
    const notTold = (...informed: readonly (readonly [string, string | null])[]) => {
      const persons = [aPerson('P1'), aPerson('P2'), aPerson('P3', { role: '115' })];
      const notice = informed.map(([personNumber, on]) => ({ personNumber, on }));
      const notices = [{ reportNumber: 'VT1/2026-0001/1', informed: notice }];
      return toReference(aCase(persons, { notices }))
        .persons.filter(({ isNotInformed }) => isNotInformed)
        .map(({ localKey }) => localKey);
    };
    const untold = (...told: readonly (readonly [string, string | null])[]) =>
      toReference(
        aCase([aPerson('P1'), aPerson('P2'), aPerson('P3', { role: '115' })], {
          notices: [
            {
              reportNumber: 'VT1/2026-0001/1',
              informed: told.map(([personNumber, on]) => ({ personNumber, on })),
            },
          ],
        }),
      )
        .persons.filter(({ isNotToldItself }) => isNotToldItself)
        .map(({ localKey }) => localKey);
    // A parent was told for the child; the child itself was not.
    expect(untold(['P1', '2026-11-02'], ['P2', '2026-11-02'])).toEqual(['P3']);
    expect(untold()).toEqual(['P1', 'P2', 'P3']);
    expect(notTold()).toEqual(['P1', 'P2', 'P3']);
    expect(notTold(['P1', '2026-11-02'])).toEqual(['P2']);
    expect(notTold(['P1', '2026-11-02'], ['P2', null], ['P3', null])).toEqual(['P2', 'P3']);
    expect(notTold(['P1', '2026-11-02'], ['P2', '2026-11-02'])).toEqual([]);
  });

  it('keeps initials from being taken for a name, and a former home from being taken for the present one', () => {
    const at = (until: string | null) => ({
      addressId: addresses.wilgenkade.key,
      kind: 'dwelling',
      from: '2026-01-01',
      until,
      postcode: '2500ZZ',
      houseNumber: '18',
    });
    const personWith = (more: object) => toReference(aCase([aPerson('P1', more)])).persons[0];
    expect(personWith({ givenName: 'G.' })).not.toHaveProperty('givenName');
    expect(personWith({ residences: [at(null)] })).toHaveProperty(
      'statutoryMatch',
      pseudonymiser.statutoryMatch({
        surname: 'den Braber',
        givenNames: 'Gerrit',
        birthDate: '1968-03-18',
        postcode: '2500ZZ',
        houseNumber: '18',
      }),
    );
    expect(personWith({ residences: [at('2026-10-01')] })).not.toHaveProperty('statutoryMatch');
  });

  it('is refused where an unborn child has a mother who is not in the case', () => {
    const unborn = { motherPersonNumber: 'P9', expectedOn: null, children: 2 };
    expect(() => toReference(aCase([aPerson('P1', { unborn })]))).toThrow(SourceError);
  });
});

describe('after the clock of the cast, the feed of Veilig Thuis follows', () => {
  it('each event at its next read, once, and its repetition not at all', async () => {
    const readAfter = async (event: string) => {
      await veiligThuisActTwo[event]?.(running);
      const delta = await feedOf(source).read(watermark, signal());
      watermark = delta.watermark;
      return delta;
    };
    const nothing = { mode: 'DELTA', references: [], removed: [] };
    let { watermark } = page;
    expect(Object.keys(veiligThuisActTwo)).toEqual([
      '2 report 3 informed',
      '3 Gerrit informed',
      '4 Mila born',
      '8 Molendijk case deleted',
    ]);
    const told = [
      ['2 report 3 informed', 'VT1/2026-1005'],
      ['3 Gerrit informed', 'VT3/2026-1188'],
    ] as const;
    for (const [event, reference] of told) {
      const { references } = await readAfter(event);
      expect(references.map((one) => one.reference)).toEqual([reference]);
      expect(references.flatMap(({ persons }) => persons.map((one) => one.isNotInformed ?? 'told'))).toEqual(
        references.flatMap(({ persons }) => persons.map(() => 'told')),
      );
      expect(await readAfter(event)).toMatchObject(nothing);
    }

    const { mila, marjolein } = nagelhout;
    const [birth] = (await readAfter('4 Mila born')).references;
    const mother = pseudonymiser.person(marjolein.bsn);
    expect(birth?.persons[1]).toEqual({
      ...casePersons(['2026-09-14'], {}, known(mila, '115'))[1],
      unborn: { mother, expectedOn: '2027-01-15', children: 1 },
      stays: [stay(addresses.grotestraat2, ['2026-09-14'])],
    });
    expect(await readAfter('4 Mila born')).toMatchObject(nothing);

    expect(await readAfter('8 Molendijk case deleted')).toMatchObject({
      references: [],
      removed: ['VT2/2017-0930'],
    });
    expect(await readAfter('8 Molendijk case deleted')).toMatchObject(nothing);

    const notices = async (reference: string) => {
      const file = (await source.loadFiles([reference], { signal: signal() })).get(reference);
      if (!file || file instanceof SourceError) throw new Error('expected a case file');
      return file.reports.flatMap(({ informed }) => informed.map(({ person, on }) => [person.pseudonym, on]));
    };
    const { johan, wilma, teun, daan, hein } = grootEsselink;
    expect(await notices('VT1/2026-1005')).toEqual(
      [johan, wilma, teun, daan, hein].map(({ bsn }) => [pseudonymiser.person(bsn), '2026-11-04']),
    );
    const { gerrit, wilma: wilmaVanZon, alexander } = denBraber;
    expect(await notices('VT3/2026-1188')).toEqual([
      [pseudonymiser.person(gerrit.bsn), '2026-11-05'],
      [pseudonymiser.person(wilmaVanZon.bsn), '2026-10-30'],
      [pseudonymiser.person(alexander.bsn), '2026-10-30'],
    ]);
  });

  it('nothing when the source refuses: an event that was not done says so', async () => {
    const settings = { ...running.settings, VEILIG_THUIS_URL: `${running.settings['VEILIG_THUIS_URL']}/no` };
    const event = veiligThuisActTwo['4 Mila born'];
    await expect(event?.({ settings, url: running.url })).rejects.toThrow(
      'expected a correction to be taken, received status 404',
    );
  });
});

function isShelter({ addressType }: RosterStay): boolean {
  return addressType === 'SHELTER';
}
