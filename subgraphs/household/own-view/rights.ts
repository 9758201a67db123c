/** What may be asked of each organisation, from what each contributed: always one line for each, whatever there is. */
import type { OutcomeReason, SourceOutcome } from '../../../adapter-kit/source-outcomes.js';

/** As the organisations' subgraphs give it; what is in `units` goes on as it came. */
export interface RightsContribution extends Pick<SourceOutcome, 'outcome' | 'reason'> {
  readonly units: readonly object[] | null;
}

export interface OrganisationRights {
  readonly organisation: string;
  /** `null`: not established, for this reason. */
  readonly units: readonly object[] | null;
  readonly reason: OutcomeReason | null;
}

export function toOrganisationRights(
  organisation: string,
  contribution: RightsContribution | null | undefined,
): OrganisationRights {
  // Nothing came at all: the line to that subgraph was lost, and nobody can say what it would have been.
  if (!contribution) return { organisation, units: null, reason: 'DOWN' };
  const { units, reason, outcome } = contribution;
  if (units === null) return { organisation, units, reason: reason ?? 'CONTRACT_BROKEN' };
  // Of an organisation that answered, a reason says only that there may be more cases.
  return { organisation, units, reason: outcome === 'ANSWERED' ? null : reason };
}
