/**
 * L5: shields. What an organisation flagged as shielded, and all that would lead to it, is taken out of the open world before
 * anything is linked there; what is behind each shield is linked as a world of its own, from everything that concerns the
 * people behind it. So nothing that is computed for a reader outside has ever seen what is inside.
 *
 * In the open world a protected person is left out of every case; a case from before the shield is still found by their
 * number, because it says where they once were and nothing more. A case that names nobody else is not in the open world; of one
 * that tells of protected persons together with the person they are kept from, neither side is there.
 */
import { supersede } from './homes.js';
import {
  addTo,
  compareReferences,
  compareText,
  type KnownPerson,
  type KnownReference,
  referenceKey,
} from './references.js';

/** The open world, and a world behind each shield. */
export interface Worlds {
  readonly open: readonly OpenReference[];
  readonly shielded: readonly ShieldedWorld[];
  /** Numbers of people behind shields: nobody outside who seems to carry one is found by it. */
  readonly protectedNumbers: ReadonlySet<string>;
}

/** A reference as the open world knows it. */
export interface OpenReference extends KnownReference {
  /** People who were left out of it, with their recorded stays: it is found by them and tells nothing of them. */
  readonly withdrawn: readonly KnownPerson[];
  /** It names others too, who stand behind a shield: it is not about the people here alone. */
  readonly namesOthers?: true;
}

export interface ShieldedWorld {
  readonly references: readonly KnownReference[];
  /** Addresses at which the people behind the shield live, shelters included. */
  readonly addresses: ReadonlySet<string>;
  /** Addresses that nobody outside knows of them: those, and others that only the flagged cases tell. */
  readonly secret: ReadonlySet<string>;
  /** Identities of the people behind the shield. */
  readonly persons: ReadonlySet<string>;
  /** Keys of the references that carry the shield themselves. */
  readonly flagged: ReadonlySet<string>;
  /** Keys of the references that tell of the household as it was before, with a newer case for whoever stayed behind. */
  readonly formerChapters: ReadonlySet<string>;
  /** Keys of the references under which this world may be opened: a case from before the shield never is. */
  readonly openers: ReadonlySet<string>;
}

interface Shield {
  readonly flagged: readonly KnownReference[];
  readonly identities: ReadonlySet<string>;
  /** Pseudonyms of those among them, for records that have the number and no birth date. */
  readonly pseudonyms: ReadonlySet<string>;
  /** Their birth dates with sex, as pseudonyms. */
  readonly checks: ReadonlySet<string>;
  readonly against: ReadonlySet<string>;
  /** Addresses at which they live now: the flagged cases say so. */
  readonly addresses: ReadonlySet<string>;
  readonly dwellings: ReadonlySet<string>;
  readonly secret: ReadonlySet<string>;
  /** The first day behind the shield. */
  readonly since: string;
}

export function separateShielded(references: readonly KnownReference[]): Worlds {
  const flagged = references.filter(({ shield }) => shield !== undefined);
  if (flagged.length === 0) {
    return {
      open: references.map((reference) => ({ ...reference, withdrawn: [] })),
      shielded: [],
      protectedNumbers: new Set(),
    };
  }
  // In an order of their own, so that it does not matter which one arrived first.
  const shields = groupShields([...flagged].sort(compareReferences)).map((group) =>
    toShield(group, references),
  );
  const behind = shields.map((shield) => new Set(behindShield(shield, references).map(referenceKey)));
  const open = openWorld(references, shields, behind);
  const openKeys = new Set(open.map(referenceKey));
  return {
    open,
    shielded: shields.map((shield, index) =>
      shieldedWorld(shield, index, { references, shields, behind, openKeys }),
    ),
    protectedNumbers: new Set(shields.flatMap(({ pseudonyms }) => [...pseudonyms])),
  };
}

// Flagged cases of one family: the same people at one address, or the same people where one case has no address.
function groupShields(flagged: readonly KnownReference[]): readonly (readonly KnownReference[])[] {
  const groups: KnownReference[][] = [];
  for (const reference of flagged) {
    const joined = groups.filter((group) => group.some((other) => isOneShield(reference, other)));
    const merged = [...joined.flat(), reference];
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups;
}

function isOneShield(left: KnownReference, right: KnownReference): boolean {
  const people = new Set(keptSecret(left).flatMap(namesOf));
  if (!keptSecret(right).some((person) => namesOf(person).some((name) => people.has(name)))) return false;
  const [homes, others] = [homesIn([left]), homesIn([right])];
  if (homes.size === 0 || others.size === 0) return true;
  // One of them may not know yet that they moved on; a home that both of them left joins nobody.
  const knows = (reference: KnownReference, places: ReadonlySet<string>): boolean =>
    keptSecret(reference).some(({ stays }) => stays.some(({ address }) => places.has(address)));
  return knows(left, others) || knows(right, homes);
}

// A given name that one organisation wrote in two ways makes somebody another one for linking, never for a shield.
function namesOf({ identity, person, check }: KnownPerson): readonly string[] {
  const byNumber = person !== null && check !== null ? [`${person}.${check}`] : [];
  return identity === null ? byNumber : [identity, ...byNumber];
}

// Whoever it is kept from may be in the case too, and their home joins nobody: two women may have fled from one man.
function keptSecret({ shield, persons }: KnownReference): readonly KnownPerson[] {
  const against = new Set(shield?.against);
  return persons.filter(({ person }) => person === null || !against.has(person));
}

// Where the flagged cases place people now; where they place nobody now, the last place.
function homesIn(flagged: readonly KnownReference[]): ReadonlySet<string> {
  const stays = flagged.flatMap((reference) =>
    keptSecret(reference).flatMap((person) =>
      person.stays.filter(({ addressType }) => addressType !== 'INSTITUTION'),
    ),
  );
  const open = stays.filter(({ until }) => until === null);
  if (open.length > 0) return new Set(open.map(({ address }) => address));
  const last = stays
    .map(({ until }) => until ?? '')
    .sort(compareText)
    .at(-1);
  return new Set(stays.filter(({ until }) => until === last).map(({ address }) => address));
}

function toShield(flagged: readonly KnownReference[], references: readonly KnownReference[]): Shield {
  const against = new Set(flagged.flatMap(({ shield }) => shield?.against ?? []));
  const persons = flagged
    .flatMap(({ persons: all }) => all)
    .filter(({ person }) => person === null || !against.has(person));
  const addresses = homesIn(flagged);
  const keys = new Set(flagged.map(referenceKey));
  const identities = new Set(persons.flatMap(namesOf));
  const known = new Set(
    references
      .filter((reference) => !keys.has(referenceKey(reference)))
      .flatMap((reference) => reference.persons)
      .filter((person) => namesOf(person).some((name) => identities.has(name)))
      .flatMap(({ stays }) => stays.map(({ address }) => address)),
  );
  // A place that only the flagged cases know belongs to the time behind the shield, also when it was left since.
  const stays = persons.flatMap((person) => person.stays);
  const secretStays = stays.filter(({ address }) => addresses.has(address) || !known.has(address));
  const starts = secretStays.flatMap(({ since }) => since ?? []);
  return {
    flagged,
    identities,
    pseudonyms: new Set(persons.flatMap(({ person }) => person ?? [])),
    checks: new Set(persons.flatMap(({ check }) => check ?? [])),
    against,
    addresses,
    dwellings: new Set(
      stays
        .filter(({ address, addressType }) => addressType === 'DWELLING' && addresses.has(address))
        .map(({ address }) => address),
    ),
    secret: new Set(secretStays.map(({ address }) => address)),
    since: [...starts, ...flagged.map(({ since }) => since)].sort(compareText)[0] ?? '',
  };
}

function protects(shield: Shield, known: KnownPerson): boolean {
  const { person, check } = known;
  if (namesOf(known).some((name) => shield.identities.has(name))) return true;
  return check === null && person !== null && shield.pseudonyms.has(person);
}

// Whom a case may mean that surely names one of them: a number, a birth date or a given name may be mistyped, here or in the
// case that carries the shield. It is better to leave out one too many than one too few.
function mayMean(shield: Shield, { identity, person, check }: KnownPerson): boolean {
  return (
    (identity === null && check === null) ||
    (person !== null && shield.pseudonyms.has(person)) ||
    (check !== null && shield.checks.has(check))
  );
}

function surelyNames(shield: Shield, reference: KnownReference): boolean {
  return reference.persons.some((person) => protects(shield, person));
}

/** Whether the open world leaves this person out of this case. */
function isHidden(shield: Shield, reference: KnownReference, person: KnownPerson): boolean {
  return protects(shield, person) || (surelyNames(shield, reference) && mayMean(shield, person));
}

/** Cases that are wholly behind a shield: flagged, or they know the secret dwelling. */
function behindShield(shield: Shield, references: readonly KnownReference[]): readonly KnownReference[] {
  const flagged = new Set(shield.flagged);
  return references.filter((reference) => {
    if (flagged.has(reference)) return true;
    const named = reference.persons.filter((person) => protects(shield, person));
    if (named.length === 0) return false;
    return named.some(({ stays }) => stays.some(({ address }) => shield.dwellings.has(address)));
  });
}

// A case since then about protected people and the person they are kept from: nothing of it stands at that person's side.
function tellsOfBoth(shield: Shield, reference: KnownReference): boolean {
  return (
    reference.since >= shield.since &&
    surelyNames(shield, reference) &&
    reference.persons.some((person) => isKeptFrom(shield, person))
  );
}

function isKeptFrom(shield: Shield, { person }: KnownPerson): boolean {
  return person !== null && shield.against.has(person);
}

function openWorld(
  references: readonly KnownReference[],
  shields: readonly Shield[],
  behind: readonly ReadonlySet<string>[],
): readonly OpenReference[] {
  const outside = references.filter((reference) => !behind.some((keys) => keys.has(referenceKey(reference))));
  const open: OpenReference[] = [];
  for (const reference of outside) {
    const hiding = shields.filter((shield) => surelyNames(shield, reference));
    if (hiding.length === 0) {
      open.push({ ...reference, withdrawn: [] });
      continue;
    }
    const isProtected = (person: KnownPerson): boolean =>
      hiding.some(
        (shield) =>
          isHidden(shield, reference, person) ||
          (tellsOfBoth(shield, reference) && isKeptFrom(shield, person)),
      );
    const persons = reference.persons.filter((person) => !isProtected(person));
    // What was recorded before says only where they were; what came since may say where they are.
    const isFromBefore = hiding.every((shield) => reference.since < shield.since);
    if (persons.length === 0 && !isFromBefore) continue;
    const gone = new Set(hiding.flatMap((shield) => [...withNewChapter(reference, shield, outside)]));
    const present = persons.filter(({ identity }) => identity === null || !gone.has(identity));
    if (gone.size > 0 && present.length === 0) continue;
    open.push({
      ...reference,
      persons: present,
      withdrawn: isFromBefore ? reference.persons.filter(isProtected) : [],
      namesOthers: true,
    });
  }
  return open;
}

// Whoever stayed behind has got a case of their own at the old dwelling: the case from before is of the household that was.
function withNewChapter(
  reference: KnownReference,
  shield: Shield,
  outside: readonly KnownReference[],
): ReadonlySet<string> {
  const found = new Set<string>();
  if (reference.since >= shield.since) return found;
  const stayed = new Map<string, Set<string>>();
  for (const person of reference.persons) {
    if (person.identity === null || isHidden(shield, reference, person)) continue;
    stayed.set(person.identity, new Set(person.stays.map(({ address }) => address)));
  }
  for (const other of outside) {
    if (other.since < shield.since || other.persons.some((person) => protects(shield, person))) continue;
    for (const { identity, stays } of other.persons) {
      const homes = stayed.get(identity ?? '');
      const isHere = stays.some(
        ({ address, addressType }) => addressType === 'DWELLING' && homes?.has(address) === true,
      );
      if (identity !== null && isHere) found.add(identity);
    }
  }
  return found;
}

function knowsThePlace(shield: Shield, reference: KnownReference): boolean {
  return reference.persons.some(
    (person) => protects(shield, person) && person.stays.some(({ address }) => shield.addresses.has(address)),
  );
}

function shieldedWorld(
  shield: Shield,
  index: number,
  all: {
    readonly references: readonly KnownReference[];
    readonly shields: readonly Shield[];
    readonly behind: readonly ReadonlySet<string>[];
    readonly openKeys: ReadonlySet<string>;
  },
): ShieldedWorld {
  // Another shield's people are as hidden here as anywhere: separated parents may both be kept secret from each other.
  const others = all.shields.filter((other) => other !== shield);
  const behindOthers = (key: string): boolean =>
    all.behind.some((keys, place) => place !== index && keys.has(key)) && !all.behind[index]?.has(key);
  const homeOf = newHomes(shield);
  const references = all.references
    .filter((reference) => !behindOthers(referenceKey(reference)))
    // A flagged case in which nobody has a number is about them all the same.
    .filter(
      (reference) =>
        shield.flagged.includes(reference) || reference.persons.some((person) => protects(shield, person)),
    )
    .map((reference) => ({
      ...reference,
      persons: reference.persons.filter(
        (person) => protects(shield, person) || !others.some((other) => isHidden(other, reference, person)),
      ),
    }))
    .map((reference) => supersede(reference, (person) => homeOf.get(person.identity ?? '')));
  return {
    references,
    addresses: shield.addresses,
    secret: shield.secret,
    persons: shield.identities,
    flagged: new Set(shield.flagged.map(referenceKey)),
    openers: new Set([
      ...(all.behind[index] ?? []),
      // Whoever knows the shelter knows the secret; a case that does not is no way in, however new it is.
      ...references.filter((reference) => knowsThePlace(shield, reference)).map(referenceKey),
    ]),
    formerChapters: new Set(
      all.references
        .filter((reference) => withNewChapter(reference, shield, all.references).size > 0)
        .map(referenceKey),
    ),
  };
}

// For those behind a shield, children included, the place behind it is where they live.
function newHomes(
  shield: Shield,
): ReadonlyMap<string, { readonly address: string; readonly since: string | null }> {
  const stays = new Map<string, { readonly address: string; readonly since: string | null }[]>();
  for (const { persons } of shield.flagged) {
    for (const person of persons) {
      if (person.identity === null) continue;
      for (const stay of person.stays)
        if (shield.addresses.has(stay.address)) addTo(stays, person.identity, stay);
    }
  }
  return new Map(
    [...stays].flatMap(([identity, homes]) => {
      const [first] = [...homes].sort((left, right) => compareText(left.since ?? '', right.since ?? ''));
      return first ? [[identity, first] as const] : [];
    }),
  );
}
