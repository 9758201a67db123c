/**
 * A person's name and birth date, from what several organisations recorded of them.
 *
 * What most units recorded is shown; everything that differs stands in `variants`, and who could not be heard in `missing`.
 */
import type { IdentityContribution, RecordedIdentity } from '../../../adapter-kit/organisation-subgraph.js';
import { SourceError, type SourceErrorReason } from '../../../adapter-kit/source-error.js';
import { contributionLost } from './outcomes.js';

export interface OrganisationIdentity {
  readonly organisation: string;
  readonly contribution: IdentityContribution | null | undefined;
}

export interface MissingSource {
  readonly organisation: string;
  readonly reason: SourceErrorReason;
}

export function missingFrom(identities: readonly OrganisationIdentity[]): readonly MissingSource[] {
  return identities.flatMap(({ organisation, contribution }) => {
    const { outcome, reason } = contribution ?? contributionLost;
    const heard = outcome === 'ANSWERED' || outcome === 'NOT_KNOWN';
    return heard ? [] : [{ organisation, reason: reason ?? 'DOWN' }];
  });
}

/**
 * The value that most units recorded; on a tie the one that comes first by code unit, so that it is the same every time.
 *
 * @throws SourceError when nothing was recorded and somebody could not be heard: that is not "no name".
 */
export function combinedValue(identities: readonly OrganisationIdentity[], field: 'name' | 'birthDate'): string | null {
  const counts = new Map<string, number>();
  for (const recorded of allRecorded(identities)) {
    const value = recorded[field];
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const [winner] = [...counts].sort(([left, leftCount], [right, rightCount]) =>
    rightCount === leftCount ? (left < right ? -1 : 1) : rightCount - leftCount,
  );
  if (winner) return winner[0];
  const [missing] = missingFrom(identities);
  if (missing) {
    throw new SourceError({
      organisation: missing.organisation,
      reason: missing.reason,
      detail: 'no organisation that answered recorded it, and this one could not be heard',
    });
  }
  return null;
}

/** What units recorded otherwise than the combined values say, in a stable order. */
export function variantsOf(identities: readonly OrganisationIdentity[]): readonly RecordedIdentity[] {
  const recorded = allRecorded(identities);
  if (recorded.length === 0) return [];
  const name = recorded.some((entry) => entry.name !== null) ? combinedValue(identities, 'name') : null;
  const birthDate = recorded.some((entry) => entry.birthDate !== null) ? combinedValue(identities, 'birthDate') : null;
  const variants = new Map<string, RecordedIdentity>();
  for (const entry of recorded) {
    const differs =
      (entry.name !== null && entry.name !== name) || (entry.birthDate !== null && entry.birthDate !== birthDate);
    if (differs) variants.set(JSON.stringify([entry.unit, entry.name, entry.birthDate]), entry);
  }
  return [...variants].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, entry]) => entry);
}

function allRecorded(identities: readonly OrganisationIdentity[]): readonly RecordedIdentity[] {
  return identities.flatMap(({ contribution }) => contribution?.recorded ?? []);
}
