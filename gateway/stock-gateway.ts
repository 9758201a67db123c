/** ApolloGateway as the keeper of a supergraph: it loads, checks and updates it, and executes nothing. */
import { ApolloGateway, type GatewayConfig } from '@apollo/gateway';
import type { Logger } from 'pino';
import { quietLogger } from './graphql-server.js';

/** @param supergraphSdl The text, or who gives it and every later one. */
export function createStockGateway(
  supergraphSdl: Extract<GatewayConfig, { supergraphSdl: unknown }>['supergraphSdl'],
  logger: Logger,
): ApolloGateway {
  // Read by the gateway when it starts; nothing of ours ever leaves this machine.
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
  return new ApolloGateway({
    supergraphSdl,
    // Asked by the stock executor only, which has nothing to do here.
    buildService: () => ({ process: () => Promise.reject(new Error('expected the engine to ask')) }),
    logger: quietLogger(logger),
  } as GatewayConfig); // the union of its configurations does not see that one is meant
}
