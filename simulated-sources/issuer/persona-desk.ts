/**
 * The people of the simulation as a page shows them, and a token for each of them: who they are in plain words, and the case under
 * which they ask. Only fictitious people, and only tokens of the simulated issuer.
 */
import { units } from '../families.js';
import { fetchToken } from './fetch-token.js';
import type { Persona } from './persona.js';
import { personas } from './personas.js';

export interface PersonaCard {
  readonly name: string;
  /** Who it is, in the story of the cast. */
  readonly about: string;
  /** A column of the access matrix, and the same in plain words. */
  readonly function: string;
  readonly functionInWords: string;
  /** Who employs them; `null`: they are one of the family. */
  readonly organisationInWords: string | null;
  /** The case under which they ask; `null`: none of their own. */
  readonly caseReference: string | null;
}

export interface PersonaDesk {
  readonly cards: readonly PersonaCard[];
  /** `null`: the issuer gives none now. @throws Error when nobody has that name. */
  tokenOf(name: string): Promise<string | null>;
}

/** @param issuer Where the simulated issuers are, without a slash at the end. */
export function openPersonaDesk(issuer: string): PersonaDesk {
  return {
    cards: personas.map(toCard),
    async tokenOf(name) {
      const persona = personas.find((candidate) => candidate.name === name);
      if (!persona) throw new Error('expected the name of a persona');
      const fetched = await fetchToken(issuer, persona);
      return 'token' in fetched ? fetched.token : null;
    },
  };
}

function toCard(persona: Persona): PersonaCard {
  const { name, about, function: functionName } = persona;
  return {
    name,
    about,
    function: functionName,
    functionInWords: functionsInWords[functionName] ?? functionName,
    organisationInWords: organisationOf(persona),
    caseReference: ownCase(persona),
  };
}

/** Under which case a persona asks; `null`: under none. */
export function ownCase(persona: Persona): string | null {
  const [assigned] = persona.realm === 'professionals' ? persona.assignments : [];
  return assigned?.caseReference ?? null;
}

function organisationOf(persona: Persona): string | null {
  if (persona.realm === 'families') return null;
  if (persona.unit === null) return 'no organisation that keeps cases';
  return namesOfUnits.get(persona.unit) ?? persona.unit;
}

const namesOfUnits: ReadonlyMap<string, string> = new Map([
  ...Object.values(units).map(({ code, name }): [string, string] => [code, name]),
  ['RVT1', 'regional safety team JeugdLink'],
]);

const functionsInWords: Readonly<Record<string, string>> = {
  'fixed-face': 'fixed face of a family at the local team',
  'rvt-duo': 'one of the duo of a regional safety team',
  vt: 'assessor or investigator at Veilig Thuis',
  'raad-protection': 'investigator of child protection at the Raad',
  'raad-penal': 'adviser in criminal cases at the Raad',
  'gi-supervision': 'carries out a supervision order at a GI',
  'gi-guardianship': 'guardian at a GI',
  'gi-probation': 'youth probation at a GI',
  architect: 'plans the chain, opens no file',
  auditor: 'checks who saw what',
  'parent-with-authority': 'parent with authority',
  'parent-without-authority': 'parent without authority',
  'youth-12-up': 'youth from twelve',
};
