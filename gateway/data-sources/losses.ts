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

/** A contribution to combined fields: which of its fields hold a share in one value. */
export interface ContributionField {
  readonly shares: ReadonlySet<string>;
}

/** `null`: the field is no contribution. */
export type FindContribution = (typeName: string, fieldName: string) => ContributionField | null;

export function householdLosses(
  findContribution: FindContribution,
  organisationOf: (subgraph: string) => string,
): LossRules {
  return {
    standIn: (typeName, field, failure) => {
      const contribution = findContribution(typeName, field.name.value);
      return contribution ? toLostContribution(field, contribution, failure) : undefined;
    },
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

// What an organisation's subgraph says itself when its source fails (`SourceContribution`, `IdentityContribution`, `ContributedShare`,
// `CountedShare`).
function toLostContribution(
  { selectionSet }: FieldNode,
  { shares }: ContributionField,
  { extensions }: Failure,
): Record<string, unknown> | null {
  const outcome = extensions['code'] === 'NOT_ESTABLISHED' ? 'NOT_ESTABLISHED' : 'UNAVAILABLE';
  const reason = extensions['reason'] ?? 'CONTRACT_BROKEN';
  const told: Readonly<Record<string, unknown>> = { outcome, reason, asOf: null, recorded: [] };
  const selected = (selectionSet?.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
  if (selected.length === 0) return null;
  return Object.fromEntries(
    selected.map(({ alias, name }) => [
      alias?.value ?? name.value,
      shares.has(name.value) ? { outcome, reason, parts: [] } : (told[name.value] ?? null),
    ]),
  );
}
