/** From a persona to the claims of its token; persons by their pseudonyms, made here, inside the issuer's own boundary. */
import { createHmac } from 'node:crypto';
import type { CastPerson } from '../families.js';
import { ageClassOn, castDay } from './age-class.js';
import type { Persona } from './persona.js';

/** Makes the pseudonym of a person under one region's key, as every organisation of the region makes it. */
export type PersonPseudonymiser = (person: CastPerson) => string;

/** @see linking.md L9: HMAC-SHA-256 over the number, 128 bits of it, as 22 characters */
export function createPersonPseudonymiser(regionKey: string): PersonPseudonymiser {
  return ({ bsn }) =>
    createHmac('sha256', regionKey).update(`person\n${bsn}`).digest('base64url').slice(0, 22);
}

/** The claims that docs/access-tokens.md asks for. */
export function claimsOf(
  persona: Persona,
  pseudonymOf: PersonPseudonymiser,
): Readonly<Record<string, unknown>> {
  if (persona.realm === 'families') {
    return {
      function: persona.function,
      person: pseudonymOf(persona.person),
      age_class: persona.ageClass,
      relations: persona.relations.map(({ person, authority, isContactBanned = false, from }) => ({
        person: pseudonymOf(person),
        age_class: ageClassOn(castDay, person.birthDate),
        authority,
        from: from ?? person.birthDate,
        until: null,
        disputed: false,
        contact_banned: isContactBanned,
      })),
    };
  }
  const { organisation, unit, employerTask, region, assignments } = persona;
  return {
    function: persona.function,
    organisation,
    unit,
    employer_task: employerTask,
    region,
    assignments: assignments.map(({ caseReference, from, until = null, isSubstitute = false }) => ({
      case_reference: caseReference,
      from,
      until,
      substitute: isSubstitute,
    })),
  };
}
