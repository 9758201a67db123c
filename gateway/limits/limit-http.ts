/**
 * The limits of HTTP itself: how long a request may take to arrive, and how long its URL and its headers may be. A request
 * that is over one of them is answered here and goes no further.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type GatewayLimits, judge, type OverLimit } from './gateway-limits.js';

/** What Node says of bytes that it could not read; `rawPacket` are those that it read last. */
type Unreadable = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

/** A server whose handler sees only requests within the limits; the others are given to `refuse`. */
export function createLimitedServer(
  limits: GatewayLimits,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  refuse: (request: IncomingMessage, response: ServerResponse, over: OverLimit) => void,
): Server {
  const { headersTimeoutMs, requestTimeoutMs, headerBytes, urlBytes } = limits;
  const server = createServer(
    {
      // Node looks for requests that are late this often.
      connectionsCheckingInterval: Math.min(
        2_000,
        Math.ceil(Math.min(headersTimeoutMs, requestTimeoutMs) / 5),
      ),
      // Node counts both together, and cannot say which; twice as much lets us tell them apart.
      maxHeaderSize: 2 * (headerBytes + urlBytes),
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
    (request, response) => {
      const over =
        judge(limits, 'urlBytes', Buffer.byteLength(request.url ?? '')) ??
        judge(limits, 'headerBytes', bytesOf(request.rawHeaders));
      if (over) refuse(request, response, over);
      else handle(request, response);
    },
  );
  // Node keeps the first 2,000 by default and drops the rest without a word; their bytes are limited already.
  server.maxHeadersCount = 0;
  server.on('clientError', (error: Unreadable, socket) => {
    answerUnreadable(error, socket, urlBytes);
  });
  return server;
}

// What Node's parser gave up on: there is no request and no response, only the socket.
function answerUnreadable(error: Unreadable, socket: Duplex, urlBytes: number): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(`HTTP/1.1 ${statusOf(error, urlBytes)}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function statusOf(error: Unreadable, urlBytes: number): string {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout';
  if (error.code !== 'HPE_HEADER_OVERFLOW') return '400 Bad Request';
  const endOfFirstLine = error.rawPacket?.indexOf('\r\n') ?? 0;
  return endOfFirstLine === -1 || endOfFirstLine > urlBytes
    ? '414 URI Too Long'
    : '431 Request Header Fields Too Large';
}

// Each header stands on a line of its own, with a colon and a blank.
function bytesOf(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
}
