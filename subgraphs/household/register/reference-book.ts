/**
 * Every reference that was read, with what connects them: so that a change is worked out anew for those whom it can concern and
 * for nobody else.
 */
import type { LinkConfirmation } from './document.js';
import { countedPersons, type FeedReference, referenceKey } from './references.js';

/**
 * A number or an address that more references share than this connects nothing: it is a filler of some system, or a building.
 * More than any family has, and far more than the eight unrelated residents that make an address no dwelling.
 */
export const mostSharing = 120;

/** References that nothing outside them touches. */
export interface ConnectedReferences {
  readonly references: readonly FeedReference[];
  /** Pseudonyms in them that so many share that they are nobody's. */
  readonly fillers: readonly string[];
}

export interface ReferenceBook {
  get(key: string): FeedReference | undefined;
  has(key: string): boolean;
  keys(): Iterable<string>;
  keysOf(organisation: string): Iterable<string>;
  readonly size: number;
  /** Puts a reference or, with `null`, takes it away. */
  put(key: string, reference: FeedReference | null): void;
  setConfirmations(confirmations: readonly LinkConfirmation[]): void;
  /** The references that are connected with these, these included, in components. */
  componentsOf(keys: Iterable<string>): Generator<ConnectedReferences>;
  /** Connected with these, these included. */
  connected(keys: Iterable<string>): ReadonlySet<string>;
}

export function createReferenceBook(): ReferenceBook {
  const references = new Map<string, FeedReference>();
  /** What references have in common: one key, or several. */
  const shared = new Map<string, string | Set<string>>();
  let confirmed: ReadonlyMap<string, readonly string[]> = new Map();

  function sharing(token: string): readonly string[] | ReadonlySet<string> {
    const keys = shared.get(token);
    return keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys;
  }

  function add(token: string, key: string): void {
    const keys = shared.get(token);
    if (keys === undefined) shared.set(token, key);
    else if (typeof keys === 'string') shared.set(token, new Set([keys, key]));
    else keys.add(key);
  }

  function remove(token: string, key: string): void {
    const keys = shared.get(token);
    if (keys === key || keys === undefined) shared.delete(token);
    else if (typeof keys !== 'string') {
      keys.delete(key);
      const [last] = keys;
      if (last === undefined) shared.delete(token);
      else if (keys.size === 1) shared.set(token, last);
    }
  }

  function isTooShared(token: string): boolean {
    const keys = shared.get(token);
    return typeof keys === 'object' && keys.size > mostSharing;
  }

  function* neighboursOf(key: string): Generator<string> {
    const reference = references.get(key);
    if (!reference) return;
    for (const token of tokensOf(reference)) if (!isTooShared(token)) yield* sharing(token);
    yield* confirmed.get(key) ?? [];
  }

  function walk(from: string, seen: Set<string>): string[] {
    const found: string[] = [];
    const waiting = [from];
    seen.add(from);
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (!references.has(key)) continue;
      found.push(key);
      for (const neighbour of neighboursOf(key)) {
        if (seen.has(neighbour)) continue;
        seen.add(neighbour);
        waiting.push(neighbour);
      }
    }
    return found;
  }

  // Linking never sees what connects nothing: such an address is no dwelling, such a number is nobody's.
  function forLinking(key: string): {
    readonly reference: FeedReference;
    readonly fillers: readonly string[];
  } {
    const reference = references.get(key);
    if (!reference) throw new Error('expected a reference that is in the book');
    const suspect = tokensOf(reference).filter(isTooShared);
    if (suspect.length === 0) return { reference, fillers: [] };
    const fillers = new Set(suspect);
    const real = {
      ...reference,
      persons: reference.persons.map((person) => ({
        ...person,
        person: fillers.has(`p${person.person}`) ? null : person.person,
        stays: person.stays.map((stay) =>
          stay.addressType === 'DWELLING' && fillers.has(`a${stay.address}`)
            ? { ...stay, addressType: 'INSTITUTION' as const }
            : stay,
        ),
      })),
    };
    return {
      reference: real,
      fillers: suspect.filter((token) => token.startsWith('p')).map((token) => token.slice(1)),
    };
  }

  return {
    get: (key) => references.get(key),
    has: (key) => references.has(key),
    keys: () => references.keys(),
    *keysOf(organisation) {
      const start = `${organisation} `;
      for (const key of references.keys()) if (key.startsWith(start)) yield key;
    },
    get size() {
      return references.size;
    },
    put(key, reference) {
      const previous = references.get(key);
      if (previous) for (const token of tokensOf(previous)) remove(token, key);
      if (reference) {
        references.set(key, reference);
        for (const token of tokensOf(reference)) add(token, key);
      } else references.delete(key);
    },
    setConfirmations(confirmations) {
      const next = new Map<string, string[]>();
      for (const { about, joins } of confirmations) {
        for (const [one, others] of [
          [about, joins],
          ...joins.map((join) => [join, [about]] as const),
        ] as const) {
          next.set(one, [...(next.get(one) ?? []), ...others]);
        }
      }
      confirmed = next;
    },
    *componentsOf(keys) {
      const seen = new Set<string>();
      for (const key of keys) {
        if (seen.has(key) || !references.has(key)) continue;
        const linking = walk(key, seen).map(forLinking);
        yield {
          references: linking.map(({ reference }) => reference),
          fillers: [...new Set(linking.flatMap(({ fillers }) => fillers))],
        };
      }
    },
    connected(keys) {
      const seen = new Set<string>();
      const found = new Set<string>();
      for (const key of keys) {
        found.add(key);
        if (!seen.has(key)) for (const other of walk(key, seen)) found.add(other);
        // A number that came to be shared by too many, or no longer is, changes what all of them connect.
        const reference = references.get(key);
        if (!reference) continue;
        for (const token of tokensOf(reference)) {
          const keysOfToken = shared.get(token);
          const isAtTheEdge =
            typeof keysOfToken === 'object' && Math.abs(keysOfToken.size - mostSharing) <= 1;
          if (isAtTheEdge) for (const other of keysOfToken) found.add(other);
        }
      }
      return found;
    },
  };
}

/** What connects a reference with others: its people, the dwellings at which they live or lived, and what organisations said. */
function tokensOf(reference: FeedReference): readonly string[] {
  const tokens = new Set<string>();
  for (const person of countedPersons(reference)) {
    if (person.person !== null) tokens.add(`p${person.person}`);
    if (person.unborn?.mother) tokens.add(`p${person.unborn.mother}`);
    if (person.statutoryMatch !== undefined) tokens.add(`m${person.statutoryMatch}`);
    for (const stay of person.stays) {
      if (stay.addressType === 'DWELLING') tokens.add(`a${stay.address}`);
    }
  }
  return [...tokens];
}

export function keyOfReference(organisation: string, reference: string): string {
  return referenceKey({ organisation, reference });
}
