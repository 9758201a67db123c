/**
 * L1 and L6: who is the same person in several references.
 *
 * The same number *and* the same birth date and sex. An unborn child is its mother's, by the expected date; after birth its
 * number goes on under the same identity. Where given names disagree in a way that no check on birth date and sex can see,
 * the numbers may have been exchanged: that is said, and nothing is joined on it.
 */
import type { RosterPerson } from '../../../adapter-kit/roster.js';
import type { LinkConfirmation } from './document.js';
import {
  addTo,
  compareText,
  countedPersons,
  type FeedReference,
  type KnownReference,
  nameIn,
  referenceKey,
} from './references.js';

/** One number, and birth dates or sexes that disagree. A data-quality signal to the owners; nothing is joined on it. */
export interface NumberConflict {
  readonly person: string;
  /** The identity that more references agree on than on any other; `null` where there is none. */
  readonly identity: string | null;
  readonly references: readonly string[];
}

/** Given names that disagree under one identity, and the persons it is about. */
export interface GivenNameConflict {
  /** The identities between which it is in dispute who is who; one where a single number has two given names. */
  readonly identities: readonly string[];
  /** Which persons of which references: `referenceKey` and `localKey`. */
  readonly persons: readonly { readonly reference: string; readonly localKey: string }[];
}

export interface Identified {
  readonly references: readonly KnownReference[];
  readonly numberConflicts: readonly NumberConflict[];
  readonly givenNameConflicts: readonly GivenNameConflict[];
}

interface Naming {
  readonly reference: FeedReference;
  readonly person: RosterPerson;
}

export function identify(
  references: readonly FeedReference[],
  confirmations: readonly LinkConfirmation[] = [],
): Identified {
  const namings = references.flatMap((reference) =>
    countedPersons(reference).map((person): Naming => ({ reference, person })),
  );
  const identityOf = new Map<RosterPerson, string>();
  for (const { person } of namings) {
    if (person.person !== null && person.check !== null)
      identityOf.set(person, `${person.person}.${person.check}`);
  }
  identifyUnborn(namings, identityOf);
  identifyConfirmed(namings, identityOf, confirmations);
  // A case alone contradicts nobody.
  const isAlone = references.length === 1;
  const numberConflicts = isAlone ? [] : numberConflictsIn(namings, identityOf);
  const exchanged = isAlone ? [] : exchangedNumbersIn(namings, identityOf);
  const renamed = isAlone ? [] : separateGivenNames(namings, identityOf, exchanged);
  return {
    references: references.map((reference) => ({
      ...reference,
      persons: countedPersons(reference).map((person) => ({
        ...person,
        identity: identityOf.get(person) ?? null,
      })),
    })),
    numberConflicts,
    givenNameConflicts: [...exchanged, ...renamed],
  };
}

/** Two records of one pregnancy differ by no more than this in the expected date. @see linking.md L6 */
const mostDaysApart = 21;
const dayMs = 86_400_000;

function identifyUnborn(namings: readonly Naming[], identityOf: Map<RosterPerson, string>): void {
  if (!namings.some(({ person }) => person.unborn)) return;
  const byMother = new Map<string, Naming[]>();
  for (const naming of namings) {
    const mother = naming.person.unborn?.mother;
    if (mother) addTo(byMother, mother, naming);
  }
  /** A number that came with birth, to the identity that the child had before it. */
  const goingOn = new Map<string, string>();
  for (const [mother, children] of [...byMother].sort(([left], [right]) => compareText(left, right))) {
    for (const [order, pregnancy] of pregnanciesIn(children).entries()) {
      for (const [number, identity] of nameChildren(`unborn.${mother}.${order}`, pregnancy, identityOf))
        goingOn.set(number, identity);
    }
  }
  for (const { person } of namings) {
    const identity = goingOn.get(identityOf.get(person) ?? '');
    if (identity !== undefined) identityOf.set(person, identity);
  }
}

// Sorted by expected date; one without a date belongs to the only pregnancy there is.
function pregnanciesIn(children: readonly Naming[]): readonly (readonly Naming[])[] {
  const expectedOn = ({ person }: Naming): string | null => person.unborn?.expectedOn ?? null;
  const dated = children
    .filter((child) => expectedOn(child) !== null)
    .sort(
      (left, right) =>
        compareText(expectedOn(left) ?? '', expectedOn(right) ?? '') ||
        (left.person.unborn?.children ?? 0) - (right.person.unborn?.children ?? 0),
    );
  const pregnancies: Naming[][] = [];
  for (const child of dated) {
    const latest = pregnancies.at(-1);
    const first = latest?.[0];
    const isSame =
      first !== undefined &&
      Date.parse(expectedOn(child) ?? '') - Date.parse(expectedOn(first) ?? '') <= mostDaysApart * dayMs &&
      first.person.unborn?.children === child.person.unborn?.children;
    if (latest && isSame) latest.push(child);
    else pregnancies.push([child]);
  }
  const undated = children.filter((child) => expectedOn(child) === null);
  const [only, ...others] = pregnancies;
  if (only && others.length === 0) {
    only.push(...undated);
    return pregnancies;
  }
  return undated.length === 0 ? pregnancies : [...pregnancies, undated];
}

/** Gives the numbers under which children of this pregnancy were born, with the identity that goes on. */
function nameChildren(
  pregnancyKey: string,
  pregnancy: readonly Naming[],
  identityOf: Map<RosterPerson, string>,
): ReadonlyMap<string, string> {
  const born = new Set(pregnancy.flatMap(({ person }) => identityOf.get(person) ?? []));
  const isOneChild = pregnancy.every(({ person }) => person.unborn?.children === 1);
  const goingOn = new Map<string, string>();
  const [only, ...siblings] = born;
  // Of several who were born nobody can say which of them an older record meant.
  if (only !== undefined && siblings.length === 0 && isOneChild) goingOn.set(only, `${pregnancyKey}.0`);
  const inOneReference = new Map<string, number>();
  const sorted = [...pregnancy].sort((left, right) =>
    compareText(left.person.localKey, right.person.localKey),
  );
  for (const naming of sorted) {
    const key = referenceKey(naming.reference);
    const place = inOneReference.get(key) ?? 0;
    inOneReference.set(key, place + 1);
    if (!identityOf.has(naming.person)) identityOf.set(naming.person, `${pregnancyKey}.${place}`);
  }
  return goingOn;
}

// A professional's word that two cases are of one household makes people with the same statutory data one person.
function identifyConfirmed(
  namings: readonly Naming[],
  identityOf: Map<RosterPerson, string>,
  confirmations: readonly LinkConfirmation[],
): void {
  for (const { about, joins } of confirmations) {
    const cases = new Set([about, ...joins]);
    const alike = new Map<string, Naming[]>();
    for (const naming of namings) {
      const { statutoryMatch } = naming.person;
      if (statutoryMatch !== undefined && cases.has(referenceKey(naming.reference)))
        addTo(alike, statutoryMatch, naming);
    }
    for (const same of alike.values()) {
      const known = new Set(same.flatMap(({ person }) => identityOf.get(person) ?? []));
      if (same.length < 2 || known.size > 1) continue;
      const names = same.map(({ reference, person }) =>
        nameIn({ reference: referenceKey(reference) }, person),
      );
      const identity = [...known][0] ?? `confirmed.${names.sort(compareText)[0] ?? ''}`;
      for (const { person } of same) identityOf.set(person, identity);
    }
  }
}

function numberConflictsIn(
  namings: readonly Naming[],
  identityOf: ReadonlyMap<RosterPerson, string>,
): readonly NumberConflict[] {
  const seen = new Map<string, { counts: Map<string, number>; references: string[] }>();
  for (const { reference, person } of namings) {
    const identity = identityOf.get(person);
    if (person.person === null || person.check === null || identity === undefined) continue;
    const entry = seen.get(person.person) ?? { counts: new Map<string, number>(), references: [] };
    entry.counts.set(identity, (entry.counts.get(identity) ?? 0) + 1);
    entry.references.push(referenceKey(reference));
    seen.set(person.person, entry);
  }
  return [...seen]
    .filter(([, { counts }]) => counts.size > 1)
    .map(([person, { counts, references }]) => ({ person, identity: mostCounted(counts), references }))
    .sort((left, right) => compareText(left.person, right.person));
}

function mostCounted(counts: ReadonlyMap<string, number>): string | null {
  const [first, second] = [...counts].sort(([, left], [, right]) => right - left);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : null;
}

// Two people born on one day and of one sex, whose given names stand crosswise under their numbers in two references.
function exchangedNumbersIn(
  namings: readonly Naming[],
  identityOf: ReadonlyMap<RosterPerson, string>,
): readonly GivenNameConflict[] {
  const byCheck = new Map<string, Naming[]>();
  for (const naming of namings) {
    const { check, givenName } = naming.person;
    if (check !== null && givenName !== undefined && identityOf.has(naming.person))
      addTo(byCheck, check, naming);
  }
  const conflicts = new Map<string, Naming[]>();
  for (const alike of byCheck.values()) {
    const inReference = new Map<string, Naming[]>();
    for (const naming of alike) addTo(inReference, referenceKey(naming.reference), naming);
    const cases = [...inReference.values()].filter((persons) => persons.length > 1);
    for (const left of cases) {
      for (const right of cases) {
        if (left === right) continue;
        for (const [one, other] of pairsOf(left)) {
          const counterpart = (naming: Naming): Naming | undefined =>
            right.find(({ person }) => identityOf.get(person) === identityOf.get(naming.person));
          const [oneThere, otherThere] = [counterpart(one), counterpart(other)];
          const isCrosswise =
            oneThere !== undefined &&
            otherThere !== undefined &&
            one.person.givenName !== other.person.givenName &&
            one.person.givenName === otherThere.person.givenName &&
            other.person.givenName === oneThere.person.givenName;
          if (!isCrosswise) continue;
          const key = [identityOf.get(one.person), identityOf.get(other.person)].sort().join(' ');
          conflicts.set(key, [...(conflicts.get(key) ?? []), one, other, oneThere, otherThere]);
        }
      }
    }
  }
  return [...conflicts].map(([key, persons]) => ({ identities: key.split(' '), persons: placesOf(persons) }));
}

function pairsOf(persons: readonly Naming[]): readonly (readonly [Naming, Naming])[] {
  return persons.flatMap((one, index) => persons.slice(index + 1).map((other) => [one, other] as const));
}

// One number with two given names inside one organisation: whoever is not the one whom most references mean is somebody else.
function separateGivenNames(
  namings: readonly Naming[],
  identityOf: Map<RosterPerson, string>,
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
