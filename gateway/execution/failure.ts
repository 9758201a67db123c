/**
 * A value that could not be had. It stands in the data in the place of the value, so that whatever depends on it sees that
 * it is not simply `null`, and the writer of the answer finds it at its exact path.
 */
import { SourceError } from '../../adapter-kit/source-error.js';

/** What a client is told of one failure, but for its path. */
export interface Failure {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

export type PathStep = string | number;

export interface Cause {
  readonly failure: Failure;
  /** The path below this position at which the subgraph failed, in names of the subgraph's answer. */
  readonly below: readonly PathStep[];
}

/** Stands where a value would have stood. */
export class Unavailable {
  readonly causes: readonly Cause[];

  constructor(causes: readonly Cause[]) {
    this.causes = causes;
  }
}

export function unavailable(failure: Failure): Unavailable {
  return new Unavailable([{ failure, below: [] }]);
}

/** The failure of a whole call. Only what a `SourceError` says is told: anything else may hold a URL or a record. */
export function failureOf(thrown: unknown, subgraph: string): Failure {
  if (thrown instanceof SourceError) {
    const { message, code, reason, organisation, field } = thrown;
    return { message, extensions: { code, reason, organisation, subgraph, ...(field ? { field } : {}) } };
  }
  return {
    message: `the subgraph ${subgraph} gave no answer`,
    extensions: { code: 'SOURCE_UNAVAILABLE', reason: 'DOWN', subgraph },
  };
}

/** What stands for an object of which a subgraph says another thing than one before it. */
export function disagreement(subgraph: string): Unavailable {
  return unavailable(brokenContract(subgraph, 'expected the same object as another subgraph gave'));
}

/** An answer that is not what the schema promises. `detail` names fields and types, never a value. */
export function brokenContract(subgraph: string, detail: string): Failure {
  return {
    message: `the subgraph ${subgraph} broke its contract: ${detail}`,
    extensions: { code: 'SOURCE_UNAVAILABLE', reason: 'CONTRACT_BROKEN', subgraph },
  };
}
