/**
 * What the declarations in the folder say youth care cost, by person. A credit takes the line back that it names. A declaration that cannot
 * be read is never passed over: a sum without it would look whole.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import type { SourceError } from '../../../adapter-kit/source-error.js';
import { type CostLineRecord, youthProbationCategory } from '../source.js';
import type { DeclaredLine } from './ijw-declaration.js';
import type { IjwReading } from './ijw-message.js';

export interface CostsIndex {
  readonly costsOf: ReadonlyMap<string, readonly CostLineRecord[] | SourceError>;
  /** The first declaration that may be about anyone. */
  readonly unattributed: SourceError | null;
}

export function indexCosts(
  readings: readonly IjwReading[],
  { organisation, unit }: { readonly organisation: string; readonly unit: string },
): CostsIndex {
  const broken = new Map<string, SourceError>();
  const lines = new Map<string, DeclaredLine[]>();
  let unattributed: SourceError | null = null;
  for (const reading of readings) {
    if (reading.outcome === 'DECLARED') {
      for (const line of reading.lines) {
        const own = lines.get(line.person);
        if (own) own.push(line);
        else lines.set(line.person, [line]);
      }
    } else if (reading.outcome === 'DECLARATION_BROKEN') {
      for (const person of reading.persons ?? []) broken.set(person, reading.error);
      if (reading.persons === null) unattributed ??= reading.error;
    } else if (reading.outcome === 'BROKEN' && reading.mention === null) unattributed ??= reading.error;
  }
  const read = [...lines].map(([person, own]) => [person, costsOfOne(own, organisation, unit)] as const);
  return { costsOf: new Map([...read, ...broken]), unattributed };
}

function costsOfOne(
  lines: readonly DeclaredLine[],
  organisation: string,
  unit: string,
): readonly CostLineRecord[] | SourceError {
  const subject = { organisation, what: 'JW323' };
  const charged = new Map<string, DeclaredLine>();
  for (const line of lines.filter(({ isCredit }) => !isCredit)) {
    const key = keyOf(line, line.reference);
    if (charged.has(key)) {
      return contractBroken(subject, 'Prestatie.ProductReferentie.ReferentieNummer', 'a number of its own');
    }
    charged.set(key, line);
  }
  for (const line of lines.filter(({ isCredit }) => isCredit)) {
    const key = keyOf(line, line.previousReference ?? '');
    if (charged.get(key)?.amountCents !== line.amountCents) {
      return contractBroken(
        subject,
        'Prestatie.ProductReferentie.VorigReferentieNummer',
        'a line of the same amount in the same folder, taken back once',
      );
    }
    charged.delete(key);
  }
  return [...charged.values()]
    .filter(({ category }) => category !== youthProbationCategory)
    .sort((left, right) => (left.from < right.from ? -1 : left.from > right.from ? 1 : 0))
    .map((line) => toCostLine(line, unit));
}

/** A provider numbers its lines for each municipality. */
function keyOf({ municipality, provider }: DeclaredLine, reference: string): string {
  return `${municipality}/${provider}/${reference}`;
}

const unitsOfGraph = {
  '01': 'MINUTE',
  '04': 'HOUR',
  '14': 'DAY',
  '82': 'PIECE',
  '84': 'PIECE',
} as const;

function toCostLine(line: DeclaredLine, unit: string): CostLineRecord {
  const { municipality, provider, reference, allocationNumber, category, from, until } = line;
  return {
    municipality,
    provider,
    reference,
    allocationNumber,
    categoryCode: category,
    from,
    until,
    ...countedIn(line),
    unit,
  };
}

/**
 * In parts of a day, in euros, without a tariff, or with an amount that is rounded: the amount that was declared as one sum, for the
 * amount is what counts.
 */
function countedIn({
  unit,
  volume,
  tariffCents,
  amountCents,
}: DeclaredLine): Pick<CostLineRecord, 'quantity' | 'countedIn' | 'tariffCents'> {
  const isPlain =
    unit !== '16' && unit !== '83' && tariffCents !== null && volume * tariffCents === amountCents;
  return isPlain
    ? { quantity: volume, countedIn: unitsOfGraph[unit], tariffCents }
    : { quantity: 1, countedIn: 'AMOUNT', tariffCents: amountCents };
}
