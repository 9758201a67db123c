/**
 * Cross-origin requests: which pages of other origins may ask this gateway from a browser. Nobody's may by default, and
 * then no header says anything of it. An origin is allowed by its exact name or not at all.
 *
 * No credentials are allowed: the gateway knows no cookies, and a header that a page sets itself needs none.
 *
 * @see WHATWG Fetch Standard, section "CORS protocol"
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const allowedMethods = 'GET, POST';
const allowedHeaders = [
  'apollo-require-preflight',
  'authorization',
  'case-reference',
  'content-type',
  'processing-activity',
  'x-apollo-operation-name',
].join(', ');
/** Browsers ask again after it; Chromium keeps no answer longer than two hours. */
const maxAgeSeconds = 600;

/** Origins of a configuration value: names separated by commas. */
export function splitOrigins(value: string): readonly string[] {
  return value
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
}

/**
 * Whether it is an origin as a browser writes it, such as `https://example.invalid` or `http://localhost:5173`. Without
 * TLS only on this machine: elsewhere somebody on the way could be the page.
 */
export function isExactOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { origin: written, protocol, hostname } = new URL(origin);
  if (written !== origin) return false;
  return (
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  );
}

/**
 * Says in the headers what a page of the request's origin may do.
 *
 * @returns whether the request was a preflight and is answered with that.
 */
export function answerCors(
  origins: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (origins.length === 0) return false;
  // Also where the origin is another: a cache must not hand the one's answer to the other.
  response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  const isAllowed = origin !== undefined && origins.includes(origin);
  if (isAllowed) response.setHeader('access-control-allow-origin', origin);
  const isPreflight =
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight) return false;
  if (isAllowed) {
    response.setHeader('access-control-allow-methods', allowedMethods);
    response.setHeader('access-control-allow-headers', allowedHeaders);
    response.setHeader('access-control-max-age', String(maxAgeSeconds));
  }
  response.writeHead(204).end();
  return true;
}
