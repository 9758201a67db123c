/** The readers of all feeds, and what is known of feeds that another process reads. */
import type { Linker } from './linker.js';
import type { RegisterOptions } from './register.js';
import { createRosterReader, type FeedState, type RosterRead, type RosterReader } from './roster-reader.js';
import type { Rotation } from './rotation.js';
import type { StoredFeedState } from './store.js';

const defaultFullReadHours = 12;

/** A reader for each organisation, by organisation. */
export function createReaders(
  options: RegisterOptions,
  {
    linker,
    rotation,
    onRead,
  }: {
    readonly linker: Linker;
    readonly rotation: Rotation;
    readonly onRead: (read: RosterRead) => Promise<void>;
  },
): Map<string, RosterReader> {
  const { feeds, pollSeconds, maxAgeSeconds, monotonicMs, now, onFeedFailure } = options;
  return new Map(
    Object.entries(feeds).map(([organisation, feed]) => {
      const reader = createRosterReader({
        organisation,
        feed,
        pollSeconds,
        maxAgeSeconds,
        fullReadHours: options.fullReadHours ?? defaultFullReadHours,
        timeoutMs: options.rosterTimeoutMs,
        monotonicMs,
        now,
        rotation,
        held: linker.heldOf(organisation),
        onRead,
        ...(onFeedFailure ? { onFailure: onFeedFailure } : {}),
      });
      return [organisation, reader] as const;
    }),
  );
}

/** How fresh a feed is that the leader reads, by what it stored last; `undefined`: nothing yet. */
export function followedState(
  organisation: string,
  stored: StoredFeedState | undefined,
  { now, maxAgeSeconds }: Pick<RegisterOptions, 'now' | 'maxAgeSeconds'>,
): FeedState {
  const age = stored?.readAt ? now().getTime() - Date.parse(stored.readAt) : null;
  return {
    organisation,
    isFresh: age !== null && age <= maxAgeSeconds * 1_000,
    asOf: stored?.asOf ?? null,
  };
}
