/** The situations in which the engine's question is asked. */
import { type ContestantName, names, type Started } from './contestants/start-all.js';
import { usualMembers } from './household-data.js';
import { type Figures, measureInTurns } from './measure.js';
import type { Contestant, DriveOrder, Sources } from './processes.js';
import { measureSlowSource, type SlowSourceFigures } from './slow-source.js';

export const scenarioNames = [
  'usual',
  'identity',
  'access',
  'members',
  'households',
  'down',
  'slow',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** How long things take; see `paces`. */
export interface Pace {
  readonly rounds: number;
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** Before anything is measured of somebody: so many requests, or so long, until everything is compiled. */
  readonly firstWarmUp: { readonly requests: number; readonly mostMs: number };
}

export const paces = {
  whole: { rounds: 5, durationMs: 1_000, warmUpMs: 600, firstWarmUp: { requests: 2_000, mostMs: 8_000 } },
  quick: { rounds: 2, durationMs: 400, warmUpMs: 200, firstWarmUp: { requests: 600, mostMs: 3_000 } },
} as const satisfies Readonly<Record<string, Pace>>;

/** So many requests under way at any time. */
export const concurrency = 32;

export const memberSizes = [2, 20, 200] as const;
export const householdSizes = [1, 10, 50] as const;

/** One size of a question, with everybody who was asked. */
export interface Measured {
  readonly households: number;
  readonly members: number;
  readonly figures: Readonly<Record<string, Figures>>;
}

export interface ScenarioResults {
  usual?: Measured;
  /** The gateway alone, all requests of one identity beside each of its own. */
  identity?: Measured;
  /** Tokens, rules and records, beside the same without them. */
  access?: Measured;
  members?: readonly Measured[];
  households?: readonly Measured[];
  down?: Measured;
  slow?: SlowSourceFigures;
}

export interface ScenarioOptions {
  readonly started: Started;
  readonly sources: Sources;
  readonly pace: Pace;
  /** Starts a gateway of its own that waits so long for a source. */
  readonly startGateway: (sourceTimeoutMs: number) => Promise<Contestant>;
}

export const oneIdentity = `${names.gateway}, one identity`;
const withFew = (name: ContestantName) => `${name}, 200 identities`;
export const fewIdentities = withFew(names.householdGuarded);

const servers = [names.aggregator, names.gateway, names.stock, names.hive];
const oursAndLimit = [names.aggregator, names.gateway, names.aggregatorLoop, names.engineLoop];

/** Who takes part in each. */
export const participants: Readonly<Record<ScenarioName, readonly ContestantName[]>> = {
  usual: [...servers, names.aggregatorLoop, names.engineLoop],
  identity: [names.gateway],
  access: [
    names.aggregator,
    names.gateway,
    names.householdOpen,
    names.householdGuarded,
    names.householdEmbedded,
  ],
  members: oursAndLimit,
  households: oursAndLimit,
  down: servers,
  // It starts gateways of its own, which wait for a source as long as it needs.
  slow: [],
};

/** @throws Error at the first wrong answer. */
export async function runScenario(
  name: ScenarioName,
  options: ScenarioOptions,
  results: ScenarioResults,
): Promise<void> {
  const { started, sources } = options;
  const wanted: readonly string[] = participants[name];
  const contestants = started.contestants.filter((contestant) => wanted.includes(contestant.name));
  switch (name) {
    case 'usual':
      results.usual = await measure(contestants, 1, usualMembers, options);
      return;
    case 'identity': {
      const [gateway] = contestants;
      if (!gateway) return;
      const shared: Contestant = {
        ...gateway,
        name: oneIdentity,
        drive: (order) => gateway.drive({ ...order, identities: 'one' }),
      };
      results.identity = await measure([gateway, shared], 1, usualMembers, options);
      return;
    }
    case 'access': {
      const few = ([names.householdGuarded, names.householdEmbedded] as const).flatMap(
        (guarded): Contestant[] =>
          contestants
            .filter(({ name }) => name === guarded)
            .map((each) => ({
              ...each,
              name: withFew(guarded),
              drive: (order) => each.drive({ ...order, identities: 'few' }),
            })),
      );
      results.access = await measure([...contestants, ...few], 1, usualMembers, options);
      return;
    }
    case 'members':
      results.members = await measureSizes(memberSizes, (members) =>
        measure(contestants, 1, members, options),
      );
      return;
    case 'households':
      results.households = await measureSizes(householdSizes, (households) =>
        measure(contestants, households, usualMembers, options),
      );
      return;
    case 'down': {
      await sources.order({ source: 'raad', isDown: true });
      try {
        results.down = await measure(contestants, 1, usualMembers, options, 'raad-lost');
      } finally {
        await sources.order({ source: 'raad', isDown: false });
      }
      return;
    }
    case 'slow':
      results.slow = await measureSlowSource(options);
      return;
    default:
      throw new Error(`unknown scenario ${name satisfies never}`);
  }
}

async function measureSizes(
  sizes: readonly number[],
  one: (size: number) => Promise<Measured>,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const size of sizes) measured.push(await one(size));
  return measured;
}

const warmed = new WeakSet<Contestant>();

async function measure(
  contestants: readonly Contestant[],
  households: number,
  members: number,
  { sources, pace }: ScenarioOptions,
  kind: 'whole' | 'raad-lost' = 'whole',
): Promise<Measured> {
  const { rounds, durationMs, warmUpMs, firstWarmUp } = pace;
  const question = { kind, households, members };
  const order = { question, concurrency, identities: 'unique' } as const;
  for (const contestant of contestants.filter((each) => !warmed.has(each))) {
    warmed.add(contestant);
    await warmUp(contestant, order, firstWarmUp);
  }
  const figures = await measureInTurns(contestants, sources, { ...order, rounds, durationMs, warmUpMs });
  return { households, members, figures: Object.fromEntries(figures) };
}

async function warmUp(
  contestant: Contestant,
  order: Omit<DriveOrder, 'durationMs'>,
  { requests, mostMs }: Pace['firstWarmUp'],
): Promise<void> {
  const endsAt = performance.now() + mostMs;
  for (let done = 0; done < requests && performance.now() < endsAt; ) {
    done += (await contestant.drive({ ...order, durationMs: 500 })).requests;
  }
}
