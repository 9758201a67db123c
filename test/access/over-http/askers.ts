/** One asker for every column of the matrix: who they are, under which case they ask, and the claims of their token. */
import type { AccessContext, FunctionName } from '../../../adapter-kit/access/subject.js';
import { accessContextSchema, employers, familyFunctions } from '../../../adapter-kit/access/subject.js';

/** Pseudonyms of the people of the made family. Nobody of the cast is meant. */
export const people = {
  parent: 'person-parent-with-authority',
  parentWithoutAuthority: 'person-parent-without-authority',
  youth: 'person-youth',
  child: 'person-child',
  other: 'person-other',
} as const;

export interface Asker {
  readonly function: FunctionName;
  /** Pseudonym of a member of the family; `null`: somebody who works. */
  readonly person: string | null;
  readonly caseReference: string | null;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whom the records of a child are about, so that this asker may recognise them. */
  readonly child: string;
}

const ownCases: Readonly<Partial<Record<FunctionName, string>>> = {
  'fixed-face': 'LT1/own',
  'rvt-duo': 'LT1/own',
  vt: 'VT1/own',
  'raad-protection': 'RVDK/own',
  'raad-penal': 'RVDK/own',
  'gi-supervision': 'GI1/own',
  'gi-guardianship': 'GI1/own',
  'gi-probation': 'GI1/own',
};

const oin = '00000099000000000104';
const since = '2020-01-01';

/** @param caseReference Another case than that of the made family. */
export function professional(name: FunctionName, caseReference = ownCases[name] ?? null): Asker {
  const [unit = null] = caseReference?.split('/') ?? [];
  return {
    function: name,
    person: null,
    caseReference,
    child: people.child,
    claims: {
      function: name,
      organisation: oin,
      unit,
      employer_task: unit === null ? null : 'Jeugdwet art. 2.3',
      assignments: caseReference === null ? [] : [{ case_reference: caseReference, from: since }],
    },
  };
}

/** @param own Whom this one is, and whose parent. */
export function familyMember(
  name: FunctionName,
  own: { readonly person: string; readonly child: string } = familyOf(name),
): Asker {
  const isYouth = name === 'youth-12-up';
  const authority = name === 'parent-without-authority' ? 'NONE' : 'JOINT';
  return {
    function: name,
    person: own.person,
    caseReference: null,
    child: isYouth ? own.person : own.child,
    claims: {
      function: name,
      person: own.person,
      age_class: isYouth ? 'FROM_12' : 'ADULT',
      relations: isYouth ? [] : [{ person: own.child, authority, from: since, age_class: 'UNDER_12' }],
    },
  };
}

export function askerOf(name: FunctionName): Asker {
  return familyFunctions.has(name) ? familyMember(name) : professional(name);
}

function familyOf(name: FunctionName): { readonly person: string; readonly child: string } {
  const { child } = people;
  switch (name) {
    case 'youth-12-up':
      return { person: people.youth, child };
    case 'parent-without-authority':
      return { person: people.parentWithoutAuthority, child };
    default:
      return { person: people.parent, child };
  }
}

/** What an owner decides from, to tell which facts hold of a made record. */
export function accessOf(asker: Asker, glassBrokenAt: string | null): AccessContext {
  const { claims } = asker;
  const relations = (claims['relations'] ?? []) as readonly Readonly<Record<string, string>>[]; // as made above
  return accessContextSchema.parse({
    subject: {
      id: asker.function,
      issuer: 'https://issuer.invalid',
      function: asker.function,
      organisation: claims['organisation'] ?? null,
      unit: claims['unit'] ?? null,
      employerTask: claims['employer_task'] ?? null,
      region: null,
      assignments:
        asker.caseReference === null
          ? []
          : [{ caseReference: asker.caseReference, from: since, until: null }],
      person: asker.person,
      relations: relations.map(({ person, authority, from, age_class: ageClass }) => ({
        person,
        authority,
        from,
        until: null,
        ageClass,
      })),
      ageClass: claims['age_class'] ?? null,
    },
    processingActivity: 'any',
    caseReference: asker.caseReference,
    breakGlass: glassBrokenAt === null ? null : { reason: 'somebody calls for help', at: glassBrokenAt },
  });
}

export function employerOf(asker: Asker): string | null {
  return employers[asker.function];
}
