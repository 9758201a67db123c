/**
 * How the share of Veilig Thuis in what it records of its own work is asked for in tests, and how its parts
 * are looked at.
 */
import type { PartOf } from '../../adapter-kit/combined/parts.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { askShares, type SharesOf, sharesIn } from './contract.js';

export const kinds = [
  'work',
  'contacts',
  'handovers',
  'activities',
  'sightings',
  'concerns',
  'agreements',
  'acquaintances',
] as const;
export type Kind = (typeof kinds)[number];
export const query = askShares('veiligThuisCombined', kinds, 'representations');
export type Share = SharesOf<Kind>;

/** The share in an answer to `query`. */
export const shareIn = (answer: SubgraphAnswer): Share => sharesIn(answer, 'veiligThuisCombined', kinds);

export const partsOf = <Of extends Kind>(share: Share, kind: Of): readonly PartOf<Of>[] => share[kind].parts;
/**
 * The parts without what the expectations of the rules know otherwise: ids, places, and whom they concern.
 */
export const saidIn = <Of extends Kind>(share: Share, kind: Of) =>
  partsOf(share, kind).map(({ id: _id, memberIds: _members, source: _source, ...said }) => said);
/** How many parts there are of each kind that has any. */
export const counts = (share: Share) =>
  Object.fromEntries(kinds.map((kind) => [kind, partsOf(share, kind).length] as const).filter(([, n]) => n));
