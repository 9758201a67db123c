/** Linked households as they are served. */
import type { CompositionNotice, DocumentLink, HouseholdDocument, HouseholdMember } from './document.js';
import type { GivenNameConflict } from './given-names.js';
import type { HouseholdLink, LinkedHousehold } from './household-link.js';
import { membersOf } from './members.js';
import {
  addTo,
  compareText,
  hasEnded,
  type KnownPerson,
  type KnownReference,
  nameIn,
  periodOf,
  referenceKey,
} from './references.js';

/** What a world of references says of its households. */
export interface DocumentedWorld {
  readonly references: readonly KnownReference[];
  readonly households: readonly LinkedHousehold[];
  readonly givenNameConflicts: readonly GivenNameConflict[];
  /** Numbers that several carry: to the identity of whoever is found by it; `null` where nobody is. */
  readonly carriers: ReadonlyMap<string, string | null>;
}

/** Ids of the households of each case, so that it is found again wherever it stands. */
export type HouseholdsByCase = ReadonlyMap<string, readonly string[]>;

export interface DocumentOptions {
  /** `YYYY-MM-DD` in the Netherlands. */
  readonly today: string;
  /** `null`: the open world. */
  readonly behind: {
    /** Households of the open world. */
    readonly open: HouseholdsByCase;
    /** Keys of the cases that open this world. */
    readonly openers: ReadonlySet<string>;
  } | null;
}

const nothingElse: HouseholdsByCase = new Map();

/** Documents of all households of a world. */
export function documentsOf(
  { references, households, givenNameConflicts, carriers }: DocumentedWorld,
  { today, behind }: DocumentOptions,
): readonly HouseholdDocument[] {
  const knownTo = organisationsByPerson(references);
  const disputes = new Map<string, readonly string[]>();
  for (const { identities } of givenNameConflicts) {
    for (const identity of identities) disputes.set(identity, identities);
  }
  const disputed = new Set(disputes.keys());
  // A case that stands at one household only concerns no other one.
  const byCase = households.length === 1 ? nothingElse : householdsByCase(households);
  return households.flatMap((household) => {
    const { aliases, kind, links } = household;
    const [id] = aliases;
    if (id === undefined) return [];
    const members = membersOf(household, { today, knownTo, disputed });
    const standsElsewhere = (reference: KnownReference): boolean => {
      const key = referenceKey(reference);
      const isOther = (other: string): boolean => other !== id;
      return (byCase.get(key)?.some(isOther) || behind?.open.get(key)?.some(isOther)) === true;
    };
    const document = {
      id,
      aliases,
      kind,
      links: toDocumentLinks(links, { members, disputes, standsElsewhere }),
      members,
      composition: compositionOf(household, today),
      // Behind a shield a person is found even where another case contradicts the number: they must not be lost there.
      foundBy: foundBy(household, members, behind ? new Map() : carriers),
    };
    return [behind ? { ...document, openedBy: openedBy(links, behind.openers, today) } : document];
  });
}

function organisationsByPerson(
  references: readonly KnownReference[],
): ReadonlyMap<string, readonly string[]> {
  const organisations = new Map<string, string[]>();
  for (const { organisation, persons } of references) {
    for (const { person } of persons) {
      if (person !== null && !organisations.get(person)?.includes(organisation))
        addTo(organisations, person, organisation);
    }
  }
  return organisations;
}

/** Of households where people live together: a case in the file of one person alone concerns no other household by that. */
export function householdsByCase(households: readonly LinkedHousehold[]): HouseholdsByCase {
  const byCase = new Map<string, string[]>();
  for (const { aliases, kind, links } of households) {
    const [id] = aliases;
    if (kind !== 'HOUSEHOLD' || id === undefined) continue;
    for (const { reference } of links) addTo(byCase, referenceKey(reference), id);
  }
  return byCase;
}

function toDocumentLinks(
  links: readonly HouseholdLink[],
  options: {
    readonly members: readonly HouseholdMember[];
    readonly disputes: ReadonlyMap<string, readonly string[]>;
    readonly standsElsewhere: (reference: KnownReference) => boolean;
  },
): readonly DocumentLink[] {
  const { members, disputes, standsElsewhere } = options;
  const byName = new Map<string, HouseholdMember[]>();
  for (const member of members) for (const name of member.names) addTo(byName, name, member);
  const memberFor = ({ identity }: KnownPerson, name: string): HouseholdMember | undefined =>
    byName.get(name)?.find((member) => member.identity === identity || identity === null);

  return links.map((link) => {
    const { reference, certainty, ground, period, isHistory, confirmation } = link;
    const names = createTable<string>();
    const disputed = createTable<readonly string[]>();
    const notInformed: string[] = [];
    const notToldThemselves: string[] = [];
    let isDisputed = false;
    for (const person of reference.persons) {
      const name = nameIn(reference, person);
      const member = memberFor(person, name);
      if (!member) continue;
      const between = disputes.get(person.identity ?? '');
      if (between && between.length > 1) {
        isDisputed = true;
        disputed[name] = members
          .filter(({ identity }) => identity !== null && between.includes(identity))
          .map(({ id }) => id);
      } else names[name] = member.id;
      if (person.isNotInformed) notInformed.push(member.id);
      if (person.isNotToldItself) notToldThemselves.push(member.id);
    }
    const { organisation, reference: number, unitName, contact, since, until, handedOverTo } = reference;
    const concernsOtherHouseholds = standsElsewhere(reference);
    const plain = {
      organisation,
      reference: number,
      unitName,
      contact,
      since,
      until,
      certainty,
      ground,
      period,
      isHistory,
      concernsOtherHouseholds,
      members: names,
    };
    const isUntold = notInformed.length > 0 || notToldThemselves.length > 0;
    if (!confirmation && !isDisputed && !isUntold && !handedOverTo) return plain;
    return {
      ...plain,
      ...(confirmation ? { confirmation } : {}),
      ...(isDisputed ? { disputed } : {}),
      ...(notInformed.length > 0 ? { notInformed } : {}),
      ...(notToldThemselves.length > 0 ? { notToldThemselves } : {}),
      ...(handedOverTo ? { handedOverTo } : {}),
    };
  });
}

// Without a prototype, because each household's names are its own: as fields of an ordinary object they would each make a new
// shape of object for the engine to keep.
function createTable<T>(): Record<string, T> {
  return Object.create(null);
}

// Whom the records of this household still place here, though a newer home is known.
function compositionOf({ links, address }: LinkedHousehold, today: string): CompositionNotice | null {
  if (address === null) return null;
  const places = ({ stays }: KnownPerson): boolean =>
    stays.some((stay) => stay.address === address && !hasEnded(stay, today));
  const isOvertaken = (person: KnownPerson): boolean =>
    places(person) &&
    person.stays.every((stay) => stay.address !== address || hasEnded(periodOf(stay), today));
  const telling = links
    .filter(({ certainty, isHistory }) => certainty !== 'PROBABLE' && !isHistory)
    .map(({ reference }) => reference)
    .filter(({ withdrawn, persons }) => withdrawn?.some(places) || persons.some(isOvertaken))
    .sort(
      (left, right) =>
        compareText(right.since, left.since) || compareText(referenceKey(left), referenceKey(right)),
    );
  const [newest, ...older] = telling;
  if (!newest) return null;
  const unit = ({ organisation, unitName }: KnownReference) => ({ organisation, unitName });
  return older.length === 0
    ? { outdated: [unit(newest)], ask: null }
    : { outdated: older.map(unit), ask: { ...unit(newest), contact: newest.contact } };
}

// Under a number that two people carry, only the one whom most organisations agree on is found (L1).
function foundBy(
  { links }: LinkedHousehold,
  members: readonly HouseholdMember[],
  carriers: ReadonlyMap<string, string | null>,
): readonly string[] {
  const found = new Set<string>();
  for (const { person, identity } of members) {
    if (person !== null && (!carriers.has(person) || carriers.get(person) === identity)) found.add(person);
  }
  for (const { certainty, reference } of links) {
    if (certainty === 'PROBABLE') continue;
    for (const { person } of reference.withdrawn ?? []) if (person !== null) found.add(person);
  }
  return [...found].sort(compareText);
}

function openedBy(
  links: readonly HouseholdLink[],
  openers: ReadonlySet<string>,
  today: string,
): readonly string[] {
  const keys = links
    // A flagged case that runs opens what it is about, also when every stay that it knows has ended.
    .filter(({ isHistory, reference }) =>
      isHistory ? reference.shield !== undefined && !hasEnded(reference, today) : true,
    )
    .map(({ reference }) => referenceKey(reference))
    .filter((key) => openers.has(key));
  return [...new Set(keys)].sort(compareText);
}
