/** What is told in the place of what a viewer may not see: the rule, its law, and whom to ask. Nothing of any record. */
import type { Explanation } from './decision-point.js';
import type { RecordType } from './record-attributes.js';

/**
 * Why an owner gives nothing at this moment, whatever its rules say: it has stopped serving, or who asks has read as much as is
 * read in this time.
 */
export const withholdingReasons = ['STOPPED_BY_OWNER', 'READ_BUDGET_SPENT'] as const;
export type WithholdingReason = (typeof withholdingReasons)[number];

export interface WithheldErrorOptions {
  /** The organisation whose rule it is, as the graph spells it. */
  readonly organisation: string;
  readonly recordType: RecordType;
  readonly explanation: Explanation;
  /** Absent: by its rules, at any time. */
  readonly reason?: WithholdingReason | undefined;
  /** From when the same may be asked again; absent: nobody knows. */
  readonly availableFrom?: Date | undefined;
}

/** Not for this person and purpose. The same whether or not there is anything to withhold. */
export class WithheldError extends Error {
  override readonly name = 'WithheldError';
  readonly code = 'WITHHELD';
  readonly organisation: string;
  readonly recordType: RecordType;
  readonly explanation: Explanation;
  readonly reason: WithholdingReason | null;
  /** An instant; `null`: nobody knows. */
  readonly availableFrom: string | null;

  constructor({ organisation, recordType, explanation, reason, availableFrom }: WithheldErrorOptions) {
    super(`[${organisation}] ${explanation.en}`);
    this.organisation = organisation;
    this.recordType = recordType;
    this.explanation = explanation;
    this.reason = reason ?? null;
    this.availableFrom = availableFrom?.toISOString() ?? null;
  }
}
