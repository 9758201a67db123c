/**
 * The known operations: what stands in `schema/operations/*.graphql`, in the one text under which clients send it.
 *
 * That text asks for `__typename` in every selection below the root, as the caches of Apollo Client and urql would add by
 * themselves. So a client with a cache and one without send the same text, and its hash is the same everywhere.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ASTVisitFn,
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';

export interface KnownOperation {
  /** Lower-case hexadecimal SHA-256 of `body`: the hash of Apollo's persisted queries. */
  readonly id: string;
  /** The operation's own name. */
  readonly name: string;
  readonly type: `${OperationTypeNode}`;
  readonly body: string;
  readonly document: DocumentNode;
  /** The file that it is written in. */
  readonly file: string;
}

/** @throws Error when a file does not hold exactly one operation with a name, or two hold the same name. */
export function readKnownOperations(folder: string): readonly KnownOperation[] {
  const known = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => toKnownOperation(file, readFileSync(join(folder, file), 'utf8')));
  const twice = known.find(({ name }, index) => known.findIndex((other) => other.name === name) !== index);
  if (twice) throw new Error(`${twice.file}: expected a name that no other operation has`);
  return known;
}

/**
 * The manifest of persisted queries in the form that Apollo's clients and tools read.
 *
 * @see Apollo's format `apollo-persisted-query-manifest`, version 1
 */
export function renderManifest(operations: readonly KnownOperation[]): string {
  const manifest = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.map(({ id, name, type, body }) => ({ id, name, type, body })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

export function hashOfOperation(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

function toKnownOperation(file: string, text: string): KnownOperation {
  const document = withTypeNames(parse(text, { noLocation: true }));
  const [operation, ...more] = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation?.name || more.length > 0)
    throw new Error(`${file}: expected exactly one operation, with a name`);
  const body = print(document);
  return {
    id: hashOfOperation(body),
    name: operation.name.value,
    type: operation.operation,
    body,
    document,
    file,
  };
}

function withTypeNames(document: DocumentNode): DocumentNode {
  const leave: ASTVisitFn<SelectionSetNode> = (node, _key, parent) => {
    // The root's type is known to everybody.
    if (parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION) return undefined;
    const isThere = node.selections.some(
      (selection) => selection.kind === Kind.FIELD && selection.name.value === '__typename',
    );
    return isThere ? undefined : { ...node, selections: [...node.selections, typeName] };
  };
  return visit(document, { [Kind.SELECTION_SET]: { leave } });
}

const typeName: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
