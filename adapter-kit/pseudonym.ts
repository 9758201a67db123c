/**
 * Pseudonyms of persons and addresses, made inside an organisation's own boundary, so that no BSN and no address
 * travels between organisations. Equal input under one key gives equal output; nothing leads back without the key.
 *
 * @see linking.md L9; a region's key holder may replace this port.
 */
import { createHmac } from 'node:crypto';
import { isBsn } from './bsn.js';

export interface Pseudonymiser {
  /** The pseudonym of a BSN, or `null` where the text is no BSN (dummy numbers included). */
  person(rawBsn: string | null | undefined): string | null;
  /** The check pseudonym, over birth date (`YYYY-MM-DD`) and sex (`M`, `V`): agrees only where both agree. `null` where one is unknown. */
  check(birthDate: string | null | undefined, sex: string | null | undefined): string | null;
  /** The pseudonym of the first given name among people of one birth date and sex; `null` where one is unknown, or only an initial is. */
  givenName(
    givenNames: string | null | undefined,
    birthDate: string | null | undefined,
    sex: string | null | undefined,
  ): string | null;
  /** The pseudonym of the four statutory data (Jeugdwet art. 7.2.4; Wmo 2015 art. 5.2.9 lid 5); `null` unless all are known. */
  statutoryMatch(data: StatutoryData): string | null;
  /** The pseudonym of an organisation's own key of a household; `owner` keeps keys of different organisations apart. */
  household(owner: string, key: string): string;
  /**
   * The pseudonym of a professional, by whoever gave the number: a professional register (`SKJ`), and then the same at every organisation,
   * or a unit (`VT1`), for its own number of somebody.
   */
  professional(issuer: string, number: string): string;
  /** The pseudonym of an address key (adresseerbaarObjectIdentificatie, 16 digits), or `null` where there is none. */
  address(addressKey: string | null | undefined): string | null;
  /** While the region changes its key; absent: it does not. */
  readonly previous?: PreviousPseudonyms;
}

/** Pseudonyms under the key before the present one. */
export interface PreviousPseudonyms {
  /** Of the key before (`keyCheckOf`). */
  readonly keyCheck: string;
  /** The pseudonym of a BSN under the key before; `null` where the text is no BSN. */
  person(rawBsn: string): string | null;
  /** What a pseudonym that was made here is under the key before; `undefined`: it was not made here. */
  of(pseudonym: string): string | undefined;
}

/** By these four an organisation may look for somebody without a number. Spelling in capitals, accents, spaces and hyphens does not count. */
export interface StatutoryData {
  /** With its prefix. */
  readonly surname: string | null | undefined;
  readonly givenNames: string | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null | undefined;
  readonly postcode: string | null | undefined;
  /** House number with whatever belongs to it. */
  readonly houseNumber: string | null | undefined;
}

/** The key that everything uses while nothing else is configured. It protects nobody: only fictitious people may stand behind it. */
export const DEMONSTRATION_PSEUDONYM_KEY = 'demonstration-key-for-fictitious-people-only';

/** The default: HMAC-SHA-256 under the region's key, 128 bits of it kept. */
export function createHmacPseudonymiser(
  regionKey: string,
  /** The key before this one, while the region changes it. */
  previousKey: string | null = null,
): Pseudonymiser {
  const under = (key: string, kind: string, text: string): string =>
    createHmac('sha256', key).update(`${kind}\n${text}`).digest('base64url').slice(0, 22);
  if (previousKey === null) return pseudonymiserOf((kind, text) => under(regionKey, kind, text));
  // What was made is remembered, because nothing leads from one to the other: as long as the change lasts, and for its sake alone.
  const before = new Map<string, string>();
  const previous = pseudonymiserOf((kind, text) => under(previousKey, kind, text));
  return {
    ...pseudonymiserOf((kind, text) => {
      const made = under(regionKey, kind, text);
      if (!before.has(made)) before.set(made, under(previousKey, kind, text));
      return made;
    }),
    previous: {
      keyCheck: keyCheckOf(previous),
      person: (rawBsn) => previous.person(rawBsn),
      of: (pseudonym) => before.get(pseudonym),
    },
  };
}

/** By whatever makes a pseudonym of a text of some kind. */
function pseudonymiserOf(make: (kind: string, text: string) => string): Pseudonymiser {
  return {
    person: (rawBsn) => (rawBsn && isBsn(rawBsn) ? make('person', rawBsn) : null),
    // Unknown or undisclosed (O) agrees with nothing: it must not look like a third sex that others recorded otherwise.
    check: (birthDate, sex) =>
      birthDate && (sex === 'M' || sex === 'V') ? make('check', `${birthDate}|${sex}`) : null,
    givenName: (givenNames, birthDate, sex) => {
      const first = givenNames?.trim().split(/\s+/)[0];
      const isName = first !== undefined && first.replace(/\./g, '').length > 1 && !first.endsWith('.');
      return isName && birthDate && (sex === 'M' || sex === 'V')
        ? make('given name', `${birthDate}|${sex}|${plain(first)}`)
        : null;
    },
    statutoryMatch: ({ surname, givenNames, birthDate, postcode, houseNumber }) =>
      surname && givenNames && birthDate && postcode && houseNumber
        ? make('statutory', [surname, givenNames, birthDate, postcode, houseNumber].map(plain).join('|'))
        : null,
    household: (owner, key) => make('household', `${owner}|${key}`),
    professional: (issuer, number) => make('professional', `${issuer}|${number}`),
    address: (addressKey) => (addressKey ? make('address', addressKey) : null),
  };
}

/** For one read: a number that stands in many of its lines is made opaque once, and forgotten with the read. */
export function withinOneRead(pseudonymiser: Pseudonymiser): Pseudonymiser {
  const persons = new Map<string, string | null>();
  const professionals = new Map<string, string>();
  // Whoever keeps the key may be an object of a class: each method is called on itself.
  return {
    person(rawBsn) {
      if (!rawBsn) return null;
      const present = persons.get(rawBsn);
      if (present !== undefined) return present;
      const made = pseudonymiser.person(rawBsn);
      persons.set(rawBsn, made);
      return made;
    },
    professional(issuer, number) {
      const key = `${issuer}\n${number}`;
      const made = professionals.get(key) ?? pseudonymiser.professional(issuer, number);
      professionals.set(key, made);
      return made;
    },
    check: (birthDate, sex) => pseudonymiser.check(birthDate, sex),
    givenName: (givenNames, birthDate, sex) => pseudonymiser.givenName(givenNames, birthDate, sex),
    statutoryMatch: (data) => pseudonymiser.statutoryMatch(data),
    household: (owner, key) => pseudonymiser.household(owner, key),
    address: (addressKey) => pseudonymiser.address(addressKey),
    ...(pseudonymiser.previous ? { previous: pseudonymiser.previous } : {}),
  };
}

/** Every pseudonym of a BSN under which somebody may be held, the present one first; `[]` where the text is no BSN. */
export function personsOf(pseudonymiser: Pseudonymiser, rawBsn: string): readonly string[] {
  const current = pseudonymiser.person(rawBsn);
  if (current === null) return [];
  const before = pseudonymiser.previous?.person(rawBsn) ?? null;
  return before === null ? [current] : [current, before];
}

/** A fingerprint of a pseudonymiser's key: equal where pseudonyms can be compared, and nothing leads back from it. */
export function keyCheckOf(pseudonymiser: Pseudonymiser): string {
  return pseudonymiser.address('a text that is the address of nobody') ?? '';
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}\s'’-]/gu, '')
    .toLowerCase();
}
