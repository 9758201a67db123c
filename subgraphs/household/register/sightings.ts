/** Where people occur in a set of cases, by the names that they go by for a shield: nobody has to look at all cases. */
import { addTo, type KnownPerson, type KnownReference } from './references.js';

/** A person in a case. */
export interface Sighting {
  readonly reference: KnownReference;
  readonly person: KnownPerson;
}

export interface Sightings {
  /** All cases, with their place in the order in which they were given. */
  readonly places: ReadonlyMap<KnownReference, number>;
  /** By each of `namesOf`. */
  readonly byName: ReadonlyMap<string, readonly Sighting[]>;
  /** People recorded without a birth date, by their number. */
  readonly byNumberAlone: ReadonlyMap<string, readonly Sighting[]>;
}

export function sightingsIn(references: readonly KnownReference[]): Sightings {
  const byName = new Map<string, Sighting[]>();
  const byNumberAlone = new Map<string, Sighting[]>();
  for (const reference of references) {
    for (const person of reference.persons) {
      const sighting = { reference, person };
      for (const name of new Set(namesOf(person))) addTo(byName, name, sighting);
      if (person.check === null && person.person !== null) addTo(byNumberAlone, person.person, sighting);
    }
  }
  const places = new Map(references.map((reference, place) => [reference, place] as const));
  return { places, byName, byNumberAlone };
}

/**
 * By which a shield knows a person. A given name that one organisation wrote in two ways makes somebody another one for linking,
 * never for a shield.
 */
export function namesOf({ identity, person, check }: KnownPerson): readonly string[] {
  const byNumber = person !== null && check !== null ? [`${person}.${check}`] : [];
  return identity === null ? byNumber : [identity, ...byNumber];
}
