/** References of all organisations as the register sees them, and the words in which it speaks of them. */
import {
  isRoleOfHousehold,
  type RosterPerson,
  type RosterReference,
  type RosterStay,
} from '../../../adapter-kit/roster.js';

/** A reference with the organisation that gave it. */
export interface FeedReference extends RosterReference {
  readonly organisation: string;
  /** `referenceKey` of it, made once. */
  readonly key?: string;
}

export interface KnownStay extends RosterStay {
  /** The day on which a newer home elsewhere began, where the source did not record that this stay ended. */
  readonly supersededOn?: string;
}

export interface KnownPerson extends Omit<RosterPerson, 'stays'> {
  /** Who this is for linking; equal identities are one person. `null` links nothing. */
  readonly identity: string | null;
  readonly stays: readonly KnownStay[];
}

/** A reference of which it was worked out who is who. It holds only persons who count (L0). */
export interface KnownReference extends Omit<FeedReference, 'persons'> {
  readonly persons: readonly KnownPerson[];
  /** In the open world: people who were left out, with their recorded stays. It is found by them and tells nothing of them (L5). */
  readonly withdrawn?: readonly KnownPerson[];
  /** In the open world: it names others too, who stand behind a shield, so that it is not about the people here alone. */
  readonly namesOthers?: true;
}

/** Unique over all organisations. */
export function referenceKey(reference: {
  readonly organisation: string;
  readonly reference: string;
  readonly key?: string;
}): string {
  return reference.key ?? `${reference.organisation} ${reference.reference}`;
}

/** Persons of a reference that count for linking and membership (L0). A roster carries no others; this guards it. */
export function countedPersons(reference: RosterReference): readonly RosterPerson[] {
  return reference.persons.filter((person) => isRoleOfHousehold(person.role));
}

/** By which records may mean a person: the pseudonym, or the source's own key within the reference. */
export function nameIn(
  reference: { readonly reference: string },
  person: { readonly person: string | null; readonly localKey: string },
): string {
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

/** A stay until it ended or a newer home began. */
export function periodOf(stay: KnownStay): Period {
  const { since, until, supersededOn } = stay;
  if (supersededOn === undefined || (until !== null && until <= supersededOn)) return { since, until };
  return { since, until: supersededOn };
}

export function overlap(left: Period, right: Period): boolean {
  const startsInTime = (period: Period, other: Period): boolean =>
    period.since === null || other.until === null || period.since <= other.until;
  return startsInTime(left, right) && startsInTime(right, left);
}

/** From the first day of any of them to the last; open where one of them is. */
export function spanOf(periods: readonly Period[]): Period {
  let [span, ...others] = periods;
  if (!span) return { since: null, until: null };
  for (const { since, until } of others)
    span = { since: earlier(since, span.since), until: later(until, span.until) };
  return span;
}

function earlier(left: string | null, right: string | null): string | null {
  return left === null || right === null ? null : compareText(left, right) < 0 ? left : right;
}

function later(left: string | null, right: string | null): string | null {
  return left === null || right === null ? null : compareText(left, right) > 0 ? left : right;
}

/** Whether a period has ended before the day. */
export function hasEnded(period: Period, today: string): boolean {
  return period.until !== null && period.until < today;
}

/** By code unit, the same on every machine. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export function compareReferences(
  left: FeedReference | KnownReference,
  right: FeedReference | KnownReference,
): number {
  return compareText(referenceKey(left), referenceKey(right));
}

/** Adds to the list under a key. */
export function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
