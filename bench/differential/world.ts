/**
 * The records behind monolith and subgraphs: every value follows from the record's key, the field and its arguments. Whoever
 * asks the same question gets the same answer, and a wrong key, argument or input gives another.
 */
import {
  type FieldNode,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import { canonical, mixNumber, mixText } from './mix.js';
import { baseName, type FieldModel, fieldOf, type Model, typeOf } from './model.js';

/** What one request goes through; made anew for every execution, since mutations count in it. */
export interface World {
  readonly seed: number;
  /** One in how many field values fails; 0: none does. */
  readonly oneFaultIn: number;
  /** For the monolith: everything that this subgraph could be asked for fails. */
  readonly without?: string | undefined;
  /** The mutations so far. */
  mutations: number;
}

/** One record, as one viewer sees it. */
export interface Node {
  readonly __typename: string;
  readonly type: string;
  readonly key: string;
  /** Which of its family; -1 for what has no identity. */
  readonly index: number;
  /** The parts of a nested key. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** What the gateway sent along. */
  readonly representation?: Readonly<Record<string, unknown>>;
}

export const entitiesPerFamily = 6;

export class Fault extends Error {}

/** Null: the monolith, which sees every type as it is. */
export type Viewer = string | null;

export function rootNode(type: string): Node {
  return { __typename: type, type, key: type, index: -1 };
}

export function entityNode(model: Model, viewer: Viewer, family: string, index: number): Node {
  const members = model.membersOf.get(family) ?? [];
  const concrete = members.filter((name) => name !== family);
  const type = concrete.length > 0 ? concrete[index % concrete.length] : family;
  if (type === undefined) throw new Error(`expected members of ${family}`);
  return { __typename: seenAs(model, viewer, type), type, key: `${family}-${index}`, index };
}

/** @throws Fault where a fault is planted, or an input of the field is not to be had. */
export function recordValue(
  question: {
    readonly model: Model;
    readonly world: World;
    readonly viewer: Viewer;
  },
  node: Node,
  fieldName: string,
  args: Readonly<Record<string, unknown>>,
): unknown {
  const { model, world, viewer } = question;
  if (node.fixed) return node.fixed[fieldName] ?? null;
  const field = fieldOf(model, node.type, fieldName);
  if (world.without !== undefined && viewer === null && field.resolvedIn.includes(world.without))
    throw new Fault(`lost: ${node.type}.${fieldName}`);
  const isRoot = node.index < 0 && node.key === node.type;
  if (!isRoot && node.index >= 0 && isKeyField(model, node.type, fieldName))
    return keyPart(question, node.type, fieldName, node.index);
  let identity = `${node.key}.${fieldName}(${canonical(args)})`;
  if (field.requires) identity += inputsOf(question, node, field.requires, field.isCombined);
  if (isUnknownTo(model, world, field, node)) return null;
  if (hasFault(world, node, field)) throw new Fault(`fault in ${node.type}.${fieldName}`);
  let hash = mixText(identity, world.seed);
  if (node.type === 'Mutation') {
    world.mutations += 1;
    hash = mixNumber(hash, world.mutations);
    if (baseName(field.type) === 'Int' && field.targets.length === 0 && !print(field.type).includes('['))
      return world.mutations;
  }
  return draw(question, field, field.type, hash);
}

/** Whether the gateway's key fits an entity that this subgraph knows; gives that entity. */
export function entityOf(
  question: { readonly model: Model; readonly world: World; readonly viewer: string },
  typeName: string,
  representation: Readonly<Record<string, unknown>>,
): Node | null {
  const { model, world, viewer } = question;
  const family = typeOf(model, typeName).family;
  for (const key of model.keysIn.get(`${viewer}/${typeName}`) ?? []) {
    const text = projectGiven(representation, key);
    const index = text === null ? undefined : indexByKey(model, typeName, key).get(text);
    if (index === undefined) continue;
    const node = entityNode(model, viewer, family, index);
    if (typeName !== family && node.type !== typeName) return null;
    return isUnknown(model, world, viewer, node) ? null : { ...node, representation };
  }
  return null;
}

function seenAs(model: Model, viewer: Viewer, type: string): string {
  const family = model.types.get(type)?.family ?? type;
  return viewer !== null && model.interfaceObjects.has(`${viewer}/${family}`) ? family : type;
}

function hasFault(world: World, node: Node, field: FieldModel): boolean {
  return (
    world.oneFaultIn > 0 &&
    field.isFaultable &&
    mixText(`${node.key}!${field.name}`, world.seed ^ world.oneFaultIn) % world.oneFaultIn === 0
  );
}

function isUnknownTo(model: Model, world: World, field: FieldModel, node: Node): boolean {
  const [owner] = field.resolvedIn;
  return owner !== undefined && node.index >= 0 && isUnknown(model, world, owner, node);
}

function isUnknown(model: Model, world: World, owner: string, node: Node): boolean {
  const place = `${owner}/${node.type}`;
  if (!model.leaves.has(place)) return false;
  if (mixText(`${place}-${node.index}`, world.seed) % 6 === 0) return true;
  const keys = model.keysIn.get(place) ?? [];
  return keys.some((key) => keyText(model, node.type, key, node.index) === null);
}

/** What a field requires, as the records have it (monolith) or as the gateway sent it (subgraph). */
function inputsOf(
  question: { readonly model: Model; readonly world: World; readonly viewer: Viewer },
  node: Node,
  requires: SelectionSetNode,
  isCombined: boolean,
): string {
  // Without a representation the planner found the inputs in the subgraph itself, by `@provides`.
  if (question.viewer === null || !node.representation)
    return projectRecords(question, node, requires, isCombined);
  const text = projectGiven(node.representation, requires, true);
  if (text === null) throw new Error(`expected inputs for ${node.type}, received none`);
  return text;
}

/** `isCombined`: what failed counts as null, at the nearest place that may be null. */
function projectRecords(
  question: { readonly model: Model; readonly world: World; readonly viewer: Viewer },
  node: Node,
  selectionSet: SelectionSetNode,
  isCombined: boolean,
): string {
  const parts: string[] = [];
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      if ((selection.typeCondition?.name.value ?? node.type) === node.type)
        parts.push(projectRecords(question, node, selection.selectionSet, isCombined));
    } else if (selection.kind === Kind.FIELD && selection.name.value !== '__typename') {
      const name = selection.name.value;
      const type = node.fixed ? null : fieldOf(question.model, node.type, name).type;
      const args = argumentsIn(question.model, node.type, selection);
      const text = orNull(isCombined && type?.kind !== Kind.NON_NULL_TYPE, () =>
        projectRecordValue(
          question,
          recordValue(question, node, name, args),
          selection.selectionSet,
          type,
          isCombined,
        ),
      );
      parts.push(`${name}:${text}`);
    }
  }
  return `{${parts.join()}}`;
}

function projectRecordValue(
  question: { readonly model: Model; readonly world: World; readonly viewer: Viewer },
  value: unknown,
  selectionSet: SelectionSetNode | undefined,
  type: TypeNode | null,
  isCombined: boolean,
): string {
  if (value === null) {
    if (type?.kind === Kind.NON_NULL_TYPE) throw new Fault('an input that may not be null is');
    return 'null';
  }
  if (!selectionSet) return JSON.stringify(value);
  const inner = type?.kind === Kind.NON_NULL_TYPE ? type.type : type;
  if (!Array.isArray(value)) return projectRecords(question, value as Node, selectionSet, isCombined);
  const item = inner?.kind === Kind.LIST_TYPE ? inner.type : null;
  const texts = value.map((each) =>
    orNull(isCombined && item?.kind !== Kind.NON_NULL_TYPE, () =>
      projectRecordValue(question, each, selectionSet, item, isCombined),
    ),
  );
  return `[${texts.join()}]`;
}

function orNull(mayBeNull: boolean, project: () => string): string {
  try {
    return project();
  } catch (thrown) {
    if (mayBeNull && thrown instanceof Fault) return 'null';
    throw thrown;
  }
}

/** Null where a part is missing, or null where a key may not be. */
function projectGiven(
  given: Readonly<Record<string, unknown>>,
  selectionSet: SelectionSetNode,
  allowsNull = false,
): string | null {
  const parts: string[] = [];
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      if (condition !== undefined && given['__typename'] !== condition) continue;
      const inner = projectGiven(given, selection.selectionSet, allowsNull);
      if (inner === null) return null;
      parts.push(inner);
    } else if (selection.kind === Kind.FIELD && selection.name.value !== '__typename') {
      const name = selection.name.value;
      if (!Object.hasOwn(given, name)) return null;
      const text = projectGivenValue(given[name], selection.selectionSet, allowsNull);
      if (text === null) return null;
      parts.push(`${name}:${text}`);
    }
  }
  return `{${parts.join()}}`;
}

function projectGivenValue(
  value: unknown,
  selectionSet: SelectionSetNode | undefined,
  allowsNull: boolean,
): string | null {
  if (value === null || value === undefined) return allowsNull && value === null ? 'null' : null;
  if (!selectionSet) return JSON.stringify(value);
  if (!Array.isArray(value))
    return typeof value === 'object'
      ? projectGiven(value as Readonly<Record<string, unknown>>, selectionSet, allowsNull)
      : null;
  const parts = value.map((each) => projectGivenValue(each, selectionSet, allowsNull));
  return parts.includes(null) ? null : `[${parts.join()}]`;
}

function argumentsIn(model: Model, typeName: string, field: FieldNode): Readonly<Record<string, unknown>> {
  const type = model.fullSchema.getType(typeName);
  const definition =
    isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
  return definition && definition.args.length > 0 ? getArgumentValues(definition, field) : {};
}

const keyFieldsOf = new WeakMap<Model, Map<string, ReadonlyMap<string, KeyPart>>>();
type KeyPart = { readonly place: 'ALONE' | 'FIRST' | 'LATER'; readonly nested: SelectionSetNode | null };

function keyParts(model: Model, typeName: string): ReadonlyMap<string, KeyPart> {
  const perType = keyFieldsOf.get(model) ?? new Map<string, ReadonlyMap<string, KeyPart>>();
  keyFieldsOf.set(model, perType);
  const known = perType.get(typeName);
  if (known) return known;
  const parts = new Map<string, KeyPart>();
  const type = typeOf(model, typeName);
  for (const key of [...type.keys, ...typeOf(model, type.family).keys])
    key.selections.forEach((selection, position) => {
      if (selection.kind !== Kind.FIELD) return;
      const name = selection.name.value;
      const place = key.selections.length === 1 ? 'ALONE' : position === 0 ? 'FIRST' : 'LATER';
      if (place === 'ALONE' || !parts.has(name))
        parts.set(name, { place, nested: selection.selectionSet ?? null });
    });
  perType.set(typeName, parts);
  return parts;
}

function isKeyField(model: Model, typeName: string, fieldName: string): boolean {
  return keyParts(model, typeName).has(fieldName);
}

function keyPart(
  question: { readonly model: Model; readonly viewer: Viewer },
  typeName: string,
  fieldName: string,
  index: number,
): unknown {
  const { model } = question;
  const part = keyParts(model, typeName).get(fieldName);
  const type = baseName(fieldOf(model, typeName, fieldName).type);
  if (part?.nested) {
    const fixed: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    part.nested.selections.forEach((selection, position) => {
      if (selection.kind !== Kind.FIELD) return;
      const leaf = baseName(fieldOf(model, type, selection.name.value).type);
      const place = part.nested?.selections.length === 1 ? 'ALONE' : position === 0 ? 'FIRST' : 'LATER';
      fixed[selection.name.value] = keyLeaf(leaf, selection.name.value, place, index);
    });
    return {
      __typename: type,
      type,
      key: `${typeName}.${fieldName}-${index}`,
      index: -1,
      fixed,
    } satisfies Node;
  }
  if (index % 4 === 1 && model.nullableKeyParts.has(`${typeName}.${fieldName}`)) return null;
  const owner = typeOf(model, typeName).family;
  return keyLeaf(type, `${owner}-${fieldName}`, part?.place ?? 'ALONE', index);
}

/** Parts of a key of several repeat, so that no single part tells two entities apart. */
function keyLeaf(type: string, name: string, place: KeyPart['place'], index: number): unknown {
  const number = place === 'ALONE' ? index : place === 'FIRST' ? index % 2 : index >> 1;
  return type === 'Int' ? number + 100 : `${name}-${number}`;
}

const indexes = new WeakMap<SelectionSetNode, Map<string, number>>();

function indexByKey(model: Model, typeName: string, key: SelectionSetNode): ReadonlyMap<string, number> {
  const known = indexes.get(key);
  if (known) return known;
  const index = new Map<string, number>();
  for (let each = 0; each < entitiesPerFamily; each += 1) {
    const text = keyText(model, typeName, key, each);
    if (text !== null) index.set(text, each);
  }
  indexes.set(key, index);
  return index;
}

function keyText(model: Model, typeName: string, key: SelectionSetNode, index: number): string | null {
  const given: Record<string, unknown> = {};
  for (const selection of key.selections)
    if (selection.kind === Kind.FIELD) {
      const value = keyPart({ model, viewer: null }, typeName, selection.name.value, index);
      given[selection.name.value] =
        typeof value === 'object' && value !== null && 'fixed' in value ? value.fixed : value;
    }
  return projectGiven(given, key);
}

function draw(
  question: { readonly model: Model; readonly viewer: Viewer },
  field: FieldModel,
  type: TypeNode,
  hash: number,
): unknown {
  if (type.kind === Kind.NON_NULL_TYPE) return drawPresent(question, field, type.type, hash);
  return mixNumber(hash, 7) % 7 === 0 ? null : drawPresent(question, field, type, hash);
}

function drawPresent(
  question: { readonly model: Model; readonly viewer: Viewer },
  field: FieldModel,
  type: Exclude<TypeNode, { kind: Kind.NON_NULL_TYPE }>,
  hash: number,
): unknown {
  if (type.kind === Kind.LIST_TYPE)
    return Array.from({ length: mixNumber(hash, 3) % 4 }, (_, index) =>
      draw(question, field, type.type, mixNumber(hash, index + 11)),
    );
  const { model, viewer } = question;
  if (field.targets.length === 0) return drawLeaf(model, type.name.value, hash);
  const target = field.targets[mixNumber(hash, 5) % field.targets.length];
  if (target === undefined) throw new Error('expected a target');
  const { family, keys } = typeOf(model, target);
  if (keys.length === 0 && family === target)
    return {
      __typename: target,
      type: target,
      // Few of each, so that the same value turns up at several places.
      key: `${target}#${mixNumber(hash, 13) % 50}`,
      index: -1,
    } satisfies Node;
  const members = (model.membersOf.get(family) ?? []).filter((name) => name !== family);
  const own = members.length === 0 ? 0 : Math.max(0, members.indexOf(target));
  const step = Math.max(1, members.length);
  const count = Math.floor((entitiesPerFamily - 1 - own) / step) + 1;
  return entityNode(model, viewer, family, own + step * (mixNumber(hash, 17) % count));
}

const texts = [
  'plain',
  '',
  'quote " and \\',
  'line\nbreak\u2028',
  'é ü 漢 \u{1f600}',
  '__proto__',
  'null',
  '</script>',
  '\u0000\u001f',
  '0',
] as const;
const floats = [0, 0.1, -1.5, 1e21, 3, 1e-7, 123456.789] as const;
const opaque: readonly unknown[] = [
  { a: 1, b: [true, null, { c: 'x' }] },
  'text',
  7,
  [],
  { b: 2, a: 1, '10': 'x', '2': 'y' },
  [[1, [2]], []],
  false,
  { __typename: 'Nobody', id: 'e' },
];

function drawLeaf(model: Model, typeName: string, hash: number): unknown {
  const pick = mixNumber(hash, 23);
  switch (typeName) {
    case 'Int':
      return (pick % 2_000) - 1_000;
    case 'Float':
      return pick % 3 === 0 ? floats[(pick >>> 4) % floats.length] : (pick % 100_000) / 8;
    case 'Boolean':
      return pick % 2 === 0;
    case 'ID':
      return `n${pick % 1_000}`;
    case 'String':
      return pick % 4 === 0 ? texts[(pick >>> 4) % texts.length] : `t${pick % 10_000}`;
    default: {
      const type = model.apiSchema.getType(typeName);
      if (isEnumType(getNamedType(type))) {
        const values = isEnumType(type) ? type.getValues() : [];
        return values[pick % values.length]?.name;
      }
      return opaque[pick % opaque.length];
    }
  }
}
