/**
 * A subgraph as a part: a schema, and one function from a request to an answer.
 *
 * Embedded or behind HTTP, the same function answers, and it sees nothing of its caller but the query, the variables
 * and the forwarded headers. So nothing works in one process that would fail in seven.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { type DocumentNode, execute, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { toGraphRecordType } from './access/record-attributes.js';
import { type ContextVerifier, signedContextHeader, UnauthenticatedError } from './access/signed-context.js';
import { WithheldError } from './access/withheld.js';
import type { RosterFeed } from './roster.js';
import { SourceError } from './source-error.js';

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  /** Headers that the gateway forwards, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends when the caller is gone. */
  readonly signal?: AbortSignal | undefined;
  /** Whether asking again does no harm: every query, no mutation. Left out, it is told by the text. */
  readonly isRead?: boolean | undefined;
}

export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface SubgraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly SubgraphError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Subgraph {
  /** The name in the supergraph, e.g. `veilig-thuis`. */
  readonly name: string;
  readonly schema: GraphQLSchema;
  handle(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** The feed for the household register; the register itself has none. */
  readonly roster: RosterFeed | null;
  /** By whose signature it knows who asks; `null`: no access rules stand. */
  readonly verifier: ContextVerifier | null;
  close(): Promise<void>;
}

export interface SubgraphDefinition<Context> {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  readonly resolvers: GraphQLResolverMap<Context>;
  /** Made anew for each request, from the forwarded headers alone. @throws UnauthenticatedError where they do not say who asks. */
  readonly createContext: (request: SubgraphRequest) => Context | Promise<Context>;
  /** What the answer's `extensions` carry, read when the request is done. */
  readonly extensionsOf?: (context: Context) => Record<string, unknown>;
  /** Whether what the context was made from has changed since, so that the answer may not be given: it is then made anew. */
  readonly isOutdated?: (context: Context) => boolean;
  /** Lets go of what the context holds, when the request is done however it went. */
  readonly endContext?: (context: Context) => void;
  readonly roster?: RosterFeed;
  readonly verifier?: ContextVerifier | undefined;
  readonly close?: () => Promise<void>;
  /** Told of an error that is no `SourceError`: a defect of ours. */
  readonly onDefect?: (error: unknown) => void;
}

const rememberedDocuments = 500;
/** Whatever the context is made from changes by hand. */
const mostAttempts = 3;

export function defineSubgraph<Context>(definition: SubgraphDefinition<Context>): Subgraph {
  const schema = buildSubgraphSchema({
    typeDefs: definition.typeDefs,
    resolvers: definition.resolvers as GraphQLResolverMap<unknown>,
  });
  const documents = new Map<string, DocumentNode>();

  return {
    name: definition.name,
    schema,
    roster: definition.roster ?? null,
    verifier: definition.verifier ?? null,
    close: definition.close ?? (async () => {}),
    async handle(request) {
      for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
        let context: Context;
        try {
          context = await definition.createContext(request);
        } catch (thrown) {
          if (thrown instanceof UnauthenticatedError) return unauthenticated;
          throw thrown;
        }
        try {
          const answered = await answer(request, context);
          if (definition.isOutdated?.(context) !== true) return answered;
        } finally {
          definition.endContext?.(context);
        }
      }
      throw new Error('expected a context that lasts as long as one answer');
    },
  };

  async function answer(request: SubgraphRequest, context: Context): Promise<SubgraphAnswer> {
    let document = documents.get(request.query);
    if (!document) {
      const admitted = admitDocument(schema, request.query);
      if ('errors' in admitted) return admitted;
      document = admitted.document;
      if (documents.size >= rememberedDocuments) documents.clear();
      documents.set(request.query, document);
    }
    const result = await execute({
      schema,
      document,
      contextValue: context,
      variableValues: request.variables ?? {},
      operationName: request.operationName ?? null,
    });
    const extensions = definition.extensionsOf?.(context);
    return {
      ...(result.data === undefined ? {} : { data: result.data }),
      ...(result.errors
        ? {
            errors: result.errors
              .map((error) => toSubgraphError(error, definition.onDefect))
              // In the order in which they came one could read how long each took.
              .sort(byPath),
          }
        : {}),
      ...(extensions && Object.keys(extensions).length > 0 ? { extensions } : {}),
    };
  }
}

function byPath(left: SubgraphError, right: SubgraphError): number {
  const [one, other] = [left, right].map(({ path = [] }) => JSON.stringify(path)) as [string, string]; // two give two
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Nothing was read, and nothing is said of what was asked. */
const unauthenticated: SubgraphAnswer = {
  data: null,
  errors: [
    {
      message: `expected the header ${signedContextHeader}, signed by the gateway for this subgraph`,
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
};

function admitDocument(
  schema: GraphQLSchema,
  query: string,
): { readonly document: DocumentNode } | { readonly errors: readonly SubgraphError[] } {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    return errors.length === 0 ? { document } : { errors: errors.map(toRequestError) };
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return { errors: [toRequestError(thrown)] };
    throw thrown;
  }
}

function toRequestError(error: GraphQLError): SubgraphError {
  return { message: error.message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
}

function toSubgraphError(
  error: GraphQLError,
  onDefect: ((error: unknown) => void) | undefined,
): SubgraphError {
  const path = error.path ? { path: [...error.path] } : {};
  const source = error.originalError;
  if (source instanceof SourceError) {
    const { code, reason, organisation, field } = source;
    return {
      message: source.message,
      ...path,
      extensions: { code, reason, organisation, ...(field ? { field } : {}) },
    };
  }
  if (source instanceof WithheldError) {
    const { code, organisation, recordType, explanation, reason, availableFrom } = source;
    return {
      message: source.message,
      ...path,
      extensions: {
        code,
        organisation,
        recordType: toGraphRecordType(recordType),
        ...explanation,
        ...(reason ? { reason } : {}),
        ...(availableFrom ? { availableFrom } : {}),
      },
    };
  }
  const code = error.extensions['code'];
  if (typeof code === 'string')
    return { message: error.message, ...path, extensions: { ...error.extensions } };
  onDefect?.(source ?? error);
  return { message: 'internal error', ...path, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}
