/**
 * One call to a system outside this process: by the policy of its source, with a size limit and no redirect.
 *
 * Every failure leaves as a `SourceError` in the vocabulary of `source-error.ts`; no URL, body or stack goes with it.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { Pool } from 'undici';
import type { CircuitState } from './circuit.js';
import { type AnswerJudge, exchange } from './exchange.js';
import { failureOfStatus, failureOfThrown } from './outward-failure.js';
import { defaultResilience, type ResilienceSettings } from './resilience.js';
import { SourceError } from './source-error.js';
import { createSourcePolicy, type TryResult } from './source-policy.js';
import { parseStrictJson } from './strict-json.js';

export interface OutwardCallOptions {
  readonly organisation: string;
  /** Base of every call, without a trailing slash. */
  readonly baseUrl: string;
  /** How long one call may take, connecting and asking again included. */
  readonly timeoutMs: number;
  /** What differs from the defaults. */
  readonly resilience?: Partial<ResilienceSettings> | undefined;
  /** An answer larger than this breaks the contract. */
  readonly maxAnswerBytes?: number;
  /** Whether an answer of a status that says "cannot" is one all the same, for which the source is not to blame. */
  readonly isAnswer?: (answer: { readonly status: number }) => boolean;
  /** Told of every call that leaves, each try by itself, e.g. to count them. */
  readonly onCall?: (call: { readonly method: string; readonly path: string }) => void;
  /** A number from 0 up to 1, for pauses. */
  readonly random?: () => number;
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly wallClockMs?: () => number;
}

export interface OutwardRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, starting with a slash. Never with a BSN in it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The request's own end: client gone, or its deadline passed. */
  readonly signal?: AbortSignal;
  /** Whether asking again does no harm; left out, that is so for GET alone. */
  readonly isRead?: boolean;
  /** What is left of the asker's time in milliseconds, where that is known. */
  readonly leftMs?: number;
  /** The header in which the one who is asked is told what is left for it, in whole milliseconds. */
  readonly leftHeader?: string;
}

export interface OutwardAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface OutwardCaller {
  /**
   * Gives any answer whatever its status; a redirect is not followed.
   *
   * @throws SourceError `DOWN`, `TIMED_OUT` or `CONTRACT_BROKEN` (too large, compressed, or a 2xx that is no UTF-8).
   */
  send(call: OutwardRequest): Promise<OutwardAnswer>;
  /** Gives the JSON of a 2xx answer. @throws SourceError also `REJECTED` (3xx, 4xx), `DOWN` (5xx, 429), `CONTRACT_BROKEN` (no JSON, or JSON that can be read in two ways). */
  fetchJson(call: OutwardRequest): Promise<unknown>;
  readonly circuit: () => CircuitState;
  close(): Promise<void>;
}

const defaultMaxAnswerBytes = 8 * 1024 * 1024;

export function createOutwardCaller(options: OutwardCallOptions): OutwardCaller {
  const { organisation, timeoutMs, maxAnswerBytes = defaultMaxAnswerBytes, onCall } = options;
  const { wallClockMs = Date.now, isAnswer } = options;
  const { origin, pathname } = new URL(options.baseUrl);
  const basePath = pathname.replace(/\/+$/, '');
  const policy = createSourcePolicy(options);
  const judge = judgeAnswer(maxAnswerBytes, organisation);
  const { maxConcurrent } = { ...defaultResilience, ...options.resilience };
  const connection = {
    // One more than may be under way: the call that tries whether the source is back finds no other in its place.
    connections: maxConcurrent + 1,
    connect: { timeout: timeoutMs },
    // The policy's deadline is over all of a call; parts of it need no timers of their own.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const pool = new Pool(origin, connection);
  // Where one kept connection was dead the others are too, so a second try opens its own.
  const freshPool = new Pool(origin, { ...connection, pipelining: 0 });

  async function ask(
    call: OutwardRequest,
    signal: AbortSignal,
    { number, leftMs }: { readonly number: number; readonly leftMs: number },
  ): Promise<TryResult<OutwardAnswer>> {
    const { method, path, headers, body, leftHeader } = call;
    onCall?.({ method, path });
    try {
      const request = {
        method,
        path: basePath + path,
        headers: leftHeader ? { ...headers, [leftHeader]: wholeMs(leftMs) } : (headers ?? null),
        body: body ?? null,
      };
      const exchanged = await exchange(number === 1 ? pool : freshPool, request, judge, signal);
      const { status, headers: told, bytes } = exchanged;
      const text = toText(bytes, { isStrict: isSuccess(status), organisation });
      const answer: OutwardAnswer = { status, headers: told, text };
      return { value: answer, failure: isAnswer?.(answer) ? null : failureOfStatus(answer, wallClockMs) };
    } catch (thrown) {
      return failureOfThrown(thrown, organisation, timeoutMs);
    }
  }

  async function send(call: OutwardRequest): Promise<OutwardAnswer> {
    const { isRead = call.method === 'GET', signal, leftMs } = call;
    return policy.run({ isRead, signal, leftMs }, (limit, about) => ask(call, limit, about));
  }

  async function fetchJson(call: OutwardRequest): Promise<unknown> {
    return parseJsonAnswer(await send(call), organisation);
  }

  return {
    send,
    fetchJson,
    circuit: policy.circuit,
    async close() {
      policy.close();
      await Promise.all([pool.destroy(), freshPool.destroy()]);
    },
  };
}

/** The JSON of an answer that was sent for, in the terms of `fetchJson`: for a caller that looks at the status first. */
export function parseJsonAnswer(answer: OutwardAnswer, organisation: string): unknown {
  if (answer.status >= 500 || answer.status === 429) {
    throw new SourceError({
      organisation,
      reason: 'DOWN',
      detail: `expected an answer, received status ${answer.status}`,
    });
  }
  if (!isSuccess(answer.status)) {
    throw new SourceError({
      organisation,
      reason: 'REJECTED',
      detail: `the source refused the request with status ${answer.status}`,
    });
  }
  const broken = (detail: string): SourceError =>
    new SourceError({ organisation, reason: 'CONTRACT_BROKEN', detail });
  if (!isOfJson(answer.headers['content-type'])) {
    throw broken('expected JSON, received an answer of another type');
  }
  const read = parseStrictJson(answer.text);
  if ('problem' in read) throw broken(read.problem);
  return read.value;
}

/** At least one: none left would not have been asked. */
function wholeMs(leftMs: number): string {
  return String(Math.max(1, Math.floor(leftMs)));
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A page for people may read like JSON by chance; an answer that does not say what it is, is judged by what it is. */
function isOfJson(contentType: string | string[] | undefined): boolean {
  return (
    contentType === undefined || /^application\/([\w.!#$&^-]+\+)?json\s*(;|$)/i.test(String(contentType))
  );
}

/** JSON is UTF-8. A name in other letters would be shown with its letters replaced, as if the source had written that. */
function toText(
  bytes: Buffer,
  { isStrict, organisation }: { readonly isStrict: boolean; readonly organisation: string },
): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (isStrict && !isUtf8(bytes)) {
    throw new SourceError({
      organisation,
      reason: 'CONTRACT_BROKEN',
      detail: 'expected text in UTF-8, received something else',
    });
  }
  return utf8.decode(bytes);
}

/** Takes a byte order mark away. */
const utf8 = new TextDecoder('utf-8');

/** Compression is not asked for, so what comes is as long as what is read: no small answer grows large here. */
function judgeAnswer(maxBytes: number, organisation: string): AnswerJudge {
  const broken = (detail: string): SourceError =>
    new SourceError({ organisation, reason: 'CONTRACT_BROKEN', detail });
  const tooLong = (): SourceError => broken(`expected an answer of at most ${maxBytes} bytes, received more`);
  return {
    maxBytes,
    tooLong,
    onStart(headers) {
      const encoding = headers['content-encoding'];
      if (encoding !== undefined && encoding !== 'identity')
        return broken('expected an answer without compression, received another');
      return Number(headers['content-length']) > maxBytes ? tooLong() : null;
    },
  };
}
