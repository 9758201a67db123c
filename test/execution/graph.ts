/**
 * A supergraph of a few lines and the engine over it: subgraphs in this process, every call recorded, any answer replaced or
 * broken.
 */
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import {
  type DocumentNode,
  execute,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import type { SubgraphAnswer, SubgraphError } from '../../adapter-kit/subgraph.js';
import type { WithheldFields } from '../../gateway/execution/canonical-operation.js';
import { createEngine, type Engine } from '../../gateway/execution/engine.js';
import type { LossRules } from '../../gateway/execution/entity-fetch.js';
import type { SubgraphPort } from '../../gateway/execution/subgraph-port.js';

export interface SubgraphOfTest {
  /** Its schema, without the `@link` that every one of them has. */
  readonly sdl: string;
  readonly resolvers?: GraphQLResolverMap<unknown>;
}

/** One call, as the subgraph got it. */
export interface Asked {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Gives a call another answer than its subgraph's own, which `answer` makes. */
export type Replace = (
  asked: Asked,
  answer: () => Promise<SubgraphAnswer>,
) => SubgraphAnswer | Promise<SubgraphAnswer>;

export interface ErrorOfAnswer {
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly code: unknown;
  readonly subgraph: unknown;
}

export interface AnswerOfTest {
  /** Parsed: keys in the order of the text. `undefined` where the request was refused. */
  readonly data: unknown;
  readonly text: string | undefined;
  readonly errors: readonly ErrorOfAnswer[];
  readonly asked: readonly Asked[];
}

export interface Graph {
  readonly engine: Engine<unknown>;
  ask(query: string, variables?: Record<string, unknown>, operationName?: string): Promise<AnswerOfTest>;
  /** From now on the subgraph's answers are these; `null`: its own again. */
  replace(subgraph: string, replacement: Replace | null): void;
}

export interface GraphOptions {
  readonly losses?: LossRules;
  readonly withheldFrom?: () => WithheldFields;
  readonly planCacheBytes?: number;
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@override", "@interfaceObject", "@composeDirective"
])`;

/** Declares `@combines` in a subgraph, as the vocabulary of the household graph does. */
export const declareCombines = `extend schema
  @link(url: "https://vocabulary.invalid/vocabulary/v1.0", import: ["@combines"])
  @composeDirective(name: "@combines")
directive @combines on FIELD_DEFINITION`;

export type Subgraphs = Readonly<Record<string, SubgraphOfTest>>;

/** @throws Error listing why the subgraphs do not compose. */
export function compose(subgraphs: Subgraphs): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({
      name,
      url: `http://${name}.invalid/`,
      typeDefs: parse(`${link}\n${sdl}`),
    })),
  );
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

export async function createGraph(subgraphs: Subgraphs, options: GraphOptions = {}): Promise<Graph> {
  const asked: Asked[] = [];
  const replacements = new Map<string, Replace>();
  const engine = await createEngine<unknown>({
    supergraphSdl: compose(subgraphs),
    portOf: (name) => {
      const subgraph = subgraphs[name];
      if (!subgraph) throw new Error(`expected a subgraph called ${name}`);
      return portTo(name, subgraph, asked, replacements);
    },
    ...options,
  });
  const documents = new Map<string, DocumentNode>();
  return {
    engine,
    replace(subgraph, replacement) {
      if (replacement) replacements.set(subgraph, replacement);
      else replacements.delete(subgraph);
    },
    async ask(query, variables, operationName) {
      let document = documents.get(query);
      if (!document) {
        document = parse(query);
        documents.set(query, document);
      }
      const invalid = validate(engine.supergraph.apiSchema, document);
      if (invalid.length > 0) throw new Error(invalid.map(({ message }) => message).join('\n'));
      asked.length = 0;
      const { data, errors } = await engine.execute({ document, operationName, variables, context: null });
      return {
        data: data === undefined ? undefined : (JSON.parse(data) as unknown),
        text: data,
        errors: errors.map(({ message, path, extensions }) => ({
          message,
          path,
          code: extensions?.['code'],
          subgraph: extensions?.['subgraph'],
        })),
        asked: [...asked],
      };
    },
  };
}

/** A subgraph's schema that answers as one behind HTTP would: what goes in and out is JSON. */
export function answerOf(
  schema: GraphQLSchema,
): (asked: Pick<Asked, 'query' | 'variables'>) => Promise<SubgraphAnswer> {
  return async ({ query, variables }) => {
    const document = parse(query);
    const invalid = validate(schema, document);
    // A call that is not valid is a defect of the engine: no test is to take it for a failure of the subgraph.
    if (invalid.length > 0) throw new Error(`invalid call: ${invalid[0]?.message} ${query}`);
    const { data, errors } = await execute({ schema, document, variableValues: variables, contextValue: {} });
    return JSON.parse(
      JSON.stringify({
        data,
        ...(errors
          ? {
              errors: errors.map(
                ({ message, path, extensions }): SubgraphError => ({
                  message,
                  ...(path ? { path } : {}),
                  extensions,
                }),
              ),
            }
          : {}),
      }),
    ) as SubgraphAnswer;
  };
}

export function buildSchema({ sdl, resolvers = {} }: SubgraphOfTest): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(`${link}\n${sdl}`), resolvers });
}

function portTo(
  name: string,
  subgraph: SubgraphOfTest,
  asked: Asked[],
  replacements: ReadonlyMap<string, Replace>,
): SubgraphPort<unknown> {
  const answer = answerOf(buildSchema(subgraph));
  return {
    async ask({ query, variablesJson }) {
      const call: Asked = {
        subgraph: name,
        query,
        variables: JSON.parse(variablesJson) as Record<string, unknown>,
      };
      asked.push(call);
      const replacement = replacements.get(name);
      return replacement ? await replacement(call, () => answer(call)) : await answer(call);
    },
  };
}

/** A subgraph that answers this. Fields that were asked under an alias get it, in the data and in the paths of errors. */
export function says(answer: unknown): Replace {
  return ({ query }) => {
    const copy = structuredClone(answer);
    const [operation] = parse(query).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION || !isRecord(copy)) return copy as SubgraphAnswer;
    const { data, errors } = copy;
    const asked = [operation.selectionSet];
    return {
      ...copy,
      data: underAliases(data, asked) as Record<string, unknown>,
      ...(Array.isArray(errors)
        ? { errors: (errors as SubgraphError[]).map((error) => withAliases(error, asked)) }
        : {}),
    };
  };
}

function fieldsOf(sets: readonly SelectionSetNode[]): readonly FieldNode[] {
  return sets.flatMap(({ selections }) =>
    selections.flatMap((selection): readonly FieldNode[] => {
      if (selection.kind === Kind.FIELD) return [selection];
      return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf([selection.selectionSet]) : [];
    }),
  );
}

function below(fields: readonly FieldNode[]): readonly SelectionSetNode[] {
  return fields.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
}

function underAliases(value: unknown, sets: readonly SelectionSetNode[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => underAliases(item, sets));
  if (!isRecord(value)) return value;
  const fields = fieldsOf(sets);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const asked = fields.filter((field) => field.name.value === name);
      const names = new Set(asked.map(({ alias }) => alias?.value ?? name));
      if (names.size === 0) return [[name, inner]];
      return [...names].map((responseName) => {
        const same = asked.filter(({ alias }) => (alias?.value ?? name) === responseName);
        return [responseName, underAliases(inner, below(same))];
      });
    }),
  );
}

function withAliases(error: SubgraphError, sets: readonly SelectionSetNode[]): SubgraphError {
  if (!error.path) return error;
  let asked = sets;
  const path = error.path.map((step) => {
    if (typeof step === 'number') return step;
    const field = fieldsOf(asked).find(({ name }) => name.value === step);
    if (field) asked = below([field]);
    return field?.alias?.value ?? step;
  });
  return { ...error, path };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An error as a subgraph tells it. */
export function errorAt(path: readonly (string | number)[] | undefined, message = 'lost'): SubgraphError {
  return { message, ...(path ? { path } : {}), extensions: { code: 'LOST' } };
}
