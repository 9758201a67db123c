/** The steps of the tables of ages, as a token says them. */

export type AgeClass = 'UNDER_12' | 'FROM_12' | 'FROM_16' | 'ADULT';

/** The day on which the cast's stories stand still; a real issuer takes today. */
export const castDay = '2026-11-02';

/** Days are `YYYY-MM-DD`. On a birthday the new age holds. */
export function ageClassOn(day: string, birthDate: string): AgeClass {
  const years =
    Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (birthDate.slice(5) > day.slice(5) ? 1 : 0);
  if (years >= 18) return 'ADULT';
  if (years >= 16) return 'FROM_16';
  return years >= 12 ? 'FROM_12' : 'UNDER_12';
}
