/** Where somebody in a family's case lives or lived. */
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { RosterStay } from '../../../adapter-kit/roster.js';
import type { FamilyCase, PartCase, PersonRol } from './zaken-contract.js';
import { addressTypeProperty, addressTypes, householdObject } from './zaken-conventions.js';
import { householdRoles, isSamePerson } from './zaken-persons.js';

/**
 * `recorded`: the stays in which this person is, as parts of the case. Where the team recorded none, the home of the household
 * counts for whoever has that address; anybody else lives elsewhere.
 *
 * Nobody keeps the addresses of a case up to date once it has ended: they are vouched for no longer than that.
 */
export function toStays(
  rol: PersonRol,
  family: FamilyCase,
  recorded: readonly PartCase[],
  pseudonymiser: Pseudonymiser,
): RosterStay[] {
  if (recorded.length === 0) return stayAtHome(rol, family, pseudonymiser);
  return recorded
    .flatMap((part) => toStay(rol, part, family.einddatum, pseudonymiser))
    .sort((left, right) => (left.since ?? '').localeCompare(right.since ?? ''));
}

function stayAtHome(rol: PersonRol, family: FamilyCase, pseudonymiser: Pseudonymiser): RosterStay[] {
  const addressKey = rol.betrokkeneIdentificatie.verblijfsadres?.aoaIdentificatie ?? null;
  const address = pseudonymiser.address(addressKey);
  if (addressKey === null || address === null || !homesOf(family).has(addressKey)) return [];
  return [{ address, addressType: 'DWELLING', since: null, until: family.einddatum }];
}

function toStay(
  rol: PersonRol,
  part: PartCase,
  caseEndedOn: string | null,
  pseudonymiser: Pseudonymiser,
): RosterStay[] {
  const there = householdRoles(part.roles).find((other) => isSamePerson(rol, other.rol));
  const address = pseudonymiser.address(there?.rol.betrokkeneIdentificatie.verblijfsadres?.aoaIdentificatie);
  const [kind, second] = part.properties.filter(({ naam }) => naam === addressTypeProperty);
  const addressType = kind && !second ? addressTypes.get(kind.waarde) : undefined;
  // Of an address of an unknown kind nobody may think that it is a home.
  if (address === null || addressType === undefined) return [];
  const until = [part.einddatum, caseEndedOn].filter((day) => day !== null).sort()[0] ?? null;
  return until !== null && until < part.startdatum
    ? []
    : [{ address, addressType, since: part.startdatum, until }];
}

/** Address keys of the household that a case is about. */
function homesOf(family: FamilyCase): ReadonlySet<string> {
  return new Set(
    family.objects.flatMap(({ objectType, objectIdentificatie }) =>
      objectType === householdObject ? (objectIdentificatie?.isGehuisvestIn?.identificatie ?? []) : [],
    ),
  );
}
