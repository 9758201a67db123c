/**
 * What help cost the households that are counted, as costs without anybody in them. Cost lines are kept by the GI and by local teams:
 * Veilig Thuis and the Raad keep none, and are not asked.
 */
import type { CountedShareOf } from '../../../adapter-kit/combined/counts.js';
import type {
  Contribution,
  CostPart,
  MissingContribution,
  OrganisationKind,
} from '../combine/contribution.js';
import { type CostPeriod, costsOf } from '../combine/costs.js';
import { counted, type Figure, smallestGroup, suppressed, wholeCell } from '../combine/disclosure.js';
import { missingOfAll } from '../combine/missing.js';
import { contributionLost } from '../combine/outcomes.js';
import type { HouseholdCosts } from '../combine/study-sets.js';
import { isHeard } from './counted-households.js';
import type { GivenHousehold } from './counting.js';

type GivenCosts = CountedShareOf<'costs'>;

/** A household as its costs are counted. */
export interface CostedRow {
  readonly household: string;
  readonly memberCount: number;
}

export interface CountedCosts {
  /** `null`: an organisation could not be heard, or lets no costs be counted; then nothing is established of any household. */
  readonly households: readonly HouseholdCosts[] | null;
  /** Who could not be heard, and why. */
  readonly missing: readonly MissingContribution[];
  /** How many households are in no group because of what was not heard of them; rounded down to fives. */
  readonly leftOut: Figure<number>;
}

const keepers = [
  { organisation: 'GI', field: 'giCounted' },
  { organisation: 'LOCAL_TEAM', field: 'localTeamCounted' },
] as const;

/**
 * Whom the GI does not know is known without asking it. If it could not be heard, a set would hold those households alone: they would look
 * cheap, and their pseudonyms would tell whom the GI does not know. If one local team could not, a set would hold a part of the region that
 * nobody may choose. So then there is none, and the question can be asked again.
 */
export function countedCosts(
  rows: readonly CostedRow[],
  given: readonly GivenHousehold[],
  { region, period }: { readonly region: string; readonly period: CostPeriod },
): CountedCosts {
  const lost = keepers.filter(({ field }) => isLost(given.map((one) => one[field].costs)));
  if (lost.length > 0) {
    const missing = lost.flatMap(({ organisation, field }) =>
      given.flatMap((one) => reasonOf(organisation, one[field].costs)),
    );
    return { households: null, missing: missingOfAll([missing]), leftOut: inFives(rows.length, rows.length) };
  }
  const households = rows.map(({ household, memberCount }, index): HouseholdCosts => {
    const contributions = keepers.map(({ organisation, field }) =>
      toContribution(organisation, given[index]?.[field].costs ?? null),
    );
    return { household, memberCount, region, costs: costsOf({ contributions, period, memberIds: [] }) };
  });
  const leftOut = households.filter(({ costs }) => costs.mayBeIncomplete).length;
  return { households, missing: [], leftOut: inFives(leftOut, rows.length) };
}

/**
 * What is amiss with one household takes away that one. Where nobody at all was heard whom the organisation knows, it is the organisation:
 * a declaration that cannot be read and names nobody stands in the way of all.
 */
function isLost(given: readonly (GivenCosts | null)[]): boolean {
  if (!given.every(isHeard)) return true;
  const isBroken = given.some((one) => one?.reason === 'CONTRACT_BROKEN');
  return isBroken && !given.some((one) => one?.outcome === 'ANSWERED');
}

function reasonOf(organisation: OrganisationKind, given: GivenCosts | null): readonly MissingContribution[] {
  if (given && (given.outcome === 'ANSWERED' || given.outcome === 'NOT_KNOWN')) return [];
  const reason = given ? given.reason : contributionLost.reason;
  return reason === null ? [] : [{ organisation, reason }];
}

function toContribution(organisation: OrganisationKind, given: GivenCosts | null): Contribution<CostPart> {
  const { outcome, reason, parts } = given ?? { ...contributionLost, parts: [] };
  return {
    organisation,
    outcome,
    reason,
    parts: parts.map(({ person, ...line }, index) => ({
      ...line,
      id: `${organisation} ${index}`,
      filedOnMemberId: person === null ? null : `${organisation} ${person}`,
      memberIds: [],
      // Where a line stands was not told, and is no part of what it cost.
      source: { organisation, unit: '', system: '', recordId: '', recordedAt: null, retrievedAt: '' },
    })),
  };
}

/**
 * Neither an exact number nor an exact 0: how many households a region has is told elsewhere, and how many are in groups too small to be
 * told would follow.
 */
function inFives(count: number, of: number): Figure<number> {
  if (count < smallestGroup || wholeCell(of).state !== 'COUNTED') return suppressed;
  return counted(count - (count % 5));
}
