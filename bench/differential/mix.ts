/** Numbers out of texts and numbers, the same everywhere: what a fictitious record says follows from its name alone. */

/** FNV-1a over UTF-16 units, then avalanche (Murmur3's finaliser): neighbouring names give unlike numbers. */
export function mixText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return finish(hash);
}

export function mixNumber(hash: number, next: number): number {
  return finish(Math.imul(hash ^ Math.imul(next + 1, 0x9e3779b1), 0x85ebca6b));
}

function finish(hash: number): number {
  let mixed = hash;
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  return mixed >>> 0;
}

/** One text for one value: keys in order, so that the order in which a client wrote an argument does not count. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`)
      .join()}}`;
  return JSON.stringify(value) ?? 'null';
}
