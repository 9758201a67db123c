/** The least HTTP server that puts a question to a function and sends what it gives. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnswerHttp } from './contestant-settings.js';

/** @returns the URL to post to. */
export async function serveHttp(answer: AnswerHttp): Promise<string> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    readBody(request)
      .then((text) => answer(text, request.headers))
      .then(
        (text) => {
          const body = Buffer.from(text);
          response
            .writeHead(200, {
              'content-type': 'application/json; charset=utf-8',
              'content-length': body.length,
            })
            .end(body);
        },
        () => response.writeHead(500).end(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no text
  return `http://127.0.0.1:${port}/graphql`;
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
  });
}
