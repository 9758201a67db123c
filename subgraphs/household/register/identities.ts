/**
 * L1 and L6: who is the same person in several references.
 *
 * The same number *and* the same birth date and sex. An unborn child is its mother's, by the expected date; after birth its
 * number goes on under the same identity. Where given names disagree in a way that no check on birth date and sex can see,
 * the numbers may have been exchanged: that is said, and nothing is joined on it.
 */
import type { RosterPerson } from '../../../adapter-kit/roster.js';
import type { LinkConfirmation } from './document.js';
import { exchangedNumbersIn, type GivenNameConflict, separateGivenNames } from './given-names.js';
import { mostCounted, type Naming } from './naming.js';
import {
  addTo,
  compareText,
  countedPersons,
  type FeedReference,
  type KnownReference,
  nameIn,
  referenceKey,
} from './references.js';
import { identifyUnborn } from './unborn.js';

/** One number, and birth dates or sexes that disagree. A data-quality signal to the owners; nothing is joined on it. */
export interface NumberConflict {
  readonly person: string;
  /** The identity that more references agree on than on any other; `null` where there is none. */
  readonly identity: string | null;
  readonly references: readonly string[];
}

export interface Identified {
  readonly references: readonly KnownReference[];
  readonly numberConflicts: readonly NumberConflict[];
  readonly givenNameConflicts: readonly GivenNameConflict[];
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
  // A case alone contradicts nobody; nor do cases that agree, which most do.
  const isAlone = references.length === 1;
  const numbersAgree = isAlone || agree(namings, ({ person: { person } }) => person, identityIn(identityOf));
  const numberConflicts = numbersAgree ? [] : numberConflictsIn(namings, identityOf);
  const namesAgree = isAlone || agree(namings, identityIn(identityOf), ({ person }) => person.givenName);
  const exchanged = namesAgree ? [] : exchangedNumbersIn(namings, identityOf);
  const renamed = namesAgree ? [] : separateGivenNames(namings, identityOf, exchanged);
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

// A professional's word that two cases are of one household makes people with the same statutory data one person.
function identifyConfirmed(
  namings: readonly Naming[],
  identityOf: Map<RosterPerson, string>,
  confirmations: readonly LinkConfirmation[],
): void {
  if (confirmations.length === 0) return;
  const inCase = new Map<string, Naming[]>();
  for (const naming of namings) addTo(inCase, referenceKey(naming.reference), naming);
  for (const { about, joins } of confirmations) {
    const alike = new Map<string, Naming[]>();
    for (const naming of [...new Set([about, ...joins])].flatMap((key) => inCase.get(key) ?? [])) {
      const { statutoryMatch } = naming.person;
      if (statutoryMatch !== undefined) addTo(alike, statutoryMatch, naming);
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

function identityIn(identityOf: ReadonlyMap<RosterPerson, string>): (naming: Naming) => string | undefined {
  return ({ person }) => identityOf.get(person);
}

/** Whether all who have the same key have the same value, as far as they have both. */
function agree(
  namings: readonly Naming[],
  toKey: (naming: Naming) => string | null | undefined,
  toValue: (naming: Naming) => string | undefined,
): boolean {
  const seen = new Map<string, string>();
  for (const naming of namings) {
    const [key, value] = [toKey(naming), toValue(naming)];
    if (key === null || key === undefined || value === undefined) continue;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, value);
    else if (before !== value) return false;
  }
  return true;
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
