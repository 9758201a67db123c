/**
 * What the differential run knows of a federated schema, read from the subgraphs' own SDL: who resolves which field, what
 * stands in a key, what a field requires. Monolith and subgraphs answer from one model, so that they can only differ by
 * what lies between them.
 */
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import {
  buildSchema,
  type DirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

export interface Service {
  readonly name: string;
  readonly sdl: string;
}

export interface FieldModel {
  readonly name: string;
  /** The strictest that any subgraph promises; no value may break any of them. */
  readonly type: TypeNode;
  /** The subgraphs that resolve it wherever it is asked. */
  readonly resolvedIn: readonly string[];
  readonly requires: SelectionSetNode | null;
  /** Whether an input that failed counts as null (`@combines`), where elsewhere the field fails with it. */
  readonly isCombined: boolean;
  /** Object types that may stand there, by every subgraph that resolves it. Empty for a leaf. */
  readonly targets: readonly string[];
  /** Whether a fault here shows alike in a monolith and in a federation: no key, and no hidden non-null input. */
  readonly isFaultable: boolean;
}

export interface TypeModel {
  readonly name: string;
  /** What its identity belongs to: itself, or the interface that is an entity. */
  readonly family: string;
  readonly fields: ReadonlyMap<string, FieldModel>;
  /** Every key in use, as a selection. Empty: a value without identity. */
  readonly keys: readonly SelectionSetNode[];
}

export interface Model {
  readonly services: readonly Service[];
  readonly supergraphSdl: string;
  readonly apiSchema: GraphQLSchema;
  /** With what clients may not see. */
  readonly fullSchema: GraphQLSchema;
  readonly types: ReadonlyMap<string, TypeModel>;
  /** The keys that a subgraph takes for a type, by `subgraph/type`. */
  readonly keysIn: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** The object types of a family, the family itself where it is an object. */
  readonly membersOf: ReadonlyMap<string, readonly string[]>;
  /** Families that a subgraph sees as one object type, by `subgraph/family`. */
  readonly interfaceObjects: ReadonlySet<string>;
  /** `subgraph/type` where a subgraph only adds fields: it may not know an entity without anything else going wrong. */
  readonly leaves: ReadonlySet<string>;
  /** Key leaves that may be null, by `type.field`: used between its owner and a leaf alone. */
  readonly nullableKeyParts: ReadonlySet<string>;
}

/** Null where the subgraphs do not compose. */
export function composeModel(services: readonly Service[]): Model | null {
  const result = composeServices(
    services.map(({ name, sdl }) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(sdl) })),
  );
  return result.errors ? null : readModel(services, result.supergraphSdl);
}

interface Definition {
  readonly service: string;
  readonly typeName: string;
  readonly node: ObjectTypeDefinitionNode;
}

export function readModel(services: readonly Service[], supergraphSdl: string): Model {
  const schema = buildSchema(supergraphSdl, { assumeValid: true, assumeValidSDL: true });
  const definitions = services.flatMap(definitionsIn);
  const overridden = new Set(definitions.flatMap(overriddenBy));
  const families = familiesIn(definitions, schema);
  const interfaceObjects = new Set(
    definitions
      .filter(({ node }) => directiveOf(node.directives, 'interfaceObject'))
      .map(({ service, typeName }) => `${service}/${typeName}`),
  );
  const keysIn = new Map<string, readonly SelectionSetNode[]>();
  for (const { service, typeName, node } of definitions) {
    const keys = keysOf(node);
    if (keys.length > 0)
      keysIn.set(`${service}/${typeName}`, [...(keysIn.get(`${service}/${typeName}`) ?? []), ...keys]);
  }
  const required = requiredFields(definitions, schema);
  const targetsIn = new Map(services.map((service) => [service.name, abstractTargets(service)]));
  const types = new Map<string, TypeModel>();
  for (const typeName of new Set(definitions.map((definition) => definition.typeName))) {
    const own = definitions.filter((definition) => definition.typeName === typeName);
    const keys = distinctKeys(own.flatMap(({ node }) => keysOf(node)));
    const keyFields = new Set(keys.flatMap((key) => key.selections.flatMap(fieldNameOf)));
    const fields = new Map<string, FieldModel>();
    // A null that spreads takes along what was fetched beside it for other fields; no monolith does that.
    const isValue = keys.length === 0 && typeName !== 'Query' && typeName !== 'Mutation';
    const takesAlong =
      [...required].some((place) => place.startsWith(`${typeName}.`)) ||
      (isValue && required.size > 0) ||
      own.some(({ service }) => interfaceObjects.has(`${service}/${typeName}`));
    for (const name of new Set(
      own.flatMap(({ node }) => (node.fields ?? []).map((each) => each.name.value)),
    )) {
      const occurrences = own.flatMap(({ service, node }) =>
        (node.fields ?? [])
          .filter((each) => each.name.value === name)
          .map((field) => ({ service, field, isExternal: isExternal(node, field) })),
      );
      const resolving = occurrences.filter(
        ({ service, isExternal }) => !isExternal && !overridden.has(`${service}/${typeName}.${name}`),
      );
      const type = (resolving.length > 0 ? resolving : occurrences)
        .map(({ field }) => field.type)
        .reduce(strictest);
      const isSame = new Set(resolving.map(({ field }) => print(field.type))).size === 1;
      const requires = resolving
        .map(({ field }) => fieldSet(directiveOf(field.directives, 'requires')))
        .find(Boolean);
      fields.set(name, {
        name,
        type,
        resolvedIn: resolving.map(({ service }) => service),
        requires: requires ?? null,
        isCombined: resolving.some(({ field }) => directiveOf(field.directives, 'combines') !== undefined),
        targets: targetsOf(
          baseName(type),
          resolving.map(({ service }) => targetsIn.get(service)),
          families,
        ),
        isFaultable: isSame && !keyFields.has(name) && !(print(type).includes('!') && takesAlong),
      });
    }
    types.set(typeName, { name: typeName, family: families.get(typeName) ?? typeName, fields, keys });
  }
  const membersOf = new Map<string, string[]>();
  for (const { name, family } of types.values())
    if (isObjectType(schema.getType(name))) membersOf.set(family, [...(membersOf.get(family) ?? []), name]);
  const leaves = findLeaves({ services, types, keysIn, required, families });
  return {
    services,
    supergraphSdl,
    fullSchema: schema,
    apiSchema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
    types,
    keysIn,
    membersOf,
    interfaceObjects,
    leaves,
    nullableKeyParts: findNullableKeyParts(types, keysIn, leaves),
  };
}

/** @throws Error when the model has no such type. */
export function typeOf(model: Model, name: string): TypeModel {
  const type = model.types.get(name);
  if (!type) throw new Error(`expected a type of the model, received ${name}`);
  return type;
}

/** A field by the type that stands there, or by the entity interface over it. */
export function fieldOf(model: Model, typeName: string, fieldName: string): FieldModel {
  const type = typeOf(model, typeName);
  const own = type.fields.get(fieldName);
  // An interface's own entry has no one to resolve it where its object types have.
  const field =
    own && own.resolvedIn.length > 0 ? own : (typeOf(model, type.family).fields.get(fieldName) ?? own);
  if (!field) throw new Error(`expected a field of the model, received ${typeName}.${fieldName}`);
  return field;
}

export function baseName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : baseName(type.type);
}

function definitionsIn({ name, sdl }: Service): Definition[] {
  const found: Definition[] = [];
  for (const node of parse(sdl).definitions)
    if (
      node.kind === Kind.OBJECT_TYPE_DEFINITION ||
      node.kind === Kind.OBJECT_TYPE_EXTENSION ||
      node.kind === Kind.INTERFACE_TYPE_DEFINITION
    )
      found.push({
        service: name,
        typeName: node.name.value,
        node: { ...node, kind: Kind.OBJECT_TYPE_DEFINITION } as ObjectTypeDefinitionNode,
      });
  return found;
}

function directiveOf(
  directives: readonly DirectiveNode[] | undefined,
  name: string,
): DirectiveNode | undefined {
  return directives?.find(
    (directive) => directive.name.value === name || directive.name.value === `federation__${name}`,
  );
}

function stringArgument(directive: DirectiveNode | undefined, name: string): string | null {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

export function parseFieldSet(text: string): SelectionSetNode {
  const definition = parse(`{ ${text} }`, { noLocation: true }).definitions[0];
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected a field set');
  return definition.selectionSet;
}

function fieldSet(directive: DirectiveNode | undefined): SelectionSetNode | null {
  const text = stringArgument(directive, 'fields');
  return text === null ? null : parseFieldSet(text);
}

function keysOf(node: ObjectTypeDefinitionNode): SelectionSetNode[] {
  return (node.directives ?? [])
    .filter(
      (directive) =>
        (directive.name.value === 'key' || directive.name.value === 'federation__key') &&
        !directive.arguments?.some(
          ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
        ),
    )
    .flatMap((directive) => fieldSet(directive) ?? []);
}

function distinctKeys(keys: readonly SelectionSetNode[]): SelectionSetNode[] {
  return [...new Map(keys.map((key) => [print(key), key])).values()];
}

function fieldNameOf(selection: SelectionSetNode['selections'][number]): string[] {
  return selection.kind === Kind.FIELD ? [selection.name.value] : [];
}

function isExternal(node: ObjectTypeDefinitionNode, field: FieldDefinitionNode): boolean {
  return Boolean(directiveOf(field.directives, 'external') ?? directiveOf(node.directives, 'external'));
}

function overriddenBy({ typeName, node }: Definition): string[] {
  return (node.fields ?? []).flatMap((field) => {
    const directive = directiveOf(field.directives, 'override');
    // A labelled override is off unless somebody switches it on.
    const isLabelled = stringArgument(directive, 'label') !== null;
    const from = stringArgument(directive, 'from');
    return from === null || isLabelled ? [] : [`${from}/${typeName}.${field.name.value}`];
  });
}

/** Of two promises for one field, position by position, the one that allows less. */
function strictest(left: TypeNode, right: TypeNode): TypeNode {
  if (left.kind === Kind.NON_NULL_TYPE || right.kind === Kind.NON_NULL_TYPE) {
    const inner = strictest(
      left.kind === Kind.NON_NULL_TYPE ? left.type : left,
      right.kind === Kind.NON_NULL_TYPE ? right.type : right,
    );
    return inner.kind === Kind.NON_NULL_TYPE ? inner : { kind: Kind.NON_NULL_TYPE, type: inner };
  }
  if (left.kind === Kind.LIST_TYPE && right.kind === Kind.LIST_TYPE)
    return { kind: Kind.LIST_TYPE, type: strictest(left.type, right.type) };
  return left;
}

function familiesIn(definitions: readonly Definition[], schema: GraphQLSchema): Map<string, string> {
  const families = new Map<string, string>();
  for (const { typeName, node } of definitions) {
    const type = schema.getType(typeName);
    if (!isAbstractType(type) || keysOf(node).length === 0) continue;
    families.set(typeName, typeName);
    for (const member of schema.getPossibleTypes(type)) families.set(member.name, typeName);
  }
  return families;
}

/** `type.field` of everything that a `@requires` or `@provides` names, however deep. */
function requiredFields(definitions: readonly Definition[], schema: GraphQLSchema): Set<string> {
  const found = new Set<string>();
  const walk = (typeName: string, selectionSet: SelectionSetNode): void => {
    const type = schema.getType(typeName);
    if (!isCompositeType(type)) return;
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        walk(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
      if (selection.kind !== Kind.FIELD || !('getFields' in type)) continue;
      const concrete = isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
      for (const name of [typeName, ...concrete]) found.add(`${name}.${selection.name.value}`);
      const field = type.getFields()[selection.name.value];
      if (field && selection.selectionSet) walk(getNamedType(field.type).name, selection.selectionSet);
    }
  };
  for (const { typeName, node } of definitions)
    for (const field of node.fields ?? []) {
      const requires = fieldSet(directiveOf(field.directives, 'requires'));
      if (requires) walk(typeName, requires);
      const provides = fieldSet(directiveOf(field.directives, 'provides'));
      if (provides) walk(baseName(field.type), provides);
    }
  return found;
}

/** What each abstract type of one subgraph may be there. */
function abstractTargets({ sdl }: Service): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>();
  const add = (name: string, member: string): void =>
    void targets.set(name, [...(targets.get(name) ?? []), member]);
  for (const node of parse(sdl).definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      for (const member of node.types ?? []) add(node.name.value, member.name.value);
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) {
      add(node.name.value, node.name.value);
      for (const one of node.interfaces ?? []) add(one.name.value, node.name.value);
    }
  }
  return targets;
}

function targetsOf(
  name: string,
  perSubgraph: readonly (ReadonlyMap<string, readonly string[]> | undefined)[],
  families: ReadonlyMap<string, string>,
): string[] {
  const lists = perSubgraph.map((targets) => targets?.get(name) ?? []);
  const [first = [], ...rest] = lists;
  const common = first.filter((each) => rest.every((list) => list.includes(each)));
  if (common.length === 0) return [];
  // A subgraph that sees a family as one object returns any of them.
  const isFamily = common.includes(name) && families.get(name) === name;
  return isFamily
    ? [...families].flatMap(([member, family]) => (family === name && member !== name ? [member] : []))
    : common;
}

function findLeaves(given: {
  readonly services: readonly Service[];
  readonly types: ReadonlyMap<string, TypeModel>;
  readonly keysIn: ReadonlyMap<string, readonly SelectionSetNode[]>;
  readonly required: ReadonlySet<string>;
  readonly families: ReadonlyMap<string, string>;
}): Set<string> {
  const leaves = new Set<string>();
  for (const service of given.services) {
    const returned = new Set<string>();
    const targets = abstractTargets(service);
    for (const { node } of definitionsIn(service))
      for (const field of node.fields ?? [])
        for (const target of [baseName(field.type), ...(targets.get(baseName(field.type)) ?? [])])
          returned.add(target);
    for (const type of given.types.values()) {
      const here = [...type.fields.values()].filter((field) => field.resolvedIn.includes(service.name));
      const keyNames = new Set(type.keys.flatMap((key) => key.selections.flatMap(fieldNameOf)));
      const own = here.filter((field) => !keyNames.has(field.name));
      if (
        !returned.has(type.name) &&
        !given.families.has(type.name) &&
        given.keysIn.get(`${service.name}/${type.name}`)?.length === 1 &&
        own.length > 0 &&
        own.every(
          (
            field, // Whether a lost input or an unknown entity is told first, nobody can say.
          ) =>
            !field.requires &&
            field.resolvedIn.length === 1 &&
            !given.required.has(`${type.name}.${field.name}`),
        )
      )
        leaves.add(`${service.name}/${type.name}`);
    }
  }
  return leaves;
}

function findNullableKeyParts(
  types: ReadonlyMap<string, TypeModel>,
  keysIn: ReadonlyMap<string, readonly SelectionSetNode[]>,
  leaves: ReadonlySet<string>,
): Set<string> {
  const found = new Set<string>();
  for (const type of types.values())
    for (const key of type.keys) {
      const [selection, ...others] = key.selections;
      if (others.length > 0 || selection?.kind !== Kind.FIELD || selection.selectionSet) continue;
      const name = selection.name.value;
      if (type.fields.get(name)?.type.kind === Kind.NON_NULL_TYPE) continue;
      const users = [...keysIn].filter(
        ([place, keys]) => place.endsWith(`/${type.name}`) && keys.some((each) => print(each) === print(key)),
      );
      const home = users.filter(([place]) => !leaves.has(place));
      // A fetch may come back to the home by this key, to compute a field from what others gave.
      const computes = [...type.fields.values()].some(
        ({ requires, resolvedIn }) =>
          requires && home.some(([place]) => place === `${resolvedIn[0]}/${type.name}`),
      );
      if (home.length <= 1 && !computes) found.add(`${type.name}.${name}`);
    }
  return found;
}
