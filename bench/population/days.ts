/** Days of the population, counted back from its clock. */

/** The instant at which the truth of a population holds: the clock of the cast. */
export const populationNow = '2026-11-02T12:00:00+01:00';

const today = Date.UTC(2026, 10, 2) / 86_400_000;
const texts = new Map<number, string>();

/** `YYYY-MM-DD`, so many days before the clock's day; negative is after it. */
export function daysAgo(days: number): string {
  let text = texts.get(days);
  if (text === undefined) {
    text = new Date((today - days) * 86_400_000).toISOString().slice(0, 10);
    texts.set(days, text);
  }
  return text;
}
