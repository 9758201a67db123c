/**
 * What a lost value means in the household graph: a contribution to a combined field tells its loss as data, so that the
 * combined field can say who is missing; and an entity that a subgraph does not know is a broken promise, because every key
 * comes from that organisation itself.
 */
import type { FieldNode } from 'graphql';
import { Kind } from 'graphql';
import { SourceError } from '../../adapter-kit/source-error.js';
import type { LossRules } from '../execution/entity-fetch.js';
import { type Failure, failureOf } from '../execution/failure.js';

/** Whether a field is a contribution to a combined field. */
export type IsContribution = (typeName: string, fieldName: string) => boolean;

export function householdLosses(
  isContribution: IsContribution,
  organisationOf: (subgraph: string) => string,
): LossRules {
  return {
    standIn: (typeName, field, failure) =>
      isContribution(typeName, field.name.value) ? toLostContribution(field, failure) : undefined,
    unknownEntity: (subgraph) =>
      failureOf(
        new SourceError({
          organisation: organisationOf(subgraph),
          reason: 'CONTRACT_BROKEN',
          detail: 'expected an entity for every key, received none for some',
        }),
        subgraph,
      ),
  };
}

// What an organisation's subgraph says itself when its source fails (`SourceContribution`, `IdentityContribution`).
function toLostContribution(field: FieldNode, failure: Failure): Record<string, unknown> | null {
  const { extensions } = failure;
  const told: Readonly<Record<string, unknown>> = {
    outcome: extensions['code'] === 'NOT_ESTABLISHED' ? 'NOT_ESTABLISHED' : 'UNAVAILABLE',
    reason: extensions['reason'] ?? 'CONTRACT_BROKEN',
    asOf: null,
    recorded: [],
    parts: [],
  };
  const selections = field.selectionSet?.selections ?? [];
  if (selections.length === 0) return null;
  return Object.fromEntries(
    selections.flatMap((selection) =>
      selection.kind === Kind.FIELD
        ? [
            [
              selection.alias?.value ?? selection.name.value,
              // A share of several kinds of parts has an outcome for each (`CombinedContribution`).
              hasOutcome(selection)
                ? toLostContribution(selection, failure)
                : (told[selection.name.value] ?? null),
            ],
          ]
        : [],
    ),
  );
}

function hasOutcome({ selectionSet }: FieldNode): boolean {
  return (
    selectionSet?.selections.some(
      (selection) => selection.kind === Kind.FIELD && selection.name.value === 'outcome',
    ) === true
  );
}
