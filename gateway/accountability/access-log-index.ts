/**
 * Which reads were about a person or a household: an index over the processing log, in memory, so that nobody who asks who looked
 * waits for the log to be read from its beginning.
 *
 * It is made from the log when the gateway starts, in the background, and kept up to date by every entry that is made durable. While
 * it is being made, and when the log is not as it was written, it says that it cannot say. It is kept in parts of equal size, and lets
 * the oldest part go when there are too many: then it says from when on it is whole. What that
 * costs is in docs/family-view.md.
 */
import { setImmediate } from 'node:timers/promises';
import { oldestPosition, readChain } from '../../adapter-kit/accountability/chain-reader.js';
import { type ProcessingEntry, parseProcessingEntry } from './processing-record.js';

/** What the index keeps of one read. */
export interface IndexedRead {
  /** When the answer was ready, an instant. */
  readonly at: string;
  readonly function: ProcessingEntry['asker']['function'];
  readonly caseReference: string | null;
  /** URI of the processing activity. */
  readonly activity: string;
  readonly isBreakGlass: boolean;
  readonly households: readonly string[];
}

export interface FoundReads {
  /** Oldest first. */
  readonly reads: readonly IndexedRead[];
  /** The instant of the oldest read that is kept; `null`: none is. */
  readonly goesBackTo: string | null;
}

export interface AccessLogIndex {
  /** Takes an entry that is durable now. Cheap: it is on the way of every answer. */
  add(entry: ProcessingEntry): void;
  /**
   * Puts what the log held before, up to this entry's number, in front of what was added meanwhile. Settles when it is done; throws
   * what reading the log throws, and from then on the index cannot say.
   */
  load(log: { readonly folder: string; readonly name: string; readonly upToSeq: number }): Promise<void>;
  /** `null`: it is not whole yet, or never will be. */
  find(asked: { readonly persons: readonly string[]; readonly household: string | null }): FoundReads | null;
  /** Ends a load that is under way. */
  stop(): void;
}

export interface AccessLogIndexOptions {
  /** How many reads are kept; absent: half a million, some 300 MB. */
  readonly mostReads?: number;
  /** How many are let go at one time; absent: a hundred thousand. */
  readonly readsPerPart?: number;
}

/** So many lines are read at one go, a few milliseconds of work: whoever waits for an answer does not wait for the index. */
const linesAtOnce = 50;

export function createAccessLogIndex({
  mostReads = 500_000,
  readsPerPart = 100_000,
}: AccessLogIndexOptions = {}): AccessLogIndex {
  const parts: Part[] = [];
  const kinds = createKinds();
  /** Durable while the log's past was being read; behind it in time. `null`: the index is whole. */
  let later: ProcessingEntry[] | null = [];
  let state: 'EMPTY' | 'LOADING' | 'WHOLE' | 'FAILED' = 'EMPTY';
  let isStopped = false;

  function put(entry: ProcessingEntry): void {
    // Nobody was looked at: a question about the schema, a list without anything in it.
    if (entry.persons.length === 0 && entry.households.length === 0) return;
    let part = parts.at(-1);
    if (!part || part.times.length >= readsPerPart) {
      part = createPart();
      parts.push(part);
      if (parts.length * readsPerPart > Math.max(mostReads, readsPerPart)) parts.shift();
    }
    addTo(part, entry, kinds.idOf(entry));
  }

  return {
    add(entry) {
      if (later) later.push(entry);
      else put(entry);
    },
    async load({ folder, name, upToSeq }) {
      if (state !== 'EMPTY') throw new Error('expected an index that was not loaded yet');
      state = 'LOADING';
      try {
        let lines = 0;
        const from = await oldestPosition(folder, name);
        if (from.seq < upToSeq) {
          for await (const line of readChain({ folder, name, from })) {
            if (isStopped) return;
            const entry = parseProcessingEntry(line.entry);
            if (entry) put(entry);
            if (line.seq >= upToSeq) break;
            lines += 1;
            if (lines % linesAtOnce === 0) await setImmediate();
          }
        }
      } catch (thrown) {
        state = 'FAILED';
        later = null;
        parts.length = 0;
        throw thrown;
      }
      for (const entry of later ?? []) put(entry);
      later = null;
      state = 'WHOLE';
    },
    find({ persons, household }) {
      if (state !== 'WHOLE') return null;
      const reads: IndexedRead[] = [];
      for (const part of parts) {
        const ids = household === null ? persons : [...persons, household];
        const lists = ids.map((id) => placesIn(part, id));
        for (const place of merged(lists)) reads.push(readAt(part, place, kinds));
      }
      const [oldest] = parts[0]?.times ?? [];
      return { reads, goesBackTo: oldest === undefined ? null : new Date(oldest).toISOString() };
    },
    stop() {
      isStopped = true;
    },
  };
}

/**
 * Reads in their order, each as numbers. Whom they were about is kept as chains, each link a place and the link before it: lists by
 * person would cost ten times as much, because most are of a few reads.
 */
interface Part {
  /** Milliseconds since 1970. */
  readonly times: number[];
  readonly kinds: number[];
  readonly households: (string | readonly string[])[];
  readonly linkPlaces: number[];
  /** -1: it is the first of its chain. */
  readonly linksBefore: number[];
  /** The id of a person or household to the last link of its chain. */
  readonly lastLinks: Map<string, number>;
}

function createPart(): Part {
  return {
    times: [],
    kinds: [],
    households: [],
    linkPlaces: [],
    linksBefore: [],
    lastLinks: new Map(),
  };
}

function addTo(part: Part, { endedAt, persons, households }: ProcessingEntry, kind: number): void {
  const place = part.times.length;
  part.times.push(Date.parse(endedAt));
  part.kinds.push(kind);
  const [only] = households;
  part.households.push(households.length === 1 && only !== undefined ? only : households);
  for (const id of [...persons, ...households]) {
    part.linksBefore.push(part.lastLinks.get(id) ?? -1);
    part.lastLinks.set(id, part.linkPlaces.length);
    part.linkPlaces.push(place);
  }
}

/** Oldest first. */
function placesIn(part: Part, id: string): readonly number[] {
  const places: number[] = [];
  for (let link = part.lastLinks.get(id) ?? -1; link >= 0; link = part.linksBefore[link] ?? -1) {
    const place = part.linkPlaces[link];
    if (place !== undefined) places.push(place);
  }
  return places.reverse();
}

/** Places of several lists, each once, in order. */
function merged(lists: readonly (readonly number[])[]): Iterable<number> {
  const [only = [], ...others] = lists;
  if (others.length === 0) return only;
  return [...new Set(lists.flat())].sort((left, right) => left - right);
}

function readAt(part: Part, place: number, kinds: Kinds): IndexedRead {
  const [at, kind, households] = [part.times[place], part.kinds[place], part.households[place]];
  if (at === undefined || kind === undefined || households === undefined) {
    throw new Error('expected a read at every place of the index');
  }
  return {
    at: new Date(at).toISOString(),
    ...kinds.of(kind),
    households: typeof households === 'string' ? [households] : households,
  };
}

type Kind = Omit<IndexedRead, 'at' | 'households'>;

interface Kinds {
  idOf(entry: ProcessingEntry): number;
  of(id: number): Kind;
}

/** Function, case, activity and broken glass: the same for the many reads of one worker, and kept once. */
function createKinds(): Kinds {
  const ids = new Map<string, number>();
  const kinds: Kind[] = [];
  return {
    idOf({ asker, activity }) {
      const kind: Kind = {
        function: asker.function,
        caseReference: asker.caseReference,
        activity,
        isBreakGlass: asker.breakGlass !== null,
      };
      const text = JSON.stringify(kind);
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, kinds.length);
      kinds.push(kind);
      return kinds.length - 1;
    },
    of(id) {
      const kind = kinds[id];
      if (!kind) throw new Error('expected a kind of read that was noted');
      return kind;
    },
  };
}
