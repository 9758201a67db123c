/** What was published for each component of references: so that the next time it is known what goes and what came apart. */
import type { LinkedComponent } from './link-component.js';
import { type FeedReference, referenceKey } from './references.js';

/** A household, with the references that were certain in it. */
export interface JoinedHousehold {
  readonly id: string;
  readonly isOpen: boolean;
  readonly keys: readonly string[];
  /** Those among them that a professional's word joined. */
  readonly confirmed: readonly string[];
}

export interface PublishedComponent {
  readonly documents: readonly string[];
  readonly undecided: readonly string[];
  readonly asked: readonly string[];
  /** Households that join several references. */
  readonly joined: readonly JoinedHousehold[];
}

export interface Published {
  remember(references: readonly FeedReference[], linked: LinkedComponent): void;
  /** Gives the components of these references, and forgets them. */
  forget(keys: Iterable<string>): ReadonlySet<PublishedComponent>;
  /** By `ORGANISATION reference`. */
  componentOf(key: string): PublishedComponent | undefined;
  /** Whether any component says of the number that it is not decided whose it is. */
  isUndecided(person: string): boolean;
  clear(): void;
}

/** One for all that have none: there are a million components. */
const none: readonly never[] = [];

export function createPublished(): Published {
  const components = new Map<string, PublishedComponent>();
  const undecidedCounts = new Map<string, number>();
  return {
    remember(references, linked) {
      const component = toPublished(linked);
      for (const reference of references) components.set(referenceKey(reference), component);
      for (const person of component.undecided)
        undecidedCounts.set(person, (undecidedCounts.get(person) ?? 0) + 1);
    },
    forget(keys) {
      const forgotten = new Set<PublishedComponent>();
      for (const key of keys) {
        const component = components.get(key);
        if (component) forgotten.add(component);
        components.delete(key);
      }
      for (const { undecided } of forgotten) {
        for (const person of undecided) {
          const count = (undecidedCounts.get(person) ?? 1) - 1;
          if (count > 0) undecidedCounts.set(person, count);
          else undecidedCounts.delete(person);
        }
      }
      return forgotten;
    },
    componentOf: (key) => components.get(key),
    isUndecided: (person) => undecidedCounts.has(person),
    clear() {
      components.clear();
      undecidedCounts.clear();
    },
  };
}

function toPublished({ documents, undecided, questions }: LinkedComponent): PublishedComponent {
  const joined = documents.flatMap(({ id, links, openedBy }): readonly JoinedHousehold[] => {
    if (links.length < 2) return none;
    const certain = links.filter(({ certainty }) => certainty !== 'PROBABLE');
    if (certain.length < 2) return none;
    const confirmed = certain.filter(({ certainty }) => certainty === 'CONFIRMED').map(referenceKey);
    return [
      { id, isOpen: openedBy === undefined, keys: certain.map(referenceKey), confirmed: some(confirmed) },
    ];
  });
  return {
    documents: documents.map(({ id }) => id),
    undecided: some(undecided),
    asked: questions.size === 0 ? none : [...questions.keys()],
    joined: some(joined),
  };
}

function some<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? none : list;
}
