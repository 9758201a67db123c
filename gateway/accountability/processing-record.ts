/**
 * The entry of one request in the processing log: who asked, why, and about whom; nothing of what was answered.
 *
 * What stands in it is an id, a code, an instant or a fingerprint, and each is held against its form: an entry that would hold
 * anything else is refused, and with it the answer. Three texts come from outside, and are cut, made printable and freed of numbers
 * that could be a BSN: the operation's name, the case reference and the reason for breaking the glass. The last is a professional's
 * own words, and stays in this log.
 *
 * @see Logboek Dataverwerkingen (Logius), as read in November 2026; docs/accountability.md
 */
import { z } from 'zod';
import { type RecordType, recordTypes } from '../../adapter-kit/access/record-attributes.js';
import { type AccessContext, functionNames } from '../../adapter-kit/access/subject.js';
import { pseudonymOfSubject, toLogText } from '../../adapter-kit/accountability/log-text.js';
import type { TraceContext } from '../../adapter-kit/accountability/trace-context.js';

/** As Logboek Dataverwerkingen has them: `Error` for a failure within, not for a refusal or a source that did not answer. */
export type ProcessingStatus = 'Unset' | 'Ok' | 'Error';

export interface AskedOrganisation {
  /** As the graph spells it, e.g. `VEILIG_THUIS`. */
  readonly organisation: string;
  /** A code of `source-outcomes.ts`. */
  readonly outcome: string;
  readonly reason: string | null;
  readonly recordTypes: Iterable<RecordType>;
}

export interface ProcessedRequest {
  readonly trace: TraceContext;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly status: ProcessingStatus;
  readonly access: AccessContext;
  /** The application that asked, by its URL, where it is known. */
  readonly callerProcessor: string | null;
  readonly operationName: string | null;
  /** From `hashQuery`. */
  readonly queryHash: string;
  /** Ids of the households that were opened. */
  readonly households: Iterable<string>;
  /** The register's ids of everybody whose data were asked for. */
  readonly persons: Iterable<string>;
  readonly organisations: Iterable<AskedOrganisation>;
}

const forms = {
  traceId: /^[0-9a-f]{32}$/,
  spanId: /^[0-9a-f]{16}$/,
  code: /^[A-Z][A-Z0-9_]{0,59}$/,
  oin: /^\d{20}$/,
  queryHash: /^(sha256|hmac):[0-9a-f]{64}$/,
  householdId: /^hh_[\w-]{22}$/,
  personId: /^p_[\w-]{22}$/,
  // An instant of a token, which may have an offset.
  instant: /^\d{4}-\d\d-\d\dT[\d:.]{5,18}(Z|[+-]\d\d:\d\d)$/,
} as const;
const traceId = z.string().regex(forms.traceId);
const spanId = z.string().regex(forms.spanId);
const code = z.string().regex(forms.code);
const instant = z.iso.datetime({ precision: 3 });

/** An entry as the log keeps it. */
export const processingEntrySchema = z.strictObject({
  type: z.literal('processing'),
  version: z.literal(1),
  traceId,
  spanId,
  parentSpanId: spanId.nullable(),
  callerProcessor: z.url().max(500).nullable(),
  startedAt: instant,
  endedAt: instant,
  status: z.enum(['Unset', 'Ok', 'Error']),
  /** URI in a register of processing activities. */
  activity: z.url().max(500),
  asker: z.strictObject({
    pseudonym: z.string().regex(/^[\w-]{22}$/),
    function: z.enum(functionNames),
    /** OIN. */
    organisation: z.string().regex(forms.oin).nullable(),
    task: z.string().max(200).nullable(),
    caseReference: z.string().max(100).nullable(),
    breakGlass: z
      .strictObject({ at: z.string().regex(forms.instant), reason: z.string().max(500) })
      .nullable(),
  }),
  operation: z.strictObject({
    name: z.string().max(100).nullable(),
    hash: z.string().regex(forms.queryHash),
  }),
  households: z.array(z.string().regex(forms.householdId)),
  persons: z.array(z.string().regex(forms.personId)),
  organisations: z.array(
    z.strictObject({
      organisation: code,
      outcome: code,
      reason: code.nullable(),
      recordTypes: z.array(z.enum(recordTypes)),
    }),
  ),
});
export type ProcessingEntry = z.infer<typeof processingEntrySchema>;

/** What the log begins with at every start that has them: under which ground the reads after it happen. */
const logOpenedSchema = z.strictObject({
  type: z.literal('log-opened'),
  /** AVG art. 6. */
  legalGround: z.string().max(500),
  /** Of the data protection impact assessment, AVG art. 35. */
  dpiaReference: z.string().max(200),
});
export type LogOpenedEntry = z.infer<typeof logOpenedSchema>;

/** What should have become an entry holds something that the log may not keep. Names the place, never the value. */
export class ProcessingEntryError extends Error {
  override readonly name = 'ProcessingEntryError';
  readonly code = 'LOG_ENTRY_REFUSED';
}

export interface ProcessingEntryOptions {
  /** The key of the pseudonyms of who asked. */
  readonly pseudonymKey: string;
  /** The URI of a processing activity, by its id; left out, an id that is no URI becomes a URN. */
  readonly activityUri?: (id: string) => string;
}

/** Checked by hand, because every request waits for it; a test holds it against the schema. @throws ProcessingEntryError */
export function toProcessingEntry(
  request: ProcessedRequest,
  options: ProcessingEntryOptions,
): ProcessingEntry {
  const { trace, access } = request;
  const { subject, breakGlass, caseReference } = access;
  const { activityUri = toActivityUri } = options;
  return {
    type: 'processing',
    version: 1,
    traceId: required('traceId', trace.traceId, forms.traceId),
    spanId: required('spanId', trace.spanId, forms.spanId),
    parentSpanId: optional('parentSpanId', trace.parentSpanId, forms.spanId),
    callerProcessor:
      request.callerProcessor === null ? null : url('callerProcessor', request.callerProcessor),
    startedAt: request.startedAt.toISOString(),
    endedAt: request.endedAt.toISOString(),
    status: request.status,
    activity: url('activity', activityUri(access.processingActivity)),
    asker: {
      pseudonym: pseudonymOfSubject(subject, options.pseudonymKey),
      function: subject.function,
      organisation: optional('asker.organisation', subject.organisation, forms.oin),
      task: subject.employerTask === null ? null : toLogText(subject.employerTask, 200),
      caseReference: caseReference === null ? null : toLogText(caseReference, 100),
      breakGlass:
        breakGlass === null
          ? null
          : {
              at: required('asker.breakGlass.at', breakGlass.at, forms.instant),
              reason: toLogText(breakGlass.reason, 500),
            },
    },
    operation: {
      name: request.operationName === null ? null : toLogText(request.operationName, 100),
      hash: required('operation.hash', request.queryHash, forms.queryHash),
    },
    households: idsOf('households', request.households, forms.householdId),
    persons: idsOf('persons', request.persons, forms.personId),
    organisations: Array.from(
      request.organisations,
      ({ organisation, outcome, reason, recordTypes: types }) => ({
        organisation: required('organisations.organisation', organisation, forms.code),
        outcome: required('organisations.outcome', outcome, forms.code),
        reason: optional('organisations.reason', reason, forms.code),
        recordTypes: recordTypesOf(types),
      }),
    ),
  };
}

/** The entry, or `null` for a line that tells of the log itself. @throws ProcessingEntryError for anything else. */
export function parseProcessingEntry(entry: unknown): ProcessingEntry | null {
  const parsed = processingEntrySchema.safeParse(entry);
  if (parsed.success) return parsed.data;
  const isRemoval =
    typeof entry === 'object' && entry !== null && 'type' in entry && entry.type === 'segments-removed';
  if (isRemoval || logOpenedSchema.safeParse(entry).success) return null;
  throw new ProcessingEntryError(`expected an entry of the processing log: ${placesOf(parsed.error)}`);
}

const knownRecordTypes: ReadonlySet<string> = new Set(recordTypes);

function required(place: string, value: string, form: RegExp): string {
  if (!form.test(value)) throw refused(place);
  return value;
}

function optional(place: string, value: string | null, form: RegExp): string | null {
  return value === null ? null : required(place, value, form);
}

function url(place: string, value: string): string {
  if (value.length > 500 || !URL.canParse(value)) throw refused(place);
  return value;
}

/** Each once, in an order that says nothing. */
function idsOf(place: string, ids: Iterable<string>, form: RegExp): string[] {
  return [...new Set(ids)].map((id) => required(place, id, form)).sort();
}

function recordTypesOf(types: Iterable<RecordType>): RecordType[] {
  const each = [...new Set(types)];
  if (!each.every((type) => knownRecordTypes.has(type))) throw refused('organisations.recordTypes');
  return each;
}

function refused(place: string): ProcessingEntryError {
  return new ProcessingEntryError(`expected ids and codes alone: ${place}`);
}

const activityUris = new Map<string, string>();
const mostActivities = 1_000;

/** There are a handful of them, and one in every line. */
function toActivityUri(id: string): string {
  const known = activityUris.get(id);
  if (known !== undefined) return known;
  const uri = URL.canParse(id) ? id : `urn:gezinsbeeld:processing-activity:${encodeURIComponent(id)}`;
  if (activityUris.size >= mostActivities) activityUris.clear();
  activityUris.set(id, uri);
  return uri;
}

function placesOf({ issues }: z.ZodError): string {
  return [...new Set(issues.map(({ path }) => path.join('.')))].join(', ');
}
