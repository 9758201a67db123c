/**
 * Pseudonyms of invented people, made straight from their index in the population.
 *
 * No BSN stands behind them: the 9999 range that test persons may have holds about 9,000 numbers that pass the eleven-test, and
 * a population needs hundreds of thousands. They are as long as real ones and as random to look at, but protect nothing.
 */

const kinds = ['person', 'check', 'given name', 'statutory', 'household', 'address'] as const;
export type PseudonymKind = (typeof kinds)[number];

export interface PopulationPseudonyms {
  /** Equal numbers give an equal pseudonym, within one kind and one seed. */
  of(kind: PseudonymKind, first: number, second?: number, third?: number): string;
}

export function createPopulationPseudonyms(seed: number): PopulationPseudonyms {
  const bytes = Buffer.alloc(16);
  return {
    of(kind, first, second = 0, third = 0) {
      let a = mix(seed ^ Math.imul(kinds.indexOf(kind) + 1, 0x9e3779b1));
      let b = mix(a ^ first);
      let c = mix(b ^ second ^ 0x85ebca6b);
      let d = mix(c ^ third ^ 0xc2b2ae35);
      // Once more round, so that every word depends on every number.
      a = mix(a ^ d);
      b = mix(b ^ a);
      c = mix(c ^ b);
      d = mix(d ^ c);
      bytes.writeInt32LE(a, 0);
      bytes.writeInt32LE(b, 4);
      bytes.writeInt32LE(c, 8);
      bytes.writeInt32LE(d, 12);
      return bytes.toString('base64url');
    },
  };
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain), with a step so that 0 does not stay 0. */
function mix(word: number): number {
  let mixed = (word + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
