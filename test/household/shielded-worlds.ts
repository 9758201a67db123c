/**
 * Worlds in which somebody fled: what others know of the family, and cases behind a shield of which it may vary where the family is.
 */
import fc from 'fast-check';
import { isRoleOfHousehold, type RosterPerson, type RosterStay } from '../../adapter-kit/roster.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import { numberOf, personIn, someCase, toCase } from './worlds.js';

/** A mother and two children fled; the man whom they fled from is another one of the people. */
export const fled = [0, 3, 4] as const;
export const keptFrom = 1;

/** Where the family is, by whose case, and since when. Nobody outside the flagged cases knows of it. */
export interface Whereabouts {
  readonly now: Pick<RosterStay, 'address' | 'addressType'>;
  readonly before: Pick<RosterStay, 'address' | 'addressType'>;
  readonly organisations: readonly string[];
  readonly since: string;
  readonly contact: string | null;
}

/** What the flagged cases say, but for the place. */
export interface FlaggedCase {
  readonly against: readonly number[] | null;
  readonly people: readonly {
    readonly person: RosterPerson;
    readonly at: 'NOW' | 'BEFORE' | 'BOTH' | 'NOWHERE';
  }[];
  readonly hisHome: boolean;
}

export interface FledWorld {
  readonly open: readonly FeedReference[];
  readonly behind: readonly FlaggedCase[];
}

const secretPlace = (name: string) =>
  fc.record({
    address: fc.constantFrom(`${name}, north`, `${name}, south`),
    addressType: fc.constantFrom('DWELLING' as const, 'SHELTER' as const),
  });

// No other case has a day between these: what differs is where they are, not who knew of it first.
const secretDays = ['2025-06-01', '2025-11-15', '2026-03-20'] as const;

export const whereabouts: fc.Arbitrary<Whereabouts> = fc.record({
  now: secretPlace('the secret place'),
  before: secretPlace('the first refuge'),
  organisations: fc.tuple(
    fc.constantFrom('LOCAL_TEAM', 'GI', 'VEILIG_THUIS'),
    fc.constantFrom('LOCAL_TEAM', 'GI', 'VEILIG_THUIS'),
  ),
  since: fc.constantFrom(...secretDays),
  contact: fc.constantFrom(null, 'a desk elsewhere'),
});

const flaggedCase: fc.Arbitrary<FlaggedCase> = fc.record({
  against: fc.constantFrom(null, [keptFrom], [keptFrom]),
  people: fc.uniqueArray(
    fc.record({
      person: fc
        .oneof(...fled.map((who) => personIn(who, { stays: fc.constant([]) })))
        // A feed carries nobody else, and a family behind a shield is not made of reporters.
        .filter(({ role }) => isRoleOfHousehold(role)),
      at: fc.constantFrom(
        'NOW' as const,
        'NOW' as const,
        'BEFORE' as const,
        'BOTH' as const,
        'NOWHERE' as const,
      ),
    }),
    { minLength: 1, selector: ({ person }) => person.localKey },
  ),
  hisHome: fc.boolean(),
});

export const fledWorld: fc.Arbitrary<FledWorld> = fc
  .record({
    cases: fc.array(someCase(), { maxLength: 6, size: 'max' }),
    behind: fc.array(flaggedCase, { minLength: 1, maxLength: 2 }),
  })
  .map(({ cases, behind }) => ({
    open: cases.map((parts, nth) => toCase({ nth, ...parts })),
    behind,
  }));

/** The cases behind the shield, with the family at this place. */
export function flaggedCases({ behind }: FledWorld, where: Whereabouts): readonly FeedReference[] {
  return behind.map((one, nth) => toFlagged(one, nth, where));
}

function toFlagged(
  { against, people, hisHome }: FlaggedCase,
  nth: number,
  where: Whereabouts,
): FeedReference {
  const stayAt = (place: RosterStay['address'], until: string | null, type: RosterStay['addressType']) => ({
    address: place,
    addressType: type,
    since: where.since,
    until,
  });
  const stays = {
    NOW: [stayAt(where.now.address, null, where.now.addressType)],
    BEFORE: [stayAt(where.before.address, '2026-05-01', where.before.addressType)],
    BOTH: [
      stayAt(where.before.address, '2026-05-01', where.before.addressType),
      stayAt(where.now.address, null, where.now.addressType),
    ],
    NOWHERE: [],
  };
  const him: RosterPerson = {
    person: numberOf(keptFrom),
    check: `birth ${keptFrom}`,
    localKey: `P${keptFrom + 1}`,
    role: '112',
    since: null,
    until: null,
    stays: [{ address: 'home one', addressType: 'DWELLING', since: '2019-03-01', until: null }],
  };
  const one = toCase({
    nth: 90 + nth,
    organisation: where.organisations[nth] ?? 'GI',
    persons: [
      ...people.map(({ person, at }) => ({ ...person, since: where.since, stays: stays[at] })),
      ...(hisHome && against !== null ? [him] : []),
    ],
    since: where.since,
    until: null,
    household: false,
    shield: against,
  });
  return { ...one, contact: where.contact };
}
