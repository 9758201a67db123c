/**
 * Who belongs to a household, from the references that are linked to it.
 *
 * A person who lives at the dwelling is a member. So is a child whom a certain reference names without a dwelling of its
 * own (no address, or an institution): a child of the family who lives elsewhere. An adult without an address is not: it may
 * be the one who must not be shown beside them. Only certain and confirmed links make members.
 */
import type { HouseholdMember, Residence } from './document.js';
import { belongsTo, type HouseholdLink, type LinkedHousehold } from './linking.js';
import {
  addTo,
  compareText,
  hasEnded,
  type KnownPerson,
  type KnownStay,
  nameIn,
  type Period,
  periodOf,
  referenceKey,
} from './references.js';

interface Sighting {
  readonly key: string;
  readonly name: string;
  readonly person: KnownPerson;
  readonly stays: readonly KnownStay[];
  readonly isCertain: boolean;
  readonly seenOn: string;
  readonly reference: string;
}

export interface MemberOptions {
  /** `YYYY-MM-DD` in the Netherlands. */
  readonly today: string;
  /** Pseudonym to the organisations whose feeds name it. */
  readonly knownTo: ReadonlyMap<string, ReadonlySet<string>>;
  /** Identities of which it is in dispute who they are. */
  readonly disputed: ReadonlySet<string>;
}

export function membersOf(
  { links, address, onlyPerson }: LinkedHousehold,
  options: MemberOptions,
): readonly HouseholdMember[] {
  const sightings = new Map<string, Sighting[]>();
  for (const link of links) {
    if (link.certainty === 'PROBABLE' && onlyPerson === undefined) continue;
    for (const sighting of sightingsIn(link, address)) {
      if (onlyPerson === undefined || sighting.person.person === onlyPerson)
        addTo(sightings, sighting.key, sighting);
    }
  }
  return [...withoutConflicts(sightings).values()]
    .map((all) => toMember(all, options))
    .map((member) => (address === null ? withoutDwelling(member, sightings) : member))
    .sort(
      (left, right) =>
        compareText(left.role, right.role) || compareText(left.names[0] ?? '', right.names[0] ?? ''),
    )
    .map((member, index) => ({ id: `m${index + 1}`, ...member }));
}

// Without a dwelling nobody lives "elsewhere" than here: they are in a shelter or an institution, or nobody recorded where.
function withoutDwelling(
  member: Omit<HouseholdMember, 'id'>,
  sightings: ReadonlyMap<string, readonly Sighting[]>,
): Omit<HouseholdMember, 'id'> {
  const all = [...sightings.values()].flat().filter(({ name }) => member.names.includes(name));
  const isPlaced = all.some(({ person }) => person.stays.length > 0);
  return member.residence === 'ELSEWHERE' && !isPlaced ? { ...member, residence: 'UNKNOWN' } : member;
}

function sightingsIn(link: HouseholdLink, address: string | null): readonly Sighting[] {
  const { reference, certainty } = link;
  return reference.persons
    .filter((person) => belongsTo(person, link, address))
    .map((person) => {
      const name = nameIn(reference, person);
      return {
        key: person.identity ?? name,
        name,
        person,
        stays: person.stays.filter((stay) =>
          address === null
            ? stay.addressType === 'SHELTER'
            : stay.address === address && stay.addressType === 'DWELLING',
        ),
        isCertain: certainty !== 'PROBABLE',
        seenOn: person.since ?? reference.since,
        reference: referenceKey(reference),
      };
    });
}

// One number with two birth dates is one member here: the identity that most references agree on.
function withoutConflicts(
  sightings: ReadonlyMap<string, readonly Sighting[]>,
): ReadonlyMap<string, readonly Sighting[]> {
  const byName = new Map<string, readonly Sighting[]>();
  for (const key of [...sightings.keys()].sort(compareText)) {
    const all = sightings.get(key) ?? [];
    const number = all.find(({ person }) => person.person !== null)?.person.person ?? key;
    const present = byName.get(number);
    if (!present || all.length > present.length) byName.set(number, all);
  }
  return byName;
}

function toMember(
  sightings: readonly Sighting[],
  { today, knownTo, disputed }: MemberOptions,
): Omit<HouseholdMember, 'id'> {
  const sorted = [...sightings].sort(
    (left, right) => compareText(right.seenOn, left.seenOn) || compareText(left.reference, right.reference),
  );
  const latest = sorted[0];
  const stays = sorted.flatMap((sighting) => sighting.stays);
  const person = sorted.flatMap((sighting) => sighting.person.person ?? [])[0] ?? null;
  const identity = latest?.person.identity ?? null;
  const diedOn = sorted.flatMap((sighting) => sighting.person.diedOn ?? [])[0];
  const residence = diedOn === undefined ? residenceOf(sorted, stays, today) : 'FORMER';
  const starts = sorted.map(({ stays: here, seenOn }) => here[0]?.since ?? seenOn);
  const ends = stays.map((stay) => stay.until);
  const expected = sorted.flatMap((sighting) => sighting.person.unborn ?? []);
  return {
    person,
    identity,
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
    certainty: sorted.some(({ isCertain }) => isCertain) ? 'CERTAIN' : 'PROBABLE',
    knownTo: organisationsThatKnow(sorted, person, knownTo),
    ...(diedOn === undefined ? {} : { diedOn }),
    ...(person === null && expected.length > 0
      ? { expectedOn: expected.flatMap(({ expectedOn }) => expectedOn ?? []).sort(compareText)[0] ?? null }
      : {}),
    ...(identity !== null && disputed.has(identity) ? { isInDispute: true as const } : {}),
  };
}

function organisationsThatKnow(
  sightings: readonly Sighting[],
  person: string | null,
  knownTo: MemberOptions['knownTo'],
): readonly string[] {
  const known = new Set(person === null ? [] : knownTo.get(person));
  for (const { reference } of sightings) known.add(reference.slice(0, reference.indexOf(' ')));
  return [...known].sort(compareText);
}

function residenceOf(sightings: readonly Sighting[], stays: readonly KnownStay[], today: string): Residence {
  const open = stays.filter((stay) => !hasEnded(stay, today));
  if (open.some((stay) => !hasEnded(periodOf(stay), today))) return 'RESIDENT';
  const elsewhere = sightings.some(
    ({ person, stays: here }) => here.length === 0 && !hasEnded(caseOf(person), today),
  );
  // A stay that a newer home has overtaken did not end in any record.
  return open.length > 0 || elsewhere || stays.length === 0 ? 'ELSEWHERE' : 'FORMER';
}

function caseOf({ since, until }: KnownPerson): Period {
  return { since, until };
}
