/**
 * Where people live now, when records disagree: an adult lives in one place, so that of several open stays the one that began
 * last counts and the others are out of date. A child may have two homes; but of a home that one of its parents left, and to whose
 * new home it went along, the case of that time is out of date for the child too. No end is invented: the stay stays open in its
 * record.
 *
 * @see linking.md L2
 */
import { addTo, isChildRole, type KnownPerson, type KnownReference, type KnownStay } from './references.js';

/** Marks the stays that a newer home has overtaken. */
export function withSupersededStays(references: readonly KnownReference[]): readonly KnownReference[] {
  if (references.length === 1 || !hasSomebodyTwoHomes(references)) return references;
  const persons = new Map<string, KnownPerson[]>();
  for (const reference of references) {
    for (const person of reference.persons) {
      if (person.identity !== null) addTo(persons, person.identity, person);
    }
  }
  const newHome = new Map<string, KnownStay>();
  for (const [identity, sightings] of persons) {
    if (sightings.some(({ role }) => isChildRole(role))) continue;
    const homes = sightings.flatMap(({ stays }) => stays.filter(isOpenHome));
    if (new Set(homes.map(({ address }) => address)).size < 2) continue;
    const latest = homes.reduce((one, other) => ((other.since ?? '') > (one.since ?? '') ? other : one));
    // Two homes that began on one day: nobody can say which is the newer one.
    const isUndecided = homes.some(
      ({ address, since }) => address !== latest.address && since === latest.since,
    );
    if (!isUndecided) newHome.set(identity, latest);
  }
  if (newHome.size === 0) return references;
  const openHomes = new Map<string, ReadonlySet<string>>();
  const openHomesOf = (identity: string): ReadonlySet<string> => {
    const known = openHomes.get(identity);
    if (known) return known;
    const stays = persons.get(identity)?.flatMap((sighting) => sighting.stays.filter(isOpenHome)) ?? [];
    const found = new Set(stays.map(({ address }) => address));
    openHomes.set(identity, found);
    return found;
  };
  return references.map((reference) => {
    const leaving = reference.persons.flatMap(({ identity }) => newHome.get(identity ?? '') ?? []);
    return supersede(reference, (person) => {
      const own = newHome.get(person.identity ?? '');
      if (own || leaving.length === 0 || person.identity === null) return own;
      // A child goes along to a home at which some case places it too.
      const places = openHomesOf(person.identity);
      return leaving.find((home) => places.has(home.address));
    });
  });
}

// Most cases agree on where everybody lives: then there is nothing to weigh.
function hasSomebodyTwoHomes(references: readonly KnownReference[]): boolean {
  const homes = new Map<string, string>();
  for (const { persons } of references) {
    for (const { identity, stays } of persons) {
      if (identity === null) continue;
      for (const stay of stays) {
        if (!isOpenHome(stay)) continue;
        const other = homes.get(identity);
        if (other !== undefined && other !== stay.address) return true;
        homes.set(identity, stay.address);
      }
    }
  }
  return false;
}

/** Ends a person's open stays elsewhere on the day on which the given home began. */
export function supersede(
  reference: KnownReference,
  homeOf: (person: KnownPerson) => { readonly address: string; readonly since: string | null } | undefined,
): KnownReference {
  return {
    ...reference,
    persons: reference.persons.map((person) => {
      const home = homeOf(person);
      const since = home?.since ?? null;
      if (!home || since === null) return person;
      return {
        ...person,
        stays: person.stays.map((stay) =>
          isOpenHome(stay) && stay.address !== home.address && stay.since !== null && stay.since < since
            ? { ...stay, supersededOn: since }
            : stay,
        ),
      };
    }),
  };
}

function isOpenHome(stay: KnownStay): boolean {
  return stay.until === null && (stay.addressType === 'DWELLING' || stay.addressType === 'SHELTER');
}
