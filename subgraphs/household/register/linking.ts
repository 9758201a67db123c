/**
 * Which references belong to one household, how sure that is and on what ground: rules L2 to L4 and L7 as pure functions over one
 * world of references (the open one, or the one behind a shield).
 *
 * The whole set of references goes in and the whole set of households comes out, so that the order of arrival cannot
 * matter. Doubt is shown as `PROBABLE`, which opens involvement and never content. The work grows with the number of references:
 * whoever has to be compared is found by the people or the address in common, never by looking at everybody.
 */
import { aliasesOf } from './aliases.js';
import { type Anchor, createResidentsOf } from './anchors.js';
import { standBehindShield } from './behind-shields.js';
import { confirm } from './confirming.js';
import { type DwellingGroup, groupByDwelling } from './dwellings.js';
import { withSupersededStays } from './homes.js';
import type { HouseholdLink, LinkedHousehold, LinkOptions } from './household-link.js';
import { anchorDwellings } from './moves.js';
import { anchorOwnCases } from './own-cases.js';
import { compareReferences, compareText, type KnownReference, referenceKey } from './references.js';
import type { ShieldedWorld } from './shields.js';
import { createStandAtDwellings, standBesideAtOneDwelling } from './standing.js';
import { householdsOfTheUnplaced } from './unplaced.js';

/** Households of the open world. */
export function linkOpenWorld(
  references: readonly KnownReference[],
  options: LinkOptions,
): readonly LinkedHousehold[] {
  const households = toHouseholds(linkWorld(references, options), options);
  return [...households, ...householdsOfTheUnplaced(references, households, options)];
}

/** The households behind one shield, with every case that concerns the people there. */
export function linkShieldedWorld(world: ShieldedWorld, given: LinkOptions): readonly LinkedHousehold[] {
  // No id that was ever handed out outside leads behind a shield.
  const options = { ...given, makeId: (text: string) => given.makeId(`behind a shield\n${text}`) };
  const anchors = linkWorld(world.references, options, world).filter(
    ({ address, links }) =>
      (address !== null && world.addresses.has(address)) ||
      (address === null && links.some(({ reference }) => world.flagged.has(referenceKey(reference)))),
  );
  standBehindShield(anchors, world, options.today);
  return toHouseholds(confirm(anchors, options.confirmations), options, world.secret);
}

function linkWorld(
  references: readonly KnownReference[],
  { today, confirmations }: LinkOptions,
  behind?: ShieldedWorld,
): readonly Anchor[] {
  const sorted = withSupersededStays([...references].sort(compareReferences));
  const groups = groupByDwelling(sorted, today);
  const residentsOf = createResidentsOf(today);
  const anchors = anchorDwellings(groups, { today, residentsOf });
  standBesideAtOneDwelling(anchors, today);

  // Behind a shield a flagged case is of the place there, and nothing at a home from before holds it.
  const isFlagged = (reference: KnownReference): boolean =>
    behind?.flagged.has(referenceKey(reference)) === true;
  const isBehind = ({ address }: Pick<Anchor, 'address'>): boolean =>
    address !== null && behind?.addresses.has(address) === true;
  const housed = new Set<string>();
  for (const group of groups) {
    for (const reference of group.references)
      if (!isFlagged(reference) || isBehind(group)) housed.add(referenceKey(reference));
  }
  const unaddressed = sorted.filter((reference) => !housed.has(referenceKey(reference)));
  if (unaddressed.length === 0) return confirm(anchors, confirmations);
  const standAtDwellings = createStandAtDwellings(anchors, sorted, { today, residentsOf });
  const own = unaddressed.filter(
    (reference) => !standAtDwellings(reference, (anchor) => !isFlagged(reference) || isBehind(anchor)),
  );
  return confirm([...anchors, ...anchorOwnCases(own, today)], confirmations);
}

function toHouseholds(
  anchors: readonly Anchor[],
  { makeId, ownedTexts }: LinkOptions,
  secret: ReadonlySet<string> | null = null,
): readonly LinkedHousehold[] {
  const aliases = aliasesOf(
    anchors.map(({ address, group, links }) => ({ address, links, residents: group?.residents ?? nobody })),
    // An id that was handed out by a former home leads to nobody behind a shield.
    { makeId, mayLead: (address) => secret === null || secret.has(address), owned: ownedTexts },
  );
  const shared = addressesOfSeveral(anchors);
  return anchors.map((anchor, index) => ({
    aliases: aliases[index] ?? [],
    kind: isOnesOwn(anchor.group, shared) ? 'OWN_FILE' : anchor.kind,
    address: anchor.address,
    links: [...anchor.links].sort(byReferenceAndGround),
  }));
}

const nobody: ReadonlySet<string> = new Set();

function byReferenceAndGround(left: HouseholdLink, right: HouseholdLink): number {
  return compareReferences(left.reference, right.reference) || compareText(left.ground, right.ground);
}

/** Dwellings where a household of more than one person lives now. */
function addressesOfSeveral(anchors: readonly Anchor[]): ReadonlySet<string> {
  return new Set(
    anchors.flatMap(({ group }) =>
      group !== null && !group.isFormer && group.residents.size > 1 ? [group.address] : [],
    ),
  );
}

// One person's own case at a dwelling where another household lives: not joined by address alone, and no household beside it.
function isOnesOwn(group: DwellingGroup | null, shared: ReadonlySet<string>): boolean {
  return group?.residents.size === 1 && shared.has(group.address);
}
