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
  /** The pseudonym of an address key (adresseerbaarObjectIdentificatie, 16 digits), or `null` where there is none. */
  address(addressKey: string | null | undefined): string | null;
}

/** The key that everything uses while nothing else is configured. It protects nobody: only fictitious people may stand behind it. */
export const DEMONSTRATION_PSEUDONYM_KEY = 'demonstration-key-for-fictitious-people-only';

/** The default: HMAC-SHA-256 under the region's key, 128 bits of it kept. */
export function createHmacPseudonymiser(regionKey: string): Pseudonymiser {
  const make = (kind: string, text: string): string =>
    createHmac('sha256', regionKey).update(`${kind}\n${text}`).digest('base64url').slice(0, 22);
  return {
    person: (rawBsn) => (rawBsn && isBsn(rawBsn) ? make('person', rawBsn) : null),
    // Unknown or undisclosed (O) agrees with nothing: it must not look like a third sex that others recorded otherwise.
    check: (birthDate, sex) =>
      birthDate && (sex === 'M' || sex === 'V') ? make('check', `${birthDate}|${sex}`) : null,
    address: (addressKey) => (addressKey ? make('address', addressKey) : null),
  };
}

/** A fingerprint of a pseudonymiser's key: equal where pseudonyms can be compared, and nothing leads back from it. */
export function keyCheckOf(pseudonymiser: Pseudonymiser): string {
  return pseudonymiser.address('a text that is the address of nobody') ?? '';
}
