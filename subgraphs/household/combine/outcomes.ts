/** `Household.sources`: what became of asking each organisation, from what each contributed and what the register knows. */
import type { SourceErrorReason } from '../../../adapter-kit/source-error.js';
import type { OutcomeKind, SourceOutcome } from '../../../adapter-kit/source-outcomes.js';

export interface HouseholdSource {
  readonly organisation: string;
  readonly outcome: OutcomeKind;
  readonly reason: SourceErrorReason | null;
  readonly asOf: string | null;
  readonly visibility: 'ALL' | 'MAY_BE_FILTERED' | 'NONE';
  readonly awaitingConfirmation: number;
}

/** A contribution that did not arrive means that the organisation's subgraph could not be reached. */
export const contributionLost: SourceOutcome = { outcome: 'UNAVAILABLE', reason: 'DOWN', asOf: null };

export function toHouseholdSource(
  organisation: string,
  contribution: SourceOutcome | null | undefined,
  awaitingConfirmation: number,
): HouseholdSource {
  const { outcome, reason, asOf } = contribution ?? contributionLost;
  // Nothing is filtered while there are no access rules: the same for every viewer and every household.
  return {
    organisation,
    outcome,
    reason: reason ?? null,
    asOf: asOf ?? null,
    visibility: 'ALL',
    awaitingConfirmation,
  };
}
