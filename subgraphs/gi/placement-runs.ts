/**
 * Authorisations to place a child that follow on each other without a gap, and which of them were carried out: an extension prolongs a
 * placement and is no new one, whatever day the GI wrote beside it.
 */
import type { OpenedCase } from '../../adapter-kit/access/open-cases.js';
import type { AuthorisationRecord, GiFile, MeasureRecord } from './source.js';
import { compare } from './to-graph.js';

/** Number of each authorisation that was carried out, with the day, as far as open. */
export function placementDays(opened: OpenedCase<GiFile> | null): ReadonlyMap<string, string> {
  const placements = opened?.record.placements ?? [];
  return new Map(
    placements
      .filter(({ number }) => opened?.isOpen('placement-address', number))
      .map(({ number, carriedOutOn }) => [number, carriedOutOn]),
  );
}

/** The open authorisations of a measure, the earliest first: each with those that extended it without a gap. */
export function runsOf(
  { record, isOpen }: OpenedCase<GiFile>,
  measure: Pick<MeasureRecord, 'number'>,
): readonly (readonly AuthorisationRecord[])[] {
  const runs: AuthorisationRecord[][] = [];
  let until = '';
  for (const authorisation of record.authorisations
    .filter(
      ({ number, measureNumber }) => measureNumber === measure.number && isOpen('court-decision', number),
    )
    .toSorted(
      (left, right) => compare(left.validFrom, right.validFrom) || compare(left.number, right.number),
    )) {
    const run = runs.at(-1);
    if (run && authorisation.validFrom <= dayAfter(until)) run.push(authorisation);
    else runs.push([authorisation]);
    if (authorisation.validUntil > until) until = authorisation.validUntil;
  }
  return runs;
}

/** Numbers of the placements that only prolong one that was carried out before, as far as the authorisations are open. */
export function prolongedIn(
  placed: OpenedCase<GiFile>,
  decided: OpenedCase<GiFile> | null,
): ReadonlySet<string> {
  if (!decided) return new Set();
  const placedOn = placementDays(placed);
  const measures = new Set(decided.record.authorisations.map(({ measureNumber }) => measureNumber));
  return new Set(
    [...measures]
      .flatMap((number) => runsOf(decided, { number }))
      .flatMap((run) => run.filter(({ number }) => placedOn.has(number)).slice(1))
      .map(({ number }) => number),
  );
}

const dayMs = 24 * 60 * 60 * 1000;

export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);
}
