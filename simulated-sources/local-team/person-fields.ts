/** How a seeded person and an address stand in the fields of the Zaken API. */
import type { CastPerson, CastPersonWithoutNumber } from '../families.js';

export interface SeedAddress {
  readonly key: string;
  readonly type: 'DWELLING' | 'INSTITUTION' | 'SHELTER' | 'POSTAL';
  readonly street: string;
  readonly number: number;
  readonly city: string;
  readonly postcode?: string;
}

export interface SeedPerson {
  readonly person: CastPerson | CastPersonWithoutNumber;
  /** As the catalogue names the role: code and meaning. */
  readonly role: string;
  /** Where the team recorded that this person lives; absent: elsewhere. */
  readonly livesAt?: SeedAddress;
  /** The surname as this team wrote it, where it differs. */
  readonly surname?: string;
  /** The given names as this team wrote them, where they differ; empty: none. */
  readonly givenNames?: string;
  /** The number that this team wrote in the place of the BSN, where it differs. */
  readonly numberWritten?: string;
  /** The municipality's own number of a person (anpIdentificatie), for whom has no BSN. */
  readonly ownNumber?: string;
}

/** The number that the team wrote; empty: none. */
export function numberOf({ numberWritten, person }: SeedPerson): string {
  return numberWritten ?? person.bsn ?? '';
}

/** Number, names, sex and birth date, as this team wrote them. */
export function identityOf(told: SeedPerson): Readonly<Record<string, unknown>> {
  const { person } = told;
  return {
    inpBsn: numberOf(told),
    voornamen: told.givenNames ?? person.givenName,
    voorvoegselGeslachtsnaam: told.surname === undefined ? (person.prefix ?? '') : '',
    geslachtsnaam: told.surname ?? person.surname,
    geslachtsaanduiding: person.sex === 'M' ? 'm' : 'v',
    geboortedatum: person.birthDate,
  };
}

export function residenceOf(address: SeedAddress): Readonly<Record<string, unknown>> {
  return {
    aoaIdentificatie: address.key,
    wplWoonplaatsNaam: address.city,
    gorOpenbareRuimteNaam: address.street,
    aoaPostcode: address.postcode ?? '',
    aoaHuisnummer: address.number,
    aoaHuisletter: '',
    aoaHuisnummertoevoeging: '',
    inpLocatiebeschrijving: '',
  };
}

/** All fields of a natural person; empty where nothing is known. */
export function naturalPerson(known: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    inpBsn: '',
    anpIdentificatie: '',
    inpA_nummer: '',
    geslachtsnaam: '',
    voorvoegselGeslachtsnaam: '',
    voorletters: '',
    voornamen: '',
    geslachtsaanduiding: '',
    geboortedatum: '',
    verblijfsadres: null,
    subVerblijfBuitenland: null,
    ...known,
  };
}
