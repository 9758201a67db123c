/**
 * A deadline for work on behalf of somebody who may leave earlier.
 *
 * `AbortSignal.any([AbortSignal.timeout(ms), …])` is not used: in Node 20 its parts are held weakly, so the garbage collector
 * may take the timer away, and the wait for a source that hangs never ends.
 */
import { setMaxListeners } from 'node:events';

/** The header that carries what is left of a request's time to a subgraph, in milliseconds. */
export const deadlineHeader = 'gezinsbeeld-deadline-ms';

/** What `deadlineHeader` says; `null` where it says nothing that can be understood. */
export function parseLeftMs(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export interface Deadline {
  /** Ends when the time is over, or when the outer signal ends. */
  readonly signal: AbortSignal;
  /** Takes the timer and the listener away; nothing ends the signal any more. */
  end(): void;
}

/** A signal does not say when it will end, so that is kept beside it. */
const ends = new WeakMap<AbortSignal, number>();

/** When a signal ends at the latest, on the clock of `performance.now()`; `Infinity` for one that no deadline here made. */
export function endOf(signal: AbortSignal | undefined): number {
  return (signal && ends.get(signal)) ?? Number.POSITIVE_INFINITY;
}

/** Whether a signal ended because time was over, and not because somebody left. */
export function isOutOfTime(signal: AbortSignal | undefined): boolean {
  const reason: unknown = signal?.aborted ? signal.reason : undefined;
  return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
}

/** Starts a deadline of so many milliseconds; its timer keeps no program alive. */
export function startDeadline(timeoutMs: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const endWithOuter = (): void => {
    end();
    controller.abort(outer?.reason);
  };
  const timer = setTimeout(() => {
    end();
    controller.abort(new DOMException('the deadline has passed', 'TimeoutError'));
  }, timeoutMs);
  timer.unref();
  function end(): void {
    clearTimeout(timer);
    outer?.removeEventListener('abort', endWithOuter);
  }
  ends.set(signal, Math.min(performance.now() + timeoutMs, endOf(outer)));
  if (outer?.aborted) endWithOuter();
  else if (outer) {
    letManyListen(outer);
    outer.addEventListener('abort', endWithOuter);
  }
  return { signal, end };
}

const heardByMany = new WeakSet<AbortSignal>();

/** A request asks as many sources at once as it asks; more than ten listeners are no sign of a leak, and nobody is warned. */
export function letManyListen(signal: AbortSignal): void {
  if (heardByMany.has(signal)) return;
  heardByMany.add(signal);
  setMaxListeners(0, signal);
}

/** Does work under a deadline of its own, and ends that when the work has ended. */
export async function withinDeadline<T>(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(timeoutMs, outer);
  try {
    return await work(deadline.signal);
  } finally {
    deadline.end();
  }
}
