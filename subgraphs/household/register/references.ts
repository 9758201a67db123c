/** References of all organisations as the register sees them, and the words in which it speaks of them. */
import { isRoleOfHousehold, type RosterPerson, type RosterReference } from '../../../adapter-kit/roster.js';

/** A reference with the organisation that gave it. */
export interface KnownReference extends RosterReference {
  readonly organisation: string;
}

/** Unique over all organisations. */
export function referenceKey(reference: {
  readonly organisation: string;
  readonly reference: string;
}): string {
  return `${reference.organisation} ${reference.reference}`;
}

/**
 * Who a person is for linking: the same BSN pseudonym *and* the same check pseudonym. `null` where either is unknown:
 * such a person links nothing.
 *
 * @see linking.md L1
 */
export function identityOf(person: RosterPerson): string | null {
  return person.person !== null && person.check !== null ? `${person.person}.${person.check}` : null;
}

/** Persons of a reference that count for linking and membership (L0). A roster carries no others; this guards it. */
export function countedPersons(reference: KnownReference): readonly RosterPerson[] {
  return reference.persons.filter((person) => isRoleOfHousehold(person.role));
}

/** By which records may mean a person: the pseudonym, or the source's own key within the reference. */
export function nameIn(reference: KnownReference, person: RosterPerson): string {
  return person.person ?? `${reference.reference}#${person.localKey}`;
}

const childRoles: ReadonlySet<string> = new Set(['115', '121', '122', '221', '222', '301']);

/** Children of the case, of any age: the roles of a child, sibling or youth. */
export function isChildRole(role: string): boolean {
  return childRoles.has(role);
}

/** A period of days; `null` is open. The last day belongs to it. */
export interface Period {
  readonly since: string | null;
  readonly until: string | null;
}

export function overlap(left: Period, right: Period): boolean {
  const startsInTime = (period: Period, other: Period): boolean =>
    period.since === null || other.until === null || period.since <= other.until;
  return startsInTime(left, right) && startsInTime(right, left);
}

/** Whether a period has ended before the day. */
export function hasEnded(period: Period, today: string): boolean {
  return period.until !== null && period.until < today;
}
