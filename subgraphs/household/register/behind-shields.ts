/** L5: what else concerns the people behind a shield stands at their household there, and at no other place. */
import type { Anchor } from './anchors.js';
import { standing } from './household-link.js';
import {
  addTo,
  compareReferences,
  compareText,
  hasEnded,
  type KnownReference,
  referenceKey,
} from './references.js';
import type { ShieldedWorld } from './shields.js';

/** Lets every case that knows the people of these households stand there. */
export function standBehindShield(anchors: readonly Anchor[], world: ShieldedWorld, today: string): void {
  const casesOf = new Map<string, number[]>();
  for (const [place, { persons }] of world.references.entries()) {
    const identities = new Set(persons.flatMap(({ identity }) => identity ?? []));
    for (const identity of identities) if (world.persons.has(identity)) addTo(casesOf, identity, place);
  }
  for (const anchor of anchors) {
    const here = new Set(
      anchor.links
        .filter(({ certainty }) => certainty === 'CERTAIN')
        .flatMap(({ reference }) => reference.persons.flatMap(({ identity }) => identity ?? []))
        .filter((identity) => casesOf.has(identity)),
    );
    const present = new Set(anchor.links.map(({ reference }) => referenceKey(reference)));
    const concerned = [...new Set([...here].flatMap((identity) => casesOf.get(identity) ?? []))]
      .sort((left, right) => left - right)
      .flatMap((place) => world.references[place] ?? [])
      .filter((reference) => !present.has(referenceKey(reference)));
    standThere(anchor, concerned, { world, here, today });
  }
}

// Of the cases that know them from before, the last one that still runs is about now; those before it are history.
function standThere(
  anchor: Anchor,
  concerned: readonly KnownReference[],
  options: {
    readonly world: ShieldedWorld;
    readonly here: ReadonlySet<string>;
    readonly today: string;
  },
): void {
  const { world, here, today } = options;
  const isHistory = (reference: KnownReference): boolean =>
    world.formerChapters.has(referenceKey(reference)) || hasEnded(reference, today);
  const fromBefore = new Set(concerned.filter((reference) => knowsFromBefore(reference, here)));
  const [last] = [...fromBefore]
    .filter((reference) => !isHistory(reference))
    .sort((left, right) => compareText(right.since, left.since) || compareReferences(left, right));
  for (const reference of concerned) {
    const isPast = isHistory(reference) || (fromBefore.has(reference) && reference !== last);
    const link = standing(reference, isPast && fromBefore.has(reference) ? 'MOVED' : 'STANDS_AT', today);
    anchor.links.push({ ...link, isHistory: isPast });
  }
}

function knowsFromBefore({ persons }: KnownReference, here: ReadonlySet<string>): boolean {
  return persons.some(
    ({ identity, stays }) =>
      identity !== null &&
      here.has(identity) &&
      stays.some(({ supersededOn, until }) => supersededOn !== undefined || until !== null),
  );
}
