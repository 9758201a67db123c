/**
 * Ids in the order of their code units, kept in blocks: adding one moves a few hundred others at most, and a page costs what
 * is on it. One sorted array would be copied, or sorted, whole.
 */
export interface SortedIds {
  add(id: string): void;
  remove(id: string): void;
  /** At most `first` ids after the given one. */
  after(id: string | null, first: number): readonly string[];
}

const mostInBlock = 512;

export function createSortedIds(): SortedIds {
  /** None is empty. */
  const blocks: string[][] = [];

  /** The block in which an id stands or would stand: the last one that does not begin after it. */
  function blockOf(id: string): number {
    return Math.max(0, countUntil(blocks.length, (index) => (blocks[index]?.[0] ?? '') <= id) - 1);
  }

  return {
    add(id) {
      const at = blockOf(id);
      const block = blocks[at];
      if (!block) {
        blocks.push([id]);
        return;
      }
      const place = countUntil(block.length, (index) => (block[index] ?? '') < id);
      if (block[place] === id) return;
      block.splice(place, 0, id);
      if (block.length > mostInBlock) blocks.splice(at + 1, 0, block.splice(mostInBlock / 2));
    },
    remove(id) {
      const at = blockOf(id);
      const block = blocks[at];
      const place = block?.indexOf(id) ?? -1;
      if (!block || place < 0) return;
      block.splice(place, 1);
      if (block.length === 0) blocks.splice(at, 1);
    },
    after(id, first) {
      const found: string[] = [];
      const from = id === null ? 0 : blockOf(id);
      for (let at = from; at < blocks.length && found.length < first; at += 1) {
        const block = blocks[at] ?? [];
        const place = id === null ? 0 : countUntil(block.length, (index) => (block[index] ?? '') <= id);
        found.push(...block.slice(place, place + first - found.length));
      }
      return found;
    },
  };
}

/** How many of the first of `length` items hold, where those that hold come before those that do not. */
function countUntil(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
