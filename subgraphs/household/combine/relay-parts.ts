/** What organisations contribute to the relay and to a hand-over beside the shapes of `contribution.ts`. */
import type { Part } from './contribution.js';

/** Help to a person or the family: a provision, from the order (iJw JW301) to its start (JW305) and its end (JW307). */
export interface HelpPart extends Part {
  readonly name: string;
  /** Who gives it. Null: not recorded. */
  readonly provider: string | null;
  readonly frame: 'VOLUNTARY' | 'FORCED';
  /** Null: not recorded. */
  readonly askedOn: string | null;
  /** Null: not begun, as far as recorded. */
  readonly startedOn: string | null;
  readonly until: string | null;
}

/** A measure that a court gave. */
export interface MeasurePart extends Part {
  readonly kind: string;
  readonly startedOn: string;
  readonly until: string | null;
}

/**
 * Whom a unit's own file names as involved with the family. The list is whole as of its day: who is not in it was not known to the unit, as
 * far as it recorded.
 */
export interface AcquaintancePart extends Part {
  readonly unit: string;
  /** Units and parties, as `WorkPart.employer` spells them. */
  readonly knows: readonly string[];
  readonly asOf: string;
}

/** Something agreed with the family (statement kind `AGREEMENT`): a goal of a plan, a safety condition, a promise. */
export interface AgreementPart extends Part {
  readonly text: string;
  readonly agreedOn: string;
  readonly by: string;
  /** By when it is to be done. Null: it goes on, or no day was agreed. */
  readonly dueOn: string | null;
  /** The day on which it was recorded as done or as ended. Null: no source recorded that. */
  readonly endedOn: string | null;
}
