/**
 * What each organisation contributes, as the rules see it. A contribution holds what its owner gives to this viewer and nothing else; one
 * that could not be had is told by its outcome and counts as missing, never as empty. The shapes of the parts are the contract's
 * (`adapter-kit/combined/parts.ts`).
 */
import type { PartOf } from '../../../adapter-kit/combined/parts.js';
import type { Share } from '../../../adapter-kit/combined/share.js';
import type { OrganisationKind } from '../../../adapter-kit/combined/words.js';
import type { OutcomeReason, RecordTypeVisibility } from '../../../adapter-kit/source-outcomes.js';

export type { Part, PartSource } from '../../../adapter-kit/combined/parts.js';
export {
  type OrganisationKind,
  organisationKinds,
  type Precision,
  type TermKind,
  termKinds,
  type WorkDomain,
  workDomains,
} from '../../../adapter-kit/combined/words.js';

/** One organisation's share in one combined field. */
export interface Contribution<Part> extends Pick<Share<Part>, 'outcome' | 'reason' | 'parts'> {
  readonly organisation: OrganisationKind;
  /** Whether this viewer sees all that the owner has of the kinds of records that the parts come from. Absent: no access rules stand. */
  readonly visibility?: readonly RecordTypeVisibility[];
  /** Some of it was not what was agreed, and is not in `parts`. Absent: nothing was left out. */
  readonly isBroken?: boolean;
}

export type EventPart = PartOf<'events'>;
export type TermPart = PartOf<'terms'>;
export type WorkPart = PartOf<'work'>;
export type SightingPart = PartOf<'sightings'>;
export type ConcernPart = PartOf<'concerns'>;
export type ActivityPart = PartOf<'activities'>;
export type HandoverPart = PartOf<'handovers'>;
export type ContactPart = PartOf<'contacts'>;
export type HelpPart = PartOf<'help'>;
export type MeasurePart = PartOf<'measures'>;
export type AgreementPart = PartOf<'agreements'>;
export type AcquaintancePart = PartOf<'acquaintances'>;
export type CostPart = PartOf<'costs'>;

/** An organisation whose share is not in a combined field, and why. */
export interface MissingContribution {
  readonly organisation: OrganisationKind;
  readonly reason: OutcomeReason;
}
