/**
 * A reference as text, in the least memory and time: a million of them are a million strings. The same reference gives the same
 * text, whatever the order of its fields, so that a change is told by comparing.
 */
import {
  addressTypes,
  type RosterPerson,
  type RosterReference,
  type RosterStay,
} from '../../../adapter-kit/roster.js';

/** The text of one reference (`packReference`). */
export type PackedReference = string;

type Stay = readonly [address: string, type: number, since: string | null, until: string | null];

/** What few people have. */
type Rarities = Pick<RosterPerson, 'unborn' | 'diedOn' | 'isNotInformed' | 'isNotToldItself'>;

type Person = readonly [
  person: string | null,
  check: string | null,
  localKey: string,
  role: string,
  since: string | null,
  until: string | null,
  stays: readonly Stay[],
  givenName: string | null,
  statutoryMatch: string | null,
  rarities?: Rarities,
];

type Fields = readonly [
  reference: string,
  unit: string,
  unitName: string,
  since: string,
  until: string | null,
  contact: string | null,
  persons: readonly Person[],
  more?: Pick<RosterReference, 'shield' | 'household' | 'handedOverTo'>,
];

export function packReference(reference: RosterReference): PackedReference {
  const { reference: name, unit, unitName, since, until, contact, persons } = reference;
  const { shield, household, handedOverTo } = reference;
  const more = {
    ...(shield === undefined ? {} : { shield: { against: shield.against } }),
    ...(household === undefined ? {} : { household }),
    ...(handedOverTo === undefined ? {} : { handedOverTo }),
  };
  const fields: Fields = [name, unit, unitName, since, until, contact, persons.map(packPerson)];
  return JSON.stringify(Object.keys(more).length === 0 ? fields : [...fields, more]);
}

/** The reference that was packed. */
export function unpackReference(text: PackedReference): RosterReference {
  const [reference, unit, unitName, since, until, contact, persons, more] = parse(text);
  const unpacked = { reference, unit, unitName, since, until, contact, persons: persons.map(unpackPerson) };
  return more === undefined ? unpacked : { ...unpacked, ...more };
}

function packPerson(known: RosterPerson): Person {
  const { person, check, localKey, role, since, until, givenName = null, statutoryMatch = null } = known;
  const { unborn, diedOn, isNotInformed, isNotToldItself, stays } = known;
  const fields = [
    person,
    check,
    localKey,
    role,
    since,
    until,
    stays.map(packStay),
    givenName,
    statutoryMatch,
  ] as const;
  if ([unborn, diedOn, isNotInformed, isNotToldItself].every((rarity) => rarity === undefined)) return fields;
  return [
    ...fields,
    {
      ...(unborn === undefined
        ? {}
        : {
            unborn: { mother: unborn.mother, expectedOn: unborn.expectedOn, children: unborn.children },
          }),
      ...(diedOn === undefined ? {} : { diedOn }),
      ...(isNotInformed === undefined ? {} : { isNotInformed }),
      ...(isNotToldItself === undefined ? {} : { isNotToldItself }),
    },
  ];
}

function packStay({ address, addressType, since, until }: RosterStay): Stay {
  return [address, addressTypes.indexOf(addressType), since, until];
}

function parse(text: PackedReference): Fields {
  // Written by `packReference`, in this process: there is nothing foreign to admit.
  return JSON.parse(text) as Fields;
}

function unpackPerson(fields: Person): RosterPerson {
  const [person, check, localKey, role, since, until, stays, givenName, statutoryMatch, rarities] = fields;
  const unpacked: RosterPerson = {
    person,
    check,
    localKey,
    role,
    since,
    until,
    stays: stays.map(unpackStay),
  };
  if (givenName !== null) unpacked.givenName = givenName;
  if (statutoryMatch !== null) unpacked.statutoryMatch = statutoryMatch;
  return rarities === undefined ? unpacked : { ...unpacked, ...rarities };
}

function unpackStay([address, type, since, until]: Stay): RosterStay {
  return { address, addressType: addressTypes[type] ?? 'POSTAL', since, until };
}
