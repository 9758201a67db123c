/** L5: one shield. Whom it protects, where they are, and whom a case may mean by one of them. */
import { compareText, type KnownPerson, type KnownReference, referenceKey } from './references.js';
import { namesOf, type Sighting, type Sightings } from './sightings.js';

export interface Shield {
  readonly flagged: ReadonlySet<KnownReference>;
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
  /** Where the people behind it occur. */
  readonly sightings: readonly Sighting[];
}

/** The shield over flagged cases of one family. `all`: in every case that is connected with them. */
export function toShield(flagged: readonly KnownReference[], all: Sightings): Shield {
  const against = new Set(flagged.flatMap(({ shield }) => shield?.against ?? []));
  const persons = flagged
    .flatMap(({ persons: everybody }) => everybody)
    .filter(({ person }) => person === null || !against.has(person));
  const addresses = homesIn(flagged);
  const keys = new Set(flagged.map(referenceKey));
  const identities = new Set(persons.flatMap(namesOf));
  const pseudonyms = new Set(persons.flatMap(({ person }) => person ?? []));
  const byName = [...identities].flatMap((name) => all.byName.get(name) ?? []);
  const byNumberAlone = [...pseudonyms].flatMap((number) => all.byNumberAlone.get(number) ?? []);
  const known = new Set(
    byName
      .filter(({ reference }) => !keys.has(referenceKey(reference)))
      .flatMap(({ person }) => person.stays.map(({ address }) => address)),
  );
  // A place that only the flagged cases know belongs to the time behind the shield, also when it was left since.
  const stays = persons.flatMap((person) => person.stays);
  const secretStays = stays.filter(({ address }) => addresses.has(address) || !known.has(address));
  const starts = secretStays.flatMap(({ since }) => since ?? []);
  return {
    flagged: new Set(flagged),
    identities,
    pseudonyms,
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
    sightings: [...byName, ...byNumberAlone],
  };
}

/** Whoever it is kept from may be in the case too, and their home joins nobody: two women may have fled from one man. */
export function keptSecret({ shield, persons }: KnownReference): readonly KnownPerson[] {
  const against = new Set(shield?.against);
  return persons.filter(({ person }) => person === null || !against.has(person));
}

/** Where the flagged cases place people now; where they place nobody now, the last place. */
export function homesIn(flagged: readonly KnownReference[]): ReadonlySet<string> {
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

/** Whether the shield protects whomever the case names here. */
export function protects(shield: Shield, known: KnownPerson): boolean {
  const { person, check } = known;
  if (namesOf(known).some((name) => shield.identities.has(name))) return true;
  return check === null && person !== null && shield.pseudonyms.has(person);
}

/**
 * Whom a case may mean that surely names one of them: a number, a birth date or a given name may be mistyped, here or in the
 * case that carries the shield. It is better to leave out one too many than one too few.
 */
export function mayMean(shield: Shield, { identity, person, check }: KnownPerson): boolean {
  return (
    (identity === null && check === null) ||
    (person !== null && shield.pseudonyms.has(person)) ||
    (check !== null && shield.checks.has(check))
  );
}

export function isKeptFrom(shield: Shield, { person }: KnownPerson): boolean {
  return person !== null && shield.against.has(person);
}
