/** Cases that nothing places in a dwelling: each is a household of its own, or stands at another one that shares somebody. */
import type { Anchor } from './anchors.js';
import { standing } from './household-link.js';
import {
  addTo,
  compareReferences,
  compareText,
  type KnownPerson,
  type KnownReference,
} from './references.js';

/** Those that share somebody stand at the first of them: a shelter before no address, more people before fewer. */
export function anchorOwnCases(references: readonly KnownReference[], today: string): readonly Anchor[] {
  const waiting = references
    .map((reference) => ({ reference, shelters: Number(isInShelter(reference)) }))
    .sort(
      (left, right) =>
        right.shelters - left.shelters ||
        right.reference.persons.length - left.reference.persons.length ||
        compareText(left.reference.since, right.reference.since) ||
        compareReferences(left.reference, right.reference),
    );
  const anchors: Anchor[] = [];
  const places = new Map<string, number[]>();
  for (const { reference } of waiting) {
    const people = new Set(reference.persons.flatMap(({ identity }) => identity ?? []));
    const hosts = new Set([...people].flatMap((identity) => places.get(identity) ?? []));
    const link = standing(reference, 'STANDS_AT', today);
    for (const host of hosts) anchors[host]?.links.push(link);
    if (hosts.size > 0) continue;
    for (const identity of people) addTo(places, identity, anchors.length);
    anchors.push({
      address: null,
      group: null,
      kind: isOwnFile(reference) ? 'OWN_FILE' : 'HOUSEHOLD',
      links: [{ ...link, certainty: 'CERTAIN', ground: 'OWN_CASE' }],
    });
  }
  return anchors;
}

function isInShelter({ persons }: KnownReference): boolean {
  return persons.some(({ stays }) => stays.some(({ addressType }) => addressType === 'SHELTER'));
}

// Nobody who can be told from others, or one person in an institution: a file, and no household.
function isOwnFile({ persons }: KnownReference): boolean {
  const isUnknown = persons.every(({ identity }) => identity === null);
  const [only, ...others] = persons;
  return isUnknown || (only !== undefined && others.length === 0 && isInInstitution(only));
}

function isInInstitution({ stays }: KnownPerson): boolean {
  return stays.length > 0 && stays.every(({ addressType }) => addressType === 'INSTITUTION');
}
