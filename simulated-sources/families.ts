/**
 * The cast: who the fictitious people are, told once. What each organisation recorded of them stands beside its simulated
 * source; these are the bare persons, addresses and units that the records refer to.
 *
 * Numbers, names, birth dates and addresses of families 1 and 2 are those of the official RvIG test set; the sentinel
 * families are invented, on numbers of the same test range.
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
} as const satisfies Readonly<Record<string, CastAddress>>;

/** Units, by the code that stands in front of their references (`VT1/2025-0905`). */
export const units = {
  VT1: { code: 'VT1', name: 'Veilig Thuis Maasdelta', contact: 'professionals desk 088-000 01 01' },
  VT2: { code: 'VT2', name: 'Veilig Thuis Vallei & Vecht', contact: 'professionals desk 088-000 01 02' },
  VT3: { code: 'VT3', name: 'Veilig Thuis Amstelland', contact: 'professionals desk 088-000 01 03' },
  RVDK: { code: 'RVDK', name: 'Raad voor de Kinderbescherming', contact: 'regional desk 088-000 02 01' },
  GI1: { code: 'GI1', name: 'Jeugdbescherming De Kade', contact: 'duty desk 088-000 03 01' },
  LT1: { code: 'LT1', name: 'Lokaal team Rotterdam-Centrum', contact: 'team desk 088-000 04 01' },
  LT2: { code: 'LT2', name: 'Lokaal team Rotterdam-Delfshaven', contact: 'team desk 088-000 04 02' },
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
