/** The calendar by which terms, stays and retention are judged. */

/**
 * The machine's clock, or one that shows `startsAt` now and runs on from there: the people of the demonstration live on
 * the day that their records were written for.
 */
export function createClock(startsAt: Date | null): () => Date {
  if (startsAt === null) return () => new Date();
  const offsetMs = startsAt.getTime() - Date.now();
  return () => new Date(Date.now() + offsetMs);
}
