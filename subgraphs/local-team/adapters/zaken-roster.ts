/** The feed of references: who is in which family's case, with pseudonyms for numbers and addresses, and nothing else. */
import { isDate } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { RosterPerson, RosterReference } from '../../../adapter-kit/roster.js';
import type { FamilyCase, PartCase, PersonRol } from './zaken-contract.js';
import {
  deathProperty,
  expectedProperty,
  type FeedPartType,
  householdObject,
  keptFromObject,
  secretFrom,
} from './zaken-conventions.js';
import {
  type HouseholdRol,
  householdRoles,
  isSamePerson,
  surnameOf,
  teamOf,
  toBirthDate,
  toPersonKey,
} from './zaken-persons.js';
import { toStays } from './zaken-stays.js';

/** A part of a family's case that says more of the persons in it. */
export interface FeedPart {
  readonly type: FeedPartType;
  readonly part: PartCase;
}

/** `parts`: those of this family. @throws SourceError `CONTRACT_BROKEN` */
export function toRosterReference(
  family: FamilyCase,
  parts: readonly FeedPart[],
  pseudonymiser: Pseudonymiser,
): RosterReference {
  const team = teamOf(family.roles);
  const shield = toShield(family, pseudonymiser);
  const household = toHousehold(family, pseudonymiser);
  return {
    reference: family.identificatie,
    unit: team.code,
    unitName: team.name,
    since: family.startdatum,
    until: family.einddatum,
    contact: team.contact,
    persons: householdRoles(family.roles).map((role) => toRosterPerson(role, family, parts, pseudonymiser)),
    ...(shield === null ? {} : { shield }),
    ...(household === null ? {} : { household }),
  };
}

function toRosterPerson(
  household: HouseholdRol,
  family: FamilyCase,
  parts: readonly FeedPart[],
  pseudonymiser: Pseudonymiser,
): RosterPerson {
  const { rol, role } = household;
  const person = rol.betrokkeneIdentificatie;
  const { pseudonym } = toPersonKey(household, pseudonymiser);
  const birthDate = toBirthDate(person.geboortedatum);
  const givenName = pseudonymiser.givenName(person.voornamen, birthDate, person.geslachtsaanduiding);
  const statutoryMatch = pseudonymiser.statutoryMatch({
    surname: surnameOf(rol),
    givenNames: person.voornamen,
    birthDate,
    postcode: person.verblijfsadres?.aoaPostcode,
    houseNumber: houseNumberOf(rol),
  });
  const about = (type: FeedPartType): readonly PartCase[] =>
    parts.flatMap((typed) =>
      typed.type === type && householdRoles(typed.part.roles).some((other) => isSamePerson(rol, other.rol))
        ? [typed.part]
        : [],
    );
  const unborn = toUnborn(rol, role, about('LT-ZWANGERSCHAP'), pseudonymiser);
  const diedOn = about('LT-PERSOON').map((part) => dayIn(part, deathProperty));
  return {
    person: pseudonym,
    check: pseudonymiser.check(birthDate, person.geslachtsaanduiding),
    // A number that is corrected leaves the role what it was.
    localKey: person.anpIdentificatie ?? rol.uuid,
    ...(givenName === null ? {} : { givenName }),
    ...(statutoryMatch === null ? {} : { statutoryMatch }),
    ...(unborn === null ? {} : { unborn }),
    ...(diedOn[0] ? { diedOn: diedOn[0] } : {}),
    role,
    since: rol.beginGeldigheid,
    until: rol.eindeGeldigheid,
    stays: toStays(rol, family, about('LT-VERBLIJF'), pseudonymiser),
  };
}

/**
 * From whom it is kept where these persons are: from everybody by the confidentiality of the case, else from the persons whom
 * it names. One of those without a usable number makes it everybody: nobody can tell who that is.
 */
function toShield(family: FamilyCase, pseudonymiser: Pseudonymiser): RosterReference['shield'] | null {
  const keptFrom = family.objects.filter(({ objectType }) => objectType === keptFromObject);
  const isSecret = secretFrom.has(family.vertrouwelijkheidaanduiding);
  if (!isSecret && keptFrom.length === 0) return null;
  const against = keptFrom.flatMap(
    ({ objectIdentificatie }) => pseudonymiser.person(objectIdentificatie?.inpBsn) ?? [],
  );
  return { against: isSecret || against.length < keptFrom.length ? null : [...new Set(against)].sort() };
}

/**
 * The household by the number that the municipality gave it, which is unique within that municipality; an address is no part of
 * it. A case about two households is of neither alone.
 */
function toHousehold(family: FamilyCase, pseudonymiser: Pseudonymiser): string | null {
  const numbers = new Set(
    family.objects.flatMap(({ objectType, objectIdentificatie }) =>
      objectType === householdObject ? (objectIdentificatie?.nummer ?? []) : [],
    ),
  );
  const [number, second] = numbers;
  if (number === undefined || second !== undefined) return null;
  return pseudonymiser.household('LOCAL_TEAM', `${family.verantwoordelijkeOrganisatie}|${number}`);
}

/** Who was expected when it was recorded, which goes on after the birth: by the pregnancy that names mother and children. */
function toUnborn(
  rol: PersonRol,
  role: string,
  [pregnancy]: readonly PartCase[],
  pseudonymiser: Pseudonymiser,
): NonNullable<RosterPerson['unborn']> | null {
  // The mother is in it too, as a parent.
  if (!pregnancy || !isChild(role)) return null;
  const inIt = householdRoles(pregnancy.roles);
  if (!inIt.some((other) => isChild(other.role) && isSamePerson(rol, other.rol))) return null;
  const [mother, second] = inIt.filter((other) => !isChild(other.role));
  return {
    mother: mother && !second ? pseudonymiser.person(mother.rol.betrokkeneIdentificatie.inpBsn) : null,
    expectedOn: dayIn(pregnancy, expectedProperty),
    children: inIt.filter((other) => isChild(other.role)).length,
  };
}

function isChild(role: string): boolean {
  return role === '115';
}

// A day that cannot be read is not known: one slip of a pen must not take away the feed of every team.
function dayIn(part: PartCase, property: string): string | null {
  const [value, second] = part.properties.filter(({ naam }) => naam === property);
  return value && !second && isDate(value.waarde) ? value.waarde : null;
}

function houseNumberOf(rol: PersonRol): string | null {
  const address = rol.betrokkeneIdentificatie.verblijfsadres;
  if (address?.aoaHuisnummer == null) return null;
  return [address.aoaHuisnummer, address.aoaHuisletter, address.aoaHuisnummertoevoeging]
    .filter((part) => part !== null)
    .join('');
}
