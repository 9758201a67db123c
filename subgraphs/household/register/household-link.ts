/** What linking makes of references: households, and the links by which cases stand in them. */
import type { MakeId } from './aliases.js';
import type { Certainty, Confirmation, HouseholdKind, LinkConfirmation, LinkGround } from './document.js';
import {
  hasEnded,
  isChildRole,
  type KnownPerson,
  type KnownReference,
  type Period,
  periodOf,
  spanOf,
} from './references.js';

export interface HouseholdLink {
  readonly reference: KnownReference;
  readonly certainty: Certainty;
  readonly ground: LinkGround;
  readonly period: Period;
  readonly isHistory: boolean;
  readonly confirmation?: Confirmation;
}

export interface LinkedHousehold {
  /** Every id that means this household, the one to show first. */
  readonly aliases: readonly string[];
  readonly kind: HouseholdKind;
  /** Pseudonym of the dwelling; `null` for a case of its own. */
  readonly address: string | null;
  readonly links: readonly HouseholdLink[];
  /** Where no case places the person whom this is about: only this identity belongs. */
  readonly onlyPerson?: string;
}

export interface LinkOptions {
  /** `YYYY-MM-DD` in the Netherlands. */
  readonly today: string;
  readonly makeId: MakeId;
  readonly confirmations: readonly LinkConfirmation[];
  /** Identities that most references agree on, for numbers that several people carry (L1). */
  readonly carriers: ReadonlyMap<string, string | null>;
  /** What ids of one component are made of: the open world takes first, so that nothing behind a shield shows in its ids. */
  readonly ownedTexts: Set<string>;
}

/** A case that stands at a household as probable, for as long as the case itself lasts. */
export function standing(reference: KnownReference, ground: LinkGround, today: string): HouseholdLink {
  const { since, until } = reference;
  return {
    reference,
    certainty: 'PROBABLE',
    ground,
    period: { since, until },
    isHistory: hasEnded({ since, until }, today),
  };
}

/** A case of people who left the address: history of the household that they are of now. */
export function movedFrom(address: string, reference: KnownReference): HouseholdLink {
  return {
    reference,
    certainty: 'PROBABLE',
    ground: 'MOVED',
    period: periodAt(reference, address),
    isHistory: true,
  };
}

/** The first and the last day on which the reference places anybody at the address. */
export function periodAt({ persons }: KnownReference, address: string): Period {
  const periods: Period[] = [];
  for (const { stays } of persons) {
    for (const stay of stays) if (stay.address === address) periods.push(periodOf(stay));
  }
  return spanOf(periods);
}

/** Whether a link makes this person belong to the household at the address. */
export function belongsTo(person: KnownPerson, link: HouseholdLink, address: string | null): boolean {
  if (link.ground === 'OWN_CASE' || (address === null && link.certainty === 'CONFIRMED')) return true;
  const livesHere = person.stays.some((stay) => stay.address === address && stay.addressType === 'DWELLING');
  return livesHere || livesElsewhereAsChild(person);
}

/** A child in an institution, or of whom nobody says where it lives. */
export function livesElsewhereAsChild({ role, stays }: KnownPerson): boolean {
  // A shelter is left out: who fled there with a child is not shown in the household that they fled from.
  return (
    isChildRole(role) &&
    stays.every(({ addressType }) => addressType === 'INSTITUTION' || addressType === 'POSTAL')
  );
}
