/**
 * Serves the explorer (`/explorer`): files that were bundled beforehand, how one asks here, and nothing of any other host. The
 * policy in its headers keeps the page to that.
 */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { type Asking, createExplorerAsking } from './explorer-asking.js';

export interface Explorer {
  /** @returns whether the path was one of the explorer's, and is answered. */
  answer(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    // The editor writes style elements of its own; nothing else may run or load.
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const page = 'index.html';

/** The explorer in a folder that its build wrote, or `null` where it was not built. */
export function openExplorer(folder: string, asking: Asking): Explorer | null {
  if (!existsSync(join(folder, page))) return null;
  const answerAsking = createExplorerAsking(asking);
  return {
    async answer(pathname, request, response) {
      if (await answerAsking(pathname, request, response)) return true;
      const file = pathname === '/explorer' ? page : /^\/explorer\/([\w.-]+)$/.exec(pathname)?.[1];
      if (file === undefined) return false;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { allow: 'GET, HEAD' }).end();
        return true;
      }
      const contentType = contentTypes[extname(file)];
      // Only what stands in the folder, so that a name leads nowhere else.
      if (contentType === undefined || !readdirSync(folder).includes(file)) return false;
      const body = await readFile(join(folder, file));
      response.writeHead(200, {
        ...securityHeaders,
        'content-type': contentType,
        'content-length': body.length,
        // Every other file has a hash of its content in its name.
        'cache-control': file === page ? 'no-cache' : 'public, max-age=31536000, immutable',
      });
      response.end(request.method === 'HEAD' ? undefined : body);
      return true;
    },
  };
}
