/**
 * Who has read an owner's records, from the owner's own decision log: every question about them, what was answered, and by which rule.
 *
 * It is everything that was recorded, for the owner alone. What of it a family member may be told, and when, is for whoever shows it.
 */
import { z } from 'zod';
import { dayInTheNetherlands } from '../dates.js';
import { oldestPosition, readChain } from './chain-reader.js';
import { decisionLogName } from './decision-log.js';

export interface ReadersQuestion {
  /** The owner's own number of a record or of a case; absent: every record. */
  readonly record?: string | undefined;
  /** First and last day, in the Netherlands (`YYYY-MM-DD`). */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface RecordedReader {
  readonly at: string;
  readonly traceId: string;
  /** Who asked: a pseudonym, the same for the same person. */
  readonly pseudonym: string;
  readonly function: string;
  /** OIN; `null` for a family member. */
  readonly organisation: string | null;
  readonly task: string | null;
  readonly activity: string;
  /** Under which own case of theirs. */
  readonly caseReference: string | null;
  readonly isBreakGlass: boolean;
  readonly records: readonly {
    readonly recordType: string;
    /** The case, and the record's number in it, as the owner has them. */
    readonly id: string;
    readonly answer: string;
    readonly rule: string;
  }[];
}

const entrySchema = z.object({
  type: z.literal('decisions'),
  trace_id: z.string(),
  timestamp: z.string(),
  request: z.object({
    subject: z.object({
      id: z.string(),
      properties: z.object({
        pseudonym: z.string(),
        organisation: z.string().nullable(),
        task: z.string().nullable(),
        caseReference: z.string().nullable(),
        breakGlass: z.boolean(),
      }),
    }),
    action: z.object({ properties: z.object({ 'dpl.core.processing_activity_id': z.string() }) }),
    evaluations: z.array(z.object({ resource: z.object({ type: z.string(), id: z.string() }) })),
  }),
  response: z.object({
    evaluations: z.array(z.object({ context: z.object({ answer: z.string(), rule: z.string() }) })),
  }),
});
type Entry = z.infer<typeof entrySchema>;

/** Where an owner's decisions are kept, within the folder of the logs. */
export function decisionLogOf(
  folder: string,
  owner: string,
): { readonly folder: string; readonly name: string } {
  const name = decisionLogName(owner);
  return { folder: `${folder}/${name}`, name };
}

/** In the order of the log. @throws BrokenChainError when it comes upon a line that is not as it was written. */
export async function* recordedReaders(
  log: { readonly folder: string; readonly name: string },
  { record, from, to }: ReadersQuestion,
): AsyncGenerator<RecordedReader, void> {
  const start = await oldestPosition(log.folder, log.name);
  for await (const line of readChain({ ...log, from: start })) {
    const entry = parseEntry(line.entry);
    if (entry === null) continue;
    const day = dayInTheNetherlands(new Date(entry.timestamp));
    if ((from !== undefined && day < from) || (to !== undefined && day > to)) continue;
    const records = recordsIn(entry).filter(({ id }) => record === undefined || isRecord(id, record));
    if (records.length > 0) yield { ...askerOf(entry), records };
  }
}

/** `null` for a line that tells of the log itself. */
function parseEntry(entry: unknown): Entry | null {
  const parsed = entrySchema.safeParse(entry);
  if (parsed.success) return parsed.data;
  const isAboutTheLog =
    typeof entry === 'object' && entry !== null && 'type' in entry && entry.type !== 'decisions';
  if (isAboutTheLog) return null;
  throw new Error('expected an entry of a decision log');
}

function askerOf({ timestamp, trace_id: traceId, request }: Entry): Omit<RecordedReader, 'records'> {
  const { pseudonym, organisation, task, caseReference, breakGlass } = request.subject.properties;
  return {
    at: timestamp,
    traceId,
    pseudonym,
    function: request.subject.id,
    organisation,
    task,
    activity: request.action.properties['dpl.core.processing_activity_id'],
    caseReference,
    isBreakGlass: breakGlass,
  };
}

function recordsIn({ request, response }: Entry): RecordedReader['records'] {
  return request.evaluations.map(({ resource }, index) => {
    const { answer = 'unknown', rule = 'unknown' } = response.evaluations[index]?.context ?? {};
    return { recordType: resource.type, id: resource.id, answer, rule };
  });
}

/** An id is the case, a space, and the number in it; a case's own reference has no space. */
function isRecord(id: string, asked: string): boolean {
  if (id === asked) return true;
  const end = id.indexOf(' ');
  return id.slice(0, end) === asked || id.slice(end + 1) === asked;
}
