/**
 * One request over HTTP and the whole of its answer, as bytes. Over undici's dispatcher itself: its streams and promises cost
 * several times what is done with them here.
 */
import { types } from 'node:util';
import type { Dispatcher } from 'undici';

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: string | null;
}

export interface Exchanged {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
}

/** Judges the start of an answer and how much came of it; gives what to throw instead of reading on. */
export interface AnswerJudge {
  readonly onStart: (headers: Exchanged['headers']) => Error | null;
  readonly maxBytes: number;
  readonly tooLong: () => Error;
}

/** @throws whatever undici throws, what the judge gives, or the signal's reason when it ends first. */
export function exchange(
  dispatcher: Pick<Dispatcher, 'dispatch'>,
  request: ExchangeRequest,
  judge: AnswerJudge,
  signal: AbortSignal,
): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let status = 0;
    let headers: Exchanged['headers'] = {};
    let size = 0;
    const chunks: Buffer[] = [];
    let isOver = false;
    const stop = (error: Error): void => {
      if (isOver) return;
      isOver = true;
      signal.removeEventListener('abort', onAbort);
      reject(error);
      controller?.abort(error);
    };
    const onAbort = (): void => stop(toError(signal.reason));
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort);
    dispatcher.dispatch(request, {
      onRequestStart(given) {
        controller = given;
        // Ended while it waited for a connection.
        if (isOver) given.abort(toError(signal.reason));
      },
      onResponseStart(_controller, told, toldHeaders) {
        // What comes before the answer itself (RFC 9110 section 15.2).
        if (told < 200) return;
        status = told;
        headers = toldHeaders;
        const refused = judge.onStart(headers);
        if (refused) stop(refused);
      },
      onResponseData(_controller, chunk) {
        if (isOver) return;
        size += chunk.length;
        if (size > judge.maxBytes) stop(judge.tooLong());
        else chunks.push(chunk);
      },
      onResponseEnd() {
        if (isOver) return;
        isOver = true;
        signal.removeEventListener('abort', onAbort);
        const [first] = chunks;
        const bytes = first && chunks.length === 1 ? first : Buffer.concat(chunks, size);
        resolve({ status, headers, bytes });
      },
      onResponseError(_controller, error) {
        stop(error);
      },
    });
  });
}

function toError(reason: unknown): Error {
  return types.isNativeError(reason) ? reason : new Error('the call was ended', { cause: reason });
}
