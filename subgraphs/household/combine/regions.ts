/**
 * Which units of local teams work in which region. A household belongs to the region of its local team's unit; one without a local team
 * belongs to none.
 */
import { z } from 'zod';
import { isDate } from '../../../adapter-kit/dates.js';
import type { PilotRegion } from './pilot-regions.js';

const region = z
  .strictObject({
    region: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
    name: z.string().min(2).max(100),
    /** As references of local teams begin, e.g. `LT1`. */
    units: z.array(z.string().regex(/^[A-Za-z0-9-]{1,40}$/)).min(1),
    isPilot: z.boolean(),
    /** Null: it is no pilot, or its first day is not established. */
    startedOn: z.string().refine(isDate).nullable(),
    /** What is to be told of it, e.g. that it is fictitious. Null: nothing. */
    label: z.string().min(3).max(100).nullable(),
  })
  .refine(({ isPilot, startedOn }) => isPilot || startedOn === null, { path: ['startedOn'] });

export type Region = Readonly<z.infer<typeof region>>;

/** @throws RangeError that names the place in the file and repeats nothing of it. */
export function parseRegions(json: unknown): readonly Region[] {
  const parsed = z.array(region).min(1).safeParse(json);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'file'} (${code})`);
    throw new RangeError(`regions: expected their shape at ${places.join(', ')}`);
  }
  const names = parsed.data.map((one) => one.region);
  const units = parsed.data.flatMap((one) => one.units);
  if (new Set(names).size !== names.length || new Set(units).size !== units.length) {
    throw new RangeError('regions: expected each region once, and each unit in one region');
  }
  return parsed.data;
}

/** The pilots among them, for the list of all pilots. */
export function pilotsIn(regions: readonly Region[]): readonly PilotRegion[] {
  return regions
    .filter(({ isPilot }) => isPilot)
    .map(({ region: own, name, startedOn }) => ({ region: own, name, startedOn }));
}
