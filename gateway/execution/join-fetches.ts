/**
 * Fetches that ask one subgraph for fields of the same entities at the same time are one fetch.
 *
 * The planner keeps fields apart that require different fields of other subgraphs, so that an entity with several such fields would be
 * sent, looked up and read once for each of them. Joined, it is sent once with all that they require.
 *
 * Only fields that combine (`@combines`): they go on with what there is, so their subgraph knows that any of what they require may be
 * `null`. Another subgraph may refuse an entity of which a required field is `null`, and everything beside it would be lost too. And only
 * fields that one subgraph resolves and that may be `null`: where any other fails, its entity is lost with all that stands beside it.
 */
import type { FetchNode, FlattenNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type FieldNode,
  type InlineFragmentNode,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ReadSupergraph } from './supergraph.js';

/** The nodes of one step of a plan, those of one fetch joined in the place of the first. */
export function joinFetches(nodes: readonly PlanNode[], supergraph: JoiningSupergraph): readonly PlanNode[] {
  const joined: (PlanNode | Joinable)[] = [];
  for (const node of nodes) {
    const next = toJoinable(node, supergraph);
    const at = next ? joined.findIndex((other) => 'flatten' in other && goTogether(other, next)) : -1;
    const present = joined[at];
    if (next && present && 'flatten' in present) joined[at] = join(present, next);
    else joined.push(next ?? node);
  }
  return joined.map((node) => ('flatten' in node ? toNode(node) : node));
}

/** A fetch of fields of entities of one object type, each of which can be lost alone, which renames nothing. */
interface Joinable {
  readonly flatten: FlattenNode;
  readonly fetch: FetchNode;
  readonly typeName: string;
  readonly requires: readonly QueryPlanSelectionNode[];
  readonly operation: OperationDefinitionNode;
  readonly asked: Asked;
  readonly variables: readonly string[];
  /** Whether it is not as the plan has it any more. */
  readonly isJoined: boolean;
}

type JoiningSupergraph = Pick<ReadSupergraph, 'schema' | 'combines' | 'isOfOneSubgraph'>;

function toJoinable(node: PlanNode, supergraph: JoiningSupergraph): Joinable | null {
  if (node.kind !== 'Flatten' || node.node.kind !== 'Fetch') return null;
  const fetch = node.node;
  const { requires = [], inputRewrites, outputRewrites, contextRewrites, variableUsages = [] } = fetch;
  if (inputRewrites?.length || outputRewrites?.length || contextRewrites?.length) return null;
  const [required, ...others] = requires;
  if (required?.kind !== 'InlineFragment' || required.typeCondition === undefined || others.length > 0)
    return null;
  const { typeCondition: typeName, selections: requiredFields } = required;
  const [operation, ...fragments] = parse(fetch.operation, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || fragments.length > 0) return null;
  const asked = askedIn(operation, typeName);
  if (!asked?.selections.every((selection) => canBeLostAlone(selection, typeName, supergraph))) return null;
  return {
    flatten: node,
    fetch,
    typeName,
    requires: requiredFields,
    operation,
    asked,
    variables: variableUsages,
    isJoined: false,
  };
}

interface Asked {
  readonly entities: FieldNode;
  readonly fragment: InlineFragmentNode;
  readonly selections: readonly SelectionNode[];
}

/** What is asked of the entities; `null`: not of objects of this type alone. */
function askedIn(operation: OperationDefinitionNode, typeName: string): Asked | null {
  const [entities, ...others] = operation.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || others.length > 0) return null;
  const [fragment, ...more] = entities.selectionSet?.selections ?? [];
  if (fragment?.kind !== Kind.INLINE_FRAGMENT || more.length > 0) return null;
  if (fragment.typeCondition?.name.value !== typeName) return null;
  return { entities, fragment, selections: fragment.selectionSet.selections };
}

function canBeLostAlone(
  selection: SelectionNode,
  typeName: string,
  { schema, combines, isOfOneSubgraph }: JoiningSupergraph,
): boolean {
  const type = schema.getType(typeName);
  if (selection.kind !== Kind.FIELD || !isObjectType(type)) return false;
  const name = selection.name.value;
  const field = type.getFields()[name];
  return (
    field !== undefined &&
    !isNonNullType(field.type) &&
    combines(typeName, name) &&
    isOfOneSubgraph(typeName, name)
  );
}

function goTogether(one: Joinable, other: Joinable): boolean {
  const names = new Set(one.asked.selections.map(nameOf));
  return (
    one.fetch.serviceName === other.fetch.serviceName &&
    one.typeName === other.typeName &&
    one.flatten.path.join('\n') === other.flatten.path.join('\n') &&
    // A name stands for one call of a field; two calls under one name are two fetches.
    !other.asked.selections.some((selection) => names.has(nameOf(selection)))
  );
}

function nameOf(selection: SelectionNode): string {
  return selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : '';
}

function join(one: Joinable, other: Joinable): Joinable {
  const defined = new Map(
    [one, other]
      .flatMap(({ operation }) => operation.variableDefinitions ?? [])
      .map((definition) => [definition.variable.name.value, definition]),
  );
  return {
    ...one,
    requires: [...one.requires, ...other.requires],
    operation: { ...one.operation, variableDefinitions: [...defined.values()] },
    asked: { ...one.asked, selections: [...one.asked.selections, ...other.asked.selections] },
    variables: [...new Set([...one.variables, ...other.variables])],
    isJoined: true,
  };
}

function toNode({
  flatten,
  fetch,
  typeName,
  requires,
  operation,
  asked,
  variables,
  isJoined,
}: Joinable): PlanNode {
  if (!isJoined) return flatten;
  const fragment = { ...asked.fragment, selectionSet: selectionSet(asked.selections) };
  const entities = { ...asked.entities, selectionSet: selectionSet([fragment]) };
  return {
    ...flatten,
    node: {
      ...fetch,
      requires: [{ kind: 'InlineFragment', typeCondition: typeName, selections: [...requires] }],
      operation: print({ ...operation, selectionSet: selectionSet([entities]) }),
      variableUsages: [...variables],
    },
  };
}

function selectionSet(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
