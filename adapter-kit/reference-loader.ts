/**
 * Request-scoped batching: however many households and fields ask, a source is asked once per kind of record.
 *
 * A loader lives for one request, because its cache belongs to one viewer.
 */
import DataLoader from 'dataloader';
import { SourceError, toSourceError } from './source-error.js';

/** What a batched read is given beside the references. */
export interface ReadContext {
  /** Ends when the client is gone or the request's deadline has passed. */
  readonly signal: AbortSignal;
  /**
   * By reference, the records that may be read (`recordKey`), and no others: what is not in it is not asked of the source, and is
   * not in what is given. Absent: everything, where no access rules stand.
   */
  readonly only?: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Reads the records of many references in a number of calls that does not grow with them. Gives, for each reference
 * it was asked for, the record or why there is none; throws `SourceError` when nothing could be read at all.
 */
export type BatchedRead<R> = (
  references: readonly string[],
  context: ReadContext,
) => Promise<ReadonlyMap<string, R | SourceError>>;

export type ReferenceLoader<R> = DataLoader<string, R>;

export function createReferenceLoader<R>(
  read: BatchedRead<R>,
  organisation: string,
  context: ReadContext,
): ReferenceLoader<R> {
  return new DataLoader<string, R>(async (references) => {
    let records: ReadonlyMap<string, R | SourceError>;
    try {
      records = await read(references, context);
    } catch (thrown) {
      const error = toSourceError(thrown, organisation);
      return references.map(() => error);
    }
    const absent = references.filter((reference) => !records.has(reference)).length;
    return references.map(
      (reference) =>
        records.get(reference) ??
        // The feed named this reference, so an answer without it is a gap, not "nothing".
        new SourceError({
          organisation,
          reason: 'CONTRACT_BROKEN',
          detail: `expected ${references.length} records, received ${references.length - absent}`,
        }),
    );
  });
}
