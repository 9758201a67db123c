/**
 * A supergraph as the engine needs it: the planner, the schema that clients see, the whole schema, and what the join directives
 * say of required fields.
 */
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import {
  type DirectiveNode,
  type DocumentNode,
  doTypesOverlap,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { type FieldPath, readFieldSet } from './field-paths.js';

export interface ReadSupergraph {
  /** What clients may ask. */
  readonly apiSchema: GraphQLSchema;
  /** Every type and field of every subgraph. */
  readonly schema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** @param overrides Labels of `@override` that are on; every other is off. */
  plan(operation: DocumentNode, overrides: ReadonlySet<string>): QueryPlan;
  /** Every label of `@override` in the supergraph, in order. */
  readonly overrideLabels: readonly string[];
  /** What `Type.field` requires in this subgraph; empty where it requires nothing. */
  requiredBy(typeName: string, fieldName: string, subgraph: string): readonly FieldPath[];
  /** The keys by which this subgraph knows objects of the type, each by the paths of its leaves. */
  keysOf(typeName: string, subgraph: string): readonly (readonly string[])[];
  /** Whether clients may hear of the field. */
  isShown(typeName: string, fieldName: string): boolean;
  /** Whether the word is the name of fields of which clients may hear of none. */
  isHidden(word: string): boolean;
  /** Whether the field goes on with what there is when something that it requires failed (`@combines`). */
  combines(typeName: string, fieldName: string): boolean;
  /** Whether no more than one subgraph resolves the field. */
  isOfOneSubgraph(typeName: string, fieldName: string): boolean;
  /** By the whole schema. */
  readonly types: TypeRelations;
  /** By what clients see. */
  readonly apiTypes: TypeRelations;
  /** Every name of a field anywhere in the schema. */
  readonly fieldNames: ReadonlySet<string>;
  /** Those of them that take arguments, anywhere. */
  readonly fieldsWithArguments: ReadonlySet<string>;
}

export interface TypeRelations {
  /** Whether an object of this type fits a type condition. The type may be an interface: an `@interfaceObject` calls itself so. */
  fits(typeName: string, condition: string): boolean;
  /** Whether there may be an object that is both. */
  overlap(typeName: string, condition: string): boolean;
  /** The types of which an object of this one may be. */
  possible(typeName: string): readonly string[];
}

const nothing: readonly never[] = [];

/** @throws Error when the text is no Federation 2 supergraph. */
export function readSupergraph(sdl: string): ReadSupergraph {
  // Features that only other routers enforce are no reason to refuse to load.
  const supergraph = Supergraph.build(sdl, { supportedFeatures: null });
  const planner = new QueryPlanner(supergraph, { debug: { maxEvaluatedPlans: 1_000, pathsLimit: 10_000 } });
  const federationApi = supergraph.apiSchema();
  const apiSchema = federationApi.toGraphQLJSSchema();
  const schema = supergraph.schema.toGraphQLJSSchema();
  const { required, keys, combining, ofSeveral, fieldNames, fieldsWithArguments, overrideLabels } = readJoins(
    sdl,
    supergraph,
  );
  const shownNames = namesOfFields(apiSchema);

  return {
    apiSchema,
    schema,
    subgraphs: supergraph.subgraphsMetadata(),
    plan: (operation, overrides) =>
      planner.buildQueryPlan(operationFromDocument(federationApi, operation, { validate: false }), {
        overrideConditions: new Map(overrideLabels.map((label) => [label, overrides.has(label)])),
      }),
    overrideLabels,
    requiredBy: (typeName, fieldName, subgraph) =>
      required.get(`${typeName}.${fieldName}@${subgraph}`) ?? nothing,
    keysOf: (typeName, subgraph) => keys.get(`${typeName}@${subgraph}`) ?? nothing,
    isShown(typeName, fieldName) {
      const type = apiSchema.getType(typeName);
      return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), fieldName);
    },
    isHidden: (word) => fieldNames.has(word) && !shownNames.has(word),
    combines: (typeName, fieldName) => combining.has(`${typeName}.${fieldName}`),
    isOfOneSubgraph: (typeName, fieldName) => !ofSeveral.has(`${typeName}.${fieldName}`),
    types: relateTypes(schema),
    apiTypes: relateTypes(apiSchema),
    fieldNames,
    fieldsWithArguments,
  };
}

function relateTypes(schema: GraphQLSchema): TypeRelations {
  const fitting = new Map<string, boolean>();
  const overlapping = new Map<string, boolean>();
  // Names come from outside: only those of the schema are remembered.
  const remember = (
    known: Map<string, boolean>,
    names: readonly [string, string],
    judge: (type: GraphQLNamedType, wanted: GraphQLNamedType) => boolean,
  ): boolean => {
    const key = `${names[0]} ${names[1]}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const [type, wanted] = [schema.getType(names[0]), schema.getType(names[1])];
    if (!type || !wanted) return false;
    const judged = judge(type, wanted);
    known.set(key, judged);
    return judged;
  };
  return {
    fits: (typeName, condition) =>
      typeName === condition ||
      remember(
        fitting,
        [typeName, condition],
        (type, wanted) =>
          isAbstractType(wanted) &&
          (isObjectType(type) || isInterfaceType(type)) &&
          schema.isSubType(wanted, type),
      ),
    overlap: (typeName, condition) =>
      remember(
        overlapping,
        [typeName, condition],
        (type, wanted) =>
          isCompositeType(type) && isCompositeType(wanted) && doTypesOverlap(schema, type, wanted),
      ),
    possible(typeName) {
      const type = schema.getType(typeName);
      return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [typeName];
    },
  };
}

interface Joins {
  readonly required: ReadonlyMap<string, readonly FieldPath[]>;
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly combining: ReadonlySet<string>;
  /** What more than one subgraph resolves. */
  readonly ofSeveral: ReadonlySet<string>;
  readonly fieldNames: ReadonlySet<string>;
  readonly fieldsWithArguments: ReadonlySet<string>;
  readonly overrideLabels: readonly string[];
}

function readJoins(sdl: string, supergraph: Supergraph): Joins {
  const graphNames = new Map(
    [...supergraph.subgraphNameToGraphEnumValue()].map(([name, value]) => [value, name] as const),
  );
  const required = new Map<string, readonly FieldPath[]>();
  const keys = new Map<string, (readonly string[])[]>();
  const combining = new Set<string>();
  const ofSeveral = new Set<string>();
  const labels = new Set<string>();
  const fieldNames = new Set<string>();
  const fieldsWithArguments = new Set<string>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'join__type') continue;
      const argument = argumentsOf(directive);
      const [graph, key] = [graphNames.get(argument('graph') ?? ''), argument('key')];
      if (graph === undefined || key === undefined) continue;
      const name = `${definition.name.value}@${graph}`;
      keys.set(name, [...(keys.get(name) ?? []), readFieldSet(key).map(({ path }) => path)]);
    }
    for (const field of definition.fields ?? []) {
      fieldNames.add(field.name.value);
      if (field.arguments?.length) fieldsWithArguments.add(field.name.value);
      const coordinate = `${definition.name.value}.${field.name.value}`;
      const resolving = (field.directives ?? []).filter(isResolving);
      if (resolving.length > 1) ofSeveral.add(coordinate);
      for (const directive of field.directives ?? []) {
        if (directive.name.value === 'combines') combining.add(coordinate);
        if (directive.name.value !== 'join__field') continue;
        const argument = argumentsOf(directive);
        const label = argument('overrideLabel');
        if (label !== undefined) labels.add(label);
        const [graph, requires] = [graphNames.get(argument('graph') ?? ''), argument('requires')];
        if (graph === undefined || requires === undefined) continue;
        required.set(`${coordinate}@${graph}`, readFieldSet(requires));
      }
    }
  }
  return {
    required,
    keys,
    combining,
    ofSeveral,
    fieldNames,
    fieldsWithArguments,
    overrideLabels: [...labels].sort(),
  };
}

/** Whether a field's directive says that a subgraph resolves it, and does not only know of it. */
function isResolving({ name, arguments: given = [] }: DirectiveNode): boolean {
  const isExternal = given.some(
    (argument) =>
      argument.name.value === 'external' && argument.value.kind === Kind.BOOLEAN && argument.value.value,
  );
  return name.value === 'join__field' && !isExternal;
}

function argumentsOf(directive: DirectiveNode): (name: string) => string | undefined {
  return (name) => {
    const value = directive.arguments?.find((candidate) => candidate.name.value === name)?.value;
    return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
  };
}

/** Of fields and of their arguments: a refusal names the argument that it is about. */
function namesOfFields(schema: GraphQLSchema): ReadonlySet<string> {
  return new Set(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) || isInterfaceType(type)
        ? Object.values(type.getFields()).flatMap(({ name, args }) => [name, ...args.map((arg) => arg.name)])
        : [],
    ),
  );
}
