import { describe, expect, it } from '@jest/globals';
import type { RosterPerson } from '../../adapter-kit/roster.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import { linkAll } from './link-all.js';

const mother: RosterPerson = {
  person: 'the mother',
  check: 'her birth date',
  localKey: 'M',
  role: '112',
  since: null,
  until: null,
  stays: [{ address: 'home', addressType: 'DWELLING', since: '2024-01-01', until: null }],
};

function expected(on: string | null, children = 1, localKey = 'C'): RosterPerson {
  return {
    ...mother,
    person: null,
    check: null,
    localKey,
    role: '115',
    unborn: { mother: 'the mother', expectedOn: on, children },
  };
}

function born(on: string, number = 'the child'): RosterPerson {
  return { ...expected(on), person: number, check: 'its birth date' };
}

function about(organisation: string, ...children: readonly RosterPerson[]): FeedReference {
  return {
    organisation,
    reference: `${organisation}/1`,
    unit: organisation,
    unitName: organisation,
    since: '2026-01-01',
    until: null,
    contact: null,
    persons: [mother, ...children],
  };
}

function childrenIn(...references: readonly FeedReference[]) {
  const { households } = linkAll(references);
  expect(households).toHaveLength(1);
  return (households[0]?.members ?? []).filter(({ role }) => role === '115');
}

describe('a child that is not born', () => {
  it.each([
    ['one child where the expected dates differ by three weeks', '2027-01-01', '2027-01-22', 1],
    ['two where they differ by a day more', '2027-01-01', '2027-01-23', 2],
  ])('is %s', (_, one, other, count) => {
    expect(childrenIn(about('RAAD', expected(one)), about('GI', expected(other)))).toHaveLength(count);
  });

  it('is one of twins where two are expected, and both are members', () => {
    const twins = [expected('2027-01-01', 2, 'C1'), expected('2027-01-01', 2, 'C2')];
    expect(childrenIn(about('RAAD', ...twins), about('GI', ...twins))).toHaveLength(2);
  });

  it('is another pregnancy where the number of children differs', () => {
    expect(
      childrenIn(about('RAAD', expected('2027-01-01', 1)), about('GI', expected('2027-01-01', 2))),
    ).toHaveLength(2);
  });

  it('belongs to the only pregnancy that is known where no date was recorded', () => {
    expect(childrenIn(about('RAAD', expected('2027-01-01')), about('GI', expected(null)))).toHaveLength(1);
  });

  it('stays one child when one organisation records the birth before the other', () => {
    const [child, ...others] = childrenIn(
      about('RAAD', born('2027-01-01')),
      about('GI', expected('2027-01-10')),
    );
    expect(others).toEqual([]);
    expect(child).toMatchObject({ person: 'the child', knownTo: ['GI', 'RAAD'] });
  });

  it('is nobody in particular once two were born of one pregnancy: nobody can say which one was meant', () => {
    const children = childrenIn(
      about('RAAD', { ...born('2027-01-01', 'one'), localKey: 'C1' }),
      about('GI', { ...born('2027-01-01', 'other'), localKey: 'C2' }),
      about('LOCAL_TEAM', expected('2027-01-01')),
    );
    expect(children.map(({ person }) => person).sort()).toEqual([null, 'one', 'other'].sort());
  });
});
