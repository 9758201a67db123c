/**
 * What is put to the owners: links that a professional may confirm (L6, L7), and records that contradict each other (L1). A question
 * goes to the owner of one case and never names another organisation's reference or anybody's number.
 */
import type { LinkQuestion } from './document.js';
import type { GivenNameConflict } from './given-names.js';
import type { LinkedHousehold } from './household-link.js';
import type { NumberConflict } from './identities.js';
import { addTo, compareText, type KnownPerson, type KnownReference, referenceKey } from './references.js';

/** By the case (`ORGANISATION reference`): the numbers in it that another case contradicts, in whatever world. */
export type ConflictsByCase = ReadonlyMap<string, readonly string[]>;

interface AskedWorld {
  readonly references: readonly KnownReference[];
  readonly households: readonly LinkedHousehold[];
  /** In all worlds: that a number contradicts another case is told, whoever that is; never more. */
  readonly numberConflicts: ConflictsByCase;
  readonly givenNameConflicts: readonly GivenNameConflict[];
}

export function conflictsByCase(conflicts: readonly NumberConflict[]): ConflictsByCase {
  const numbers = new Map<string, string[]>();
  for (const { person, references } of conflicts) {
    for (const about of references) addTo(numbers, about, person);
  }
  return numbers;
}

export function questionsIn(
  world: AskedWorld,
  { makeId }: { readonly makeId: (text: string) => string },
): readonly LinkQuestion[] {
  if (world.references.length === 1 && world.households.length === 1) return [];
  const drafts = [
    ...possible(world),
    ...probable(world),
    ...numberConflicts(world),
    ...givenNameConflicts(world),
  ];
  const questions = new Map<string, LinkQuestion>();
  for (const draft of drafts) {
    const id = `q_${makeId(['question', draft.kind, draft.about, draft.localKey ?? '', ...draft.joins].join('\n')).slice(3)}`;
    questions.set(id, { id, ...draft });
  }
  return [...questions.values()].sort((left, right) => compareText(left.id, right.id));
}

type Draft = Omit<LinkQuestion, 'id'>;

interface Sighting {
  readonly reference: KnownReference;
  readonly person: KnownPerson;
}

// L6. Of two people with numbers that differ nothing is asked: they are two people.
function possible({ references, households }: AskedWorld): readonly Draft[] {
  const mayBeAsked = references.some(({ persons }) =>
    persons.some(({ person, statutoryMatch }) => person === null && statutoryMatch !== undefined),
  );
  if (!mayBeAsked) return [];
  const alike = new Map<string, Sighting[]>();
  for (const reference of references) {
    for (const person of reference.persons) {
      if (person.statutoryMatch !== undefined) addTo(alike, person.statutoryMatch, { reference, person });
    }
  }
  const areTogether = createTogether(households);
  return [...alike.values()].flatMap((all) => {
    const withoutNumber = all.filter(({ person }) => person.person === null);
    if (withoutNumber.length === 0 || all.length === 1) return [];
    return all.flatMap(({ reference, person }) =>
      (person.person === null ? all : withoutNumber).flatMap((other): readonly Draft[] => {
        const about = referenceKey(reference);
        const key = referenceKey(other.reference);
        const isSame = person.identity !== null && person.identity === other.person.identity;
        if (about === key || isSame || areTogether(about, key)) return [];
        return [toDraft('POSSIBLE', about, person.localKey, other.reference, [key])];
      }),
    );
  });
}

/** Whether two cases stand at one household. */
function createTogether(households: readonly LinkedHousehold[]): (one: string, other: string) => boolean {
  let places: Map<string, Set<number>> | null = null;
  return (one, other) => {
    if (places === null) {
      places = new Map();
      for (const [place, { links }] of households.entries()) {
        for (const { reference } of links) {
          const key = referenceKey(reference);
          places.set(key, (places.get(key) ?? new Set()).add(place));
        }
      }
    }
    const [left, right] = [places.get(one), places.get(other)];
    if (!left || !right) return false;
    const [few, many] = left.size < right.size ? [left, right] : [right, left];
    return [...few].some((place) => many.has(place));
  };
}

function probable({ households }: AskedWorld): readonly Draft[] {
  return households.flatMap(({ aliases, links, onlyPerson }) => {
    if (onlyPerson !== undefined || !links.some(({ certainty }) => certainty === 'PROBABLE')) return [];
    const certain = links
      .filter(({ certainty }) => certainty === 'CERTAIN')
      .map(({ reference }) => reference);
    const [first] = certain;
    if (!first) return [];
    const joins = certain.map(referenceKey).sort(compareText);
    return links
      .filter(({ certainty }) => certainty === 'PROBABLE')
      .map(({ reference }) => ({
        ...toDraft('PROBABLE', referenceKey(reference), null, first, joins),
        household: aliases[0] ?? null,
      }));
  });
}

function numberConflicts({ references, numberConflicts: conflicts }: AskedWorld): readonly Draft[] {
  if (conflicts.size === 0) return [];
  return references.flatMap((reference) => {
    const about = referenceKey(reference);
    return (conflicts.get(about) ?? []).flatMap((number) => {
      const own = reference.persons.find(({ person }) => person === number);
      return own ? [toDraft('NUMBER_CONFLICT', about, own.localKey, null, [])] : [];
    });
  });
}

function givenNameConflicts({ references, givenNameConflicts: conflicts }: AskedWorld): readonly Draft[] {
  if (conflicts.length === 0) return [];
  const byKey = new Map(references.map((reference) => [referenceKey(reference), reference]));
  return conflicts.flatMap(({ persons }) => {
    const found = persons.flatMap(({ reference }) => byKey.get(reference) ?? []);
    const [first] = found;
    const second = found.find((reference) => reference !== first);
    return persons.flatMap(({ reference: about, localKey }) => {
      const other = first && referenceKey(first) === about ? second : first;
      return other ? [toDraft('GIVEN_NAME_CONFLICT', about, localKey, other, [])] : [];
    });
  });
}

function toDraft(
  kind: LinkQuestion['kind'],
  about: string,
  localKey: string | null,
  other: KnownReference | null,
  joins: readonly string[],
): Draft {
  return {
    kind,
    about,
    localKey,
    other: other ? { organisation: other.organisation, unitName: other.unitName } : null,
    joins,
  };
}
