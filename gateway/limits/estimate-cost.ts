/**
 * What an operation may cost at most, told from its text, its variables and the schema, before anybody is asked.
 *
 * A field of the root type costs 10, because it begins a plan; any other field with a selection costs 2, a leaf 1 and
 * `__typename` nothing. What is selected below a list counts as often as the list may be long: as its `first`, `last` or
 * `limit` says, on the list or on the page around it (`nodes`, `edges`), else `assumedListSize`. Fragments add up, also
 * those of types of which a record can only have one.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';

export interface CostRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them; what is no whole number above zero counts as not given. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How long a list is taken to be when the query does not say: more than a family has of most things. */
export const assumedListSize = 10;

const rootFieldCost = 10;
const objectFieldCost = 2;
const leafCost = 1;
const sizeArguments: readonly string[] = ['first', 'last', 'limit'];
/** The lists of a page, whose length stands at the field that asks for the page. */
const pageLists: readonly string[] = ['nodes', 'edges'];

export interface Cost {
  /** May be `Infinity`. */
  readonly cost: number;
  /** Whether other variables would give another cost. */
  readonly dependsOnVariables: boolean;
}

/**
 * Expects a document that is valid and without cycles of fragments. Each fragment is computed once for each size of page
 * around it.
 */
export function estimateCost({ schema, document, operation, variables }: CostRequest): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const defaults = new Map(
    operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );
  const known = new Map<string, number>();
  const root = schema.getRootType(operation.operation)?.name;
  let dependsOnVariables = false;

  function costOf(selectionSet: SelectionSetNode, typeName: string | undefined, pageSize: number): number {
    let cost = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) cost += costOfField(selection, typeName, pageSize);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        cost += costOf(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, pageSize);
      } else cost += costOfFragment(selection.name.value, pageSize);
    }
    return cost;
  }

  function costOfFragment(name: string, pageSize: number): number {
    const key = `${name} ${pageSize}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    const cost = fragment ? costOf(fragment.selectionSet, fragment.typeCondition.name.value, pageSize) : 0;
    known.set(key, cost);
    return cost;
  }

  function costOfField(node: FieldNode, typeName: string | undefined, pageSize: number): number {
    if (node.name.value === '__typename') return 0;
    const field = findField(schema, typeName, node.name.value);
    const own = typeName === root ? rootFieldCost : node.selectionSet ? objectFieldCost : leafCost;
    if (!field || !node.selectionSet) return own;
    const asked = askedSize(node, field);
    const isList = isListOf(field.type);
    const times = isList ? (asked ?? (pageLists.includes(node.name.value) ? pageSize : assumedListSize)) : 1;
    const below = costOf(
      node.selectionSet,
      getNamedType(field.type).name,
      isList ? assumedListSize : (asked ?? assumedListSize),
    );
    return own + times * below;
  }

  function askedSize(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
    for (const { name, defaultValue } of field.args) {
      if (!sizeArguments.includes(name)) continue;
      const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
      const size = given ? sizeOf(given) : positiveWhole(defaultValue);
      if (size !== null) return size;
    }
    return null;
  }

  function sizeOf(value: ValueNode): number | null {
    if (value.kind === Kind.INT) return positiveWhole(Number(value.value));
    if (value.kind !== Kind.VARIABLE) return null;
    dependsOnVariables = true;
    const name = value.name.value;
    if (Object.hasOwn(variables, name)) return positiveWhole(variables[name]);
    const byDefault = defaults.get(name);
    return byDefault?.kind === Kind.INT ? positiveWhole(Number(byDefault.value)) : null;
  }

  const cost = costOf(operation.selectionSet, root, assumedListSize);
  return { cost, dependsOnVariables };
}

function findField(
  schema: GraphQLSchema,
  typeName: string | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  const type = typeName === undefined ? undefined : schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function isListOf(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function positiveWhole(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null;
}
