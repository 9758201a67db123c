/**
 * L6: an unborn child is its mother's, by the expected date; after birth its number goes on under the same identity.
 */
import type { IdentityOf, Naming } from './naming.js';
import { addTo, compareText, referenceKey } from './references.js';

/** Two records of one pregnancy differ by no more than this in the expected date. @see linking.md L6 */
const mostDaysApart = 21;
const dayMs = 86_400_000;

/** Adds to `identityOf` who unborn children are, and that children who were born are who they were before. */
export function identifyUnborn(namings: readonly Naming[], identityOf: IdentityOf): void {
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
  identityOf: IdentityOf,
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
