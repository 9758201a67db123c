/**
 * What help to one household cost in a period: in whole euro cents, by line, by frame (voluntary or forced), in total.
 *
 * iJw knows no household and files help to a whole family under its youngest child, so read per person that child "costs" all of it and
 * the others nothing. Both readings stand beside each other: naive as filed, and corrected with what is for the family ascribed to
 * the family. Costs are shown to no professional: to the family for its own provisions, else as study sets (`study-sets.ts`).
 */
import type { Contribution, CostPart, MissingContribution } from './contribution.js';
import { compareText, earlierOf, inclusiveDays, laterOf } from './days.js';
import { gather, isSpan } from './gathered.js';

export interface CostPeriod {
  readonly from: string;
  readonly until: string;
}

export interface CostLine {
  readonly id: string;
  readonly category: string;
  readonly frame: CostPart['frame'];
  readonly from: string;
  readonly until: string;
  /** Within the period. */
  readonly quantity: number;
  readonly unit: CostPart['unit'];
  readonly tariffCents: number;
  readonly amountCents: number;
  readonly filedOnMemberId: string | null;
  readonly isForFamily: boolean;
}

export interface Costs {
  readonly period: CostPeriod;
  /** By category, then by day. */
  readonly lines: readonly CostLine[];
  readonly totalCents: number;
  readonly byFrame: { readonly VOLUNTARY: number; readonly FORCED: number };
  readonly byCategory: readonly { readonly category: string; readonly amountCents: number }[];
  /** As filed: what stands on each member's number, and what stands on nobody's. */
  readonly readNaively: PerPerson;
  /** With what is for the whole family taken from the child that it was filed on. */
  readonly corrected: PerPerson;
  /** Lines that lie partly outside the period and cannot be divided by days: they are in no sum. */
  readonly notDivided: readonly string[];
  readonly missing: readonly MissingContribution[];
  /** Then the total is the least that it was. */
  readonly mayBeIncomplete: boolean;
}

export interface PerPerson {
  readonly familyCents: number;
  readonly persons: readonly { readonly memberId: string; readonly amountCents: number }[];
}

export interface CostQuestion {
  readonly contributions: readonly Contribution<CostPart>[];
  readonly period: CostPeriod;
  /** Everybody in the household: whom nothing is filed on stands in the list with 0. */
  readonly memberIds: readonly string[];
}

/** @throws RangeError where the period is none. */
export function costsOf({ contributions, period, memberIds }: CostQuestion): Costs {
  if (!isSpan(period.from, period.until)) {
    throw new RangeError('expected a period of two days YYYY-MM-DD, the last not before the first');
  }
  const gathered = gather(contributions, { isReadable: isSound, saysOf });
  const inPeriod = withoutCopies(gathered.parts).filter(
    ({ from, until }) => from <= period.until && until >= period.from,
  );
  const placed = inPeriod.map((part) => ({ part, line: toLine(part, period) }));
  const lines = placed.flatMap(({ line }) => line ?? []).sort(inOrder);
  const notDivided = placed.flatMap(({ part, line }) => (line === null ? part.id : [])).sort(compareText);
  const people = [
    ...new Set([...memberIds, ...lines.flatMap(({ filedOnMemberId }) => filedOnMemberId ?? [])]),
  ];
  return {
    period,
    lines,
    totalCents: sumOf(lines),
    byFrame: {
      VOLUNTARY: sumOf(lines.filter(({ frame }) => frame === 'VOLUNTARY')),
      FORCED: sumOf(lines.filter(({ frame }) => frame === 'FORCED')),
    },
    byCategory: [...new Set(lines.map(({ category }) => category))].map((category) => ({
      category,
      amountCents: sumOf(lines.filter((line) => line.category === category)),
    })),
    readNaively: perPerson(lines, people, () => false),
    corrected: perPerson(lines, people, ({ isForFamily }) => isForFamily),
    notDivided,
    missing: gathered.missing,
    mayBeIncomplete: gathered.mayBeIncomplete || notDivided.length > 0,
  };
}

/** Whole quantities and whole cents, below what a double can count exactly. */
function isSound({ from, until, quantity, tariffCents }: CostPart): boolean {
  const isWhole = Number.isSafeInteger(quantity) && Number.isSafeInteger(tariffCents);
  return (
    isSpan(from, until) && isWhole && quantity >= 0 && tariffCents >= 0 && quantity * tariffCents <= 1e12
  );
}

function saysOf({ category, from, until, quantity, tariffCents }: CostPart): string {
  return JSON.stringify([category, from, until, quantity, tariffCents]);
}

/** A line that the payer and the provider both hold counts once, on its own proof. Two equal lines without one are two lines. */
function withoutCopies(parts: readonly CostPart[]): readonly CostPart[] {
  const seen = new Set<string>();
  return parts.filter(({ line }) => {
    if (line === undefined || line === null) return true;
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

/** Null: it lies partly outside, and only days that are counted one by one can be divided without making anything up. */
function toLine(part: CostPart, period: CostPeriod): CostLine | null {
  const from = laterOf(part.from, period.from);
  const until = earlierOf(part.until, period.until);
  const isWhole = from === part.from && until === part.until;
  const isEachDay = part.unit === 'DAY' && part.quantity === inclusiveDays(part.from, part.until);
  if (!isWhole && !isEachDay) return null;
  const quantity = isWhole ? part.quantity : inclusiveDays(from, until);
  const { id, category, frame, unit, tariffCents, filedOnMemberId, isForFamily } = part;
  const amountCents = quantity * tariffCents;
  return {
    id,
    category,
    frame,
    from,
    until,
    quantity,
    unit,
    tariffCents,
    amountCents,
    filedOnMemberId,
    isForFamily,
  };
}

function perPerson(
  lines: readonly CostLine[],
  people: readonly string[],
  isOfFamily: (line: CostLine) => boolean,
): PerPerson {
  const ofFamily = lines.filter((line) => line.filedOnMemberId === null || isOfFamily(line));
  return {
    familyCents: sumOf(ofFamily),
    persons: [...people].sort(compareText).map((memberId) => ({
      memberId,
      amountCents: sumOf(lines.filter((line) => line.filedOnMemberId === memberId && !isOfFamily(line))),
    })),
  };
}

function sumOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { amountCents }) => sum + amountCents, 0);
}

function inOrder(left: CostLine, right: CostLine): number {
  return (
    compareText(left.category, right.category) ||
    compareText(left.from, right.from) ||
    compareText(left.id, right.id)
  );
}
