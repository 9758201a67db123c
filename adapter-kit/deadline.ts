/**
 * A deadline for work on behalf of somebody who may leave earlier.
 *
 * `AbortSignal.any([AbortSignal.timeout(ms), …])` is not used: in Node 20 its parts are held weakly, so the garbage collector
 * may take the timer away, and the wait for a source that hangs never ends.
 */

export interface Deadline {
  /** Ends when the time is over, or when the outer signal ends. */
  readonly signal: AbortSignal;
  /** Takes the timer and the listener away; nothing ends the signal any more. */
  end(): void;
}

/** Starts a deadline of so many milliseconds; its timer keeps no program alive. */
export function startDeadline(timeoutMs: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  const endWithOuter = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException('the deadline has passed', 'TimeoutError')),
    timeoutMs,
  );
  timer.unref();
  const end = (): void => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', endWithOuter);
  };
  controller.signal.addEventListener('abort', end, { once: true });
  if (outer?.aborted) endWithOuter();
  else outer?.addEventListener('abort', endWithOuter, { once: true });
  return { signal: controller.signal, end };
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
