/**
 * The answer as its client asked for it, written straight to JSON text: its names and order, `null` where the schema lets a
 * loss stop, and an error with the exact path for everything that is lost.
 */
import {
  type GraphQLFormattedError,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type SelectionSetNode,
} from 'graphql';
import {
  collectFields,
  type FieldNames,
  type IsIncluded,
  type LocatedOperation,
  type WithheldFields,
} from './canonical-operation.js';
import { type Failure, type PathStep, Unavailable } from './failure.js';
import { isRecord, readerOf } from './own.js';
import type { TypeRelations } from './supergraph.js';

/** The text of a value, or `undefined` when it must be `null` and may not: then whatever holds it is `null`. */
type Write = (value: unknown, errors: AnswerError[]) => string | undefined;

interface AnswerError {
  readonly message: string;
  readonly path: PathStep[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Projection {
  /** @param introspection JSON texts of fields about the schema itself, by response name. */
  write(
    data: Record<string, unknown>,
    introspection: ReadonlyMap<string, string>,
  ): { readonly json: string; readonly errors: GraphQLFormattedError[] };
}

export interface ProjectionContext {
  readonly located: LocatedOperation;
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeRelations;
  readonly isIncluded: IsIncluded;
  readonly names: FieldNames;
  readonly withheld: WithheldFields;
}

interface FieldWriter {
  readonly responseName: string;
  /** Name in the data. */
  readonly key: string;
  readonly prefix: string;
  readonly read: (object: Record<string, unknown>) => unknown;
  readonly write: Write;
  /** The writers of what stands below, to translate a path of a subgraph; `null` for a leaf. */
  readonly below: Below | null;
}

interface Below {
  /** The writers for an object of a type; `null`: of the declared one. */
  (typeName: string | null): CompiledFields;
  /** The types of which an object there may be. */
  readonly possible: readonly string[];
}

export function compileProjection(context: ProjectionContext): Projection {
  const { located, apiSchema } = context;
  const root = apiSchema.getRootType(located.operation.operation);
  if (!root) throw new Error(`expected a schema with ${located.operation.operation}`);
  const { writers: fields } = compileFields([located.operation.selectionSet], root.name, context, true);
  return {
    write(data, introspection) {
      const errors: AnswerError[] = [];
      const json = writeFields(data, fields, errors, (name) => introspection.get(name));
      return { json: json ?? 'null', errors };
    },
  };
}

/** Puts a step before the paths of the errors that came since. */
function atPath(errors: readonly AnswerError[], since: number, step: PathStep): void {
  for (let index = since; index < errors.length; index += 1) errors[index]?.path.unshift(step);
}

function writeFields(
  object: Record<string, unknown>,
  fields: readonly FieldWriter[],
  errors: AnswerError[],
  introspect?: (responseName: string) => string | undefined,
): string | undefined {
  let json = '{';
  let isLost = false;
  for (const { prefix, read, write, responseName } of fields) {
    const known = errors.length;
    const text = introspect?.(responseName) ?? write(read(object), errors);
    if (errors.length > known) atPath(errors, known, responseName);
    if (text === undefined) isLost = true;
    else json += json.length === 1 ? prefix + text : `,${prefix}${text}`;
  }
  return isLost ? undefined : `${json}}`;
}

interface CompiledFields {
  readonly writers: readonly FieldWriter[];
  /** Whether what is asked depends on a narrower type than this one. */
  readonly needsType: boolean;
}

function compileFields(
  sets: readonly SelectionSetNode[],
  typeName: string,
  context: ProjectionContext,
  isRoot: boolean,
): CompiledFields {
  const { apiSchema, names, located, types, isIncluded } = context;
  const isMutationRoot = isRoot && located.operation.operation === 'mutation';
  const { fields, onTypes } = collectFields(sets, typeName, {
    fragments: located.fragments,
    isIncluded,
    types,
    // Here every name of the client's counts.
    keyOf: (field) => field.alias?.value ?? field.name.value,
  });
  const type = apiSchema.getType(typeName);
  const writers = [...fields].map(([responseName, { node, below }]): FieldWriter => {
    const prefix = `${JSON.stringify(responseName)}:`;
    const name = node.name.value;
    if (name.startsWith('__')) {
      const isType = name === '__typename' && isObjectType(type);
      const text = JSON.stringify(typeName);
      const write: Write = isType ? () => text : (_, errors) => broken(errors);
      return { responseName, key: name, prefix, read: readerOf(name), write, below: null };
    }
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) throw new Error('expected a field of the API schema');
    const key = names.keyOf(node, isMutationRoot);
    const failure = context.withheld.failureOf(typeName, name);
    if (failure) {
      const write = withheldWriter(failure, isNonNullType(field.type));
      return { responseName, key, prefix, read: readerOf(key), write, below: null };
    }
    const lower = isCompositeType(namedTypeOf(field.type)) ? fieldsByType(below, field.type, context) : null;
    return {
      responseName,
      key,
      prefix,
      read: readerOf(key),
      below: lower,
      write: compileWrite(field.type, lower, { ...context, coordinate: `${typeName}.${name}` }),
    };
  });
  const needsType =
    onTypes.size > 0 || (!isObjectType(type) && writers.some(({ key }) => key === '__typename'));
  return { writers, needsType };
}

function withheldWriter({ message, extensions }: Failure, isNonNull: boolean): Write {
  return (_, errors) => {
    errors.push({ message, path: [], extensions });
    return isNonNull ? undefined : 'null';
  };
}

function namedTypeOf(type: GraphQLOutputType): GraphQLOutputType {
  return isListType(type) || isNonNullType(type) ? namedTypeOf(type.ofType as GraphQLOutputType) : type;
}

function fieldsByType(
  below: readonly SelectionSetNode[],
  type: GraphQLOutputType,
  context: ProjectionContext,
): Below {
  const byType = new Map<string, CompiledFields>();
  const named = namedTypeOf(type);
  const declared = 'name' in named ? named.name : '';
  const find = (typeName: string | null): CompiledFields => {
    const wanted = typeName ?? declared;
    let fields = byType.get(wanted);
    if (!fields) {
      fields = compileFields(below, wanted, context, false);
      byType.set(wanted, fields);
    }
    return fields;
  };
  return Object.assign(find, { possible: context.types.possible(declared) });
}

interface WriteContext extends ProjectionContext {
  /** `Type.field`, for the message about a `null` that may not be. */
  readonly coordinate: string;
}

function compileWrite(type: GraphQLOutputType, below: Below | null, context: WriteContext): Write {
  if (isNonNullType(type)) {
    const inner = compilePresent(getNullableType(type), below, context);
    return (value, errors) => {
      if (value === null || value === undefined) {
        errors.push(nullWhereNone(context.coordinate));
        return undefined;
      }
      if (value instanceof Unavailable) {
        tell(value, below, errors);
        return undefined;
      }
      return inner(value, errors);
    };
  }
  const inner = compilePresent(type, below, context);
  return (value, errors) => {
    if (value === null) return 'null';
    if (value === undefined) {
      // A value that no fetch brought, and none said why: never to be read as nothing.
      errors.push(notFetched());
      return 'null';
    }
    if (value instanceof Unavailable) {
      tell(value, below, errors);
      return 'null';
    }
    return inner(value, errors) ?? 'null';
  };
}

function compilePresent(type: GraphQLOutputType, below: Below | null, context: WriteContext): Write {
  if (isListType(type)) {
    const item = compileWrite(type.ofType as GraphQLOutputType, below, context);
    return (value, errors) => {
      if (!Array.isArray(value)) return broken(errors);
      // Joined at once: a text that grows piece by piece lives long and is copied often.
      const parts: string[] = new Array(value.length);
      let isLost = false;
      for (let index = 0; index < value.length; index += 1) {
        const known = errors.length;
        const text = item(value[index], errors);
        if (errors.length > known) atPath(errors, known, index);
        if (text === undefined) isLost = true;
        else parts[index] = text;
      }
      return isLost ? undefined : `[${parts.join(',')}]`;
    };
  }
  if (isCompositeType(type)) {
    const { apiSchema, types } = context;
    const isAbstract = isAbstractType(type);
    const isUnion = isUnionType(type);
    const declared = type.name;
    const isShown = (typeName: string): boolean => {
      const told = apiSchema.getType(typeName);
      return types.fits(typeName, declared) && (isObjectType(told) || isInterfaceType(told));
    };
    return (value, errors) => {
      if (!isRecord(value)) return broken(errors);
      let typeName: string | null = null;
      if (isAbstract) {
        const told = value['__typename'];
        if (told instanceof Unavailable) {
          const fields = below?.(null);
          if (!isUnion && fields && !fields.needsType) return writeFields(value, fields.writers, errors);
          tell(told, below, errors);
          return undefined;
        }
        // Where no type was asked, because nothing depends on it, every object is what its interface says.
        if (told !== undefined || isUnion) {
          if (typeof told !== 'string' || !isShown(told)) return broken(errors);
          typeName = told;
        }
      }
      const fields = below?.(typeName);
      // Of an object that is known by its interface only, what depends on its type is not known.
      if (!fields || fields.needsType) return broken(errors);
      return writeFields(value, fields.writers, errors);
    };
  }
  return leafWriter(type as GraphQLLeafType);
}

function leafWriter(type: GraphQLLeafType): Write {
  if (isEnumType(type)) {
    const texts = new Map(type.getValues().map(({ name }) => [name, JSON.stringify(name)] as const));
    // A value that clients may not see is none that they can be told.
    return (value, errors) => texts.get(value as string) ?? broken(errors);
  }
  switch (type.name) {
    case 'Int':
    case 'Float':
    case 'Boolean':
      return (value) => String(value);
    default:
      return (value) => (typeof value === 'string' ? quote(value) : JSON.stringify(value));
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON escapes
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

function quote(text: string): string {
  return text.length < 64 && !escaped.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Says every cause at this position, and where a subgraph named a place below it, that place in the client's names. */
function tell({ causes }: Unavailable, below: Below | null, errors: AnswerError[]): void {
  const told = new Set<string>();
  for (const { failure, below: rest } of causes) {
    const { message, extensions } = failure;
    for (const path of translate(rest, below)) {
      // Several that were lost on the way to one position are one loss to the client.
      const place = path.join();
      if (told.has(place)) continue;
      told.add(place);
      errors.push({ message, path, extensions });
    }
  }
}

function translate(rest: readonly PathStep[], below: Below | null): readonly PathStep[][] {
  const [step, ...others] = rest;
  if (step === undefined) return [[]];
  if (typeof step === 'number') return translate(others, below).map((path) => [step, ...path]);
  // A position that was fetched for the engine's own sake is no position of the client's.
  const asked = below ? writersOf(step, below) : [];
  if (asked.length === 0) return [[]];
  return asked.flatMap((field) =>
    translate(others, field.below).map((path) => [field.responseName, ...path]),
  );
}

// Of an object that is gone nobody knows the type: any type that has such a field will do.
function writersOf(key: string, below: Below): readonly FieldWriter[] {
  for (const typeName of [null, ...below.possible]) {
    const found = below(typeName).writers.filter((writer) => writer.key === key);
    if (found.length > 0) return found;
  }
  return [];
}

function broken(errors: AnswerError[]): undefined {
  errors.push({
    message: 'a value is not what the schema promises',
    path: [],
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
  return undefined;
}

function notFetched(): AnswerError {
  return {
    message: 'a value was not fetched',
    path: [],
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

function nullWhereNone(coordinate: string): AnswerError {
  return {
    message: `Cannot return null for non-nullable field ${coordinate}.`,
    path: [],
    extensions: { code: 'NULL_NOT_ALLOWED' },
  };
}
