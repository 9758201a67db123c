/** Registers over a population, as the gateway makes them. */
import { Redis } from 'ioredis';
import {
  createHouseholdRegister,
  type HouseholdRegister,
} from '../../subgraphs/household/register/register.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { readRedisSettings } from '../../subgraphs/household/register/stores/redis-settings.js';
import { createRedisStore } from '../../subgraphs/household/register/stores/redis-store.js';
import { populationNow } from './days.js';
import { createPopulationFeeds, type PopulationFeeds } from './feeds.js';
import type { Population } from './population.js';

const keyCheck = 'the key of an invented population';
/** Longer than any run: nothing in a run is about stale feeds. */
const never = 24 * 60 * 60;

/** The clock of the population, going on from when this was called. */
export function createPopulationClock(): () => Date {
  const startedAtMs = performance.now();
  return () => new Date(Date.parse(populationNow) + performance.now() - startedAtMs);
}

export function feedsOf(population: Population): PopulationFeeds {
  return createPopulationFeeds({ population, keyCheck, now: createPopulationClock() });
}

export function registerOver(options: {
  readonly feeds: PopulationFeeds;
  readonly store: RegisterStore;
  /** Absent: the feeds are read once. */
  readonly pollSeconds?: number;
  readonly onFailure: (reason: string) => void;
}): HouseholdRegister {
  const { feeds, store, pollSeconds = never, onFailure } = options;
  return createHouseholdRegister({
    feeds: feeds.feeds,
    store,
    pollSeconds,
    maxAgeSeconds: never,
    rosterTimeoutMs: never * 1_000,
    idSecret: 'a secret for an invented population',
    keyCheck,
    now: createPopulationClock(),
    monotonicMs: () => performance.now(),
    onFeedFailure: ({ organisation, reason }) => onFailure(`feed of ${organisation}: ${reason}`),
    onStoreFailure: (error) =>
      onFailure(`store: ${error instanceof Error ? error.message : 'no reason given'}`),
  });
}

/** Takes away what an earlier run left in Redis: a register would go on from there, over other people. */
export async function emptyRedis(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
  });
  await redis.connect();
  for await (const keys of redis.scanStream({ match: '{gezinsbeeld-register}*', count: 1_000 })) {
    // The stream's type says nothing of what comes out of it: it is lists of keys.
    const found = keys as string[];
    if (found.length > 0) await redis.unlink(...found);
  }
  await redis.quit();
}

/** In memory, or in a Redis of its own: a run replaces everything that the register keeps there. */
export function storeFor(redisUrl: string | null): RegisterStore {
  if (redisUrl === null) return createMemoryStore();
  const problems: string[] = [];
  const settings = readRedisSettings({ REDIS_URL: redisUrl }, problems);
  if (settings === null || problems.length > 0) throw new Error(`--redis-url: ${problems.join('; ')}`);
  return createRedisStore({ settings });
}
