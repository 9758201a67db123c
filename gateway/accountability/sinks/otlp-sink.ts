/**
 * Hands records of Logboek Dataverwerkingen to a collector as spans, by OTLP over HTTP in JSON: what that standard recommends. Keeping
 * one record for one trace and span id is the receiver's task.
 *
 * @see OpenTelemetry Protocol 1.x, OTLP/HTTP, JSON Protobuf encoding
 */
import { z } from 'zod';
import { createOutwardCaller } from '../../../adapter-kit/outward-call.js';
import type { LogboekSink } from '../drain.js';
import type { LogboekAttributes, LogboekRecord } from '../logboek-record.js';

export interface OtlpSinkOptions {
  /** Before `/v1/traces`, without a trailing slash. */
  readonly baseUrl: string;
  /** How long one delivery may take. */
  readonly timeoutMs: number;
  /** E.g. `authorization`; never logged. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** As OTLP numbers them. */
const statusCodes = { Unset: 0, Ok: 1, Error: 2 } as const;
const internalSpan = 1;
const serverSpan = 2;

const answerSchema = z.object({
  partialSuccess: z.object({ rejectedSpans: z.union([z.string(), z.number()]).default(0) }).nullish(),
});

export function createOtlpSink({ baseUrl, timeoutMs, headers = {} }: OtlpSinkOptions): LogboekSink {
  // The drain itself asks again, with pauses; a circuit or a second try here would only hide that.
  const caller = createOutwardCaller({ organisation: 'LOGBOEK', baseUrl, timeoutMs });
  return {
    async deliver(records, signal) {
      const answer = await caller.fetchJson({
        method: 'POST',
        path: '/v1/traces',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(toOtlp(records)),
        signal,
      });
      const { partialSuccess } = answerSchema.parse(answer);
      const rejected = Number(partialSuccess?.rejectedSpans ?? 0);
      if (rejected !== 0)
        throw new Error(`expected ${records.length} records to be kept, ${rejected} were not`);
    },
    close: () => caller.close(),
  };
}

/** Records of one line share what stands under `resource`, and follow on each other. */
export function toOtlp(records: readonly LogboekRecord[]) {
  const groups: { readonly resource: LogboekRecord['resource']; readonly records: LogboekRecord[] }[] = [];
  for (const record of records) {
    const last = groups.at(-1);
    if (last?.resource === record.resource) last.records.push(record);
    else groups.push({ resource: record.resource, records: [record] });
  }
  return {
    resourceSpans: groups.map((group) => ({
      resource: { attributes: toKeyValues(group.resource.attributes) },
      scopeSpans: [{ scope: { name: 'gezinsbeeld.accountability' }, spans: group.records.map(toSpan) }],
    })),
  };
}

function toSpan(record: LogboekRecord) {
  return {
    traceId: record.trace_id,
    spanId: record.span_id,
    ...(record.parent_span_id === null ? {} : { parentSpanId: record.parent_span_id }),
    name: record.name,
    kind: 'dpl.core.data_subject_id' in record.attributes ? internalSpan : serverSpan,
    // Nanoseconds do not fit in a number.
    startTimeUnixNano: `${record.start_time}000000`,
    endTimeUnixNano: `${record.end_time}000000`,
    attributes: toKeyValues(record.attributes),
    status: { code: statusCodes[record.status] },
  };
}

function toKeyValues(attributes: LogboekAttributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

function toAnyValue(value: string | number | boolean) {
  if (typeof value === 'boolean') return { boolValue: value };
  // 64-bit numbers are texts in OTLP's JSON.
  return typeof value === 'number' ? { intValue: String(value) } : { stringValue: value };
}
