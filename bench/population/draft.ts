/**
 * A family as the population knows it: its people, its homes, the files on it, and the truth about all three. People, homes
 * and files are numbers within the family; pseudonyms are made when a feed is read.
 */
import type { AddressType } from '../../adapter-kit/roster.js';
import type { storyShares } from './shares.js';

export const organisationsOfPopulation = ['VEILIG_THUIS', 'RAAD', 'GI', 'LOCAL_TEAM'] as const;
export type PopulationOrganisation = (typeof organisationsOfPopulation)[number];

export type Story = keyof typeof storyShares | 'FAMILY';

export interface DraftPerson {
  readonly birthDaysAgo: number;
  readonly sex: 'M' | 'V';
  readonly givenName: number;
  readonly isChild: boolean;
  /** No organisation has a number of this person. */
  hasNumber: boolean;
  /** Surname, given names and birth date of somebody else: index of that person in the family. */
  namesakeOf: number | null;
}

export interface DraftStay {
  readonly address: number;
  readonly type: AddressType;
  readonly since: string | null;
  readonly until: string | null;
}

/** A person as one file has it, with everything that is wrong there. */
export interface DraftEntry {
  readonly who: number;
  role: string;
  stays: readonly DraftStay[];
  /** Whose number is recorded: of this family by index, of another family by `family`, or nobody's. */
  number: { readonly family: number | null; readonly who: number } | null;
  birthDaysAgo: number;
  givenName: 'RIGHT' | 'MISSPELLED' | 'ABSENT';
  statutory: 'RIGHT' | 'TYPED_WRONG' | 'ABSENT';
  unborn: { readonly mother: number; readonly expectedInDays: number } | null;
}

export interface DraftFile {
  readonly organisation: PopulationOrganisation;
  readonly unit: string;
  readonly reference: string;
  readonly since: string;
  readonly until: string | null;
  readonly entries: DraftEntry[];
  /** From whom it is kept where they are; `null`: from everybody. Absent: no shield. */
  shield?: { readonly against: readonly number[] | null };
  /** The organisation's own key of the household. */
  household?: number;
  /** What is unusual about this file, so that an error can be put down to it. */
  readonly marks: string[];
}

/** The truth about one home at the population's clock. Files by their index. */
export interface TrueHome {
  /** Who lives there now. */
  readonly residents: readonly number[];
  /** Files that concern this household now. */
  readonly files: number[];
  /** Files that concern it, about a home it left: found, but apart. */
  readonly history: number[];
  /** Files that may stand here and need not: the rules leave it open. */
  readonly tolerated: number[];
  readonly isShielded: boolean;
}

export interface Family {
  readonly index: number;
  readonly story: Story;
  readonly people: readonly DraftPerson[];
  readonly files: readonly DraftFile[];
  readonly homes: readonly TrueHome[];
  /** Whose whereabouts are kept: in nothing that opens without a case. */
  readonly hidden: readonly number[];
  /** Who must never stand in one household, in any way. */
  readonly apart: readonly (readonly [number, number])[];
}

/** What is true of two files of one family. */
export type Relation = 'TOGETHER' | 'HISTORY' | 'TOLERATED' | 'APART';

/**
 * Two files belong together where both concern one household and name somebody in common, or their organisation recorded one
 * household for both. Without either no rule may join them, and none is asked to.
 */
export function relationOf(family: Family, left: number, right: number): Relation {
  const isTied = sharePerson(family, left, right) || haveOneHouseholdBySource(family, left, right);
  let relation: Relation = 'APART';
  for (const home of family.homes) {
    const stands = (file: number): boolean => home.files.includes(file);
    const stood = (file: number): boolean => stands(file) || home.history.includes(file);
    const may = (file: number): boolean =>
      stood(file) || home.tolerated.includes(file) || standsWithoutAddress(family, home, file);
    if (isTied && stands(left) && stands(right)) return 'TOGETHER';
    if (isTied && stood(left) && stood(right)) relation = 'HISTORY';
    else if (relation === 'APART' && may(left) && may(right)) relation = 'TOLERATED';
  }
  return relation;
}

export function sharePerson(family: Family, left: number, right: number): boolean {
  const others = family.files[right]?.entries ?? [];
  return (family.files[left]?.entries ?? []).some(({ who }) => others.some((other) => other.who === who));
}

function haveOneHouseholdBySource(family: Family, left: number, right: number): boolean {
  const [one, other] = [family.files[left], family.files[right]];
  return (
    one?.household !== undefined &&
    one.household === other?.household &&
    one.organisation === other.organisation
  );
}

/** L3: without an address, a case stands at each household in which somebody whom it names lives. */
export function standsWithoutAddress(family: Family, home: TrueHome, file: number): boolean {
  const entries = family.files[file]?.entries ?? [];
  return (
    entries.every(({ stays }) => stays.length === 0) &&
    entries.some(({ who }) => home.residents.includes(who))
  );
}
