/**
 * Which organisations did not know of each other, although they worked with the same family at the same time, or one after the other in
 * the same task.
 *
 * A unit's own list of whom it knows to be involved is asked, and who asked or recorded whom. That a unit knew nobody is said only where its
 * list is there and leaves the other out; without a list it is not established. A party outside the four keeps no file here, so its side is
 * not asked. Whom the family shows to some alone (consent) is left out: that others do not know is as it should be.
 */
import type { UnitPeriod } from './continuity.js';
import type { Contribution, HandoverPart, MissingContribution, WorkPart } from './contribution.js';
import { compareText, type DaySpan, meet } from './days.js';
import { gather } from './gathered.js';
import { missingOfAll } from './missing.js';
import { readingOfAcquaintances, readingOfHandovers, readingOfWork } from './readings.js';
import type { AcquaintancePart } from './relay-parts.js';

export interface StrangersQuestion {
  readonly acquaintances: readonly Contribution<AcquaintancePart>[];
  readonly work: readonly Contribution<WorkPart>[];
  readonly handovers: readonly Contribution<HandoverPart>[];
  readonly periods: readonly UnitPeriod[];
  readonly onDay: string;
}

export interface StrangerPair {
  /** In order of name. */
  readonly parties: readonly [string, string];
  /** `EARLIER_FILE`: an organisation of the same kind had a file before, and the later one was begun as if there were none. */
  readonly ground: 'AT_THE_SAME_TIME' | 'EARLIER_FILE';
}

export interface Strangers {
  readonly pairs: readonly StrangerPair[];
  /** Pairs of which nothing shows that they knew of each other, and of which a list is not there. */
  readonly notEstablished: readonly StrangerPair[];
  readonly missing: readonly MissingContribution[];
  readonly mayBeIncomplete: boolean;
}

/** Somebody who worked with the family: a unit of the four (with its kind) or a party outside. */
interface Party {
  readonly name: string;
  readonly kind: string | null;
  readonly spans: readonly DaySpan[];
}

export function strangersOf(question: StrangersQuestion): Strangers {
  const { periods, onDay } = question;
  const [lists, work, handovers] = [
    gather(question.acquaintances, readingOfAcquaintances),
    gather(question.work, readingOfWork),
    gather(question.handovers, readingOfHandovers),
  ];
  const rows = work.parts.filter(({ since }) => since <= onDay);
  const listed = lists.parts.filter(({ asOf }) => asOf <= onDay);
  const acquainted = acquaintancesOf(listed, rows, handovers.parts);
  const withList = new Set(listed.map(({ unit }) => unit));
  const parties = partiesOf(periods, rows, onDay);
  const found = parties.flatMap((one, index) =>
    parties.slice(index + 1).flatMap((other) => {
      const ground = groundOf(one, other);
      if (ground === null || acquainted.has(pairKey(one.name, other.name))) return [];
      const isEstablished = [one, other].every(({ name, kind }) => kind === null || withList.has(name));
      return [{ parties: [one.name, other.name] as const, ground, isEstablished }];
    }),
  );
  return {
    pairs: found.flatMap(({ isEstablished, ...pair }) => (isEstablished ? [pair] : [])),
    notEstablished: found.flatMap(({ isEstablished, ...pair }) => (isEstablished ? [] : [pair])),
    missing: missingOfAll([lists.missing, work.missing, handovers.missing]),
    mayBeIncomplete: [lists, work, handovers].some(({ mayBeIncomplete }) => mayBeIncomplete),
  };
}

/** Every two of whom a record shows that one knew of the other. */
function acquaintancesOf(
  lists: readonly AcquaintancePart[],
  work: readonly WorkPart[],
  handovers: readonly HandoverPart[],
): ReadonlySet<string> {
  return new Set([
    ...lists.flatMap(({ unit, knows }) => knows.map((other) => pairKey(unit, other))),
    ...work.map(({ recordedBy, employer }) => pairKey(recordedBy, employer)),
    ...handovers.flatMap(({ fromUnit, toUnit }) => (toUnit === null ? [] : [pairKey(fromUnit, toUnit)])),
  ]);
}

function partiesOf(
  periods: readonly UnitPeriod[],
  rows: readonly WorkPart[],
  onDay: string,
): readonly Party[] {
  const parties = new Map<string, Party>();
  for (const { unit, organisation, since, until } of periods) {
    if (since > onDay) continue;
    const spans = [...(parties.get(unit)?.spans ?? []), { since, until }];
    parties.set(unit, { name: unit, kind: organisation, spans });
  }
  const underConsent = new Set(rows.flatMap((row) => (row.shownUnder === 'CONSENT' ? row.employer : [])));
  for (const { employer, employerKind, since, until } of rows) {
    if (employerKind !== null || underConsent.has(employer)) continue;
    const spans = [...(parties.get(employer)?.spans ?? []), { since, until }];
    parties.set(employer, { name: employer, kind: null, spans });
  }
  return [...parties.values()].sort((left, right) => compareText(left.name, right.name));
}

/** Null: there is no reason why they should have known of each other, or neither keeps a file here. */
function groundOf(one: Party, other: Party): StrangerPair['ground'] | null {
  if (one.kind === null && other.kind === null) return null;
  if (one.spans.some((span) => other.spans.some((otherSpan) => meet(span, otherSpan)))) {
    return 'AT_THE_SAME_TIME';
  }
  return one.kind !== null && one.kind === other.kind ? 'EARLIER_FILE' : null;
}

function pairKey(one: string, other: string): string {
  return JSON.stringify([one, other].sort(compareText));
}
