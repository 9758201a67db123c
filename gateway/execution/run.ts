/** One execution of one plan: its data so far, and how its fetches are asked. */
import type { CallBatch } from './call-batch.js';
import type { Failure } from './failure.js';

export interface Run {
  readonly data: Record<string, unknown>;
  readonly calls: CallBatch<unknown>;
  /** Failures that a subgraph told of at no position of its answer. */
  readonly unplaced: Failure[];
}

/** A part of a plan, ready to run. Failures end in the data, never in a rejected promise. */
export type Step = (run: Run) => Promise<void> | void;
