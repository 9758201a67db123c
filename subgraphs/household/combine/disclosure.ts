/**
 * What a table may show without telling of one family: no cell of fewer than ten households, none from which such a cell follows, and no
 * figure that is not there told as 0.
 */

/** Fewer households are never told apart. The design's k; a deployment may ask for more and not for less. */
export const smallestGroup = 10;

/**
 * `SUPPRESSED`: too few households, or another cell would follow from it. `NOT_CONNECTED`: no source is connected that could tell.
 * `NOT_ESTABLISHED`: the sources that could tell were not heard.
 */
export type Figure<Value> =
  | { readonly state: 'COUNTED'; readonly value: Value }
  | { readonly state: 'SUPPRESSED' | 'NOT_CONNECTED' | 'NOT_ESTABLISHED' };

export type Cell = Figure<number>;

export const suppressed = { state: 'SUPPRESSED' } as const;
export const notConnected = { state: 'NOT_CONNECTED' } as const;
export const notEstablished = { state: 'NOT_ESTABLISHED' } as const;

/** Something counted, and from how many households of how many. */
export interface Count {
  readonly value: number;
  /** Households that the value comes from. */
  readonly households: number;
  /** Households in which it was looked for. */
  readonly of: number;
}

/** @throws RangeError for fewer than `smallestGroup`. */
export function checkedGroup(group: number): number {
  if (!Number.isSafeInteger(group) || group < smallestGroup) {
    throw new RangeError(`expected a smallest group of ${smallestGroup} households or more`);
  }
  return group;
}

/**
 * A count about a part of the households. Both the part and the rest must be large enough: where nine of a thousand have no measure, those
 * nine follow from the rest; and what holds of all of a region's households holds of each that one knows to be among them. A plain 0 tells
 * of nobody.
 */
export function partCell({ value, households, of }: Count, group: number = smallestGroup): Cell {
  if (of < group) return suppressed;
  if (households === 0) return counted(value);
  return households >= group && of - households >= group ? counted(value) : suppressed;
}

/** A count about all households in the table. */
export function wholeCell(households: number, group: number = smallestGroup): Cell {
  return households >= group ? counted(households) : suppressed;
}

/**
 * Cells that add up to something that is shown as well. Where one is suppressed the rest would tell it, so none is shown.
 */
export function allOrNone<Name extends string>(cells: Readonly<Record<Name, Cell>>): Record<Name, Cell> {
  const names = Object.keys(cells) as Name[];
  const isHidden = names.some((name) => cells[name].state === 'SUPPRESSED');
  return Object.fromEntries(
    names.map((name) => [name, isHidden && cells[name].state === 'COUNTED' ? suppressed : cells[name]]),
  ) as Record<Name, Cell>;
}

/**
 * The total of rows that are shown too. Hidden rows follow from it together, so it is shown where none is hidden, or where two or more are
 * and together have enough households.
 */
export function totalCell(
  total: Cell,
  rows: readonly { readonly cell: Cell; readonly households: number }[],
  group: number = smallestGroup,
): Cell {
  const hidden = rows.filter(({ cell }) => cell.state === 'SUPPRESSED');
  if (hidden.length === 0) return total;
  const households = hidden.reduce((sum, row) => sum + row.households, 0);
  return hidden.length > 1 && households >= group ? total : suppressed;
}

export function counted<Value>(value: Value): Figure<Value> {
  return { state: 'COUNTED', value };
}

/**
 * `part` for each `per` of `of`, half up, in so many decimals, worked out in whole numbers: 109 of 1,268 per hundred is `8.6`.
 *
 * @throws RangeError for what is no whole number, and for `of` 0.
 */
export function ratio(
  part: number,
  of: number,
  { per, decimals }: { per: number; decimals: number },
): string {
  if (![part, of, per, decimals].every((number) => Number.isSafeInteger(number) && number >= 0) || of === 0) {
    throw new RangeError('expected whole numbers, and a group that is not empty');
  }
  const scale = 10n ** BigInt(decimals);
  const scaled = (2n * BigInt(part) * BigInt(per) * scale + BigInt(of)) / (2n * BigInt(of));
  const whole = `${scaled / scale}`;
  return decimals === 0 ? whole : `${whole}.${`${scaled % scale}`.padStart(decimals, '0')}`;
}
