/** What was compiled is kept, up to so many bytes; what was used longest ago goes first. */

export class PlanCache<Value> {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, { readonly value: Value; readonly bytes: number }>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Gives what is kept under the key, or makes and keeps it. Nothing is made twice: making does not yield. */
  get(key: string, make: () => { readonly value: Value; readonly bytes: number }): Value {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value;
    }
    const made = make();
    if (made.bytes > this.#maxBytes) return made.value;
    this.#entries.set(key, made);
    this.#bytes += made.bytes;
    for (const [oldest, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#entries.delete(oldest);
      this.#bytes -= bytes;
    }
    return made.value;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#entries.size;
  }
}
