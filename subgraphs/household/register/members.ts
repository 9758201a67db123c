/**
 * Who belongs to a household, from the references that are linked to it.
 *
 * A person who lives at the dwelling is a member. So is a child whom a certain reference names without a dwelling of its
 * own (no address, or an institution): a child of the family who lives elsewhere. An adult without an address is not: it may
 * be the one who must not be shown beside them. Only certain and confirmed links make members.
 */
import type { HouseholdMember, Residence } from './document.js';
import { belongsTo, type HouseholdLink, type LinkedHousehold } from './household-link.js';
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
  readonly name: string;
  readonly person: KnownPerson;
  readonly stays: readonly KnownStay[];
  readonly isCertain: boolean;
  readonly seenOn: string;
  readonly reference: string;
  readonly organisation: string;
}

export interface MemberOptions {
  /** `YYYY-MM-DD` in the Netherlands. */
  readonly today: string;
  /** Pseudonym to the organisations whose feeds name it. */
  readonly knownTo: ReadonlyMap<string, readonly string[]>;
  /** Identities of which it is in dispute who they are. */
  readonly disputed: ReadonlySet<string>;
}

/** A member while it is being put together. */
type Draft = { -readonly [field in keyof HouseholdMember]: HouseholdMember[field] };

export function membersOf(
  { links, address, onlyPerson }: LinkedHousehold,
  options: MemberOptions,
): readonly HouseholdMember[] {
  const sightings = new Map<string, Sighting[]>();
  for (const link of links) {
    if (link.certainty === 'PROBABLE' && onlyPerson === undefined) continue;
    addSightings(sightings, link, { address, onlyPerson });
  }
  const members = [...withoutConflicts(sightings).values()].map((all) => toMember(all, options));
  if (address === null) markWithoutDwelling(members, sightings);
  members.sort(
    (left, right) =>
      compareText(left.role, right.role) || compareText(left.names[0] ?? '', right.names[0] ?? ''),
  );
  for (const [index, member] of members.entries()) member.id = `m${index + 1}`;
  return members;
}

// Without a dwelling nobody lives "elsewhere" than here: they are in a shelter or an institution, or nobody recorded where.
function markWithoutDwelling(
  members: readonly Draft[],
  sightings: ReadonlyMap<string, readonly Sighting[]>,
): void {
  const placed = new Set<string>();
  for (const all of sightings.values()) {
    for (const { name, person } of all) if (person.stays.length > 0) placed.add(name);
  }
  for (const member of members) {
    if (member.residence === 'ELSEWHERE' && !member.names.some((name) => placed.has(name)))
      member.residence = 'UNKNOWN';
  }
}

function addSightings(
  sightings: Map<string, Sighting[]>,
  link: HouseholdLink,
  { address, onlyPerson }: { readonly address: string | null; readonly onlyPerson: string | undefined },
): void {
  const { reference, certainty } = link;
  for (const person of reference.persons) {
    if (onlyPerson !== undefined && person.person !== onlyPerson) continue;
    if (!belongsTo(person, link, address)) continue;
    const name = nameIn(reference, person);
    addTo(sightings, person.identity ?? name, {
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
      organisation: reference.organisation,
    });
  }
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

function toMember(sightings: readonly Sighting[], { today, knownTo, disputed }: MemberOptions): Draft {
  const sorted =
    sightings.length === 1
      ? sightings
      : [...sightings].sort(
          (left, right) =>
            compareText(right.seenOn, left.seenOn) || compareText(left.reference, right.reference),
        );
  const latest = sorted[0];
  const stays = sorted.flatMap((sighting) => sighting.stays);
  const person = sorted.find((sighting) => sighting.person.person !== null)?.person.person ?? null;
  const identity = latest?.person.identity ?? null;
  const diedOn = sorted.find((sighting) => sighting.person.diedOn !== undefined)?.person.diedOn;
  const residence = diedOn === undefined ? residenceOf(sorted, stays, today) : 'FORMER';
  const member: Draft = {
    id: '',
    person,
    identity,
    names: [...new Set(sorted.map(({ name }) => name))].sort(compareText),
    role: latest?.person.role ?? '139',
    residence,
    since: earliest(sorted.map(({ stays: here, seenOn }) => here[0]?.since ?? seenOn)),
    until: residence === 'FORMER' ? lastOf(stays) : null,
    certainty: sorted.some(({ isCertain }) => isCertain) ? 'CERTAIN' : 'PROBABLE',
    knownTo: organisationsThatKnow(sorted, person, knownTo),
  };
  if (diedOn !== undefined) member.diedOn = diedOn;
  const expected = sorted.flatMap((sighting) => sighting.person.unborn ?? []);
  if (person === null && expected.length > 0)
    member.expectedOn = earliest(expected.flatMap(({ expectedOn }) => expectedOn ?? []));
  if (identity !== null && disputed.has(identity)) member.isInDispute = true;
  return member;
}

function earliest(days: readonly string[]): string | null {
  return days.reduce<string | null>((first, day) => (first === null || day < first ? day : first), null);
}

/** The last day of the stays; `null` while one of them lasts. */
function lastOf(stays: readonly KnownStay[]): string | null {
  let last: string | null = null;
  for (const { until } of stays) {
    if (until === null) return null;
    if (last === null || until > last) last = until;
  }
  return last;
}

function organisationsThatKnow(
  sightings: readonly Sighting[],
  person: string | null,
  knownTo: MemberOptions['knownTo'],
): readonly string[] {
  const known = [...(person === null ? [] : (knownTo.get(person) ?? []))];
  for (const { organisation } of sightings) if (!known.includes(organisation)) known.push(organisation);
  return known.sort(compareText);
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
