/**
 * Who belongs to a household, from the references that are linked to it.
 *
 * A person who lives at the dwelling is a member. So is a child whom a certain reference names without a dwelling of its
 * own (no address, or an institution): a child of the family who lives elsewhere. An adult without an address is not: it may be the one who must not be
 * shown beside them.
 */

import type { RosterPerson } from '../../../adapter-kit/roster.js';
import { compareText } from './dwellings.js';
import type { Certainty, HouseholdLink } from './linking.js';
import {
  countedPersons,
  hasEnded,
  identityOf,
  isChildRole,
  nameIn,
  type Period,
  referenceKey,
} from './references.js';

export type Residence = 'RESIDENT' | 'ELSEWHERE' | 'FORMER';

export interface HouseholdMember {
  /** `m1`, `m2`, …: local to one household. */
  readonly id: string;
  /** Pseudonym; `null` for a person without identifier. */
  readonly person: string | null;
  /** Number and check together (L1); `null` where either is unknown. */
  readonly identity: string | null;
  /** By which records may name this member: the pseudonym, or `reference#localKey` for a person without identifier. */
  readonly names: readonly string[];
  readonly role: string;
  readonly residence: Residence;
  readonly since: string | null;
  readonly until: string | null;
  readonly certainty: Certainty;
}

interface Sighting {
  readonly key: string;
  readonly name: string;
  readonly person: RosterPerson;
  readonly stays: readonly Period[];
  readonly certainty: Certainty;
  readonly seenOn: string;
  readonly reference: string;
}

export function membersOf(
  links: readonly HouseholdLink[],
  address: string | null,
  today: string,
): readonly HouseholdMember[] {
  const sightings = new Map<string, Sighting[]>();
  for (const link of links) {
    for (const sighting of sightingsIn(link, address)) {
      sightings.set(sighting.key, [...(sightings.get(sighting.key) ?? []), sighting]);
    }
  }
  return [...withoutConflicts(sightings).values()]
    .map((all) => toMember(all, today))
    .sort(
      (left, right) =>
        compareText(left.role, right.role) || compareText(left.names[0] ?? '', right.names[0] ?? ''),
    )
    .map((member, index) => ({ id: `m${index + 1}`, ...member }));
}

// A shelter is left out: who fled there with a child is not shown in the household that they fled from.
function livesElsewhereAsChild(person: RosterPerson): boolean {
  const isPlaced = person.stays.every(
    ({ addressType }) => addressType === 'INSTITUTION' || addressType === 'POSTAL',
  );
  return isChildRole(person.role) && isPlaced;
}

function sightingsIn(link: HouseholdLink, address: string | null): readonly Sighting[] {
  const { reference, certainty, ground } = link;
  return countedPersons(reference).flatMap((person) => {
    const stays = person.stays.filter((stay) => stay.address === address && stay.addressType === 'DWELLING');
    const belongs = ground === 'OWN_CASE' || stays.length > 0 || livesElsewhereAsChild(person);
    if (!belongs) return [];
    const name = nameIn(reference, person);
    return [
      {
        key: identityOf(person) ?? name,
        name,
        person,
        stays,
        certainty,
        seenOn: person.since ?? reference.since,
        reference: referenceKey(reference),
      },
    ];
  });
}

// One number with two birth dates is one member here: the identity that certain links, and then most references, agree on.
function withoutConflicts(
  sightings: ReadonlyMap<string, readonly Sighting[]>,
): ReadonlyMap<string, readonly Sighting[]> {
  const byName = new Map<string, readonly Sighting[]>();
  const weight = (all: readonly Sighting[]): number =>
    all.filter(({ certainty }) => certainty === 'CERTAIN').length * 1_000 + all.length;
  for (const key of [...sightings.keys()].sort(compareText)) {
    const all = sightings.get(key) ?? [];
    const name = all[0]?.name ?? key;
    const present = byName.get(name);
    if (!present || weight(all) > weight(present)) byName.set(name, all);
  }
  return byName;
}

function toMember(sightings: readonly Sighting[], today: string): Omit<HouseholdMember, 'id'> {
  const sorted = [...sightings].sort(
    (left, right) => compareText(right.seenOn, left.seenOn) || compareText(left.reference, right.reference),
  );
  const certain = sorted.filter(({ certainty }) => certainty === 'CERTAIN');
  const counted = certain.length > 0 ? certain : sorted;
  const latest = counted[0];
  const stays = counted.flatMap((sighting) => sighting.stays);
  const residence = residenceOf(counted, stays, today);
  const starts = counted.map(({ stays: here, seenOn }) => here[0]?.since ?? seenOn);
  const ends = stays.map((stay) => stay.until);
  return {
    person: latest?.person.person ?? null,
    identity: latest ? identityOf(latest.person) : null,
    names: [...new Set(sorted.map(({ name }) => name))].sort(compareText),
    role: latest?.person.role ?? '139',
    residence,
    since: starts.sort(compareText)[0] ?? null,
    until:
      residence === 'FORMER' && !ends.includes(null)
        ? (ends
            .filter((day) => day !== null)
            .sort(compareText)
            .at(-1) ?? null)
        : null,
    certainty: certain.length > 0 ? 'CERTAIN' : 'PROBABLE',
  };
}

function residenceOf(sightings: readonly Sighting[], stays: readonly Period[], today: string): Residence {
  if (stays.some((stay) => !hasEnded(stay, today))) return 'RESIDENT';
  const elsewhere = sightings.some(
    ({ person, stays: here }) =>
      here.length === 0 && !hasEnded({ since: person.since, until: person.until }, today),
  );
  return elsewhere || stays.length === 0 ? 'ELSEWHERE' : 'FORMER';
}
