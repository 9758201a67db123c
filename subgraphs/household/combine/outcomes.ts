/** `Household.sources`: what became of asking each organisation, from what each contributed and what the register knows. */
import type {
  OutcomeKind,
  OutcomeReason,
  RecordTypeVisibility,
  SourceOutcome,
} from '../../../adapter-kit/source-outcomes.js';

export interface HouseholdSource {
  readonly organisation: string;
  readonly outcome: OutcomeKind;
  readonly reason: OutcomeReason | null;
  readonly asOf: string | null;
  readonly visibility: 'ALL' | 'MAY_BE_FILTERED' | 'NONE';
  readonly visibilityByType: readonly RecordTypeVisibility[];
  readonly awaitingConfirmation: number;
}

/** A contribution that did not arrive means that the organisation's subgraph could not be reached. */
export const contributionLost: SourceOutcome = { outcome: 'UNAVAILABLE', reason: 'DOWN', asOf: null };

export function toHouseholdSource(
  organisation: string,
  contribution: SourceOutcome | null | undefined,
  awaitingConfirmation: number,
): HouseholdSource {
  const { outcome, reason, asOf, visibility } = contribution ?? contributionLost;
  const byType = visibility ?? [];
  return {
    organisation,
    outcome,
    // An owner that may not tell of every case leaves it to the register, which knows of which this viewer may hear.
    reason: reason ?? (outcome === 'ANSWERED' && awaitingConfirmation > 0 ? 'LINK_UNCONFIRMED' : null),
    asOf: asOf ?? null,
    visibility: overall(byType),
    visibilityByType: byType,
    awaitingConfirmation,
  };
}

/** Of all kinds together. Where no access rules stand nothing is filtered. */
function overall(byType: readonly RecordTypeVisibility[]): HouseholdSource['visibility'] {
  if (byType.every(({ visibility }) => visibility === 'ALL')) return 'ALL';
  return byType.every(({ visibility }) => visibility === 'NONE') ? 'NONE' : 'MAY_BE_FILTERED';
}
