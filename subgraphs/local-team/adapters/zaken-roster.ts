/** The feed of references: who is in which family's case, with pseudonyms for numbers and addresses, and nothing else. */
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { RosterPerson, RosterReference } from '../../../adapter-kit/roster.js';
import type { FamilyCase } from './zaken-contract.js';
import {
  type HouseholdRol,
  householdAddresses,
  householdRoles,
  teamOf,
  toBirthDate,
  toPersonKey,
} from './zaken-persons.js';

/** @throws SourceError `CONTRACT_BROKEN` */
export function toRosterReference(family: FamilyCase, pseudonymiser: Pseudonymiser): RosterReference {
  const team = teamOf(family.roles);
  const dwellings = householdAddresses(family.objects);
  return {
    reference: family.identificatie,
    unit: team.code,
    unitName: team.name,
    since: family.startdatum,
    until: family.einddatum,
    contact: team.contact,
    persons: householdRoles(family.roles).map((role) =>
      toRosterPerson(role, dwellings, family.einddatum, pseudonymiser),
    ),
  };
}

function toRosterPerson(
  household: HouseholdRol,
  dwellings: ReadonlySet<string>,
  caseEndedOn: string | null,
  pseudonymiser: Pseudonymiser,
): RosterPerson {
  const { rol, role } = household;
  const person = rol.betrokkeneIdentificatie;
  const { pseudonym, localKey } = toPersonKey(household, pseudonymiser);
  const addressKey = person.verblijfsadres?.aoaIdentificatie ?? null;
  const address = pseudonymiser.address(addressKey);
  return {
    person: pseudonym,
    check: pseudonymiser.check(toBirthDate(person.geboortedatum), person.geslachtsaanduiding),
    localKey,
    role,
    since: rol.beginGeldigheid,
    until: rol.eindeGeldigheid,
    // Only an address where the case places its household is known to be a dwelling; any other is "elsewhere". After
    // the case has ended nobody keeps its addresses up to date, so they are vouched for no longer than that.
    stays:
      addressKey !== null && address !== null && dwellings.has(addressKey)
        ? [{ address, addressType: 'DWELLING', since: null, until: caseEndedOn }]
        : [],
  };
}
