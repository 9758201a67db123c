/**
 * Who works with this household: how many people are at the door today, how many there ever were, and when it was busiest.
 *
 * A person counts once only where the sources prove that it is one person (`WorkPart.worker`): a family therapist whom the local team
 * and the GI both recorded under one professional registration is one, and two people called "M. Bos" stay two. What comes later than the
 * reference day has not happened.
 */
import { type Continuity, continuityOf, type UnitPeriod } from './continuity.js';
import {
  type Contribution,
  type MissingContribution,
  type OrganisationKind,
  type PartSource,
  type WorkDomain,
  type WorkPart,
  workDomains,
} from './contribution.js';
import { compareText, type DaySpan, holdsOn, joinSpans, plusDays } from './days.js';
import { gather } from './gathered.js';
import { readingOfWork } from './readings.js';

export interface ProfessionalsQuestion {
  readonly contributions: readonly Contribution<WorkPart>[];
  /** `YYYY-MM-DD`. */
  readonly onDay: string;
  /** When each unit's work with the household ran, from the register: without it nobody can say that a unit had nobody. */
  readonly periods: readonly UnitPeriod[];
}

/** One person, as far as the sources prove it. */
export interface Professional {
  readonly worker: string;
  /** As the sources spell it, each spelling once. `[]`: no name was recorded. */
  readonly names: readonly string[];
  readonly roles: readonly string[];
  readonly employers: readonly string[];
  readonly domains: readonly WorkDomain[];
  /** Of the four organisations, or of a party outside them. */
  readonly isOfTheFour: boolean;
  readonly isFixedFace: boolean;
  readonly isActive: boolean;
  readonly since: string;
  readonly until: string | null;
  readonly sources: readonly PartSource[];
}

/** `active` on the reference day; `ever` up to and including it. */
export interface Headcount {
  readonly active: number;
  readonly ever: number;
}

/** Somebody outside the four who is there for the family: a therapist, debt help, a school, housing. Existence and period, no content. */
export interface InvolvementCard extends Headcount {
  readonly party: string;
  readonly domains: readonly WorkDomain[];
  readonly since: string;
  readonly until: string | null;
  /** The units that recorded it. */
  readonly recordedBy: readonly string[];
  readonly shownUnder: 'CONSENT' | 'RELEASE' | null;
}

export interface Professionals extends Headcount {
  readonly people: readonly Professional[];
  /** Records that were counted: more than people, where several organisations recorded one. */
  readonly sourceRows: number;
  /** The most at one time, and the first day on which there were so many. Null: there was never anybody. */
  readonly peak: { readonly count: number; readonly since: string } | null;
  readonly byEmployer: readonly (Headcount & {
    readonly employer: string;
    readonly employerKind: OrganisationKind | null;
  })[];
  readonly byDomain: readonly (Headcount & { readonly domain: WorkDomain })[];
  readonly involvements: readonly InvolvementCard[];
  readonly continuity: Continuity;
  readonly missing: readonly MissingContribution[];
  /** This viewer may not see all, or somebody could not be heard: then the counts are the least that there are. */
  readonly mayBeIncomplete: boolean;
}

/** @throws RangeError where the reference day is no day. */
export function professionalsOf({ contributions, onDay, periods }: ProfessionalsQuestion): Professionals {
  const gathered = gather(contributions, readingOfWork);
  const rows = gathered.parts.filter(({ since }) => since <= onDay);
  return {
    ...headcount(rows, onDay),
    people: [...groupBy(rows, ({ worker }) => worker)].map(([, mine]) => toProfessional(mine, onDay)),
    sourceRows: rows.length,
    peak: peakOf(rows, onDay),
    byEmployer: [...groupBy(rows, ({ employer }) => employer)].map(([employer, mine]) => ({
      employer,
      employerKind: mine[0]?.employerKind ?? null,
      ...headcount(mine, onDay),
    })),
    byDomain: workDomains.flatMap((domain) => {
      const mine = rows.filter((row) => row.domain === domain);
      return mine.length === 0 ? [] : [{ domain, ...headcount(mine, onDay) }];
    }),
    involvements: [
      ...groupBy(
        rows.filter(({ employerKind }) => employerKind === null),
        ({ employer }) => employer,
      ),
    ].map(([party, mine]) => toCard(party, mine, onDay)),
    continuity: continuityOf({ rows, onDay, periods }),
    missing: gathered.missing,
    mayBeIncomplete: gathered.mayBeIncomplete,
  };
}

function headcount(rows: readonly WorkPart[], onDay: string): Headcount {
  const people = (of: readonly WorkPart[]): number => new Set(of.map(({ worker }) => worker)).size;
  return { active: people(rows.filter((row) => holdsOn(row, onDay))), ever: people(rows) };
}

function toProfessional(rows: readonly WorkPart[], onDay: string): Professional {
  return {
    worker: rows[0]?.worker ?? '',
    names: distinct(rows.flatMap(({ name }) => name ?? [])),
    roles: distinct(rows.map(({ role }) => role)),
    employers: distinct(rows.map(({ employer }) => employer)),
    domains: workDomains.filter((domain) => rows.some((row) => row.domain === domain)),
    isOfTheFour: rows.some(({ employerKind }) => employerKind !== null),
    isFixedFace: rows.some((row) => row.isFixedFace && holdsOn(row, onDay)),
    isActive: rows.some((row) => holdsOn(row, onDay)),
    ...whole(rows),
    sources: rows.map(({ source }) => source),
  };
}

function toCard(party: string, rows: readonly WorkPart[], onDay: string): InvolvementCard {
  const shown = distinct(rows.flatMap(({ shownUnder }) => shownUnder ?? []));
  return {
    party,
    ...headcount(rows, onDay),
    domains: workDomains.filter((domain) => rows.some((row) => row.domain === domain)),
    ...whole(rows),
    recordedBy: distinct(rows.map(({ recordedBy }) => recordedBy)),
    // Consent is the narrower of the two: what needed it anywhere is told with it.
    shownUnder: shown.includes('CONSENT') ? 'CONSENT' : shown.includes('RELEASE') ? 'RELEASE' : null,
  };
}

/** Somebody who left and came back counts again from the day of coming back, and is never counted twice on one day. */
function peakOf(rows: readonly WorkPart[], onDay: string): Professionals['peak'] {
  const turns: { readonly day: string; readonly change: 1 | -1 }[] = [];
  for (const [, mine] of groupBy(rows, ({ worker }) => worker)) {
    for (const { since, until } of joinSpans(mine)) {
      turns.push({ day: since, change: 1 });
      if (until !== null && until < onDay) turns.push({ day: plusDays(until, 1), change: -1 });
    }
  }
  // On one day those who have gone are taken off before those who come are added.
  turns.sort((left, right) => compareText(left.day, right.day) || left.change - right.change);
  let count = 0;
  let peak: Professionals['peak'] = null;
  for (const { day, change } of turns) {
    count += change;
    if (count > (peak?.count ?? 0)) peak = { count, since: day };
  }
  return peak;
}

/** From the first day to the last; a last day that is not there yet is none. */
function whole(rows: readonly WorkPart[]): DaySpan {
  const since = rows.map((row) => row.since).sort(compareText)[0] ?? '';
  if (rows.some(({ until }) => until === null)) return { since, until: null };
  return {
    since,
    until:
      rows
        .flatMap(({ until }) => until ?? [])
        .sort(compareText)
        .at(-1) ?? null,
  };
}

function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): readonly [string, readonly Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return [...groups].sort(([left], [right]) => compareText(left, right));
}

function distinct<Text extends string>(texts: readonly Text[]): readonly Text[] {
  return [...new Set(texts)].sort(compareText);
}
