/**
 * The circuit breaker of one source: after repeated failures nothing is asked for a while, then one call tries.
 *
 * Three things that cockatiel's breaker does otherwise are put right here. Who comes while one call tries fails at once
 * instead of waiting for it. A call that says nothing of the source (its caller left) neither opens nor closes anything. And
 * what began before the circuit last changed is no news about the source as it is now.
 */
import {
  CircuitState as BreakerState,
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  type IBackoff,
  type IBreaker,
  type IHalfOpenAfterBackoffContext,
  SamplingBreaker,
} from 'cockatiel';
import { countingWindowMs, leastCallsForShare, type ResilienceSettings } from './resilience.js';

/** `OPEN`: nothing is asked. `HALF_OPEN`: one call tries, and nothing else is asked. */
export const circuitStates = ['CLOSED', 'HALF_OPEN', 'OPEN'] as const;
export type CircuitState = (typeof circuitStates)[number];

/** What a call says of its source. `NOTHING`: it ended for another reason; `NOT_IN_TIME`: likewise, but after long enough to see that the source was slow. */
export type Verdict = 'SUCCESS' | 'FAILURE' | 'NOTHING' | 'NOT_IN_TIME';

export interface Judged {
  readonly verdict: Verdict;
}

export interface Circuit {
  state(): CircuitState;
  /** Does the work, or gives `null` where the circuit lets nothing through. The work is told whether all hangs on it. */
  run<T extends Judged>(work: (isProbe: boolean) => Promise<T>): Promise<T | null>;
}

/** Of several systems behind one organisation, the worst is told. */
export function worstCircuit(...states: readonly CircuitState[]): CircuitState {
  return circuitStates[Math.max(0, ...states.map((state) => circuitStates.indexOf(state)))] ?? 'CLOSED';
}

export function createCircuit(settings: ResilienceSettings): Circuit {
  const counted = createBreaker(settings);
  const breaker = circuitBreaker(
    // Everything that runs here is `Judged`.
    handleWhenResult((result) => (result as Judged).verdict !== 'SUCCESS'),
    { halfOpenAfter: { next: (context) => waitAfter(context, settings) }, breaker: counted },
  );
  let changes = 0;
  breaker.onStateChange(() => {
    changes += 1;
  });

  async function runClosed<T extends Judged>(work: (isProbe: boolean) => Promise<T>): Promise<T> {
    const changesBefore = changes;
    const judged = await work(false);
    if (changes !== changesBefore) return judged;
    // What succeeds changes nothing, so that it is counted without going through the whole of cockatiel.
    if (judged.verdict === 'SUCCESS') counted.success(BreakerState.Closed);
    else if (judged.verdict === 'FAILURE') await breaker.execute(() => judged);
    return judged;
  }

  async function runProbe<T extends Judged>(work: (isProbe: boolean) => Promise<T>): Promise<T | null> {
    try {
      return await breaker.execute(() => work(true));
    } catch (thrown) {
      if (thrown instanceof BrokenCircuitError) return null;
      throw thrown;
    }
  }

  return {
    state: () => toCircuitState(breaker.state),
    run(work) {
      switch (breaker.state) {
        case BreakerState.Closed:
          return runClosed(work);
        case BreakerState.Open:
          return runProbe(work);
        default:
          return Promise.resolve(null);
      }
    },
  };
}

/** Who tried and left before anything could be seen makes nobody wait: the next call tries. */
function waitAfter(
  { result }: IHalfOpenAfterBackoffContext,
  settings: ResilienceSettings,
): IBackoff<IHalfOpenAfterBackoffContext> {
  const isUndecided = 'value' in result && (result.value as Judged).verdict === 'NOTHING';
  return {
    duration: isUndecided ? 0 : settings.resetAfterMs,
    next: (context) => waitAfter(context, settings),
  };
}

/** Opens for failures in a row, which a source that is gone gives, and for a share of failures, which one that reels gives. */
function createBreaker({ breakAfterFailures, breakPercent }: ResilienceSettings): IBreaker {
  const inARow = new ConsecutiveBreaker(breakAfterFailures);
  // More than all never fail, and cockatiel takes no such share.
  const share =
    breakPercent >= 100
      ? null
      : new SamplingBreaker({
          threshold: breakPercent / 100,
          duration: countingWindowMs,
          minimumRps: leastCallsForShare / (countingWindowMs / 1_000),
        });
  return {
    state: null,
    success(state) {
      inARow.success();
      share?.success(state);
    },
    failure(state) {
      const isOver = inARow.failure();
      return share?.failure(state) || isOver;
    },
  };
}

function toCircuitState(state: BreakerState): CircuitState {
  switch (state) {
    case BreakerState.Closed:
      return 'CLOSED';
    case BreakerState.HalfOpen:
      return 'HALF_OPEN';
    case BreakerState.Open:
    case BreakerState.Isolated:
      return 'OPEN';
    default:
      return state satisfies never;
  }
}
