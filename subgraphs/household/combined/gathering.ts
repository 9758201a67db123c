/** What is combined, for whom and of which day: what all combined fields have in common. */
import { GraphQLError } from 'graphql';
import type { RequestAccess } from '../../../adapter-kit/access/request-access.js';
import type { PartKind, PartOf } from '../../../adapter-kit/combined/parts.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import { completenessOf } from '../combine/completeness.js';
import type { Contribution, MissingContribution, Part } from '../combine/contribution.js';
import { InvalidArgumentError } from '../combine/invalid-argument.js';
import type { HouseholdView } from '../viewing.js';
import { type ContributingOrganisation, contributionsIn, type HandedOver } from './contributions.js';

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

/** What was handed over of one household, read once for all fields that want it. */
export interface Gathering {
  readonly view: HouseholdView;
  /** The day of which is told: today in the Netherlands. */
  readonly onDay: string;
  contributionsOf<Kind extends PartKind>(kind: Kind): readonly Contribution<PartOf<Kind>>[];
}

/** What several fields of one household need is worked out at the first asking. */
export function oncePer<Key extends object, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new WeakMap<Key, { readonly value: Made }>();
  return (key) => {
    const present = made.get(key) ?? { value: make(key) };
    made.set(key, present);
    return present.value;
  };
}

const gathered = new WeakMap<CombinedEntity, Gathering>();

/** What is combined, for a viewer whom the register's own rules give the combined view. @throws WithheldError, GraphQLError */
export function gatheringOf(
  entity: CombinedEntity,
  { access, now }: CombinedContext,
  organisations: readonly ContributingOrganisation[],
): Gathering {
  access?.requireType('combined-view');
  const { view, contributed } = entity;
  if (view === null) {
    throw new GraphQLError('this household changed while it was read: look it up again', {
      extensions: { code: 'HOUSEHOLD_NOT_FOUND' },
    });
  }
  const gathering =
    gathered.get(entity) ?? gather({ organisations, contributed, view, rulesStand: access !== null }, now);
  gathered.set(entity, gathering);
  return gathering;
}

function gather(handedOver: HandedOver, now: Date): Gathering {
  const read = new Map<PartKind, unknown>();
  return {
    view: handedOver.view,
    onDay: dayInTheNetherlands(now),
    contributionsOf<Kind extends PartKind>(kind: Kind) {
      if (!read.has(kind)) read.set(kind, contributionsIn(kind, handedOver));
      return read.get(kind) as readonly Contribution<PartOf<Kind>>[]; // put there for this kind
    },
  };
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
