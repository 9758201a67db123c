/**
 * A client's operation in the engine's own words: every field under one name that belongs to it alone, `@skip` and `@include`
 * decided, fragments taken apart.
 *
 * The planner works with response names, and mixes what it needs for itself in between. After this no name that a client
 * chose takes part in it: an alias can hide no key and no required field.
 */
import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from 'graphql';
import type { Failure } from './failure.js';
import type { ReadSupergraph, TypeRelations } from './supergraph.js';

/** One operation of a document, with its fragments. */
export interface LocatedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export interface FieldNames {
  /** The name of a field's value in the engine's data. */
  keyOf(field: FieldNode, isMutationRoot: boolean): string;
}

/** Whether the directives of a selection leave it in. */
export type IsIncluded = (directives: readonly DirectiveNode[] | undefined) => boolean;

/** Fields of one level, merged, in the order in which they were first met. */
export interface CollectedFields {
  readonly fields: Map<string, { readonly node: FieldNode; readonly below: SelectionSetNode[] }>;
  /** What only objects of a narrower type have, by that type. */
  readonly onTypes: Map<string, SelectionSetNode[]>;
}

/** The engine's own variables begin with this; a client's variable of such a name gets another one. */
export const ownVariablePrefix = '_r';

/**
 * Gives every field of one operation its name: its own where it takes no arguments, else one for each different call. A plan may
 * ask for a field with arguments of its own choice, under the field's own name.
 */
export function nameFields({
  fieldNames: taken,
  fieldsWithArguments,
}: Pick<ReadSupergraph, 'fieldNames' | 'fieldsWithArguments'>): FieldNames {
  const names = new Map<string, string>();
  let number = 0;
  const texts = new WeakMap<FieldNode, string>();
  return {
    keyOf(field, isMutationRoot) {
      const name = field.name.value;
      const own = withoutConditions(field.directives);
      const alias = field.alias?.value ?? name;
      // Every field of a mutation is done once for each time that it is asked. And what is lost below one object is not lost
      // below the same object under another name, of which less was asked.
      const isApart = isMutationRoot || (field.selectionSet !== undefined && alias !== name);
      if (!isApart && !fieldsWithArguments.has(name) && own.length === 0) return name;
      let text = texts.get(field);
      if (text === undefined) {
        text = [
          name,
          ...(field.arguments ?? []).map(print),
          ...own.map(print),
          ...(isApart ? [`as ${alias}`] : []),
        ].join(' ');
        texts.set(field, text);
      }
      const known = names.get(text);
      if (known !== undefined) return known;
      while (taken.has(`${name}__${number}`)) number += 1;
      const made = `${name}__${number}`;
      number += 1;
      names.set(text, made);
      return made;
    },
  };
}

interface CollectContext {
  readonly fragments: LocatedOperation['fragments'];
  readonly isIncluded: IsIncluded;
  readonly types: TypeRelations;
  readonly keyOf: (field: FieldNode) => string;
}

/** Merges selections of one level. A fragment that holds for every object of the parent's type is part of it. */
export function collectFields(
  sets: readonly SelectionSetNode[],
  parent: string,
  context: CollectContext,
): CollectedFields {
  const collected: CollectedFields = { fields: new Map(), onTypes: new Map() };
  const met = new Set<string>();
  const visitSet = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!context.isIncluded(selection.directives)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = context.keyOf(selection);
        let entry = collected.fields.get(key);
        if (!entry) {
          entry = { node: selection, below: [] };
          collected.fields.set(key, entry);
        }
        if (selection.selectionSet) entry.below.push(selection.selectionSet);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : context.fragments.get(selection.name.value);
      // A fragment that was taken in at this level adds nothing a second time.
      if (!fragment || (selection.kind === Kind.FRAGMENT_SPREAD && met.has(selection.name.value))) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) met.add(selection.name.value);
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || context.types.fits(parent, condition)) visitSet(fragment.selectionSet);
      // What no object here can be adds nothing, nor does what is left out altogether.
      else if (context.types.overlap(parent, condition) && leavesAnything(fragment.selectionSet, context))
        collected.onTypes.set(condition, [
          ...(collected.onTypes.get(condition) ?? []),
          fragment.selectionSet,
        ]);
    }
  };
  for (const set of sets) visitSet(set);
  return collected;
}

function leavesAnything(
  { selections }: SelectionSetNode,
  context: Pick<CollectContext, 'fragments' | 'isIncluded'>,
  met: ReadonlySet<string> = new Set(),
): boolean {
  return selections.some((selection) => {
    if (!context.isIncluded(selection.directives)) return false;
    if (selection.kind === Kind.FIELD) return true;
    if (selection.kind === Kind.INLINE_FRAGMENT) return leavesAnything(selection.selectionSet, context, met);
    const name = selection.name.value;
    const fragment = context.fragments.get(name);
    return (
      fragment !== undefined &&
      !met.has(name) &&
      leavesAnything(fragment.selectionSet, context, new Set([...met, name]))
    );
  });
}

/**
 * Fields that are not asked for on behalf of one viewer, whatever stands there: they are left out before anything is planned, so
 * that no subgraph is asked for them by any way.
 */
export interface WithheldFields {
  /** The same for all viewers from whom the same fields are withheld. */
  readonly key: string;
  /** What is answered in the place of a field; `null`: it is not withheld. */
  failureOf(typeName: string, fieldName: string): Failure | null;
}

export const nothingWithheld: WithheldFields = { key: '', failureOf: () => null };

export interface CanonicalOperation {
  /** For the planner; `null` where nothing has to be fetched. */
  readonly document: DocumentNode | null;
  /** Fields about the schema itself, by response name. */
  readonly introspection: ReadonlyMap<string, FieldNode>;
  /** A client's variable to the name under which it goes to a subgraph, where the two differ. */
  readonly renamedVariables: ReadonlyMap<string, string>;
}

export function toCanonicalOperation(
  { operation, fragments }: LocatedOperation,
  context: {
    readonly apiSchema: GraphQLSchema;
    readonly types: TypeRelations;
    readonly isIncluded: IsIncluded;
    readonly names: FieldNames;
    readonly withheld: WithheldFields;
  },
): CanonicalOperation {
  const { apiSchema, types, isIncluded, names } = context;
  const isMutation = operation.operation === 'mutation';
  const introspection = new Map<string, FieldNode>();
  const rootType = apiSchema.getRootType(operation.operation);
  if (!rootType) throw new Error(`expected a schema with ${operation.operation}`);

  const toSelectionSet = (
    sets: readonly SelectionSetNode[],
    parent: GraphQLCompositeType,
    isRoot: boolean,
  ): SelectionSetNode | null => {
    const { fields, onTypes } = collectFields(sets, parent.name, {
      fragments,
      isIncluded,
      types,
      keyOf: (field) =>
        isRoot && field.name.value.startsWith('__')
          ? `${field.name.value} ${field.alias?.value ?? ''}`
          : names.keyOf(field, isRoot && isMutation),
    });
    const selections: SelectionNode[] = [];
    for (const [key, { node, below }] of fields) {
      const name = node.name.value;
      if (isRoot && name.startsWith('__')) {
        // What the root's type is called is known here.
        if (name !== '__typename') introspection.set(node.alias?.value ?? name, withSelections(node, below));
        continue;
      }
      const type =
        isObjectType(parent) || isInterfaceType(parent)
          ? getNamedType(parent.getFields()[name]?.type)
          : undefined;
      const shown = typesShown(parent, name, context);
      if (shown.length === 0) continue;
      const selectionSet = isCompositeType(type) ? toSelectionSet(below, type, false) : undefined;
      const field: FieldNode = {
        kind: Kind.FIELD,
        name: node.name,
        ...(key === name ? {} : { alias: { kind: Kind.NAME, value: key } }),
        ...(node.arguments?.length ? { arguments: node.arguments } : {}),
        directives: withoutConditions(node.directives),
        // A level of which nothing was left in is asked for its type, so that it is known to be there.
        ...(selectionSet === undefined ? {} : { selectionSet: selectionSet ?? onlyTypename }),
      };
      selections.push(...shown.map((typeName) => (typeName === null ? field : onType(typeName, field))));
    }
    for (const [condition, inner] of onTypes) {
      const type = apiSchema.getType(condition);
      const selectionSet = isCompositeType(type) ? toSelectionSet(inner, type, false) : null;
      if (!selectionSet) continue;
      selections.push({
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } },
        selectionSet,
      });
    }
    return selections.length === 0 ? null : { kind: Kind.SELECTION_SET, selections };
  };

  const selectionSet = toSelectionSet([operation.selectionSet], rootType, true);
  if (!selectionSet) return { document: null, introspection, renamedVariables: new Map() };
  const renamedVariables = renameVariables(operation);
  const bare: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: operation.operation,
    ...(operation.name ? { name: operation.name } : {}),
    selectionSet,
  };
  const used = new Set<string>();
  visit(bare, { Variable: ({ name }) => void used.add(name.value) });
  const whole: OperationDefinitionNode = {
    ...bare,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
      used.has(variable.name.value),
    ),
  };
  return {
    document: { kind: Kind.DOCUMENT, definitions: [withRenamed(whole, renamedVariables)] },
    introspection,
    renamedVariables,
  };
}

/** The types of which the field is asked: `null` for the parent's own; several where an interface's field is withheld of some. */
function typesShown(
  parent: GraphQLCompositeType,
  fieldName: string,
  { types, withheld }: { readonly types: TypeRelations; readonly withheld: WithheldFields },
): readonly (string | null)[] {
  if (withheld.failureOf(parent.name, fieldName)) return [];
  if (withheld.key === '' || !isInterfaceType(parent)) return [null];
  const possible = types.possible(parent.name);
  const shown = possible.filter((typeName) => !withheld.failureOf(typeName, fieldName));
  return shown.length === possible.length ? [null] : shown;
}

function onType(typeName: string, field: FieldNode): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  };
}

function withSelections(node: FieldNode, sets: readonly SelectionSetNode[]): FieldNode {
  const selections = sets.flatMap((set) => set.selections);
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

const onlyTypename: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

function renameVariables(operation: OperationDefinitionNode): ReadonlyMap<string, string> {
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const taken = new Set(names);
  const renamed = new Map<string, string>();
  for (const name of names) {
    if (name !== 'representations' && !name.startsWith(ownVariablePrefix)) continue;
    let number = 0;
    while (taken.has(`v${number}_${name}`)) number += 1;
    renamed.set(name, `v${number}_${name}`);
    taken.add(`v${number}_${name}`);
  }
  return renamed;
}

function withRenamed(
  operation: OperationDefinitionNode,
  renamed: ReadonlyMap<string, string>,
): OperationDefinitionNode {
  if (renamed.size === 0) return operation;
  return visit(operation, {
    Variable(node) {
      const name = renamed.get(node.name.value);
      return name === undefined ? undefined : { ...node, name: { kind: Kind.NAME, value: name } };
    },
  });
}

/** Directives other than `@skip` and `@include`. */
function withoutConditions(directives: readonly DirectiveNode[] | undefined): readonly DirectiveNode[] {
  return (directives ?? []).filter(({ name }) => name.value !== 'skip' && name.value !== 'include');
}

/** The variables of an operation that decide about `@skip` and `@include`, in it or in any fragment beside it. */
export function conditionVariables({ operation, fragments }: LocatedOperation): readonly string[] {
  const own = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const names = new Set<string>();
  for (const node of [operation, ...fragments.values()]) {
    visit(node, {
      Directive({ name, arguments: given }) {
        if (name.value !== 'skip' && name.value !== 'include') return;
        const value = conditionOf(given);
        if (value?.kind === Kind.VARIABLE && own.has(value.name.value)) names.add(value.name.value);
      },
    });
  }
  return [...names].sort();
}

/** Decides `@skip` and `@include` by the values of variables. */
export function decideConditions(values: Readonly<Record<string, unknown>>): IsIncluded {
  return (directives) =>
    (directives ?? []).every(({ name, arguments: given }) => {
      if (name.value !== 'skip' && name.value !== 'include') return true;
      const value = conditionOf(given);
      const isTrue =
        value?.kind === Kind.VARIABLE
          ? values[value.name.value] === true
          : value?.kind === Kind.BOOLEAN && value.value;
      return name.value === 'include' ? isTrue : !isTrue;
    });
}

function conditionOf(given: readonly ArgumentNode[] | undefined): ValueNode | undefined {
  return given?.find(({ name }) => name.value === 'if')?.value;
}

/** @returns `null` when the document does not say which of its operations is meant, or has none of that name. */
export function locateOperation(
  document: DocumentNode,
  operationName: string | null | undefined,
): LocatedOperation | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const meant =
    operationName === null || operationName === undefined || operationName === ''
      ? operations
      : operations.filter(({ name }) => name?.value === operationName);
  const [operation, ...others] = meant;
  return operation && others.length === 0 ? { operation, fragments } : null;
}
