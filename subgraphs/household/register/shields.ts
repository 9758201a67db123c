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
import { createNewChapters } from './new-chapters.js';
import {
  addTo,
  compareReferences,
  compareText,
  type KnownPerson,
  type KnownReference,
  referenceKey,
} from './references.js';
import { isKeptFrom, mayMean, protects, type Shield, toShield } from './shield.js';
import { familiesOf } from './shield-families.js';
import { type Sightings, sightingsIn } from './sightings.js';

/** The open world, and a world behind each shield. */
export interface Worlds {
  readonly open: readonly KnownReference[];
  readonly shielded: readonly ShieldedWorld[];
  /** Numbers of people behind shields: nobody outside who seems to carry one is found by it. */
  readonly protectedNumbers: ReadonlySet<string>;
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
  /** Keys of those references that tell of the household as it was before, with a newer case for whoever stayed behind. */
  readonly formerChapters: ReadonlySet<string>;
  /** Keys of the references under which this world may be opened: a case from before the shield never is. */
  readonly openers: ReadonlySet<string>;
}

/** All shields over a set of cases, and what each case has to do with them. */
interface Shielding {
  readonly all: Sightings;
  readonly shields: readonly Shield[];
  /** Shields of which the case surely names somebody. */
  readonly naming: ReadonlyMap<KnownReference, ReadonlySet<Shield>>;
  /** Shields behind which the case is as a whole: flagged, or it knows the secret dwelling. */
  readonly behind: ReadonlyMap<KnownReference, ReadonlySet<Shield>>;
}

const noShields: ReadonlySet<Shield> = new Set();

export function separateShielded(references: readonly KnownReference[]): Worlds {
  const flagged = references.filter(({ shield }) => shield !== undefined);
  if (flagged.length === 0) return { open: references, shielded: [], protectedNumbers: new Set() };
  const all = sightingsIn(references);
  // In an order of their own, so that it does not matter which one arrived first.
  const shields = familiesOf([...flagged].sort(compareReferences)).map((family) => toShield(family, all));
  const shielding = { all, shields, naming: namingIn(shields), behind: behindOf(shields) };
  return {
    open: openWorld(shielding),
    shielded: shields.map((shield) => shieldedWorld(shield, shielding)),
    protectedNumbers: new Set(shields.flatMap(({ pseudonyms }) => [...pseudonyms])),
  };
}

type ByCase = Map<KnownReference, Set<Shield>>;

function namingIn(shields: readonly Shield[]): ByCase {
  const naming: ByCase = new Map();
  for (const shield of shields) for (const { reference } of shield.sightings) note(naming, reference, shield);
  return naming;
}

function behindOf(shields: readonly Shield[]): ByCase {
  const behind: ByCase = new Map();
  for (const shield of shields) {
    for (const reference of shield.flagged) note(behind, reference, shield);
    for (const { reference, person } of shield.sightings) {
      if (person.stays.some(({ address }) => shield.dwellings.has(address))) note(behind, reference, shield);
    }
  }
  return behind;
}

function note(shields: ByCase, reference: KnownReference, shield: Shield): void {
  shields.set(reference, (shields.get(reference) ?? new Set()).add(shield));
}

/** Whether the open world leaves this person out of this case because of the shield. */
function isHidden(
  shield: Shield,
  { naming }: Shielding,
  { reference, person }: { readonly reference: KnownReference; readonly person: KnownPerson },
): boolean {
  if (!naming.get(reference)?.has(shield)) return false;
  return protects(shield, person) || mayMean(shield, person);
}

function openWorld(shielding: Shielding): readonly KnownReference[] {
  const { all, shields, naming, behind } = shielding;
  const isOutside = (reference: KnownReference): boolean => !behind.has(reference);
  const newChapters = new Map(
    shields.map((shield) => [shield, newChaptersFor(shield, shielding, isOutside)] as const),
  );
  return [...all.places.keys()].filter(isOutside).flatMap((reference): readonly KnownReference[] => {
    const hiding = [...(naming.get(reference) ?? noShields)];
    if (hiding.length === 0) return [reference];
    const isProtected = (person: KnownPerson): boolean =>
      hiding.some(
        (shield) =>
          isHidden(shield, shielding, { reference, person }) ||
          (tellsOfBoth(shield, reference) && isKeptFrom(shield, person)),
      );
    const persons = reference.persons.filter((person) => !isProtected(person));
    // What was recorded before says only where they were; what came since may say where they are.
    const isFromBefore = hiding.every((shield) => reference.since < shield.since);
    if (persons.length === 0 && !isFromBefore) return [];
    const gone = new Set(hiding.flatMap((shield) => [...(newChapters.get(shield)?.(reference) ?? [])]));
    const present = persons.filter(({ identity }) => identity === null || !gone.has(identity));
    if (gone.size > 0 && present.length === 0) return [];
    return [
      {
        ...reference,
        persons: present,
        withdrawn: isFromBefore ? reference.persons.filter(isProtected) : [],
        namesOthers: true,
      },
    ];
  });
}

// A case since then about protected people and the person they are kept from: nothing of it stands at that person's side.
function tellsOfBoth(shield: Shield, { since, persons }: KnownReference): boolean {
  return since >= shield.since && persons.some((person) => isKeptFrom(shield, person));
}

function newChaptersFor(
  shield: Shield,
  shielding: Shielding,
  counts: (reference: KnownReference) => boolean,
): (reference: KnownReference) => ReadonlySet<string> {
  return createNewChapters(shield, {
    all: shielding.all,
    namesProtected: (reference) => shielding.naming.get(reference)?.has(shield) === true,
    isHidden: (reference, person) => isHidden(shield, shielding, { reference, person }),
    counts,
  });
}

function shieldedWorld(shield: Shield, shielding: Shielding): ShieldedWorld {
  const { naming, behind, all } = shielding;
  // A flagged case in which nobody has a number is about them all the same.
  const concerned = new Set([...shield.flagged, ...shield.sightings.map(({ reference }) => reference)]);
  // Another shield's people are as hidden here as anywhere: separated parents may both be kept secret from each other.
  const isHere = (reference: KnownReference): boolean => behind.get(reference)?.has(shield) !== false;
  const known = [...concerned]
    .filter(isHere)
    .sort((left, right) => (all.places.get(left) ?? 0) - (all.places.get(right) ?? 0));
  const homeOf = newHomes(shield);
  const references = known.map((reference) => {
    const persons = reference.persons.filter(
      (person) =>
        protects(shield, person) ||
        ![...(naming.get(reference) ?? noShields)].some(
          (other) => other !== shield && isHidden(other, shielding, { reference, person }),
        ),
    );
    return supersede({ ...reference, persons }, (person) => homeOf.get(person.identity ?? ''));
  });
  const newChaptersOf = newChaptersFor(shield, shielding, () => true);
  return {
    references,
    addresses: shield.addresses,
    secret: shield.secret,
    persons: shield.identities,
    flagged: new Set([...shield.flagged].map(referenceKey)),
    openers: new Set(
      [
        ...known.filter((reference) => behind.get(reference)?.has(shield)),
        // Whoever knows the shelter knows the secret; a case that does not is no way in, however new it is.
        ...references.filter((reference) => knowsThePlace(shield, reference)),
      ].map(referenceKey),
    ),
    formerChapters: new Set(known.filter((reference) => newChaptersOf(reference).size > 0).map(referenceKey)),
  };
}

function knowsThePlace(shield: Shield, { persons }: KnownReference): boolean {
  return persons.some(
    (person) => protects(shield, person) && person.stays.some(({ address }) => shield.addresses.has(address)),
  );
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
