/**
 * From a line of the source's feed to a reference of the roster: roles, periods and pseudonyms. Numbers, names and addresses
 * go no further than here, and reporters, informants, contacts and professionals do not go at all.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold, type RosterPerson, type RosterReference } from '../../../adapter-kit/roster.js';
import type { FeedCase } from './rest-messages.js';

type FeedPerson = FeedCase['persons'][number];

const subject = { organisation: 'VEILIG_THUIS', what: 'case' };
const addressTypes = {
  dwelling: 'DWELLING',
  institution: 'INSTITUTION',
  shelter: 'SHELTER',
  postal: 'POSTAL',
} as const;
/** Child, sibling, half-sibling, step- and foster sibling: told through an adult unless they have a notice of their own. */
export const childRoles: ReadonlySet<string> = new Set(['115', '121', '122', '221', '222']);

/** @throws SourceError `CONTRACT_BROKEN` where the case contradicts itself. */
export function toRosterReference(sent: FeedCase, pseudonymiser: Pseudonymiser): RosterReference {
  const { caseNumber, unit, unitName, contact, openedOn: since, closedOn: until } = sent;
  if (until !== null && until < since) throw contractBroken(subject, 'closedOn', 'no day before openedOn');
  const persons = sent.persons.filter(({ role }) => isRoleOfHousehold(role));
  const notInformed = notInformedOf(persons, sent.notices);
  const toldThemselves = toldThemselvesOf(sent.notices);
  const shield = toShield(sent.secretAddress, pseudonymiser);
  return {
    reference: caseNumber,
    unit,
    unitName,
    since,
    until,
    contact,
    ...(shield === null ? {} : { shield }),
    persons: persons.map((person) => ({
      person: pseudonymiser.person(person.bsn),
      check: pseudonymiser.check(person.birthDate, person.sex),
      localKey: person.personNumber,
      ...namePseudonymsOf(person, pseudonymiser),
      ...unbornOf(person, sent.persons, pseudonymiser),
      ...(person.diedOn === null ? {} : { diedOn: person.diedOn }),
      ...(notInformed.has(person.personNumber) ? { isNotInformed: true } : {}),
      ...(toldThemselves.has(person.personNumber) ? {} : { isNotToldItself: true }),
      role: person.role,
      since,
      until,
      stays: person.residences.flatMap(({ addressId, kind, from, until: lastDay }) => {
        const address = pseudonymiser.address(addressId);
        return address === null
          ? []
          : [{ address, addressType: addressTypes[kind], since: from, until: lastDay }];
      }),
    })),
  };
}

/**
 * From whom a case is kept; `against: null`: everybody. Where one of those cannot be told by number, it is kept from everybody. `null`:
 * from nobody.
 */
export function toShield(
  secretAddress: FeedCase['secretAddress'],
  pseudonymiser: Pseudonymiser,
): NonNullable<RosterReference['shield']> | null {
  if (secretAddress === null) return null;
  const against = (secretAddress.keptFrom ?? []).map((number) => pseudonymiser.person(number));
  const known = against.filter((pseudonym) => pseudonym !== null);
  return { against: known.length > 0 && known.length === against.length ? known : null };
}

function namePseudonymsOf(
  { givenName, prefix, surname, birthDate, sex, residences }: FeedPerson,
  pseudonymiser: Pseudonymiser,
): Pick<RosterPerson, 'givenName' | 'statutoryMatch'> {
  // Of somebody who moved, where they live now.
  const home = residences.find(
    ({ postcode, houseNumber, until }) => until === null && postcode && houseNumber,
  );
  const given = pseudonymiser.givenName(givenName, birthDate, sex);
  const statutory = pseudonymiser.statutoryMatch({
    surname: surname && [prefix, surname].filter(Boolean).join(' '),
    givenNames: givenName,
    birthDate,
    postcode: home?.postcode,
    houseNumber: home?.houseNumber,
  });
  return {
    ...(given === null ? {} : { givenName: given }),
    ...(statutory === null ? {} : { statutoryMatch: statutory }),
  };
}

function unbornOf(
  { unborn }: FeedPerson,
  persons: readonly FeedPerson[],
  pseudonymiser: Pseudonymiser,
): Pick<RosterPerson, 'unborn'> | Record<never, never> {
  if (unborn === null) return {};
  const { motherPersonNumber, expectedOn, children } = unborn;
  const mother = persons.find(({ personNumber }) => personNumber === motherPersonNumber);
  if (motherPersonNumber !== null && !mother) {
    throw contractBroken(subject, 'persons.unborn.motherPersonNumber', 'a person of the case');
  }
  return { unborn: { mother: pseudonymiser.person(mother?.bsn), expectedOn, children } };
}

/** Who was told of a report themselves; nobody, where no notice was recorded. */
function toldThemselvesOf(notices: FeedCase['notices']): ReadonlySet<string> {
  return new Set(
    notices.flatMap(({ informed }) =>
      informed.flatMap(({ personNumber, on }) => (on === null ? [] : [personNumber])),
    ),
  );
}

/**
 * Who has not been told of every report. No notice is no news: an adult without one was not told, and a child without one was
 * told once an adult of the case was.
 *
 * @see Wmo 2015 art. 5.3.1
 */
function notInformedOf(persons: readonly FeedPerson[], notices: FeedCase['notices']): ReadonlySet<string> {
  const notInformed = new Set<string>();
  for (const { informed } of notices) {
    const told = new Map(informed.map(({ personNumber, on }) => [personNumber, on !== null]));
    const isAnAdultTold = persons.some(
      ({ role, personNumber }) => !childRoles.has(role) && told.get(personNumber) === true,
    );
    for (const { role, personNumber } of persons) {
      const isTold = told.get(personNumber) ?? (childRoles.has(role) && isAnAdultTold);
      if (!isTold) notInformed.add(personNumber);
    }
  }
  return notInformed;
}
