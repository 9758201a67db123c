/** What is told in the place of what a viewer may not see: the rule, its law, and whom to ask. Nothing of any record. */
import type { Explanation } from './decision-point.js';
import type { RecordType } from './record-attributes.js';

export interface WithheldErrorOptions {
  /** The organisation whose rule it is, as the graph spells it. */
  readonly organisation: string;
  readonly recordType: RecordType;
  readonly explanation: Explanation;
}

/** Not for this person and purpose. The same whether or not there is anything to withhold. */
export class WithheldError extends Error {
  override readonly name = 'WithheldError';
  readonly code = 'WITHHELD';
  readonly organisation: string;
  readonly recordType: RecordType;
  readonly explanation: Explanation;

  constructor({ organisation, recordType, explanation }: WithheldErrorOptions) {
    super(`[${organisation}] ${explanation.en}`);
    this.organisation = organisation;
    this.recordType = recordType;
    this.explanation = explanation;
  }
}
