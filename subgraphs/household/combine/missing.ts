/** Whose share is not in a combined field, or not the whole of it; and who is meant by a record that names nobody. */
import type { Contribution, MissingContribution, Part } from './contribution.js';
import { compareText } from './days.js';

/**
 * Organisations that could not be heard, that answered in part (`ANSWERED` with a reason), or that give nobody anything at this moment
 * (`WITHHELD` with a reason), each once, in order of name.
 */
export function missingOf(contributions: readonly Contribution<Part>[]): readonly MissingContribution[] {
  const missing = new Map<string, MissingContribution>();
  for (const { organisation, outcome, reason } of contributions) {
    const isInPart = (outcome === 'ANSWERED' || outcome === 'WITHHELD') && reason !== null;
    if (outcome === 'UNAVAILABLE' || outcome === 'NOT_ESTABLISHED' || isInPart) {
      const known = missing.get(organisation);
      const told = { organisation, reason: reason ?? 'DOWN' };
      if (known === undefined || told.reason < known.reason) missing.set(organisation, told);
    }
  }
  return [...missing.values()].sort((left, right) => compareText(left.organisation, right.organisation));
}

/** The gaps of several combined fields told as one. */
export function missingOfAll(
  lists: readonly (readonly MissingContribution[])[],
): readonly MissingContribution[] {
  const told = new Map<string, MissingContribution>();
  for (const gap of lists.flat()) told.set(`${gap.organisation} ${gap.reason}`, gap);
  return [...told].sort(([left], [right]) => compareText(left, right)).map(([, gap]) => gap);
}
