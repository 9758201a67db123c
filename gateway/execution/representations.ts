/**
 * What a subgraph is told of an entity: its key and the fields that it requires, written at once as the JSON text that is
 * sent, which is also how equal ones are found.
 */
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Unavailable } from './failure.js';
import { isRecord, readerOf } from './own.js';
import { applyRewrites } from './rewrites.js';
import type { TypeRelations } from './supergraph.js';

export interface Representation {
  readonly json: string;
  /** By the path of what is sent: why it could not be had. `null` was written in its place. */
  readonly failed: ReadonlyMap<string, Unavailable> | null;
  /** A bit for each key of which any part has a value. Without one no subgraph can tell the entity from others. */
  readonly keys: number;
}

export type WriteRepresentation = (object: Record<string, unknown>) => Representation;

interface RequiredField {
  readonly key: string;
  readonly path: string;
  readonly prefix: string;
  readonly read: (object: Record<string, unknown>) => unknown;
  readonly below: FieldsByType | null;
  /** The keys that it is part of. */
  readonly keys: number;
}

type FieldsByType = (typeName: string) => readonly RequiredField[];

interface Writing {
  failed: Map<string, Unavailable> | null;
  keys: number;
}

export interface RepresentationContext {
  readonly fits: TypeRelations['fits'];
  /** The keys that may be sent, by the paths of their leaves. */
  readonly keysOf: (typeName: string) => readonly (readonly string[])[];
  /** Says what is missing when a value that was fetched is not there. */
  readonly absent: () => Unavailable;
}

/** @returns for a type: how to write one of its objects; `null` where nothing is required of such an object. */
export function compileRepresentations(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  context: RepresentationContext,
): (typeName: string) => WriteRepresentation | null {
  return (typeName) => {
    const keys = context.keysOf(typeName);
    const bitsOf = (path: string): number =>
      keys.reduce((bits, leaves, index) => (leaves.includes(path) ? bits | (1 << index) : bits), 0);
    const fields = collectByType(requires, { ...context, bitsOf }, '')(typeName);
    if (!fields.some(({ key }) => key !== '__typename')) return null;
    return (object) => {
      const state: Writing = { failed: null, keys: 0 };
      const json = writeObject(object, fields, state, context);
      if (rewrites.length === 0) return { json, ...state };
      const plain: unknown = JSON.parse(json);
      applyRewrites(plain, rewrites, context.fits);
      return { json: JSON.stringify(plain), ...state };
    };
  };
}

/** The paths of everything that is sent of an object of this type. */
export function sentPaths(
  requires: readonly QueryPlanSelectionNode[],
  typeName: string,
  fits: TypeRelations['fits'],
): readonly string[] {
  const list = (fields: readonly RequiredField[]): readonly string[] =>
    fields.flatMap(({ path, below }) => (below ? list(below('')) : [path]));
  return list(collectByType(requires, { fits, bitsOf: () => 0 }, '')(typeName));
}

function writeObject(
  object: Record<string, unknown>,
  fields: readonly RequiredField[],
  state: Writing,
  context: RepresentationContext,
): string {
  let json = '{';
  for (const field of fields) {
    const text = writeValue(field.read(object), field, state, context);
    json += json.length === 1 ? field.prefix + text : `,${field.prefix}${text}`;
  }
  return `${json}}`;
}

function writeValue(
  value: unknown,
  field: RequiredField,
  state: Writing,
  context: RepresentationContext,
): string {
  if (typeof value === 'string') {
    state.keys |= field.keys;
    return JSON.stringify(value);
  }
  if (value === null) return 'null';
  if (value === undefined || value instanceof Unavailable) {
    state.failed ??= new Map();
    if (!state.failed.has(field.path)) state.failed.set(field.path, value ?? context.absent());
    return 'null';
  }
  if (Array.isArray(value))
    return `[${value.map((item: unknown) => writeValue(item, field, state, context)).join()}]`;
  if (field.below !== null && isRecord(value)) {
    const typeName = value['__typename'];
    const fields = field.below(typeof typeName === 'string' ? typeName : '');
    return writeObject(value, fields, state, context);
  }
  state.keys |= field.keys;
  return JSON.stringify(value);
}

function collectByType(
  selections: readonly QueryPlanSelectionNode[],
  context: { readonly fits: TypeRelations['fits']; readonly bitsOf: (path: string) => number },
  prefix: string,
): FieldsByType {
  const byType = new Map<string, readonly RequiredField[]>();
  return (typeName) => {
    const known = byType.get(typeName);
    if (known) return known;
    const found = new Map<string, QueryPlanSelectionNode[] | null>();
    const visit = (nodes: readonly QueryPlanSelectionNode[]): void => {
      for (const node of nodes) {
        if (node.kind === 'InlineFragment') {
          // Below the top an object of a type that is known without saying so has no name of its own to compare.
          if (
            node.typeCondition === undefined ||
            typeName === '' ||
            context.fits(typeName, node.typeCondition)
          )
            visit(node.selections);
          continue;
        }
        const key = node.alias ?? node.name;
        const present = found.get(key) ?? [];
        found.set(key, node.selections ? [...present, ...node.selections] : null);
      }
    };
    visit(selections);
    const fields = [...found].map(([key, below]): RequiredField => {
      const path = prefix + key;
      return {
        key,
        path,
        prefix: `${JSON.stringify(key)}:`,
        read: readerOf(key),
        below: below ? collectByType(below, context, `${path}.`) : null,
        keys: key === '__typename' ? 0 : context.bitsOf(path),
      };
    });
    byType.set(typeName, fields);
    return fields;
  };
}
