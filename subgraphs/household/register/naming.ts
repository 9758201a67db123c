/** People as references name them. */
import type { RosterPerson } from '../../../adapter-kit/roster.js';
import type { FeedReference } from './references.js';

/** A person in a reference that names them. */
export interface Naming {
  readonly reference: FeedReference;
  readonly person: RosterPerson;
}

/** Who is who so far; nobody identifies whoever is not in it. */
export type IdentityOf = Map<RosterPerson, string>;

/** What occurs more often than anything else; `null` where that is nothing. */
export function mostCounted(counts: ReadonlyMap<string, number>): string | null {
  const [first, second] = [...counts].sort(([, left], [, right]) => right - left);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : null;
}
