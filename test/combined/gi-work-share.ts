/** How the GI's share in who works with a household, and in what they do, is asked for in tests. */
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import type { Part } from '../../subgraphs/household/combine/contribution.js';
import { askShares, type SharesOf, sharesIn } from './contract.js';
import { memberNames } from './gi-share.js';

export const kinds = [
  'work',
  'contacts',
  'handovers',
  'activities',
  'measures',
  'sightings',
  'help',
  'concerns',
  'agreements',
  'acquaintances',
] as const;
export const workQuery = askShares('giCombined', kinds);
export type WorkShare = SharesOf<(typeof kinds)[number]>;

export const workShareIn = (answer: SubgraphAnswer): WorkShare => sharesIn(answer, 'giCombined', kinds);

/** How many parts of each kind; a kind without any is left out. */
export function countsOf(share: WorkShare): Readonly<Record<string, number>> {
  return Object.fromEntries(
    kinds.flatMap((kind) => (share[kind].parts.length > 0 ? [[kind, share[kind].parts.length]] : [])),
  );
}

/** Parts without what no other source can know: id and source. */
export function toldBy<Item extends Part>(parts: readonly Item[]): readonly Omit<Item, 'id' | 'source'>[] {
  return parts.map(({ id: _id, source: _source, ...told }) => told);
}

/** What the cast's tables hold of GI1, with members as the register numbers them. */
export function expectedOf<Item extends Part>(
  parts: readonly Item[],
): readonly Omit<Item, 'id' | 'source'>[] {
  return toldBy(
    parts
      .filter(({ source }) => source.unit === 'GI1')
      .map((part) => ({ ...part, memberIds: part.memberIds.map(memberIdOf) })),
  );
}

function memberIdOf(name: string): string {
  return memberNames[name.charAt(0).toUpperCase() + name.slice(1)] ?? name;
}

/** In an order that does not depend on the source. */
export function sorted<Item>(items: readonly Item[]): readonly Item[] {
  const text = (item: Item): string => JSON.stringify(Object.entries(item as object).sort());
  return [...items].sort((left, right) => (text(left) < text(right) ? -1 : 1));
}
