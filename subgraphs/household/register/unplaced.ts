/**
 * Whom a reference names and no household has: an adult without an address, somebody in a shelter. They are found by their own
 * number all the same, with the case as a probable one, because a person who is known must never look unknown.
 */
import { belongsTo, type LinkedHousehold, type LinkOptions, standing } from './household-link.js';
import { addTo, compareReferences, type KnownPerson, type KnownReference } from './references.js';

/** A file of their own for each of those whom none of the households has. */
export function householdsOfTheUnplaced(
  references: readonly KnownReference[],
  households: readonly LinkedHousehold[],
  { makeId, carriers, today }: LinkOptions,
): readonly LinkedHousehold[] {
  const placed = placedIn(households, carriers);
  const casesOf = new Map<string, KnownReference[]>();
  for (const reference of references) {
    for (const person of reference.persons) {
      const name = person.person;
      if (name !== null && !placed.has(name) && isCarrier(person, carriers)) addTo(casesOf, name, reference);
    }
  }
  return [...casesOf].map(([person, cases]) => ({
    aliases: [makeId(`person\n${person}`)],
    kind: 'OWN_FILE',
    address: null,
    links: cases.sort(compareReferences).map((reference) => standing(reference, 'OWN_CASE', today)),
    onlyPerson: person,
  }));
}

function placedIn(
  households: readonly LinkedHousehold[],
  carriers: LinkOptions['carriers'],
): ReadonlySet<string> {
  const placed = new Set<string>();
  for (const { links, address } of households) {
    for (const link of links) {
      if (link.certainty === 'PROBABLE') continue;
      for (const person of link.reference.persons) {
        if (person.person !== null && belongsTo(person, link, address) && isCarrier(person, carriers))
          placed.add(person.person);
      }
    }
  }
  return placed;
}

// Of a number that two people carry, whoever most cases agree on has to be found, wherever the other one lives.
function isCarrier({ person, identity }: KnownPerson, carriers: LinkOptions['carriers']): boolean {
  return person === null || !carriers.has(person) || carriers.get(person) === identity;
}
