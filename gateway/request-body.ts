/** Reads the body of a request, up to a limit, as JSON where it says that it is. */
import type { IncomingMessage } from 'node:http';

export type RequestBody = { readonly json: unknown } | { readonly refused: string; readonly status: number };

/** A request body larger than this is refused before it is read on. */
const maxBodyBytes = 1024 * 1024;

/** A body that says nothing of JSON comes as text, for the GraphQL server to refuse. */
export async function readRequestBody(request: IncomingMessage): Promise<RequestBody> {
  if (request.method === 'GET' || request.method === 'HEAD') return { json: undefined };
  if (request.headers['content-encoding'] && request.headers['content-encoding'] !== 'identity') {
    return { refused: 'expected a body without content encoding', status: 415 };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes)
      return { refused: `expected a body of at most ${maxBodyBytes} bytes`, status: 413 };
    chunks.push(chunk);
  }
  const isJson = /^application\/(json|graphql-response\+json)\b/i.test(request.headers['content-type'] ?? '');
  if (!isJson) return { json: Buffer.concat(chunks).toString('utf8') };
  try {
    return { json: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };
  } catch {
    return { refused: 'expected a body of JSON', status: 400 };
  }
}
