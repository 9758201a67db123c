/**
 * Whether an answer of a subgraph is what was asked and what the schema promises: each field is there, each value of its type.
 * What is not becomes unavailable at its own place, and the rest counts.
 */
import {
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { brokenContract, Unavailable, unavailable } from './failure.js';
import { isRecord, readerOf, setOwn } from './own.js';
import type { TypeRelations } from './supergraph.js';

/** Checks a value and gives what is to stand in its place: mostly itself. */
export type Check = (value: unknown) => unknown;

export interface ObjectShape {
  /** The type that the schema declares. */
  readonly typeName: string;
  /** The fields of an object that calls itself so, by their names in the answer. */
  fieldsOf(typeName: string): readonly FieldShape[];
  /** Checks every field of an object, and replaces what is not right. */
  checkFields(object: Record<string, unknown>, typeName: string): void;
}

export interface FieldShape {
  readonly key: string;
  readonly node: FieldNode;
  /** The object or interface type whose field it is. */
  readonly ownerType: string;
  readonly read: (object: Record<string, unknown>) => unknown;
  readonly check: Check;
  /** What stands below it, when it is an object or a list of them. */
  readonly below: ObjectShape | null;
}

interface ShapeContext {
  readonly schema: GraphQLSchema;
  readonly fits: TypeRelations['fits'];
  readonly subgraph: string;
  /** Whether clients may hear of the field. */
  readonly isShown: (typeName: string, fieldName: string) => boolean;
}

/** The shape of what a selection set asks of an object of this type. */
export function shapeOf(
  sets: readonly SelectionSetNode[],
  parentType: string,
  context: ShapeContext,
): ObjectShape {
  const byType = new Map<string, readonly FieldShape[]>();
  const fieldsOf = (typeName: string): readonly FieldShape[] => {
    const known = byType.get(typeName);
    if (known) return known;
    const made = collect(sets, parentType, typeName, context);
    // Only names of the schema are remembered: others come from outside, without end.
    if (context.schema.getType(typeName)) byType.set(typeName, made);
    return made;
  };
  return {
    typeName: parentType,
    fieldsOf,
    checkFields(object, typeName) {
      for (const { key, read, check } of fieldsOf(typeName)) {
        const value = read(object);
        const checked = check(value);
        if (checked !== value) setOwn(object, key, checked);
      }
    },
  };
}

function collect(
  sets: readonly SelectionSetNode[],
  parentType: string,
  typeName: string,
  context: ShapeContext,
): readonly FieldShape[] {
  const found = new Map<string, { node: FieldNode; owner: string; below: SelectionSetNode[] }>();
  const visit = ({ selections }: SelectionSetNode, owner: string): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (condition === undefined || context.fits(typeName, condition))
          visit(selection.selectionSet, condition ?? owner);
      } else if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const entry = found.get(key) ?? { node: selection, owner, below: [] };
        if (selection.selectionSet) entry.below.push(selection.selectionSet);
        found.set(key, entry);
      }
    }
  };
  for (const set of sets) visit(set, parentType);
  return [...found].map(([key, { node, owner, below }]) => {
    const type = typeOfField(node, typeName, owner, context.schema);
    const named = nameOfComposite(type);
    const shape = named === null ? null : shapeOf(below, named, context);
    return {
      key,
      node,
      ownerType: owner,
      read: readerOf(key),
      below: shape,
      check: type
        ? checkOf(type, shape, {
            ...context,
            what: context.isShown(owner, node.name.value) ? ` (${node.name.value})` : '',
          })
        : checkTypeName(context),
    };
  });
}

function checkTypeName({ subgraph }: ShapeContext): Check {
  const failure = brokenContract(subgraph, 'expected an object to say its type');
  return (value) =>
    typeof value === 'string' || value instanceof Unavailable ? value : unavailable(failure);
}

function typeOfField(
  node: FieldNode,
  typeName: string,
  owner: string,
  schema: GraphQLSchema,
): GraphQLOutputType | null {
  if (node.name.value === '__typename') return null;
  // An object may promise more than its interface: its own type is the stricter one.
  for (const name of [typeName, owner]) {
    const type = schema.getType(name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const field = type.getFields()[node.name.value];
    if (field) return field.type;
  }
  return null;
}

function nameOfComposite(type: GraphQLOutputType | null): string | null {
  let inner = type;
  while (isListType(inner) || isNonNullType(inner)) inner = inner.ofType as GraphQLOutputType;
  return inner && isCompositeType(inner) ? inner.name : null;
}

interface CheckContext extends ShapeContext {
  /** The field's name for the message, where it may be named. */
  readonly what: string;
}

function checkOf(type: GraphQLOutputType, shape: ObjectShape | null, context: CheckContext): Check {
  const { subgraph, what } = context;
  const broken = (expected: string): Unavailable =>
    unavailable(brokenContract(subgraph, `expected ${expected} for a field of its answer${what}`));
  if (isNonNullType(type)) {
    const inner = checkOf(type.ofType, shape, context);
    return (value) => (value === null || value === undefined ? broken('a value') : inner(value));
  }
  if (isListType(type)) {
    const inner = checkOf(type.ofType, shape, context);
    return (value) => {
      if (value === null || value instanceof Unavailable) return value;
      if (!Array.isArray(value)) return broken('a list');
      for (let index = 0; index < value.length; index += 1) {
        const item: unknown = value[index];
        const checked = inner(item);
        if (checked !== item) value[index] = checked;
      }
      return value;
    };
  }
  if (isCompositeType(type)) {
    const ownName = type.name;
    const isAbstract = isAbstractType(type);
    return (value) => {
      if (value === null || value instanceof Unavailable) return value;
      if (!isRecord(value)) return broken('an object');
      const told = value['__typename'];
      if (told !== undefined && (typeof told !== 'string' || !isPossible(told, ownName, context)))
        return broken('an object of one of its types');
      const typeName = isAbstract && typeof told === 'string' ? told : ownName;
      shape?.checkFields(value, typeName);
      return shape ? onlyAsked(value, shape.fieldsOf(typeName)) : value;
    };
  }
  const isOfType = leafTest(type);
  if (type.name === 'ID') {
    return (value) => {
      if (typeof value === 'string' || value === null || value instanceof Unavailable) return value;
      return Number.isSafeInteger(value) ? String(value) : broken('an ID');
    };
  }
  return (value) => {
    if (isOfType(value) || value === null || value instanceof Unavailable) return value;
    return broken(isEnumType(type) ? 'a value of its enumeration' : `a value of type ${type.name}`);
  };
}

// What a subgraph adds unasked is nobody's answer: it could pass for what its owner has not given.
function onlyAsked(object: Record<string, unknown>, fields: readonly FieldShape[]): Record<string, unknown> {
  // Every asked field is there by now, so that more names are others.
  if (Object.keys(object).length === fields.length) return object;
  const picked: Record<string, unknown> = {};
  for (const { key, read } of fields) setOwn(picked, key, read(object));
  return picked;
}

// An object of a type that a subgraph knows as an interface object calls itself by the interface.
function isPossible(typeName: string, declared: string, { fits }: ShapeContext): boolean {
  return fits(typeName, declared);
}

function leafTest(type: GraphQLOutputType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  switch ('name' in type ? type.name : '') {
    case 'String':
      return (value) => typeof value === 'string';
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'Int':
      return (value) => typeof value === 'number' && (value | 0) === value;
    case 'Float':
      return (value) => typeof value === 'number' && Number.isFinite(value);
    default:
      // What a scalar of one's own looks like its owner knows; anything but nothing, as long as it can be written again.
      return (value) => value !== undefined && (typeof value !== 'object' || isShallow(value));
  }
}

const deepestScalar = 500;

function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > deepestScalar) return false;
  if (Array.isArray(value)) return value.every((item) => isShallow(item, depth + 1));
  // What is looked at was parsed from JSON: it inherits nothing.
  for (const name in value) if (!isShallow((value as Record<string, unknown>)[name], depth + 1)) return false;
  return true;
}
