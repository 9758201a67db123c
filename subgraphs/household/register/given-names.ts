/**
 * L1: given names that disagree in a way that no check on birth date and sex can see. The numbers may have been exchanged: that
 * is said, and nothing is joined on it.
 */
import { type IdentityOf, mostCounted, type Naming } from './naming.js';
import { addTo, compareText, referenceKey } from './references.js';

/** Given names that disagree under one identity, and the persons it is about. */
export interface GivenNameConflict {
  /** The identities between which it is in dispute who is who; one where a single number has two given names. */
  readonly identities: readonly string[];
  /** Which persons of which references: `referenceKey` and `localKey`. */
  readonly persons: readonly { readonly reference: string; readonly localKey: string }[];
}

/** Two of one case who were born on one day and are of one sex. */
interface Pair {
  /** The place of the case among those that name two such people. */
  readonly place: number;
  readonly one: Naming;
  readonly other: Naming;
}

/** Two people born on one day and of one sex, whose given names stand crosswise under their numbers in two references. */
export function exchangedNumbersIn(
  namings: readonly Naming[],
  identityOf: Readonly<Pick<IdentityOf, 'get' | 'has'>>,
): readonly GivenNameConflict[] {
  const byCheck = new Map<string, Naming[]>();
  for (const naming of namings) {
    const { check, givenName } = naming.person;
    if (check !== null && givenName !== undefined && identityOf.has(naming.person))
      addTo(byCheck, check, naming);
  }
  const conflicts = new Map<string, Set<Naming>>();
  for (const alike of byCheck.values()) {
    if (alike.length < 4) continue;
    for (const [left, right] of crosswisePairs(alike, identityOf)) {
      const identities = [left.one, left.other].map(({ person }) => identityOf.get(person) ?? '');
      const key = identities.sort().join(' ');
      const involved = conflicts.get(key) ?? new Set();
      conflicts.set(key, involved);
      for (const naming of [left.one, left.other, right.one, right.other]) involved.add(naming);
    }
  }
  return [...conflicts].map(([key, persons]) => ({
    identities: key.split(' '),
    persons: placesOf([...persons]),
  }));
}

function crosswisePairs(
  alike: readonly Naming[],
  identityOf: Readonly<Pick<IdentityOf, 'get' | 'has'>>,
): readonly (readonly [Pair, Pair])[] {
  const inReference = new Map<string, Naming[]>();
  for (const naming of alike) addTo(inReference, referenceKey(naming.reference), naming);
  const cases = [...inReference.values()].filter((persons) => persons.length > 1);
  if (cases.length < 2) return [];
  const identity = ({ person }: Naming): string => identityOf.get(person) ?? '';
  const name = ({ person }: Naming): string => person.givenName ?? '';
  /** The same text for two people and their names, whoever of them comes first. */
  const textOf = (people: readonly (readonly [Naming, string])[]): string =>
    people
      .map(([naming, called]) => `${identity(naming)}\n${called}`)
      .sort(compareText)
      .join('\n');
  const byNames = new Map<string, Pair[]>();
  for (const [place, persons] of cases.entries()) {
    const first = new Map<string, Naming>();
    for (const naming of persons) if (!first.has(identity(naming))) first.set(identity(naming), naming);
    for (const [one, other] of pairsOf([...first.values()])) {
      const text = textOf([
        [one, name(one)],
        [other, name(other)],
      ]);
      addTo(byNames, text, { place, one, other });
    }
  }
  return cases.flatMap((persons, place) =>
    pairsOf(persons)
      .filter(([one, other]) => name(one) !== name(other))
      .flatMap(([one, other], nth) => {
        const exchanged = textOf([
          [one, name(other)],
          [other, name(one)],
        ]);
        return (byNames.get(exchanged) ?? [])
          .filter((right) => right.place !== place)
          .map((right) => ({ nth, left: { place, one, other }, right }));
      })
      .sort((left, right) => left.right.place - right.right.place || left.nth - right.nth)
      .map(({ left, right }) => [left, right] as const),
  );
}

function pairsOf(persons: readonly Naming[]): readonly (readonly [Naming, Naming])[] {
  return persons.flatMap((one, index) => persons.slice(index + 1).map((other) => [one, other] as const));
}

/**
 * One number with two given names inside one organisation: whoever is not the one whom most references mean is somebody else,
 * and `identityOf` says so from then on.
 */
export function separateGivenNames(
  namings: readonly Naming[],
  identityOf: IdentityOf,
  exchanged: readonly GivenNameConflict[],
): readonly GivenNameConflict[] {
  const inDispute = new Set(exchanged.flatMap(({ identities }) => identities));
  const byIdentity = new Map<string, Naming[]>();
  for (const naming of namings) {
    const identity = identityOf.get(naming.person);
    if (identity !== undefined && naming.person.givenName !== undefined && !inDispute.has(identity))
      addTo(byIdentity, identity, naming);
  }
  const conflicts: GivenNameConflict[] = [];
  for (const [identity, persons] of byIdentity) {
    const inOrganisation = new Map<string, Set<string>>();
    const counts = new Map<string, number>();
    for (const { reference, person } of persons) {
      const name = person.givenName ?? '';
      inOrganisation.set(
        reference.organisation,
        (inOrganisation.get(reference.organisation) ?? new Set()).add(name),
      );
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    if (![...inOrganisation.values()].some((names) => names.size > 1)) continue;
    const carrier = mostCounted(counts);
    for (const { person } of persons) {
      if (person.givenName !== carrier) identityOf.set(person, `${identity}~${person.givenName ?? ''}`);
    }
    conflicts.push({ identities: [identity], persons: placesOf(persons) });
  }
  return conflicts;
}

function placesOf(persons: readonly Naming[]): GivenNameConflict['persons'] {
  const places = new Map(
    persons.map(({ reference, person }) => {
      const place = { reference: referenceKey(reference), localKey: person.localKey };
      return [`${place.reference}#${place.localKey}`, place] as const;
    }),
  );
  return [...places].sort(([left], [right]) => compareText(left, right)).map(([, place]) => place);
}
