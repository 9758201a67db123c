/** References as text: everything that a feed may carry comes back, and only a change makes another text. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RosterReference, rosterReferenceSchema } from '../../adapter-kit/roster.js';
import { packReference, unpackReference } from '../../subgraphs/household/register/reference-text.js';
import { propertyRuns, world } from './worlds.js';

const everything: RosterReference = {
  reference: 'VT1/2026-0001',
  unit: 'VT1',
  unitName: 'Veilig Thuis, first team',
  since: '2026-01-02',
  until: '2026-03-04',
  contact: 'a desk',
  persons: [
    {
      person: 'number',
      check: 'birth',
      localKey: 'P1',
      role: '115',
      since: '2026-01-03',
      until: '2026-02-03',
      stays: [
        { address: 'one', addressType: 'DWELLING', since: '2020-01-01', until: null },
        { address: 'two', addressType: 'INSTITUTION', since: null, until: '2021-01-01' },
        { address: 'three', addressType: 'SHELTER', since: null, until: null },
        { address: 'four', addressType: 'POSTAL', since: '2020-01-01', until: '2021-01-01' },
      ],
      givenName: 'name',
      statutoryMatch: 'statutory',
      unborn: { mother: 'mother', expectedOn: '2026-05-06', children: 2 },
      diedOn: '2026-01-04',
      isNotInformed: true,
      isNotToldItself: true,
    },
    {
      person: null,
      check: null,
      localKey: 'P2',
      role: '112',
      since: null,
      until: null,
      stays: [],
    },
  ],
  shield: { against: ['somebody', 'somebody else'] },
  household: 'the household that they recorded',
  handedOverTo: ['LOCAL_TEAM'],
};

function plain({ organisation: _, ...reference }: { readonly organisation: string } & RosterReference) {
  return reference;
}

describe('a reference as text', () => {
  it('has every field of the contract in its example, so that none is forgotten here', () => {
    const { persons } = rosterReferenceSchema.shape;
    expect(Object.keys(everything).sort()).toEqual(Object.keys(rosterReferenceSchema.shape).sort());
    expect(Object.keys(everything.persons[0] ?? {}).sort()).toEqual(
      Object.keys(persons.element.shape).sort(),
    );
  });

  it('keeps every field', () => {
    expect(unpackReference(packReference(everything))).toEqual(everything);
  });

  it('keeps whatever feeds say, and says nothing that they left out', () => {
    fc.assert(
      fc.property(world, (references) => {
        for (const reference of references.map(plain))
          expect(unpackReference(packReference(reference))).toStrictEqual(reference);
      }),
      propertyRuns(100),
    );
  });

  it('is the same for the same reference, whatever the order of its fields', () => {
    const reversed = JSON.parse(JSON.stringify(everything), (_, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(packReference(reversed)).toBe(packReference(everything));
  });

  it.each([
    ['kept from everybody', { ...everything, shield: { against: null } }],
    ['not shielded', { ...everything, shield: undefined }],
    ['closed on another day', { ...everything, until: null }],
    ['without the household', { ...everything, household: undefined }],
  ])('is another one for a case that is %s', (_, other) => {
    const changed = rosterReferenceSchema.parse(JSON.parse(JSON.stringify(other)));
    expect(packReference(changed)).not.toBe(packReference(everything));
    expect(unpackReference(packReference(changed))).toStrictEqual(changed);
  });
});
