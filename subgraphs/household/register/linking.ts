/**
 * Which references belong to one household, how sure that is and on what ground: rules L2 to L4 and L7 as pure functions over one
 * world of references (the open one, or the one behind a shield).
 *
 * The whole set of references goes in and the whole set of households comes out, so that the order of arrival cannot
 * matter. Doubt is shown as `PROBABLE`, which opens involvement and never content.
 */
import { aliasesOf, type MakeId } from './aliases.js';
import type { Certainty, Confirmation, HouseholdKind, LinkConfirmation, LinkGround } from './document.js';
import { type DwellingGroup, groupByDwelling } from './dwellings.js';
import { withSupersededStays } from './homes.js';
import {
  addTo,
  compareReferences,
  compareText,
  hasEnded,
  isChildRole,
  type KnownPerson,
  type KnownReference,
  type Period,
  periodOf,
  referenceKey,
} from './references.js';
import type { OpenReference, ShieldedWorld } from './shields.js';

export interface HouseholdLink {
  readonly reference: KnownReference;
  readonly certainty: Certainty;
  readonly ground: LinkGround;
  readonly period: Period;
  readonly isHistory: boolean;
  readonly confirmation?: Confirmation;
}

export interface LinkedHousehold {
  /** Every id that means this household, the one to show first. */
  readonly aliases: readonly string[];
  readonly kind: HouseholdKind;
  /** Pseudonym of the dwelling; `null` for a case of its own. */
  readonly address: string | null;
  readonly links: readonly HouseholdLink[];
  /** Where no case places the person whom this is about: only this identity belongs. */
  readonly onlyPerson?: string;
}

export interface LinkOptions {
  /** `YYYY-MM-DD` in the Netherlands. */
  readonly today: string;
  readonly makeId: MakeId;
  readonly confirmations: readonly LinkConfirmation[];
  /** Identities that most references agree on, for numbers that several people carry (L1). */
  readonly carriers: ReadonlyMap<string, string | null>;
  /** What ids of one component are made of: the open world takes first, so that nothing behind a shield shows in its ids. */
  readonly ownedTexts: Set<string>;
}

interface Anchor {
  readonly address: string | null;
  readonly group: DwellingGroup | null;
  kind: HouseholdKind;
  links: HouseholdLink[];
}

/** Households of the open world. */
export function linkOpenWorld(
  references: readonly OpenReference[],
  options: LinkOptions,
): readonly LinkedHousehold[] {
  const anchors = linkWorld(references, options);
  const households = toHouseholds(anchors, options);
  return [...households, ...householdsOfTheUnplaced(references, households, options)];
}

/** The households behind one shield, with every case that concerns the people there. */
export function linkShieldedWorld(world: ShieldedWorld, given: LinkOptions): readonly LinkedHousehold[] {
  // No id that was ever handed out outside leads behind a shield.
  const options = { ...given, makeId: (text: string) => given.makeId(`behind a shield\n${text}`) };
  const anchors = linkWorld(world.references, options, world).filter(
    ({ address, links }) =>
      (address !== null && world.addresses.has(address)) ||
      (address === null && links.some(({ reference }) => world.flagged.has(referenceKey(reference)))),
  );
  for (const anchor of anchors) standBehindShield(anchor, world, options.today);
  return toHouseholds(confirm(anchors, options.confirmations), options, world.secret);
}

function linkWorld(
  references: readonly KnownReference[],
  options: LinkOptions,
  behind?: ShieldedWorld,
): Anchor[] {
  const sorted = withSupersededStays([...references].sort(compareReferences));
  const groups = groupByDwelling(sorted, options.today);
  const anchors = absorbFormerDwellings(groups, options.today);
  standBesideAtOneDwelling(anchors, options.today);

  // Behind a shield a flagged case is of the place there, and nothing at a home from before holds it.
  const isFlagged = (reference: KnownReference): boolean =>
    behind?.flagged.has(referenceKey(reference)) === true;
  const isBehind = (address: string | null): boolean =>
    address !== null && behind?.addresses.has(address) === true;
  const linked = new Set(
    groups.flatMap((group) =>
      group.references
        .filter((reference) => !isFlagged(reference) || isBehind(group.address))
        .map(referenceKey),
    ),
  );
  const anchorsBehind = anchors.filter(({ address }) => isBehind(address));
  const unaddressed = sorted.filter((reference) => !linked.has(referenceKey(reference)));
  const { today } = options;
  const housed = unaddressed.length === 0 ? new Set<string>() : housedIn(sorted, today);
  const own = unaddressed.filter(
    (reference) =>
      !standAtDwellings(reference, isFlagged(reference) ? anchorsBehind : anchors, { today, housed }),
  );
  return confirm([...anchors, ...anchorOwnCases(own, options.today)], options.confirmations);
}

// A group whose stays have all ended is history: of the dwelling that a parent and a child of it moved to, or of whoever of it
// lives there now.
function absorbFormerDwellings(groups: readonly DwellingGroup[], today: string): Anchor[] {
  const anchors = new Map(
    groups.map((group): [DwellingGroup, Anchor] => [
      group,
      { address: group.address, group, kind: 'HOUSEHOLD', links: linksOfGroup(group, today) },
    ]),
  );
  for (const former of groups.filter((group) => group.isFormer)) {
    const later = groups.filter((group) => group !== former && !group.isFormer);
    const next = later
      .filter((group) => group.address !== former.address && isLater(group, former))
      .filter((group) => sharesParentAndChild(former, group))
      .sort(
        (left, right) =>
          compareText(left.period.since ?? '', right.period.since ?? '') ||
          compareText(left.address, right.address),
      )[0];
    const same = later.filter(
      (group) =>
        group.address === former.address && [...former.residents].some((who) => group.residents.has(who)),
    );
    const successors = next ? [next] : same;
    for (const successor of successors) addHistory(anchors.get(successor), former);
    if (successors.length > 0) anchors.delete(former);
  }
  const current = [...anchors.values()];
  for (const anchor of current) addCasesOfThoseWhoMovedHere(anchor, groups, today);
  return current;
}

// Somebody stayed behind: the case about all of them is of their household still, and history of the parent and child who left.
function addCasesOfThoseWhoMovedHere(anchor: Anchor, groups: readonly DwellingGroup[], today: string): void {
  const { group } = anchor;
  if (!group || group.isFormer) return;
  const here = residentsNow(group, group.references, today);
  const present = new Set(anchor.links.map(({ reference }) => referenceKey(reference)));
  for (const other of groups) {
    if (other.address === group.address || other.isFormer) continue;
    for (const reference of other.references) {
      const left = reference.persons.filter(
        ({ identity, stays }) =>
          identity !== null &&
          here.has(identity) &&
          stays.some(({ address }) => address === other.address) &&
          stays.every((stay) => stay.address !== other.address || hasEnded(periodOf(stay), today)),
      );
      const isFamily =
        left.some(({ role }) => isChildRole(role)) && left.some(({ role }) => !isChildRole(role));
      if (!isFamily || present.has(referenceKey(reference))) continue;
      anchor.links.push({
        reference,
        certainty: 'PROBABLE',
        ground: 'MOVED',
        period: periodAt(reference, other.address),
        isHistory: true,
      });
    }
  }
}

function linksOfGroup(group: DwellingGroup, today: string): HouseholdLink[] {
  return group.references.map((reference) => {
    const period = periodAt(reference, group.address);
    return {
      reference,
      certainty: 'CERTAIN',
      ground: group.bySource.has(referenceKey(reference)) ? 'SAME_HOUSEHOLD_BY_SOURCE' : 'SHARED_DWELLING',
      period,
      isHistory: hasEnded(period, today),
    };
  });
}

function addHistory(anchor: Anchor | undefined, former: DwellingGroup): void {
  // The same reference may hold both dwellings; then it is linked already, and surer.
  const present = new Set(anchor?.links.map(({ reference }) => referenceKey(reference)));
  for (const reference of former.references) {
    if (present.has(referenceKey(reference))) continue;
    anchor?.links.push({
      reference,
      certainty: 'PROBABLE',
      ground: 'MOVED',
      period: periodAt(reference, former.address),
      isHistory: true,
    });
  }
}

function isLater(group: DwellingGroup, former: DwellingGroup): boolean {
  const end = former.period.until;
  return end !== null && (group.period.until === null || group.period.until > end);
}

function sharesParentAndChild(left: DwellingGroup, right: DwellingGroup): boolean {
  const roles = new Map<string, boolean>();
  for (const { persons } of left.references) {
    for (const { identity, role } of persons) if (identity !== null) roles.set(identity, isChildRole(role));
  }
  const shared = [...left.residents].filter((identity) => right.residents.has(identity));
  return (
    shared.some((identity) => roles.get(identity) === true) &&
    shared.some((identity) => roles.get(identity) === false)
  );
}

// L4 keeps two cases apart that share nobody; each stands beside the household of the other with whom it does share somebody,
// so that neither looks unknown there.
function standBesideAtOneDwelling(anchors: readonly Anchor[], today: string): void {
  const additions: [Anchor, HouseholdLink][] = [];
  for (const anchor of anchors) {
    for (const other of anchors) {
      if (other === anchor || other.address !== anchor.address || !anchor.group || !other.group) continue;
      const { residents } = anchor.group;
      for (const reference of other.group.references) {
        if (reference.persons.some(({ identity }) => identity !== null && residents.has(identity)))
          additions.push([anchor, standing(reference, 'STANDS_AT', today)]);
      }
    }
  }
  for (const [anchor, link] of additions) anchor.links.push(link);
}

function standing(reference: KnownReference, ground: LinkGround, today: string): HouseholdLink {
  const { since, until } = reference;
  return {
    reference,
    certainty: 'PROBABLE',
    ground,
    period: { since, until },
    isHistory: hasEnded({ since, until }, today),
  };
}

// L3. Gives whether the reference concerns anybody who lives in a known household.
function standAtDwellings(
  reference: KnownReference,
  anchors: readonly Anchor[],
  { today, housed }: { readonly today: string; readonly housed: ReadonlySet<string> },
): boolean {
  const adults = reference.persons.filter((person) => !isChildRole(person.role));
  let stands = false;
  for (const anchor of anchors) {
    const { group } = anchor;
    if (!group) continue;
    const residents = residentsNow(group, group.references, today);
    const belonging = childrenElsewhere(group, housed);
    const concerns = ({ identity }: KnownPerson): boolean =>
      identity !== null && (residents.has(identity) || belonging.has(identity));
    if (!reference.persons.some(concerns)) continue;
    const byOthers = residentsNow(
      group,
      group.references.filter(({ organisation }) => organisation !== reference.organisation),
      today,
    );
    const allAdultsLiveThere =
      !('namesOthers' in reference) &&
      adults.length > 0 &&
      adults.every(({ identity }) => identity !== null && byOthers.has(identity));
    stands = true;
    anchor.links.push(standing(reference, allAdultsLiveThere ? 'ADULTS_LIVE_THERE' : 'STANDS_AT', today));
  }
  return stands;
}

// Children of the household who live in an institution, or nobody says where: a case about them concerns it. A child with a home
// of its own, a shelter for one, is looked for there.
function childrenElsewhere({ references }: DwellingGroup, housed: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    references
      .flatMap(({ persons }) => persons.filter(livesElsewhereAsChild))
      .flatMap(({ identity }) => identity ?? [])
      .filter((identity) => !housed.has(identity)),
  );
}

function housedIn(references: readonly KnownReference[], today: string): ReadonlySet<string> {
  return new Set(
    references
      .flatMap(({ persons }) => persons)
      .filter(({ stays }) =>
        stays.some(
          (stay) =>
            (stay.addressType === 'DWELLING' || stay.addressType === 'SHELTER') &&
            !hasEnded(periodOf(stay), today),
        ),
      )
      .flatMap(({ identity }) => identity ?? []),
  );
}

// Whoever lives there now; in a household of which every stay has ended, whoever lived there.
function residentsNow(
  group: DwellingGroup,
  references: readonly KnownReference[],
  today: string,
): ReadonlySet<string> {
  const residents = new Set<string>();
  for (const { persons } of references) {
    for (const { identity, stays } of persons) {
      const lives = stays.some(
        (stay) => stay.address === group.address && (group.isFormer || !hasEnded(periodOf(stay), today)),
      );
      if (identity !== null && lives) residents.add(identity);
    }
  }
  return residents;
}

// Cases that nothing places in a dwelling. Those that share somebody stand at the first of them: a shelter before no address.
function anchorOwnCases(references: readonly KnownReference[], today: string): Anchor[] {
  const inShelter = ({ persons }: KnownReference): boolean =>
    persons.some(({ stays }) => stays.some(({ addressType }) => addressType === 'SHELTER'));
  const waiting = [...references].sort(
    (left, right) =>
      Number(inShelter(right)) - Number(inShelter(left)) ||
      right.persons.length - left.persons.length ||
      compareText(left.since, right.since) ||
      compareReferences(left, right),
  );
  const anchors: Anchor[] = [];
  for (const reference of waiting) {
    const people = new Set(reference.persons.flatMap(({ identity }) => identity ?? []));
    const hosts = anchors.filter(({ links: [first] }) =>
      first?.reference.persons.some(({ identity }) => identity !== null && people.has(identity)),
    );
    for (const host of hosts) host.links.push(standing(reference, 'STANDS_AT', today));
    if (hosts.length > 0) continue;
    const { since, until } = reference;
    anchors.push({
      address: null,
      group: null,
      kind: isOwnFile(reference) ? 'OWN_FILE' : 'HOUSEHOLD',
      links: [
        {
          reference,
          certainty: 'CERTAIN',
          ground: 'OWN_CASE',
          period: { since, until },
          isHistory: hasEnded({ since, until }, today),
        },
      ],
    });
  }
  return anchors;
}

// Nobody who can be told from others, or one person in an institution: a file, and no household.
function isOwnFile({ persons }: KnownReference): boolean {
  const known = persons.filter(({ identity }) => identity !== null);
  const [only, ...others] = persons;
  const inInstitution = (person: KnownPerson): boolean =>
    person.stays.length > 0 && person.stays.every(({ addressType }) => addressType === 'INSTITUTION');
  return known.length === 0 || (only !== undefined && others.length === 0 && inInstitution(only));
}

// L7: a professional's word opens a probable link, and joins two cases that no rule may join.
function confirm(anchors: Anchor[], confirmations: readonly LinkConfirmation[]): Anchor[] {
  let present = anchors;
  for (const confirmation of [...confirmations].sort((left, right) => compareText(left.id, right.id))) {
    const { about, joins } = confirmation;
    // Where the case that was asked about is itself the one that the others stand at, they are joined to it.
    const joined = join(present, about, joins, confirmation);
    present = joined ?? joins.reduce((now, key) => join(now, key, [about], confirmation) ?? now, present);
  }
  return present;
}

/** Joins one case to the household of the others; `null`: none of them is certain anywhere. */
function join(
  present: Anchor[],
  about: string,
  others: readonly string[],
  { by, at }: LinkConfirmation,
): Anchor[] | null {
  const keysOf = (anchor: Anchor, isProbable: boolean): readonly string[] =>
    anchor.links
      .filter(({ certainty }) => (certainty === 'PROBABLE') === isProbable)
      .map(({ reference }) => referenceKey(reference));
  const wanted = new Set(others);
  const weight = (anchor: Anchor): number => keysOf(anchor, false).filter((key) => wanted.has(key)).length;
  const holding = present.filter((anchor) => weight(anchor) > 0);
  const standing = holding.filter((anchor) => keysOf(anchor, true).includes(about));
  const candidates = standing.length > 0 ? standing : holding;
  // One of the others may be about two households; the household that was meant is the one with most of them.
  const most = Math.max(0, ...candidates.map(weight));
  const hosts = candidates.filter((anchor) => weight(anchor) === most);
  const link = present
    .flatMap(({ links }) => links)
    .find(({ reference }) => referenceKey(reference) === about);
  if (hosts.length === 0 || !link) return null;
  for (const host of hosts) {
    if (keysOf(host, false).includes(about)) continue;
    host.links = [
      ...host.links.filter(({ reference }) => referenceKey(reference) !== about),
      { ...link, certainty: 'CONFIRMED', ground: 'CONFIRMED_BY_PROFESSIONAL', confirmation: { by, at } },
    ];
    host.kind = 'HOUSEHOLD';
  }
  // A case of its own that was joined to another one is a household of its own no longer.
  return present.filter(
    (anchor) => hosts.includes(anchor) || anchor.group !== null || !isOnly(anchor, about),
  );
}

function isOnly({ links }: Anchor, about: string): boolean {
  return links.every(({ reference }) => referenceKey(reference) === about);
}

// Everything else that concerns the people behind the shield. Of the cases that know them from before, the last one that still
// runs is about now; those before it are history.
function standBehindShield(anchor: Anchor, world: ShieldedWorld, today: string): void {
  const present = new Set(anchor.links.map(({ reference }) => referenceKey(reference)));
  const here = new Set(
    anchor.links
      .filter(({ certainty }) => certainty === 'CERTAIN')
      .flatMap(({ reference }) => reference.persons.flatMap(({ identity }) => identity ?? []))
      .filter((identity) => world.persons.has(identity)),
  );
  const concerned = world.references
    .filter((reference) => !present.has(referenceKey(reference)))
    .filter(({ persons }) => persons.some(({ identity }) => identity !== null && here.has(identity)));
  const isClosed = ({ since, until }: KnownReference): boolean => hasEnded({ since, until }, today);
  const fromBefore = concerned.filter(({ persons }) =>
    persons.some(
      ({ identity, stays }) =>
        identity !== null &&
        here.has(identity) &&
        stays.some(({ supersededOn, until }) => supersededOn !== undefined || until !== null),
    ),
  );
  const isHistory = (reference: KnownReference): boolean =>
    world.formerChapters.has(referenceKey(reference)) || isClosed(reference);
  const last = fromBefore
    .filter((reference) => !isHistory(reference))
    .sort((left, right) => compareText(right.since, left.since) || compareReferences(left, right))[0];
  for (const reference of concerned) {
    const isPast = isHistory(reference) || (fromBefore.includes(reference) && reference !== last);
    const link = standing(reference, isPast && fromBefore.includes(reference) ? 'MOVED' : 'STANDS_AT', today);
    anchor.links.push({ ...link, isHistory: isPast });
  }
}

function periodAt(reference: KnownReference, address: string): Period {
  const periods = reference.persons.flatMap(({ stays }) =>
    stays.filter((stay) => stay.address === address).map(periodOf),
  );
  const [starts, ends] = [periods.map(({ since }) => since), periods.map(({ until }) => until)];
  return {
    since: starts.includes(null) ? null : (starts.sort()[0] ?? null),
    until: ends.includes(null) ? null : (ends.sort().at(-1) ?? null),
  };
}

function toHouseholds(
  anchors: readonly Anchor[],
  { makeId, ownedTexts }: LinkOptions,
  secret: ReadonlySet<string> | null = null,
): readonly LinkedHousehold[] {
  const aliases = aliasesOf(
    anchors.map(({ address, group, links }) => ({
      address,
      links,
      residents: group?.residents ?? new Set(),
    })),
    // An id that was handed out by a former home leads to nobody behind a shield.
    { makeId, mayLead: (address) => secret === null || secret.has(address), owned: ownedTexts },
  );
  return anchors.map((anchor, index) => ({
    aliases: aliases[index] ?? [],
    kind: isOnesOwn(anchor, anchors) ? 'OWN_FILE' : anchor.kind,
    address: anchor.address,
    links: [...anchor.links].sort(
      (left, right) =>
        compareReferences(left.reference, right.reference) || compareText(left.ground, right.ground),
    ),
  }));
}

// One person's own case at a dwelling where another household lives: not joined by address alone, and no household beside it.
function isOnesOwn(anchor: Anchor, anchors: readonly Anchor[]): boolean {
  if (anchor.group?.residents.size !== 1) return false;
  return anchors.some(
    (other) =>
      other !== anchor &&
      other.address === anchor.address &&
      other.group !== null &&
      !other.group.isFormer &&
      other.group.residents.size > 1,
  );
}

// Whom a reference names and no household has: an adult without an address, somebody in a shelter. They are found by their
// own number all the same, with the case as a probable one, because a person who is known must never look unknown.
function householdsOfTheUnplaced(
  references: readonly OpenReference[],
  households: readonly LinkedHousehold[],
  { makeId, carriers, today }: LinkOptions,
): readonly LinkedHousehold[] {
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
  const casesOf = new Map<string, { identity: string; cases: KnownReference[] }>();
  for (const reference of references) {
    for (const person of reference.persons) {
      const name = person.person;
      if (name === null || placed.has(name) || !isCarrier(person, carriers)) continue;
      const entry = casesOf.get(name) ?? { identity: person.identity ?? name, cases: [] };
      entry.cases.push(reference);
      casesOf.set(name, entry);
    }
  }
  return [...casesOf].map(([person, { cases }]) => ({
    aliases: [makeId(`person\n${person}`)],
    kind: 'OWN_FILE',
    address: null,
    links: [...cases].sort(compareReferences).map((reference) => standing(reference, 'OWN_CASE', today)),
    onlyPerson: person,
  }));
}

// Of a number that two people carry, whoever most cases agree on has to be found, wherever the other one lives.
function isCarrier(person: KnownPerson, carriers: LinkOptions['carriers']): boolean {
  return (
    person.person === null || !carriers.has(person.person) || carriers.get(person.person) === person.identity
  );
}

/** Whether a link makes this person belong to the household at the address. */
export function belongsTo(person: KnownPerson, link: HouseholdLink, address: string | null): boolean {
  if (link.ground === 'OWN_CASE' || (address === null && link.certainty === 'CONFIRMED')) return true;
  const livesHere = person.stays.some((stay) => stay.address === address && stay.addressType === 'DWELLING');
  return livesHere || livesElsewhereAsChild(person);
}

// A shelter is left out: who fled there with a child is not shown in the household that they fled from.
function livesElsewhereAsChild(person: KnownPerson): boolean {
  const isPlaced = person.stays.every(
    ({ addressType }) => addressType === 'INSTITUTION' || addressType === 'POSTAL',
  );
  return isChildRole(person.role) && isPlaced;
}

/** Links by the household's own case, so that a case is found again wherever it stands. */
export function linksByCase(
  households: readonly LinkedHousehold[],
): ReadonlyMap<string, readonly LinkedHousehold[]> {
  const byCase = new Map<string, LinkedHousehold[]>();
  for (const household of households) {
    for (const { reference } of household.links) addTo(byCase, referenceKey(reference), household);
  }
  return byCase;
}
