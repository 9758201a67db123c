/** What is combined, for whom and of which day: what all combined fields have in common. */
import { GraphQLError } from 'graphql';
import type { RequestAccess } from '../../../adapter-kit/access/request-access.js';
import { completenessOf } from '../combine/completeness.js';
import type { Contribution, MissingContribution, Part } from '../combine/contribution.js';
import { InvalidArgumentError } from '../combine/invalid-argument.js';
import type { HouseholdView } from '../viewing.js';
import type { ContributingOrganisation, Gathering } from './contributions.js';

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

/** What is combined, for a viewer whom the register's own rules give the combined view. @throws WithheldError, GraphQLError */
export function gatheringOf(
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

/** An argument that cannot be meant, as a client is told of it. */
export function telling<Answer>(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (thrown) {
    if (!(thrown instanceof InvalidArgumentError)) throw thrown;
    throw new GraphQLError(thrown.message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
}

/** How much of a field this viewer is shown, from what was gathered for it and from all that it was gathered from. */
export function completeness(
  gathered: { readonly missing: readonly MissingContribution[]; readonly mayBeIncomplete: boolean },
  ...contributions: readonly (readonly Contribution<Part>[])[]
) {
  const { missing, mayBeIncomplete } = gathered;
  return { missing, mayBeIncomplete, visibility: completenessOf(contributions.flat()).visibility };
}
