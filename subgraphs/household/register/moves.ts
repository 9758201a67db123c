/**
 * L2: who moved. A group whose stays have all ended is history: of the dwelling that a parent and a child of it moved to, or of
 * whoever of it lives there now. Where somebody stayed behind, the case about all of them is history of those who left.
 */
import { type Anchor, type ResidentsOf, toAnchor } from './anchors.js';
import type { DwellingGroup } from './dwellings.js';
import { movedFrom } from './household-link.js';
import {
  addTo,
  compareText,
  hasEnded,
  isChildRole,
  type KnownPerson,
  type KnownReference,
  periodOf,
  referenceKey,
} from './references.js';

/** The households of these groups, with what is history of them. */
export function anchorDwellings(
  groups: readonly DwellingGroup[],
  { today, residentsOf }: { readonly today: string; readonly residentsOf: ResidentsOf },
): readonly Anchor[] {
  const anchors = new Map(groups.map((group) => [group, toAnchor(group, today)] as const));
  const former = groups.filter(({ isFormer }) => isFormer);
  if (former.length > 0) {
    const successorsOf = createSuccession(groups.filter(({ isFormer }) => !isFormer));
    const addHistory = createHistory();
    for (const group of former) {
      const successors = successorsOf(group);
      for (const successor of successors) {
        const anchor = anchors.get(successor);
        if (anchor) addHistory(anchor, group);
      }
      if (successors.length > 0) anchors.delete(group);
    }
  }
  const current = [...anchors.values()];
  addCasesOfThoseWhoMoved(current, groups, { today, residentsOf });
  return current;
}

/** Which of the later groups goes on with a former one. */
function createSuccession(
  later: readonly DwellingGroup[],
): (former: DwellingGroup) => readonly DwellingGroup[] {
  const places = new Map<string, number[]>();
  const atAddress = new Map<string, DwellingGroup[]>();
  for (const [place, group] of later.entries()) {
    for (const identity of group.residents) addTo(places, identity, place);
    addTo(atAddress, group.address, group);
  }
  return (former) => {
    const shared = [...former.residents].filter((identity) => places.has(identity));
    const isChild = childrenAmong(former);
    const adults = shared.filter((identity) => isChild.get(identity) === false);
    const withChild = shared
      .filter((identity) => isChild.get(identity) === true)
      .flatMap((identity) => places.get(identity) ?? []);
    const [next] = [...new Set(withChild)]
      .sort((left, right) => left - right)
      .flatMap((place) => later[place] ?? [])
      .filter((group) => group.address !== former.address && isLater(group, former))
      .filter(({ residents }) => adults.some((identity) => residents.has(identity)))
      .sort(
        (left, right) =>
          compareText(left.period.since ?? '', right.period.since ?? '') ||
          compareText(left.address, right.address),
      );
    if (next) return [next];
    return (atAddress.get(former.address) ?? []).filter(({ residents }) =>
      shared.some((identity) => residents.has(identity)),
    );
  };
}

function childrenAmong({ references }: DwellingGroup): ReadonlyMap<string, boolean> {
  const isChild = new Map<string, boolean>();
  for (const { persons } of references) {
    for (const { identity, role } of persons) if (identity !== null) isChild.set(identity, isChildRole(role));
  }
  return isChild;
}

function isLater({ period }: DwellingGroup, former: DwellingGroup): boolean {
  const end = former.period.until;
  return end !== null && (period.until === null || period.until > end);
}

function createHistory(): (anchor: Anchor, former: DwellingGroup) => void {
  const linked = new Map<Anchor, Set<string>>();
  return (anchor, former) => {
    // The same reference may hold both dwellings; then it is linked already, and surer.
    const present = linked.get(anchor) ?? new Set(keysOf(anchor));
    linked.set(anchor, present);
    for (const reference of former.references) {
      const key = referenceKey(reference);
      if (present.has(key)) continue;
      present.add(key);
      anchor.links.push(movedFrom(former.address, reference));
    }
  };
}

/** A case at a dwelling that people of it have left, in the order in which dwellings come. */
interface Departure {
  readonly place: number;
  readonly address: string;
  readonly reference: KnownReference;
  readonly left: readonly KnownPerson[];
}

// Somebody stayed behind: the case about all of them is of their household still, and history of the parent and child who left.
function addCasesOfThoseWhoMoved(
  anchors: readonly Anchor[],
  groups: readonly DwellingGroup[],
  { today, residentsOf }: { readonly today: string; readonly residentsOf: ResidentsOf },
): void {
  if (groups.length < 2) return;
  const departures = departuresFrom(groups, today);
  if (departures.size === 0) return;
  for (const anchor of anchors) {
    const { group } = anchor;
    if (!group || group.isFormer) continue;
    const here = residentsOf(group);
    const found = new Set([...here.keys()].flatMap((identity) => departures.get(identity) ?? []));
    if (found.size === 0) continue;
    const present = new Set(keysOf(anchor));
    for (const { address, reference, left } of [...found].sort((one, other) => one.place - other.place)) {
      const cameHere = left.filter(({ identity }) => identity !== null && here.has(identity));
      if (address === group.address || !hasParentAndChild(cameHere)) continue;
      if (!present.has(referenceKey(reference))) anchor.links.push(movedFrom(address, reference));
    }
  }
}

// By the children who left: nothing is history of a household that none of them came to.
function departuresFrom(
  groups: readonly DwellingGroup[],
  today: string,
): ReadonlyMap<string, readonly Departure[]> {
  const departures = new Map<string, Departure[]>();
  let place = 0;
  for (const { address, references, isFormer } of groups) {
    if (isFormer) continue;
    for (const reference of references) {
      const left = reference.persons.filter((person) => hasLeft(person, address, today));
      if (!hasParentAndChild(left)) continue;
      const departure = { place, address, reference, left };
      place += 1;
      const children = left.filter(({ role }) => isChildRole(role)).flatMap(({ identity }) => identity ?? []);
      for (const identity of new Set(children)) addTo(departures, identity, departure);
    }
  }
  return departures;
}

function hasLeft({ identity, stays }: KnownPerson, address: string, today: string): boolean {
  if (identity === null) return false;
  const here = stays.filter((stay) => stay.address === address);
  return here.length > 0 && here.every((stay) => hasEnded(periodOf(stay), today));
}

function hasParentAndChild(persons: readonly KnownPerson[]): boolean {
  return persons.some(({ role }) => isChildRole(role)) && persons.some(({ role }) => !isChildRole(role));
}

function keysOf({ links }: Anchor): readonly string[] {
  return links.map(({ reference }) => referenceKey(reference));
}
