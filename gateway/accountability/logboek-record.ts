/**
 * Records of Logboek Dataverwerkingen, expanded from one line of the processing log: one for the request, and one for each person
 * concerned, as its children. Names and meanings are the standard's; what is ours stands under `resource`, which it leaves free.
 *
 * The ids of children follow from the request's and the person's, so that a line expanded twice gives the same records.
 *
 * @see Logius-standaarden/logboek-dataverwerkingen on GitHub, sections/specificaties.md, as read in November 2026
 */
import { createHash } from 'node:crypto';
import type { LogLine } from '../../adapter-kit/accountability/log-line.js';
import { type ProcessingEntry, type ProcessingStatus, parseProcessingEntry } from './processing-record.js';

export interface LogboekRecord {
  /** 16 bytes in hexadecimal. */
  readonly trace_id: string;
  /** 8 bytes in hexadecimal. */
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly status: ProcessingStatus;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly start_time: number;
  readonly end_time: number;
  readonly resource: { readonly attributes: LogboekAttributes };
  readonly attributes: LogboekAttributes;
}
export type LogboekAttributes = Readonly<Record<string, string | number | boolean>>;

export interface ExpansionOptions {
  /** The name of this log, as it stands in every record. */
  readonly log: string;
  /** What `dpl.core.data_subject_id_type` says of the register's ids of persons. */
  readonly personIdType?: string;
}

const defaultPersonIdType = 'urn:gezinsbeeld:register-person-id';
/** The standard wants a name for people to read, also where the client gave none. */
const unnamed = 'query without a name';

/** `[]` for a line that tells of the log itself. @throws ProcessingEntryError */
export function toLogboekRecords(line: LogLine, options: ExpansionOptions): readonly LogboekRecord[] {
  const entry = parseProcessingEntry(line.entry);
  if (entry === null) return [];
  const resource = { attributes: resourceOf(line, entry, options.log) };
  const activity = { 'dpl.core.processing_activity_id': entry.activity };
  const shared = {
    trace_id: entry.traceId,
    status: entry.status,
    name: entry.operation.name ?? unnamed,
    start_time: Date.parse(entry.startedAt),
    end_time: Date.parse(entry.endedAt),
    resource,
  };
  const request: LogboekRecord = {
    ...shared,
    span_id: entry.spanId,
    parent_span_id: entry.parentSpanId,
    attributes:
      entry.callerProcessor === null
        ? activity
        : { ...activity, 'dpl.core.foreign_operation.processor': entry.callerProcessor },
  };
  const idType = options.personIdType ?? defaultPersonIdType;
  const persons = entry.persons.map(
    (person): LogboekRecord => ({
      ...shared,
      span_id: childSpanId(entry, person),
      parent_span_id: entry.spanId,
      attributes: {
        ...activity,
        'dpl.core.data_subject_id': person,
        'dpl.core.data_subject_id_type': idType,
      },
    }),
  );
  return [request, ...persons];
}

function resourceOf(
  line: LogLine,
  { asker, organisations }: ProcessingEntry,
  log: string,
): LogboekAttributes {
  return {
    'service.name': 'gezinsbeeld-gateway',
    // The line in the chain: who keeps this record elsewhere can show that the log was rewritten.
    'gezinsbeeld.log.name': log,
    'gezinsbeeld.log.sequence': line.seq,
    'gezinsbeeld.log.hash': line.hash,
    'gezinsbeeld.asker.pseudonym': asker.pseudonym,
    'gezinsbeeld.asker.function': asker.function,
    ...(asker.organisation === null ? {} : { 'gezinsbeeld.asker.organisation_oin': asker.organisation }),
    ...(asker.task === null ? {} : { 'gezinsbeeld.asker.task': asker.task }),
    'gezinsbeeld.break_glass': asker.breakGlass !== null,
    'gezinsbeeld.organisations': organisations.map(({ organisation }) => organisation).join(','),
  };
}

function childSpanId({ traceId, spanId }: ProcessingEntry, person: string): string {
  const id = createHash('sha256').update(`${traceId}\n${spanId}\n${person}`).digest('hex').slice(0, 16);
  // All zeros is the one span id that is none.
  return /^0+$/.test(id) ? '0000000000000001' : id;
}
