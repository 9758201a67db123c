/**
 * A broken glass opens what one question of a request is about: one household by its id, or those of one person by the number. What else
 * the same request asks for is answered as if the glass were whole, so that nobody opens a row of families by one reason.
 */
import type { Asker } from './source.js';

/** The first question of a request that names whom it is about. */
export interface AskedFirst {
  question: string | null;
}

/** The asker of one question. Where no glass is broken, what one may list and what one may open are the same, and nothing changes. */
export function askerOf(question: string, { asker, first }: AskedBy): Asker {
  first.question ??= question;
  return first.question === question || !asker.mayList ? asker : { ...asker, mayOpen: asker.mayList };
}

interface AskedBy {
  readonly asker: Asker;
  readonly first: AskedFirst;
}
