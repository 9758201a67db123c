import { describe, expect, it } from '@jest/globals';
import { parseCoreList } from '../../bench/cores.js';
import { growthSteps, median, percentile, rounded, slopeOf } from '../../bench/statistics.js';

describe('statistics of a run', () => {
  it('take a percentile as a value that was measured, not one between two', () => {
    expect(percentile([40, 10, 30, 20], 50)).toBe(20);
    expect(percentile([40, 10, 30, 20], 99)).toBe(40);
    expect(percentile([], 50)).toBeNaN();
  });

  it('take the middle of an even number as the mean of two', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('find the slope of memory, and how sure it is', () => {
    const exact = slopeOf([0, 1, 2, 3].map((x) => ({ x, y: 100 + 2 * x })));
    expect(exact).toEqual({ slope: 2, error: 0 });
    const unsure = slopeOf([100, 110, 100, 110].map((y, x) => ({ x, y })));
    expect(unsure.slope).toBeCloseTo(2);
    expect(unsure.error).toBeGreaterThan(2);
  });

  it('keep two decimals of small numbers and one of large ones', () => {
    expect([rounded(1.23456), rounded(12.3456), rounded(-0.005)]).toEqual([1.23, 12.3, -0.01]);
  });
});

describe('growth of cost with size', () => {
  it('is linear where each member costs the same, whatever a request costs by itself', () => {
    const costs = [2, 20, 200].map((x) => ({ x, y: 300 + 20 * x }));
    const [first, second] = growthSteps(costs);
    expect(first?.timesLinear).toBeLessThan(1);
    expect(first?.timesLine).toBeNull();
    expect(second).toMatchObject({ from: 20, to: 200, timesLine: 1 });
    expect(second?.timesLinear).toBeLessThan(1);
  });

  it('shows in what is added a quadratic step that the cost of any request hides from the whole', () => {
    const costs = [2, 20, 200].map((x) => ({ x, y: 5_000 + x * x * 0.5 }));
    const [, second] = growthSteps(costs);
    expect(second?.timesLinear).toBeLessThan(1);
    expect(second?.timesLine).toBeGreaterThan(3);
  });

  it('has no step with one size alone', () => {
    expect(growthSteps([{ x: 2, y: 10 }])).toEqual([]);
  });
});

describe('processors', () => {
  it('are read as Linux lists them', () => {
    expect(parseCoreList('0-2,5')).toEqual([0, 1, 2, 5]);
    expect(parseCoreList('3')).toEqual([3]);
    expect(parseCoreList('')).toEqual([]);
  });
});
