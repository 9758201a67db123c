/**
 * In how many ways a plan may have to be made for one selection, because a field was asked of a type that may be several.
 *
 * A planner looks at each possible type apart as soon as they live in different subgraphs, and at each again below it: six
 * types, nested three deep, are 216 plans to compare. A fragment on one type narrows it down to that one.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** The most on any path of the operation; expects a valid document. Each fragment is looked at once. */
export function countBranches(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();

  function branchesOf({ selections }: SelectionSetNode, typeName: string | undefined): number {
    const counts = selections.map((selection) => {
      if (selection.kind === Kind.FIELD) {
        if (!selection.selectionSet) return 1;
        const below = branchesOf(selection.selectionSet, typeOfField(schema, typeName, selection.name.value));
        return possibleTypes(schema, typeName) * below;
      }
      return selection.kind === Kind.INLINE_FRAGMENT
        ? branchesOf(selection.selectionSet, selection.typeCondition?.name.value ?? typeName)
        : branchesOfFragment(selection.name.value);
    });
    return counts.reduce((most, count) => Math.max(most, count), 1);
  }

  function branchesOfFragment(name: string): number {
    const before = known.get(name);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    const count = fragment ? branchesOf(fragment.selectionSet, fragment.typeCondition.name.value) : 1;
    known.set(name, count);
    return count;
  }

  return branchesOf(operation.selectionSet, schema.getRootType(operation.operation)?.name);
}

function typeOfField(schema: GraphQLSchema, typeName: string | undefined, field: string): string | undefined {
  const type = typeName === undefined ? undefined : schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const found = type.getFields()[field];
  return found ? getNamedType(found.type).name : undefined;
}

function possibleTypes(schema: GraphQLSchema, typeName: string | undefined): number {
  const type = typeName === undefined ? undefined : schema.getType(typeName);
  return isAbstractType(type) ? Math.max(1, schema.getPossibleTypes(type).length) : 1;
}
