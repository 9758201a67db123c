/** Measures contestants in turns, so that whatever else the machine does meets all of them. */
import { cpuMs, residentMegabytes } from '../process-usage.js';
import { median, percentile, rounded } from '../statistics.js';
import type { Contestant, DriveOrder, Sources } from './processes.js';
import { type SourceName, sourceNames } from './supergraph.js';

export interface MeasureOptions extends DriveOrder {
  readonly rounds: number;
  readonly warmUpMs: number;
}

/** One contestant on one question, all rounds together. */
export interface Figures {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** User and system time of the contestant's process: median of its rounds; `null` where there is no `/proc`. */
  readonly cpuMicrosPerRequest: number | null;
  /** Of each round, so that ratios can be taken between neighbours in time. */
  readonly cpuMicrosOfRounds: readonly number[];
  /** At the end of the last round. */
  readonly residentMegabytes: number | null;
  readonly callsPerRequest: Readonly<Record<SourceName, number>>;
  /** Different identities that the busiest source saw for each request. */
  readonly identitiesPerRequest: number;
}

interface Tally {
  readonly latenciesMs: number[];
  readonly cpuMicros: number[];
  readonly calls: Map<SourceName, number>;
  requests: number;
  identities: number;
  elapsedMs: number;
}

/** @throws Error at the first wrong answer of anybody. */
export async function measureInTurns(
  contestants: readonly Contestant[],
  sources: Sources,
  { rounds, warmUpMs, ...order }: MeasureOptions,
): Promise<ReadonlyMap<string, Figures>> {
  const tallies = new Map(contestants.map((each) => [each.name, emptyTally()]));
  for (const contestant of contestants) await contestant.drive({ ...order, durationMs: warmUpMs });
  for (let round = 0; round < rounds; round += 1) {
    // Who goes first changes, so that nobody always finds the machine as one other left it.
    const turn = [
      ...contestants.slice(round % contestants.length),
      ...contestants.slice(0, round % contestants.length),
    ];
    for (const contestant of turn) {
      const tally = tallies.get(contestant.name);
      if (tally) await measureTurn(contestant, sources, order, tally);
    }
  }
  return new Map(
    contestants.map(({ name, pid }) => [name, toFigures(tallies.get(name) ?? emptyTally(), pid)]),
  );
}

async function measureTurn(
  contestant: Contestant,
  sources: Sources,
  order: DriveOrder,
  tally: Tally,
): Promise<void> {
  await sources.order({});
  const before = cpuMs(contestant.pid);
  const { requests, elapsedMs, latenciesMs } = await contestant.drive(order);
  const after = cpuMs(contestant.pid);
  const counts = await sources.order({});
  tally.requests += requests;
  tally.elapsedMs += elapsedMs;
  tally.latenciesMs.push(...latenciesMs);
  if (before !== null && after !== null) tally.cpuMicros.push(((after - before) * 1_000) / requests);
  tally.identities += Math.max(...sourceNames.map((name) => counts[name].identities));
  for (const name of sourceNames) tally.calls.set(name, (tally.calls.get(name) ?? 0) + counts[name].calls);
}

function toFigures(
  { latenciesMs, cpuMicros, calls, requests, identities, elapsedMs }: Tally,
  pid: number,
): Figures {
  const perRequest = (name: SourceName) => rounded((calls.get(name) ?? 0) / requests);
  return {
    requests,
    requestsPerSecond: rounded((requests / elapsedMs) * 1_000),
    p50Ms: rounded(percentile(latenciesMs, 50)),
    p95Ms: rounded(percentile(latenciesMs, 95)),
    p99Ms: rounded(percentile(latenciesMs, 99)),
    cpuMicrosPerRequest: cpuMicros.length === 0 ? null : rounded(median(cpuMicros)),
    cpuMicrosOfRounds: cpuMicros.map(rounded),
    residentMegabytes: residentMegabytes(pid),
    callsPerRequest: {
      register: perRequest('register'),
      'veilig-thuis': perRequest('veilig-thuis'),
      raad: perRequest('raad'),
      gi: perRequest('gi'),
      'local-team': perRequest('local-team'),
    },
    identitiesPerRequest: rounded(identities / requests),
  };
}

/** How many times the CPU of the other, as the median of the rounds; `null` when either was not measured. */
export function cpuRatio(one: Figures | undefined, other: Figures | undefined): number | null {
  if (!one || !other) return null;
  const ratios = one.cpuMicrosOfRounds.flatMap((micros, round) => {
    const against = other.cpuMicrosOfRounds[round];
    return against === undefined ? [] : [micros / against];
  });
  return ratios.length === 0 ? null : rounded(median(ratios));
}

function emptyTally(): Tally {
  return { latenciesMs: [], cpuMicros: [], calls: new Map(), requests: 0, identities: 0, elapsedMs: 0 };
}
