/**
 * Reads one organisation's feed, in full at first and then by watermark or again in full, and says how fresh it is.
 *
 * A feed that fails is tried again soon; what was read before it failed stays, and grows stale by the clock.
 */
import {
  type RosterFeed,
  type RosterPage,
  type RosterReference,
  rosterPageSchema,
} from '../../../adapter-kit/roster.js';
import { SourceError, toSourceError } from '../../../adapter-kit/source-error.js';

export interface RosterReaderOptions {
  readonly organisation: string;
  readonly feed: RosterFeed;
  readonly pollSeconds: number;
  readonly maxAgeSeconds: number;
  /** How long one read of the feed may take. */
  readonly timeoutMs: number;
  /** Milliseconds on a clock that never goes back. */
  readonly monotonicMs: () => number;
  readonly now: () => Date;
  /** What a page of pseudonyms under the register's own key carries. */
  readonly keyCheck: string;
  readonly onChange: () => void;
  /** Told once when a feed fails, and again only after it was read in between or fails for another reason. */
  readonly onFailure?: (failure: { readonly organisation: string; readonly reason: string }) => void;
}

/** How fresh an organisation's feed is. */
export interface FeedState {
  readonly organisation: string;
  /** Whether the feed was read whole, and recently enough to say "not known". */
  readonly isFresh: boolean;
  /** The instant that the last page vouches for; `null` while none was read. */
  readonly asOf: string | null;
}

export interface RosterState extends FeedState {
  readonly references: ReadonlyMap<string, RosterReference>;
}

export interface RosterReader {
  /** Starts reading; settles when the first read has ended, well or not. */
  start(): Promise<void>;
  state(): RosterState;
  stop(): void;
}

/** A feed that failed is read again after this long, so that a source that comes back is seen at once. */
const retryMs = 1_000;

export function createRosterReader(options: RosterReaderOptions): RosterReader {
  const { organisation, feed, pollSeconds, maxAgeSeconds, timeoutMs, monotonicMs, now, onChange, onFailure } =
    options;
  let references: ReadonlyMap<string, RosterReference> = new Map();
  let fingerprint = '';
  let watermark: string | null = null;
  let asOf: string | null = null;
  let readAtMs: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let failing: string | null = null;
  const stopping = new AbortController();

  async function readOnce(): Promise<boolean> {
    const beganAtMs = monotonicMs();
    const beganAt = now();
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping.signal]);
      const asked = watermark;
      const page = rosterPageSchema.parse(await feed.read(asked, signal));
      if (stopped) return true;
      requireUsable(page, asked, options);
      failing = null;
      const isFirst = readAtMs === null;
      readAtMs = beganAtMs;
      // A source's clock may be ahead of ours; it cannot vouch for what it recorded after it was asked.
      asOf = (Date.parse(page.asOf) < beganAt.getTime() ? new Date(page.asOf) : beganAt).toISOString();
      watermark = page.watermark;
      // A source that can only be read again in full mostly says the same again.
      const print = page.mode === 'FULL' ? JSON.stringify(page.references) : '';
      const unchanged =
        page.mode === 'FULL'
          ? print === fingerprint
          : page.references.length === 0 && page.removed.length === 0;
      if (!unchanged) {
        const next = page.mode === 'FULL' ? new Map<string, RosterReference>() : new Map(references);
        for (const reference of page.removed) next.delete(reference);
        for (const reference of page.references) next.set(reference.reference, reference);
        references = next;
      }
      // After changes the last whole page no longer says what is held.
      fingerprint = print;
      if (isFirst || !unchanged) onChange();
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
    state: () => ({
      organisation,
      isFresh: readAtMs !== null && monotonicMs() - readAtMs <= maxAgeSeconds * 1_000,
      asOf,
      references,
    }),
    stop() {
      stopped = true;
      stopping.abort();
      clearTimeout(timer);
    },
  };
}

/** Changes without a whole to change, or pseudonyms under another key, would look like "nobody is known". */
function requireUsable(page: RosterPage, asked: string | null, options: RosterReaderOptions): void {
  const { organisation, keyCheck } = options;
  if (asked === null && page.mode !== 'FULL') {
    throw new SourceError({
      organisation,
      reason: 'CONTRACT_BROKEN',
      detail: 'expected the feed in full, received changes',
    });
  }
  if (page.keyCheck !== keyCheck) {
    throw new SourceError({
      organisation,
      reason: 'REJECTED',
      detail: 'expected pseudonyms under the key of the region: is PSEUDONYM_KEY the same everywhere?',
    });
  }
}
