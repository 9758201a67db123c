/**
 * The engine in the place of ApolloGateway's own execution. ApolloGateway keeps the supergraph's life: it loads, checks and
 * updates it, and tells of it through its public interface; every plan and every answer is the engine's.
 */
import type { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';
import { createEngineOver, type Engine, type EngineOptions } from './engine.js';
import { RenderedData } from './rendered-data.js';
import type { SubgraphPort } from './subgraph-port.js';
import { readSupergraph } from './supergraph.js';

type Gateway = Pick<ApolloGateway, 'load' | 'stop' | 'onSchemaLoadOrUpdate'>;
type SchemaListener = Parameters<ApolloGateway['onSchemaLoadOrUpdate']>[0];
type Loaded = Awaited<ReturnType<ApolloGateway['load']>>;
type Executor = NonNullable<Loaded['executor']>;

export interface EngineGatewayOptions<Context> extends Omit<EngineOptions<Context>, 'supergraphSdl'> {
  readonly gateway: Gateway;
  /** Operations that are planned before the supergraph serves; one that it does not know is left out. */
  readonly warmed?: readonly DocumentNode[];
  /** Told when a supergraph came that cannot be served: the one before it stays. */
  readonly onRefused: (error: unknown) => void;
}

/** A gateway for Apollo Server. Its answers hold their data as text: `stringifyAnswer` writes them. */
export function createEngineGateway<Context>(options: EngineGatewayOptions<Context>): Gateway {
  const { gateway, portOf, warmed = [], onRefused, ...engineOptions } = options;
  // A request ends with the engine of the schema that it was validated against.
  const engines = new WeakMap<GraphQLSchema, Engine<Context>>();
  const listeners = new Set<SchemaListener>();
  const ports = new Map<string, SubgraphPort<Context>>();
  let refusedFirst: unknown = null;
  let serves = false;

  gateway.onSchemaLoadOrUpdate((update) => {
    try {
      const engine = createEngineOver<Context>(readSupergraph(update.coreSupergraphSdl), {
        ...engineOptions,
        // Connections outlive a supergraph.
        portOf: (name, url) => {
          const key = `${name} ${url}`;
          const port = ports.get(key) ?? portOf(name, url);
          ports.set(key, port);
          return port;
        },
      });
      warm(engine, warmed);
      engines.set(update.apiSchema, engine);
      serves = true;
    } catch (thrown) {
      refusedFirst ??= thrown;
      onRefused(thrown);
      return;
    }
    for (const listener of listeners) listener(update);
  });

  const executor: Executor = async ({ schema, document, operationName, request, context }) => {
    const engine = engines.get(schema);
    if (!engine) throw new Error('expected a request that was validated against a supergraph that is served');
    const { data, errors } = await engine.execute({
      document,
      operationName,
      variables: request.variables,
      context: context as Context, // what the server made for this request
    });
    return {
      // Apollo Server hands it on as it is, to `stringifyAnswer`.
      ...(data === undefined ? {} : { data: new RenderedData(data) as unknown as Record<string, unknown> }),
      ...(errors.length > 0
        ? {
            errors: errors.map(
              ({ message, path, extensions }) =>
                new GraphQLError(message, {
                  ...(path ? { path } : {}),
                  ...(extensions ? { extensions } : {}),
                }),
            ),
          }
        : {}),
    };
  };

  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load(loading) {
      const { schema } = await gateway.load(loading);
      if (!serves) throw refusedFirst ?? new Error('expected a supergraph that can be served');
      return { schema, executor };
    },
    stop: () => gateway.stop(),
  };
}

function warm<Context>(engine: Engine<Context>, documents: readonly DocumentNode[]): void {
  for (const document of documents) {
    for (const definition of document.definitions) {
      if (definition.kind !== 'OperationDefinition') continue;
      try {
        engine.warm(document, definition.name?.value ?? null);
      } catch {
        // An operation of another version of the graph is not asked here.
      }
    }
  }
}
