/**
 * The execution engine: an operation over a supergraph goes in, the text of the answer comes out.
 *
 * It runs any Federation 2 supergraph and knows nothing of households. Plans are Apollo's; each is compiled once.
 */
import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLFormattedError,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  visit,
} from 'graphql';
import { CallBatch, type SharedTexts } from './call-batch.js';
import {
  conditionVariables,
  decideConditions,
  type LocatedOperation,
  locateOperation,
  nameFields,
  nothingWithheld,
  toCanonicalOperation,
  type WithheldFields,
} from './canonical-operation.js';
import { type CompiledPlan, compilePlan } from './compile-plan.js';
import type { LossRules } from './entity-fetch.js';
import { compilePlainTest } from './plain-variables.js';
import { PlanCache } from './plan-cache.js';
import { compileProjection, type Projection } from './projection.js';
import type { Run } from './run.js';
import type { SubgraphPort } from './subgraph-port.js';
import { type ReadSupergraph, readSupergraph } from './supergraph.js';

export interface EngineOptions<Context> {
  readonly supergraphSdl: string;
  /** How a subgraph is reached, by its name in the supergraph and the URL that stands there. */
  readonly portOf: (name: string, url: string) => SubgraphPort<Context>;
  readonly losses?: LossRules;
  /** The labels of `@override` that are on for this request; absent: none is. They hold for its whole plan. */
  readonly overridesOf?: (context: Context, labels: readonly string[]) => ReadonlySet<string>;
  /** The fields that this request's viewer is not given, whatever stands there; absent: nothing is withheld by the engine. */
  readonly withheldFrom?: (context: Context) => WithheldFields;
  /** Told of an operation that could not be planned or compiled: a defect, or a supergraph that asks too much. */
  readonly onDefect?: (error: unknown) => void;
  /** How many bytes of compiled plans are kept. */
  readonly planCacheBytes?: number;
}

export interface EngineRequest<Context> {
  /** Valid by the API schema. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  /** As the client sent them. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly context: Context;
}

export interface EngineAnswer {
  /** JSON text: an object, or `null`; absent when the request was refused before anything was executed. */
  readonly data?: string;
  readonly errors: readonly GraphQLFormattedError[];
}

export interface Engine<Context> {
  execute(request: EngineRequest<Context>): Promise<EngineAnswer>;
  /** Plans and compiles ahead of the first request. @throws Error when the operation cannot be planned. */
  warm(document: DocumentNode, operationName?: string | null): void;
  readonly supergraph: ReadSupergraph;
  /** Compiled plans that are kept, and about how many bytes they take. */
  plansKept(): { readonly plans: number; readonly bytes: number };
}

/** One operation, ready to run. */
interface Prepared {
  readonly plan: CompiledPlan | null;
  readonly projection: Projection;
  readonly introspection: Introspection | null;
  /** A client's variable by the name under which it goes to subgraphs. */
  readonly sources: ReadonlyMap<string, string>;
  readonly sharedTexts: SharedTexts;
}

interface KnownOperation extends LocatedOperation {
  /** Unique in this process. */
  readonly id: number;
  /** The variables that decide what is left out. */
  readonly conditions: readonly string[];
  /** Whether variables need no coercion. */
  readonly isPlain: (variables: Readonly<Record<string, unknown>>) => boolean;
  /** The length of its document. */
  readonly characters: number;
}

/** By the name that the request gives. */
type KnownOperations = Map<string, KnownOperation>;

function textOf(document: DocumentNode): string {
  return document.loc?.source.body ?? print(document);
}

const defaultPlanCacheBytes = 64 * 1024 * 1024;
/** What functions and tables around a plan take, for each character of its texts: measured as about 20. */
const bytesPerCharacter = 20;
const bytesPerPlan = 4_096;

/** @throws Error when the supergraph cannot be read. */
export async function createEngine<Context>(options: EngineOptions<Context>): Promise<Engine<Context>> {
  return createEngineOver(readSupergraph(options.supergraphSdl), options);
}

/** An engine over a supergraph that was read already. */
export function createEngineOver<Context>(
  supergraph: ReadSupergraph,
  options: Omit<EngineOptions<Context>, 'supergraphSdl'>,
): Engine<Context> {
  const { losses = {}, planCacheBytes = defaultPlanCacheBytes, overridesOf, onDefect } = options;
  const withheldFrom = options.withheldFrom ?? (() => nothingWithheld);
  const { overrideLabels } = supergraph;
  const ports = new Map(
    supergraph.subgraphs.map(({ name, url }) => [name, options.portOf(name, url)] as const),
  );
  const plans = new PlanCache<Prepared>(planCacheBytes);
  const documents = new WeakMap<DocumentNode, KnownOperations>();
  const texts = new PlanCache<KnownOperations>(planCacheBytes);
  let operationsMet = 0;

  // One text is one document, however often it was parsed.
  const recognise = (document: DocumentNode): KnownOperations => {
    let known = documents.get(document);
    if (!known) {
      const text = textOf(document);
      known = texts.get(text, () => ({ value: new Map(), bytes: text.length * bytesPerCharacter }));
      documents.set(document, known);
    }
    return known;
  };

  const locate = (document: DocumentNode, name: string | null | undefined): KnownOperation | null => {
    const known = recognise(document);
    const met = known.get(name ?? '');
    if (met) return met;
    const located = locateOperation(document, name);
    if (!located) return null;
    operationsMet += 1;
    const operation = {
      ...located,
      id: operationsMet,
      conditions: conditionVariables(located),
      isPlain: compilePlainTest(supergraph.apiSchema, located.operation),
      characters: textOf(document).length,
    };
    known.set(name ?? '', operation);
    return operation;
  };

  const prepare = (
    located: KnownOperation,
    values: Readonly<Record<string, unknown>>,
    overrides: ReadonlySet<string>,
    withheld: WithheldFields,
  ): Prepared => {
    const { id, conditions } = located;
    const decided = conditions.map((name) => (values[name] === true ? '1' : '0')).join('');
    const moved = overrideLabels.map((label) => (overrides.has(label) ? '1' : '0')).join('');
    return plans.get(`${id} ${decided} ${moved} ${withheld.key}`, () =>
      compile(located, { supergraph, losses, values, overrides, withheld }),
    );
  };

  return {
    supergraph,
    plansKept: () => ({ plans: plans.size, bytes: plans.bytes }),
    warm(document, operationName) {
      const located = locate(document, operationName);
      if (!located) throw new Error('expected a document with one operation of that name');
      prepare(located, defaultsOf(located.operation), noOverrides, nothingWithheld);
    },
    async execute({ document, operationName, variables = {}, context }) {
      const located = locate(document, operationName);
      if (!located)
        return refused('OPERATION_RESOLUTION_FAILURE', 'expected the name of one operation of the document');
      const { operation } = located;
      if (operation.operation === OperationTypeNode.SUBSCRIPTION)
        return refused('GRAPHQL_VALIDATION_FAILED', 'expected a query or a mutation');
      const judged = coerce(supergraph, located, variables);
      if ('errors' in judged) return judged;
      const { values } = judged;
      const undecided = located.conditions.find((name) => typeof values[name] !== 'boolean');
      if (undecided !== undefined)
        return refused(
          'BAD_USER_INPUT',
          `Variable "$${undecided}": expected true or false for @skip and @include`,
        );
      let prepared: Prepared;
      try {
        const overrides =
          overrideLabels.length > 0 && overridesOf ? overridesOf(context, overrideLabels) : noOverrides;
        prepared = prepare(located, values, overrides, withheldFrom(context));
      } catch (thrown) {
        onDefect?.(thrown);
        return refused('INTERNAL_SERVER_ERROR', 'expected an operation that can be planned');
      }
      const { plan, projection, introspection, sources, sharedTexts } = prepared;
      const run: Run = {
        data: {},
        unplaced: [],
        calls: new CallBatch<unknown>({
          ports: ports as ReadonlyMap<string, SubgraphPort<unknown>>, // each port gets back the context of its own kind
          context,
          variables: toTexts(plan, variables, sources),
          sharedTexts,
        }),
      };
      await plan?.run(run);
      const { json, errors } = projection.write(run.data, introspection?.(variables) ?? noIntrospection);
      const unplaced = run.unplaced.map(({ message, extensions }) => ({ message, extensions }));
      return { data: json, errors: unplaced.length === 0 ? errors : [...errors, ...unplaced] };
    },
  };
}

const noOverrides: ReadonlySet<string> = new Set();

function coerce(
  { apiSchema }: ReadSupergraph,
  { operation, isPlain }: KnownOperation,
  variables: Readonly<Record<string, unknown>>,
): { readonly values: Readonly<Record<string, unknown>> } | EngineAnswer {
  if (isPlain(variables)) return { values: variables };
  const judged = getVariableValues(apiSchema, operation.variableDefinitions ?? [], variables);
  if (!judged.errors) return { values: judged.coerced };
  return {
    errors: judged.errors.map(({ message, locations }) => ({
      message,
      ...(locations ? { locations } : {}),
      extensions: { code: 'BAD_USER_INPUT' },
    })),
  };
}

function compile(
  located: KnownOperation,
  context: {
    readonly supergraph: ReadSupergraph;
    readonly losses: LossRules;
    readonly values: Readonly<Record<string, unknown>>;
    readonly overrides: ReadonlySet<string>;
    readonly withheld: WithheldFields;
  },
): { readonly value: Prepared; readonly bytes: number } {
  const { supergraph, losses, values, overrides, withheld } = context;
  const { apiSchema, apiTypes: types } = supergraph;
  const isIncluded = decideConditions(values);
  const names = nameFields(supergraph);
  const canonical = toCanonicalOperation(located, { apiSchema, types, isIncluded, names, withheld });
  const node = canonical.document ? supergraph.plan(canonical.document, overrides).node : undefined;
  if (node?.kind === 'Subscription') throw new Error('expected a plan of a query or a mutation');
  const plan = node ? compilePlan(node, supergraph, losses) : null;
  const sources = new Map([...(plan?.variables ?? [])].map((name) => [name, name]));
  for (const [name, renamed] of canonical.renamedVariables) {
    if (sources.has(renamed)) sources.set(renamed, name);
  }
  return {
    value: {
      plan,
      projection: compileProjection({ located, apiSchema, types, isIncluded, names, withheld }),
      introspection:
        canonical.introspection.size > 0
          ? compileIntrospection(canonical.introspection, located, supergraph)
          : null,
      sources,
      sharedTexts: new Map(),
    },
    bytes: bytesPerPlan + (located.characters + (plan?.characters ?? 0)) * bytesPerCharacter,
  };
}

function toTexts(
  plan: CompiledPlan | null,
  variables: Readonly<Record<string, unknown>>,
  sources: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (!plan || plan.variables.size === 0) return noTexts;
  const texts = new Map<string, string>();
  for (const [name, source] of sources) {
    if (!Object.hasOwn(variables, source) || variables[source] === undefined) continue;
    texts.set(name, JSON.stringify(variables[source]));
  }
  return texts;
}

const noTexts: ReadonlyMap<string, string> = new Map();
const noIntrospection: ReadonlyMap<string, string> = new Map();

/** Values of the fields about the schema, as JSON texts by response name. */
type Introspection = (variables: Readonly<Record<string, unknown>>) => ReadonlyMap<string, string>;

function compileIntrospection(
  fields: ReadonlyMap<string, FieldNode>,
  { operation, fragments }: LocatedOperation,
  { apiSchema }: ReadSupergraph,
): Introspection {
  const asked: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...fields.values()] },
  };
  const used = new Set<string>();
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [asked, ...fragments.values()],
  };
  visit(document, { Variable: ({ name }) => void used.add(name.value) });
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  const withVariables: DocumentNode = {
    ...document,
    definitions: [{ ...asked, variableDefinitions: definitions }, ...fragments.values()],
  };
  let kept: ReadonlyMap<string, string> | null = null;
  return (variables) => {
    if (kept) return kept;
    const { data } = executeSync({ schema: apiSchema, document: withVariables, variableValues: variables });
    const texts = new Map(
      Object.entries(data ?? {}).map(([name, value]) => [name, JSON.stringify(value)] as const),
    );
    if (definitions.length === 0) kept = texts;
    return texts;
  };
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue?.kind === Kind.BOOLEAN ? defaultValue.value : undefined,
    ]),
  );
}

function refused(code: string, message: string): EngineAnswer {
  return { errors: [{ message, extensions: { code } }] };
}
