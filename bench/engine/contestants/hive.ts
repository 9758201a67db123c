/** Hive Gateway (its JavaScript executor) behind `node:http`, from a folder where it was installed apart. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { ContestantSettings } from './contestant-settings.js';

/** Where the package has its module, from the folder where it was installed. */
export const hiveModule = join('node_modules', '@graphql-hive', 'gateway-runtime', 'dist', 'index.js');

const moduleSchema = z.object({
  createGatewayRuntime: z.custom<(options: unknown) => RequestListener>(
    (value) => typeof value === 'function',
  ),
});

/** @returns the URL to post to. @throws Error when it is not installed there. */
export async function serveHive({ supergraphSdl, hiveFolder }: ContestantSettings): Promise<string> {
  if (hiveFolder === null) throw new Error('expected the folder of Hive Gateway');
  const loaded: unknown = await import(pathToFileURL(join(hiveFolder, hiveModule)).href);
  const { createGatewayRuntime } = moduleSchema.parse({ ...(loaded as object) });
  const runtime = createGatewayRuntime({
    supergraph: supergraphSdl,
    logging: false,
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }: { readonly request: Request }) => ({
        authorization: request.headers.get('authorization') ?? '',
      }),
    },
  });
  const server = createServer({ keepAliveTimeout: 60_000 }, runtime);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no text
  return `http://127.0.0.1:${port}/graphql`;
}
