/**
 * A person's name and birth date, from what several organisations recorded of them.
 *
 * What most units recorded is shown; everything that differs stands in `variants`, and who could not be heard in `missing`.
 */

import { isWithholding } from '../../../adapter-kit/access/owner-controls.js';
import { WithheldError } from '../../../adapter-kit/access/withheld.js';
import type { IdentityContribution, RecordedIdentity } from '../../../adapter-kit/organisation-subgraph.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { OutcomeKind, OutcomeReason } from '../../../adapter-kit/source-outcomes.js';
import { contributionLost } from './outcomes.js';

export interface OrganisationIdentity {
  readonly organisation: string;
  readonly contribution: IdentityContribution | null | undefined;
}

export interface MissingSource {
  readonly organisation: string;
  readonly reason: OutcomeReason;
}

/** Who said what there is to say to this viewer; that may be nothing. */
const isHeard: ReadonlySet<OutcomeKind> = new Set(['ANSWERED', 'NOT_KNOWN', 'NONE_VISIBLE', 'WITHHELD']);

export function missingFrom(identities: readonly OrganisationIdentity[]): readonly MissingSource[] {
  return identities.flatMap(({ organisation, contribution }) => {
    const { outcome, reason } = contribution ?? contributionLost;
    // Who gives nothing at this moment may have something else to say later.
    if (isHeard.has(outcome) && !isWithholding(reason)) return [];
    return [{ organisation, reason: reason ?? 'DOWN' }];
  });
}

/**
 * The value that most units recorded. Spellings that differ in hyphens, spaces, accents or capitals alone count as one
 * value, shown as most of them spell it. On a tie a name in full goes before one with initials, and then the one that
 * comes first by code unit, so that it is the same every time.
 *
 * @throws SourceError when nothing was recorded and somebody could not be heard: that is not "no name".
 */
export function combinedValue(
  identities: readonly OrganisationIdentity[],
  field: 'name' | 'birthDate',
): string | null {
  const values = allRecorded(identities)
    .filter(({ name }) => field !== 'name' || !holdsFormerName(name, identities))
    .flatMap((recorded) => recorded[field] ?? []);
  const winner = mostRecorded(values);
  if (winner !== null) return winner;
  const [missing] = missingFrom(identities);
  // Every organisation keeps who somebody is.
  if (missing && missing.reason !== 'NOT_KEPT') {
    const { organisation, reason } = missing;
    if (isWithholding(reason)) {
      throw new WithheldError({
        organisation,
        recordType: 'identity',
        explanation: nothingNow(organisation),
        reason,
      });
    }
    throw new SourceError({
      organisation,
      reason,
      detail: 'no organisation that answered recorded it, and this one could not be heard',
    });
  }
  if (identities.some(({ contribution }) => mayHide.has(contribution?.outcome ?? 'UNAVAILABLE'))) {
    throw new WithheldError({
      organisation: 'REGISTER',
      recordType: 'identity',
      explanation: nothingForThisViewer,
    });
  }
  return null;
}

/** Outcomes behind which there may be a record that is not for this viewer: then "none" is not said. */
const mayHide: ReadonlySet<OutcomeKind> = new Set(['NONE_VISIBLE', 'WITHHELD']);

const nothingForThisViewer = {
  rule: 'identity-as-far-as-each-holder-gives-it',
  law: 'AVG art. 5 lid 1 onder c',
  nl: 'Geen organisatie geeft deze gegevens aan u voor dit doel.',
  en: 'No organisation gives these data to you for this purpose.',
  ask: 'the organisation whose case it is',
};

function nothingNow(organisation: string) {
  return {
    rule: 'identity-as-far-as-each-holder-gives-it',
    law: 'AVG art. 5 lid 1 onder c',
    nl: 'Deze organisatie geeft op dit moment niets, en geen andere geeft deze gegevens.',
    en: 'This organisation gives nothing at this moment, and no other gives these data.',
    ask: organisation,
  };
}

/**
 * What units recorded otherwise than the combined values say, in a stable order. A name that holds a given name which any
 * source marks as former is no variant: it may tell an adoption or a change of sex.
 */
export function variantsOf(identities: readonly OrganisationIdentity[]): readonly RecordedIdentity[] {
  const recorded = allRecorded(identities);
  if (recorded.length === 0) return [];
  const name = recorded.some((entry) => entry.name !== null) ? combinedValue(identities, 'name') : null;
  const birthDate = recorded.some((entry) => entry.birthDate !== null)
    ? combinedValue(identities, 'birthDate')
    : null;
  const variants = new Map<string, RecordedIdentity>();
  for (const entry of recorded) {
    const differs =
      (entry.name !== null && entry.name !== name) ||
      (entry.birthDate !== null && entry.birthDate !== birthDate);
    if (differs && !holdsFormerName(entry.name, identities))
      variants.set(JSON.stringify([entry.unit, entry.name, entry.birthDate]), entry);
  }
  return [...variants].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, entry]) => entry);
}

function mostRecorded(values: readonly string[]): string | null {
  const spellings = new Map<string, number>();
  const alike = new Map<string, number>();
  for (const value of values) {
    spellings.set(value, (spellings.get(value) ?? 0) + 1);
    alike.set(withoutSpelling(value), (alike.get(withoutSpelling(value)) ?? 0) + 1);
  }
  const rank = (value: string): readonly number[] => [
    -(alike.get(withoutSpelling(value)) ?? 0),
    initials.test(value) ? 1 : 0,
    -(spellings.get(value) ?? 0),
  ];
  const [winner] = [...spellings.keys()].sort((left, right) => {
    const [one, other] = [rank(left), rank(right)];
    const index = one.findIndex((part, position) => part !== other[position]);
    return index < 0 ? (left < right ? -1 : 1) : (one[index] ?? 0) - (other[index] ?? 0);
  });
  return winner ?? null;
}

/** A single letter with a dot. */
const initials = /(^|[\s,(])\p{L}\./u;

function withoutSpelling(value: string): string {
  return value
    .normalize('NFD')
    .replace(/[\p{M}\s-]/gu, '')
    .toLowerCase();
}

function holdsFormerName(name: string | null, identities: readonly OrganisationIdentity[]): boolean {
  if (name === null) return false;
  const words = new Set(name.split(/[\s,]+/).map(withoutSpelling));
  return identities
    .flatMap(({ contribution }) => contribution?.formerGivenNames ?? [])
    .flatMap((former) => former.split(/\s+/).map(withoutSpelling))
    .some((former) => words.has(former));
}

function allRecorded(identities: readonly OrganisationIdentity[]): readonly RecordedIdentity[] {
  return identities.flatMap(({ contribution }) => contribution?.recorded ?? []);
}
