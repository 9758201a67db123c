/**
 * The port behind which the register keeps what it serves. Two adapters: in memory, and Redis.
 *
 * Every change is published whole: a reader sees the state before it or after it, never between, also when the writer dies
 * in the middle. Open and shielded households are kept apart: a reader without an opening case never touches what is shielded,
 * so that neither answer nor time tells a shielded household from an absent one.
 */
import type { RosterReference } from '../../../adapter-kit/roster.js';
import type { HouseholdDocument, LinkConfirmation, LinkQuestion } from './document.js';
import type { IdPair } from './rotation.js';

/** How far the feed of an organisation was read, as whoever writes last knew it. */
export interface StoredFeedState {
  readonly organisation: string;
  /** The instant the feed vouches for; `null`: it was never read whole. */
  readonly asOf: string | null;
  /** When it was last read whole, an instant; `null`: never. */
  readonly readAt: string | null;
  /** Where the next read goes on; `null`: in full. */
  readonly watermark: string | null;
  /** Fingerprint of the key under which its references were kept (`keyCheckOf`). */
  readonly under?: string | undefined;
}

/** A reference as an organisation's feed gave it. A store that outlives the process keeps it, so that a restart begins where it stood. */
export interface StoredReference {
  readonly organisation: string;
  readonly reference: RosterReference;
}

/** One publication. Documents are named by `id`; a document that is put replaces the one with its id. */
export interface RegisterChange {
  readonly references: {
    readonly put: readonly StoredReference[];
    readonly drop: readonly { readonly organisation: string; readonly reference: string }[];
  };
  /** How far the feeds were read that this change comes from. */
  readonly feeds: readonly StoredFeedState[];
  readonly put: readonly HouseholdDocument[];
  /** Ids of documents that no longer exist. */
  readonly drop: readonly string[];
  /** Numbers (pseudonyms) of which it is not decided whose they are: added and taken away. */
  readonly undecided: { readonly add: readonly string[]; readonly remove: readonly string[] };
  /** Questions by the case that is asked (`ORGANISATION reference`); an empty list takes them away. */
  readonly questions: ReadonlyMap<string, readonly LinkQuestion[]>;
  /** Ids that answer `HOUSEHOLD_SPLIT` from now on. */
  readonly split: readonly string[];
  readonly audit: readonly AuditLine[];
}

/** What is left of a reference that was removed or corrected. No pseudonym, no number; the digest leads back only for who has the reference. */
export interface AuditLine {
  /** An instant. */
  readonly at: string;
  readonly organisation: string;
  readonly event:
    | 'REFERENCE_REMOVED'
    | 'REFERENCE_CORRECTED'
    | 'LINK_CONFIRMED'
    | 'LINK_UNDONE'
    | 'HOUSEHOLD_SPLIT';
  /** A digest of the reference, under the register's own secret. */
  readonly digest: string;
}

export type HouseholdLookup =
  | { readonly found: 'HOUSEHOLD'; readonly household: HouseholdDocument }
  /** The id meant people who turned out not to belong together. */
  | { readonly found: 'SPLIT' }
  | { readonly found: 'NONE' };

export interface PersonLookup {
  readonly households: readonly HouseholdDocument[];
  readonly isUndecided: boolean;
}

/** A read of a household, kept so that whoever undoes a wrong link can see who read it meanwhile. */
export interface HouseholdRead {
  readonly household: string;
  /** An instant. */
  readonly at: string;
  /** The case under which it was read, as given; `null`: none was given. */
  readonly caseReference: string | null;
}

export interface StoredState {
  readonly feeds: readonly StoredFeedState[];
  readonly references: AsyncIterable<readonly StoredReference[]>;
  readonly splitIds: readonly string[];
}

export interface RegisterStore {
  /** Whether references are kept in it: they outlive the process, and a restart begins where it stood. */
  readonly keepsReferences: boolean;
  /** By any id that means it. `openingCase`: `ORGANISATION reference`; opens what is shielded to everybody else. */
  household(id: string, openingCase: string | null): Promise<HouseholdLookup>;
  /** Households of which this pseudonym is a member or is found by, by id. */
  householdsOfPerson(person: string, openingCase: string | null): Promise<PersonLookup>;
  /** In the order of ids by code unit, after the given one. */
  list(
    first: number,
    after: string | null,
    openingCase: string | null,
  ): Promise<readonly HouseholdDocument[]>;
  questionsAbout(caseReference: string): Promise<readonly LinkQuestion[]>;

  /**
   * Whether this process may write for the next `ttlMs` milliseconds. One does at a time; the others only read. A publication
   * by a process that no longer leads is refused.
   */
  lead(ttlMs: number): Promise<boolean>;
  /** Everything that a process which begins to lead has to know, references in pages. `null`: nothing is stored. */
  stored(): Promise<StoredState | null>;
  /** Applies one publication, whole or not at all. */
  publish(change: RegisterChange): Promise<void>;
  /**
   * Replaces references, documents, questions, undecided numbers and feed states, whole or not at all, while the old state goes on
   * being served. Confirmations, reads, split ids and the audit stay, and are added to.
   */
  replaceAll(changes: AsyncIterable<RegisterChange>): Promise<void>;

  feeds(): Promise<readonly StoredFeedState[]>;
  /** Notes that a feed was read and nothing had changed. */
  putFeed(state: StoredFeedState): Promise<void>;

  confirmations(): Promise<readonly LinkConfirmation[]>;
  putConfirmation(confirmation: LinkConfirmation): Promise<void>;
  removeConfirmation(id: string): Promise<void>;

  /** Keeps for good that ids mean the same: of households and of persons, under the key before and the one after. */
  keepSameIds(pairs: readonly IdPair[]): Promise<void>;
  sameIds(): Promise<readonly IdPair[]>;
  /** Every id that means the same as this one, through however many changes of key; without it itself. */
  sameIdsOf(id: string): Promise<readonly string[]>;

  recordRead(read: HouseholdRead): Promise<void>;
  /** Reads of a household in a period of instants, oldest first; kept for `keepReadsDays`. */
  readsOf(household: string, since: string, until: string): Promise<readonly HouseholdRead[]>;
  auditLines(): Promise<readonly AuditLine[]>;

  close(): Promise<void>;
}

/** Reads are kept this long: longer than a breach may stay unnoticed without being serious. Not a legal term; see docs/linking.md. */
export const keepReadsDays = 90;
