/** How a message of StUF Jeugdzorg 1.0.9 writes a person. */
import type { CastPerson, CastPersonWithoutNumber } from '../families.js';
import { digits, element, entity, extraElements } from './stuf-elements.js';

/** A person as a message names them. */
export interface MessagePerson {
  readonly bsn: string | null;
  /** An unborn child may have none; everybody else has one. */
  readonly surname?: string;
  readonly prefix?: string;
  readonly givenName?: string;
  readonly birthDate?: string;
  readonly sex?: 'M' | 'V';
  /** Vreemdelingennummer, ten digits. */
  readonly alienNumber?: string;
  /** The client is not born yet. */
  readonly isUnborn?: boolean;
  /** aoa.identificatie */
  readonly addressKey?: string;
  /** Functie adres: `W` to live at, `B` for letters. */
  readonly addressFunction?: string;
  readonly postcode?: string;
  readonly houseNumber?: string;
  /** Leaves out whether the number is an authentic one. */
  readonly isUnattested?: boolean;
}

/** A person of the cast as a message names them, with or without an address. */
export function toMessagePerson(
  person: CastPerson | CastPersonWithoutNumber,
  addressKey?: string,
): MessagePerson {
  const { bsn, surname, givenName, birthDate, sex, prefix } = person;
  return {
    bsn,
    surname,
    givenName,
    birthDate,
    sex,
    ...(prefix === undefined ? {} : { prefix }),
    ...(addressKey === undefined ? {} : { addressKey }),
  };
}

/** The person as an entity of a message. */
export function natuurlijkPersoon(person: MessagePerson): string {
  const { bsn, alienNumber, surname, prefix, givenName, birthDate, sex, isUnattested = false } = person;
  return entity(
    'ZKN:natuurlijkPersoon',
    'NPS',
    (bsn === null ? '' : element('BG:inp.bsn', bsn)) +
      (bsn === null || isUnattested ? '' : '<BG:authentiek StUF:metagegeven="true">J</BG:authentiek>') +
      optional('BG:anp.identificatie', alienNumber?.padStart(17, '0')) +
      optional('BG:geslachtsnaam', surname) +
      optional('BG:voorvoegselGeslachtsnaam', prefix) +
      optional('BG:voornamen', givenName) +
      optional('BG:geslachtsaanduiding', sex) +
      optional('BG:geboortedatum', birthDate && digits(birthDate)) +
      addressOf(person) +
      extraElements({ functieAdres: person.addressFunction }),
  );
}

function addressOf({ addressKey, postcode, houseNumber }: MessagePerson): string {
  const content =
    optional('BG:aoa.identificatie', addressKey) +
    optional('BG:aoa.postcode', postcode) +
    optional('BG:aoa.huisnummer', houseNumber);
  return content === '' ? '' : `<BG:verblijfsadres>${content}</BG:verblijfsadres>`;
}

function optional(name: string, value: string | undefined): string {
  return value === undefined ? '' : element(name, value);
}
