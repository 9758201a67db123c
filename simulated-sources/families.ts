/**
 * The cast: who the fictitious people are, told once. What each organisation recorded of them stands beside its simulated
 * source; these are the bare persons, addresses and units that the records refer to.
 *
 * Numbers, names, birth dates and addresses are those of the official RvIG test set, except where a line says invented; the
 * sentinel families are invented, on numbers of the same test range.
 */

export interface CastPerson {
  readonly bsn: string;
  readonly givenName: string;
  /** Voorvoegsel, e.g. `den`. */
  readonly prefix?: string;
  readonly surname: string;
  readonly birthDate: string;
  /** Geslacht as the population register writes it. */
  readonly sex: 'M' | 'V';
}

/** Somebody to whom no citizen service number was ever given. */
export interface CastPersonWithoutNumber extends Omit<CastPerson, 'bsn'> {
  readonly bsn: null;
  /** Vreemdelingennummer, invented. */
  readonly alienNumber?: string;
}

export interface CastAddress {
  /** adresseerbaarObjectIdentificatie. */
  readonly key: string;
  readonly type: 'DWELLING' | 'INSTITUTION' | 'SHELTER' | 'POSTAL';
}

export interface CastUnit {
  readonly code: string;
  readonly name: string;
  /** A desk where professionals reach the unit. Fictitious number range. */
  readonly contact: string;
}

/** Family 1, Amsterdam: the first report, not yet told to everyone. */
export const denBraber = {
  gerrit: person('999994542', 'Gerrit', 'Braber', '1968-03-18', 'M', 'den'),
  wilma: person('999993112', 'Wilma', 'Zon', '1970-04-07', 'V', 'van'),
  alexander: person('999995832', 'Alexander', 'Braber', '2009-05-29', 'M', 'den'),
  zoey: person('999995807', 'Zoey', 'Braber', '2018-11-14', 'V', 'den'),
} as const;

/** Family 2, Rotterdam: the whole relay. */
export const grootEsselink = {
  johan: person('999999345', 'Johan', 'Groot Esselink', '1985-05-27', 'M'),
  wilma: person('999999357', 'Wilma', 'Haverkamp', '1990-11-16', 'V'),
  teun: person('999999369', 'Teun', 'Groot Esselink', '2012-04-18', 'M'),
  daan: person('999999370', 'Daan', 'Groot Esselink', '2013-12-06', 'M'),
  fien: person('999999382', 'Fien', 'Groot Esselink', '2015-11-20', 'V'),
  maud: person('999999394', 'Maud', 'Groot Esselink', '2017-03-03', 'V'),
  trix: person('999999400', 'Trix', 'Groot Esselink', '2018-09-22', 'V'),
  hein: person('999999412', 'Hein', 'Groot Esselink', '2020-01-20', 'M'),
  bets: person('999999424', 'Bets', 'Haverkamp', '1984-03-28', 'V'),
  edwin: person('999999436', 'Edwin', 'Poelman', '1972-06-06', 'M'),
} as const;

/** Family 3, The Hague: two adults without children, whose roles change. */
export const verheul = {
  anneMarie: person('999991279', 'Anne-Marie', 'Verheul', '1972-09-28', 'V'),
  albert: person('999992661', 'Albert', 'Laar', '1971-07-17', 'M', 'van der'),
  /** Another person, born a day later. */
  namesake: person('999995467', 'Anne-Marie', 'Verheul', '1972-09-29', 'V'),
} as const;

/** Family 4, Rotterdam: elder abuse, and two who look like them. */
export const jansma = {
  anna: person('999995182', 'Anna Maria Petra', 'Jansma', '1945-04-18', 'V'),
  henk: person('999992260', 'Henk', 'Vermeulen', '1940-06-16', 'M'),
  annasLookAlike: person('999990196', 'Anna Maria Petra', 'Wesseling', '1945-04-18', 'V'),
  henksLookAlike: person('999993446', 'Henk', 'Vermolen', '1940-06-16', 'M'),
} as const;

/** Family 5, Ede: an unborn child, three generations, twins twice. */
export const nagelhout = {
  hendrika: person('999995960', 'Hendrika Bartje', 'Flierman', '1979-11-12', 'V'),
  marjolein: person('999996344', 'Marjolein Iris', 'Nagelhout', '2001-12-31', 'V'),
  /** Died on 2019-06-01. */
  melvin: person('999996356', 'Melvin', 'Nagelhout', '2019-03-04', 'M'),
  saskia: person('999995959', 'Saskia Yvonne', 'Nagelhout', '2000-09-01', 'V'),
  jeroen: person('999995923', 'Jeroen', 'Boer', '1989-11-12', 'M', 'de'),
  patricia: person('999995996', 'Patricia Petronella Bartje', 'Boer', '2019-02-03', 'V', 'de'),
  hubertus: person('999995972', 'Hubertus', 'Nagelhout', '1975-06-06', 'M'),
  denise: person('999996034', 'Denise Desiree Dorothea', 'Speelman', '1989-05-25', 'V'),
  django: person('999996046', 'Django', 'Nagelhout', '2019-07-25', 'M'),
  jordy: person('999996058', 'Jordy', 'Nagelhout', '2019-07-25', 'M'),
  /** Jeroen's twin brother, next door. */
  patrick: person('999996113', 'Patrick', 'Boer', '1989-11-12', 'M', 'de'),
  /** Marjolein's child, born in act two. Number invented. */
  mila: person('999998511', 'Mila', 'Nagelhout', '2027-01-12', 'V'),
} as const;

/** Family 6, Rotterdam and The Hague: half-brothers, and a father whose address is secret. */
export const deJager = {
  estrella: person('999997610', 'Estrella', 'Jager', '1994-01-01', 'V', 'de'),
  mirik: person('999992089', 'Mirik', 'Jager', '2010-01-01', 'M', 'de'),
  jan: person('999990792', 'Jan', 'Cuykelaer', '1977-12-10', 'M', 'de'),
  paolo: person('999990408', 'Paolo', 'Jager', '2009-01-01', 'M', 'de'),
} as const;

/** Family 7, Utrecht and Tiel: a stepfamily, and a violent ex-partner with parental authority elsewhere. */
export const deVries = {
  chantal: person('999996150', 'Chantal', 'Vries', '1988-01-31', 'V', 'de'),
  wieger: person('999996241', 'Wieger', 'Postma', '1960-02-29', 'M'),
  walter: person('999996186', 'Walter', 'Boer', '2014-06-01', 'M', 'de'),
  sebastiaan: person('999996174', 'Sebastiaan', 'Boer', '2017-01-31', 'M', 'de'),
  william: person('999996162', 'William', 'Postma', '2019-02-20', 'M'),
  mark: person('999996149', 'Mark', 'Boer', '1987-12-01', 'M', 'de'),
} as const;

/** Family 8, Hellevoetsluis: youth probation of somebody who has just come of age. */
export const bultenaar = {
  barbara: person('999990937', 'Barbara', 'Bultenaar', '1980-01-23', 'V'),
  lennert: person('999993562', 'Lennert', 'Lapzwans', '1980-01-23', 'M'),
  laertes: person('999991383', 'Laertes', 'Bultenaar', '2008-01-26', 'M'),
} as const;

/** Family 9, Maastricht: one child in two homes, an adult child at home, names that changed. */
export const jacobs = {
  reinier: person('999996381', 'Reinier Lodivicus Maria', 'Jacobs', '1973-08-13', 'M'),
  christina: person('999996277', 'Christina Annabel', 'Christiaansen', '1970-07-17', 'V'),
  /** "Celeke Lodivica" until 2019. */
  vica: person('999996411', 'Vica', 'Jacobs', '2012-06-09', 'V'),
  bella: person('999996423', 'Bella', 'Jacobs', '2019-06-12', 'V'),
  /** "Postma" until 2019. */
  manon: person('999996289', 'Manon', 'Jacobs', '2007-11-28', 'V'),
  emiel: person('999996393', 'Emiel Coen', 'Castermans', '1980-02-27', 'M'),
} as const;

/** Family 10, Utrecht, twice: the same names, one day apart. */
export const smitBrouwers = {
  lonneke: person('999992879', 'Lonneke', 'Smit', '1978-06-12', 'V'),
  janKees: person('999993355', 'Jan-Kees', 'Brouwers', '1978-03-31', 'M'),
  otherLonneke: person('999995431', 'Lonneke', 'Smit', '1978-06-13', 'V'),
  otherJanKees: person('999995443', 'Jan-Kees', 'Brouwers', '1978-03-30', 'M'),
} as const;

/** Family 11, The Hague and a shelter: a secret address. */
export const overvaart = {
  stephan: person('999990627', 'Stephan', 'Janssen', '1975-04-06', 'M'),
  jeannette: person('999990226', 'Jeannette', 'Overvaart', '1987-02-08', 'V'),
  nina: person('999997580', 'Nina', 'Overvaart', '2018-12-01', 'V'),
  /** Nina's half-sister, elsewhere in The Hague. */
  roos: person('999995145', 'Roos', 'Janssen', '2007-07-26', 'V'),
  annemieke: person('999993665', 'Annemieke', 'Verpalen', '1969-12-05', 'V'),
} as const;

/** Family 12: nobody has a number. All invented. */
export const voorbeeld = {
  sana: {
    bsn: null,
    givenName: 'Sana',
    surname: 'Voorbeeld',
    birthDate: '1998-03-07',
    sex: 'V',
    alienNumber: '2800000001',
  },
  lio: { bsn: null, givenName: 'Lio', surname: 'Voorbeeld', birthDate: '2025-02-14', sex: 'M' },
  /** No name yet. */
  newborn: { bsn: null, givenName: 'NN', surname: 'Voorbeeld', birthDate: '2026-10-19', sex: 'V' },
} as const satisfies Readonly<Record<string, CastPersonWithoutNumber>>;

/** Postcode and house number of the shelter: two of the four statutory data (Jeugdwet art. 7.2.4). Invented. */
export const shelterPostcodeAndNumber = { postcode: '3500ZZ', houseNumber: '1' } as const;

export const addresses = {
  /** Family 1. */
  schakelstraat: dwelling('0363010000805805'),
  /** Family 2 until 2018-01-20. */
  molendijk: dwelling('1774010000271407'),
  /** Family 2 since. */
  hofdijk: dwelling('0599010000110069'),
  /** Aunt Bets; the girls of family 2 since 2019-12-05. */
  spaanseweg: dwelling('0599010000460538'),
  /** A residential group: Daan stayed from 2026-06-15 to 2026-08-21. An institution makes no household. */
  residentialGroup: { key: '0599010400010274', type: 'INSTITUTION' },
  /** Family 3. */
  wilgenkade: dwelling('0518010230018001'),
  /** Family 3: Albert's brother. Invented. */
  albertsBrother: dwelling('0518019999990003'),
  /** Family 4. */
  malmopad: dwelling('0599010049002401'),
  wesselings: dwelling('0599010400011483'),
  vermolens: dwelling('0599010400011485'),
  /** Family 5. */
  grotestraat2: dwelling('0228010000053699'),
  grotestraat3: dwelling('0228010000014358'),
  knuttelweg: dwelling('0228010000016241'),
  /** Family 6. */
  deVilleneuvestraat: dwelling('0599010000153678'),
  /** Family 6: secret. */
  thorbeckelaan: dwelling('0518010060731001'),
  /** Family 6, until 2017-12-01 (Estrella) and 2018-02-08 (Jan). */
  smitsweg: dwelling('0530010002101221'),
  /** Family 7: kept from Mark. */
  mesonweg: dwelling('0344010000192444'),
  waterstraat: dwelling('0281010000067445'),
  /** Family 8. */
  eik: dwelling('0530010002090237'),
  /** Family 9. */
  franciscusRomanusweg: dwelling('0935010000092253'),
  keizerKarelplein: dwelling('0935010000008637'),
  /** Family 10. */
  belcampostraat: dwelling('0344010000095290'),
  velzendonk: dwelling('1810011480021001'),
  /** Family 11. */
  mandelaplein: dwelling('0518010000488459'),
  /** Families 11 and 12: secret for family 11. Invented. */
  shelter: { key: '0344010009999901', type: 'SHELTER' },
  /** Family 11: the letter address of the shelter. Invented. */
  shelterLetters: { key: '0344010009999902', type: 'POSTAL' },
  /** Family 11 in act two: Jeannette's and Nina's own dwelling, secret. Invented. */
  newHome: dwelling('0344010009999903'),
  /** Family 11c. */
  colensostraat: dwelling('0518010001630358'),
} as const satisfies Readonly<Record<string, CastAddress>>;

/** Units, by the code that stands in front of their references (`VT1/2025-0905`). */
export const units = {
  VT1: { code: 'VT1', name: 'Veilig Thuis Maasdelta', contact: 'professionals desk 088-000 01 01' },
  VT2: { code: 'VT2', name: 'Veilig Thuis Vallei & Vecht', contact: 'professionals desk 088-000 01 02' },
  VT3: { code: 'VT3', name: 'Veilig Thuis Amstelland', contact: 'professionals desk 088-000 01 03' },
  VT4: { code: 'VT4', name: 'Veilig Thuis Mergelland', contact: 'professionals desk 088-000 01 04' },
  RVDK: { code: 'RVDK', name: 'Raad voor de Kinderbescherming', contact: 'regional desk 088-000 02 01' },
  GI1: { code: 'GI1', name: 'Jeugdbescherming De Kade', contact: 'duty desk 088-000 03 01' },
  GI2: { code: 'GI2', name: 'Jeugdbescherming Heide & Rivier', contact: 'duty desk 088-000 03 02' },
  GI3: { code: 'GI3', name: 'Jeugdbescherming Zuiderlicht', contact: 'duty desk 088-000 03 03' },
  LT1: { code: 'LT1', name: 'Lokaal team Rotterdam-Centrum', contact: 'team desk 088-000 04 01' },
  LT2: { code: 'LT2', name: 'Lokaal team Rotterdam-Delfshaven', contact: 'team desk 088-000 04 02' },
  LT3: { code: 'LT3', name: 'Sociaal Team Ede', contact: 'team desk 088-000 04 03' },
  LT4: { code: 'LT4', name: 'Lokaal team Utrecht-Noordwest', contact: 'team desk 088-000 04 04' },
  LT5: { code: 'LT5', name: 'Lokaal team Den Haag', contact: 'team desk 088-000 04 05' },
  LT6: { code: 'LT6', name: 'Lokaal team Hellevoetsluis', contact: 'team desk 088-000 04 06' },
  LT7: { code: 'LT7', name: 'Lokaal team Maastricht', contact: 'team desk 088-000 04 07' },
  LT8: { code: 'LT8', name: 'Lokaal team Tiel', contact: 'team desk 088-000 04 08' },
} as const satisfies Readonly<Record<string, CastUnit>>;

export type SentinelFault = 'slow' | 'down' | 'malformed';
export type SentinelOrganisation = 'veilig-thuis' | 'raad' | 'gi' | 'local-team';

/**
 * A family that every organisation knows, and of which exactly one organisation cannot give the records: so that what a
 * page shows when a source fails can be seen without breaking anything. The feeds of references stay healthy.
 */
export interface SentinelFamily {
  readonly organisation: SentinelOrganisation;
  readonly fault: SentinelFault;
  readonly parent: CastPerson;
  readonly child: CastPerson;
  readonly address: CastAddress;
  /** The case number behind the unit's code: `VT1/2026-9001`, `RVDK/2026-9001`, `GI1/2026-9001`, `LT1/2026-9001`. */
  readonly caseNumber: string;
  /** The day on which every organisation came to know the family. */
  readonly since: string;
}

/** How long a source waits before it answers about a `slow` family, in milliseconds: longer than any deadline here. */
export const sentinelDelayMs = 5_000;

const sentinelNumbers = [
  ['999970021', '999970070'],
  ['999970112', '999970161'],
  ['999970203', '999970252'],
  ['999970343', '999970392'],
  ['999970434', '999970483'],
  ['999970525', '999970574'],
  ['999970616', '999970665'],
  ['999970707', '999970756'],
  ['999970847', '999970896'],
  ['999970938', '999970987'],
  ['999971001', '999971050'],
  ['999971141', '999971190'],
] as const;

const sentinelOrganisations: readonly SentinelOrganisation[] = ['veilig-thuis', 'raad', 'gi', 'local-team'];
const sentinelFaults: readonly SentinelFault[] = ['slow', 'down', 'malformed'];

export const sentinelFamilies: readonly SentinelFamily[] = sentinelNumbers.map(
  ([parentBsn, childBsn], index) => {
    const organisation = sentinelOrganisations[Math.floor(index / sentinelFaults.length)] ?? 'gi';
    const fault = sentinelFaults[index % sentinelFaults.length] ?? 'slow';
    const surname = `Sentinel-${organisation}-${fault}`;
    const number = String(9001 + index);
    return {
      organisation,
      fault,
      parent: person(parentBsn, 'Ouder', surname, `1985-01-${String(index + 1).padStart(2, '0')}`, 'V'),
      child: person(childBsn, 'Kind', surname, `2015-02-${String(index + 1).padStart(2, '0')}`, 'M'),
      address: dwelling(`999901000000${number}`),
      caseNumber: `2026-${number}`,
      since: '2026-09-01',
    };
  },
);

/** The fault that a source shows for one of its references, or `null`. */
export function sentinelFaultOf(organisation: SentinelOrganisation, reference: string): SentinelFault | null {
  const family = sentinelFamilies.find(
    (candidate) => candidate.organisation === organisation && reference.endsWith(`/${candidate.caseNumber}`),
  );
  return family?.fault ?? null;
}

function person(
  bsn: string,
  givenName: string,
  surname: string,
  birthDate: string,
  sex: 'M' | 'V',
  prefix?: string,
): CastPerson {
  return { bsn, givenName, surname, birthDate, sex, ...(prefix === undefined ? {} : { prefix }) };
}

function dwelling(key: string): CastAddress {
  return { key, type: 'DWELLING' };
}
