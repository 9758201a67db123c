/**
 * What became of asking one organisation during one request: in the data (`Household.sources`), and in the answer's
 * `extensions.sources`. "None", "could not answer" and "could not be asked" are three outcomes.
 */
import type { TypeVisibility } from './access/decision-point.js';
import { type WithheldError, withholdingReasons } from './access/withheld.js';
import { type CircuitState, worstCircuit } from './circuit.js';
import { notEstablishedReasons, type SourceError, unavailableReasons } from './source-error.js';

/**
 * `NONE_VISIBLE`: there is nothing that this viewer may know of, which is the same answer whether or not there is anything.
 * `WITHHELD`: this viewer is told nothing of this organisation, whatever it has.
 */
export const outcomeKinds = [
  'ANSWERED',
  'NOT_KNOWN',
  'NONE_VISIBLE',
  'WITHHELD',
  'NOT_ESTABLISHED',
  'UNAVAILABLE',
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** `NOT_KEPT`: the source keeps nothing of the kind, so that nothing follows from there being none. */
export const outcomeReasons = [
  ...unavailableReasons,
  ...notEstablishedReasons,
  ...withholdingReasons,
  'NOT_KEPT',
] as const;
export type OutcomeReason = (typeof outcomeReasons)[number];

export interface SourceOutcome {
  readonly outcome: OutcomeKind;
  /**
   * Why there is no answer; beside `ANSWERED` why there may be more (`ROSTER_STALE`, `LINK_UNCONFIRMED`), beside `WITHHELD` why
   * nothing is given now (`STOPPED_BY_OWNER`, `READ_BUDGET_SPENT`).
   */
  readonly reason: OutcomeReason | null;
  /** `ANSWERED`: when the source was read. `NOT_KNOWN`: the instant up to which its feed vouches for that. */
  readonly asOf: string | null;
  /** How the circuit to its source stands; absent while it is closed. */
  readonly circuit?: CircuitState;
  /** What this viewer sees of each kind of record that the organisation keeps; from its rules alone. Absent: no access rules stand. */
  readonly visibility?: readonly RecordTypeVisibility[];
}

export interface RecordTypeVisibility {
  /** As the graph spells it. */
  readonly recordType: string;
  readonly visibility: TypeVisibility['visibility'];
}

/** From best to worst; of several outcomes in one request the worst is told. What an owner holds back now is told before what it gave. */
const severity: readonly OutcomeKind[] = [
  'WITHHELD',
  'NOT_KNOWN',
  'NONE_VISIBLE',
  'ANSWERED',
  'NOT_ESTABLISHED',
  'UNAVAILABLE',
];

export function worstOutcome(left: SourceOutcome, right: SourceOutcome): SourceOutcome {
  const difference = severityOf(right) - severityOf(left);
  const worst = difference > 0 || (difference === 0 && left.reason === null) ? right : left;
  if (!left.circuit && !right.circuit) return worst;
  return { ...worst, circuit: worstCircuit(left.circuit ?? 'CLOSED', right.circuit ?? 'CLOSED') };
}

function severityOf({ outcome, reason }: SourceOutcome): number {
  return outcome === 'WITHHELD' && reason !== null
    ? severity.indexOf('ANSWERED') + 0.5
    : severity.indexOf(outcome);
}

/** The line of an owner who gives nothing, by its rules or at this moment. */
export function outcomeOfWithheld({ reason }: WithheldError): SourceOutcome {
  return { outcome: 'WITHHELD', reason, asOf: null };
}

export function outcomeOfError(error: SourceError): SourceOutcome {
  return {
    outcome: error.code === 'NOT_ESTABLISHED' ? 'NOT_ESTABLISHED' : 'UNAVAILABLE',
    reason: error.reason,
    asOf: null,
    ...withCircuit(error.circuit),
  };
}

/** The line about a circuit, where there is something to say. */
export function withCircuit(state: CircuitState | undefined): Pick<SourceOutcome, 'circuit'> {
  return state === undefined || state === 'CLOSED' ? {} : { circuit: state };
}
