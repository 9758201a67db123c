/** What so many share that it joins nobody, and what joins without a shared number. */
import { describe, expect, it } from '@jest/globals';
import type { RosterPerson } from '../../adapter-kit/roster.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import { linkAll } from './link-all.js';

type Who = Partial<RosterPerson> & { readonly at?: string };

function person(number: string | null, { at, ...own }: Who = {}): RosterPerson {
  return {
    person: number,
    check: number === null ? null : `birth date of ${number}`,
    localKey: number ?? 'P1',
    role: '112',
    since: null,
    until: null,
    stays: at ? [{ address: at, addressType: 'DWELLING', since: '2025-01-01', until: null }] : [],
    ...own,
  };
}

function caseWith(
  reference: string,
  persons: readonly RosterPerson[],
  own: Partial<FeedReference> = {},
): FeedReference {
  return {
    organisation: 'LOCAL_TEAM',
    reference,
    unit: 'LT1',
    unitName: 'LT1',
    since: '2025-01-01',
    until: null,
    contact: null,
    persons: [...persons],
    ...own,
  };
}

const crowd = (size: number, whom: (nth: number) => readonly RosterPerson[]) =>
  Array.from({ length: size }, (_, nth) => caseWith(`LT1/${nth}`, whom(nth)));

describe('what a system fills in where it knows nothing', () => {
  it('a number in more than 120 cases is nobody, and it is said that nobody knows whose it is', () => {
    const { households, undecided } = linkAll(
      crowd(121, (nth) => [
        person('filler', { check: 'filler' }),
        person(`own ${nth}`, { at: `home ${nth}` }),
      ]),
    );
    expect(undecided).toContain('filler');
    expect(households.filter(({ foundBy }) => foundBy.includes('filler'))).toEqual([]);
    expect(households.every(({ links }) => links.length === 1)).toBe(true);
    expect(households.filter(({ foundBy }) => foundBy.some((who) => who.startsWith('own')))).toHaveLength(
      121,
    );
  });

  it('a dwelling in more than 120 cases is no dwelling: who lives there joins nobody', () => {
    const { households } = linkAll(crowd(121, (nth) => [person(`own ${nth}`, { at: 'the building' })]));
    expect(households).toHaveLength(121);
    expect(households.every(({ members }) => members.length === 1)).toBe(true);
  });
});

describe('people without a number', () => {
  const statutory = { statutoryMatch: 'surname, given names, birth date, postcode and number' };

  it.each([
    ['asked about where neither case has one', null, null, 2],
    ['asked about where only one case has one', 'a number', null, 2],
    ['not asked about where both have one and they differ', 'a number', 'another', 0],
  ])('are never joined by their statutory data, and %s', (_, one, other, count) => {
    const { households, questions } = linkAll([
      caseWith('LT1/1', [person(one, statutory)]),
      caseWith('LT1/2', [person(other, statutory)]),
    ]);
    expect(households).toHaveLength(2);
    expect(questions.map(({ kind }) => kind)).toEqual(Array(count).fill('POSSIBLE'));
  });
});

describe('families in more than one home', () => {
  const child = { role: '115' };

  it('an adult with two open homes lives in the one that began last, and the other is told that it is out of date', () => {
    const left = caseWith('LT1/1', [person('mother', { at: 'old' }), person('father', { at: 'old' })]);
    const now = caseWith('LT2/2', [
      person('mother', {
        stays: [{ address: 'new', addressType: 'DWELLING', since: '2026-01-01', until: null }],
      }),
    ]);
    const residence = Object.fromEntries(
      linkAll([left, now]).households.map(({ links, members, composition }) => [
        links.find(({ certainty }) => certainty === 'CERTAIN')?.reference,
        [
          members.map((one) => `${one.person} ${one.residence}`).sort(),
          composition?.outdated.map(({ organisation }) => organisation) ?? null,
        ],
      ]),
    );
    expect(residence).toEqual({
      'LT1/1': [['father RESIDENT', 'mother ELSEWHERE'], ['LOCAL_TEAM']],
      'LT2/2': [['mother RESIDENT'], null],
    });
  });

  it('a child goes along with the parent who moved, where a case places it in the new home', () => {
    const moved = { address: 'new', addressType: 'DWELLING' as const, since: '2026-01-01', until: null };
    const { households } = linkAll([
      caseWith(
        'LT1/1',
        ['mother', 'father', 'child'].map((who) =>
          person(who, { at: 'old', ...(who === 'child' ? child : {}) }),
        ),
      ),
      caseWith('LT2/2', [
        person('mother', { stays: [moved] }),
        person('child', { ...child, stays: [moved] }),
      ]),
    ]);
    const homes = households.map(({ members }) =>
      members
        .filter(({ residence }) => residence === 'RESIDENT')
        .map(({ person: who }) => who)
        .sort(),
    );
    expect(homes.sort()).toEqual([['child', 'mother'], ['father']]);
  });

  it('two families are one household only by the word of the organisation that recorded both', () => {
    const [one, other] = [[person('aunt', { at: 'home' })], [person('lodger', { at: 'home' })]];
    const key = { household: 'the household at home' };
    const joined = linkAll([caseWith('LT1/1', one, key), caseWith('LT1/2', other, key)]).households;
    expect(joined.map(({ links }) => links.map(({ ground }) => ground).sort())).toEqual([
      ['SAME_HOUSEHOLD_BY_SOURCE', 'SHARED_DWELLING'],
    ]);
    const elsewhere = { ...key, organisation: 'GI' };
    expect(
      linkAll([caseWith('LT1/1', one, key), caseWith('GI1/2', other, elsewhere)]).households,
    ).toHaveLength(2);
  });

  it("an adult child's own file at the parents' address is a file of its own", () => {
    const { households } = linkAll([
      caseWith('LT1/1', [person('mother', { at: 'home' }), person('child', { ...child, at: 'home' })]),
      caseWith('LT1/2', [person('adult daughter', { role: '301', at: 'home' })]),
    ]);
    expect(households.map(({ kind, members }) => [kind, members.length]).sort()).toEqual([
      ['HOUSEHOLD', 2],
      ['OWN_FILE', 1],
    ]);
  });
});

describe('two women who fled from one man', () => {
  it('are behind two shields, though both cases name him at his home', () => {
    const him = person('the man', { at: 'his home' });
    const fled = (who: string) =>
      caseWith(`LT1/${who}`, [him, person(who, { at: `refuge of ${who}` })], {
        shield: { against: ['the man'] },
      });
    const { households } = linkAll([fled('one'), fled('another')]);
    expect(households.map(({ openedBy, foundBy }) => [openedBy, foundBy]).sort()).toEqual([
      [['LOCAL_TEAM LT1/another'], ['another']],
      [['LOCAL_TEAM LT1/one'], ['one']],
    ]);
  });
});
