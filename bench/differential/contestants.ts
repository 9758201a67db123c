/** Those who answer through the subgraphs: the engine, and the stock gateway on the same subgraphs. */
import { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, GraphQLError } from 'graphql';
import { SourceError } from '../../adapter-kit/source-error.js';
import type { Engine, EngineOptions } from '../../gateway/execution/engine.js';
import type { Model } from './model.js';
import { createServer, type Request, type Server } from './servers.js';
import type { World } from './world.js';

/** What one execution carries along: the records, and which subgraph gives no answer. */
export interface Scene {
  readonly world: World;
  readonly lost: string | null;
  /** What the contestant did that it may not, whatever the answer. */
  readonly offences: string[];
  readonly queries: string[];
  /** How often the lost one was asked. */
  lostCalls: number;
}

export interface Answer {
  /** JSON text; null where the request was refused. */
  readonly data: string | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[] | undefined;
  }[];
  /** What stands beside the errors: stock tells of broken promises here. */
  readonly asides: number;
}

export type Contestant = (request: Request, scene: Scene) => Promise<Answer>;

export type CreateEngine = (options: EngineOptions<Scene>) => Promise<Engine<Scene>>;

export async function createEngineContestant(model: Model, createEngine: CreateEngine): Promise<Contestant> {
  const servers = serversOf(model, true);
  const engine = await createEngine({
    supergraphSdl: model.supergraphSdl,
    portOf: (name) => ({
      async ask({ query, variablesJson, operationName, isRead, context }) {
        context.queries.push(query);
        if (isRead === /^\s*mutation\b/.test(query))
          context.offences.push(`isRead is ${isRead} for: ${query}`);
        if (context.lost === name) context.lostCalls += 1;
        if (context.lost === name)
          throw new SourceError({ organisation: name, reason: 'DOWN', detail: 'planned for this run' });
        const answer = await serverOf(servers, name).ask(query, variablesJson, operationName, context.world);
        noteRefusal(answer.errors, query, context);
        return answer;
      },
    }),
  });
  return async ({ document, variables, operationName }, scene) => {
    const answer = await engine.execute({ document, variables, operationName, context: scene });
    return { data: answer.data ?? null, errors: answer.errors, asides: 0 };
  };
}

export async function createStockContestant(model: Model): Promise<Contestant & { stop(): Promise<void> }> {
  const servers = serversOf(model, false);
  const gateway = new ApolloGateway({
    supergraphSdl: model.supergraphSdl,
    logger: silent,
    buildService: ({ name }) => ({
      async process({ request, context }) {
        const scene = context as unknown as Scene;
        if (scene.lost === name) scene.lostCalls += 1;
        if (scene.lost === name) throw new Error('planned for this run');
        const answer = await serverOf(servers, name).ask(
          request.query ?? '',
          JSON.stringify(request.variables ?? {}),
          request.operationName ?? undefined,
          scene.world,
        );
        noteRefusal(answer.errors, request.query ?? '', scene);
        return answer as never;
      },
    }),
  });
  const { executor } = await gateway.load();
  if (!executor) throw new Error('expected an executor');
  let asked = 0;
  const names = new WeakMap<DocumentNode, string>();
  const contestant = async (
    { document, variables, operationName }: Request,
    scene: Scene,
  ): Promise<Answer> => {
    let queryHash = names.get(document);
    if (queryHash === undefined) {
      asked += 1;
      queryHash = String(asked);
      names.set(document, queryHash);
    }
    // The parts of Apollo Server's request context that the executor reads.
    const result = await executor({
      request: { query: '', variables, operationName },
      document,
      queryHash,
      operationName: operationName ?? null,
      metrics: {},
      context: scene,
      logger: silent,
      cache: undefined,
      schema: model.apiSchema,
    } as never);
    const aside: unknown = result.extensions?.['valueCompletion'];
    return {
      data: result.data === undefined ? null : JSON.stringify(result.data),
      errors: result.errors ?? [],
      asides: Array.isArray(aside) ? aside.length : 0,
    };
  };
  return Object.assign(contestant, { stop: () => gateway.stop() });
}

/** Why a contestant that throws has no answer. */
export function toThrownAnswer(thrown: unknown): Answer {
  const message = thrown instanceof Error ? `thrown: ${thrown.message}` : 'thrown';
  return { data: null, errors: [new GraphQLError(message)], asides: 0 };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function serversOf(model: Model, isValidated: boolean): ReadonlyMap<string, Server> {
  return new Map(model.services.map((service) => [service.name, createServer(model, service, isValidated)]));
}

function serverOf(servers: ReadonlyMap<string, Server>, name: string): Server {
  const server = servers.get(name);
  if (!server) throw new Error(`expected a subgraph, received ${name}`);
  return server;
}

function noteRefusal(
  errors: readonly { readonly message: string }[] | undefined,
  query: string,
  scene: Scene,
): void {
  for (const { message } of errors ?? [])
    if (message.startsWith('refused by the subgraph') || message.startsWith('expected inputs'))
      scene.offences.push(`${message}: ${query}`);
}
