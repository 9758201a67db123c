/**
 * Which references belong to one household, how sure that is and on what ground: rules L0 to L4 as pure functions.
 *
 * The whole set of references goes in and the whole set of households comes out, so that the order of arrival cannot
 * matter. Doubt is shown as `PROBABLE`, which opens involvement and never content.
 */
import { createHmac } from 'node:crypto';
import { compareText, type DwellingGroup, groupByDwelling } from './dwellings.js';
import { type HouseholdMember, membersOf } from './members.js';
import { countedPersons, identityOf, isChildRole, type KnownReference, referenceKey } from './references.js';

export type Certainty = 'CERTAIN' | 'PROBABLE';

/** The rule on which a link stands. */
export type LinkGround =
  /** L2: a dwelling, a shared resident, overlapping periods. */
  | 'SHARED_DWELLING'
  /** L2: successive dwellings with a parent and a child shared. */
  | 'MOVED'
  /** L3: no address, and every adult lives there by another source. */
  | 'ADULTS_LIVE_THERE'
  /** L3: no address; a case that concerns somebody who lives there. It adds no member. */
  | 'STANDS_AT'
  /** A reference that no other one is linked to: its own case. */
  | 'OWN_CASE';

export interface HouseholdLink {
  readonly reference: KnownReference;
  readonly certainty: Certainty;
  readonly ground: LinkGround;
}

export interface LinkedHousehold {
  readonly id: string;
  /** Every id that means this household, `id` included. */
  readonly aliases: readonly string[];
  readonly links: readonly HouseholdLink[];
  readonly members: readonly HouseholdMember[];
}

/** A data-quality signal to the owners: one number, and birth dates or sexes that disagree. Nothing is joined on it. */
export interface IdentityConflict {
  readonly person: string;
  /** The identity that more references agree on than on any other; `null` where there is none. */
  readonly identity: string | null;
  readonly references: readonly string[];
}

export interface LinkResult {
  readonly households: readonly LinkedHousehold[];
  readonly conflicts: readonly IdentityConflict[];
}

export interface LinkOptions {
  readonly today: string;
  /** Under which household ids are made; they lead to no address and no person without it. */
  readonly idSecret: string;
}

export function linkHouseholds(references: readonly KnownReference[], options: LinkOptions): LinkResult {
  const sorted = [...references].sort((left, right) => compareText(referenceKey(left), referenceKey(right)));
  const groups = groupByDwelling(sorted, options.today);
  const { current, linksOf } = joinSuccessiveDwellings(groups);

  standBesideAtOneDwelling(current, linksOf);

  const linked = new Set(groups.flatMap((group) => group.references.map(referenceKey)));
  const unaddressed = sorted.filter((reference) => !linked.has(referenceKey(reference)));
  const own: KnownReference[] = [];
  for (const reference of unaddressed) {
    if (!standAtDwellings(reference, current, linksOf, options.today)) own.push(reference);
  }

  const makeId = (text: string): string =>
    `hh_${createHmac('sha256', options.idSecret).update(`household\n${text}`).digest('base64url').slice(0, 22)}`;
  const taken = new Set<string>();
  const households: LinkedHousehold[] = [];
  for (const group of current) {
    const links = linksOf.get(group) ?? [];
    const aliases = aliasesOf(group, linksOf, groups, makeId).filter((alias) => !taken.has(alias));
    const first = group.references[0];
    const id = aliases[0] ?? makeId(`${group.address}\n${first ? referenceKey(first) : ''}`);
    const all = [...new Set([id, ...aliases])];
    for (const alias of all) taken.add(alias);
    households.push({
      id,
      aliases: all,
      links,
      members: membersOf(certain(links), group.address, options.today),
    });
  }
  for (const reference of own) {
    const links: readonly HouseholdLink[] = [{ reference, certainty: 'CERTAIN', ground: 'OWN_CASE' }];
    const id = makeId(`case\n${referenceKey(reference)}`);
    households.push({ id, aliases: [id], links, members: membersOf(links, null, options.today) });
  }
  const conflicts = conflictsIn(sorted);
  households.push(
    ...householdsOfTheUnplaced(sorted, households, conflicts, { today: options.today, makeId }),
  );
  households.sort((left, right) => compareText(left.id, right.id));
  return { households, conflicts };
}

/** Only certain links make members: a probable one may bring somebody who must not be shown beside them. */
function certain(links: readonly HouseholdLink[]): readonly HouseholdLink[] {
  return links.filter(({ certainty }) => certainty === 'CERTAIN');
}

type LinksByGroup = Map<DwellingGroup, HouseholdLink[]>;

// A group whose stays have all ended, and a later one that shares a parent and a child: the family moved.
function joinSuccessiveDwellings(groups: readonly DwellingGroup[]): {
  readonly current: readonly DwellingGroup[];
  readonly linksOf: LinksByGroup;
} {
  const linksOf: LinksByGroup = new Map(
    groups.map((group) => [
      group,
      group.references.map(
        (reference) => ({ reference, certainty: 'CERTAIN', ground: 'SHARED_DWELLING' }) as const,
      ),
    ]),
  );
  const moved = new Set<DwellingGroup>();
  for (const former of groups.filter((group) => group.isFormer)) {
    const successor = groups
      .filter((group) => group !== former && group.address !== former.address && !group.isFormer)
      .filter((group) => isLater(group, former) && sharesParentAndChild(former, group))
      .sort(
        (left, right) =>
          compareText(left.period.since ?? '', right.period.since ?? '') ||
          compareText(left.address, right.address),
      )[0];
    if (!successor) continue;
    moved.add(former);
    const links = linksOf.get(successor) ?? [];
    // The same reference may hold both dwellings; then it is linked already, and surer.
    const present = new Set(links.map(({ reference }) => referenceKey(reference)));
    for (const reference of former.references) {
      if (!present.has(referenceKey(reference)))
        links.push({ reference, certainty: 'PROBABLE', ground: 'MOVED' });
    }
  }
  return { current: groups.filter((group) => !moved.has(group)), linksOf };
}

function isLater(group: DwellingGroup, former: DwellingGroup): boolean {
  const end = former.period.until;
  return end !== null && (group.period.until === null || group.period.until > end);
}

function sharesParentAndChild(left: DwellingGroup, right: DwellingGroup): boolean {
  const shared = [...left.residents].filter((identity) => right.residents.has(identity));
  const roles = new Map<string, boolean>();
  for (const reference of left.references) {
    for (const person of countedPersons(reference)) {
      const identity = identityOf(person);
      if (identity !== null) roles.set(identity, isChildRole(person.role));
    }
  }
  return (
    shared.some((identity) => roles.get(identity) === true) &&
    shared.some((identity) => roles.get(identity) === false)
  );
}

// L4 keeps two cases apart that share nobody; each stands beside the household of the other with whom it does share somebody,
// so that neither looks unknown there.
function standBesideAtOneDwelling(groups: readonly DwellingGroup[], linksOf: LinksByGroup): void {
  for (const group of groups) {
    for (const other of groups) {
      if (other === group || other.address !== group.address) continue;
      for (const reference of other.references) {
        const sharesResident = countedPersons(reference).some((person) =>
          group.residents.has(identityOf(person) ?? ''),
        );
        if (sharesResident)
          linksOf.get(group)?.push({ reference, certainty: 'PROBABLE', ground: 'STANDS_AT' });
      }
    }
  }
}

// L3. Gives whether the reference concerns anybody who lives in a known household.
function standAtDwellings(
  reference: KnownReference,
  groups: readonly DwellingGroup[],
  linksOf: LinksByGroup,
  today: string,
): boolean {
  const persons = countedPersons(reference);
  const adults = persons.filter((person) => !isChildRole(person.role)).map(identityOf);
  let stands = false;
  for (const group of groups) {
    const others = group.references.filter((other) => other.organisation !== reference.organisation);
    const residents = residentsNow(group, group.references, today);
    if (!persons.some((person) => residents.has(identityOf(person) ?? ''))) continue;
    const residentsByOthers = residentsNow(group, others, today);
    const allAdultsLiveThere =
      adults.length > 0 && adults.every((adult) => adult !== null && residentsByOthers.has(adult));
    stands = true;
    linksOf.get(group)?.push({
      reference,
      certainty: 'PROBABLE',
      ground: allAdultsLiveThere ? 'ADULTS_LIVE_THERE' : 'STANDS_AT',
    });
  }
  return stands;
}

// Whoever lives there now; in a household of which every stay has ended, whoever lived there.
function residentsNow(
  group: DwellingGroup,
  references: readonly KnownReference[],
  today: string,
): ReadonlySet<string> {
  const residents = new Set<string>();
  for (const reference of references) {
    for (const person of countedPersons(reference)) {
      const identity = identityOf(person);
      const lives = person.stays.some(
        (stay) =>
          stay.address === group.address && (group.isFormer || stay.until === null || stay.until >= today),
      );
      if (identity !== null && lives) residents.add(identity);
    }
  }
  return residents;
}

// One id for every person who lives there, so that an id survives a source that is away: it holds as long as any of the
// organisations that are read knows that person at that dwelling.
function aliasesOf(
  group: DwellingGroup,
  linksOf: LinksByGroup,
  groups: readonly DwellingGroup[],
  makeId: (text: string) => string,
): readonly string[] {
  const movedHere = new Set(
    (linksOf.get(group) ?? [])
      .filter(({ ground }) => ground === 'MOVED')
      .map(({ reference }) => referenceKey(reference)),
  );
  const formers = groups.filter(
    (former) =>
      former !== group && former.references.some((reference) => movedHere.has(referenceKey(reference))),
  );
  // Of a dwelling that was left, only the ids by those who moved along: somebody who stayed behind does not lead here.
  return [group, ...formers].flatMap(({ address, residents }) =>
    [...new Set([...residents].filter((identity) => group.residents.has(identity)).map(pseudonymOf))]
      .sort(compareText)
      .map((person) => makeId(`${address}\n${person}`)),
  );
}

// Whom a reference names and no household has: an adult without an address, somebody in a shelter. They are found by their
// own number all the same, with the case as a probable one, because a person who is known must never look unknown.
function householdsOfTheUnplaced(
  references: readonly KnownReference[],
  households: readonly LinkedHousehold[],
  conflicts: readonly IdentityConflict[],
  { today, makeId }: { readonly today: string; readonly makeId: (text: string) => string },
): readonly LinkedHousehold[] {
  const carrier = new Map(conflicts.map(({ person, identity }) => [person, identity]));
  // Of a number that two people carry, whoever most cases agree on has to be found, wherever the other one lives.
  const placed = new Set(
    households.flatMap(({ members }) =>
      members.flatMap(({ person, identity }) =>
        person !== null && (!carrier.has(person) || carrier.get(person) === identity) ? [person] : [],
      ),
    ),
  );
  const casesOf = new Map<string, KnownReference[]>();
  for (const reference of references) {
    for (const counted of countedPersons(reference)) {
      const { person } = counted;
      if (person === null || placed.has(person)) continue;
      if (carrier.has(person) && carrier.get(person) !== identityOf(counted)) continue;
      casesOf.set(person, [...(casesOf.get(person) ?? []), reference]);
    }
  }
  return [...casesOf].map(([person, cases]) => {
    const links = cases.map(
      (reference): HouseholdLink => ({ reference, certainty: 'PROBABLE', ground: 'OWN_CASE' }),
    );
    const id = makeId(`person\n${person}`);
    const members = membersOf(links, null, today)
      .filter((member) => member.person === person)
      .map((member) => ({ ...member, id: 'm1' }));
    return { id, aliases: [id], links, members };
  });
}

function pseudonymOf(identity: string): string {
  return identity.slice(0, identity.indexOf('.'));
}

function conflictsIn(references: readonly KnownReference[]): readonly IdentityConflict[] {
  const seen = new Map<string, { identities: Map<string, number>; references: string[] }>();
  for (const reference of references) {
    for (const person of countedPersons(reference)) {
      const identity = identityOf(person);
      if (person.person === null || identity === null) continue;
      const entry = seen.get(person.person) ?? { identities: new Map<string, number>(), references: [] };
      entry.identities.set(identity, (entry.identities.get(identity) ?? 0) + 1);
      entry.references.push(referenceKey(reference));
      seen.set(person.person, entry);
    }
  }
  return [...seen]
    .filter(([, { identities }]) => identities.size > 1)
    .map(([person, entry]) => ({
      person,
      identity: mostCounted(entry.identities),
      references: entry.references,
    }))
    .sort((left, right) => compareText(left.person, right.person));
}

function mostCounted(counts: ReadonlyMap<string, number>): string | null {
  const [first, second] = [...counts].sort(([, left], [, right]) => right - left);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : null;
}
