/**
 * What is no event in its own record and has a day all the same: that a professional came or left, that somebody was seen, that a worry was
 * observed, something agreed, a hand-over asked, the story taken anew. Told as events, it stands on the timeline with the others.
 */
import type {
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
import type { AgreementPart } from './relay-parts.js';

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

/** One contribution for each that was given: of who could not be heard it says so again. */
export function toldAsEvents(told: ToldAsEvents): readonly Contribution<EventPart>[] {
  return [
    ...each(told.work, ({ role, since, until, ...part }) => [
      eventOf(part, 'WORKER_STARTED', since, { text: role }),
      ...(until === null ? [] : [eventOf(part, 'WORKER_LEFT', until, { text: role })]),
    ]),
    ...each(told.sightings, ({ how, on, ...part }) => [eventOf(part, seenKinds[how], on)]),
    ...each(told.concerns, ({ fact, label, observedOn, statementKind, ...part }) => [
      eventOf(part, 'CONCERN_OBSERVED', observedOn, {
        text: fact ?? label,
        // A word alone states nothing that was seen, whatever its source called it.
        statementKind: fact === null ? 'OPINION' : statementKind,
      }),
    ]),
    ...each(told.agreements, ({ text, agreedOn, endedOn, ...part }) => [
      eventOf(part, 'AGREEMENT_MADE', agreedOn, { text, statementKind: 'AGREEMENT' }),
      ...(endedOn === null ? [] : [eventOf(part, 'AGREEMENT_ENDED', endedOn, { text })]),
    ]),
    ...each(told.handovers, ({ reason, askedOn, ...part }) => [
      eventOf(part, 'HANDOVER_REQUESTED', askedOn, { text: reason }),
    ]),
    // A first contact is an event of its own organisation already.
    ...each(told.contacts, ({ kind, on, ...part }) =>
      kind === 'INTAKE' ? [eventOf(part, 'INTAKE_HELD', on)] : [],
    ),
  ];
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
  kind: string,
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
