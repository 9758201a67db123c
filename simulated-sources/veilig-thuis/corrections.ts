/**
 * Corrections of what was filed: a patch laid over it, checked as a whole, and nothing changed unless all of it holds.
 *
 * @see RFC 7396 (JSON merge patch): a key that is given replaces, `null` takes away, a list is replaced whole.
 */
import type { z } from 'zod';
import { caseStateSchema, type FiledCase, namesOnly, reportFilingSchema } from './case-messages.js';
import { unbornNumber, unknownNumber } from './filing.js';
import { personSchema } from './person-messages.js';
import { type InvalidParam, toInvalidParams } from './problem.js';

export type Correction =
  | { readonly outcome: 'corrected'; readonly filed: FiledCase }
  | { readonly outcome: 'invalid'; readonly invalidParams: readonly InvalidParam[] }
  /** What is asked contradicts the rest of the case. */
  | { readonly outcome: 'conflict'; readonly detail: string };

export const patchType = 'application/merge-patch+json';

export type Patch = Readonly<Record<string, unknown>>;

/** What may be corrected of a case, of a person and of a report. Their numbers stay: others refer to them. */
export const casePatchSchema = caseStateSchema.partial();
export const personPatchSchema = personSchema.omit({ personNumber: true }).partial();
export const reportPatchSchema = reportFilingSchema.omit({ recordedAt: true }).partial();

/** Closes or opens a case, or says from whom its addresses are kept, which measures hold and to what there is consent. */
export function correctCase(known: FiledCase, patch: Patch): Correction {
  const { closedOn, secretAddress, measures, consents } = known;
  const state = patched(caseStateSchema, { closedOn, secretAddress, measures, consents }, patch, []);
  if (!state.success) return invalid(state.invalidParams);
  if (state.data.closedOn !== null && state.data.closedOn < known.openedOn) {
    return { outcome: 'conflict', detail: 'a case cannot end before it was opened' };
  }
  return { outcome: 'corrected', filed: { ...known, ...state.data } };
}

/** `null`: there is no such person. */
export function correctPerson(known: FiledCase, personNumber: string, patch: Patch): Correction | null {
  const before = known.persons.find((person) => person.personNumber === personNumber);
  if (!before) return null;
  const person = patched(personSchema, before, patch, ['personNumber']);
  if (!person.success) return invalid(person.invalidParams);
  const { bsn, unborn } = person.data;
  const mother = unborn?.motherPersonNumber;
  if (mother && (mother === personNumber || !known.persons.some((one) => one.personNumber === mother))) {
    return invalid([{ name: 'unborn.motherPersonNumber', reason: 'expected another person of the case' }]);
  }
  const others = known.persons.filter((one) => one !== before);
  if (bsn !== null && !isDummy(bsn) && others.some((other) => other.bsn === bsn)) {
    return { outcome: 'conflict', detail: 'this number stands at another person of the case' };
  }
  const persons = known.persons.map((one) => (one === before ? person.data : one));
  return { outcome: 'corrected', filed: { ...known, persons } };
}

/** `position` counts from 1, as in the number of the report. `null`: there is no such report. */
export function correctReport(known: FiledCase, position: number, patch: Patch): Correction | null {
  const before = known.reports[position - 1];
  if (!before) return null;
  const { reportNumber, ...filed } = before;
  const report = patched(reportFilingSchema, filed, patch, ['recordedAt']);
  if (!report.success) return invalid(report.invalidParams);
  const personNumbers = known.persons.map((person) => person.personNumber);
  if (!namesOnly(report.data, personNumbers)) {
    return invalid([{ name: 'personNumber', reason: 'expected a person of the case' }]);
  }
  const reports = known.reports.map((one) => (one === before ? { ...report.data, reportNumber } : one));
  return { outcome: 'corrected', filed: { ...known, reports } };
}

/** Two numbers that may stand at any number of persons, because they are nobody's. */
function isDummy(bsn: string): boolean {
  return bsn === unknownNumber || bsn === unbornNumber;
}

function invalid(invalidParams: readonly InvalidParam[]): Correction {
  return { outcome: 'invalid', invalidParams };
}

type Patched<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly invalidParams: readonly InvalidParam[] };

function patched<T>(
  schema: z.ZodType<T>,
  before: object,
  patch: Patch,
  fixedKeys: readonly string[],
): Patched<T> {
  const fixed = fixedKeys.filter((key) => Object.hasOwn(patch, key));
  const result = schema.safeParse(mergePatch(before, patch));
  if (result.success && fixed.length === 0) return { success: true, data: result.data };
  return {
    success: false,
    invalidParams: [
      ...fixed.map((name) => ({ name, reason: 'cannot be changed' })),
      ...(result.success ? [] : toInvalidParams(result.error)),
    ],
  };
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
