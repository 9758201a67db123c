/** Waiting for work no longer than a signal allows. */

/** What `unlessAborted` throws when the signal ended first. The work itself goes on; whoever waits, gave up. */
export const givenUp = Symbol('given up at the deadline');

export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => reject(givenUp);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
