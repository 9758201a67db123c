/** The goals of the engine, each held against what one run measured. */
import { type GrowthStep, growthSteps, rounded } from '../statistics.js';
import { names } from './contestants/start-all.js';
import { cpuRatio, type Figures } from './measure.js';
import { fewIdentities, type Measured, oneIdentity, type ScenarioResults } from './scenarios.js';
import type { SoakFigures } from './soak.js';
import { sourceNames } from './supergraph.js';

export type Verdict = 'met' | 'missed' | 'not told apart from none' | 'not measured';

export interface Judgement {
  /** As the goals are numbered. */
  readonly goal: string;
  readonly what: string;
  readonly measured: string;
  readonly verdict: Verdict;
}

export interface Evidence extends ScenarioResults {
  readonly soak?: SoakFigures;
}

/** Times what a straight line gives, at most. */
const mostTimesLinear = 1.2;
const mostMegabytes = 400;
const mostMegabytesPerHour = 1;
/** What two measurements of one thing may differ by; less says nothing on a machine that does other things as well. */
const noise = 1.1;

export function judgeGoals(evidence: Evidence): readonly Judgement[] {
  const usual = evidence.usual?.figures ?? {};
  const ratio = (one: string, other: string) => cpuRatio(usual[one], usual[other]);
  return [
    atMost(
      '1',
      'engine alone, CPU against the aggregator',
      1.1,
      ratio(names.engineLoop, names.aggregatorLoop),
    ),
    atMost('2', 'over HTTP, CPU against the aggregator', 1.6, ratio(names.gateway, names.aggregator)),
    atLeast('2', 'less CPU than stock Apollo Gateway', 8, ratio(names.stock, names.gateway)),
    atLeast('2', 'less CPU than Hive Gateway', 5.5, ratio(names.hive, names.gateway)),
    ...judgeAccess(evidence.access),
    ...judgeIdentities(evidence.identity),
    ...judgeGrowth('members', evidence.members, ({ members }) => members),
    ...judgeGrowth('households', evidence.households, ({ households }) => households),
    judgeMemory(evidence),
    judgeSlope(evidence.soak),
    ...judgeSlowSource(evidence.slow),
  ];
}

/**
 * In the gateway's own process, as the aggregator is measured: owners decide in processes of their own. `few`: two hundred who ask
 * again and again, as people at work do; `unique`: nobody ever asks twice.
 */
function judgeAccess(access: Measured | undefined): readonly Judgement[] {
  const ratio = (name: string) => cpuRatio(access?.figures[name], access?.figures[names.aggregator]);
  return [
    atMost('2', 'everything on, 200 identities, CPU against the aggregator', 2, ratio(fewIdentities)),
    atMost(
      '2',
      'everything on, each request of its own identity, CPU against the aggregator',
      2,
      ratio(names.householdGuarded),
    ),
  ];
}

function judgeIdentities(identity: Measured | undefined): readonly Judgement[] {
  const unique = identity?.figures[names.gateway];
  const one = identity?.figures[oneIdentity];
  const what = 'requests each of their own identity: calls of the least asked source for each';
  if (!unique || !one) return [notMeasured('3', what)];
  const fewest = Math.min(...sourceNames.map((name) => unique.callsPerRequest[name]));
  return [
    // Fewer than one would be an answer that somebody else had asked for.
    atLeast('3', what, 1, fewest),
    atMost('3', 'CPU for each, against all of one identity', noise, cpuRatio(unique, one)),
  ];
}

function judgeGrowth(
  what: string,
  measured: readonly Measured[] | undefined,
  sizeOf: (measured: Measured) => number,
): readonly Judgement[] {
  const pairs = [
    [names.gateway, names.aggregator],
    [names.engineLoop, names.aggregatorLoop],
  ] as const;
  return pairs.flatMap(([name, limit]) => {
    const title = `${name}, CPU by ${what}, steepest step in times linear`;
    const steps = stepsOf(name, measured, sizeOf);
    const [steepest] = [...steps].sort((left, right) => right.timesLinear - left.timesLinear);
    if (!steepest) return [notMeasured('4', title)];
    const added = (found: readonly GrowthStep[]) => rounded(found.at(-1)?.timesLine ?? Number.NaN);
    const judged = atMost('4', title, mostTimesLinear, rounded(steepest.timesLinear));
    const all = (measured ?? []).flatMap(({ figures }) => figures[name] ?? []);
    const isConstant = all.every((figures) => sameCalls(figures, all[0]));
    return [
      {
        ...judged,
        // Not judged: large answers in flight at once make the collector work for anybody.
        measured: `${judged.measured}; of what is added, last step: ${added(steps)}, the aggregator's: ${added(stepsOf(limit, measured, sizeOf))}`,
      },
      {
        goal: '4',
        what: `${name}, calls for each source by ${what}`,
        measured: isConstant ? 'constant' : 'varying',
        verdict: isConstant ? 'met' : 'missed',
      },
    ];
  });
}

function stepsOf(
  name: string,
  measured: readonly Measured[] | undefined,
  sizeOf: (measured: Measured) => number,
): readonly GrowthStep[] {
  return growthSteps(
    (measured ?? []).flatMap((each) => {
      const cost = each.figures[name]?.cpuMicrosPerRequest ?? null;
      return cost === null ? [] : [{ x: sizeOf(each), y: cost }];
    }),
  );
}

function sameCalls(one: Figures, other: Figures | undefined): boolean {
  return sourceNames.every((name) => one.callsPerRequest[name] === other?.callsPerRequest[name]);
}

function judgeMemory({ soak, ...results }: Evidence): Judgement {
  const all = [
    results.usual,
    results.identity,
    results.access,
    results.down,
    ...(results.members ?? []),
    ...(results.households ?? []),
  ];
  const seen = [
    ...all.flatMap((measured) => measured?.figures[names.gateway]?.residentMegabytes ?? []),
    ...(soak ? [soak.mostMegabytes] : []),
  ];
  const what = 'memory of the gateway, MB, highest seen';
  return seen.length === 0 ? notMeasured('5', what) : atMost('5', what, mostMegabytes, Math.max(...seen));
}

function judgeSlope(soak: SoakFigures | undefined): Judgement {
  const what = 'memory of the gateway, MB each hour at half of its peak';
  if (!soak) return notMeasured('5', `${what} (--soak MINUTES)`);
  const { slope: measured, error } = soak.residentMegabytesPerHour;
  return {
    goal: '5',
    what,
    measured: `${rounded(measured)} ± ${rounded(2 * error)} (≤ ${mostMegabytesPerHour})`,
    // A short run cannot tell a small slope from none: then it is not met either, only not seen to be missed.
    verdict:
      measured + 2 * error <= mostMegabytesPerHour
        ? 'met'
        : measured - 2 * error > mostMegabytesPerHour
          ? 'missed'
          : 'not told apart from none',
  };
}

function judgeSlowSource(slow: ScenarioResults['slow']): readonly Judgement[] {
  if (!slow) return [notMeasured('6', 'one source sleeps')];
  const { aloneMs, budgetMs, sleepMs, quiet, beside, waiting, asked } = slow;
  // What the gateway does besides waiting takes milliseconds; the rest is what a busy machine adds.
  const allowanceMs = 300;
  const slower = rounded(beside.p50Ms / quiet.p50Ms);
  return [
    atMost('6', `a source sleeps ${sleepMs} ms: the rest after, in ms`, budgetMs + allowanceMs, aloneMs),
    atMost(
      '6',
      `median time of a request without need of it, beside ${asked} in need of it (${waiting} of them waiting there), against none`,
      1.25,
      slower,
    ),
  ];
}

export function atMost(goal: string, what: string, limit: number, measured: number | null): Judgement {
  return measured === null
    ? notMeasured(goal, what)
    : { goal, what, measured: `${measured} (≤ ${limit})`, verdict: measured <= limit ? 'met' : 'missed' };
}

function atLeast(goal: string, what: string, limit: number, measured: number | null): Judgement {
  return measured === null
    ? notMeasured(goal, what)
    : { goal, what, measured: `${measured} (≥ ${limit})`, verdict: measured >= limit ? 'met' : 'missed' };
}

function notMeasured(goal: string, what: string): Judgement {
  return { goal, what, measured: 'not measured yet', verdict: 'not measured' };
}
