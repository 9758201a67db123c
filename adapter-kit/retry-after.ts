/**
 * `Retry-After`: how long a source asks to be left alone.
 *
 * @see RFC 9110 section 10.2.3 (seconds, or a date) and 5.6.7 (the form of a date).
 */

const seconds = /^\d{1,9}$/;
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds from now, zero for a time that has passed; `null` where nothing is said that can be understood. */
export function parseRetryAfter(value: string | string[] | undefined, nowMs: number): number | null {
  const text = (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
  if (seconds.test(text)) return Number(text) * 1_000;
  const instant = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : Math.max(0, instant - nowMs);
}
