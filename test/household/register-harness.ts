/** Registers over scripted feeds, a store of the test's own and a clock that stands still until it is moved. */
import type { RosterFeed, RosterPage, RosterReference } from '../../adapter-kit/roster.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import {
  createHouseholdRegister,
  type HouseholdRegister,
} from '../../subgraphs/household/register/register.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';

const keyCheck = 'the key of this region';
export const anybody = { caseReference: null };

export interface ScriptedFeed extends RosterFeed {
  readonly asked: readonly (string | null)[];
  /** What it says at the next read and from then on. */
  says(...pages: readonly (Partial<RosterPage> | Error)[]): void;
}

/** Says its pages one by one, and the last of them for ever. */
export function feedThatSays(...first: readonly (Partial<RosterPage> | Error)[]): ScriptedFeed {
  const asked: (string | null)[] = [];
  let pages = [...first];
  return {
    asked,
    says(...next) {
      pages = [...next];
    },
    async read(watermark) {
      asked.push(watermark);
      const page = pages.length > 1 ? pages.shift() : pages[0];
      if (page === undefined || page instanceof Error) throw page ?? new Error('expected a page');
      return {
        mode: 'FULL',
        asOf: '2026-11-02T10:00:00Z',
        watermark: null,
        references: [],
        removed: [],
        keyCheck,
        ...page,
      };
    },
  };
}

export function inFeed({ organisation: _, ...reference }: FeedReference): RosterReference {
  return reference;
}

export interface TestClock {
  now: string;
  monotonicMs: number;
}

export function createTestClock(): TestClock {
  return { now: '2026-11-02T12:00:00+01:00', monotonicMs: 0 };
}

export interface TestRegister {
  readonly register: HouseholdRegister;
  /** Settles when this feed was read once more and what it said is served. */
  nextRead(feed: ScriptedFeed): Promise<void>;
}

export function createTestRegister(options: {
  readonly feeds: Readonly<Record<string, RosterFeed>>;
  readonly store: RegisterStore;
  readonly clock: TestClock;
  readonly leadMs?: number;
  readonly onStoreFailure?: (error: unknown) => void;
  readonly onFeedFailure?: (reason: string) => void;
}): TestRegister {
  const { feeds, store, clock, onStoreFailure, onFeedFailure } = options;
  const register = createHouseholdRegister({
    feeds,
    store,
    pollSeconds: 0.004,
    maxAgeSeconds: 60,
    fullReadHours: 12,
    rosterTimeoutMs: 1_000,
    idSecret: 'a secret for register tests',
    now: () => new Date(clock.now),
    keyCheck,
    monotonicMs: () => clock.monotonicMs,
    ...(options.leadMs === undefined ? {} : { leadMs: options.leadMs }),
    ...(onStoreFailure ? { onStoreFailure } : {}),
    ...(onFeedFailure ? { onFeedFailure: ({ reason }) => onFeedFailure(reason) } : {}),
  });
  return {
    register,
    // The read after the next one begins only once the next one is served.
    async nextRead({ asked }) {
      const wanted = asked.length + 2;
      while (asked.length < wanted) await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}
