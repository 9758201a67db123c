/**
 * The public keys of one issuer: fetched from the configured address only, kept, and fetched again.
 *
 * A token may name any key, so a name that is not known causes at most one fetch in thirty seconds, whoever asks and however
 * often. Beside that, and whatever strangers ask, the keys are fetched every minute: an issuer that shows a new key a minute
 * before it signs with it is never refused. Whether a key exists is answered only from what the issuer said after the question
 * was put; where that may not be asked now, the answer is that it is not known, and not that the key is false.
 */
import type { CryptoKey } from 'jose';
import type { TokenAlgorithm } from './access-settings.js';
import { type KeySet, readKeySet } from './key-set.js';

/** How often the keys are fetched without anybody asking, and how soon again after a failure. */
export const keysFetchedEveryMs = 60_000;
export const keysTriedAgainAfterMs = 5_000;
/** At most one fetch because of an unknown key in this time. */
export const unknownKeyFetchEveryMs = 30_000;
/** Names of keys that are not there, or no longer: remembered until the next fetch for an unknown key is due. */
const mostAbsent = 1_000;

/** `ABSENT`: the issuer has no such key. `UNAVAILABLE`: that cannot be said now; ask again after so many seconds. */
export type FoundKey =
  | { readonly key: CryptoKey }
  | { readonly missing: 'ABSENT' }
  | { readonly missing: 'UNAVAILABLE'; readonly retryAfterSeconds: number };

/** What is told in the operational log. */
export type KeyEvent =
  | { readonly kind: 'FETCH_FAILED' | 'TOO_OLD'; readonly error: unknown }
  | { readonly kind: 'REACHED_AGAIN' }
  | { readonly kind: 'CHANGED'; readonly usable: number; readonly ignored: number };

export interface IssuerKeysOptions {
  /** Gives the JSON at the issuer's `jwks_uri`. */
  readonly fetchKeySet: () => Promise<unknown>;
  readonly algorithms: readonly TokenAlgorithm[];
  /** How long keys are used after they were last fetched. */
  readonly maxAgeMs: number;
  readonly onEvent: (event: KeyEvent) => void;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonicMs?: () => number;
  /** Does something later; gives what takes it back. */
  readonly schedule?: (work: () => void, ms: number) => () => void;
}

export interface IssuerKeys {
  find(kid: string, algorithm: TokenAlgorithm): Promise<FoundKey>;
  /** Another number as soon as the keys are other keys. */
  readonly generation: () => number;
  /** Fetches now and from now on. */
  start(): void;
  close(): void;
}

export function createIssuerKeys(options: IssuerKeysOptions): IssuerKeys {
  const { fetchKeySet, algorithms, maxAgeMs, onEvent } = options;
  const { monotonicMs = () => performance.now(), schedule = scheduleUnheld } = options;
  let keys: KeySet | null = null;
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  let generation = 0;
  let fetchesBegun = 0;
  let lastGivenFetch = 0;
  let underWay: Promise<void> | null = null;
  let unknownFetchedAtMs = Number.NEGATIVE_INFINITY;
  let isFailing = false;
  let isTooOld = false;
  let cancelNext = (): void => {};
  let isClosed = false;
  const absent = new Set<string>();

  /** One fetch at a time; who comes while one is under way waits for that one. Never throws. */
  function fetchOnce(): Promise<void> {
    underWay ??= fetchAndKeep().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  async function fetchAndKeep(): Promise<void> {
    fetchesBegun += 1;
    const number = fetchesBegun;
    try {
      const fetched = await readKeySet(await fetchKeySet(), algorithms);
      keep(fetched);
      lastGivenFetch = number;
      fetchedAtMs = monotonicMs();
      if (isFailing) onEvent({ kind: 'REACHED_AGAIN' });
      isFailing = false;
      isTooOld = false;
    } catch (error) {
      if (isClosed) return;
      if (!isFailing) onEvent({ kind: 'FETCH_FAILED', error });
      isFailing = true;
      if (keys && !isUsable() && !isTooOld) {
        isTooOld = true;
        onEvent({ kind: 'TOO_OLD', error });
      }
    }
  }

  function keep(fetched: KeySet): void {
    if (keys?.fingerprint === fetched.fingerprint) return;
    for (const kid of keys?.names ?? []) if (!fetched.names.has(kid)) addAbsent(kid);
    for (const kid of fetched.names) absent.delete(kid);
    keys = fetched;
    generation += 1;
    onEvent({ kind: 'CHANGED', usable: fetched.names.size, ignored: fetched.ignored });
  }

  function addAbsent(kid: string): void {
    if (absent.size >= mostAbsent) absent.clear();
    absent.add(kid);
  }

  function isUsable(): boolean {
    return keys !== null && monotonicMs() - fetchedAtMs <= maxAgeMs;
  }

  function fetchAgainLater(): void {
    cancelNext();
    if (isClosed) return;
    cancelNext = schedule(fetchNowAndLater, isFailing ? keysTriedAgainAfterMs : keysFetchedEveryMs);
  }

  function fetchNowAndLater(): void {
    void fetchOnce().then(fetchAgainLater);
  }

  async function find(kid: string, algorithm: TokenAlgorithm): Promise<FoundKey> {
    const begunBefore = fetchesBegun;
    for (;;) {
      const key = isUsable() ? keys?.find(kid, algorithm) : undefined;
      if (key) return { key };
      // It is there, for another algorithm: to ask again would not make it one for this.
      if (isUsable() && keys?.names.has(kid)) return { missing: 'ABSENT' };
      if (underWay) {
        await underWay;
        continue;
      }
      // Without keys there is nothing to compare with, and the next fetch is seconds away.
      if (!isUsable()) return unavailable(keysTriedAgainAfterMs);
      if (lastGivenFetch > begunBefore) {
        addAbsent(kid);
        return { missing: 'ABSENT' };
      }
      const leftMs = unknownFetchedAtMs + unknownKeyFetchEveryMs - monotonicMs();
      if (leftMs > 0) return absent.has(kid) ? { missing: 'ABSENT' } : unavailable(leftMs);
      unknownFetchedAtMs = monotonicMs();
      await fetchOnce();
      if (isFailing) fetchAgainLater();
    }
  }

  return {
    find,
    generation: () => generation,
    start: fetchNowAndLater,
    close() {
      isClosed = true;
      cancelNext();
    },
  };
}

function unavailable(ms: number): FoundKey {
  return { missing: 'UNAVAILABLE', retryAfterSeconds: Math.max(1, Math.ceil(ms / 1_000)) };
}

/** A timer that keeps no program alive. */
function scheduleUnheld(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
