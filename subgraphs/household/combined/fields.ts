/** The combined fields of `Household`: thin calls of the rules in `combine/`, over what the organisations contributed. No I/O. */
import { mayHoldMore } from '../combine/completeness.js';
import type { OrganisationKind } from '../combine/contribution.js';
import { InvalidArgumentError } from '../combine/invalid-argument.js';
import { toTimeline } from '../combine/timeline.js';
import { toldAsEvents } from '../combine/told-as-events.js';
import type { ContributingOrganisation } from './contributions.js';
import { createCourseFields } from './course-fields.js';
import {
  type CombinedContext,
  type CombinedEntity,
  type Gathering,
  gatheringOf,
  telling,
} from './gathering.js';
import { createDeadlines, createPeopleFields } from './people-fields.js';
import type { TermSettings } from './term-settings.js';

export interface AskedTimeline {
  readonly from?: string | null;
  readonly until?: string | null;
  readonly organisations?: readonly OrganisationKind[] | null;
  readonly persons?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

const usualPage = 20;

/** Resolvers by the name of the field. They throw WithheldError, and GraphQLError for a question that is not one. */
export function createCombinedFields(
  organisations: readonly ContributingOrganisation[],
  settings: TermSettings,
) {
  const deadlinesIn = createDeadlines(settings);
  return {
    ...createPeopleFields(organisations, settings, deadlinesIn),
    ...createCourseFields(organisations),
    timeline: (entity: CombinedEntity, asked: AskedTimeline, context: CombinedContext) => {
      const gathering = gatheringOf(entity, context, organisations);
      const { from, until, kinds, after } = asked;
      return telling(() => {
        const { events, hasNextPage, endCursor, ...completeness } = toTimeline(
          [
            ...gathering.contributionsOf('events'),
            ...toldAsEvents(
              {
                work: gathering.contributionsOf('work'),
                sightings: gathering.contributionsOf('sightings'),
                concerns: gathering.contributionsOf('concerns'),
                agreements: gathering.contributionsOf('agreements'),
                handovers: gathering.contributionsOf('handovers'),
                contacts: gathering.contributionsOf('contacts'),
              },
              gathering.onDay,
            ),
          ],
          {
            filter: {
              from: from ?? null,
              until: until ?? null,
              organisations: asked.organisations ?? null,
              memberIds: membersOf(asked.persons, gathering),
              kinds: kinds ?? null,
            },
            first: asked.first ?? usualPage,
            after: after ?? null,
          },
        );
        return {
          nodes: events,
          pageInfo: { hasNextPage, endCursor },
          ...completeness,
          mayBeIncomplete: mayHoldMore(completeness),
        };
      });
    },
    deadlines: (entity: CombinedEntity, _: unknown, context: CombinedContext) => {
      const gathering = gatheringOf(entity, context, organisations);
      const { deadlines, ...completeness } = deadlinesIn(gathering);
      return {
        referenceDay: gathering.onDay,
        nodes: deadlines,
        ...completeness,
        mayBeIncomplete: mayHoldMore(completeness),
      };
    },
  };
}

/** Somebody whom this viewer does not see is refused like somebody who is not there. @throws InvalidArgumentError */
function membersOf(
  persons: readonly string[] | null | undefined,
  { view }: Gathering,
): readonly string[] | null {
  if (!persons) return null;
  const seen = new Set(view.members.map(({ id }) => id));
  if (persons.some((id) => !seen.has(id))) {
    throw new InvalidArgumentError('persons', 'ids of members of this household (Member.id)');
  }
  return persons;
}
