/**
 * The household register: reads the feeds, links them, publishes households to a store and answers from it. One process leads
 * and writes; others that share its store only read. Holds references and pseudonyms; never content.
 */
import type { OrganisationKey } from '../../../adapter-kit/key-token.js';
import type { RosterFeed } from '../../../adapter-kit/roster.js';
import type { HouseholdDocument, HouseholdMember, LinkConfirmation, LinkQuestion } from './document.js';
import { keyOf, keyOfMember } from './keys.js';
import { createRegisterWriter } from './register-writer.js';
import type { FeedState } from './roster-reader.js';
import type { HouseholdLookup, HouseholdRead, PersonLookup, RegisterStore } from './store.js';

export interface RegisterOptions {
  /** Organisation, as the graph spells it, to its feed. */
  readonly feeds: Readonly<Record<string, RosterFeed>>;
  readonly store: RegisterStore;
  readonly pollSeconds: number;
  readonly maxAgeSeconds: number;
  /** After this long a feed with a watermark is read in full again; absent: twelve hours. */
  readonly fullReadHours?: number;
  readonly rosterTimeoutMs: number;
  /** How long a leader may be silent before another process takes over; absent: ten seconds. */
  readonly leadMs?: number;
  readonly idSecret: string;
  readonly now: () => Date;
  /** What a page of pseudonyms under the region's key carries (`keyCheckOf`). */
  readonly keyCheck: string;
  /** The same of the key before, and under what ids were made then, while the region changes it. */
  readonly previous?: { readonly keyCheck: string; readonly idSecret: string };
  readonly monotonicMs: () => number;
  readonly onFeedFailure?: (failure: { readonly organisation: string; readonly reason: string }) => void;
  /** Told when the store could not be written; it is tried again. */
  readonly onStoreFailure?: (error: unknown) => void;
}

/** Who asks, as far as shields need it. */
export interface Asker {
  /** The asker's own case, as the organisation numbers it; `null`: none was given, and nothing behind a shield exists. */
  readonly caseReference: string | null;
  /** Pseudonyms by which the asker's own token names people: under either key, while it is changed. */
  readonly knownAs?: readonly string[];
  /** Whether the asker may open a household; what may not be opened does not exist. Absent: no access rules stand. */
  readonly mayOpen?: (household: HouseholdDocument) => boolean;
  /** Whether a household is in a list of what the asker may open. */
  readonly mayList?: (household: HouseholdDocument) => boolean;
  /** Whether the asker may look up this person, by pseudonym. */
  readonly mayLookUp?: (person: string) => boolean;
}

/** What was read of a household while a link stood that was undone since. */
export interface UndoneLink {
  readonly confirmation: LinkConfirmation;
  readonly reads: readonly HouseholdRead[];
}

/** A page of households; only what is in it counts as read. */
export interface HouseholdPage {
  readonly households: readonly HouseholdDocument[];
  readonly hasMore: boolean;
}

export interface HouseholdRegister {
  /** Starts reading every feed; settles when each was tried once and what was read is served. */
  start(): Promise<void>;
  /** A household by any id that means it. */
  household(id: string, asker: Asker): Promise<HouseholdLookup>;
  /** The same for a household that this request has read already: it is not noted as a read. */
  householdAgain(id: string, asker: Asker): Promise<HouseholdLookup>;
  /** Households in which this pseudonym is found, in a stable order. */
  householdsOfPerson(person: string, asker: Asker): Promise<PersonLookup>;
  /**
   * The same in front of every shield, whoever asks, and not noted as a read: to decide what somebody may be told about oneself.
   * Nothing of it is shown as it is.
   */
  placesOf(person: string): Promise<PersonLookup>;
  /** Whether this id means a household in front of every shield. */
  isOpen(id: string): Promise<boolean>;
  /** Households in a stable order, after the given id. */
  list(first: number, after: string | null, asker: Asker): Promise<HouseholdPage>;
  /**
   * Every household in front of every shield, whoever asks, page by page and not noted as a read: to count them. Nothing of any of them is
   * shown.
   */
  openHouseholds(): AsyncIterable<readonly HouseholdDocument[]>;
  /** Other opaque ids (`p_…`) of the same person, from before or after a change of key: reads may stand under them. */
  samePerson(person: string): Promise<readonly string[]>;
  /** What is put to the owner of the asker's own case. */
  questions(asker: Asker): Promise<readonly LinkQuestion[]>;
  /** Confirms what a question about the asker's own case asks. `null`: there is no such question. */
  confirm(question: string, by: string, asker: Asker): Promise<LinkConfirmation | null>;
  /** Takes a confirmation back. `null`: there is none about the asker's own case. */
  undo(confirmation: string, asker: Asker): Promise<UndoneLink | null>;
  /** Organisations of which nobody can say now what they do not know. */
  unreadOrganisations(): readonly string[];
  feeds(): readonly FeedState[];
  keyOf(household: HouseholdDocument, organisation: string): OrganisationKey;
  keyOfMember(household: HouseholdDocument, member: HouseholdMember, organisation: string): OrganisationKey;
  readonly organisations: readonly string[];
  stop(): void;
}

export function createHouseholdRegister(options: RegisterOptions): HouseholdRegister {
  const { feeds, store, now } = options;
  const organisations = Object.keys(feeds);
  const writer = createRegisterWriter(options);

  function stateOf(organisation: string): FeedState {
    const state = writer.feeds().find((candidate) => candidate.organisation === organisation);
    if (!state) throw new Error(`expected one of ${organisations.join(', ')}`);
    return state;
  }

  // The asker says the number of a case and not whose it is: it may open under any organisation that has such a case.
  function openingCases({ caseReference }: Asker): readonly (string | null)[] {
    if (caseReference === null) return [null];
    return organisations.map((organisation) => `${organisation} ${caseReference}`);
  }

  async function find(id: string, asker: Asker): Promise<HouseholdLookup> {
    const found = await Promise.all(openingCases(asker).map((opening) => store.household(id, opening)));
    const { mayOpen = () => true } = asker;
    const household = found
      .map((one) =>
        one.found === 'HOUSEHOLD' ? { ...one, household: inWordsOf(one.household, asker) } : one,
      )
      .find((one) => one.found === 'HOUSEHOLD' && mayOpen(one.household));
    return household ?? found.find((one) => one.found === 'SPLIT') ?? { found: 'NONE' };
  }

  async function recordReads(households: readonly HouseholdDocument[], asker: Asker): Promise<void> {
    const at = now().toISOString();
    await Promise.all(
      households.map(({ id }) => store.recordRead({ household: id, at, caseReference: asker.caseReference })),
    );
  }

  return {
    organisations,
    start: writer.start,
    async household(id, asker) {
      const lookup = await find(id, asker);
      if (lookup.found === 'HOUSEHOLD') await recordReads([lookup.household], asker);
      return lookup;
    },
    householdAgain: find,
    async householdsOfPerson(person, asker) {
      // While a key is changed somebody is asked for by two pseudonyms, and held under one of them.
      const pseudonyms = person.split(pseudonymSeparator);
      if (asker.mayLookUp && !pseudonyms.some(asker.mayLookUp)) return { households: [], isUndecided: false };
      const found = await Promise.all(
        openingCases(asker).flatMap((opening) =>
          pseudonyms.map((pseudonym) => store.householdsOfPerson(pseudonym, opening)),
        ),
      );
      const { mayOpen = () => true } = asker;
      const all = unique(found.flatMap(({ households }) => households))
        .map((household) => inWordsOf(household, asker))
        .filter(mayOpen);
      // Whoever may look behind the shield sees where they are, and not what others still believe.
      const shielded = all.filter(({ openedBy }) => openedBy !== undefined);
      const households = shielded.length > 0 ? shielded : all;
      await recordReads(households, asker);
      // Who may open none of them learns nothing of the number either.
      const isTold = asker.mayOpen === undefined || households.length > 0;
      const undecided = found.filter(({ isUndecided }) => isUndecided).length;
      // Each case is asked of under every pseudonym; under the other one nobody is there.
      return { households, isUndecided: isTold && undecided * pseudonyms.length >= found.length };
    },
    async placesOf(person) {
      const found = await store.householdsOfPerson(person, null);
      const self: Asker = { caseReference: null, knownAs: [person] };
      return { ...found, households: found.households.map((household) => inWordsOf(household, self)) };
    },
    isOpen: async (id) => (await store.household(id, null)).found === 'HOUSEHOLD',
    async list(first, after, asker) {
      const { mayList: mayOpen } = asker;
      const atOnce = mayOpen ? scannedAtOnce : first + 1;
      const found: HouseholdDocument[] = [];
      for (let from = after; ; ) {
        const position = from;
        const pages = await Promise.all(
          openingCases(asker).map((opening) => store.list(atOnce, position, opening)),
        );
        const page = unique(pages.flat())
          .slice(0, atOnce)
          .map((household) => inWordsOf(household, asker));
        found.push(...(mayOpen ? page.filter(mayOpen) : page));
        from = page.at(-1)?.id ?? null;
        if (found.length > first || page.length < atOnce || from === null) break;
      }
      const households = found.slice(0, first);
      await recordReads(households, asker);
      return { households, hasMore: found.length > first };
    },
    async *openHouseholds() {
      for (let after: string | null = null; ; ) {
        const page: readonly HouseholdDocument[] = await store.list(scannedAtOnce, after, null);
        if (page.length > 0) yield page;
        after = page.at(-1)?.id ?? null;
        if (page.length < scannedAtOnce) return;
      }
    },
    async samePerson(person) {
      return (await store.sameIdsOf(person)).filter((id) => id !== person);
    },
    async questions(asker) {
      const found = await Promise.all(
        openingCases(asker).map((about) => (about === null ? [] : store.questionsAbout(about))),
      );
      return found.flat();
    },
    async confirm(question, by, asker) {
      const asked = (await this.questions(asker)).find(({ id }) => id === question);
      if (!asked || asked.joins.length === 0) return null;
      const confirmation: LinkConfirmation = {
        id: asked.id.replace(/^q_/, 'c_'),
        about: asked.about,
        joins: asked.joins,
        by,
        at: now().toISOString(),
        households: [],
      };
      await writer.confirm(confirmation);
      const joined = (await store.confirmations()).find((one) => one.id === confirmation.id);
      return joined ?? confirmation;
    },
    async undo(id, asker) {
      const own = new Set(openingCases(asker));
      const confirmation = (await store.confirmations()).find(
        (candidate) => candidate.id === id && own.has(candidate.about),
      );
      if (!confirmation) return null;
      // Under which case others read is not told: it may be the case of those who work behind a shield.
      const reads = (await writer.undo(confirmation)).map((read) =>
        read.caseReference === asker.caseReference ? read : { ...read, caseReference: null },
      );
      return { confirmation, reads };
    },
    feeds: () => writer.feeds(),
    unreadOrganisations: () =>
      writer
        .feeds()
        .filter(({ isFresh }) => !isFresh)
        .map(({ organisation }) => organisation),
    keyOf: (household, organisation) => keyOf(household, stateOf(organisation)),
    keyOfMember: (household, member, organisation) => keyOfMember(household, member, stateOf(organisation)),
    stop: writer.stop,
  };
}

/** Between the pseudonyms of one person, under the present key and the one before. */
export const pseudonymSeparator = '.';

/** The same household, in which people are called as the asker's own token calls them. */
function inWordsOf(household: HouseholdDocument, { knownAs = [] }: Asker): HouseholdDocument {
  const { naming, members } = household;
  if (!naming || knownAs.length === 0) return household;
  const inWords = ({ person, ...member }: HouseholdMember): HouseholdMember => {
    const other = person === null ? undefined : naming.names[person];
    return { ...member, person: other !== undefined && knownAs.includes(other) ? other : person };
  };
  return { ...household, members: members.map(inWords) };
}

/** How many households are looked at in one go for those that may be opened. */
const scannedAtOnce = 500;

function unique(households: readonly HouseholdDocument[]): readonly HouseholdDocument[] {
  return [...new Map(households.map((household) => [household.id, household])).values()].sort(
    (left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0),
  );
}
