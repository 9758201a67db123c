/** Random orders of what happened, the same ones from the same seed. */
import type { FeedChange } from './act-two-events.js';

/** In any order, but for events that touch one case: these come as they came at the organisation. */
export function shuffled(all: readonly FeedChange[], seed: number): readonly FeedChange[] {
  const random = randomFrom(seed);
  const order = all
    .map((change) => ({ change, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ change }) => change);
  const touches = ({ put, removed, organisation }: FeedChange): readonly string[] =>
    [...put.map(({ reference }) => reference), ...removed].map((reference) => `${organisation} ${reference}`);
  const touched = new Set(all.flatMap(touches));
  for (const key of touched) {
    const places = order.flatMap((change, index) => (touches(change).includes(key) ? [index] : []));
    const inTheirOrder = all.filter((change) => touches(change).includes(key));
    places.forEach((place, index) => {
      const change = inTheirOrder[index];
      if (change) order[place] = change;
    });
  }
  return order;
}

/** Mulberry32: the same numbers from the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
