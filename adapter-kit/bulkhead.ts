/**
 * How many calls may be at one source, and how many may wait for that: a source that hangs holds no more of this process than
 * its own share.
 */

export interface Bulkhead {
  /** `true`: in, `false`: there is no room to wait either. A promise waits for its turn: `false` when the signal ended first. */
  enter(signal: AbortSignal): boolean | Promise<boolean>;
  /** Once for each time that `enter` said `true`. */
  leave(): void;
  /** Sends away who waits. */
  close(): void;
}

interface Waiter {
  settle(isIn: boolean): void;
}

export function createBulkhead(options: {
  readonly maxConcurrent: number;
  readonly maxQueued: number;
}): Bulkhead {
  const { maxConcurrent, maxQueued } = options;
  // In order of arrival; who leaves early is taken out wherever it stands.
  const waiting = new Set<Waiter>();
  let inside = 0;

  function wait(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const giveUp = (): void => waiter.settle(false);
      const waiter: Waiter = {
        settle(isIn) {
          waiting.delete(waiter);
          signal.removeEventListener('abort', giveUp);
          resolve(isIn);
        },
      };
      waiting.add(waiter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  return {
    enter(signal) {
      if (inside < maxConcurrent) {
        inside += 1;
        return true;
      }
      return waiting.size < maxQueued && !signal.aborted && wait(signal);
    },
    leave() {
      const [next] = waiting;
      // The place goes from hand to hand: nobody who comes later slips in between.
      if (next) next.settle(true);
      else inside -= 1;
    },
    close() {
      for (const waiter of [...waiting]) waiter.settle(false);
    },
  };
}
