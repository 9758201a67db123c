/**
 * Which households are counted, and what the organisations gave of them, as facts without anybody in them. No I/O but the register.
 *
 * What stands behind a shield is not among them: the register keeps it apart from what is read here.
 */

import type { CountedShares } from '../../../adapter-kit/combined/counts.js';
import type { SourceOutcome } from '../../../adapter-kit/source-outcomes.js';
import { type DaySpan, daysBetween, earlierOf, laterOf, meet } from '../combine/days.js';
import { toForcedMeasure } from '../combine/forced-measures.js';
import type { HouseholdFacts, MeasureFact, WaitFact } from '../combine/household-facts.js';
import type { Region } from '../combine/regions.js';
import type { DocumentLink, HouseholdDocument, HouseholdRegister } from '../source.js';

/** A household as it is counted: by its id, and when anybody worked with it. */
export interface CountedRow {
  readonly household: string;
  readonly since: string;
  readonly until: string | null;
}

export interface FoundHousehold extends CountedRow {
  readonly document: HouseholdDocument;
}

/** A case of an organisation, with the time in which it was work with one household. */
type Worked = Pick<DocumentLink, 'organisation' | 'reference' | 'since' | 'until'>;

/** Households of people who live together, with whom somebody worked in the span, in the order of their ids. */
export async function householdsOfRegion(
  register: Pick<HouseholdRegister, 'openHouseholds'>,
  { units }: Pick<Region, 'units'>,
  span: DaySpan,
): Promise<readonly FoundHousehold[]> {
  const found: FoundHousehold[] = [];
  for await (const page of register.openHouseholds()) {
    for (const document of page) {
      if (document.kind !== 'HOUSEHOLD') continue;
      // What is only probable says nothing until a professional confirmed it.
      const links = document.links
        .filter(({ certainty }) => certainty !== 'PROBABLE')
        .map(workedHere)
        .filter((link) => (link.until === null || link.since <= link.until) && meet(link, span));
      const unit = latestTeam(links);
      if (unit !== null && units.includes(unit)) found.push({ ...spanOf(links, document.id), document });
    }
  }
  return found;
}

/** A case that stands here for a part of its time, because the family moved, was work with this household for that part. */
function workedHere({ organisation, reference, since, until, period }: DocumentLink): Worked {
  return {
    organisation,
    reference,
    since: laterOf(since, period.since ?? since),
    until: until === null || period.until === null ? (until ?? period.until) : earlierOf(until, period.until),
  };
}

/** Of two local teams in one span the household is counted with the one that came last. */
function latestTeam(links: readonly Worked[]): string | null {
  let latest: Worked | null = null;
  for (const link of links) {
    if (link.organisation !== 'LOCAL_TEAM') continue;
    const isLater =
      latest === null ||
      link.since > latest.since ||
      (link.since === latest.since && link.reference < latest.reference);
    if (isLater) latest = link;
  }
  return latest?.reference.split('/', 1)[0] ?? null;
}

function spanOf(links: readonly Worked[], household: string): CountedRow {
  const [first = ''] = links.map(({ since }) => since).sort();
  const until = links.reduce<string | null>(
    (last, link) => (last === null || link.until === null ? null : laterOf(last, link.until)),
    first,
  );
  return { household, since: first, until };
}

/**
 * What is counted of the households of a region, one for each row. What nobody told is null and not nothing: who works with a household and
 * how it was handed over stand in records that no owner lets be counted.
 *
 * Whom the GI does not know is known without asking it. So where it could not be heard of one household, those whom it does not know would
 * be all that is counted: then nothing is, of any, and the question can be asked again. A link that waits for confirmation, or a record
 * that cannot be read, takes away its own household alone.
 */
export function factsOf(
  rows: readonly CountedRow[],
  region: string,
  given: readonly CountedShares[],
): readonly HouseholdFacts[] {
  const isMeasuresHeard = rows.every((_, index) => isHeard(given[index]?.measures));
  const isHelpHeard = rows.every((_, index) => isHeard(given[index]?.help));
  return rows.map((row, index) => {
    const { measures, help } = given[index] ?? {};
    return {
      ...row,
      region,
      measures: (isMeasuresHeard ? partsOf(measures) : null)?.flatMap(toMeasure) ?? null,
      professionals: null,
      handovers: null,
      helpWaits: (isHelpHeard ? partsOf(help) : null)?.map(toWait) ?? null,
    };
  });
}

type GivenKind<Part> = Pick<SourceOutcome, 'outcome' | 'reason'> & { readonly parts: readonly Part[] };

/** Whether it is known of this household what became of asking: it was heard, or what is amiss is its own. */
export function isHeard(given: GivenKind<unknown> | null | undefined): boolean {
  switch (given?.outcome) {
    case 'ANSWERED':
    case 'NOT_KNOWN':
    case 'NOT_ESTABLISHED':
      return true;
    default:
      return given?.reason === 'CONTRACT_BROKEN';
  }
}

/** An answer that may not be whole is none: a household without a measure would be counted where there may be one. */
function partsOf<Part>(given: GivenKind<Part> | null | undefined): readonly Part[] | null {
  if (!given || given.reason !== null) return null;
  return given.outcome === 'ANSWERED' || given.outcome === 'NOT_KNOWN' ? given.parts : null;
}

function toMeasure({
  kind,
  ...rest
}: Omit<MeasureFact, 'kind'> & { readonly kind: string }): readonly MeasureFact[] {
  const forced = toForcedMeasure(kind);
  return forced === null ? [] : [{ ...rest, kind: forced }];
}

function toWait({
  askedOn,
  startedOn,
}: {
  readonly askedOn: string;
  readonly startedOn: string | null;
}): WaitFact {
  const days = startedOn === null ? 0 : Math.max(0, daysBetween(askedOn, startedOn));
  return { askedOn, answeredOn: startedOn, days };
}
