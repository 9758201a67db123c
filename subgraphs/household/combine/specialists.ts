/**
 * Whom a local team or a safety team can ask for expertise near by: a directory by theme and region. It holds services and no people of
 * cases: asking it tells nobody about which family one asks.
 */
import { z } from 'zod';
import { compareText } from './days.js';

/** The problems underneath that the programme names. */
export const specialistThemes = [
  'PSYCHIATRY',
  'ADDICTION',
  'DEBTS',
  'COMPLEX_SEPARATION',
  'HOUSING',
  'LIVELIHOOD',
  'SEXUAL_VIOLENCE',
  'MILD_INTELLECTUAL_DISABILITY',
  'ELDER_ABUSE',
] as const;
export type SpecialistTheme = (typeof specialistThemes)[number];

const specialist = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,60}$/),
  /** The service, never a person. */
  name: z.string().min(3).max(100),
  themes: z.array(z.enum(specialistThemes)).min(1),
  /** Regions that it serves; `*`: all. */
  regions: z.array(z.string().regex(/^(\*|[a-z]+(-[a-z]+)*)$/)).min(1),
  /** How a professional reaches it. */
  reachedBy: z.string().min(3).max(200),
  /** In how many working days it answers. Null: not agreed. */
  answersWithinWorkingDays: z.number().int().min(0).max(60).nullable(),
});

export type Specialist = Readonly<z.infer<typeof specialist>>;

/** @throws RangeError that names the place in the file and repeats nothing of it. */
export function parseSpecialists(json: unknown): readonly Specialist[] {
  const parsed = z.array(specialist).safeParse(json);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'file'} (${code})`);
    throw new RangeError(`directory of specialists: expected its shape at ${places.join(', ')}`);
  }
  const ids = parsed.data.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) {
    throw new RangeError('directory of specialists: expected each id once');
  }
  return parsed.data;
}

/** Those of a theme, who serve the region: first who serve that region alone, then who serve all; by name. `[]`: nobody is in the directory. */
export function specialistsFor(
  directory: readonly Specialist[],
  { theme, region }: { readonly theme: SpecialistTheme | null; readonly region: string | null },
): readonly Specialist[] {
  const servesAll = ({ regions }: Specialist): boolean => regions.includes('*');
  return directory
    .filter(({ themes }) => theme === null || themes.includes(theme))
    .filter((one) => region === null || servesAll(one) || one.regions.includes(region))
    .sort(
      (left, right) =>
        Number(servesAll(left)) - Number(servesAll(right)) ||
        compareText(left.name, right.name) ||
        compareText(left.id, right.id),
    );
}
