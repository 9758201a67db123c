/**
 * The relay: how often the family was passed on, how long nobody came, and how often it had to tell its story anew.
 *
 * A hand-over begins on the day that one unit asks another to take over, and ends on the first day, that one or later, on which somebody
 * of the asked unit met or spoke with the family. The asked unit's own paperwork (opening a file, an intake at a desk) ends nothing. No
 * contact recorded: the family still waits, and that is told as waiting and not left out.
 */
import { completenessOf } from './completeness.js';
import type {
  ContactPart,
  Contribution,
  HandoverPart,
  HelpPart,
  MissingContribution,
  OrganisationKind,
} from './contribution.js';
import { compareText, daysBetween } from './days.js';
import { gather, sharesMembers } from './gathered.js';
import { missingOfAll } from './missing.js';
import { readingOfContacts, readingOfHandovers, readingOfHelp } from './readings.js';

/**
 * `NOT_ESTABLISHED`: no contact is known, and the asked organisation could not be heard or does not show everything to this viewer; or
 * nobody recorded which unit was asked, and none came within a year.
 */
export type WaitState = 'ANSWERED' | 'WAITING' | 'NOT_ESTABLISHED';

export interface Handover {
  readonly id: string;
  readonly fromUnit: string;
  readonly toOrganisation: HandoverPart['toOrganisation'];
  /** The asked unit, or the one that came where none was named. */
  readonly toUnit: string | null;
  readonly askedOn: string;
  readonly state: WaitState;
  readonly answeredOn: string | null;
  /** From asked to answered, or to the reference day while waiting. Null: not established. */
  readonly days: number | null;
  readonly reason: string;
  readonly memberIds: readonly string[];
}

/** That the family told its story anew to somebody. */
export interface Intake {
  readonly unit: string;
  readonly worker: string | null;
  readonly on: string;
}

/** How long help was waited for, counted apart from hand-overs. */
export interface HelpWait {
  readonly name: string;
  readonly provider: string | null;
  readonly askedOn: string;
  readonly startedOn: string | null;
  readonly state: Exclude<WaitState, 'NOT_ESTABLISHED'>;
  readonly days: number;
  /** For how many it was asked on that day, as far as filed. */
  readonly memberIds: readonly string[];
}

export interface Relay {
  /** In the order in which they were asked. */
  readonly handovers: readonly Handover[];
  /** Of answered hand-overs. */
  readonly daysWaited: number;
  readonly longestWait: number | null;
  readonly stillWaiting: number;
  readonly intakes: readonly Intake[];
  readonly waitingForHelp: readonly HelpWait[];
  readonly daysWaitedForHelp: number;
  readonly missing: readonly MissingContribution[];
  readonly mayBeIncomplete: boolean;
}

export interface RelayQuestion {
  readonly handovers: readonly Contribution<HandoverPart>[];
  readonly contacts: readonly Contribution<ContactPart>[];
  readonly help: readonly Contribution<HelpPart>[];
  readonly onDay: string;
  /** Units whose files this viewer may know of. Of another one it is neither named nor said whether it came. Absent: all. */
  readonly unitsKnown?: ReadonlySet<string>;
}

/**
 * Where the asker did not record which unit it asked, a contact later than this is no answer to it: another unit began something of its
 * own. A choice, not a rule of law.
 */
const longestUnnamedWaitDays = 366;

/** @throws RangeError where the reference day is no day. */
export function relayOf({ handovers, contacts, help, onDay, unitsKnown }: RelayQuestion): Relay {
  const [asked, met, given] = [
    gather(handovers, readingOfHandovers),
    gather(contacts, readingOfContacts),
    gather(help, readingOfHelp),
  ];
  const meetings = met.parts.filter(({ on }) => on <= onDay).sort(inTime);
  const heard = heardInFull(contacts, met.missing);
  const rows = withoutEchoes(asked.parts.filter(({ askedOn }) => askedOn <= onDay)).map((handover) =>
    unitsKnown && handover.toUnit !== null && !unitsKnown.has(handover.toUnit)
      ? notEstablished(handover, null)
      : toHandover(handover, { meetings, heard, onDay, unitsKnown }),
  );
  const answered = rows.flatMap(({ state, days }) => (state === 'ANSWERED' ? (days ?? []) : []));
  const waits = waitsForHelp(given.parts, onDay);
  return {
    handovers: rows,
    daysWaited: sum(answered),
    longestWait: answered.length === 0 ? null : Math.max(...answered),
    stillWaiting: rows.filter(({ state }) => state === 'WAITING').length,
    intakes: intakesOf(meetings),
    waitingForHelp: waits,
    daysWaitedForHelp: sum(waits.flatMap(({ state, days }) => (state === 'ANSWERED' ? days : []))),
    missing: missingOfAll([asked.missing, met.missing, given.missing]),
    mayBeIncomplete: [asked, met, given].some(({ mayBeIncomplete }) => mayBeIncomplete),
  };
}

/**
 * One hand-over that the asker and the asked both recorded counts once: the same two, on the same day, about the same people. A record that
 * names the unit goes before one that does not.
 */
function withoutEchoes(handovers: readonly HandoverPart[]): readonly HandoverPart[] {
  const inOrder = [...handovers].sort(
    (left, right) =>
      compareText(left.askedOn, right.askedOn) ||
      compareText(left.fromUnit, right.fromUnit) ||
      Number(left.toUnit === null) - Number(right.toUnit === null) ||
      compareText(left.toUnit ?? '', right.toUnit ?? '') ||
      compareText(left.id, right.id),
  );
  const kept: HandoverPart[] = [];
  for (const one of inOrder) {
    const isEcho = kept.some(
      (other) =>
        other.askedOn === one.askedOn &&
        other.fromUnit === one.fromUnit &&
        other.toOrganisation === one.toOrganisation &&
        (one.toUnit === null || other.toUnit === one.toUnit) &&
        sharesMembers(other.memberIds, one.memberIds),
    );
    if (!isEcho) kept.push(one);
  }
  return kept;
}

interface Met {
  readonly meetings: readonly ContactPart[];
  /** Organisations of which no contact is hidden: where they have none, there was none. */
  readonly heard: ReadonlySet<OrganisationKind>;
  readonly onDay: string;
  readonly unitsKnown: ReadonlySet<string> | undefined;
}

/** Who answered in full and filters nothing for this viewer. */
function heardInFull(
  contacts: readonly Contribution<ContactPart>[],
  missing: readonly MissingContribution[],
): ReadonlySet<OrganisationKind> {
  const isWhole = (contribution: Contribution<ContactPart>): boolean =>
    completenessOf([contribution]).visibility === 'ALL' &&
    !missing.some(({ organisation }) => organisation === contribution.organisation);
  return new Set(contacts.filter(isWhole).map(({ organisation }) => organisation));
}

function notEstablished(
  { id, fromUnit, toOrganisation, askedOn, reason, memberIds }: HandoverPart,
  toUnit: string | null,
): Handover {
  const told = { id, fromUnit, toOrganisation, toUnit, askedOn, reason, memberIds };
  return { ...told, state: 'NOT_ESTABLISHED', answeredOn: null, days: null };
}

function toHandover(handover: HandoverPart, { meetings, heard, onDay, unitsKnown }: Met): Handover {
  const { id, fromUnit, toOrganisation, toUnit, askedOn, reason, memberIds } = handover;
  const met = meetings.find(
    (contact) =>
      contact.on >= askedOn &&
      contact.source.organisation === toOrganisation &&
      (toUnit === null
        ? // A party outside the four that took the story is no unit of the organisation that was asked.
          (unitsKnown?.has(contact.unit) ?? true) &&
          daysBetween(askedOn, contact.on) <= longestUnnamedWaitDays
        : contact.unit === toUnit) &&
      sharesMembers(contact.memberIds, memberIds),
  );
  const told = { id, fromUnit, toOrganisation, askedOn, reason, memberIds };
  if (met === undefined) {
    const isUnclear = toUnit === null && daysBetween(askedOn, onDay) > longestUnnamedWaitDays;
    if (isUnclear || !heard.has(toOrganisation)) return notEstablished(handover, toUnit);
    return { ...told, toUnit, state: 'WAITING', answeredOn: null, days: daysBetween(askedOn, onDay) };
  }
  return {
    ...told,
    toUnit: toUnit ?? met.unit,
    state: 'ANSWERED',
    answeredOn: met.on,
    days: daysBetween(askedOn, met.on),
  };
}

/** One conversation that two records tell of is one. Whom nobody named cannot be told apart, and counts once a day and unit. */
function intakesOf(meetings: readonly ContactPart[]): readonly Intake[] {
  const intakes = new Map<string, Intake>();
  for (const { kind, unit, worker, on } of meetings) {
    if (kind === 'INTAKE') intakes.set(JSON.stringify([on, unit, worker]), { unit, worker, on });
  }
  return [...intakes.values()];
}

/** Help of one name and provider, asked for on one day and begun on one day, is one wait for the family, for however many of its children. */
function waitsForHelp(help: readonly HelpPart[], onDay: string): readonly HelpWait[] {
  const waits = new Map<string, HelpWait>();
  for (const { name, provider, askedOn, startedOn, until, memberIds } of help) {
    if (askedOn === null || askedOn > onDay) continue;
    const begun = startedOn !== null && startedOn <= onDay ? startedOn : null;
    // Ended before it began: withdrawn, and nobody waits any more.
    if (begun === null && until !== null && until <= onDay) continue;
    const key = JSON.stringify([askedOn, name, provider, begun]);
    waits.set(key, {
      name,
      provider,
      askedOn,
      startedOn: begun,
      state: begun === null ? 'WAITING' : 'ANSWERED',
      days: daysBetween(askedOn, begun ?? onDay),
      memberIds: [...new Set([...(waits.get(key)?.memberIds ?? []), ...memberIds])].sort(compareText),
    });
  }
  return [...waits].sort(([left], [right]) => compareText(left, right)).map(([, wait]) => wait);
}

function inTime(left: ContactPart, right: ContactPart): number {
  return (
    compareText(left.on, right.on) || compareText(left.unit, right.unit) || compareText(left.id, right.id)
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
