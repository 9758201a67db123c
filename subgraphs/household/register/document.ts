/**
 * A household as the register serves it: plain data, whole in itself, so that any store can keep it and answering takes no
 * second look. References, pseudonyms, roles and periods; never content.
 */

/**
 * How sure a link is. `POSSIBLE` and `CONFLICT` join nothing and are questions to the owners (`LinkQuestion`).
 *
 * @see linking.md
 */
export type Certainty = 'CERTAIN' | 'PROBABLE' | 'CONFIRMED';

/** The rule on which a link stands. */
export type LinkGround =
  /** L2: a dwelling, a shared resident, overlapping periods. */
  | 'SHARED_DWELLING'
  /** The organisation itself recorded one household for several of its cases at one dwelling. */
  | 'SAME_HOUSEHOLD_BY_SOURCE'
  /** L2: an earlier dwelling of the same parent and child, or an earlier period in this one. */
  | 'MOVED'
  /** L3: no address, and every adult lives there by another source. */
  | 'ADULTS_LIVE_THERE'
  /** L3: a case that concerns somebody who lives there. It adds no member. */
  | 'STANDS_AT'
  /** A case that no dwelling joins to another one: its own. */
  | 'OWN_CASE'
  /** A professional said so. */
  | 'CONFIRMED_BY_PROFESSIONAL';

export type HouseholdKind =
  /** People who live together. */
  | 'HOUSEHOLD'
  /**
   * A file that joins no household: somebody's own at an address where another household lives, somebody in an institution,
   * somebody whom no case places anywhere, or people without any number.
   */
  | 'OWN_FILE';

export type Residence = 'RESIDENT' | 'ELSEWHERE' | 'FORMER' | 'UNKNOWN';

export interface Confirmation {
  /** Who said so, as given. */
  readonly by: string;
  /** When, an instant. */
  readonly at: string;
}

export interface DocumentLink {
  readonly organisation: string;
  readonly reference: string;
  readonly unitName: string;
  readonly contact: string | null;
  readonly since: string;
  readonly until: string | null;
  readonly certainty: Certainty;
  readonly ground: LinkGround;
  /** The days on which the link stands on this ground: of the shared stays, or of the case. `null` is open. */
  readonly period: { readonly since: string | null; readonly until: string | null };
  /** History, and no current link: every stay on which it stands has ended. */
  readonly isHistory: boolean;
  /** Whether the case stands at another household too that this document's readers may know of. */
  readonly concernsOtherHouseholds: boolean;
  readonly confirmation?: Confirmation;
  /** Names by which its records mean members of this household: to the member's id. */
  readonly members: Readonly<Record<string, string>>;
  /** Names of which it is in dispute whom they mean: to the member ids between whom. */
  readonly disputed?: Readonly<Record<string, readonly string[]>>;
  /** Members who may not know of the case yet (Wmo 2015 art. 5.3.1). */
  readonly notInformed?: readonly string[];
  /** Members whom nobody told of it themselves; a parent may have been told for a child. */
  readonly notToldThemselves?: readonly string[];
  /** Kinds of organisation to which the case was handed over. */
  readonly handedOverTo?: readonly string[];
}

export interface HouseholdMember {
  /** `m1`, `m2`, …: local to one household. */
  readonly id: string;
  /** Pseudonym; `null` for a person without identifier. */
  readonly person: string | null;
  /** Who it is for linking; `null` where nothing identifies this person. */
  readonly identity: string | null;
  /** By which records may name this member: the pseudonym, or `reference#localKey` for a person without identifier. */
  readonly names: readonly string[];
  readonly role: string;
  readonly residence: Residence;
  readonly since: string | null;
  readonly until: string | null;
  readonly certainty: 'CERTAIN' | 'PROBABLE';
  /** Organisations whose feeds name this person, wherever the case stands. */
  readonly knownTo: readonly string[];
  readonly diedOn?: string;
  /** The expected date of birth of a child that is not born. */
  readonly expectedOn?: string | null;
  /** Whether it is in dispute who this is (exchanged numbers). */
  readonly isInDispute?: true;
}

/** Somebody who is recorded here has a newer home elsewhere: who keeps the outdated record, and whom to ask. */
export interface CompositionNotice {
  readonly outdated: readonly { readonly organisation: string; readonly unitName: string }[];
  /** `null`: nobody else at this household knows them. */
  readonly ask: {
    readonly organisation: string;
    readonly unitName: string;
    readonly contact: string | null;
  } | null;
}

export interface HouseholdDocument {
  readonly id: string;
  /** Every id that means this household, `id` included. */
  readonly aliases: readonly string[];
  readonly kind: HouseholdKind;
  readonly links: readonly DocumentLink[];
  readonly members: readonly HouseholdMember[];
  readonly composition: CompositionNotice | null;
  /**
   * Every pseudonym by which it is found, and no other: its members, except one whose number most cases mean somebody else by;
   * and people of whom a case here recorded that they lived here.
   */
  readonly foundBy: readonly string[];
  /** While the region changes its key: under which one people are named here, and what these names are under the other. */
  readonly naming?: {
    /** Fingerprints of the keys (`keyCheckOf`); `null`: the other one is not known. */
    readonly under: string;
    readonly otherwise: string | null;
    readonly names: Readonly<Record<string, string>>;
  };
  /**
   * Present for a household behind a shield: the cases, as `ORGANISATION reference`, under which it may be opened. To anybody
   * else it does not exist.
   */
  readonly openedBy?: readonly string[];
}

/** What is put to the owner of one case. It never names another organisation's reference. */
export interface LinkQuestion {
  readonly id: string;
  /** `ORGANISATION reference` of the case whose owner is asked. */
  readonly about: string;
  readonly kind: /** L6: the statutory data agree with those of another case. May be confirmed. */
    | 'POSSIBLE'
    /** L7: the case probably concerns a household. May be confirmed. */
    | 'PROBABLE'
    /** L1: another case has the same number with another birth date or sex. */
    | 'NUMBER_CONFLICT'
    /** L1: given names under one number disagree: the numbers of two people may be exchanged. */
    | 'GIVEN_NAME_CONFLICT';
  /** The person of the case whom it is about (`localKey`), where it is about one. */
  readonly localKey: string | null;
  /** The other side. `null` of a number: who else carries it is not said, whoever that is. */
  readonly other: { readonly organisation: string; readonly unitName: string } | null;
  /** The id of the household that the case would be joined to; `null` where that is no household yet. */
  readonly household?: string | null;
  /** Confirming joins `about` with these cases. Empty where there is nothing to confirm. */
  readonly joins: readonly string[];
}

/** A professional's word that cases are of one household. */
export interface LinkConfirmation extends Confirmation {
  readonly id: string;
  /** `ORGANISATION reference`: the case that was asked about. */
  readonly about: string;
  readonly joins: readonly string[];
  /** Ids of the households that it joined; empty until they are served. */
  readonly households: readonly string[];
}
