/**
 * The register's writing side: takes reads of the feeds in turn, works out what they change and publishes it. Only one process
 * leads; the others follow what it published, and one of them takes over when it is gone.
 */
import { createHmac } from 'node:crypto';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { LinkConfirmation } from './document.js';
import { createLinker, type Linker } from './linker.js';
import { referenceKey } from './references.js';
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
import type { AuditLine, HouseholdRead, RegisterChange } from './store.js';

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
  /** What professionals confirmed, as far as it was linked. */
  let confirmed: ReadonlyMap<string, LinkConfirmation> = new Map();
  let readers = new Map<string, RosterReader>();
  let followed: readonly FeedState[] = organisations.map((organisation) =>
    followedState(organisation, undefined, options),
  );
  let turn: Promise<unknown> = Promise.resolve();

  function newLinker(): Linker {
    return createLinker({
      idSecret,
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
      const changes = changesOf(read);
      const change =
        changes.put.length + changes.drop.length === 0
          ? createChange()
          : await linker.apply(changes, today());
      await publish({ ...change, feeds: [toStoredFeed(read)] });
      await dropEmptyConfirmations(changes);
    });
  }

  async function linkForToday(): Promise<void> {
    const day = today();
    for await (const change of linker.relinkForDay(day)) await publish({ ...change, feeds: [] });
    linkedOn = day;
  }

  // A professional's word about a case that was removed goes with it.
  async function dropEmptyConfirmations({ drop }: ReferenceChanges): Promise<void> {
    if (drop.length === 0) return;
    const gone = new Set(drop.map(referenceKey));
    const all = await store.confirmations();
    const empty = all.filter(({ about, joins }) => gone.has(about) || joins.every((key) => gone.has(key)));
    for (const { id } of empty) await store.removeConfirmation(id);
    if (empty.length > 0) await syncConfirmations();
  }

  /** Replaces everything that is served by what the references say, while the old goes on being served. */
  async function replaceAll(reads: readonly RosterRead[] = []): Promise<void> {
    const day = today();
    await store.replaceAll(everything(linker, day, { reads, owed, withReferences: store.keepsReferences }));
    owed = { split: [], audit: [] };
    linkedOn = day;
    isBehind = false;
    const empty = (await store.confirmations()).filter(
      ({ about, joins }) => !linker.has(about) || !joins.some((key) => linker.has(key)),
    );
    for (const { id } of empty) await store.removeConfirmation(id);
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
    readers = createReaders(options, { linker, onRead: takeRead });
    const stored = await store.stored();
    if (stored) {
      await loadStored(linker, stored);
      for (const [organisation, reader] of readers) {
        const feed = stored.feeds.find((candidate) => candidate.organisation === organisation);
        if (feed?.readAt) reader.resume(feed.watermark);
      }
    }
    confirmed = new Map((await store.confirmations()).map((one) => [one.id, one]));
    linker.setConfirmations([...confirmed.values()]);
    const reading = [...readers.values()].map((reader) => reader.start());
    // A feed that answers waits until all were tried, so that everybody is linked with everybody.
    await firstReads(reading);
    await inTurn(async () => {
      const reads = waiting ?? [];
      // Whatever is read from now on waits for its turn: it is in none of what is linked here.
      waiting = null;
      try {
        // After what was stored is linked as it was served, a change while nobody wrote is a change like any other.
        if (stored) for await (const _ of linker.relinkAll(today()));
        for (const read of reads) {
          if (stored) owe(await linker.apply(changesOf(read), today()));
          else await takeIn(linker, read);
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
      void inTurn(syncConfirmations)
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

  function auditLine(event: AuditLine['event'], confirmation: LinkConfirmation): AuditLine {
    const digest = createHmac('sha256', idSecret)
      .update(`audit\n${confirmation.id}`)
      .digest('base64url')
      .slice(0, 22);
    return { at: now().toISOString(), organisation: organisationOf(confirmation), event, digest };
  }

  /** Links anew what professionals confirmed or undid since, here or in another process. */
  async function syncConfirmations(): Promise<void> {
    const present = new Map((await store.confirmations()).map((one) => [one.id, one]));
    const added = [...present.values()].filter(({ id }) => !confirmed.has(id));
    const gone = [...confirmed.values()].filter(({ id }) => !present.has(id));
    if (added.length + gone.length === 0) return;
    linker.setConfirmations([...present.values()]);
    const touched = [...added, ...gone].flatMap(({ about, joins }) => [about, ...joins]);
    const change = await linker.apply({ put: [], drop: [] }, today(), touched);
    const audit = [
      ...added.map((one) => auditLine('LINK_CONFIRMED', one)),
      ...gone.map((one) => auditLine('LINK_UNDONE', one)),
    ];
    await publish({ ...change, feeds: [], audit: [...change.audit, ...audit] });
    confirmed = present;
    for (const one of added) {
      await store.putConfirmation({ ...one, households: linker.householdsWith(one.about) });
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
      if (isLeading) await inTurn(syncConfirmations);
    },
    async undo({ id, at, households }) {
      const reads = await Promise.all(
        households.map((household) => store.readsOf(household, at, now().toISOString())),
      );
      await store.removeConfirmation(id);
      if (isLeading) await inTurn(syncConfirmations);
      return reads.flat().sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
    },
    stop() {
      stopped = true;
      clearTimeout(leadTimer);
      for (const reader of readers.values()) reader.stop();
    },
  };
}

function organisationOf({ about }: LinkConfirmation): string {
  return about.slice(0, about.indexOf(' '));
}
