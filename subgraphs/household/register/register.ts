/**
 * The household register in memory: which references belong to one household, and the keys by which each organisation
 * finds its own records of it. Holds references and pseudonyms; never content.
 *
 * What it must never do is say "none" where it does not know: see `keyOf`.
 */
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { OrganisationKey } from '../../../adapter-kit/key-token.js';
import type { RosterFeed } from '../../../adapter-kit/roster.js';
import {
  type Certainty,
  type HouseholdLink,
  type LinkedHousehold,
  type LinkResult,
  linkHouseholds,
} from './linking.js';
import type { HouseholdMember } from './members.js';
import { type KnownReference, nameIn } from './references.js';
import { createRosterReader, type FeedState, type RosterReader, type RosterState } from './roster-reader.js';

export interface RegisterOptions {
  /** Organisation, as the graph spells it, to its feed. */
  readonly feeds: Readonly<Record<string, RosterFeed>>;
  readonly pollSeconds: number;
  readonly maxAgeSeconds: number;
  readonly rosterTimeoutMs: number;
  readonly idSecret: string;
  readonly now: () => Date;
  /** What a page of pseudonyms under the region's key carries (`keyCheckOf`). */
  readonly keyCheck: string;
  readonly monotonicMs: () => number;
  readonly onFeedFailure?: (failure: { readonly organisation: string; readonly reason: string }) => void;
}

export interface HouseholdRegister {
  /** Starts reading every feed; settles when each was tried once. */
  start(): Promise<void>;
  /** A household by any id that means it, or `null`. */
  household(id: string): LinkedHousehold | null;
  /** Households of which this pseudonym is a member, in a stable order. */
  householdsOfPerson(person: string): readonly LinkedHousehold[];
  /** Whether organisations disagree so much about a number that it is nobody's. */
  isUndecided(person: string): boolean;
  /** Households in a stable order, after the given id. */
  list(first: number, after: string | null): readonly LinkedHousehold[];
  /** Organisations of which nobody can say now what they do not know. */
  unreadOrganisations(): readonly string[];
  feeds(): readonly FeedState[];
  keyOf(household: LinkedHousehold, organisation: string): OrganisationKey;
  keyOfMember(household: LinkedHousehold, member: HouseholdMember, organisation: string): OrganisationKey;
  readonly organisations: readonly string[];
  stop(): void;
}

interface Snapshot {
  readonly result: LinkResult;
  readonly byAlias: ReadonlyMap<string, LinkedHousehold>;
  readonly byPerson: ReadonlyMap<string, readonly LinkedHousehold[]>;
  /** Pseudonym to the organisations whose feeds name it. */
  readonly knownTo: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pseudonyms of which nobody can say whose they are. */
  readonly undecided: ReadonlySet<string>;
  readonly day: string;
}

export function createHouseholdRegister(options: RegisterOptions): HouseholdRegister {
  const { feeds, idSecret, now, monotonicMs, onFeedFailure } = options;
  const organisations = Object.keys(feeds);
  let snapshot: Snapshot | null = null;

  const readers = new Map<string, RosterReader>(
    organisations.flatMap((organisation) => {
      const feed = feeds[organisation];
      if (!feed) return [];
      const reader = createRosterReader({
        organisation,
        feed,
        pollSeconds: options.pollSeconds,
        maxAgeSeconds: options.maxAgeSeconds,
        timeoutMs: options.rosterTimeoutMs,
        monotonicMs,
        now,
        keyCheck: options.keyCheck,
        onChange: () => {
          snapshot = null;
        },
        ...(onFeedFailure ? { onFailure: onFeedFailure } : {}),
      });
      return [[organisation, reader] as const];
    }),
  );

  function stateOf(organisation: string): RosterState {
    const reader = readers.get(organisation);
    if (!reader) throw new Error(`expected one of ${organisations.join(', ')}`);
    return reader.state();
  }

  // Linked anew when a feed changed, or with the day: an ended stay is history from the next day on.
  function current(): Snapshot {
    const day = dayInTheNetherlands(now());
    if (snapshot && snapshot.day === day) return snapshot;
    const references = organisations.flatMap((organisation): KnownReference[] =>
      [...stateOf(organisation).references.values()].map((reference) => ({ organisation, ...reference })),
    );
    snapshot = toSnapshot(linkHouseholds(references, { today: day, idSecret }), references, day);
    return snapshot;
  }

  function unidentifiedMember(household: LinkedHousehold): boolean {
    return household.members.some((member) => member.person === null);
  }

  /**
   * References where the organisation gave any that are certain. Otherwise "none" only if no case of its names a member, its
   * feed is fresh and every member has an identifier by which it would have been recognised; else nobody knows.
   */
  function keyFor(
    household: LinkedHousehold,
    organisation: string,
    links: readonly HouseholdLink[],
    subject: HouseholdMember | null,
  ): OrganisationKey {
    const opened = links
      .filter((link) => link.certainty === 'CERTAIN' && link.reference.organisation === organisation)
      .map((link) => link.reference);
    if (opened.length > 0) {
      return {
        state: 'REFERENCES',
        references: opened.map(({ reference }) => reference),
        ...(stateOf(organisation).isFresh ? {} : { isFeedStale: true as const }),
        ...(unconfirmedLinks(household, organisation).length === 0 ? {} : { hasUnconfirmed: true as const }),
        members: memberNames(household, opened),
        subject: subject ? (subject.person ?? subject.names[0] ?? null) : null,
      };
    }
    // A case that names a member is no proof of "not known", wherever it stands.
    const asked = subject ? [subject] : household.members;
    const isNamed = asked.some(
      ({ person }) => person !== null && current().knownTo.get(person)?.has(organisation),
    );
    if (isNamed || links.some((link) => link.reference.organisation === organisation)) {
      return { state: 'UNREAD', reason: 'LINK_UNCONFIRMED' };
    }
    const state = stateOf(organisation);
    if (!state.isFresh || state.asOf === null) return { state: 'UNREAD', reason: 'ROSTER_STALE' };
    const lacksIdentifier = subject ? subject.person === null : unidentifiedMember(household);
    if (lacksIdentifier) return { state: 'UNREAD', reason: 'NO_IDENTIFIER' };
    return { state: 'NONE', notKnownAsOf: state.asOf };
  }

  return {
    organisations,
    async start() {
      await Promise.all([...readers.values()].map((reader) => reader.start()));
    },
    household: (id) => current().byAlias.get(id) ?? null,
    householdsOfPerson: (person) => current().byPerson.get(person) ?? [],
    isUndecided: (person) => current().undecided.has(person),
    list(first, after) {
      const { households } = current().result;
      return households.filter(({ id }) => after === null || id > after).slice(0, first);
    },
    feeds: () =>
      organisations.map((organisation) => {
        const { isFresh, asOf } = stateOf(organisation);
        return { organisation, isFresh, asOf };
      }),
    unreadOrganisations: () => organisations.filter((organisation) => !stateOf(organisation).isFresh),
    keyOf: (household, organisation) => keyFor(household, organisation, household.links, null),
    keyOfMember: (household, member, organisation) =>
      keyFor(
        household,
        organisation,
        household.links.filter(({ reference }) => names(reference, member)),
        member,
      ),
    stop() {
      for (const reader of readers.values()) reader.stop();
    },
  };
}

/** The links of an organisation that open nothing until a professional confirms them. */
export function unconfirmedLinks(household: LinkedHousehold, organisation: string): readonly HouseholdLink[] {
  const wanted: Certainty = 'PROBABLE';
  return household.links.filter(
    (link) => link.certainty === wanted && link.reference.organisation === organisation,
  );
}

function toSnapshot(result: LinkResult, references: readonly KnownReference[], day: string): Snapshot {
  const byAlias = new Map<string, LinkedHousehold>();
  const byPerson = new Map<string, LinkedHousehold[]>();
  const knownTo = new Map<string, Set<string>>();
  const decided = new Map(result.conflicts.map(({ person, identity }) => [person, identity]));
  for (const household of result.households) {
    for (const alias of household.aliases) byAlias.set(alias, household);
    for (const { person, identity } of household.members) {
      if (person === null) continue;
      // Under a number that two people carry, only the one whom most organisations agree on is found (L1).
      if (decided.has(person) && decided.get(person) !== identity) continue;
      byPerson.set(person, [...(byPerson.get(person) ?? []), household]);
    }
  }
  for (const reference of references) {
    for (const { person } of reference.persons) {
      if (person === null) continue;
      knownTo.set(person, (knownTo.get(person) ?? new Set()).add(reference.organisation));
    }
  }
  // Whoever is left without a household by a disagreement must not look unknown.
  const undecided = new Set([...decided.keys()].filter((person) => !byPerson.has(person)));
  return { result, byAlias, byPerson, knownTo, undecided, day };
}

// An organisation's key names only people whom its own references name: nothing of another organisation's case.
function memberNames(household: LinkedHousehold, opened: readonly KnownReference[]): Record<string, string> {
  const own = new Set(
    opened.flatMap((reference) => reference.persons.map((person) => nameIn(reference, person))),
  );
  return Object.fromEntries(
    // A member who only probably belongs here opens nothing: not by this household's key.
    household.members
      .filter(({ certainty }) => certainty === 'CERTAIN')
      .flatMap((member) =>
        member.names.filter((name) => own.has(name)).map((name) => [name, member.id] as const),
      ),
  );
}

function names(reference: KnownReference, member: HouseholdMember): boolean {
  return reference.persons.some((person) => member.names.includes(nameIn(reference, person)));
}
