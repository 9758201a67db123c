/** L7: a professional's word opens a probable link, and joins two cases that no rule may join. */
import type { Anchor } from './anchors.js';
import type { LinkConfirmation } from './document.js';
import { compareText, referenceKey } from './references.js';

/** How many links of one case a household has, of either kind. */
interface Held {
  certain: number;
  probable: number;
}

/** Joins what was confirmed; gives the households that are left. */
export function confirm(
  anchors: readonly Anchor[],
  confirmations: readonly LinkConfirmation[],
): readonly Anchor[] {
  if (confirmations.length === 0) return anchors;
  const present = new Set(anchors);
  const places = new Map(anchors.map((anchor, place) => [anchor, place] as const));
  const heldIn = indexByCase(anchors);
  const inOrder = (some: Iterable<Anchor>): readonly Anchor[] =>
    [...some].sort((left, right) => (places.get(left) ?? 0) - (places.get(right) ?? 0));

  for (const confirmation of [...confirmations].sort((left, right) => compareText(left.id, right.id))) {
    const { about, joins } = confirmation;
    // Where the case that was asked about is itself the one that the others stand at, they are joined to it.
    if (!join(about, joins, confirmation)) for (const key of joins) join(key, [about], confirmation);
  }
  return [...present];

  /** Joins one case to the household of the others, and says whether it could: one of them has to be certain somewhere. */
  function join(
    about: string,
    others: readonly string[],
    { by, at }: Pick<LinkConfirmation, 'by' | 'at'>,
  ): boolean {
    const weights = new Map<Anchor, number>();
    for (const key of new Set(others)) {
      for (const [anchor, { certain }] of heldIn.get(key) ?? [])
        if (certain > 0) weights.set(anchor, (weights.get(anchor) ?? 0) + certain);
    }
    const held = heldIn.get(about) ?? new Map<Anchor, Held>();
    const holding = inOrder(weights.keys());
    const stood = holding.filter((anchor) => (held.get(anchor)?.probable ?? 0) > 0);
    const candidates = stood.length > 0 ? stood : holding;
    // One of the others may be about two households; the household that was meant is the one with most of them.
    const most = candidates.reduce((sum, anchor) => Math.max(sum, weights.get(anchor) ?? 0), 0);
    const hosts = candidates.filter((anchor) => weights.get(anchor) === most);
    const isAbout = ({ reference }: Anchor['links'][number]): boolean => referenceKey(reference) === about;
    const link = inOrder(held.keys())[0]?.links.find(isAbout);
    if (hosts.length === 0 || !link) return false;
    for (const host of hosts) {
      if ((held.get(host)?.certain ?? 0) > 0) continue;
      host.links = [
        ...host.links.filter((other) => !isAbout(other)),
        { ...link, certainty: 'CONFIRMED', ground: 'CONFIRMED_BY_PROFESSIONAL', confirmation: { by, at } },
      ];
      host.kind = 'HOUSEHOLD';
      held.set(host, { certain: 1, probable: 0 });
    }
    // A case of its own that was joined to another one is a household of its own no longer.
    for (const anchor of held.keys()) {
      if (hosts.includes(anchor) || anchor.group !== null || !anchor.links.every(isAbout)) continue;
      present.delete(anchor);
      held.delete(anchor);
    }
    return true;
  }
}

function indexByCase(anchors: readonly Anchor[]): ReadonlyMap<string, Map<Anchor, Held>> {
  const heldIn = new Map<string, Map<Anchor, Held>>();
  for (const anchor of anchors) {
    for (const { reference, certainty } of anchor.links) {
      const key = referenceKey(reference);
      const held = heldIn.get(key) ?? new Map<Anchor, Held>();
      heldIn.set(key, held);
      const counts = held.get(anchor) ?? { certain: 0, probable: 0 };
      counts[certainty === 'PROBABLE' ? 'probable' : 'certain'] += 1;
      held.set(anchor, counts);
    }
  }
  return heldIn;
}
