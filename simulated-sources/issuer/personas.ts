/**
 * Who can ask in the demonstration: one persona for every column of the access matrix, by the name of that column, and people
 * of the cast. All are fictitious; ages and assignments hold on the day of the cast, 2 November 2026.
 */
import { familyMembers } from './family-members.js';
import type { Persona, Realm } from './persona.js';
import { professionals } from './professionals.js';

export const personas: readonly Persona[] = [...professionals, ...familyMembers];

/** For whom each realm's issuer may speak. */
export function functionsOf(realm: Realm): readonly string[] {
  return [
    ...new Set(personas.filter((persona) => persona.realm === realm).map((persona) => persona.function)),
  ];
}
