/** What an organisation contributed, held to what was agreed (`adapter-kit/combined/parts.ts`). */
import type { PartKind, PartOf } from '../../adapter-kit/combined/parts.js';
import { readShare, type Share } from '../../adapter-kit/combined/share.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';

export type SharesOf<Kinds extends PartKind> = { readonly [Kind in Kinds]: Share<PartOf<Kind>> };

/** `variable`: by which name the representations are given. */
export function askShares(field: string, kinds: readonly PartKind[], variable = 'r'): string {
  return `query ($${variable}: [_Any!]!) { _entities(representations: $${variable}) {
    ... on Household { ${field} { ${kinds.join(' ')} } } } }`;
}

/** The shares in an answer about one household. @throws Error for one that is not what was agreed. */
export function sharesIn<Kinds extends PartKind>(
  answer: SubgraphAnswer,
  field: string,
  kinds: readonly Kinds[],
): SharesOf<Kinds> {
  if (answer.errors) throw new Error(`expected shares, received ${JSON.stringify(answer.errors)}`);
  const entities = answer.data?.['_entities'] as readonly Readonly<Record<string, unknown>>[] | undefined; // as the query asks
  const given = entities?.[0]?.[field] as Readonly<Record<string, unknown>> | null | undefined;
  const shares = kinds.map((kind) => {
    const read = readShare(kind, given?.[kind]);
    if (read === null || read.isBroken) {
      throw new Error(`expected ${kind} as agreed, received ${JSON.stringify(given?.[kind])}`);
    }
    const { isBroken: _, ...share } = read;
    return [kind, share] as const;
  });
  return Object.fromEntries(shares) as unknown as SharesOf<Kinds>; // one entry for every kind that was asked
}
