/**
 * How calls to one source are held back, repeated and given up, as settings; every default stands here and nowhere else.
 * What they do: `source-policy.ts`. Why they are so: docs/adr/0015.
 */

export interface ResilienceSettings {
  /** Tries of one read in total; 1 asks never again. */
  readonly maxTries: number;
  /** The first pause before asking again is drawn from zero to this; each further one from twice as much. */
  readonly retryDelayMs: number;
  /** How many tries may come again, per hundred calls of the last ten seconds … */
  readonly retryPercent: number;
  /** … and how many may at least, so that a lone broken connection is not noticed. */
  readonly retriesAtLeast: number;
  /** A call that took this long counts as failed for the circuit, though its answer is used. */
  readonly slowAfterMs: number;
  /** So many calls that fail one after another open the circuit. */
  readonly breakAfterFailures: number;
  /** It opens too when more than so many of a hundred calls of the last ten seconds failed, of twenty at least; 100: never. */
  readonly breakPercent: number;
  /** How long an open circuit lets nothing through before it lets one call try. */
  readonly resetAfterMs: number;
  /** Calls that are at the source at one time … */
  readonly maxConcurrent: number;
  /** … and that wait for their turn; what comes above fails at once. */
  readonly maxQueued: number;
}

export const defaultResilience: ResilienceSettings = {
  maxTries: 2,
  retryDelayMs: 50,
  retryPercent: 20,
  retriesAtLeast: 10,
  slowAfterMs: 1_500,
  breakAfterFailures: 5,
  breakPercent: 60,
  resetAfterMs: 1_000,
  maxConcurrent: 32,
  maxQueued: 1_000,
};

/** Over which time retries and failures are counted. */
export const countingWindowMs = 10_000;
/** Fewer calls than this in the window say nothing of a share. */
export const leastCallsForShare = 20;
