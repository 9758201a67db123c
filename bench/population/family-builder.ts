/** What the stories have in common: people of an age, homes, files of an organisation about people at homes. */
import type { AddressType } from '../../adapter-kit/roster.js';
import { daysAgo } from './days.js';
import type {
  DraftFile,
  DraftPerson,
  DraftStay,
  Family,
  PopulationOrganisation,
  Story,
  TrueHome,
} from './draft.js';
import type { Random } from './random.js';
import { closedShare, knownToShares, secondFileShare, singleParentShare } from './shares.js';

/** Given names in the population: fewer than there are people, as in life. */
const givenNames = 600;
const year = 365;

const units: Readonly<Record<PopulationOrganisation, readonly [string, ...string[]]>> = {
  VEILIG_THUIS: ['VT1', 'VT2', 'VT3', 'VT4'],
  RAAD: ['RVDK'],
  GI: ['GI1', 'GI2', 'GI3'],
  LOCAL_TEAM: ['LT1', 'LT2', 'LT3', 'LT4', 'LT5', 'LT6', 'LT7', 'LT8'],
};

export interface EntryOptions {
  readonly who: number;
  readonly role: string;
  /** Stays as the file has them; an address alone is a dwelling since the file was opened, with no end. */
  readonly at?: number | readonly DraftStay[] | null;
  /** A child that was not born when it was recorded; `isBorn`: its number has been added since. */
  readonly unborn?: { readonly mother: number; readonly expectedInDays: number; readonly isBorn?: boolean };
}

export interface FileOptions {
  readonly entries: readonly EntryOptions[];
  readonly openedDaysAgo: number;
  readonly closedDaysAgo?: number | null;
  readonly shield?: { readonly against: readonly number[] | null };
  readonly household?: number;
  readonly marks?: readonly string[];
}

export interface FamilyBuilder {
  readonly random: Random;
  adult(): number;
  elder(): number;
  child(): number;
  /** Exactly as old and of the same sex as another one. */
  twinOf(who: number): number;
  unborn(): number;
  person(who: number): DraftPerson;
  /** One or two parents. */
  parents(): readonly number[];
  children(from: number, to: number): readonly number[];
  /** A number for a new address. */
  address(): number;
  /** Organisations that know this family, by the shares; adults without children are not known to Raad or GI. */
  knownTo(hasChildren: boolean): readonly PopulationOrganisation[];
  /** Days since a file was opened, and since it was closed (`null`: it is open), within the years before. */
  caseDays(withinDays?: number): { readonly openedDaysAgo: number; readonly closedDaysAgo: number | null };
  /** Gives the file's index. */
  file(organisation: PopulationOrganisation, options: FileOptions): number;
  home(
    residents: readonly number[],
    files: readonly number[],
    more?: {
      readonly history?: readonly number[];
      readonly tolerated?: readonly number[];
      readonly isShielded?: true;
    },
  ): void;
  hide(...people: readonly number[]): void;
  keepApart(left: readonly number[], right: readonly number[]): void;
  build(story: Story): Family;
}

export function stay(
  address: number,
  since: string | null,
  until: string | null = null,
  type: AddressType = 'DWELLING',
): DraftStay {
  return { address, type, since, until };
}

export function createFamilyBuilder(index: number, random: Random): FamilyBuilder {
  const people: DraftPerson[] = [];
  const files: DraftFile[] = [];
  const homes: TrueHome[] = [];
  const hidden: number[] = [];
  const apart: (readonly [number, number])[] = [];
  let addresses = 0;

  function add(from: number, to: number, isChild: boolean): number {
    people.push({
      birthDaysAgo: random.integer(from, to),
      sex: random.chance(0.5) ? 'M' : 'V',
      givenName: random.integer(0, givenNames - 1),
      isChild,
      hasNumber: true,
      namesakeOf: null,
    });
    return people.length - 1;
  }
  function person(who: number): DraftPerson {
    const found = people[who];
    if (!found) throw new Error(`expected one of ${people.length} people`);
    return found;
  }
  const list = (count: number, make: () => number): readonly number[] => Array.from({ length: count }, make);

  return {
    random,
    person,
    adult: () => add(19 * year, 60 * year, false),
    elder: () => add(66 * year, 98 * year, false),
    child: () => add(0, 18 * year - 1, true),
    unborn: () => add(-200, -5, true),
    twinOf(who) {
      const other = person(who);
      people.push({ ...other, givenName: (other.givenName + 1 + random.integer(0, 99)) % givenNames });
      return people.length - 1;
    },
    parents: () => list(random.chance(singleParentShare) ? 1 : 2, () => add(22 * year, 58 * year, false)),
    children: (from, to) => list(random.integer(from, to), () => add(0, 18 * year - 1, true)),
    address() {
      addresses += 1;
      return addresses - 1;
    },
    knownTo(hasChildren) {
      const drawn = random.next();
      let count = 1;
      for (let sum = knownToShares[0]; count < knownToShares.length && drawn >= sum; count += 1) {
        sum += knownToShares[count] ?? 0;
      }
      // Mostly the local team, and Veilig Thuis; the Raad and a GI come later in the relay, and only for children.
      const order: PopulationOrganisation[] = random.chance(0.7)
        ? ['LOCAL_TEAM', 'VEILIG_THUIS']
        : ['VEILIG_THUIS', 'LOCAL_TEAM'];
      if (hasChildren)
        order.push(...(random.chance(0.5) ? (['RAAD', 'GI'] as const) : (['GI', 'RAAD'] as const)));
      const known = order.slice(0, count);
      for (const organisation of [...known]) if (random.chance(secondFileShare)) known.push(organisation);
      return known;
    },
    caseDays(withinDays = 5 * year) {
      const openedDaysAgo = random.integer(5, withinDays);
      return {
        openedDaysAgo,
        closedDaysAgo: random.chance(closedShare) ? random.integer(1, openedDaysAgo - 1) : null,
      };
    },
    file(organisation, options) {
      const { openedDaysAgo, closedDaysAgo = null } = options;
      const since = daysAgo(openedDaysAgo);
      const unit = random.pick(units[organisation]);
      files.push({
        organisation,
        unit,
        reference: `${unit}/${since.slice(0, 4)}-${index}-${files.length}`,
        since,
        until: closedDaysAgo === null ? null : daysAgo(closedDaysAgo),
        entries: options.entries.map(({ who, role, at = null, unborn = null }) => ({
          who,
          role,
          stays: at === null ? [] : typeof at === 'number' ? [stay(at, since)] : at,
          number: (unborn === null || unborn.isBorn) && person(who).hasNumber ? { family: null, who } : null,
          birthDaysAgo: person(who).birthDaysAgo,
          givenName: 'RIGHT',
          statutory: 'RIGHT',
          unborn,
        })),
        ...(options.shield ? { shield: options.shield } : {}),
        ...(options.household === undefined ? {} : { household: options.household }),
        marks: [...(options.marks ?? [])],
      });
      return files.length - 1;
    },
    home(residents, current, more = {}) {
      homes.push({
        residents,
        files: [...current],
        history: [...(more.history ?? [])],
        tolerated: [...(more.tolerated ?? [])],
        isShielded: more.isShielded ?? false,
      });
    },
    hide: (...whom) => void hidden.push(...whom),
    keepApart(left, right) {
      for (const one of left) for (const other of right) apart.push([one, other]);
    },
    build: (story) => ({ index, story, people, files, homes, hidden, apart }),
  };
}
