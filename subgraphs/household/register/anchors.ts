/** Households in the making: a dwelling with those who live there, or a case of its own. Linking adds links to them. */
import type { HouseholdKind } from './document.js';
import type { DwellingGroup } from './dwellings.js';
import { type HouseholdLink, periodAt } from './household-link.js';
import { hasEnded, periodOf, referenceKey } from './references.js';

export interface Anchor {
  readonly address: string | null;
  /** Who lives at the dwelling; `null` for a case of its own. */
  readonly group: DwellingGroup | null;
  kind: HouseholdKind;
  links: HouseholdLink[];
}

/** The identities that live at a dwelling, each with the organisations by whose references it does. */
export type Residents = ReadonlyMap<string, ReadonlySet<string>>;

export type ResidentsOf = (group: DwellingGroup) => Residents;

/** A household at a dwelling, with the references that make it one. */
export function toAnchor(group: DwellingGroup, today: string): Anchor {
  const links = group.references.map((reference): HouseholdLink => {
    const period = periodAt(reference, group.address);
    return {
      reference,
      certainty: 'CERTAIN',
      ground: group.bySource.has(referenceKey(reference)) ? 'SAME_HOUSEHOLD_BY_SOURCE' : 'SHARED_DWELLING',
      period,
      isHistory: hasEnded(period, today),
    };
  });
  return { address: group.address, group, kind: 'HOUSEHOLD', links };
}

/** Whoever lives there now; in a household of which every stay has ended, whoever lived there. Worked out once for each group. */
export function createResidentsOf(today: string): ResidentsOf {
  const known = new Map<DwellingGroup, Residents>();
  return (group) => {
    const present = known.get(group) ?? residentsOf(group, today);
    known.set(group, present);
    return present;
  };
}

function residentsOf({ address, references, isFormer }: DwellingGroup, today: string): Residents {
  const residents = new Map<string, Set<string>>();
  for (const { organisation, persons } of references) {
    for (const { identity, stays } of persons) {
      if (identity === null) continue;
      const lives = stays.some(
        (stay) => stay.address === address && (isFormer || !hasEnded(periodOf(stay), today)),
      );
      if (lives) residents.set(identity, (residents.get(identity) ?? new Set()).add(organisation));
    }
  }
  return residents;
}
