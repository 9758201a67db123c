/**
 * The answer for a subgraph that gave none: `null` and one error at every position that was asked for, so that a client
 * sees a lost subgraph exactly as it sees a lost source behind a subgraph.
 */
import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import type { SourceError } from '../../adapter-kit/source-error.js';
import { outcomeOfError } from '../../adapter-kit/source-outcomes.js';
import type { SubgraphAnswer, SubgraphError, SubgraphRequest } from '../../adapter-kit/subgraph.js';

/** Whether a field is a contribution to a combined field: its loss is told there, as data, and never by its own name. */
export type IsContribution = (typeName: string, fieldName: string) => boolean;

export function toUnavailableAnswer(
  request: Pick<SubgraphRequest, 'query' | 'variables'>,
  failure: SourceError,
  isContribution: IsContribution,
): SubgraphAnswer {
  const operation = parse(request.query).definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const errors: SubgraphError[] = [];
  const data: Record<string, unknown> = Object.create(null);
  for (const selection of operation?.selectionSet.selections ?? []) {
    if (selection.kind !== Kind.FIELD) continue;
    const responseKey = selection.alias?.value ?? selection.name.value;
    if (selection.name.value === '_entities') {
      data[responseKey] = representationsOf(request.variables).map((typeName, index) =>
        toLostEntity({
          typeName,
          selection,
          path: [responseKey, index],
          failure,
          isContribution,
          errors,
          request,
        }),
      );
    } else {
      data[responseKey] = null;
      errors.push(toError(failure, [responseKey]));
    }
  }
  return { data, errors };
}

interface LostEntity {
  readonly typeName: string;
  readonly selection: FieldNode;
  readonly path: readonly (string | number)[];
  readonly failure: SourceError;
  readonly isContribution: IsContribution;
  readonly errors: SubgraphError[];
  readonly request: Pick<SubgraphRequest, 'variables'>;
}

function toLostEntity(lost: LostEntity): Record<string, unknown> {
  const { typeName, selection, path, failure, isContribution, errors, request } = lost;
  const entity: Record<string, unknown> = Object.assign(Object.create(null), { __typename: typeName });
  for (const field of fieldsFor(typeName, selection.selectionSet, request.variables ?? {})) {
    const responseKey = field.alias?.value ?? field.name.value;
    if (field.name.value === '__typename' || responseKey in entity) continue;
    if (isContribution(typeName, field.name.value)) {
      entity[responseKey] = toLostContribution(field, failure);
      continue;
    }
    entity[responseKey] = null;
    errors.push(toError(failure, [...path, responseKey]));
  }
  return entity;
}

// What an organisation's subgraph says itself when its source fails (`SourceContribution`, `IdentityContribution`).
function toLostContribution(field: FieldNode, failure: SourceError): Record<string, unknown> | null {
  const told: Readonly<Record<string, unknown>> = { ...outcomeOfError(failure), recorded: [] };
  const selections = field.selectionSet?.selections ?? [];
  if (selections.length === 0) return null;
  return Object.fromEntries(
    selections.flatMap((selection) =>
      selection.kind === Kind.FIELD
        ? [[selection.alias?.value ?? selection.name.value, told[selection.name.value] ?? null]]
        : [],
    ),
  );
}

// Plans address an entity by an inline fragment on its type; nested fragments keep its type condition.
function fieldsFor(
  typeName: string,
  selectionSet: SelectionSetNode | undefined,
  variables: Readonly<Record<string, unknown>>,
): readonly FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (!isIncluded(selection.directives ?? [], variables)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
    const condition = selection.typeCondition?.name.value;
    return condition === undefined || condition === typeName
      ? fieldsFor(typeName, selection.selectionSet, variables)
      : [];
  });
}

function isIncluded(
  directives: NonNullable<FieldNode['directives']>,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return directives.every((directive) => {
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const condition =
      value?.kind === Kind.VARIABLE
        ? variables[value.name.value]
        : value?.kind === Kind.BOOLEAN
          ? value.value
          : undefined;
    if (directive.name.value === 'skip') return condition !== true;
    return directive.name.value !== 'include' || condition !== false;
  });
}

function representationsOf(variables: SubgraphRequest['variables']): readonly string[] {
  const representations = variables?.['representations'];
  if (!Array.isArray(representations)) return [];
  return representations.map((representation: unknown) =>
    typeof representation === 'object' && representation !== null && '__typename' in representation
      ? String(representation.__typename)
      : '',
  );
}

function toError(failure: SourceError, path: readonly (string | number)[]): SubgraphError {
  const { message, code, reason, organisation, field } = failure;
  return { message, path, extensions: { code, reason, organisation, ...(field ? { field } : {}) } };
}
