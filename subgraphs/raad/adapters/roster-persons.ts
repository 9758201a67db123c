/** The persons of a case as the Raad's feed carries them: pseudonyms, roles and periods. */
import { isDate } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold, type RosterPerson } from '../../../adapter-kit/roster.js';
import type { StoreRosterCase } from './case-file-contract.js';

type StorePerson = StoreRosterCase['persons'][number];

/** CORV jeugdzorgrol: parents of any kind. */
const parentRoles: ReadonlySet<string> = new Set(['111', '112', '113', '114']);

/** Everybody of the case who counts; what the messages do not say is left out. */
export function toRosterPersons(file: StoreRosterCase, pseudonymiser: Pseudonymiser): RosterPerson[] {
  const persons = file.persons.filter((person) => isRoleOfHousehold(person.role));
  const mother = motherAmong(persons, pseudonymiser);
  return persons.map((person) => ({
    ...identityOf(person, pseudonymiser),
    localKey: person.localKey,
    // Stays after the birth, so that it is known which expected child this is.
    ...(person.isUnborn
      ? { unborn: { mother, expectedOn: person.expectedOn, children: Math.max(1, file.unbornChildren) } }
      : {}),
    role: person.role,
    since: file.since,
    until: file.until,
    stays: person.stays.flatMap(({ addressKey, addressFunction, since, until }) => {
      const address = pseudonymiser.address(addressKey);
      // Unless a message says that it is for letters, it is an ordinary dwelling: that is what they are filled with.
      const addressType = addressFunction === 'B' ? ('POSTAL' as const) : ('DWELLING' as const);
      return address === null ? [] : [{ address, addressType, since, until }];
    }),
  }));
}

function identityOf(
  { rawBsn, birthDate: recorded, sex, surname, firstNames, postcode, houseNumber }: StorePerson,
  pseudonymiser: Pseudonymiser,
): Pick<RosterPerson, 'person' | 'check' | 'givenName' | 'statutoryMatch'> {
  const birthDate = recorded !== null && isDate(recorded) ? recorded : null;
  const givenName = pseudonymiser.givenName(firstNames, birthDate, sex);
  const statutoryMatch = pseudonymiser.statutoryMatch({
    surname,
    givenNames: firstNames,
    birthDate,
    postcode,
    houseNumber,
  });
  return {
    person: pseudonymiser.person(rawBsn),
    check: pseudonymiser.check(birthDate, sex),
    ...(givenName === null ? {} : { givenName }),
    ...(statutoryMatch === null ? {} : { statutoryMatch }),
  };
}

// Where two women are named as a parent, the messages do not say who expects the child.
function motherAmong(persons: readonly StorePerson[], pseudonymiser: Pseudonymiser): string | null {
  const women = persons.filter(({ role, sex }) => parentRoles.has(role) && sex === 'V');
  return women.length === 1 ? pseudonymiser.person(women[0]?.rawBsn) : null;
}
