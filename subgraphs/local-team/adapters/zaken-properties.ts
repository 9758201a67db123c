/** What a part of a case carries, read strictly: a property that does not read is an error of the file, and never a gap in it. */
import { contractBroken } from '../../../adapter-kit/contract.js';
import { isDate } from '../../../adapter-kit/dates.js';
import type { RetainedRecord } from '../source.js';
import { organisation, type PartCase } from './zaken-contract.js';
import { registeredAt } from './zaken-persons.js';

/** Number, registration and retention of the record that a part holds. */
export function base(part: PartCase): RetainedRecord {
  return {
    recordId: part.identificatie,
    recordedAt: registeredAt(part.roles),
    retainUntil: retainedUntil(part),
  };
}

/** The last day that a case is kept; one that is to be kept for good has none. */
export function retainedUntil({
  archiefnominatie,
  archiefactiedatum,
}: Pick<PartCase, 'archiefnominatie' | 'archiefactiedatum'>): string | null {
  return archiefnominatie === 'blijvend_bewaren' ? null : archiefactiedatum;
}

/** The one value of a property, or `null`. @throws SourceError where there are more. */
export function optional(part: PartCase, name: string): string | null {
  const [found, second] = part.properties.filter((candidate) => candidate.naam === name);
  if (second) throw property(name, 'one value, received more');
  return found && found.waarde !== '' ? found.waarde : null;
}

/** @throws SourceError where there is none. */
export function required(part: PartCase, name: string): string {
  const value = optional(part, name);
  if (value === null) throw property(name, 'a value');
  return value;
}

/** @throws SourceError where it is no day. */
export function optionalDay(part: PartCase, name: string): string | null {
  const value = optional(part, name);
  if (value !== null && !isDate(value)) throw property(name, 'a day YYYY-MM-DD');
  return value;
}

/** @throws SourceError where it is neither. */
export function optionalYesNo(part: PartCase, name: string): boolean | null {
  return optionalWord(part, name, yesNo);
}

/** What a word of the catalogue's list means. @throws SourceError where it is not in the list. */
export function optionalWord<Meaning>(
  part: PartCase,
  name: string,
  meanings: ReadonlyMap<string, Meaning>,
): Meaning | null {
  const word = optional(part, name);
  if (word === null) return null;
  const meaning = meanings.get(word);
  if (meaning === undefined) throw property(name, `one of ${[...meanings.keys()].join(', ')}`);
  return meaning;
}

/** The same where there must be one. */
export function requiredWord<Meaning>(
  part: PartCase,
  name: string,
  meanings: ReadonlyMap<string, Meaning>,
): Meaning {
  const meaning = optionalWord(part, name, meanings);
  if (meaning === null) throw property(name, 'a value');
  return meaning;
}

/** A whole number of at least one. @throws SourceError */
export function requiredCount(part: PartCase, name: string): number {
  const value = required(part, name);
  if (!/^[1-9]\d{0,8}$/.test(value)) throw property(name, 'a whole number of at least one');
  return Number(value);
}

/** The lines of a property in which each line is a thing of its own; `[]`: nothing recorded. */
export function linesOf(part: PartCase, name: string): readonly string[] {
  const lines = optional(part, name)?.split(/\r?\n/) ?? [];
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

export function property(name: string, expected: string) {
  return contractBroken({ organisation, what: 'zaakeigenschap' }, name, expected);
}

const yesNo: ReadonlyMap<string, boolean> = new Map([
  ['ja', true],
  ['nee', false],
]);
