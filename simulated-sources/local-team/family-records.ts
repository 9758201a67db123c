/** Short forms in which the records of a family are told: who lives somewhere, a plan and its goals, support, a fixed face. */
import type { CastAddress, CastPerson } from '../families.js';
import type { SeedUnborn } from './case-seed.js';
import type { SeedPart } from './family-seed.js';
import type { SeedAddress, SeedPerson } from './person-fields.js';

export function addressAt(place: CastAddress, street: string, number: number, city: string): SeedAddress {
  return { ...place, street, number, city };
}

/** These persons, in one role, at one address. */
export function livingAt(
  livesAt: SeedAddress,
  role: string,
  ...persons: readonly CastPerson[]
): readonly SeedPerson[] {
  return persons.map((person) => ({ person, role, livesAt }));
}

/** The one plan of a case. */
export function plan(since: string): SeedPart {
  return { type: 'LT-GEZINSPLAN', number: 'PLAN-1', since };
}

/** A goal of that plan. */
export function goal(
  reference: string,
  number: number,
  since: string,
  domain: string,
  text: string,
): SeedPart {
  return {
    type: 'LT-DOEL',
    number: `DOEL-${number}`,
    since,
    properties: { gezinsplan: `${reference}-PLAN-1`, leefgebied: domain, doel: text },
  };
}

export function support(
  kind: string,
  since: string,
  persons: readonly (SeedPerson | SeedUnborn)[],
  number = 1,
): SeedPart {
  return {
    type: 'LT-VOORZIENING',
    number: `VOORZIENING-${number}`,
    since,
    properties: { soort: kind },
    persons,
  };
}

/** Help with debts is of a kind of its own: not everybody who may see other support may see it. */
export function debtHelp(since: string, persons: readonly (SeedPerson | SeedUnborn)[], number = 1): SeedPart {
  return { ...support('Schulddienstverlening', since, persons, number), type: 'LT-SCHULDHULP' };
}

/** The first fixed face of a family; `firstContact`: the day on which they met, where it was recorded. */
export function fixedFace(code: string, initials: string, since: string, firstContact?: string): SeedPart {
  return {
    type: 'LT-VAST-GEZICHT',
    number: 'GEZICHT-1',
    since,
    worker: { code, initials, surname: 'Voorbeeld', role: 'Vast gezicht' },
    ...(firstContact === undefined ? {} : { properties: { eerste_contact: firstContact } }),
  };
}
