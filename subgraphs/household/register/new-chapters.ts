/**
 * L5: whoever stayed behind has got a case of their own at the old dwelling since. Then the case from before the shield is of the
 * household that was.
 */
import type { KnownReference } from './references.js';
import type { Shield } from './shield.js';
import type { Sightings } from './sightings.js';

export interface NewChapterOptions {
  readonly all: Sightings;
  /** Whether the case surely names somebody behind the shield. */
  readonly namesProtected: (reference: KnownReference) => boolean;
  /** Whom the open world leaves out of the case. */
  readonly isHidden: (reference: KnownReference, person: KnownReference['persons'][number]) => boolean;
  /** Cases that count as a new one. */
  readonly counts: (reference: KnownReference) => boolean;
}

/** Gives for a case the identities of those in it who stayed behind and have a newer case. Each person is looked up once. */
export function createNewChapters(
  shield: Shield,
  { all, namesProtected, isHidden, counts }: NewChapterOptions,
): (reference: KnownReference) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();

  /** Dwellings at which a newer case places this person. */
  function newHomesOf(identity: string): ReadonlySet<string> {
    const before = known.get(identity);
    if (before) return before;
    const homes = (all.byName.get(identity) ?? [])
      .filter(({ person }) => person.identity === identity)
      .filter(
        ({ reference }) => reference.since >= shield.since && counts(reference) && !namesProtected(reference),
      )
      .flatMap(({ person }) => person.stays.filter(({ addressType }) => addressType === 'DWELLING'))
      .map(({ address }) => address);
    const found = new Set(homes);
    known.set(identity, found);
    return found;
  }

  return (reference) => {
    const stayed = new Map<string, readonly string[]>();
    if (reference.since < shield.since) {
      for (const person of reference.persons) {
        if (person.identity !== null && !isHidden(reference, person))
          stayed.set(
            person.identity,
            person.stays.map(({ address }) => address),
          );
      }
    }
    const withNewCase = [...stayed].filter(([identity, addresses]) => {
      const homes = newHomesOf(identity);
      return addresses.some((address) => homes.has(address));
    });
    return new Set(withNewCase.map(([identity]) => identity));
  };
}
