/**
 * Breaking the glass: a professional says why there is no time, and for one hour is asked for less. The reason goes to the
 * source and is reviewed, so it says what is going on and names nobody.
 */
import { createHash } from 'node:crypto';
import {
  type AccessContext,
  breakGlassMs,
  type FunctionName,
  type Subject,
} from '../../adapter-kit/access/subject.js';

/** The header that carries the reason. */
export const breakGlassHeader = 'break-glass-reason';

/** Whoever acts in acute danger by law; for everybody else the glass does not break, whatever the register of activities says. */
export const breakGlassFunctions: ReadonlySet<FunctionName> = new Set([
  'vt',
  'raad-protection',
  'gi-supervision',
  'gi-guardianship',
  'gi-probation',
]);

export const breakGlassReasonExpected =
  'Break-Glass-Reason: expected one reason of 10 to 500 characters, without the number of a person';

/** `null`: no header; `undefined`: what is no reason. */
export function readBreakGlassReason(values: readonly string[]): string | null | undefined {
  const [value, ...others] = values;
  if (value === undefined) return null;
  if (others.length > 0) return undefined;
  const reason = toText(value).trim();
  const length = [...reason].length;
  // Nine digits in a row may be somebody's citizen service number, and a reason is kept and read by many.
  const isReason = length >= 10 && length <= 500 && !/\p{Cc}|\p{Zl}|\p{Zp}|\d{9}/u.test(reason);
  return isReason ? reason : undefined;
}

export interface GlassKeeper {
  /**
   * The glass as it was broken by this subject for this reason: at the first request, however many follow. `null` when the hour
   * is over: who goes on has to say anew why.
   */
  breakFor(subject: Subject, reason: string, caseReference: string | null): AccessContext['breakGlass'];
}

/** A day: a reason that is sent again by a program the next morning is a reason that somebody gave again. */
const rememberedMs = 24 * 60 * 60_000;
const mostRemembered = 10_000;

/** Remembers in this process alone: after a restart, or at another gateway, an hour begins anew, and is told anew. */
export function createGlassKeeper(now: () => Date): GlassKeeper {
  const brokenAtMs = new Map<string, number>();
  return {
    breakFor({ issuer, id }, reason, caseReference) {
      const nowMs = now().getTime();
      const name = createHash('sha256')
        .update(JSON.stringify([issuer, id, caseReference, reason]))
        .digest('base64');
      let atMs = brokenAtMs.get(name);
      if (atMs === undefined || nowMs - atMs >= rememberedMs) {
        const [oldest] = brokenAtMs.keys();
        if (brokenAtMs.size >= mostRemembered && oldest !== undefined) brokenAtMs.delete(oldest);
        atMs = nowMs;
        brokenAtMs.delete(name);
        brokenAtMs.set(name, atMs);
      }
      return nowMs - atMs < breakGlassMs ? { reason, at: new Date(atMs).toISOString() } : null;
    },
  };
}

/** Node reads headers as Latin-1; a program that sends other letters sends them as UTF-8. */
function toText(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return value;
  }
}
