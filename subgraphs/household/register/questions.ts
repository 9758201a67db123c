/**
 * What is put to the owners: links that a professional may confirm (L6, L7), and records that contradict each other (L1). A question
 * goes to the owner of one case and never names another organisation's reference or anybody's number.
 */
import type { LinkQuestion } from './document.js';
import type { GivenNameConflict, NumberConflict } from './identities.js';
import type { LinkedHousehold } from './linking.js';
import { addTo, compareText, type KnownPerson, type KnownReference, referenceKey } from './references.js';

interface AskedWorld {
  readonly references: readonly KnownReference[];
  readonly households: readonly LinkedHousehold[];
  /** In all worlds: that a number contradicts another case is told, whoever that is; never more. */
  readonly allNumberConflicts: readonly NumberConflict[];
  readonly givenNameConflicts: readonly GivenNameConflict[];
}

export function questionsIn(
  world: AskedWorld,
  { makeId }: { readonly makeId: (text: string) => string },
): readonly LinkQuestion[] {
  if (world.references.length === 1 && world.households.length === 1) return [];
  const byKey = new Map(world.references.map((reference) => [referenceKey(reference), reference]));
  const drafts = [
    ...possible(world),
    ...probable(world),
    ...numberConflicts(world, byKey),
    ...givenNameConflicts(world, byKey),
  ];
  const questions = new Map<string, LinkQuestion>();
  for (const draft of drafts) {
    const id = `q_${makeId(['question', draft.kind, draft.about, draft.localKey ?? '', ...draft.joins].join('\n')).slice(3)}`;
    questions.set(id, { id, ...draft });
  }
  return [...questions.values()].sort((left, right) => compareText(left.id, right.id));
}

type Draft = Omit<LinkQuestion, 'id'>;

// L6. Of two people with numbers that differ nothing is asked: they are two people.
function possible({ references, households }: AskedWorld): readonly Draft[] {
  const alike = new Map<string, { reference: KnownReference; person: KnownPerson }[]>();
  for (const reference of references) {
    for (const person of reference.persons) {
      if (person.statutoryMatch !== undefined) addTo(alike, person.statutoryMatch, { reference, person });
    }
  }
  const together = households.map(
    ({ links }) => new Set(links.map(({ reference }) => referenceKey(reference))),
  );
  return [...alike.values()].flatMap((all) =>
    all.flatMap(({ reference, person }) =>
      all.flatMap((other): readonly Draft[] => {
        const about = referenceKey(reference);
        const key = referenceKey(other.reference);
        const isSame = person.identity !== null && person.identity === other.person.identity;
        const bothHaveNumbers = person.person !== null && other.person.person !== null;
        if (about === key || isSame || bothHaveNumbers) return [];
        if (together.some((keys) => keys.has(about) && keys.has(key))) return [];
        return [toDraft('POSSIBLE', about, person.localKey, other.reference, [key])];
      }),
    ),
  );
}

function probable({ households }: AskedWorld): readonly Draft[] {
  return households.flatMap(({ aliases, links, onlyPerson }) => {
    if (onlyPerson !== undefined) return [];
    const certain = links
      .filter(({ certainty }) => certainty === 'CERTAIN')
      .map(({ reference }) => reference);
    const [first] = certain;
    if (!first) return [];
    return links
      .filter(({ certainty }) => certainty === 'PROBABLE')
      .map(({ reference }) => ({
        ...toDraft(
          'PROBABLE',
          referenceKey(reference),
          null,
          first,
          certain.map(referenceKey).sort(compareText),
        ),
        household: aliases[0] ?? null,
      }));
  });
}

function numberConflicts(
  { allNumberConflicts: conflicts }: AskedWorld,
  byKey: ReadonlyMap<string, KnownReference>,
): readonly Draft[] {
  return conflicts.flatMap(({ person, references: keys }) =>
    keys.flatMap((about) => {
      const own = byKey.get(about)?.persons.find((candidate) => candidate.person === person);
      return own ? [toDraft('NUMBER_CONFLICT', about, own.localKey, null, [])] : [];
    }),
  );
}

function givenNameConflicts(
  { givenNameConflicts: conflicts }: AskedWorld,
  byKey: ReadonlyMap<string, KnownReference>,
): readonly Draft[] {
  return conflicts.flatMap(({ persons }) =>
    persons.flatMap(({ reference: about, localKey }) => {
      const other = persons
        .map(({ reference }) => byKey.get(reference))
        .find((found) => found && referenceKey(found) !== about);
      return other ? [toDraft('GIVEN_NAME_CONFLICT', about, localKey, other, [])] : [];
    }),
  );
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
