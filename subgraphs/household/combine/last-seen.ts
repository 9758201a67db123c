/**
 * Who last saw this person, spoke with them alone, phoned with them: for each member, by each organisation and by all together.
 *
 * - A telephone call is not seeing. Who was spoken with alone was seen.
 * - Nobody has seen somebody for too long: an alarm. The dead and the unborn never give one.
 * - An alarm, or that somebody was never seen, is said only where everybody who might have seen them could be heard in full. Otherwise
 *   it is `NOT_ESTABLISHED`: no alarm, and no reassurance. Who was seen lately was seen lately, whoever else could not be heard.
 * - After how many days somebody was not seen for too long is in no law; 42 (six weeks) is a choice, and configurable.
 */
import { dayInTheNetherlands, isDate, isDateTime } from '../../../adapter-kit/dates.js';
import {
  type Completeness,
  type Contributed,
  completenessOf,
  mayHoldMore,
  readable,
} from './completeness.js';
import type { Contribution, OrganisationKind, PartSource, SightingPart } from './contribution.js';
import { compareText, daysBetween } from './days.js';
import { withoutDuplicates } from './duplicates.js';

/** A member of the household, as far as it matters whether anybody sees them. */
export interface WatchedMember {
  readonly memberId: string;
  readonly life: 'LIVING' | 'DEAD' | 'UNBORN';
  /** Whether it is not sure who they are, or that they are: their number is in dispute, or they were to be born by now. */
  readonly isUncertain?: boolean;
  /** Since when an organisation knows them, `YYYY-MM-DD`: whom nobody could have seen yet is not missed. Null: not known since when. */
  readonly knownSince: string | null;
}

/**
 * `SEEN`: within the time. `ALARM`: seen before, and not for too long. `NEVER_SEEN`: no source tells that anybody ever saw them; an alarm
 * too, once they are known longer than the time. `NOT_ESTABLISHED`: it depends on what could not be heard or may be withheld.
 * `NOT_WATCHED`: dead or unborn.
 */
export type WatchState = 'SEEN' | 'ALARM' | 'NEVER_SEEN' | 'NOT_ESTABLISHED' | 'NOT_WATCHED';

export interface Contact {
  /** The day in the Netherlands. */
  readonly on: string;
  /** Calendar days until the reference day. */
  readonly daysSince: number;
  /** The unit or party, e.g. `De Haven`. */
  readonly by: string;
  readonly source: PartSource;
}

export interface Contacts {
  /** Seen, also when spoken with alone. */
  readonly seen: Contact | null;
  readonly spokenAlone: Contact | null;
  readonly phoned: Contact | null;
}

export interface MemberLastSeen extends Contacts {
  readonly memberId: string;
  readonly state: WatchState;
  /** Whether somebody should go and look. */
  readonly isAlarm: boolean;
  /** Every organisation that answered, by name; one that has no contact with this member recorded stands here with none. */
  readonly byOrganisation: readonly (Contacts & { readonly organisation: OrganisationKind })[];
}

export interface CombinedLastSeen extends Completeness {
  /** As the members were given. */
  readonly members: readonly MemberLastSeen[];
  /** The time that was used, in days, and who set it; null: nobody, it is as shipped. */
  readonly alarmAfterDays: number;
  readonly configuredBy: string | null;
}

export interface LastSeenContext {
  readonly members: readonly WatchedMember[];
  /** `YYYY-MM-DD` in the Netherlands. Contacts after it do not count. */
  readonly referenceDay: string;
  readonly alarm?: { readonly afterDays: number; readonly configuredBy: string };
}

export const alarmAfterDaysAsShipped = 42;

/** @throws RangeError when the reference day is no day, or the time no whole number of days from 1. */
export function toLastSeen(
  contributions: readonly Contribution<SightingPart>[],
  { members, referenceDay, alarm }: LastSeenContext,
): CombinedLastSeen {
  const alarmAfterDays = alarm?.afterDays ?? alarmAfterDaysAsShipped;
  if (!isDate(referenceDay)) throw new RangeError('referenceDay: expected a day YYYY-MM-DD');
  if (!Number.isInteger(alarmAfterDays) || alarmAfterDays < 1) {
    throw new RangeError('alarm.afterDays: expected a whole number of days, 1 or more');
  }
  const { parts, broken } = readable(contributions, ({ on }) => isDate(on) || isDateTime(on));
  const completeness = completenessOf(contributions, broken);
  const contactsOf = byMember(parts, referenceDay);
  const answered = contributions
    .filter(({ outcome }) => outcome === 'ANSWERED')
    .map(({ organisation }) => organisation)
    .sort(compareText);
  return {
    members: members.map((member) => {
      const contacts = contactsOf.get(member.memberId) ?? [];
      const together = toContacts(contacts);
      const watched = { member, seen: together.seen, referenceDay, alarmAfterDays };
      return {
        memberId: member.memberId,
        ...together,
        ...watch(watched, mayHoldMore(completeness)),
        byOrganisation: [...new Set(answered)].map((organisation) => ({
          organisation,
          ...toContacts(contacts.filter(({ source }) => source.organisation === organisation)),
        })),
      };
    }),
    alarmAfterDays,
    configuredBy: alarm?.configuredBy ?? null,
    ...completeness,
  };
}

interface Watched {
  readonly member: WatchedMember;
  readonly seen: Contact | null;
  readonly referenceDay: string;
  readonly alarmAfterDays: number;
}

function watch(
  { member, seen, referenceDay, alarmAfterDays }: Watched,
  mayBeSeenByOthers: boolean,
): Pick<MemberLastSeen, 'state' | 'isAlarm'> {
  if (member.life !== 'LIVING') return { state: 'NOT_WATCHED', isAlarm: false };
  if (seen !== null && seen.daysSince <= alarmAfterDays) return { state: 'SEEN', isAlarm: false };
  if (mayBeSeenByOthers || member.isUncertain) return { state: 'NOT_ESTABLISHED', isAlarm: false };
  if (seen !== null) return { state: 'ALARM', isAlarm: true };
  const isNew = member.knownSince !== null && daysBetween(member.knownSince, referenceDay) <= alarmAfterDays;
  return { state: 'NEVER_SEEN', isAlarm: !isNew };
}

interface How extends Contact {
  readonly id: string;
  readonly how: SightingPart['how'];
}

function byMember(
  parts: readonly Contributed<SightingPart>[],
  referenceDay: string,
): ReadonlyMap<string, readonly How[]> {
  const contacts = new Map<string, How[]>();
  for (const { id, memberId, on: when, how, by, source } of withoutDuplicates(
    parts,
    ({ memberId, on, how }) => `${memberId} ${on} ${how}`,
  )) {
    const on = isDate(when) ? when : dayInTheNetherlands(new Date(when));
    if (on > referenceDay) continue;
    const contact = { id, how, on, daysSince: daysBetween(on, referenceDay), by, source };
    const known = contacts.get(memberId);
    if (known) known.push(contact);
    else contacts.set(memberId, [contact]);
  }
  return contacts;
}

function toContacts(contacts: readonly How[]): Contacts {
  return {
    seen: latest(contacts.filter(({ how }) => how !== 'PHONED')),
    spokenAlone: latest(contacts.filter(({ how }) => how === 'SPOKEN_ALONE')),
    phoned: latest(contacts.filter(({ how }) => how === 'PHONED')),
  };
}

/** Of two on one day the one with the smaller id, so that it is the same every time. */
function latest(contacts: readonly How[]): Contact | null {
  let last: How | null = null;
  for (const contact of contacts) {
    if (last === null || contact.on > last.on || (contact.on === last.on && contact.id < last.id))
      last = contact;
  }
  if (last === null) return null;
  const { on, daysSince, by, source } = last;
  return { on, daysSince, by, source };
}
