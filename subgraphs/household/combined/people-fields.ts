/** Who is there for the family, who saw whom, what worries there are, and what a successor needs. No I/O. */
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
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
import { type ContributingOrganisation, contributionsOf, type Gathering } from './contributions.js';
import { type CombinedContext, type CombinedEntity, completeness, gatheringOf } from './gathering.js';
import type { TermSettings } from './term-settings.js';

/** Resolvers by the name of the field. They throw WithheldError. */
export function createPeopleFields(
  organisations: readonly ContributingOrganisation[],
  { rules, calendar, alarm }: TermSettings,
) {
  const lastSeenIn = (gathering: Gathering, referenceDay: string): CombinedLastSeen =>
    toLastSeen(contributionsOf('sightings', gathering), {
      members: watchedIn(gathering.view, referenceDay),
      referenceDay,
      ...(alarm ? { alarm } : {}),
    });

  return {
    professionals: (entity: CombinedEntity, _: unknown, { access, now }: CombinedContext) => {
      const referenceDay = dayInTheNetherlands(now);
      const gathering = gatheringOf(entity, access, organisations);
      const work = contributionsOf('work', gathering);
      const { sourceRows, continuity, ...rest } = professionalsIn(gathering, referenceDay);
      return { referenceDay, records: sourceRows, ...rest, ...continuity, ...completeness(rest, work) };
    },
    concerns: (entity: CombinedEntity, _: unknown, { access }: CombinedContext) => {
      const given = contributionsOf('concerns', gatheringOf(entity, access, organisations));
      const { concerns, ...rest } = concernsOf(given);
      return { nodes: concerns, ...completeness(rest, given) };
    },
    lastSeen: (entity: CombinedEntity, _: unknown, { access, now }: CombinedContext) => {
      const referenceDay = dayInTheNetherlands(now);
      const lastSeen = lastSeenIn(gatheringOf(entity, access, organisations), referenceDay);
      return { referenceDay, ...lastSeen, mayBeIncomplete: mayHoldMore(lastSeen) };
    },
    handover: (entity: CombinedEntity, _: unknown, { access, now }: CombinedContext) => {
      const onDay = dayInTheNetherlands(now);
      const gathering = gatheringOf(entity, access, organisations);
      const [agreements, terms, sightings, worries, work] = [
        contributionsOf('agreements', gathering),
        contributionsOf('terms', gathering),
        contributionsOf('sightings', gathering),
        contributionsOf('concerns', gathering),
        contributionsOf('work', gathering),
      ];
      const deadlines = toDeadlines(terms, { referenceDay: onDay, rules, calendar });
      const lastSeen = lastSeenIn(gathering, onDay);
      const packet = handoverOf({
        onDay,
        agreements,
        terms: { ...deadlines, mayBeIncomplete: mayHoldMore(deadlines) },
        lastSeen: { ...lastSeen, mayBeIncomplete: mayHoldMore(lastSeen) },
        concerns: concernsOf(worries),
        professionals: professionalsIn(gathering, onDay),
      });
      return {
        referenceDay: onDay,
        ...packet,
        ...completeness(packet, agreements, terms, sightings, worries, work),
      };
    },
  };
}

function professionalsIn(gathering: Gathering, onDay: string): Professionals {
  return professionalsOf({
    contributions: contributionsOf('work', gathering),
    onDay,
    periods: periodsIn(gathering.view),
  });
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
