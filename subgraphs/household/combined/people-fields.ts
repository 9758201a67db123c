/** Who is there for the family, who saw whom, what worries there are, and what a successor needs. No I/O. */
import { mayHoldMore } from '../combine/completeness.js';
import { concernsOf } from '../combine/concerns.js';
import type { UnitPeriod } from '../combine/continuity.js';
import { organisationKinds } from '../combine/contribution.js';
import { compareText } from '../combine/days.js';
import { toDeadlines } from '../combine/deadlines.js';
import { handoverOf } from '../combine/handover.js';
import { type CombinedLastSeen, toLastSeen, type WatchedMember } from '../combine/last-seen.js';
import { type Professionals, professionalsOf } from '../combine/professionals.js';
import type { HouseholdView } from '../viewing.js';
import type { ContributingOrganisation } from './contributions.js';
import {
  type CombinedContext,
  type CombinedEntity,
  completeness,
  type Gathering,
  gatheringOf,
  oncePer,
} from './gathering.js';
import type { TermSettings } from './term-settings.js';

/** The terms of a household, for all fields that tell of them. */
export function createDeadlines({ rules, calendar }: TermSettings) {
  return oncePer((gathering: Gathering) =>
    toDeadlines(gathering.contributionsOf('terms'), { referenceDay: gathering.onDay, rules, calendar }),
  );
}

/** Resolvers by the name of the field. They throw WithheldError. */
export function createPeopleFields(
  organisations: readonly ContributingOrganisation[],
  { alarm }: TermSettings,
  deadlinesIn: ReturnType<typeof createDeadlines>,
) {
  const lastSeenIn = oncePer((gathering: Gathering): CombinedLastSeen => {
    const { onDay, view } = gathering;
    return toLastSeen(gathering.contributionsOf('sightings'), {
      members: watchedIn(view, onDay),
      referenceDay: onDay,
      ...(alarm ? { alarm } : {}),
    });
  });
  const professionalsIn = oncePer((gathering: Gathering): Professionals => {
    const { onDay, view } = gathering;
    const contributions = gathering.contributionsOf('work');
    return professionalsOf({ contributions, onDay, periods: periodsIn(view) });
  });
  const concernsIn = oncePer((gathering: Gathering) => concernsOf(gathering.contributionsOf('concerns')));

  return {
    professionals: (entity: CombinedEntity, _: unknown, context: CombinedContext) => {
      const gathering = gatheringOf(entity, context, organisations);
      const { sourceRows, continuity, ...rest } = professionalsIn(gathering);
      return {
        referenceDay: gathering.onDay,
        records: sourceRows,
        ...rest,
        ...continuity,
        ...completeness(rest, gathering.contributionsOf('work')),
      };
    },
    concerns: (entity: CombinedEntity, _: unknown, context: CombinedContext) => {
      const gathering = gatheringOf(entity, context, organisations);
      const { concerns, ...rest } = concernsIn(gathering);
      return { nodes: concerns, ...completeness(rest, gathering.contributionsOf('concerns')) };
    },
    lastSeen: (entity: CombinedEntity, _: unknown, context: CombinedContext) => {
      const gathering = gatheringOf(entity, context, organisations);
      const lastSeen = lastSeenIn(gathering);
      return { referenceDay: gathering.onDay, ...lastSeen, mayBeIncomplete: mayHoldMore(lastSeen) };
    },
    handover: (entity: CombinedEntity, _: unknown, context: CombinedContext) => {
      const gathering = gatheringOf(entity, context, organisations);
      const { onDay, contributionsOf } = gathering;
      const agreements = contributionsOf('agreements');
      const deadlines = deadlinesIn(gathering);
      const lastSeen = lastSeenIn(gathering);
      const packet = handoverOf({
        onDay,
        agreements,
        terms: { ...deadlines, mayBeIncomplete: mayHoldMore(deadlines) },
        lastSeen: { ...lastSeen, mayBeIncomplete: mayHoldMore(lastSeen) },
        concerns: concernsIn(gathering),
        professionals: professionalsIn(gathering),
      });
      const others = [
        contributionsOf('terms'),
        contributionsOf('sightings'),
        contributionsOf('concerns'),
        contributionsOf('work'),
      ];
      return { referenceDay: onDay, ...packet, ...completeness(packet, agreements, ...others) };
    },
  };
}

/** When each unit's work with the household ran: from the cases that this viewer may know of. */
export function periodsIn({ links }: HouseholdView): readonly UnitPeriod[] {
  return links.flatMap(({ organisation: kind, reference, since, until }) => {
    const organisation = organisationKinds.find((one) => one === kind);
    return organisation ? [{ unit: unitOf(reference), organisation, since, until }] : [];
  });
}

/** References begin with the code of their unit: `VT1/2025-0905`. */
function unitOf(reference: string): string {
  return reference.split('/', 1)[0] ?? reference;
}

function watchedIn({ members, links }: HouseholdView, onDay: string): readonly WatchedMember[] {
  return members.map(({ id, diedOn, expectedOn, isInDispute }) => {
    // A child whose birth nobody recorded, though it was expected by now, is not taken for one that is not born.
    const isOverdue = typeof expectedOn === 'string' && expectedOn < onDay;
    return {
      memberId: id,
      life: diedOn ? 'DEAD' : expectedOn !== undefined && !isOverdue ? 'UNBORN' : 'LIVING',
      isUncertain: isInDispute === true || isOverdue,
      knownSince:
        links
          .filter((link) => Object.values(link.members).includes(id))
          .map(({ since }) => since)
          .sort(compareText)[0] ?? null,
    };
  });
}
