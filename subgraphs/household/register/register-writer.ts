/**
 * The register's writing side: takes reads of the feeds in turn, works out what they change and publishes it. Only one process
 * leads; the others follow what it published, and one of them takes over when it is gone.
 */
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import { createConfirmedLinks } from './confirmed-links.js';
import type { LinkConfirmation } from './document.js';
import { createLinker, type Linker } from './linker.js';
import { packReference, unpackReference } from './reference-text.js';
import type { RegisterOptions } from './register.js';
import {
  changesOf,
  createChange,
  isEmpty,
  type KeptForGood,
  type ReferenceChanges,
  toStoredFeed,
} from './register-change.js';
import { createReaders, followedState } from './register-feeds.js';
import { everything, loadStored, takeIn } from './register-load.js';
import type { FeedState, RosterRead, RosterReader } from './roster-reader.js';
import { createRotation } from './rotation.js';
import type { HouseholdRead, RegisterChange } from './store.js';

export interface RegisterWriter {
  /** Settles when every feed was tried once and what was read is served, or when another process leads. */
  start(): Promise<void>;
  feeds(): readonly FeedState[];
  /** Settles when what it joins is served. */
  confirm(confirmation: LinkConfirmation): Promise<void>;
  /** Settles when it is undone; gives who read what it joined. */
  undo(confirmation: LinkConfirmation): Promise<readonly HouseholdRead[]>;
  stop(): void;
}

const defaultLeadMs = 10_000;
const followMs = 1_000;

export function createRegisterWriter(options: RegisterOptions): RegisterWriter {
  const { feeds, store, idSecret, now, leadMs = defaultLeadMs } = options;
  const organisations = Object.keys(feeds);
  const rotation = createRotation({
    keyCheck: options.keyCheck,
    idSecret,
    previous: options.previous,
  });
  /** As what is served was linked. */
  let rotatedTo = rotation.version();
  let linker = newLinker();
  let stopped = false;
  let isLeading = false;
  let leadTimer: NodeJS.Timeout | undefined;
  /** Reads that arrived before everything was linked for the first time. */
  let waiting: RosterRead[] | null = [];
  /** The last publication did not get through: the next one replaces everything. */
  let isBehind = false;
  let linkedOn: string | null = null;
  let isSyncing = false;
  /** What a publication that did not get through would have kept for good. */
  let owed: KeptForGood = { split: [], audit: [] };
  let readers = new Map<string, RosterReader>();
  let followed: readonly FeedState[] = organisations.map((organisation) =>
    followedState(organisation, undefined, options),
  );
  let turn: Promise<unknown> = Promise.resolve();
  const confirmed = createConfirmedLinks({ store, linker: () => linker, publish, idSecret, now });

  function newLinker(): Linker {
    return createLinker({
      idSecret,
      rotation,
      now,
      wasRead: async (household) =>
        (await store.readsOf(household, new Date(0).toISOString(), now().toISOString())).length > 0,
      aliasesOf: async (household) => {
        const lookup = await store.household(household, null);
        return lookup.found === 'HOUSEHOLD' ? lookup.household.aliases : [];
      },
    });
  }

  /** One change at a time, in the order in which they came. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  }

  function today(): string {
    return dayInTheNetherlands(now());
  }

  async function publish(change: RegisterChange): Promise<void> {
    try {
      await keepIds();
      if (isEmpty(change)) for (const feed of change.feeds) await store.putFeed(feed);
      else await store.publish(change);
    } catch (thrown) {
      isBehind = true;
      owe(change);
      options.onStoreFailure?.(thrown);
      throw thrown;
    }
  }

  function owe({ split, audit }: KeptForGood): void {
    owed = { split: [...owed.split, ...split], audit: [...owed.audit, ...audit] };
  }

  async function takeRead(read: RosterRead): Promise<void> {
    if (waiting) {
      waiting.push(read);
      await loaded;
      return;
    }
    await inTurn(async () => {
      if (!isLeading) throw new Error('another process leads');
      if (isBehind) await replaceAll();
      if (linkedOn !== today()) await linkForToday();
      const changes = renamed(changesOf(read));
      const change =
        changes.put.length + changes.drop.length === 0
          ? createChange()
          : await linker.apply(changes, today());
      await publish({ ...change, feeds: [toStoredFeed(read)] });
      await confirmed.dropOf(changes);
      if (rotation.version() !== rotatedTo) await replaceAll([read]);
    });
  }

  // A page may have waited while another feed changed its key.
  function renamed(changes: ReferenceChanges): ReferenceChanges {
    if (!rotation.isInvolved) return changes;
    const put = changes.put.map((one) => ({
      ...one,
      text: packReference(rotation.translate(unpackReference(one.text))),
    }));
    return { ...changes, put };
  }

  /** Ids that mean the same outlive the key under which either was made. */
  async function keepIds(): Promise<void> {
    const noted = rotation.takeNoted();
    if (noted.length > 0) await store.keepSameIds(noted);
  }

  async function linkForToday(): Promise<void> {
    const day = today();
    for await (const change of linker.relinkForDay(day)) await publish({ ...change, feeds: [] });
    linkedOn = day;
  }

  /** Replaces everything that is served by what the references say, while the old goes on being served. */
  async function replaceAll(reads: readonly RosterRead[] = []): Promise<void> {
    const day = today();
    const version = rotation.version();
    rotation.settle();
    if (rotation.isInvolved) await linker.rename();
    await store.replaceAll(everything(linker, day, { reads, owed, withReferences: store.keepsReferences }));
    owed = { split: [], audit: [] };
    linkedOn = day;
    isBehind = false;
    rotatedTo = version;
    await keepIds();
    await confirmed.dropEmpty();
  }

  let finishLoad: () => void = () => {};
  let failLoad: (error: unknown) => void = () => {};
  let loaded: Promise<void> = newLoad();

  function newLoad(): Promise<void> {
    const load = new Promise<void>((resolve, reject) => {
      finishLoad = resolve;
      failLoad = reject;
    });
    load.catch(() => undefined);
    return load;
  }

  async function begin(): Promise<void> {
    linker = newLinker();
    waiting = [];
    loaded = newLoad();
    readers = createReaders(options, { linker, rotation, onRead: takeRead });
    for (const [id, other] of await store.sameIds()) rotation.noteIds(id, other);
    rotation.takeNoted();
    const kept = await store.stored();
    // Under a key that nobody speaks any more nothing can be joined with what the feeds say now: then they are read anew.
    const stored = kept && rotation.canGoOnFrom(kept.feeds.map(({ under }) => under)) ? kept : null;
    if (kept && !stored) linker.retire(kept.splitIds);
    if (stored) {
      await loadStored(linker, stored);
      for (const [organisation, reader] of readers) {
        const feed = stored.feeds.find((candidate) => candidate.organisation === organisation);
        if (feed?.readAt) reader.resume(feed.watermark);
      }
    }
    await confirmed.load();
    const reading = [...readers.values()].map((reader) => reader.start());
    // A feed that answers waits until all were tried, so that everybody is linked with everybody.
    await firstReads(reading);
    await inTurn(async () => {
      const reads = waiting ?? [];
      // Whatever is read from now on waits for its turn: it is in none of what is linked here.
      waiting = null;
      try {
        rotation.settle();
        if (rotation.isInvolved) await linker.rename();
        // After what was stored is linked as it was served, a change while nobody wrote is a change like any other.
        if (stored) for await (const _ of linker.relinkAll(today()));
        for (const read of reads) {
          if (stored) owe(await linker.apply(renamed(changesOf(read)), today()));
          else await takeIn(linker, { ...read, put: renamed(changesOf(read)).put });
        }
        await replaceAll(reads);
        finishLoad();
      } catch (thrown) {
        options.onStoreFailure?.(thrown);
        isBehind = true;
        failLoad(thrown);
      }
    });
    await Promise.all(reading);
  }

  /** Until every feed has been read or has failed: those that were read wait in `waiting`. */
  async function firstReads(reading: readonly Promise<void>[]): Promise<void> {
    const settled = new Set<number>();
    reading.forEach((one, index) => void one.then(() => settled.add(index)));
    while (!stopped && settled.size + (waiting?.length ?? 0) < reading.length) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function tryLead(): Promise<boolean> {
    try {
      return await store.lead(leadMs);
    } catch (thrown) {
      options.onStoreFailure?.(thrown);
      return false;
    }
  }

  async function keepLead(): Promise<void> {
    const leads = await tryLead();
    if (stopped) return;
    if (leads && !isLeading) {
      isLeading = true;
      begin().catch((thrown) => options.onStoreFailure?.(thrown));
    } else if (!leads && isLeading) {
      isLeading = false;
      for (const reader of readers.values()) reader.stop();
      readers = new Map();
    }
    if (!isLeading) await follow();
    else if (!waiting && !isSyncing) {
      // Not waited for: whoever leads says so again in time, however long the work in hand takes.
      isSyncing = true;
      void inTurn(confirmed.sync)
        .catch(() => undefined)
        .finally(() => {
          isSyncing = false;
        });
    }
    if (!stopped) leadTimer = setTimeout(() => void keepLead(), isLeading ? leadMs / 3 : followMs);
  }

  async function follow(): Promise<void> {
    try {
      const stored = new Map((await store.feeds()).map((feed) => [feed.organisation, feed]));
      followed = organisations.map((organisation) =>
        followedState(organisation, stored.get(organisation), options),
      );
    } catch (thrown) {
      options.onStoreFailure?.(thrown);
    }
  }

  return {
    async start() {
      isLeading = await tryLead();
      leadTimer = setTimeout(() => void keepLead(), isLeading ? leadMs / 3 : followMs);
      if (isLeading) await begin();
      else await follow();
    },
    feeds: () => (isLeading ? [...readers.values()].map((reader) => reader.state()) : followed),
    async confirm(confirmation) {
      await store.putConfirmation(confirmation);
      if (isLeading) await inTurn(confirmed.sync);
    },
    async undo({ id, at, households }) {
      const reads = await Promise.all(
        households
          .flatMap((id) => [id, ...rotation.otherIds(id)])
          .map((household) => store.readsOf(household, at, now().toISOString())),
      );
      await store.removeConfirmation(id);
      if (isLeading) await inTurn(confirmed.sync);
      return reads.flat().sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
    },
    stop() {
      stopped = true;
      clearTimeout(leadTimer);
      for (const reader of readers.values()) reader.stop();
    },
  };
}
