/**
 * L5: which flagged cases are of one family: the same people at one address, or the same people where one case has no address.
 * One of them may not know yet that they moved on; a home that both of them left joins nobody.
 */
import { addTo, type KnownReference } from './references.js';
import { homesIn, keptSecret } from './shield.js';
import { namesOf } from './sightings.js';

interface Family {
  cases: readonly KnownReference[];
  /** The family that this one turned out to be of. */
  into: Family | null;
}

/** Cases that this one leaves to be found by, and those that it looks for, as texts that two of one family have in common. */
interface Clues {
  readonly left: readonly string[];
  readonly sought: readonly string[];
}

export function familiesOf(flagged: readonly KnownReference[]): readonly (readonly KnownReference[])[] {
  const families = new Set<Family>();
  const order = new Map<Family, number>();
  const byClue = new Map<string, Family[]>();
  for (const [nth, reference] of flagged.entries()) {
    const { left, sought } = cluesIn(reference);
    const found = new Set(sought.flatMap((clue) => byClue.get(clue) ?? []).map(latest));
    const joined = [...found].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
    const family: Family = { cases: [...joined.flatMap(({ cases }) => cases), reference], into: null };
    for (const one of joined) {
      one.into = family;
      families.delete(one);
    }
    families.add(family);
    order.set(family, nth);
    // Whatever was found is of this family from now on, and is found again as one.
    for (const clue of sought) if (byClue.has(clue)) byClue.set(clue, [family]);
    for (const clue of left) addTo(byClue, clue, family);
  }
  return [...families].map(({ cases }) => cases);
}

function latest(family: Family): Family {
  let last = family;
  while (last.into !== null) last = last.into;
  // Straight to the last one the next time.
  for (let one: Family | null = family; one !== null && one.into !== null; ) {
    const next: Family = one.into;
    one.into = last === one ? null : last;
    one = next;
  }
  return last;
}

function cluesIn(reference: KnownReference): Clues {
  const people = keptSecret(reference);
  const names = new Set(people.flatMap(namesOf));
  const homes = homesIn([reference]);
  const places = new Set(people.flatMap(({ stays }) => stays.map(({ address }) => address)));
  const of = (kind: string, addresses: ReadonlySet<string>): readonly string[] =>
    [...names].flatMap((name) => [...addresses].map((address) => `${kind}\n${name}\n${address}`));
  const nameAlone = [...names].map((name) => `anywhere\n${name}`);
  const withoutHome = [...names].map((name) => `nowhere\n${name}`);
  return {
    left: [
      ...nameAlone,
      ...(homes.size === 0 ? withoutHome : []),
      ...of('at home', homes),
      ...of('been', places),
    ],
    sought: homes.size === 0 ? nameAlone : [...withoutHome, ...of('at home', places), ...of('been', homes)],
  };
}
