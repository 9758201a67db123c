/**
 * What is no event in its own record and has a day all the same: that a professional came or left, that somebody was seen, that a worry was
 * observed, something agreed, a hand-over asked, the story taken anew. Told as events, it stands on the timeline with the others.
 */
import { readConcern } from './concerns.js';
import type {
  AgreementPart,
  ConcernPart,
  ContactPart,
  Contribution,
  EventPart,
  HandoverPart,
  Part,
  Precision,
  SightingPart,
  WorkPart,
} from './contribution.js';

export interface ToldAsEvents {
  readonly work: readonly Contribution<WorkPart>[];
  readonly sightings: readonly Contribution<SightingPart>[];
  readonly concerns: readonly Contribution<ConcernPart>[];
  readonly agreements: readonly Contribution<AgreementPart>[];
  readonly handovers: readonly Contribution<HandoverPart>[];
  readonly contacts: readonly Contribution<ContactPart>[];
}

const seenKinds = {
  SEEN: 'MEMBER_SEEN',
  SPOKEN_ALONE: 'MEMBER_SPOKEN_ALONE',
  PHONED: 'MEMBER_PHONED',
} as const;

/**
 * One contribution for each that was given: of who could not be heard it says so again.
 *
 * @param onDay what is to come after it, as the last day of somebody's work, has not happened.
 */
export function toldAsEvents(told: ToldAsEvents, onDay: string): readonly Contribution<EventPart>[] {
  const all = [
    ...each(told.work, ({ role, since, until, ...part }) => [
      eventOf(part, 'WORKER_STARTED', since, { text: role }),
      ...(until === null ? [] : [eventOf(part, 'WORKER_LEFT', until, { text: role })]),
    ]),
    ...each(told.sightings, ({ how, on, ...part }) => [eventOf(part, seenKinds[how], on)]),
    ...each(told.concerns, (part) => {
      const { fact, label, statementKind } = readConcern(part);
      return [eventOf(part, 'CONCERN_OBSERVED', part.observedOn, { text: fact ?? label, statementKind })];
    }),
    ...each(told.agreements, ({ text, agreedOn, endedOn, ...part }) => [
      eventOf(part, 'AGREEMENT_MADE', agreedOn, { text, statementKind: 'AGREEMENT' }),
      ...(endedOn === null ? [] : [eventOf(part, 'AGREEMENT_ENDED', endedOn, { text })]),
    ]),
    ...each(told.handovers, ({ reason, askedOn, ...part }) => [
      eventOf(part, 'HANDOVER_REQUESTED', askedOn, { text: reason }),
    ]),
    ...each(told.contacts, ({ kind, on, ...part }) => {
      if (kind === 'INTAKE') return [eventOf(part, 'INTAKE_HELD', on)];
      // A GI's first contact has a term, and is an event of the GI already.
      return part.source.organisation === 'GI' ? [] : [eventOf(part, 'FIRST_CONTACT', on)];
    }),
  ];
  return all.map((contribution) => ({
    ...contribution,
    parts: contribution.parts.filter(({ when }) => when <= onDay),
  }));
}

function each<Item extends Part>(
  contributions: readonly Contribution<Item>[],
  toEvents: (part: Item) => readonly EventPart[],
): readonly Contribution<EventPart>[] {
  return contributions.map((contribution) => ({
    ...contribution,
    parts: contribution.parts.flatMap(toEvents),
  }));
}

function eventOf(
  { id, memberIds, source }: Part,
  kind: EventPart['kind'],
  when: string,
  told: { readonly text?: string | null; readonly statementKind?: EventPart['statementKind'] } = {},
): EventPart {
  return {
    id: `${id}.${kind}`,
    kind,
    when,
    precision: precisionOf(when),
    text: told.text ?? null,
    memberIds,
    statementKind: told.statementKind ?? 'FACT',
    source,
  };
}

/** By its length; what is none of these is found to be unreadable where it is placed. */
function precisionOf(when: string): Precision {
  return when.length === 4 ? 'YEAR' : when.length === 7 ? 'MONTH' : 'DAY';
}
