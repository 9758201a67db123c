/**
 * The trace that a request belongs to: the caller's where it names one, else a new one. By it the logs of several organisations are
 * laid side by side.
 *
 * @see https://www.w3.org/TR/trace-context/ (Level 1, 2021), which Logboek Dataverwerkingen prescribes
 */
import { randomBytes } from 'node:crypto';

export interface TraceContext {
  /** 16 bytes in hexadecimal. */
  readonly traceId: string;
  /** This request's own, 8 bytes in hexadecimal. */
  readonly spanId: string;
  /** The caller's; `null` where it named none. */
  readonly parentSpanId: string | null;
}

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** A header that is no `traceparent` is as if it were not there: it never fails a request. */
export function traceContextOf(
  traceparent: string | undefined,
  random: (bytes: number) => Buffer = randomBytes,
): TraceContext {
  const spanId = idOf(8, random);
  const [, version, traceId, parentSpanId, more] = pattern.exec(traceparent ?? '') ?? [];
  const isUsable =
    traceId !== undefined &&
    parentSpanId !== undefined &&
    version !== 'ff' &&
    !(version === '00' && more !== undefined) &&
    !isZero(traceId) &&
    !isZero(parentSpanId);
  return isUsable
    ? { traceId, spanId, parentSpanId }
    : { traceId: idOf(16, random), spanId, parentSpanId: null };
}

/** The header for whoever is asked in this request's course. */
export function toTraceparent({ traceId, spanId }: TraceContext): string {
  return `00-${traceId}-${spanId}-01`;
}

function idOf(bytes: number, random: (bytes: number) => Buffer): string {
  const id = random(bytes).toString('hex');
  return isZero(id) ? idOf(bytes, random) : id;
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}
