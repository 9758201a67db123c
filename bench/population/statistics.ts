/** How samples are summed up, and whether two of them can be told apart. */

export interface Percentiles {
  readonly samples: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** By nearest rank. */
export function percentilesOf(samples: readonly number[]): Percentiles {
  const sorted = Float64Array.from(samples).sort();
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return {
    samples: sorted.length,
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
    max: sorted.at(-1) ?? 0,
  };
}

export interface Comparison {
  /** The greatest distance between the two distributions (Kolmogorov–Smirnov), 0 to 1. */
  readonly distance: number;
  /** How likely a distance this large is when both are one distribution. */
  readonly probability: number;
  readonly medianDifference: number;
}

/** The two-sample Kolmogorov–Smirnov test, by its asymptotic distribution: for samples of hundreds and more. */
export function compareSamples(left: readonly number[], right: readonly number[]): Comparison {
  const [one, other] = [Float64Array.from(left).sort(), Float64Array.from(right).sort()];
  let [i, j, distance] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const value = Math.min(one[i] ?? Number.POSITIVE_INFINITY, other[j] ?? Number.POSITIVE_INFINITY);
    // Equal values are passed together, or the order within them would count as a difference.
    while (i < one.length && one[i] === value) i += 1;
    while (j < other.length && other[j] === value) j += 1;
    distance = Math.max(distance, Math.abs(i / one.length - j / other.length));
  }
  const size = Math.sqrt((one.length * other.length) / (one.length + other.length));
  return {
    distance,
    probability: kolmogorov((size + 0.12 + 0.11 / size) * distance),
    medianDifference: percentilesOf(left).p50 - percentilesOf(right).p50,
  };
}

function kolmogorov(lambda: number): number {
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let term = 1; term <= 100; term += 1) {
    sum += (term % 2 === 1 ? 2 : -2) * Math.exp(-2 * term * term * lambda * lambda);
  }
  return Math.min(1, Math.max(0, sum));
}
