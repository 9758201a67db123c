/**
 * A population of families from a seed. Any family is made on its own, by its index: nothing is kept, so a million of them take
 * no memory until somebody reads them.
 */
import type { RosterPerson, RosterReference } from '../../adapter-kit/roster.js';
import { addBlemishes } from './blemishes.js';
import { daysAgo } from './days.js';
import type { DraftEntry, DraftFile, Family, Story } from './draft.js';
import { createFamilyBuilder, type FamilyBuilder } from './family-builder.js';
import { createPopulationPseudonyms } from './pseudonyms.js';
import { createRandom } from './random.js';
import { storyShares } from './shares.js';
import {
  adultChildWithOwnFile,
  adultsWithoutChildren,
  elderly,
  exchangedTwins,
  namesakes,
  nobodyHasNumber,
  ordinaryFamily,
  unbornChild,
} from './stories/at-one-address.js';
import {
  familiesInOneDwelling,
  lodgingHouse,
  previousTenants,
  residentialGroup,
} from './stories/shared-addresses.js';
import { shielded } from './stories/shielded.js';
import { fosterFamily, movedFamily, separatedParents, stepFamily } from './stories/two-homes.js';
import { createStrangers, type FamilyFile } from './strangers.js';

export interface PopulationOptions {
  readonly families: number;
  readonly seed: number;
  /** Every family has this story; for tests. Absent: by the shares. */
  readonly only?: Story;
  /** `false`: nothing is missing or typed wrong; for tests. */
  readonly hasBlemishes?: boolean;
}

export interface Population {
  readonly families: number;
  /** The family with this index, from 0. The same every time. */
  family(index: number): Family;
  /** One of its files as the organisation's feed gives it. */
  toReference(family: Family, file: DraftFile): RosterReference;
  /** The pseudonym of a person of a family, as files that have it right carry it; `null`: this person has no number. */
  personOf(family: Family, who: number): string | null;
  /** Files that carry this person's number for somebody else, because it was typed wrong there. */
  strangersUnder(family: Family, who: number): readonly FamilyFile[];
}

const tellers: Readonly<Record<Story, (builder: FamilyBuilder) => void>> = {
  FAMILY: ordinaryFamily,
  MOVED: movedFamily,
  SEPARATED: separatedParents,
  STEPFAMILY: stepFamily,
  ADULTS: adultsWithoutChildren,
  ELDERLY: elderly,
  SHARED_DWELLING: familiesInOneDwelling,
  RESIDENTIAL_GROUP: residentialGroup,
  LODGING_HOUSE: lodgingHouse,
  SHIELDED: shielded,
  FOSTER: fosterFamily,
  ADULT_CHILD: adultChildWithOwnFile,
  PREVIOUS_TENANTS: previousTenants,
  UNBORN: unbornChild,
  NO_NUMBER: nobodyHasNumber,
  EXCHANGED_TWINS: exchangedTwins,
  NAMESAKES: namesakes,
};

export function createPopulation(options: PopulationOptions): Population {
  const { families, seed, only, hasBlemishes = true } = options;
  const pseudonyms = createPopulationPseudonyms(seed);

  function identifying(family: Family, who: number): { readonly family: number; readonly who: number } {
    return { family: family.index, who: family.people[who]?.namesakeOf ?? who };
  }

  function toPerson(family: Family, entry: DraftEntry, nth: number, file: DraftFile): RosterPerson {
    const person = family.people[entry.who];
    if (!person) throw new Error(`expected one of ${family.people.length} people`);
    const { number, unborn } = entry;
    const isKnownByBirth = unborn === null || number !== null;
    const birth = isKnownByBirth ? entry.birthDaysAgo : null;
    const sex = person.sex === 'M' ? 0 : 1;
    const address = entry.stays.at(-1)?.address;
    const same = identifying(family, entry.who);
    return {
      person: number ? pseudonyms.of('person', number.family ?? family.index, number.who) : null,
      check: birth === null ? null : pseudonyms.of('check', birth, sex),
      localKey: `P${nth + 1}`,
      role: entry.role,
      since: file.since,
      until: file.until,
      stays: entry.stays.map((stay) => ({
        address: pseudonyms.of('address', family.index, stay.address),
        addressType: stay.type,
        since: stay.since,
        until: stay.until,
      })),
      ...(birth === null || entry.givenName === 'ABSENT'
        ? {}
        : {
            givenName: pseudonyms.of(
              'given name',
              birth,
              sex,
              // A misspelling is a name that nobody has.
              entry.givenName === 'MISSPELLED' ? -1 - person.givenName : person.givenName,
            ),
          }),
      ...(birth === null || address === undefined || entry.statutory === 'ABSENT'
        ? {}
        : {
            statutoryMatch: pseudonyms.of(
              'statutory',
              same.family,
              // What was typed wrong agrees with nothing, not even with the same error elsewhere.
              entry.statutory === 'TYPED_WRONG' ? -1 - family.files.indexOf(file) * 100 - nth : same.who,
              birth * 64 + address,
            ),
          }),
      ...(unborn
        ? {
            unborn: {
              mother: family.people[unborn.mother]?.hasNumber
                ? pseudonyms.of('person', family.index, unborn.mother)
                : null,
              expectedOn: daysAgo(-unborn.expectedInDays),
              children: 1,
            },
          }
        : {}),
    };
  }

  function family(index: number): Family {
    const random = createRandom(seed, index);
    const story = only ?? storyOf(random.next());
    const builder = createFamilyBuilder(index, random);
    tellers[story](builder);
    const told = builder.build(story);
    if (hasBlemishes) addBlemishes(told, random, families);
    return told;
  }

  return {
    families,
    family,
    strangersUnder: createStrangers({ families, family }),
    toReference(family, file) {
      const { shield, household } = file;
      const known = (shield?.against ?? []).map((who) => pseudonyms.of('person', family.index, who));
      return {
        reference: file.reference,
        unit: file.unit,
        unitName: file.unit,
        since: file.since,
        until: file.until,
        contact: `desk of ${file.unit}`,
        persons: file.entries.map((entry, nth) => toPerson(family, entry, nth, file)),
        ...(shield ? { shield: { against: shield.against === null ? null : known } } : {}),
        ...(household === undefined
          ? {}
          : { household: pseudonyms.of('household', family.index, household) }),
      };
    },
    personOf: (family, who) =>
      family.people[who]?.hasNumber ? pseudonyms.of('person', family.index, who) : null,
  };
}

const stories = Object.entries(storyShares);

function storyOf(drawn: number): Story {
  let sum = 0;
  for (const [story, share] of stories) {
    sum += share;
    // Object.entries forgets that the keys are those of the shares.
    if (drawn < sum) return story as Story;
  }
  return 'FAMILY';
}

/** Which family of the population a reference is of, by its text; `null`: of none. */
export function placeOf(reference: string): { readonly family: number; readonly file: number } | null {
  const match = /^[A-Z0-9]+\/\d{4}-(\d+)-(\d+)$/.exec(reference);
  return match ? { family: Number(match[1]), file: Number(match[2]) } : null;
}
