/** L3 and L4: cases that stand at a household and add no member to it. */
import type { Anchor, ResidentsOf } from './anchors.js';
import type { DwellingGroup } from './dwellings.js';
import { livesElsewhereAsChild, standing } from './household-link.js';
import { addTo, hasEnded, isChildRole, type KnownReference, periodOf } from './references.js';

/**
 * L4 keeps two cases apart that share nobody; each stands beside the household of the other with whom it does share somebody,
 * so that neither looks unknown there.
 */
export function standBesideAtOneDwelling(anchors: readonly Anchor[], today: string): void {
  if (anchors.length < 2) return;
  const atAddress = new Map<string | null, Anchor[]>();
  for (const anchor of anchors) addTo(atAddress, anchor.address, anchor);
  for (const together of atAddress.values()) {
    for (const { group, links } of together) {
      for (const other of together) {
        if (!group || !other.group || other.group === group) continue;
        for (const reference of other.group.references) {
          if (reference.persons.some(({ identity }) => identity !== null && group.residents.has(identity)))
            links.push(standing(reference, 'STANDS_AT', today));
        }
      }
    }
  }
}

/** Lets a case without an address stand at the households that it concerns, and gives whether there are any. */
export type StandAtDwellings = (
  reference: KnownReference,
  mayStandAt: (anchor: Anchor) => boolean,
) => boolean;

/** L3 over these households. `references`: all of this world, which say of each child whether it has a home of its own. */
export function createStandAtDwellings(
  anchors: readonly Anchor[],
  references: readonly KnownReference[],
  { today, residentsOf }: { readonly today: string; readonly residentsOf: ResidentsOf },
): StandAtDwellings {
  const housed = housedIn(references, today);
  const places = new Map<string, number[]>();
  for (const [place, { group }] of anchors.entries()) {
    if (!group) continue;
    const concerned = new Set([...residentsOf(group).keys(), ...childrenElsewhere(group, housed)]);
    for (const identity of concerned) addTo(places, identity, place);
  }
  return (reference, mayStandAt) => {
    const { organisation, persons, namesOthers } = reference;
    const adults = persons.filter(({ role }) => !isChildRole(role));
    const found = new Set(
      persons.flatMap(({ identity }) => (identity === null ? [] : (places.get(identity) ?? []))),
    );
    let stands = false;
    for (const place of [...found].sort((left, right) => left - right)) {
      const anchor = anchors[place];
      if (!anchor?.group || !mayStandAt(anchor)) continue;
      const residents = residentsOf(anchor.group);
      const livesThereByOthers = (identity: string | null): boolean => {
        const sources = identity === null ? undefined : residents.get(identity);
        return sources !== undefined && (sources.size > 1 || !sources.has(organisation));
      };
      const allAdultsLiveThere =
        namesOthers !== true &&
        adults.length > 0 &&
        adults.every(({ identity }) => livesThereByOthers(identity));
      stands = true;
      anchor.links.push(standing(reference, allAdultsLiveThere ? 'ADULTS_LIVE_THERE' : 'STANDS_AT', today));
    }
    return stands;
  };
}

// Children of the household who live in an institution, or nobody says where: a case about them concerns it. A child with a home
// of its own, a shelter for one, is looked for there.
function childrenElsewhere({ references }: DwellingGroup, housed: ReadonlySet<string>): readonly string[] {
  return references
    .flatMap(({ persons }) => persons.filter(livesElsewhereAsChild))
    .flatMap(({ identity }) => identity ?? [])
    .filter((identity) => !housed.has(identity));
}

function housedIn(references: readonly KnownReference[], today: string): ReadonlySet<string> {
  const housed = new Set<string>();
  for (const { persons } of references) {
    for (const { identity, stays } of persons) {
      const hasHome = stays.some(
        (stay) =>
          (stay.addressType === 'DWELLING' || stay.addressType === 'SHELTER') &&
          !hasEnded(periodOf(stay), today),
      );
      if (identity !== null && hasHome) housed.add(identity);
    }
  }
  return housed;
}
