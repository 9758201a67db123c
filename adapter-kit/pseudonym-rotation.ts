/**
 * An organisation's side of a change of the region's key: its feed says each pseudonym under both keys, and a key of the register
 * is read in the words of whichever key the organisation is at.
 *
 * @see docs/adr/0026-pseudonym-rotation.md
 */
import type { KeySealer, OrganisationKey } from './key-token.js';
import { keyCheckOf, type Pseudonymiser } from './pseudonym.js';
import type { RosterPage } from './roster.js';

/** The page with the fingerprint of its key, and while that is changed with what each pseudonym was. */
export function inBothWords(page: RosterPage, pseudonymiser: Pseudonymiser): RosterPage {
  const { previous } = pseudonymiser;
  const keyed = { ...page, keyCheck: keyCheckOf(pseudonymiser) };
  if (!previous) return keyed;
  const pseudonyms: Record<string, string> = {};
  const say = (pseudonym: string | null | undefined): void => {
    const before = pseudonym ? previous.of(pseudonym) : undefined;
    if (pseudonym && before !== undefined) pseudonyms[pseudonym] = before;
    // Half said is a link that would be lost.
    else if (pseudonym) throw new Error('expected every pseudonym of the feed to be made in this process');
  };
  for (const { persons, shield, household } of page.references) {
    for (const { person, check, givenName, statutoryMatch, unborn, stays } of persons) {
      for (const each of [person, check, givenName, statutoryMatch, unborn?.mother]) say(each);
      for (const { address } of stays) say(address);
    }
    for (const person of shield?.against ?? []) say(person);
    say(household);
  }
  return { ...keyed, previous: { keyCheck: previous.keyCheck, pseudonyms } };
}

/**
 * Opens keys with the names that this organisation's own records have. While nobody can say what they are here, because the
 * register has not read the feed since the key was changed, the key is unread: never a household in which nobody is recognised.
 */
export function inOwnWords(sealer: KeySealer, pseudonymiser: Pseudonymiser): KeySealer {
  const own = keyCheckOf(pseudonymiser);
  return {
    seal: (key) => sealer.seal(key),
    open(token) {
      const key = sealer.open(token);
      if (key.state !== 'REFERENCES') return key;
      const { naming, ...plain } = key;
      if (naming ? naming.under === own : !pseudonymiser.previous) return plain;
      if (naming?.otherwise !== own) return { state: 'UNREAD', reason: 'ROSTER_STALE' };
      return renamed(plain, naming.names);
    },
  };
}

type Opened = Extract<OrganisationKey, { readonly state: 'REFERENCES' }>;

function renamed(key: Opened, names: Readonly<Record<string, string>>): Opened {
  const word = (name: string): string => names[name] ?? name;
  const keyed = <V>(table: Readonly<Record<string, V>>): Record<string, V> =>
    Object.fromEntries(Object.entries(table).map(([name, value]) => [word(name), value]));
  return {
    ...key,
    members: keyed(key.members),
    ...(key.disputed ? { disputed: keyed(key.disputed) } : {}),
    subject: key.subject === null ? null : word(key.subject),
  };
}
