/** A query plan, turned once into functions that run it. */
import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  stripIgnoredCharacters,
} from 'graphql';
import { type FieldShape, type ObjectShape, shapeOf } from './answer-shape.js';
import type { FetchCall } from './call-batch.js';
import { compileEntityFetch, type EntityFields, type LossRules } from './entity-fetch.js';
import { brokenContract, type PathStep, unavailable } from './failure.js';
import { joinFetches } from './join-fetches.js';
import type { MergeField } from './merge.js';
import { readerOf } from './own.js';
import { compileRepresentations, sentPaths } from './representations.js';
import { renamedKey } from './rewrites.js';
import { compileRootFetch } from './root-fetch.js';
import type { Step } from './run.js';
import type { ReadSupergraph } from './supergraph.js';
import { compilePath } from './targets.js';

export interface CompiledPlan {
  readonly run: Step;
  /** Every variable that goes to any subgraph, by the name it has there. */
  readonly variables: ReadonlySet<string>;
  /** How many fetches it has, and the length of their texts. */
  readonly fetches: number;
  readonly characters: number;
}

interface PlanContext {
  readonly supergraph: ReadSupergraph;
  readonly losses: LossRules;
  readonly variables: Set<string>;
  /** Arguments of required fields, by type and path. */
  readonly calls: Map<string, string>;
  fetches: number;
  characters: number;
}

/** @throws Error when the plan holds what this engine does not run. */
export function compilePlan(node: PlanNode, supergraph: ReadSupergraph, losses: LossRules): CompiledPlan {
  const context: PlanContext = {
    supergraph,
    losses,
    variables: new Set(),
    calls: new Map(),
    fetches: 0,
    characters: 0,
  };
  const run = compileNode(node, [], context);
  const { variables, fetches, characters } = context;
  return { run, variables, fetches, characters };
}

function compileNode(node: PlanNode, path: readonly string[], context: PlanContext): Step {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map((inner) => compileNode(inner, path, context));
      return async (run) => {
        for (const step of steps) {
          const running = step(run);
          if (running) await running;
        }
      };
    }
    case 'Parallel': {
      const nodes = joinFetches(node.nodes, context.supergraph);
      const steps = nodes.map((inner) => compileNode(inner, path, context));
      return async (run) => {
        await Promise.all(steps.map((step) => step(run)));
      };
    }
    case 'Flatten':
      return compileNode(node.node, [...path, ...node.path.map(String)], context);
    case 'Fetch':
      return compileFetch(node, path, context);
    default:
      throw new Error(`expected a plan of fetches, received one with ${node.kind}`);
  }
}

function compileFetch(node: FetchNode, path: readonly string[], context: PlanContext): Step {
  const { supergraph, losses } = context;
  if (node.contextRewrites?.length)
    throw new Error('expected a plan without @fromContext: it is not run here');
  const [definition] = parse(node.operation, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected a fetch of one operation');
  const id = context.fetches;
  const text = stripIgnoredCharacters(node.operation);
  context.fetches += 1;
  context.characters += text.length;
  for (const name of node.variableUsages ?? []) context.variables.add(name);
  const call: FetchCall = {
    id,
    subgraph: node.serviceName,
    text,
    operation: definition,
    operationName: node.operationName,
    variables: node.variableUsages ?? [],
    isRead: definition.operation === 'query',
    asksEntities: node.requires !== undefined && node.requires.length > 0,
  };
  const shaping = {
    schema: supergraph.schema,
    fits: supergraph.types.fits,
    subgraph: node.serviceName,
    isShown: supergraph.isShown,
  };
  const outputRewrites = node.outputRewrites ?? [];
  const { fits } = supergraph.types;
  const findTargets = compilePath(path);
  if (!call.asksEntities) {
    const rootType = supergraph.schema.getRootType(definition.operation)?.name ?? 'Query';
    const shape = shapeOf([definition.selectionSet], rootType, shaping);
    const fields = shape.fieldsOf(rootType).map((field): MergeField => {
      const key = renamedKey(field.key, rootType, outputRewrites, fits);
      return { shape: field, key, read: readerOf(key), isKey: false };
    });
    return compileRootFetch({
      call,
      findTargets,
      shape,
      rootType,
      fields,
      outputRewrites,
      fits,
      isHidden: supergraph.isHidden,
      ownName: ownNames(outputRewrites),
    });
  }
  const shape = shapeOf(entitySelections(definition), '_Entity', shaping);
  const fieldsOf = entityFieldsOf(node, shape, context);
  // What cannot be run is found when it is compiled.
  for (const condition of conditionsOf(node.requires ?? []))
    for (const typeName of [condition, ...supergraph.types.possible(condition)]) fieldsOf(typeName);
  return compileEntityFetch({
    call,
    findTargets,
    entityFieldsOf: fieldsOf,
    defaultType: defaultTypeOf(node),
    isInterface: (typeName) => isInterfaceType(supergraph.schema.getType(typeName)),
    shape,
    outputRewrites,
    isHidden: supergraph.isHidden,
    ownName: ownNames(outputRewrites),
    losses,
    fits,
  });
}

/** A plan renames what would clash, and names it back when the answer is there. */
function ownNames(rewrites: readonly FetchDataRewrite[]): (step: PathStep) => PathStep {
  const names = new Map<PathStep, string>();
  for (const rewrite of rewrites) {
    const last = rewrite.path.at(-1);
    if (rewrite.kind === 'KeyRenamer' && last !== undefined) names.set(last, rewrite.renameKeyTo);
  }
  return (step) => names.get(step) ?? step;
}

function entitySelections(operation: OperationDefinitionNode): readonly SelectionSetNode[] {
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.selectionSet ? [selection.selectionSet] : [],
  );
}

function defaultTypeOf({ requires = [] }: FetchNode): string {
  const [first] = requires;
  return first?.kind === 'InlineFragment' ? (first.typeCondition ?? '') : '';
}

function entityFieldsOf(
  node: FetchNode,
  shape: ObjectShape,
  context: PlanContext,
): (typeName: string) => EntityFields | null {
  const { supergraph } = context;
  const { serviceName: subgraph, requires = [], inputRewrites = [], outputRewrites = [] } = node;
  const { fits } = supergraph.types;
  const keysOf = (typeName: string): readonly (readonly string[])[] => keysSent(node, typeName, supergraph);
  const writeFor = compileRepresentations(requires, inputRewrites, {
    fits,
    keysOf,
    absent: () => unavailable(brokenContract(subgraph, 'expected what it requires to be there')),
  });
  const byType = new Map<string, EntityFields | null>();
  const describe = (typeName: string): EntityFields | null => {
    const write = writeFor(typeName);
    if (!write || keysOf(typeName).length === 0) return null;
    const topOfKeys = new Set(keysOf(typeName).flatMap((leaves) => leaves.map(topOf)));
    const required = new Map<string, readonly string[]>();
    const fields = shape.fieldsOf(typeName).map((field): MergeField => {
      const key = renamedKey(field.key, typeName, outputRewrites, fits);
      required.set(key, requiredPaths(field, typeName, subgraph, context));
      return { shape: field, key, read: readerOf(key), isKey: key !== '__typename' && topOfKeys.has(key) };
    });
    return { write, fields, required, keys: keysOf(typeName) };
  };
  return (typeName) => {
    const known = byType.get(typeName);
    if (known !== undefined) return known;
    const made = describe(typeName);
    if (supergraph.schema.getType(typeName)) byType.set(typeName, made);
    return made;
  };
}

/** A field that is made from several goes on with those that there are. */
function requiredPaths(
  { node, ownerType }: FieldShape,
  typeName: string,
  subgraph: string,
  { supergraph, calls }: PlanContext,
): readonly string[] {
  const name = node.name.value;
  const own = supergraph.requiredBy(typeName, name, subgraph);
  const required = own.length > 0 ? own : supergraph.requiredBy(ownerType, name, subgraph);
  for (const { path, calls: given } of required) requireOneCall(typeName, path, given, { supergraph, calls });
  if (supergraph.combines(typeName, name) || supergraph.combines(ownerType, name)) return [];
  return required.map(({ path }) => path);
}

// A plan gives two calls of one required field one name, and the second would read the value of the first.
function requireOneCall(
  typeName: string,
  path: string,
  given: ReadonlyMap<string, string>,
  { supergraph, calls }: Pick<PlanContext, 'supergraph' | 'calls'>,
): void {
  let owner = typeName;
  let at = '';
  for (const name of path.split('.')) {
    at = at === '' ? name : `${at}.${name}`;
    if (supergraph.fieldsWithArguments.has(name)) {
      const field = `${owner}.${name}`;
      const values = given.get(at) ?? '';
      const before = calls.get(field);
      if (before !== undefined && before !== values)
        throw new Error(
          `expected ${field} to be required with one set of arguments: two cannot be planned together`,
        );
      calls.set(field, values);
    }
    const type = supergraph.schema.getType(owner);
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    owner = getNamedType(type.getFields()[name]?.type)?.name ?? '';
  }
}

/** The keys of which every part is sent: by one of them the subgraph knows the entity. */
function keysSent(
  { serviceName, requires = [] }: FetchNode,
  typeName: string,
  supergraph: ReadSupergraph,
): readonly (readonly string[])[] {
  const { fits } = supergraph.types;
  const sent = new Set(sentPaths(requires, typeName, fits));
  const names = new Set([typeName, ...conditionsOf(requires).filter((name) => fits(typeName, name))]);
  const known = [...names].flatMap((name) => supergraph.keysOf(name, serviceName));
  // What is sent of a type without a key of it is there for the fields of another.
  return known.length > 0
    ? known.filter((leaves) => leaves.every((path) => sent.has(path)))
    : [[...sent].filter((path) => path !== '__typename')];
}

function conditionsOf(requires: readonly QueryPlanSelectionNode[]): readonly string[] {
  return requires.flatMap((selection) =>
    selection.kind === 'InlineFragment'
      ? [
          ...(selection.typeCondition === undefined ? [] : [selection.typeCondition]),
          ...conditionsOf(selection.selections),
        ]
      : [],
  );
}

function topOf(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}
