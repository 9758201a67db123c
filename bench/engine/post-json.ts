/** One POST of JSON to one host over connections that stay open: as little as undici can do it with. */
import { type Dispatcher, Pool } from 'undici';

export interface Poster {
  /** The answer's text. @throws Error for any status but 200, and when the host cannot be reached in time. */
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

export interface PosterOptions {
  readonly connections: number;
  /** Longest wait for the start of an answer, and for each next part of it. */
  readonly timeoutMs: number;
}

export function createPoster(url: string, { connections, timeoutMs }: PosterOptions): Poster {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return {
    post: (body, headers) =>
      new Promise((resolve, reject) => {
        const handler = createTextHandler(resolve, reject);
        const allHeaders = { 'content-type': 'application/json', ...headers };
        pool.dispatch({ method: 'POST', path: pathname, headers: allHeaders, body }, handler);
      }),
    close: () => pool.destroy(),
  };
}

function createTextHandler(
  resolve: (text: string) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let status = 0;
  return {
    onRequestStart() {},
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
    },
    onResponseEnd() {
      if (status !== 200) {
        reject(new Error(`expected status 200, received ${status}`));
        return;
      }
      const [first] = chunks;
      resolve((first && chunks.length === 1 ? first : Buffer.concat(chunks)).toString('utf8'));
    },
    onResponseError(_controller, error) {
      reject(error);
    },
  };
}
