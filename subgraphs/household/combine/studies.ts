/**
 * Studies of costs that were agreed: of which regions and quarters, and under what agreement. Whoever asks chooses among these, so that
 * nobody draws a group of households by choosing a study.
 */
import { z } from 'zod';
import { isDate } from '../../../adapter-kit/dates.js';
import { areWholeQuarters } from './days.js';
import { InvalidArgumentError } from './invalid-argument.js';

const day = z.string().refine(isDate);

const study = z
  .strictObject({
    study: z
      .string()
      .max(60)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    name: z.string().min(2).max(100),
    /** Under which it is given: who agreed what, and when. */
    agreement: z.string().min(3).max(200),
    /** By their names in the file of regions. */
    regions: z.array(z.string().min(1)).min(1),
    /** Whole quarters. */
    from: day,
    until: day,
  })
  // A day that is none was told of already.
  .refine(
    ({ from, until }) => ![from, until].every(isDate) || (from < until && areWholeQuarters(from, until)),
    {
      path: ['until'],
    },
  );

export type Study = Readonly<z.infer<typeof study>>;

/** @throws RangeError that names the place in the file and repeats nothing of it. */
export function parseStudies(json: unknown, knownRegions: readonly string[]): readonly Study[] {
  const parsed = z.array(study).min(1).safeParse(json);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'file'} (${code})`);
    throw new RangeError(`studies: expected their shape at ${places.join(', ')}`);
  }
  const names = parsed.data.map((one) => one.study);
  if (new Set(names).size !== names.length) throw new RangeError('studies: expected each study once');
  const stranger = parsed.data.findIndex(({ regions }) => regions.some((one) => !knownRegions.includes(one)));
  if (stranger >= 0) throw new RangeError(`studies: expected regions that are set at ${stranger}.regions`);
  return parsed.data;
}

export interface AskedStudy {
  readonly study: string;
  readonly region: string;
  readonly from: string;
  readonly until: string;
}

/** The study that was agreed. @throws InvalidArgumentError for another one, and for what the agreement does not hold. */
export function agreedStudy(
  studies: readonly Study[],
  { study: name, region, from, until }: AskedStudy,
): Study {
  const found = studies.find((one) => one.study === name);
  if (!found) {
    const agreed = studies.map((one) => one.study).join(', ');
    throw new InvalidArgumentError(
      'study',
      agreed === '' ? 'a study that was agreed, and none was' : `one of ${agreed}`,
    );
  }
  if (!found.regions.includes(region)) {
    throw new InvalidArgumentError('region', `a region of the agreement: ${found.regions.join(', ')}`);
  }
  if (from < found.from || until > found.until) {
    throw new InvalidArgumentError('quarter', `one of the agreement: within ${found.from} to ${found.until}`);
  }
  return found;
}
