/** What the Raad's feed says of the cast's later families, written out: the feed is compared with all of it. */
import { expect } from '@jest/globals';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import {
  addresses,
  type CastAddress,
  type CastPerson,
  deJager,
  deVries,
  jacobs,
  nagelhout,
  overvaart,
} from '../../simulated-sources/families.js';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
/** The pseudonym of somebody's first name. */
export const givenNameOf = ({ givenName, birthDate, sex }: CastPerson) =>
  pseudonymiser.givenName(givenName, birthDate, sex) ?? '';
const stayAt = ({ key, type: addressType }: CastAddress, since: string) => ({
  address: pseudonymiser.address(key),
  addressType,
  since,
  until: null,
});
/** A case of the feed as the cast has it: each person with their role and, where there is one, address. */
const caseInFeed = (
  since: string,
  until: string | null,
  persons: readonly (readonly [person: CastPerson, role: string, address?: CastAddress])[],
) => ({
  since,
  until,
  persons: persons.map(([person, role, address]) => ({
    person: pseudonymiser.person(person.bsn),
    check: pseudonymiser.check(person.birthDate, person.sex),
    localKey: expect.any(String),
    givenName: givenNameOf(person),
    role,
    since,
    until,
    stays: address === undefined ? [] : [stayAt(address, since)],
  })),
});
const { grotestraat2, franciscusRomanusweg, keizerKarelplein, shelterLetters } = addresses;
/** RVDK/2026-6003 before the birth. */
export const marjoleinAndUnborn = [
  {
    person: null,
    check: null,
    localKey: expect.any(String),
    unborn: { mother: pseudonymiser.person(nagelhout.marjolein.bsn), expectedOn: null, children: 1 },
    role: '115',
    since: '2026-10-12',
    until: null,
    stays: [stayAt(grotestraat2, '2026-10-12')],
  },
  ...caseInFeed('2026-10-12', null, [[nagelhout.marjolein, '112', grotestraat2]]).persons,
];
const withoutNumber = (birthDate: string, sex: 'M' | 'V') => ({
  person: null,
  check: pseudonymiser.check(birthDate, sex),
  localKey: expect.any(String),
});
/** What the feed says of families 5, 6, 7, 9, 11 and 12: all of it. */
export const laterFamiliesInFeed = {
  'RVDK/2026-6003': { since: '2026-10-12', until: null, persons: marjoleinAndUnborn },
  'RVDK/2026-3306': caseInFeed('2026-07-06', null, [
    [deJager.paolo, '115'],
    [deJager.estrella, '113'],
    [deJager.jan, '112'],
  ]),
  'RVDK/2026-1410': caseInFeed('2026-02-02', '2026-04-20', [
    [deVries.walter, '115'],
    [deVries.sebastiaan, '115'],
    [deVries.mark, '112'],
    [deVries.chantal, '112'],
  ]),
  'RVDK/2026-2904': caseInFeed('2026-06-22', null, [
    [jacobs.vica, '115', franciscusRomanusweg],
    [jacobs.reinier, '112', franciscusRomanusweg],
    [jacobs.christina, '112', franciscusRomanusweg],
    [jacobs.emiel, '114', keizerKarelplein],
  ]),
  'RVDK/2026-4420': caseInFeed('2026-07-17', null, [
    [overvaart.nina, '115', shelterLetters],
    [overvaart.stephan, '112'],
    [overvaart.jeannette, '112', shelterLetters],
  ]),
  'RVDK/2026-6320': {
    since: '2026-10-27',
    until: null,
    persons: [
      { ...withoutNumber('2026-10-19', 'V'), role: '115' },
      {
        ...withoutNumber('1998-03-07', 'V'),
        givenName: pseudonymiser.givenName('Sana', '1998-03-07', 'V'),
        role: '112',
      },
    ].map((person) => ({ ...person, since: '2026-10-27', until: null, stays: [] })),
  },
};
