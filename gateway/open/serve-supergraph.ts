/**
 * Any Federation 2 supergraph, served as it is: the subgraphs are asked at the URLs inside it. There are no access rules here, so
 * it is for this machine and for trying things out.
 */
import pino from 'pino';
import { startDeadline } from '../../adapter-kit/deadline.js';
import { createRemotePort, type RemoteContext, type RemotePort } from '../data-sources/remote-port.js';
import { createEngineGateway } from '../execution/engine-gateway.js';
import { type GraphqlServer, startGraphqlServer } from '../graphql-server.js';
import { defaultLimits } from '../limits/gateway-limits.js';
import { createStockGateway } from '../stock-gateway.js';
import { openSupergraphFile } from './supergraph-file.js';

export interface OpenOptions {
  /** The file of the supergraph; when it changes, the new one is served. */
  readonly file: string;
  /** How long a whole request may take, in milliseconds. */
  readonly budgetMs: number;
  readonly logLevel?: string;
}

/** @throws Error when the file holds no supergraph that can be served. */
export async function serveSupergraph(options: OpenOptions): Promise<GraphqlServer> {
  const { file, budgetMs, logLevel = 'warn' } = options;
  const logger = pino({ level: logLevel }, pino.destination(2));
  const ports: RemotePort[] = [];
  const onRefused = (): void => logger.error('a supergraph was refused; the one before it is served');
  const gateway = createEngineGateway<RemoteContext>({
    gateway: createStockGateway(openSupergraphFile(file, onRefused).hook, logger),
    portOf(name, url) {
      const port = createRemotePort({ name, url, timeoutMs: budgetMs });
      ports.push(port);
      return port;
    },
    overridesOf: (_, labels) => new Set(labels.filter(isOn)),
    onRefused,
    onDefect: () => logger.error('an operation could not be planned'),
  });
  const server = await startGraphqlServer<RemoteContext>({
    gateway,
    limits: defaultLimits,
    logger,
    persistedQueries: false,
    admit: ({ signal: gone }) => {
      const { signal, end } = startDeadline(budgetMs, gone);
      return { context: { signal }, end };
    },
  });
  return {
    listen: server.listen,
    async stop() {
      await server.stop();
      await Promise.all(ports.map((port) => port.close()));
    },
  };
}

// `percent(n)` is on for so many of a hundred requests (Federation's progressive override); any other label is off.
function isOn(label: string): boolean {
  const percent = /^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1];
  return percent !== undefined && Math.random() * 100 < Number(percent);
}
