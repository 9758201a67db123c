/**
 * An unborn child in a case, and the child who is born later: when two statements may be about one pregnancy.
 *
 * @see linking.md L6: the mother, the expected date within 21 days, the number of children, one open pregnancy.
 */
import { isDate } from '../../../adapter-kit/dates.js';
import { hasNumber, type StatedPerson } from './stuf-person.js';

/** How far two expected dates of one pregnancy may lie apart, and how long after the last of them a child may be born. */
const spreadDays = 21;
/** The longest between the day on which a child is first named as unborn and its birth: 40 weeks, and the spread. */
const longestDays = 40 * 7 + spreadDays;

/** CORV jeugdzorgrol: parents of any kind. */
const parentRoles: ReadonlySet<string> = new Set(['111', '112', '113', '114']);

/** What is known of a child that is not born yet. */
export interface Pregnancy {
  /** The day on which it was first named. */
  readonly namedOn: string;
  /** The days on which it is expected, as messages state them; those that no calendar has say nothing. */
  readonly expectedOn: readonly string[];
}

/** Whether a child that was born on this day can be the one that was expected. */
export function mayBeBirthOf({ namedOn, expectedOn }: Pregnancy, birthDate: string | null): boolean {
  if (birthDate === null || !isDate(birthDate) || birthDate < namedOn) return false;
  const latest = expectedOn.filter(isDate).sort().at(-1);
  return birthDate <= (latest === undefined ? addDays(namedOn, longestDays) : addDays(latest, spreadDays));
}

/** Whether these expected dates can be of one pregnancy. */
export function mayBeOnePregnancy(expectedOn: readonly string[]): boolean {
  const days = expectedOn.filter(isDate).sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined || last <= addDays(first, spreadDays);
}

/** The mother's number, where those whom a message names leave no doubt who she is. */
export function motherIn(persons: readonly StatedPerson[]): string | null {
  const women = persons.filter(({ role, sex }) => parentRoles.has(role) && sex === 'V');
  const [mother] = women;
  return women.length === 1 && mother && hasNumber(mother) ? mother.rawBsn : null;
}

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
