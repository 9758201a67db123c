/** L8: households whose cases turned out not to belong together. */
import type { HouseholdDocument } from './document.js';
import type { PublishedComponent } from './published.js';
import { referenceKey } from './references.js';

/** Ids of the households in which a case stands, by `ORGANISATION reference`. */
export type Standing = Map<string, Set<string>>;

export interface SplitOptions {
  /** In the open world as it is now. */
  readonly nowIn: Standing;
  /** Of these, where it is certain. */
  readonly certainlyIn: Standing;
  /** Whether a professional's word about the case stands. */
  readonly isConfirmed: (key: string) => boolean;
  /** Whether anybody read the household: its id is in use somewhere. */
  readonly wasRead: (household: string) => Promise<boolean>;
  readonly aliasesOf: (household: string) => Promise<readonly string[]>;
}

/** Notes in which open household the cases of a document stand. */
export function noteStanding(
  document: HouseholdDocument,
  { nowIn, certainlyIn }: Pick<SplitOptions, 'nowIn' | 'certainlyIn'>,
): void {
  if (document.openedBy !== undefined) return;
  for (const link of document.links) {
    const key = referenceKey(link);
    // Of a case of which nobody is left out here it is not told that it ever stood with others.
    if (Object.keys(link.members).length === 0) continue;
    nowIn.set(key, (nowIn.get(key) ?? new Set()).add(document.id));
    if (link.certainty !== 'PROBABLE')
      certainlyIn.set(key, (certainlyIn.get(key) ?? new Set()).add(document.id));
  }
}

/** Every id of households that were read, and of which two cases were certain that are not together any more, though both are still there. */
export async function findSplit(
  before: ReadonlySet<PublishedComponent>,
  options: SplitOptions,
): Promise<readonly string[]> {
  const { nowIn, certainlyIn, isConfirmed, wasRead, aliasesOf } = options;
  const split: string[] = [];
  for (const { joined } of before) {
    for (const { id, isOpen, keys, confirmed } of joined) {
      if (!isOpen) continue;
      // A word that was taken back: a case that still stands there as probable may be read there no more.
      const undone = new Set(confirmed.filter((key) => !isConfirmed(key)));
      const open = keys.filter((key) => nowIn.has(key));
      const isApart = open.some((one, index) =>
        open.slice(index + 1).some((other) => {
          const places = undone.has(one) || undone.has(other) ? certainlyIn : nowIn;
          const households = places.get(other);
          return ![...(places.get(one) ?? [])].some((household) => households?.has(household));
        }),
      );
      if (isApart && (await wasRead(id))) split.push(...(await aliasesOf(id)));
    }
  }
  return [...new Set(split)];
}
