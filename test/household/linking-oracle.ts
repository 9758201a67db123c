/** What must be true of what was linked, told without the rules that linked it. */
import { isRoleOfHousehold, type RosterPerson } from '../../adapter-kit/roster.js';
import type { DocumentLink } from '../../subgraphs/household/register/document.js';
import { type FeedReference, nameIn } from '../../subgraphs/household/register/references.js';
import type { AllLinked } from './link-all.js';

type Named = Pick<DocumentLink, 'organisation' | 'reference' | 'members' | 'disputed'>;

/** Whether two cases of one household mean a member in common. */
export function sharesMember(one: Named, other: Named): boolean {
  const members = new Set(membersIn(other));
  return membersIn(one).some((member) => members.has(member));
}

function membersIn({ members, disputed = {} }: Named): readonly string[] {
  return [...Object.values(members), ...Object.values(disputed).flat()];
}

/** Dwellings at which both cases place the same member. */
export function dwellingsShared(
  one: Named,
  other: Named,
  references: readonly FeedReference[],
): readonly string[] {
  const here = dwellingsOf(one, references);
  return [...dwellingsOf(other, references)].filter((place) => here.has(place));
}

function dwellingsOf(link: Named, references: readonly FeedReference[]): ReadonlySet<string> {
  const reference = references.find(
    (each) => each.organisation === link.organisation && each.reference === link.reference,
  );
  return new Set(
    reference?.persons.flatMap((person) => {
      const name = nameIn(reference, person);
      const members = [link.members[name] ?? [], link.disputed?.[name] ?? []].flat();
      return person.stays
        .filter(({ addressType }) => addressType === 'DWELLING')
        .flatMap(({ address }) => members.map((member) => `${member} at ${address}`));
    }),
  );
}

/**
 * Numbers by which nobody is found, and of which nothing is said, though a case names them that has nothing to do with a shield:
 * it is not flagged, and names nobody whom a flagged case names.
 */
export function peopleNotFound(
  references: readonly FeedReference[],
  { households, undecided }: AllLinked,
): readonly string[] {
  const known = new Set([...undecided, ...households.flatMap(({ foundBy }) => foundBy)]);
  const inFlagged = new Set(
    references.filter(({ shield }) => shield).flatMap(({ persons }) => persons.flatMap(marksOf)),
  );
  const apart = references.filter(
    ({ persons }) => !persons.some((person) => marksOf(person).some((mark) => inFlagged.has(mark))),
  );
  return [
    ...new Set(
      apart
        .flatMap(({ persons }) => persons.filter(({ role }) => isRoleOfHousehold(role)))
        .flatMap(({ person }) => person ?? [])
        .filter((person) => !known.has(person)),
    ),
  ];
}

// By a number, or by a birth date and sex: either may be mistyped.
function marksOf({ person, check, unborn }: RosterPerson): readonly string[] {
  return [person ?? [], check ?? [], unborn ? `a child of ${unborn.mother}` : []].flat();
}
