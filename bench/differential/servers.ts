/** Monolith and subgraphs over one model: graphql-js answers for both, over the same records. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import {
  buildASTSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  printSchema,
  type TypeNode,
  validate,
  visit,
} from 'graphql';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import type { Model, Service } from './model.js';
import { entityOf, type Node, recordValue, rootNode, type World } from './world.js';

export interface Request {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

export function askMonolith(model: Model, request: Request, world: World): ExecutionResult {
  const result = execute({
    schema: model.apiSchema,
    document: request.document,
    variableValues: request.variables,
    operationName: request.operationName ?? null,
    contextValue: world,
    fieldResolver: monolithResolver(model),
    typeResolver: (value) => (value as Node).__typename,
  });
  if (result instanceof Promise) throw new Error('expected an answer at once');
  return result;
}

const monolithResolvers = new WeakMap<Model, GraphQLFieldResolver<unknown, unknown>>();

function monolithResolver(model: Model): GraphQLFieldResolver<unknown, unknown> {
  const known = monolithResolvers.get(model);
  if (known) return known;
  const resolver: GraphQLFieldResolver<unknown, unknown> = (source, args, world, info) =>
    recordValue(
      { model, world: world as World, viewer: null },
      (source as Node | undefined) ?? rootNode(info.parentType.name),
      info.fieldName,
      args,
    );
  monolithResolvers.set(model, resolver);
  return resolver;
}

/** One subgraph in process; what goes in and out is what would stand on the wire. */
export interface Server {
  readonly name: string;
  ask(
    query: string,
    variablesJson: string,
    operationName: string | undefined,
    world: World,
  ): Promise<SubgraphAnswer>;
}

export function createServer(model: Model, service: Service, isValidated: boolean): Server {
  const schema = schemaOf(model, service);
  const documents = new Map<string, DocumentNode | readonly string[]>();
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, world, info) =>
    recordValue(
      { model, world: world as World, viewer: service.name },
      (source as Node | undefined) ?? rootNode(info.parentType.name),
      info.fieldName,
      args,
    );
  return {
    name: service.name,
    async ask(query, variablesJson, operationName, world) {
      const document = documents.get(query) ?? admit(schema, query, isValidated);
      if (documents.size >= 200) documents.clear();
      documents.set(query, document);
      if (!('kind' in document)) return { errors: document.map((message) => ({ message, extensions: {} })) };
      const result = await execute({
        schema,
        document,
        variableValues: JSON.parse(variablesJson) as Record<string, unknown>,
        operationName: operationName ?? null,
        contextValue: world,
        fieldResolver,
        typeResolver: (value) => (value as Node).__typename,
      });
      return JSON.parse(JSON.stringify(result)) as SubgraphAnswer;
    },
  };
}

function admit(schema: GraphQLSchema, query: string, isValidated: boolean): DocumentNode | readonly string[] {
  try {
    const document = parse(query);
    const errors = isValidated ? validate(schema, document) : [];
    return errors.length === 0
      ? document
      : errors.map((error) => `refused by the subgraph: ${error.message}`);
  } catch (thrown) {
    return [`refused by the subgraph: ${thrown instanceof Error ? thrown.message : 'unreadable'}`];
  }
}

function schemaOf(model: Model, service: Service): GraphQLSchema {
  const resolvers: GraphQLResolverMap<unknown> = {};
  for (const [place] of model.keysIn) {
    const [name, typeName] = place.split('/');
    if (name !== service.name || typeName === undefined) continue;
    resolvers[typeName] = {
      __resolveReference: (representation: object, world: unknown) =>
        entityOf(
          { model, world: world as World, viewer: service.name },
          typeName,
          representation as Readonly<Record<string, unknown>>,
        ),
    };
  }
  return buildSubgraphSchema({ typeDefs: parse(service.sdl), resolvers });
}

/** Where a value fails or breaks a promise, were nothing to spread: every path that an error may have. */
export function errorPathsOf(model: Model, request: Request, world: World): ReadonlySet<string> {
  const paths = new Set<string>();
  const note = (type: GraphQLOutputType, value: unknown, path: readonly (string | number)[]): void => {
    if (isNonNullType(type)) {
      if (value === null) paths.add(JSON.stringify(path));
      else note(type.ofType, value, path);
    } else if (isListType(type) && Array.isArray(value)) {
      value.forEach((each, index) => {
        note(type.ofType, each, [...path, index]);
      });
    }
  };
  const result = execute({
    schema: relaxedSchemaOf(model),
    document: request.document,
    variableValues: request.variables,
    operationName: request.operationName ?? null,
    contextValue: world,
    fieldResolver: (source, args, context, info) => {
      const value = recordValue(
        { model, world: context as World, viewer: null },
        (source as Node | undefined) ?? rootNode(info.parentType.name),
        info.fieldName,
        args,
      );
      const parent = model.apiSchema.getType(info.parentType.name);
      const field = isObjectType(parent) ? parent.getFields()[info.fieldName] : undefined;
      if (field) note(field.type, value, pathOf(info.path));
      return value;
    },
    typeResolver: (value) => (value as Node).__typename,
  });
  if (result instanceof Promise) throw new Error('expected an answer at once');
  for (const error of result.errors ?? []) paths.add(JSON.stringify(error.path ?? []));
  return paths;
}

function pathOf(path: GraphQLResolveInfo['path']): (string | number)[] {
  return path.prev ? [...pathOf(path.prev), path.key] : [path.key];
}

const relaxedSchemas = new WeakMap<Model, GraphQLSchema>();

function relaxedSchemaOf(model: Model): GraphQLSchema {
  const known = relaxedSchemas.get(model);
  if (known) return known;
  const document = parse(printSchema(model.apiSchema), { noLocation: true });
  const strip = (type: TypeNode): TypeNode =>
    type.kind === Kind.NON_NULL_TYPE
      ? strip(type.type)
      : type.kind === Kind.LIST_TYPE
        ? { kind: Kind.LIST_TYPE, type: strip(type.type) }
        : type;
  const schema = buildASTSchema(
    visit(document, { FieldDefinition: (field) => ({ ...field, type: strip(field.type) }) }),
    { assumeValid: true, assumeValidSDL: true },
  );
  relaxedSchemas.set(model, schema);
  return schema;
}
