/** Who a case names: people become pseudonyms here, and whoever is not of the household stays behind. */
import { isBsn } from '../../../adapter-kit/bsn.js';
import { contractBroken } from '../../../adapter-kit/contract.js';
import { isDate } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold } from '../../../adapter-kit/roster.js';
import type { PersonKey, RecordedPerson } from '../source.js';
import { organisation, type PersonRol, type Rol } from './zaken-contract.js';
import { teamRole } from './zaken-conventions.js';

const subject = { organisation, what: 'rol' };

export interface HouseholdRol {
  readonly rol: PersonRol;
  /** CORV jeugdzorgrol. */
  readonly role: string;
}

/**
 * The people of the case. A reporter, an informant and a professional are passed over by their code.
 *
 * @throws SourceError when a person's role carries no code: it cannot be told whether that is a reporter.
 */
export function householdRoles(roles: readonly Rol[]): readonly HouseholdRol[] {
  return roles.flatMap((rol) => {
    if (rol.betrokkeneType !== 'natuurlijk_persoon') return [];
    const role = /^(\d{3}) /.exec(rol.omschrijving)?.[1];
    if (role === undefined)
      throw contractBroken(subject, 'omschrijving', 'a code of jeugdzorgrol and its meaning');
    return isRoleOfHousehold(role) ? [{ rol, role }] : [];
  });
}

export function toPersonKey({ rol }: HouseholdRol, pseudonymiser: Pseudonymiser): PersonKey {
  const { inpBsn, anpIdentificatie } = rol.betrokkeneIdentificatie;
  const pseudonym = pseudonymiser.person(inpBsn);
  // By their number somebody is the same person in a case and in its parts; a role's uuid is that one role.
  return { pseudonym, localKey: anpIdentificatie ?? pseudonym ?? rol.uuid };
}

export function toRecordedPerson(household: HouseholdRol, pseudonymiser: Pseudonymiser): RecordedPerson {
  const person = household.rol.betrokkeneIdentificatie;
  const given = person.voornamen ?? person.voorletters;
  const name = [given, surnameOf(household.rol)].filter((part) => part !== null).join(' ');
  return {
    ...toPersonKey(household, pseudonymiser),
    name: name === '' ? null : name,
    birthDate: toBirthDate(person.geboortedatum),
  };
}

/** A whole day, however the source writes it; `null` for one that is not known in full, or that does not exist. */
export function toBirthDate(raw: string | null): string | null {
  const day = raw?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') ?? '';
  // The standard takes any text here: one that is no day says nothing of when somebody was born, and is not guessed at.
  return isDate(day) ? day : null;
}

/** Whether two roles, of a case and of one of its parts, are about one person: by the municipality's own number, else by BSN. */
export function isSamePerson(one: PersonRol, other: PersonRol): boolean {
  const [left, right] = [one.betrokkeneIdentificatie, other.betrokkeneIdentificatie];
  if (left.anpIdentificatie !== null && right.anpIdentificatie !== null)
    return left.anpIdentificatie === right.anpIdentificatie;
  // A dummy number is nobody's, however often it is written.
  return left.inpBsn !== null && left.inpBsn === right.inpBsn && isBsn(left.inpBsn);
}

/** The surname with its prefix, or `null`. */
export function surnameOf(rol: PersonRol): string | null {
  const { voorvoegselGeslachtsnaam: prefix, geslachtsnaam: stem } = rol.betrokkeneIdentificatie;
  return stem === null ? null : [prefix, stem].filter((part) => part !== null).join(' ');
}

export interface TeamOfCase {
  readonly code: string;
  readonly name: string;
  readonly contact: string | null;
}

/** @throws SourceError when the case has no team, or two. */
export function teamOf(roles: readonly Rol[]): TeamOfCase {
  const teams = roles.filter(
    (rol) =>
      rol.betrokkeneType === 'organisatorische_eenheid' &&
      rol.omschrijving === teamRole &&
      rol.eindeGeldigheid === null,
  );
  const [team, second] = teams;
  if (team?.betrokkeneType !== 'organisatorische_eenheid' || second) {
    throw contractBroken(subject, 'omschrijving', `one ${teamRole} in the case, received ${teams.length}`);
  }
  const { identificatie, naam } = team.betrokkeneIdentificatie;
  if (identificatie === null || naam === null)
    throw contractBroken(subject, 'betrokkeneIdentificatie', 'the code and name of a team');
  // The desk and its number; never the name in this group, which is a worker's.
  const contact = [team.contactpersoonRol?.functie, team.contactpersoonRol?.telefoonnummer]
    .filter(Boolean)
    .join(' ');
  return { code: identificatie, name: naam, contact: contact === '' ? null : contact };
}

/** When a case was first worked on, by the oldest role in it: the only instant of registration that the standard has. */
export function registeredAt(roles: readonly Rol[]): string | null {
  const [first] = roles
    .map((rol) => rol.registratiedatum)
    .sort((left, right) => Date.parse(left) - Date.parse(right));
  return first ?? null;
}

/** Somebody who works with the family, as the case names him or her. */
export interface RecordedWorker {
  /** The team's own number. `null`: not recorded. */
  readonly number: string | null;
  readonly name: string | null;
  /** As the role is called. */
  readonly role: string;
}

/** The team's own worker whom a part is about, in this role; `null`: in whichever. @throws SourceError unless there is one. */
export function workerIn(roles: readonly Rol[], role: string | null): RecordedWorker {
  const workers = roles.flatMap((rol) =>
    rol.betrokkeneType === 'medewerker' && (role === null || rol.omschrijving === role) ? [rol] : [],
  );
  const [worker, second] = workers;
  if (!worker || second)
    throw contractBroken(subject, 'omschrijving', `one ${role ?? 'worker'}, received ${workers.length}`);
  const { identificatie, voorletters, voorvoegselAchternaam, achternaam } = worker.betrokkeneIdentificatie;
  return {
    number: identificatie,
    name: worker.afwijkendeNaamBetrokkene ?? written(voorletters, voorvoegselAchternaam, achternaam),
    role: worker.omschrijving,
  };
}

/** The professional outside the team whom a part is about: a person in a role 4xx. @throws SourceError unless there is one. */
export function professionalIn(roles: readonly Rol[]): RecordedWorker {
  const professionals = roles.flatMap((rol) =>
    rol.betrokkeneType === 'natuurlijk_persoon' && /^4\d\d /.test(rol.omschrijving) ? [rol] : [],
  );
  const [professional, second] = professionals;
  if (!professional || second)
    throw contractBroken(subject, 'omschrijving', `one professional (4xx), received ${professionals.length}`);
  const { anpIdentificatie, voorletters } = professional.betrokkeneIdentificatie;
  return {
    number: anpIdentificatie,
    name: professional.afwijkendeNaamBetrokkene ?? written(voorletters, surnameOf(professional)),
    role: professional.omschrijving,
  };
}

function written(...parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(' ') || null;
}

/** The unit that a reference begins with, e.g. `LT1`. */
export function unitIn(reference: string): string {
  return reference.split('/')[0] ?? reference;
}
