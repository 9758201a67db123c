/** What the register asks of whoever keeps the processing log: the reads about people and households, by their opaque ids. */
import type { FunctionName } from '../../../adapter-kit/access/subject.js';

/** The processing activity for which was read; its names are `null` where the register of activities no longer has it. */
export interface ReadPurpose {
  readonly uri: string;
  readonly dutchName: string | null;
  readonly meaning: string | null;
}

/** A request that was answered. Who asked is not in it, nor what was answered. */
export interface RecordedRead {
  /** When the answer was ready, an instant of the log's own clock. */
  readonly at: string;
  readonly function: FunctionName;
  /** The asker's own case, as given. Decides whether the read is told, and is never shown. */
  readonly caseReference: string | null;
  readonly purpose: ReadPurpose;
  readonly isBreakGlass: boolean;
  /** Ids of the households that were opened. */
  readonly households: readonly string[];
}

export interface RecordedReads {
  /** Oldest first. */
  readonly reads: readonly RecordedRead[];
  /** The instant of the oldest read, of anybody, that is kept; `null`: none is. */
  readonly goesBackTo: string | null;
  /** Now, by the log's own clock, which need not be the calendar of the records. */
  readonly askedAt: string;
}

export interface ReadsPort {
  /**
   * Reads about any of these people, or of this household. The work does not depend on how much else there is in the log.
   *
   * @throws SourceError when the log cannot say, e.g. while its index is made: then a shorter list would look whole.
   */
  readsOf(asked: {
    readonly persons: readonly string[];
    readonly household: string | null;
  }): Promise<RecordedReads>;
}
