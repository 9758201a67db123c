/** How one asks here, as this gateway says it: as nobody, by a token of one's own, or as a persona of the simulation. */

export interface Persona {
  readonly name: string;
  readonly about: string;
  /** A column of the access matrix, and the same in plain words. */
  readonly function: string;
  readonly functionInWords: string;
  /** `null`: one of the family. */
  readonly organisationInWords: string | null;
  /** `null`: asks under no case. */
  readonly caseReference: string | null;
}

export interface Activity {
  readonly id: string;
  readonly dutchName: string;
  readonly meaning: string;
  /** Who may ask for it. */
  readonly functions: readonly string[];
  /** Whether it is the one for acute danger, and needs a reason. */
  readonly breaksGlass: boolean;
}

export interface Asking {
  readonly by: 'OPEN' | 'TOKEN' | 'PERSONA';
  readonly activities: readonly Activity[];
  /** Empty unless one asks as a persona. */
  readonly personas: readonly Persona[];
}

/** Who asks, for what and under which case: what the bar of the page holds. Nothing of it outlives the page. */
export interface Choice {
  /** `''`: nobody, or by a pasted token. */
  readonly persona: string;
  /** As it was pasted. */
  readonly token: string;
  /** The id of a processing activity; `''`: none. */
  readonly activity: string;
  readonly caseReference: string;
  /** Why the glass is broken. */
  readonly reason: string;
}

export const nobody: Choice = { persona: '', token: '', activity: '', caseReference: '', reason: '' };

/** @throws Error when this gateway does not say it. */
export async function loadAsking(): Promise<Asking> {
  // The same build wrote both sides, so the form is known.
  const asking = (await readJson('explorer/asking')) as Omit<Asking, 'personas'>;
  if (asking.by !== 'PERSONA') return { ...asking, personas: [] };
  const { personas } = (await readJson('explorer/personas')) as Pick<Asking, 'personas'>;
  return { ...asking, personas };
}

/** A persona with the usual activity of its function and its own case; nobody where there is none of that name. */
export function choiceOf({ personas, activities }: Asking, name: string): Choice {
  const persona = personas.find((candidate) => candidate.name === name);
  if (!persona) return nobody;
  const usual = activitiesOf(activities, persona.function).find(({ breaksGlass }) => !breaksGlass);
  return {
    ...nobody,
    persona: persona.name,
    activity: usual?.id ?? '',
    caseReference: persona.caseReference ?? '',
  };
}

/** What a function may ask for; everything where it is not known. */
export function activitiesOf(activities: readonly Activity[], name: string | null): readonly Activity[] {
  return name === null ? activities : activities.filter(({ functions }) => functions.includes(name));
}

/** The function that a token says; `null` where it says none that can be read here. The gateway decides, this only shortens a list. */
export function functionInToken(token: string): string | null {
  try {
    const [, claims = ''] = token.trim().split('.');
    const { function: name }: { readonly function?: unknown } = JSON.parse(
      atob(claims.replaceAll('-', '+').replaceAll('_', '/')),
    );
    return typeof name === 'string' ? name : null;
  } catch {
    return null;
  }
}

async function readJson(path: string): Promise<unknown> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`expected ${path} of this gateway, received status ${response.status}`);
  return response.json();
}
