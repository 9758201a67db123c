/** What the register reads of the made family, and of two families who are alike but for one case. */
import type { RosterReference } from '../../../adapter-kit/roster.js';
import { people } from './askers.js';
import { casesPerOwner, type OwnerName, ownerNames, owners } from './made-records.js';

/** Of cases at the register itself: who was not told yet, and to whom it was handed over. */
export interface RegisterCase {
  readonly owner: OwnerName;
  readonly reference: string;
  readonly notTold: readonly string[];
  readonly isHandedOver: boolean;
}

const everybody = Object.values(people);

/** Whom Veilig Thuis has still to tell, in its cases at the register. */
const waiting: readonly (readonly string[])[] = [
  [],
  [people.other],
  [people.other, people.parent],
  [people.other, people.parentWithoutAuthority],
  [people.other, people.youth],
];

export const registerCases: readonly RegisterCase[] = ownerNames.flatMap((owner) =>
  (owner === 'veilig-thuis' ? waiting : [[]]).flatMap((notTold, index) =>
    (owner === 'veilig-thuis' ? [false, true] : [false]).map((isHandedOver) => ({
      owner,
      reference: `${owners[owner].unit}/h${index}${isHandedOver ? '-handed-over' : ''}`,
      notTold,
      isHandedOver,
    })),
  ),
);

/** The unit of a case as the register names it: it tells which case. */
export function unitNameOf(reference: string): string {
  return `Unit of ${reference}`;
}

/** Two families alike; of the first Veilig Thuis has a case of which nobody was told. */
export const twins = [
  {
    name: 'hidden',
    parent: 'twin-1-parent',
    parentWithoutAuthority: 'twin-1-other-parent',
    youth: 'twin-1-youth',
  },
  {
    name: 'none',
    parent: 'twin-2-parent',
    parentWithoutAuthority: 'twin-2-other-parent',
    youth: 'twin-2-youth',
  },
] as const;

export const twinCase = (name: string): string => `LT1/twin-${name}`;

export function madeFeeds(): Readonly<Record<OwnerName, readonly RosterReference[]>> {
  const feeds: Record<OwnerName, RosterReference[]> = {
    'veilig-thuis': [],
    raad: [],
    gi: [],
    'local-team': [],
  };
  for (const owner of ownerNames) {
    const { unit } = owners[owner];
    const numbers = Array.from({ length: casesPerOwner }, (_, index) => index);
    const names = ['own', ...numbers.map((index) => `m${index}`), ...numbers.map((index) => `i${index}`)];
    feeds[owner].push(
      ...names.map((name) => toReference(owner, `${unit}/${name}`, everybody, 'made-dwelling')),
    );
  }
  for (const { owner, reference, notTold, isHandedOver } of registerCases) {
    const made = toReference(owner, reference, everybody, 'made-dwelling', notTold);
    feeds[owner].push({ ...made, ...(isHandedOver ? { handedOverTo: ['LOCAL_TEAM'] } : {}) });
  }
  for (const { name, parent, parentWithoutAuthority, youth } of twins) {
    const family = [parent, parentWithoutAuthority, youth];
    feeds['local-team'].push(toReference('local-team', twinCase(name), family, `dwelling-${name}`));
    if (name === 'hidden') {
      feeds['veilig-thuis'].push(
        toReference('veilig-thuis', `VT1/twin-${name}`, family, `dwelling-${name}`, family),
      );
    }
  }
  return feeds;
}

function toReference(
  owner: OwnerName,
  reference: string,
  persons: readonly string[],
  dwelling: string,
  notTold: readonly string[] = [],
): RosterReference {
  const { unit } = owners[owner];
  return {
    reference,
    unit,
    unitName: reference.includes('twin') ? 'Twin unit' : unitNameOf(reference),
    since: '2026-01-01',
    until: null,
    contact: null,
    persons: persons.map((person, index) => ({
      person,
      check: `check-${person}`,
      localKey: person,
      role: index === persons.length - 1 ? '115' : '112',
      since: '2026-01-01',
      until: null,
      ...(notTold.includes(person) ? { isNotInformed: true as const } : {}),
      stays: [{ address: dwelling, addressType: 'DWELLING' as const, since: '2026-01-01', until: null }],
    })),
  };
}
