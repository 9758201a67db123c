/**
 * Who asked about a household or a person, from the processing log: for the access log of a family member, and for owners.
 *
 * It is everything that was recorded. What a family member may be told of it, and when, is for whoever shows it: the reads of a
 * report are part of what must wait for its notice, and a shield stands over reads as over everything else.
 *
 * @see Wmo 2015 art. 5.3.1; domain.md §9.7 and §9.9
 */
import { oldestPosition, readChain } from '../../adapter-kit/accountability/chain-reader.js';
import { type ProcessingEntry, parseProcessingEntry } from './processing-record.js';

export interface RecordedRead {
  /** When the answer was ready. */
  readonly at: string;
  readonly traceId: string;
  readonly function: string;
  /** OIN; `null` for a family member. */
  readonly organisation: string | null;
  readonly task: string | null;
  readonly activity: string;
  readonly caseReference: string | null;
  readonly isBreakGlass: boolean;
  /** Each organisation that was asked, with the kinds of records. */
  readonly asked: readonly {
    readonly organisation: string;
    readonly outcome: string;
    readonly recordTypes: readonly string[];
  }[];
}

/** One of the two, or both: then reads of this person within this household. */
export interface ReadsQuestion {
  readonly household?: string | undefined;
  readonly person?: string | undefined;
}

/** In the order of the log. @throws BrokenChainError when it comes upon a line that is not as it was written. */
export async function* recordedReads(
  log: { readonly folder: string; readonly name: string },
  { household, person }: ReadsQuestion,
): AsyncGenerator<RecordedRead, void> {
  const from = await oldestPosition(log.folder, log.name);
  for await (const line of readChain({ ...log, from })) {
    const entry = parseProcessingEntry(line.entry);
    if (entry === null) continue;
    if (household !== undefined && !entry.households.includes(household)) continue;
    if (person !== undefined && !entry.persons.includes(person)) continue;
    yield toRead(entry);
  }
}

function toRead({ endedAt, traceId, activity, asker, organisations }: ProcessingEntry): RecordedRead {
  return {
    at: endedAt,
    traceId,
    function: asker.function,
    organisation: asker.organisation,
    task: asker.task,
    activity,
    caseReference: asker.caseReference,
    isBreakGlass: asker.breakGlass !== null,
    asked: organisations.map(({ organisation, outcome, recordTypes }) => ({
      organisation,
      outcome,
      recordTypes,
    })),
  };
}
