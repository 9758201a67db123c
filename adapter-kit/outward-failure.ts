/**
 * What became of one try over HTTP, in the words of `source-policy.ts`: what the network and undici throw, and which status
 * says that the source cannot, and not that it will not.
 */
import { parseRetryAfter } from './retry-after.js';
import { SourceError } from './source-error.js';
import type { TryFailure, TryResult } from './source-policy.js';

interface StatusAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A moment later another server behind the same name may answer, or the same one again. @see RFC 9110 section 15.6; RFC 6585 section 4 for 429. */
const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** `null`: the source answered, be it with a refusal. */
export function failureOfStatus(
  { status, headers }: StatusAnswer,
  wallClockMs: () => number,
): TryFailure | null {
  if (status < 500 && status !== 429) return null;
  const mayPass = passingStatuses.has(status);
  return { mayPass, retryAfterMs: mayPass ? parseRetryAfter(headers['retry-after'], wallClockMs()) : null };
}

/** Nobody listens, or a connection broke: one that was kept open too long among them. */
const brokenCodes: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);
const timeoutCodes: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const certificateCodes =
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/;
/** The line ended where more was announced: that is a connection that broke, not a source that speaks otherwise. */
const cutHttp = /^HPE_(INVALID_EOF_STATE|CLOSED_CONNECTION)$/;

/** What was thrown while one try was under way, but not because of its signal. */
export function failureOfThrown(thrown: unknown, organisation: string, timeoutMs: number): TryResult<never> {
  if (thrown instanceof SourceError) return { error: thrown, failure: null };
  const code = codeOf(thrown);
  const down = (what: string, mayPass: boolean): TryResult<never> => ({
    error: new SourceError({
      organisation,
      reason: 'DOWN',
      detail: `the source could not be reached${what}`,
      cause: thrown,
    }),
    failure: { mayPass },
  });
  if (timeoutCodes.has(code)) {
    const detail = `the source did not answer within ${timeoutMs} ms`;
    return {
      error: new SourceError({ organisation, reason: 'TIMED_OUT', detail, cause: thrown }),
      failure: { mayPass: false },
    };
  }
  if (code === 'ECONNREFUSED') return down(': nobody listens there', true);
  if (brokenCodes.has(code) || cutHttp.test(code)) return down(': the connection broke', true);
  if (code === 'EAI_AGAIN') return down(': its name could not be looked up', true);
  if (code === 'ENOTFOUND') return down(': its name is not known', false);
  if (certificateCodes.test(code)) return down(': it could not prove who it is', false);
  if (isOtherProtocol(thrown) || code === 'UND_ERR_HEADERS_OVERFLOW') {
    const detail = 'expected an answer of HTTP, received something else';
    return {
      error: new SourceError({ organisation, reason: 'CONTRACT_BROKEN', detail, cause: thrown }),
      failure: null,
    };
  }
  return down('', false);
}

/** What undici throws at a text that is no HTTP; not always with a code. */
function isOtherProtocol(thrown: unknown): boolean {
  return (
    codeOf(thrown).startsWith('HPE_') ||
    (typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'HTTPParserError')
  );
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
}
