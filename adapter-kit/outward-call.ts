/**
 * One call to a system outside this process, always with a deadline, a size limit and no redirect.
 *
 * Every failure leaves as a `SourceError` in the vocabulary of `source-error.ts`; no URL, body or stack goes with it.
 */
import { Agent, type Dispatcher, request } from 'undici';
import { withinDeadline } from './deadline.js';
import { SourceError } from './source-error.js';
import { parseStrictJson } from './strict-json.js';

export interface OutwardCallOptions {
  readonly organisation: string;
  /** Base of every call, without a trailing slash. */
  readonly baseUrl: string;
  /** How long one call may take, connecting included. */
  readonly timeoutMs: number;
  /** An answer larger than this breaks the contract. */
  readonly maxAnswerBytes?: number;
  /** Told of every call that leaves, e.g. to count them. */
  readonly onCall?: (call: { readonly method: string; readonly path: string }) => void;
}

export interface OutwardRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, starting with a slash. Never with a BSN in it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The request's own end: client gone, or its deadline passed. */
  readonly signal?: AbortSignal;
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
   * @throws SourceError `DOWN`, `TIMED_OUT` or `CONTRACT_BROKEN` (too large, or a 2xx that is no UTF-8).
   */
  send(call: OutwardRequest): Promise<OutwardAnswer>;
  /** Gives the JSON of a 2xx answer. @throws SourceError also `REJECTED` (3xx, 4xx), `DOWN` (5xx), `CONTRACT_BROKEN` (no JSON, or JSON that can be read in two ways). */
  fetchJson(call: OutwardRequest): Promise<unknown>;
  close(): Promise<void>;
}

const defaultMaxAnswerBytes = 8 * 1024 * 1024;

export function createOutwardCaller(options: OutwardCallOptions): OutwardCaller {
  const { organisation, baseUrl, timeoutMs, maxAnswerBytes = defaultMaxAnswerBytes, onCall } = options;
  const agent = new Agent({ connections: 16, connect: { timeout: timeoutMs } });

  async function send(call: OutwardRequest): Promise<OutwardAnswer> {
    onCall?.({ method: call.method, path: call.path });
    return withinDeadline(timeoutMs, call.signal, async (signal) => {
      try {
        const response = await request(`${baseUrl}${call.path}`, {
          method: call.method,
          dispatcher: agent,
          signal,
          ...(call.headers ? { headers: { ...call.headers } } : {}),
          ...(call.body === undefined ? {} : { body: call.body }),
        });
        const bytes = await readCapped(response.body, maxAnswerBytes, organisation);
        const { statusCode: status, headers } = response;
        return { status, headers, text: toText(bytes, { isStrict: isSuccess(status), organisation }) };
      } catch (thrown) {
        if (thrown instanceof SourceError) throw thrown;
        if (signal.aborted || isTimeout(thrown)) {
          throw new SourceError({
            organisation,
            reason: 'TIMED_OUT',
            detail: call.signal?.aborted
              ? 'the request ended before the source answered'
              : `the source did not answer within ${timeoutMs} ms`,
            cause: thrown,
          });
        }
        throw new SourceError({
          organisation,
          reason: 'DOWN',
          detail: 'the source could not be reached',
          cause: thrown,
        });
      }
    });
  }

  async function fetchJson(call: OutwardRequest): Promise<unknown> {
    return parseJsonAnswer(await send(call), organisation);
  }

  return { send, fetchJson, close: () => agent.destroy() };
}

/** The JSON of an answer that was sent for, in the terms of `fetchJson`: for a caller that looks at the status first. */
export function parseJsonAnswer(answer: OutwardAnswer, organisation: string): unknown {
  if (answer.status >= 500) {
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
  try {
    return new TextDecoder('utf-8', { fatal: isStrict }).decode(bytes);
  } catch {
    throw new SourceError({
      organisation,
      reason: 'CONTRACT_BROKEN',
      detail: 'expected text in UTF-8, received something else',
    });
  }
}

async function readCapped(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
  organisation: string,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      body.destroy();
      throw new SourceError({
        organisation,
        reason: 'CONTRACT_BROKEN',
        detail: `expected an answer of at most ${maxBytes} bytes, received more`,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isTimeout(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return (
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT'
  );
}
