/**
 * One call to a system outside this process, always with a deadline, a size limit and no redirect.
 *
 * Every failure leaves as a `SourceError` in the vocabulary of `source-error.ts`; no URL, body or stack goes with it.
 */
import { Agent, type Dispatcher, request } from 'undici';
import { SourceError } from './source-error.js';

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
  /** Gives any answer whatever its status. @throws SourceError `DOWN`, `TIMED_OUT` or `CONTRACT_BROKEN` (too large). */
  send(call: OutwardRequest): Promise<OutwardAnswer>;
  /** Gives the JSON of a 2xx answer. @throws SourceError also `REJECTED` (3xx, 4xx), `DOWN` (5xx), `CONTRACT_BROKEN` (no JSON). */
  fetchJson(call: OutwardRequest): Promise<unknown>;
  close(): Promise<void>;
}

const defaultMaxAnswerBytes = 8 * 1024 * 1024;

export function createOutwardCaller(options: OutwardCallOptions): OutwardCaller {
  const { organisation, baseUrl, timeoutMs, maxAnswerBytes = defaultMaxAnswerBytes, onCall } = options;
  const agent = new Agent({ connections: 16, connect: { timeout: timeoutMs } });

  async function send(call: OutwardRequest): Promise<OutwardAnswer> {
    onCall?.({ method: call.method, path: call.path });
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = call.signal ? AbortSignal.any([deadline, call.signal]) : deadline;
    try {
      const response = await request(`${baseUrl}${call.path}`, {
        method: call.method,
        dispatcher: agent,
        signal,
        ...(call.headers ? { headers: { ...call.headers } } : {}),
        ...(call.body === undefined ? {} : { body: call.body }),
      });
      const text = await readCapped(response.body, maxAnswerBytes, organisation);
      return { status: response.statusCode, headers: response.headers, text };
    } catch (thrown) {
      if (thrown instanceof SourceError) throw thrown;
      if (signal.aborted || isTimeout(thrown)) {
        throw new SourceError({
          organisation,
          reason: 'TIMED_OUT',
          detail: `the source did not answer within ${timeoutMs} ms`,
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
  if (answer.status < 200 || answer.status >= 300) {
    throw new SourceError({
      organisation,
      reason: 'REJECTED',
      detail: `the source refused the request with status ${answer.status}`,
    });
  }
  try {
    return JSON.parse(answer.text) as unknown;
  } catch {
    throw new SourceError({
      organisation,
      reason: 'CONTRACT_BROKEN',
      detail: 'expected JSON, received something else',
    });
  }
}

async function readCapped(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
  organisation: string,
): Promise<string> {
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
  return Buffer.concat(chunks).toString('utf8');
}

function isTimeout(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return (
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT'
  );
}
