/**
 * Small random worlds of references for properties: few people, dwellings and days, so that they meet. Everything that a feed may
 * carry occurs, what is wrong in it included. Shrinking takes people and references away, so that a failure reads as a case.
 */
import fc from 'fast-check';
import type { AddressType, RosterPerson, RosterStay } from '../../adapter-kit/roster.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';

export const today = '2026-11-02';
export const people = 6;

const organisations = ['GI', 'LOCAL_TEAM', 'RAAD', 'VEILIG_THUIS'] as const;
const days = [
  '2019-03-01',
  '2021-05-10',
  '2023-01-15',
  '2024-06-01',
  '2025-02-03',
  '2025-02-20',
  '2026-09-30',
] as const;
const expectedDays = ['2026-12-01', '2026-12-15', '2027-01-05', '2027-08-01'] as const;

export const places: readonly (readonly [string, AddressType])[] = [
  ['home one', 'DWELLING'],
  ['home two', 'DWELLING'],
  ['home three', 'DWELLING'],
  ['the shelter', 'SHELTER'],
  ['the residential group', 'INSTITUTION'],
  ['a letter address', 'POSTAL'],
];

/** How runs are counted and which they are. Failures print the seed and the smallest world that fails. */
export function propertyRuns(runs: number): { readonly numRuns: number; readonly seed: number } {
  const factor = Number(process.env['PROPERTY_RUNS_FACTOR'] ?? 1);
  return { numRuns: Math.ceil(runs * factor), seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_102) };
}

const seldom = <T>(rare: fc.Arbitrary<T>, usual: T): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 9 }, { arbitrary: rare, weight: 1 });
const day = fc.constantFrom<string>(...days);

/** A period whose end, where there is one, is not before its beginning. */
export const period: fc.Arbitrary<{ readonly since: string; readonly until: string | null }> = fc
  .tuple(day, fc.option(day, { freq: 3 }))
  .map(([one, other]) =>
    other !== null && other < one ? { since: other, until: one } : { since: one, until: other },
  );

const stay: fc.Arbitrary<RosterStay> = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4, 5), period, seldom(fc.constant(true), false))
  .map(([place, { since, until }, isOpen]) => {
    const [address, addressType] = places[place] ?? ['home one', 'DWELLING'];
    return { address, addressType, since: isOpen ? null : since, until };
  });

export function numberOf(who: number): string {
  return `number ${who}`;
}

/** Two of the children are twins: one birth date and sex. */
export function checkOf(who: number): string {
  return `birth ${who === 5 ? 4 : who}`;
}

export interface PersonOptions {
  /** Stays that a person may have. */
  readonly stays?: fc.Arbitrary<readonly RosterStay[]>;
}

export function personIn(
  who: number,
  { stays = fc.array(stay, { maxLength: 2 }) }: PersonOptions = {},
): fc.Arbitrary<RosterPerson> {
  const role = who < 3 ? '112' : '115';
  return fc
    .record({
      number: seldom(fc.constantFrom(null, numberOf((who + 1) % people)), numberOf(who)),
      check: seldom(fc.constantFrom(null, 'a birth date that somebody mistyped'), checkOf(who)),
      role: seldom(fc.constantFrom('114', '211', '301', '391'), role),
      period,
      stays,
      givenName: seldom(fc.constantFrom('absent', 'other', 'twin'), 'right'),
      statutory: seldom(fc.constant(true), false),
      unborn: who < 3 ? fc.constant(null) : seldom(fc.option(unborn, { freq: 9 }), null),
      isNotInformed: seldom(fc.constant(true), false),
      diedOn: seldom(fc.constant<string | null>('2026-01-01'), null),
    })
    .map(({ number, check, role: plays, period: lasts, stays: at, givenName, unborn: expected, ...more }) => {
      const isUnborn = expected !== null && !expected.isBorn;
      return {
        person: isUnborn ? null : number,
        check: isUnborn ? null : check,
        localKey: `P${who + 1}`,
        role: plays,
        ...lasts,
        stays: [...at],
        ...(givenName === 'absent' || isUnborn ? {} : { givenName: nameOf(who, givenName) }),
        ...(more.statutory ? { statutoryMatch: `statutory ${who}` } : {}),
        ...(expected ? { unborn: expected.record } : {}),
        ...(more.isNotInformed ? { isNotInformed: true as const } : {}),
        ...(more.diedOn === null || isUnborn ? {} : { diedOn: more.diedOn }),
      };
    });
}

const unborn = fc
  .record({
    mother: fc.constantFrom(numberOf(0), numberOf(0), numberOf(1), null),
    expectedOn: fc.option(fc.constantFrom<string>(...expectedDays), { freq: 5 }),
    children: fc.constantFrom(1, 1, 2),
    isBorn: fc.boolean(),
  })
  .map(({ isBorn, ...record }) => ({ isBorn, record }));

// The names of twins may stand under each other's numbers.
function nameOf(who: number, which: string): string {
  if (which === 'twin' && who >= 4) return `name ${9 - who}`;
  return which === 'other' ? `name ${who}, otherwise` : `name ${who}`;
}

export interface CaseParts {
  readonly nth: number;
  readonly organisation: string;
  readonly persons: readonly RosterPerson[];
  readonly since: string;
  readonly until: string | null;
  readonly household: boolean;
  readonly shield: readonly number[] | null | undefined;
}

export function toCase({
  nth,
  organisation,
  persons,
  shield,
  household,
  ...lasts
}: CaseParts): FeedReference {
  const unit = `${organisation.slice(0, 2)}${(nth % 2) + 1}`;
  return {
    organisation,
    reference: `${unit}/${nth}`,
    unit,
    unitName: unit,
    ...lasts,
    contact: null,
    persons: [...persons],
    ...(shield === undefined ? {} : { shield: { against: shield === null ? null : shield.map(numberOf) } }),
    ...(household ? { household: `household of ${organisation}` } : {}),
  };
}

const anybody: fc.Arbitrary<readonly RosterPerson[]> = fc.uniqueArray(
  fc.oneof(...Array.from({ length: people }, (_, who) => personIn(who))),
  { minLength: 1, maxLength: 4, selector: ({ localKey }) => localKey },
);

/** A case about some of the people. */
export function someCase({
  shield = fc.constant(undefined),
  persons = anybody,
}: {
  readonly shield?: fc.Arbitrary<CaseParts['shield']>;
  readonly persons?: fc.Arbitrary<readonly RosterPerson[]>;
} = {}): fc.Arbitrary<Omit<CaseParts, 'nth'>> {
  return fc
    .record({
      organisation: fc.constantFrom(...organisations),
      persons,
      lasts: period,
      household: seldom(fc.constant(true), false),
      shield,
    })
    .map(({ lasts, ...parts }) => ({ ...parts, ...lasts }));
}

const anyShield = seldom<CaseParts['shield']>(
  fc.constantFrom<CaseParts['shield']>(null, [0], [1]),
  undefined,
);

/** Up to eight cases in which anything occurs. */
export const world: fc.Arbitrary<readonly FeedReference[]> = fc
  .array(someCase({ shield: anyShield }), { minLength: 1, maxLength: 8, size: 'max' })
  .map((cases) => cases.map((parts, nth) => toCase({ nth, ...parts })));

/** The same references in another order. */
export function inAnyOrder<T>(items: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}
