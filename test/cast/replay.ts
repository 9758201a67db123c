/** A register that is fed the changes of act two one by one, in whatever order, and shows all that it serves. */
import {
  createHmacPseudonymiser,
  DEMONSTRATION_PSEUDONYM_KEY,
  keyCheckOf,
} from '../../adapter-kit/pseudonym.js';
import type { RosterFeed, RosterPage } from '../../adapter-kit/roster.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import type { HouseholdDocument, LinkQuestion } from '../../subgraphs/household/register/document.js';
import type { AuditLine, RegisterStore } from '../../subgraphs/household/register/store.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { createHouseholdSubgraph } from '../../subgraphs/household/subgraph.js';
import { actTwoClock, type FeedChange } from './act-two-events.js';
import type { Feed } from './cast-feeds.js';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const keyCheck = keyCheckOf(pseudonymiser);

/** All that the register serves to anybody. */
export interface Served {
  /** Open ones, by id. */
  readonly open: readonly HouseholdDocument[];
  /** Shielded ones by the case under which they open. */
  readonly opened: ReadonlyMap<string, readonly HouseholdDocument[]>;
  readonly questions: ReadonlyMap<string, readonly LinkQuestion[]>;
  readonly undecided: readonly string[];
}

export interface Replay {
  /** Settles when what it changes is served. */
  apply(change: FeedChange): Promise<void>;
  served(): Promise<Served>;
  audit(): Promise<readonly AuditLine[]>;
  /** Asks as a router would. A household that is asked for is noted as read. */
  ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<SubgraphAnswer>;
  stop(): Promise<void>;
}

export async function startReplay(feeds: ReadonlyMap<string, Feed>): Promise<Replay> {
  const store = createMemoryStore();
  const scripted = new Map([...feeds].map(([organisation, feed]) => [organisation, scriptedFeed(feed)]));
  const subgraph = createHouseholdSubgraph({
    feeds: Object.fromEntries([...scripted].map(([organisation, { feed }]) => [organisation, feed])),
    store,
    pseudonymiser,
    keyTokenSecret: 'a secret for the keys of act two',
    pollSeconds: 0,
    maxAgeSeconds: 60,
    // A read waits until something happens.
    rosterTimeoutMs: 600_000,
    idSecret: 'a secret for tests of act two',
    now: () => new Date(actTwoClock),
    monotonicMs: () => 0,
  });
  await subgraph.register.start();
  const cases = new Set<string>();
  const people = new Set<string>();
  for (const [organisation, feed] of feeds) for (const one of feed.values()) note(organisation, one);

  function note(organisation: string, { reference, persons }: FeedChange['put'][number]): void {
    cases.add(`${organisation} ${reference}`);
    for (const { person } of persons) if (person !== null) people.add(person);
  }

  return {
    async apply(change) {
      for (const one of change.put) note(change.organisation, one);
      await scripted.get(change.organisation)?.give({
        mode: 'DELTA',
        references: [...change.put],
        removed: [...change.removed],
      });
    },
    served: () => servedBy(store, [...cases].sort(), [...people].sort()),
    audit: () => store.auditLines(),
    ask: (query, variables) => subgraph.handle({ query, variables, headers: {} }),
    stop: () => subgraph.close(),
  };
}

async function servedBy(
  store: RegisterStore,
  cases: readonly string[],
  people: readonly string[],
): Promise<Served> {
  const open = await store.list(1_000, null, null);
  const openIds = new Set(open.map(({ id }) => id));
  const opened = new Map<string, readonly HouseholdDocument[]>();
  const questions = new Map<string, readonly LinkQuestion[]>();
  for (const key of cases) {
    const behind = (await store.list(1_000, null, key)).filter(({ id }) => !openIds.has(id));
    if (behind.length > 0) opened.set(key, behind);
    const asked = await store.questionsAbout(key);
    if (asked.length > 0) questions.set(key, asked);
  }
  const undecided: string[] = [];
  for (const person of people) {
    if ((await store.householdsOfPerson(person, null)).isUndecided) undecided.push(person);
  }
  return { open, opened, questions, undecided };
}

/** In full at first; then each read waits for the next change. */
function scriptedFeed(feed: Feed): {
  readonly feed: RosterFeed;
  readonly give: (page: Pick<RosterPage, 'mode' | 'references' | 'removed'>) => Promise<void>;
} {
  const toPage = (
    page: Pick<RosterPage, 'mode' | 'references' | 'removed'>,
    watermark: number,
  ): RosterPage => ({
    ...page,
    asOf: actTwoClock.toISOString(),
    watermark: String(watermark),
    keyCheck,
  });
  let reads = 0;
  let tellReading: () => void = () => {};
  let answer: (page: RosterPage) => void = () => {};
  const reading = (): Promise<void> =>
    new Promise((resolve) => {
      tellReading = resolve;
    });
  let waiting = reading();
  return {
    feed: {
      read(_, signal) {
        reads += 1;
        if (reads === 1)
          return Promise.resolve(
            toPage({ mode: 'FULL', references: [...feed.values()], removed: [] }, reads),
          );
        return new Promise((resolve, reject) => {
          answer = resolve;
          signal.addEventListener('abort', () => reject(new Error('the register has stopped')));
          tellReading();
        });
      },
    },
    async give(page) {
      await waiting;
      // It reads again when it serves what it read.
      waiting = reading();
      answer(toPage(page, reads));
      await waiting;
    },
  };
}
