/** Seeded randomness (sfc32, Chris Doty-Humphrey's PractRand, public domain): the same seed gives the same population everywhere. */

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** `true` in this share of cases (0 to 1). */
  chance(share: number): boolean;
  /** A whole number from `from` up to and including `to`. */
  integer(from: number, to: number): number;
  /** One of the list, which has at least one. */
  pick<T>(list: readonly [T, ...T[]]): T;
}

/** `stream` gives independent sequences under one seed, so that any household can be made without those before it. */
export function createRandom(seed: number, stream: number): Random {
  let [a, b, c, counter] = [seed | 0, stream | 0, 0x9e3779b9, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  // Neighbouring streams differ in one bit: they look alike until they are mixed.
  for (let round = 0; round < 12; round += 1) next();
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    chance: (share) => next() < share,
    integer,
    pick: (list) => list[integer(0, list.length - 1)] ?? list[0],
  };
}
