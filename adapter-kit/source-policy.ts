/**
 * The one way to a source: with a deadline, a bound on how many are under way, a second try for reads where that may help, and
 * a circuit that opens when nothing helps. One policy for each system outside, for as long as the process lives.
 *
 * The circuit counts calls, not tries: what a second try put right was no failure to anybody.
 */
import { createBulkhead } from './bulkhead.js';
import { type CircuitState, createCircuit, type Judged, type Verdict } from './circuit.js';
import { endOf, isOutOfTime, letManyListen, startDeadline } from './deadline.js';
import { countingWindowMs, defaultResilience, type ResilienceSettings } from './resilience.js';
import { createRetryBudget } from './retry-budget.js';
import { SourceError } from './source-error.js';

export interface SourcePolicyOptions {
  readonly organisation: string;
  /** How long one call may take, with every try and pause in it. */
  readonly timeoutMs: number;
  /** What differs from the defaults. */
  readonly resilience?: Partial<ResilienceSettings> | undefined;
  /** A number from 0 up to 1, for pauses. */
  readonly random?: () => number;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonicMs?: () => number;
}

export interface PolicyCall {
  /** Whether asking again does no harm. What changes something is tried once. */
  readonly isRead: boolean;
  /** The asker's own end: gone, or out of time. */
  readonly signal?: AbortSignal | undefined;
  /** What is left of the asker's time in milliseconds, where that is known. */
  readonly leftMs?: number | undefined;
}

/** Why a try failed as far as the source is concerned. */
export interface TryFailure {
  /** Whether the same may succeed a moment later. */
  readonly mayPass: boolean;
  /** For how long the source asked to be left alone. */
  readonly retryAfterMs?: number | null;
}

/** What one try gave. Without a failure the source answered, be it with a refusal or with what breaks the contract. */
export type TryResult<T> = { readonly failure: TryFailure | null } & (
  | { readonly value: T }
  | { readonly error: SourceError }
);

/** One try. Gives its failures and throws none; ends when the signal does, and what it gives then is not looked at. */
export type Try<T> = (
  signal: AbortSignal,
  about: { /** From 1. */ readonly number: number /** What is left for it. */; readonly leftMs: number },
) => Promise<TryResult<T>>;

export interface SourcePolicy {
  /** @throws SourceError what the last try gave, `TIMED_OUT`, or `DOWN` where the source was not asked. */
  run<T>(call: PolicyCall, attempt: Try<T>): Promise<T>;
  readonly circuit: () => CircuitState;
  /** Whoever waits is sent away, and nothing is asked any more. */
  close(): void;
}

interface Told<T> extends Judged {
  readonly result: TryResult<T>;
}

interface Limit {
  readonly signal: AbortSignal;
  /** On the clock of `performance.now()`. */
  readonly endsAtMs: number;
  end(): void;
}

const nothingToEnd = (): void => {};
const cancelled = (): TryFailure => ({ mayPass: false });

export function createSourcePolicy(options: SourcePolicyOptions): SourcePolicy {
  const { organisation, timeoutMs, random = Math.random } = options;
  const { monotonicMs = () => performance.now() } = options;
  const settings = { ...defaultResilience, ...options.resilience };
  const circuit = createCircuit(settings);
  const bulkhead = createBulkhead(settings);
  const budget = createRetryBudget({
    percent: settings.retryPercent,
    atLeast: settings.retriesAtLeast,
    windowMs: countingWindowMs,
    monotonicMs,
  });
  const pausing = new Set<() => void>();
  let isClosed = false;

  async function run<T>(call: PolicyCall, attempt: Try<T>): Promise<T> {
    if (call.signal?.aborted || (call.leftMs ?? 1) <= 0) throw outOfTime(true);
    budget.countCall();
    const limit = limitOf(call);
    try {
      const told = await circuit.run((isProbe) => askUntilAnswered(call, attempt, limit, isProbe));
      const result = told?.result ?? notAsked(circuitDetail());
      if ('error' in result) throw result.error;
      return result.value;
    } finally {
      limit.end();
    }
  }

  /** A timer and a listener only where the asker's own end does not come first anyway. */
  function limitOf({ signal, leftMs = Number.POSITIVE_INFINITY }: PolicyCall): Limit {
    const ownMs = Math.min(timeoutMs, leftMs);
    const ownEndMs = performance.now() + ownMs;
    const endsAtMs = endOf(signal);
    if (signal && endsAtMs <= ownEndMs) {
      letManyListen(signal);
      return { signal, endsAtMs, end: nothingToEnd };
    }
    const deadline = startDeadline(ownMs, signal);
    return { signal: deadline.signal, endsAtMs: ownEndMs, end: deadline.end };
  }

  async function askUntilAnswered<T>(
    call: PolicyCall,
    attempt: Try<T>,
    limit: Limit,
    isProbe: boolean,
  ): Promise<Told<T>> {
    let slowestMs = 0;
    let failed: TryResult<T> | null = null;
    for (let number = 1; ; number += 1) {
      // A call on which all hangs does not stand in line behind those that hang themselves.
      const entering = isProbe ? null : enter(call, limit.signal);
      const refusal = entering instanceof Promise ? await entering : entering;
      if (refusal) return failed ? { result: failed, verdict: 'FAILURE' } : refusal;
      const startedAtMs = performance.now();
      let given: TryResult<T>;
      try {
        given = await attempt(limit.signal, { number, leftMs: limit.endsAtMs - startedAtMs });
      } finally {
        if (!isProbe) bulkhead.leave();
      }
      const tookMs = performance.now() - startedAtMs;
      slowestMs = Math.max(slowestMs, tookMs);
      if (limit.signal.aborted && given.failure) return cutShort(call, tookMs);
      const pauseMs = given.failure && !isProbe ? pauseBefore(call, limit, given.failure, number) : null;
      if (pauseMs === null || !(await hasPaused(pauseMs, limit.signal))) {
        const isFailure = given.failure !== null || slowestMs >= settings.slowAfterMs;
        return { result: given, verdict: isFailure ? 'FAILURE' : 'SUCCESS' };
      }
      failed = given;
    }
  }

  /** `null`: in. Otherwise why not, which says nothing of the source. */
  function enter(call: PolicyCall, signal: AbortSignal): Told<never> | null | Promise<Told<never> | null> {
    if (isClosed) return unasked(notAsked('this process is stopping'));
    const entering = bulkhead.enter(signal);
    if (entering === false && !signal.aborted) {
      return unasked(notAsked('too many others are waiting for it'));
    }
    return typeof entering === 'boolean'
      ? afterEntering(call, entering)
      : entering.then((isIn) => afterEntering(call, isIn));
  }

  function afterEntering(call: PolicyCall, isIn: boolean): Told<never> | null {
    if (!isIn) {
      return unasked(
        isClosed
          ? notAsked('this process is stopping')
          : { error: outOfTime(isOfAsker(call)), failure: cancelled() },
      );
    }
    if (circuit.state() === 'CLOSED') return null;
    // It opened while this call stood in line, so nobody in the line has to wait any longer.
    bulkhead.leave();
    return unasked(notAsked(circuitDetail()));
  }

  /** How long to wait before the next try; `null`: there is none. */
  function pauseBefore(
    { isRead }: PolicyCall,
    limit: Limit,
    { mayPass, retryAfterMs }: TryFailure,
    number: number,
  ): number | null {
    if (!isRead || !mayPass || number >= settings.maxTries) return null;
    if (isClosed || circuit.state() !== 'CLOSED') return null;
    // Drawn from zero on, so that those who failed together do not come again together.
    const jitterMs = random() * settings.retryDelayMs * 2 ** (number - 1);
    const pauseMs = (retryAfterMs ?? 0) + jitterMs;
    return performance.now() + pauseMs < limit.endsAtMs && budget.takeRetry() ? pauseMs : null;
  }

  /** Whether the pause passed with somebody still waiting at its end. */
  function hasPaused(pauseMs: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isOver: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        pausing.delete(giveUp);
        resolve(isOver);
      };
      const giveUp = (): void => settle(false);
      const timer = setTimeout(settle, pauseMs, true);
      pausing.add(giveUp);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  function cutShort(call: PolicyCall, tookMs: number): Told<never> {
    const isOfAskers = isOfAsker(call);
    return {
      result: { error: outOfTime(isOfAskers), failure: cancelled() },
      verdict: verdictOfCut(call, isOfAskers, tookMs),
    };
  }

  function verdictOfCut(call: PolicyCall, isOfAskers: boolean, tookMs: number): Verdict {
    if (!isOfAskers) return 'FAILURE';
    // Most of what a source is ever given is as good a witness as a slow call, where the whole is less than that.
    if (tookMs < Math.min(settings.slowAfterMs, 0.8 * timeoutMs)) return 'NOTHING';
    // Somebody who left is no witness; a request that ran out of time while it waited here is.
    const hasLeft = call.signal?.aborted === true && !isOutOfTime(call.signal);
    return hasLeft ? 'NOT_IN_TIME' : 'FAILURE';
  }

  /** Whether a call that was cut short was so by its asker: gone, or with less time left than a source is given. */
  function isOfAsker({ signal, leftMs = Number.POSITIVE_INFINITY }: PolicyCall): boolean {
    return signal?.aborted === true || leftMs < timeoutMs;
  }

  function outOfTime(isOfAskers: boolean): SourceError {
    return new SourceError({
      organisation,
      reason: 'TIMED_OUT',
      detail: isOfAskers
        ? 'the request ended before the source answered'
        : `the source did not answer within ${timeoutMs} ms`,
      circuit: circuit.state(),
    });
  }

  function notAsked(why: string): { readonly error: SourceError; readonly failure: TryFailure } {
    const error = new SourceError({
      organisation,
      reason: 'DOWN',
      detail: `the source was not asked: ${why}`,
      circuit: circuit.state(),
    });
    return { error, failure: cancelled() };
  }

  function circuitDetail(): string {
    return circuit.state() === 'HALF_OPEN'
      ? 'it failed repeatedly, and another call is trying it now'
      : 'it failed repeatedly, and is left alone for a moment';
  }

  return {
    run,
    circuit: circuit.state,
    close() {
      isClosed = true;
      bulkhead.close();
      for (const giveUp of [...pausing]) giveUp();
    },
  };
}

function unasked(result: TryResult<never>): Told<never> {
  return { result, verdict: 'NOTHING' };
}
