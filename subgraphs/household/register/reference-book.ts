/**
 * Every reference that was read, with what connects them: so that a change is worked out anew for those whom it can concern and
 * for nobody else. References are kept as the text in which they came: a million of them are a million strings, and not a
 * hundred million objects.
 */
import type { RosterReference } from '../../../adapter-kit/roster.js';
import type { LinkConfirmation } from './document.js';
import { type PackedReference, unpackReference } from './reference-text.js';
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
  readonly size: number;
  has(key: string): boolean;
  get(key: string): FeedReference | undefined;
  textOf(key: string): PackedReference | undefined;
  /** `ORGANISATION reference` of each. */
  keys(): Iterable<string>;
  /** Puts a reference or, with `null`, takes it away. */
  put(key: string, text: PackedReference | null): void;
  setConfirmations(confirmations: readonly LinkConfirmation[]): void;
  /** The references that are connected with these, these included, in components. */
  componentsOf(keys: Iterable<string>): Generator<ConnectedReferences>;
  /** Finds what is connected with references, one after another. */
  reach(): Reach;
}

/** References that are connected with those that were added, these included. */
export interface Reach {
  add(key: string): void;
  readonly keys: ReadonlySet<string>;
}

export function createReferenceBook(): ReferenceBook {
  const texts = new Map<string, PackedReference>();
  /** What references have in common (a pseudonym): one key, or several. */
  const shared = new Map<string, string | Set<string>>();
  /** What too many have in common. */
  const fillers = new Set<string>();
  let confirmed: ReadonlyMap<string, readonly string[]> = new Map();

  function read(key: string): FeedReference | undefined {
    const text = texts.get(key);
    if (text === undefined) return undefined;
    return Object.assign(unpackReference(text), { organisation: key.slice(0, key.indexOf(' ')), key });
  }

  function add(token: string, key: string): void {
    const keys = shared.get(token);
    if (keys === undefined) shared.set(token, key);
    else if (typeof keys !== 'string') {
      keys.add(key);
      if (keys.size > mostSharing) fillers.add(token);
    } else if (keys !== key) shared.set(token, new Set([keys, key]));
  }

  function remove(token: string, key: string): void {
    const keys = shared.get(token);
    if (keys === key) shared.delete(token);
    if (keys === undefined || typeof keys === 'string') return;
    keys.delete(key);
    if (keys.size <= mostSharing) fillers.delete(token);
    const [last] = keys;
    if (last === undefined) shared.delete(token);
    else if (keys.size === 1) shared.set(token, last);
  }

  function sharing(token: string): Iterable<string> {
    const keys = shared.get(token);
    return keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys;
  }

  function walk(from: string, seen: Set<string>): FeedReference[] {
    const found: FeedReference[] = [];
    const waiting = [from];
    seen.add(from);
    const meet = (key: string): void => {
      if (seen.has(key)) return;
      seen.add(key);
      waiting.push(key);
    };
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      const reference = read(key);
      if (!reference) continue;
      found.push(reference);
      for (const token of tokensOf(reference)) {
        if (!fillers.has(token)) for (const neighbour of sharing(token)) meet(neighbour);
      }
      for (const neighbour of confirmed.get(key) ?? []) meet(neighbour);
    }
    return found;
  }

  // Linking never sees what connects nothing: such an address is no dwelling, such a number is nobody's.
  function withoutFillers(reference: FeedReference): FeedReference {
    return {
      ...reference,
      persons: reference.persons.map((person) => ({
        ...person,
        person: person.person !== null && fillers.has(person.person) ? null : person.person,
        stays: person.stays.map((stay) =>
          stay.addressType === 'DWELLING' && fillers.has(stay.address)
            ? { ...stay, addressType: 'INSTITUTION' as const }
            : stay,
        ),
      })),
    };
  }

  function forLinking(references: readonly FeedReference[]): ConnectedReferences {
    if (fillers.size === 0) return { references, fillers: [] };
    const numbers = references
      .flatMap(({ persons }) => persons.flatMap(({ person }) => person ?? []))
      .filter((person) => fillers.has(person));
    return { references: references.map(withoutFillers), fillers: [...new Set(numbers)] };
  }

  return {
    get size() {
      return texts.size;
    },
    has: (key) => texts.has(key),
    get: read,
    textOf: (key) => texts.get(key),
    keys: () => texts.keys(),
    put(key, text) {
      const previous = read(key);
      if (previous) for (const token of tokensOf(previous)) remove(token, key);
      if (text === null) {
        texts.delete(key);
        return;
      }
      texts.set(key, text);
      for (const token of tokensOf(unpackReference(text))) add(token, key);
    },
    setConfirmations(confirmations) {
      const next = new Map<string, string[]>();
      const connect = (one: string, others: readonly string[]): void => {
        next.set(one, [...(next.get(one) ?? []), ...others]);
      };
      for (const { about, joins } of confirmations) {
        connect(about, joins);
        for (const join of joins) connect(join, [about]);
      }
      confirmed = next;
    },
    *componentsOf(keys) {
      const seen = new Set<string>();
      for (const key of keys) {
        if (!seen.has(key) && texts.has(key)) yield forLinking(walk(key, seen));
      }
    },
    reach() {
      const seen = new Set<string>();
      const keys = new Set<string>();
      return {
        keys,
        add(key) {
          keys.add(key);
          if (!seen.has(key)) for (const found of walk(key, seen)) keys.add(referenceKey(found));
          const reference = read(key);
          if (!reference) return;
          for (const token of tokensOf(reference)) {
            // What comes to be shared by too many, or no longer is, changes what all of them connect.
            const others = shared.get(token);
            const isAtTheEdge = typeof others === 'object' && Math.abs(others.size - mostSharing) <= 1;
            if (isAtTheEdge) for (const other of others) keys.add(other);
          }
        },
      };
    },
  };
}

/**
 * What connects a reference with others: its people, the dwellings at which they live or lived, and statutory data. All are
 * pseudonyms made for one use each, so that none of one kind is ever equal to one of another.
 */
function tokensOf(reference: RosterReference): ReadonlySet<string> {
  const tokens = new Set<string>();
  for (const person of countedPersons(reference)) {
    if (person.person !== null) tokens.add(person.person);
    if (person.unborn?.mother) tokens.add(person.unborn.mother);
    if (person.statutoryMatch !== undefined) tokens.add(person.statutoryMatch);
    for (const stay of person.stays) if (stay.addressType === 'DWELLING') tokens.add(stay.address);
  }
  return tokens;
}
