/** The combined fields of `Household`: thin calls of the rules in `combine/`, over what the organisations contributed. No I/O. */
import { GraphQLError } from 'graphql';
import type { RequestAccess } from '../../../adapter-kit/access/request-access.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import { mayHoldMore } from '../combine/completeness.js';
import type { OrganisationKind } from '../combine/contribution.js';
import { toDeadlines } from '../combine/deadlines.js';
import { InvalidArgumentError } from '../combine/invalid-argument.js';
import { toTimeline } from '../combine/timeline.js';
import type { HouseholdView } from '../viewing.js';
import { type ContributingOrganisation, contributionsOf, type Gathering } from './contributions.js';
import type { TermSettings } from './term-settings.js';

/** The household as far as combining goes. */
export interface CombinedEntity {
  /** `null`: the register has no such household for this viewer any more. */
  readonly view: HouseholdView | null;
  readonly contributed: Readonly<Record<string, unknown>>;
}

export interface CombinedContext {
  /** `null`: no access rules stand. */
  readonly access: RequestAccess | null;
  readonly now: Date;
}

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
  { rules, calendar }: TermSettings,
) {
  return {
    timeline: (entity: CombinedEntity, asked: AskedTimeline, { access }: CombinedContext) => {
      const gathering = gatheringOf(entity, access, organisations);
      const { from, until, kinds, after } = asked;
      return telling(() => {
        const { events, hasNextPage, endCursor, ...completeness } = toTimeline(
          contributionsOf('events', gathering),
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
    deadlines: (entity: CombinedEntity, _: unknown, { access, now }: CombinedContext) => {
      const referenceDay = dayInTheNetherlands(now);
      const { deadlines, ...completeness } = toDeadlines(
        contributionsOf('terms', gatheringOf(entity, access, organisations)),
        { referenceDay, rules, calendar },
      );
      return {
        referenceDay,
        nodes: deadlines,
        ...completeness,
        mayBeIncomplete: mayHoldMore(completeness),
      };
    },
  };
}

/** What is combined, for a viewer whom the register's own rules give the combined view. @throws WithheldError, GraphQLError */
function gatheringOf(
  { view, contributed }: CombinedEntity,
  access: RequestAccess | null,
  organisations: readonly ContributingOrganisation[],
): Gathering {
  access?.requireType('combined-view');
  if (view === null) {
    throw new GraphQLError('this household changed while it was read: look it up again', {
      extensions: { code: 'HOUSEHOLD_NOT_FOUND' },
    });
  }
  return { organisations, contributed, view };
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

/** An argument that cannot be meant, as a client is told of it. */
function telling<Answer>(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (thrown) {
    if (!(thrown instanceof InvalidArgumentError)) throw thrown;
    throw new GraphQLError(thrown.message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
}
