/** A person as one message states them. No text here is judged: what cannot be shown is refused in `showable.ts`. */
import { isBsn } from '../../../adapter-kit/bsn.js';
import {
  addressFunctionExtraElement,
  clientRole,
  dayOf,
  extraElementOf,
  findChild,
  findChildren,
  householdRoles,
  textOf,
  unbornClient,
} from './stuf-names.js';
import type { XmlTree } from './xml-tree.js';

/** Somebody who does not belong to the family never becomes one. */
export interface StatedPerson {
  /** Nine digits with leading zeros; `null` where there is none, or a number that stands for "unknown" or "unborn". */
  readonly rawBsn: string | null;
  /** The alien number (vreemdelingennummer) without leading zeros. It never leaves the store. */
  readonly alienNumber: string | null;
  readonly name: string | null;
  /** With its prefix. */
  readonly surname: string | null;
  /** First names as far as they are written out: initials are not first names, nor is what stands for "no name yet". */
  readonly firstNames: string | null;
  readonly birthDate: string | null;
  /** `M` or `V`, or `null` where unknown. */
  readonly sex: string | null;
  /** Code of the reference list jeugdzorgrol. */
  readonly role: string;
  /** Named as a child that is not born yet. */
  readonly isUnborn: boolean;
  readonly expectedOn: string | null;
  readonly addressKey: string | null;
  readonly addressSince: string | null;
  /** Functie adres of the population register: `W` (woonadres), `B` (briefadres); `null` where not stated. */
  readonly addressFunction: string | null;
  readonly postcode: string | null;
  /** House number with its letter and addition. */
  readonly houseNumber: string | null;
}

const unknownPerson = '000000000';
const unbornPerson = '999999999';
/** Nomen nescio, and the like: two children who are called so are not called alike. */
const noNameYet = /^(?:n\.?\s?n\.?|onbekend)$/i;

/** The clients of a case: a request names any number, a notification one. */
export function clientsOf(object: XmlTree): readonly StatedPerson[] {
  return findChildren(object, 'ZKN', 'heeftBetrekkingOp').flatMap((relation) => {
    const isUnborn = textOf(findChild(relation, 'ZKN:omschrijving')) === unbornClient;
    const persons = findChildren(findChild(relation, 'ZKN:gerelateerde'), 'ZKN', 'natuurlijkPersoon');
    return persons.map((person) => personOf(person, clientRole, isUnborn));
  });
}

/** The parties of a case (belanghebbenden) who belong to the family. */
export function partiesOf(object: XmlTree): readonly StatedPerson[] {
  return findChildren(object, 'ZKN', 'heeftAlsBelanghebbende').flatMap((relation) => {
    const role = householdRoles[textOf(findChild(relation, 'ZKN:omschrijving')) ?? ''];
    if (role === undefined) return [];
    const persons = findChildren(findChild(relation, 'ZKN:gerelateerde'), 'ZKN', 'natuurlijkPersoon');
    return persons.map((person) => personOf(person, role, false));
  });
}

/** Whether somebody has a number of their own. What only fills the field may be the same for two children. */
export function hasNumber({ rawBsn }: Pick<StatedPerson, 'rawBsn'>): boolean {
  return rawBsn !== null && isBsn(rawBsn);
}

function personOf(person: XmlTree, role: string, isUnborn: boolean): StatedPerson {
  const bsn = textOf(findChild(person, 'BG:inp.bsn'));
  const rawBsn = bsn === unknownPerson || bsn === unbornPerson ? null : bsn;
  const sex = textOf(findChild(person, 'BG:geslachtsaanduiding'));
  const firstNames = textOf(findChild(person, 'BG:voornamen'));
  const given = firstNames ?? textOf(findChild(person, 'BG:voorletters'));
  const surname = joined(' ', [
    textOf(findChild(person, 'BG:voorvoegselGeslachtsnaam')),
    textOf(findChild(person, 'BG:geslachtsnaam')),
  ]);
  const day = wholeDay(dayOf(findChild(person, 'BG:geboortedatum')));
  // Nobody who is not born has a birth day: a day that stands there is the one on which the child is expected. A number is
  // given at birth, so whoever has one was born, whatever a sender still calls them.
  const isExpected = isUnborn && !hasNumber({ rawBsn });
  return {
    rawBsn,
    alienNumber: textOf(findChild(person, 'BG:anp.identificatie'))?.replace(/^0+/, '') || null,
    name: joined(' ', [given, surname]),
    surname,
    firstNames:
      firstNames !== null && /^\p{L}{2,}/u.test(firstNames) && !noNameYet.test(firstNames)
        ? firstNames
        : null,
    birthDate: isExpected ? null : day,
    sex: sex === 'M' || sex === 'V' ? sex : null,
    role,
    isUnborn,
    expectedOn: isExpected ? day : null,
    ...addressOf(person),
  };
}

function addressOf(
  person: XmlTree,
): Pick<StatedPerson, 'addressKey' | 'addressSince' | 'addressFunction' | 'postcode' | 'houseNumber'> {
  const address = findChild(person, 'BG:verblijfsadres');
  const text = (name: `BG:${string}`): string | null => textOf(findChild(address, name));
  return {
    addressKey: text('BG:aoa.identificatie'),
    addressSince: dayOf(findChild(address, 'BG:begindatumVerblijf')),
    addressFunction: textOf(extraElementOf(person, addressFunctionExtraElement)),
    postcode: text('BG:aoa.postcode'),
    houseNumber: joined('', [
      text('BG:aoa.huisnummer'),
      text('BG:aoa.huisletter'),
      text('BG:aoa.huisnummertoevoeging'),
    ]),
  };
}

// A day or month of which only zeros are written is unknown, as in the population register: no birth day is better than a guess.
function wholeDay(day: string | null): string | null {
  return day !== null && /^\d{4}-(?:00-\d{2}|\d{2}-00)$/.test(day) ? null : day;
}

function joined(separator: string, parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(separator) || null;
}
