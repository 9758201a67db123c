/**
 * Which kinds of records an operation asks of which organisation, by the `@authz` of its fields: for the processing record, which
 * names them and nothing of what they hold. A field that is never given to who asks is not asked, and not named.
 *
 * What `@skip` or `@include` leaves out is named all the same: a record may say too much was asked, never too little.
 */
import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { type RecordType, recordTypes } from '../../adapter-kit/access/record-attributes.js';
import type { WithheldFields } from '../execution/canonical-operation.js';

/** Organisation, as the graph spells it (`REGISTER` for the register), to the kinds that are asked of it. */
export type AskedRecordTypes = ReadonlyMap<string, readonly RecordType[]>;

export type AskedBy = (
  asked: { readonly document: DocumentNode; readonly operationName: string | null },
  withheld: WithheldFields,
) => AskedRecordTypes;

interface FieldFacts {
  readonly type: string;
  /** Who serves it. `[]`: whoever serves what it stands in. */
  readonly organisations: readonly string[];
  readonly recordTypes: readonly RecordType[];
  /** What it is worked out from: fields of the same type, and what stands in them. */
  readonly requires: SelectionSetNode | null;
}

/** Type to its fields by name. */
type Fields = ReadonlyMap<string, ReadonlyMap<string, FieldFacts>>;

const registerGraph = 'HOUSEHOLD';
const none: AskedRecordTypes = new Map();

/** Reads the supergraph once; an operation is looked at once for each set of fields that is left out. */
export function createAskedRecordTypes(supergraphSdl: string): AskedBy {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const fields = readFields(definitions);
  const implementations = readImplementations(definitions);
  const known = new WeakMap<DocumentNode, Map<string, AskedRecordTypes>>();
  return ({ document, operationName }, withheld) => {
    const ofDocument = known.get(document) ?? new Map<string, AskedRecordTypes>();
    known.set(document, ofDocument);
    const key = `${operationName ?? ''}\n${withheld.key}`;
    const before = ofDocument.get(key);
    if (before) return before;
    const operation = operationOf(document, operationName);
    const found = operation ? walk(operation, { document, withheld, fields, implementations }) : none;
    ofDocument.set(key, found);
    return found;
  };
}

function walk(
  operation: OperationDefinitionNode,
  {
    document,
    withheld,
    fields,
    implementations,
  }: {
    readonly document: DocumentNode;
    readonly withheld: WithheldFields;
    readonly fields: Fields;
    readonly implementations: ReadonlyMap<string, readonly string[]>;
  },
): AskedRecordTypes {
  const found = new Map<string, Set<RecordType>>();
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  /** A fragment may stand at many places: where it was looked at already nothing new is found. */
  const seen = new Set<string>();

  function note(facts: FieldFacts, within: readonly string[]): readonly string[] {
    const organisations = facts.organisations.length > 0 ? facts.organisations : within;
    for (const organisation of facts.recordTypes.length > 0 ? organisations : []) {
      const types = found.get(organisation) ?? new Set();
      for (const type of facts.recordTypes) types.add(type);
      found.set(organisation, types);
    }
    return organisations;
  }

  function look(selections: SelectionSetNode, typeName: string, within: readonly string[]): void {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        look(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, within);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        const place = `${selection.name.value}\n${within.join()}`;
        if (!fragment || seen.has(place)) continue;
        seen.add(place);
        look(fragment.selectionSet, fragment.typeCondition.name.value, within);
      } else {
        for (const concrete of [typeName, ...(implementations.get(typeName) ?? [])]) {
          const facts = fields.get(concrete)?.get(selection.name.value);
          if (!facts || withheld.failureOf(concrete, selection.name.value) !== null) continue;
          const organisations = note(facts, within);
          for (const required of facts.requires?.selections ?? []) {
            if (required.kind !== Kind.FIELD) continue;
            const contribution = fields.get(concrete)?.get(required.name.value);
            if (!contribution) continue;
            // What somebody contributes is of the kind that is worked out from it.
            const kinds = new Set([...facts.recordTypes, ...contribution.recordTypes]);
            const by = note({ ...contribution, recordTypes: [...kinds] }, []);
            if (required.selectionSet) look(required.selectionSet, contribution.type, by);
          }
          if (selection.selectionSet) look(selection.selectionSet, facts.type, organisations);
        }
      }
    }
  }

  const root = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[operation.operation];
  look(operation.selectionSet, root, []);
  return new Map([...found].map(([organisation, types]) => [organisation, [...types].sort()]));
}

function operationOf(document: DocumentNode, name: string | null): OperationDefinitionNode | undefined {
  return document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION && (name === null || one.name?.value === name),
  );
}

function readFields(definitions: readonly DefinitionNode[]): Fields {
  const types = new Map<string, Map<string, FieldFacts>>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    const fields = new Map((definition.fields ?? []).map((field) => [field.name.value, toFacts(field)]));
    types.set(definition.name.value, fields);
  }
  return types;
}

function readImplementations(definitions: readonly DefinitionNode[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (abstract: string, concrete: string): void => {
    found.set(abstract, [...(found.get(abstract) ?? []), concrete]);
  };
  for (const definition of definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION)
      for (const { name } of definition.types ?? []) add(definition.name.value, name.value);
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION)
      for (const { name } of definition.interfaces ?? []) add(name.value, definition.name.value);
  }
  return found;
}

function toFacts({ type, directives = [] }: FieldDefinitionNode): FieldFacts {
  const joins = directives.filter(({ name }) => name.value === 'join__field');
  const organisations = joins
    .filter((join) => !argumentOf(join, 'external'))
    .flatMap((join) => argumentOf(join, 'graph') ?? [])
    .map((graph) => (graph === registerGraph ? 'REGISTER' : graph));
  const asked = directives
    .filter(({ name }) => name.value === 'authz')
    .flatMap((directive) => recordTypes.filter((known) => known === argumentOf(directive, 'resourceType')));
  const [required] = joins.flatMap((join) => argumentOf(join, 'requires') ?? []);
  return {
    type: namedType(type),
    organisations,
    recordTypes: asked,
    requires: required === undefined ? null : selectionOf(required),
  };
}

function argumentOf(directive: DirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  switch (value?.kind) {
    case Kind.STRING:
    case Kind.ENUM:
      return value.value;
    case Kind.BOOLEAN:
      return value.value ? 'true' : null;
    default:
      return null;
  }
}

function selectionOf(text: string): SelectionSetNode | null {
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : null;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
