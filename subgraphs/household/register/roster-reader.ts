/**
 * Reads one organisation's feed, in full at first and then by watermark or again in full, hands on what changed, and says how
 * fresh it is. A feed is fresh only when what it said is being served.
 *
 * A feed that fails is tried again soon; what was read before it failed stays, and grows stale by the clock. From time to time it
 * is read in full whatever its watermark, so that a removal which got lost is made good within a day.
 */
import { z } from 'zod';
import { parseContract } from '../../../adapter-kit/contract.js';
import { withinDeadline } from '../../../adapter-kit/deadline.js';
import {
  type RosterFeed,
  type RosterPage,
  type RosterReference,
  rosterPageSchema,
  rosterReferenceSchema,
} from '../../../adapter-kit/roster.js';
import { SourceError, toSourceError } from '../../../adapter-kit/source-error.js';
import { createPace } from './pace.js';
import { type PackedReference, packReference } from './reference-text.js';
import type { Rotation } from './rotation.js';

export interface RosterReaderOptions {
  readonly organisation: string;
  readonly feed: RosterFeed;
  readonly pollSeconds: number;
  readonly maxAgeSeconds: number;
  /** After this long a feed with a watermark is read in full again. */
  readonly fullReadHours: number;
  /** How long one page of the feed may take. */
  readonly timeoutMs: number;
  /** Milliseconds on a clock that never goes back. */
  readonly monotonicMs: () => number;
  readonly now: () => Date;
  /** Under which keys pseudonyms may stand, and how they are held. */
  readonly rotation: Rotation;
  /** What is held of this organisation's references, so that only changes are handed on. */
  readonly held: HeldReferences;
  /** Takes a read over; it counts as read once this has settled. A read that it cannot take over is made again. */
  readonly onRead: (read: RosterRead) => Promise<void>;
  /** Told once when a feed fails, and again only after it was read in between or fails for another reason. */
  readonly onFailure?: (failure: { readonly organisation: string; readonly reason: string }) => void;
}

/** A reference as text: what a feed says is kept as it was said, and read again when it is linked. */
export interface ReferenceText {
  readonly reference: string;
  readonly text: PackedReference;
}

export interface HeldReferences {
  textOf(reference: string): PackedReference | undefined;
  all(): Iterable<string>;
}

/** What a read of a feed changed. */
export interface RosterRead {
  readonly organisation: string;
  readonly put: readonly ReferenceText[];
  readonly removed: readonly string[];
  /** The instant that the feed vouches for. */
  readonly asOf: string;
  readonly watermark: string | null;
  /** When the read began. */
  readonly readAt: string;
  /** Fingerprint of the key under which its references are held. */
  readonly under: string;
}

/** How fresh an organisation's feed is. */
export interface FeedState {
  readonly organisation: string;
  /** Whether the feed was read whole, and recently enough to say "not known". */
  readonly isFresh: boolean;
  /** The instant that the last page vouches for; `null` while none was read. */
  readonly asOf: string | null;
}

export interface RosterReader {
  /** Starts reading; settles when the first read has ended, well or not. */
  start(): Promise<void>;
  /** Goes on where an earlier process stopped. */
  resume(watermark: string | null): void;
  state(): FeedState;
  stop(): void;
}

/** A feed that failed is read again after this long, so that a source that comes back is seen at once. */
const retryMs = 1_000;
const admittedAtOnce = 50;
const comparedAtOnce = 200;
const hourMs = 3_600_000;
const soonMs = 600_000;
/** A feed that never ends is no feed. Pages of a thousand make this fifty million references. */
const mostPages = 50_000;

/** References are admitted one by one: the contract is the same as that of a whole page. */
const envelopeSchema = rosterPageSchema.extend({ references: z.array(z.unknown()) });

interface AdmittedPage extends Omit<RosterPage, 'references'> {
  readonly references: readonly ReferenceText[];
}

interface WholeRead extends Pick<RosterPage, 'mode' | 'asOf' | 'watermark'> {
  /** By reference: what was said of it last; `null`: that it was removed. */
  readonly said: ReadonlyMap<string, ReferenceText | null>;
}

export function createRosterReader(options: RosterReaderOptions): RosterReader {
  const {
    organisation,
    feed,
    held,
    pollSeconds,
    maxAgeSeconds,
    timeoutMs,
    monotonicMs,
    now,
    onRead,
    onFailure,
    rotation,
  } = options;
  let watermark: string | null = null;
  let asOf: string | null = null;
  let readAtMs: number | null = null;
  let readInFullAtMs: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let failing: string | null = null;
  /** How the last page named people, and how the last read that counts did. */
  let saying: string | null = null;
  let saidBefore: string | null = null;
  const stopping = new AbortController();

  async function readPage(place: string | null): Promise<AdmittedPage> {
    const answer = await withinDeadline(timeoutMs, stopping.signal, (signal) => feed.read(place, signal));
    const { references, ...page } = parseContract(envelopeSchema, answer, {
      organisation,
      what: 'a page of the feed',
    });
    saying = rotation.admit(organisation, page);
    const admitted: ReferenceText[] = [];
    for (const [index, reference] of references.entries()) {
      admitted.push(
        toText(
          rotation.translate(
            parseContract(rosterReferenceSchema, reference, {
              organisation,
              what: 'a reference of the feed',
            }),
          ),
        ),
      );
      // Whoever waits for an answer does not wait for a page.
      if (index % admittedAtOnce === admittedAtOnce - 1)
        await new Promise((resolve) => setImmediate(resolve));
    }
    return { ...page, references: admitted };
  }

  // Pages of one read are one feed: nothing is handed on before the last of them is here.
  async function readWhole(asked: string | null): Promise<WholeRead> {
    const first = await readPage(asked);
    requireWhole(first, asked, organisation);
    // In the order in which it was said: a later page takes back what an earlier one put.
    const said = new Map<string, ReferenceText | null>();
    const take = (page: AdmittedPage): void => {
      for (const one of page.references) said.set(one.reference, one);
      for (const reference of page.removed) said.set(reference, null);
    };
    take(first);
    let last = first;
    const handedBack = new Set<string>();
    while (last.continuation !== undefined) {
      if (handedBack.size >= mostPages || handedBack.has(last.continuation)) throw endless(organisation);
      handedBack.add(last.continuation);
      last = await readPage(last.continuation);
      take(last);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // What was recorded while the pages were read may be missing from the first of them.
    return { mode: first.mode, asOf: first.asOf, watermark: last.watermark, said };
  }

  // Nobody else changes what is held of this organisation, however long this takes.
  async function changesIn({ mode, said }: WholeRead): Promise<Pick<RosterRead, 'put' | 'removed'>> {
    const put: ReferenceText[] = [];
    const removed: string[] = [];
    const pace = createPace();
    let compared = 0;
    const giveWay = async (): Promise<void> => {
      compared += 1;
      if (compared % comparedAtOnce === 0) await pace();
    };
    for (const [reference, one] of said) {
      const before = held.textOf(reference);
      if (one !== null && one.text !== before) put.push(one);
      if (one === null && before !== undefined && mode === 'DELTA') removed.push(reference);
      await giveWay();
    }
    if (mode === 'FULL') {
      for (const reference of held.all()) {
        if (!said.get(reference)) removed.push(reference);
        await giveWay();
      }
    }
    return { put, removed };
  }

  function isFullReadDue(): boolean {
    return readInFullAtMs === null || monotonicMs() - readInFullAtMs >= options.fullReadHours * hourMs;
  }

  async function readOnce(): Promise<boolean> {
    const beganAtMs = monotonicMs();
    const beganAt = now();
    try {
      const asked = isFullReadDue() && readInFullAtMs !== null ? null : watermark;
      let read = await readWhole(asked);
      // Under another key everybody has another name: what did not change has to be said again too.
      if (asked !== null && saying !== saidBefore && rotation.isInvolved) read = await readWhole(null);
      const changes = await changesIn(read);
      if (stopped) return true;
      // A source's clock may be ahead of ours; it cannot vouch for what it recorded after it was asked.
      const vouched = (
        Date.parse(read.asOf) < beganAt.getTime() ? new Date(read.asOf) : beganAt
      ).toISOString();
      await onRead({
        organisation,
        ...changes,
        asOf: vouched,
        watermark: read.watermark,
        readAt: beganAt.toISOString(),
        under: rotation.under(),
      });
      if (read.mode === 'FULL' || readInFullAtMs === null) readInFullAtMs = beganAtMs;
      failing = null;
      saidBefore = saying;
      readAtMs = beganAtMs;
      asOf = vouched;
      watermark = read.watermark;
      return true;
    } catch (thrown) {
      if (stopped) return true;
      // Whatever a feed answered that is no page is as good as no answer: half a feed would be a silent gap.
      const { reason } = toSourceError(thrown, organisation);
      if (reason !== failing) onFailure?.({ organisation, reason });
      failing = reason;
      return false;
    }
  }

  async function readAndSchedule(): Promise<void> {
    const succeeded = await readOnce();
    if (stopped) return;
    timer = setTimeout(() => void readAndSchedule(), succeeded ? pollSeconds * 1_000 : retryMs);
  }

  return {
    start: readAndSchedule,
    resume(from) {
      watermark = from;
      // Nobody knows when it was last read in full: soon, but not before everything is served.
      readInFullAtMs = monotonicMs() - options.fullReadHours * hourMs + soonMs;
    },
    state: () => ({
      organisation,
      isFresh: readAtMs !== null && monotonicMs() - readAtMs <= maxAgeSeconds * 1_000,
      asOf,
    }),
    stop() {
      stopped = true;
      stopping.abort();
      clearTimeout(timer);
    },
  };
}

function toText(reference: RosterReference): ReferenceText {
  return { reference: reference.reference, text: packReference(reference) };
}

/** Changes without a whole to change would look like "nobody is known". */
function requireWhole(page: AdmittedPage, asked: string | null, organisation: string): void {
  if (asked === null && page.mode !== 'FULL') {
    throw new SourceError({
      organisation,
      reason: 'CONTRACT_BROKEN',
      detail: 'expected the feed in full, received changes',
    });
  }
}

function endless(organisation: string): SourceError {
  return new SourceError({
    organisation,
    reason: 'CONTRACT_BROKEN',
    detail: `expected the feed to end within ${mostPages} pages, and no page twice`,
  });
}
