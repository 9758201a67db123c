/**
 * What the organisations handed over for a combined field, in one line for each of them, always all of them.
 *
 * What did not arrive counts as an organisation that could not be reached, and what is not of the agreed shape as one that broke its
 * contract: neither as one that has nothing. Of an organisation that answered while cases of its wait for confirmation it is said that
 * there may be more.
 */
import type { Part, PartKind, PartOf } from '../../../adapter-kit/combined/parts.js';
import { type ReadShare, readShare } from '../../../adapter-kit/combined/share.js';
import type { Contribution, OrganisationKind } from '../combine/contribution.js';
import { contributionLost } from '../combine/outcomes.js';
import { unconfirmedLinks } from '../register/keys.js';
import type { HouseholdView } from '../viewing.js';

/** An organisation, and the field of `Household` by which it contributes. */
export interface ContributingOrganisation {
  readonly organisation: OrganisationKind;
  readonly combinedField: string;
}

export interface HandedOver {
  readonly organisations: readonly ContributingOrganisation[];
  /** By field of `Household`, as the router handed them over. */
  readonly contributed: Readonly<Record<string, unknown>>;
  /** What this viewer may know of the household. */
  readonly view: HouseholdView;
  /** Whether access rules stand. */
  readonly rulesStand: boolean;
}

export function contributionsIn<Kind extends PartKind>(
  kind: Kind,
  { organisations, contributed, view, rulesStand }: HandedOver,
): readonly Contribution<PartOf<Kind>>[] {
  const seen = new Set(view.members.map(({ id }) => id));
  return organisations.map(({ organisation, combinedField }) => {
    const { outcome, reason, visibility, parts, isBroken } = shareIn(contributed[combinedField], kind);
    const mayHaveMore = outcome === 'ANSWERED' && unconfirmedLinks(view, organisation).length > 0;
    return {
      organisation,
      outcome,
      reason: reason ?? (mayHaveMore ? 'LINK_UNCONFIRMED' : null),
      ...(visibility ? { visibility } : {}),
      parts: parts.flatMap((part) => namingOnly(part, seen)),
      // Whoever has rules says how much of each kind it shows; without a word of it nobody can tell whether this is all.
      isBroken: isBroken || (rulesStand && outcome === 'ANSWERED' && !visibility),
    };
  });
}

function shareIn<Kind extends PartKind>(contributed: unknown, kind: Kind): ReadShare<PartOf<Kind>> {
  const given: unknown = isObject(contributed) ? contributed[kind] : null;
  const nothing = { parts: [], isBroken: false };
  if (given === null || given === undefined) return { ...contributionLost, ...nothing };
  return readShare(kind, given) ?? { outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', ...nothing };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A part names nobody but members of this household whom the viewer sees; one that is about a single member goes with that member. */
function namingOnly<Item extends Part>(part: Item, seen: ReadonlySet<string>): readonly Item[] {
  const { memberIds } = part;
  if ('memberId' in part && !seen.has(String(part.memberId))) return [];
  const named = memberIds.every((id) => seen.has(id))
    ? part
    : { ...part, memberIds: memberIds.filter((id) => seen.has(id)) };
  if (!('filedOnMemberId' in named) || named.filedOnMemberId === null) return [named];
  return [seen.has(String(named.filedOnMemberId)) ? named : { ...named, filedOnMemberId: null }];
}
