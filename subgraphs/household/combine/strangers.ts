/**
 * Which organisations did not know of each other, although they worked with the same family at the same time, or one after the other in
 * the same task.
 *
 * A unit's own list of whom it knows to be involved is asked, and who asked or recorded whom. That a unit knew nobody is said only where its
 * list is there and leaves the other out; without a list it is not established. A party outside the four keeps no file here, so its side is
 * not asked. Whom the family shows to some alone (consent) is left out: that others do not know is as it should be.
 */
import type { UnitPeriod } from './continuity.js';
import type {
  AcquaintancePart,
  Contribution,
  HandoverPart,
  MissingContribution,
  WorkPart,
} from './contribution.js';
import { compareText, type DaySpan, laterOf, meet } from './days.js';
import { gather } from './gathered.js';
import { missingOfAll } from './missing.js';
import { readingOfAcquaintances, readingOfHandovers, readingOfWork } from './readings.js';

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
  // The latest list of each unit.
  const lastListed = new Map<string, string>();
  for (const { unit, asOf } of listed) {
    if (asOf > (lastListed.get(unit) ?? '')) lastListed.set(unit, asOf);
  }
  const parties = partiesOf(periods, rows, onDay);
  const found = parties.flatMap((one, index) =>
    parties.slice(index + 1).flatMap((other) => {
      const ground = groundOf(one, other);
      if (ground === null || acquainted.has(pairKey(one.name, other.name))) return [];
      // A list that is older than the day from which they should have known of each other shows nothing of it.
      const isEstablished = [one, other].every(({ name, kind }) => {
        const asOf = lastListed.get(name);
        return kind === null || (asOf !== undefined && (ground.isEarlier(name) || asOf >= ground.from));
      });
      return [{ parties: [one.name, other.name] as const, ground: ground.kind, isEstablished }];
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

/** Why two should have known of each other, and from which day. */
interface Ground {
  readonly kind: StrangerPair['ground'];
  readonly from: string;
  /** Whether this one had its file before: of it nothing is expected that came later. */
  readonly isEarlier: (party: string) => boolean;
}

/** Null: there is no reason why they should have known of each other, or neither keeps a file here. */
function groundOf(one: Party, other: Party): Ground | null {
  if (one.kind === null && other.kind === null) return null;
  const common = one.spans
    .flatMap((span) =>
      other.spans
        .filter((otherSpan) => meet(span, otherSpan))
        .map((otherSpan) => laterOf(span.since, otherSpan.since)),
    )
    .sort(compareText);
  if (common[0] !== undefined) return { kind: 'AT_THE_SAME_TIME', from: common[0], isEarlier: () => false };
  if (one.kind === null || one.kind !== other.kind) return null;
  const [earlier, later] = [one, other].sort((left, right) => compareText(firstDay(left), firstDay(right)));
  if (!earlier || !later) return null;
  return { kind: 'EARLIER_FILE', from: firstDay(later), isEarlier: (party) => party === earlier.name };
}

function firstDay({ spans }: Party): string {
  return spans.map(({ since }) => since).sort(compareText)[0] ?? '';
}

function pairKey(one: string, other: string): string {
  return JSON.stringify([one, other].sort(compareText));
}
