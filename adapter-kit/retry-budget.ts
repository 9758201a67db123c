/**
 * How often calls to one source may be tried again: a share of the calls of late. A source that fails under load is asked
 * hardly more than before, where every caller trying twice would double what it cannot carry.
 */

export interface RetryBudget {
  countCall(): void;
  /** Whether one more try is within the budget; if so it is counted. */
  takeRetry(): boolean;
}

export interface RetryBudgetOptions {
  /** Of a hundred calls of the window. */
  readonly percent: number;
  /** Allowed in any window, however few the calls. */
  readonly atLeast: number;
  readonly windowMs: number;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonicMs: () => number;
}

/** The window moves by a tenth of itself. */
const parts = 10;

export function createRetryBudget(options: RetryBudgetOptions): RetryBudget {
  const { percent, atLeast, monotonicMs } = options;
  const partMs = options.windowMs / parts;
  const calls = new Array<number>(parts).fill(0);
  const retries = new Array<number>(parts).fill(0);
  let totalCalls = 0;
  let totalRetries = 0;
  let current = Math.floor(monotonicMs() / partMs);

  /** Forgets the parts that have passed, and gives the index of the present one. */
  function now(): number {
    const part = Math.floor(monotonicMs() / partMs);
    for (let passed = Math.max(current, part - parts); passed < part; passed += 1) {
      const index = (passed + 1) % parts;
      totalCalls -= calls[index] ?? 0;
      totalRetries -= retries[index] ?? 0;
      calls[index] = 0;
      retries[index] = 0;
    }
    current = part;
    return part % parts;
  }

  return {
    countCall() {
      const index = now();
      calls[index] = (calls[index] ?? 0) + 1;
      totalCalls += 1;
    },
    takeRetry() {
      const index = now();
      if (totalRetries + 1 > Math.max(atLeast, (totalCalls * percent) / 100)) return false;
      retries[index] = (retries[index] ?? 0) + 1;
      totalRetries += 1;
      return true;
    },
  };
}
