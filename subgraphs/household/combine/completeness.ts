/** How much of a combined field this viewer can be shown: whose share is not in it or only in part, and whether what is in it was filtered. */
import type { Contribution, MissingContribution, OrganisationKind, Part } from './contribution.js';
import { missingOf, missingOfAll } from './missing.js';

export interface Completeness {
  /**
   * Whose share is not in the field, or not the whole of it: who could not be heard; who answered but may have more (its feed was not
   * read in full, or a link waits for confirmation); and who gave a part that cannot be read (`CONTRACT_BROKEN`), which is left out.
   */
  readonly missing: readonly MissingContribution[];
  /** Of all kinds of records together, from the rules and never from the data. `NONE`: of no kind is anything given. */
  readonly visibility: 'ALL' | 'MAY_BE_FILTERED' | 'NONE';
}

/** @param broken organisations of which some part could not be read. */
export function completenessOf(
  contributions: readonly Contribution<Part>[],
  broken: ReadonlySet<OrganisationKind> = new Set(),
): Completeness {
  const inPart = contributions.flatMap(({ organisation, outcome, reason }) =>
    outcome === 'ANSWERED' && reason !== null ? [{ organisation, reason }] : [],
  );
  const unread = contributions.flatMap(({ organisation, isBroken }) => (isBroken ? [organisation] : []));
  const unreadable = [...broken, ...unread].map((organisation) => ({
    organisation,
    reason: 'CONTRACT_BROKEN' as const,
  }));
  return {
    missing: missingOfAll([missingOf(contributions), inPart, unreadable]),
    visibility: visibilityOf(contributions),
  };
}

/** Whether there may be more than this viewer is shown. */
export function mayHoldMore({ missing, visibility }: Completeness): boolean {
  return missing.length > 0 || visibility !== 'ALL';
}

function visibilityOf(contributions: readonly Contribution<Part>[]): Completeness['visibility'] {
  const each = contributions.map(visibilityOfOne);
  if (each.every((visibility) => visibility === 'ALL')) return 'ALL';
  return each.every((visibility) => visibility === 'NONE') ? 'NONE' : 'MAY_BE_FILTERED';
}

/** Where no access rules stand nothing is filtered; an owner that gives nothing at all filters, whatever its rules say of each kind. */
function visibilityOfOne({ outcome, visibility }: Contribution<Part>): Completeness['visibility'] {
  const kinds = (visibility ?? []).map((kind) => kind.visibility);
  const givesNothing = outcome === 'WITHHELD' || outcome === 'NONE_VISIBLE';
  if (kinds.length === 0) return givesNothing ? 'NONE' : 'ALL';
  if (kinds.every((kind) => kind === 'NONE')) return 'NONE';
  return !givesNothing && kinds.every((kind) => kind === 'ALL') ? 'ALL' : 'MAY_BE_FILTERED';
}

/** Parts that can be read, and the organisations of which one could not. */
export function readable<Item extends Part>(
  contributions: readonly Contribution<Item>[],
  isReadable: (part: Item) => boolean,
): { readonly parts: readonly Contributed<Item>[]; readonly broken: ReadonlySet<OrganisationKind> } {
  const parts: Contributed<Item>[] = [];
  const broken = new Set<OrganisationKind>();
  for (const { organisation, parts: given } of contributions) {
    for (const part of given) {
      if (isReadable(part)) parts.push({ organisation, part });
      else broken.add(organisation);
    }
  }
  return { parts, broken };
}

/** A part, and who contributed it; its source says whose record it is. */
export interface Contributed<Item extends Part> {
  readonly organisation: OrganisationKind;
  readonly part: Item;
}
