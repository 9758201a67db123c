/** Numbers from many measurements. */

/** The value that `percent` of them do not exceed (nearest rank); `NaN` of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle one, or the mean of the two in the middle; `NaN` of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const half = sorted.length / 2;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (below + above) / 2;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Slope {
  /** How much `y` rises for each `x`. */
  readonly slope: number;
  /** Its standard error: in nineteen of twenty runs the truth lies within two of it. */
  readonly error: number;
}

/** By least squares; `NaN` of fewer than three points. */
export function slopeOf(points: readonly Point[]): Slope {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const squares = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(squares / (points.length - 2) / spread) };
}

export interface GrowthStep {
  readonly from: number;
  readonly to: number;
  /** Cost at `to`, divided by that at `from` and by how many times larger it is: above 1 is steeper than linear. */
  readonly timesLinear: number;
  /**
   * The same of what is added alone: cost at `to`, divided by what a straight line through the two sizes before it makes of
   * it. What a request costs whatever its size can hide nothing here. `null` for the first step.
   */
  readonly timesLine: number | null;
}

/** Each step of a cost from size to size. @param costs By ascending size. */
export function growthSteps(costs: readonly Point[]): readonly GrowthStep[] {
  return costs.flatMap((point, index) => {
    const last = costs[index - 1];
    if (!last) return [];
    const before = costs[index - 2];
    const perUnit = before ? (last.y - before.y) / (last.x - before.x) : null;
    return [
      {
        from: last.x,
        to: point.x,
        timesLinear: point.y / last.y / (point.x / last.x),
        timesLine: perUnit === null ? null : point.y / (last.y + perUnit * (point.x - last.x)),
      },
    ];
  });
}

/** For people: two decimals below ten, one above. */
export function rounded(value: number): number {
  return Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1));
}

/** For `JSON.stringify`: six digits say more than such a measurement is worth, and no figure looks like somebody's number. */
export function toSixDigits(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
}
