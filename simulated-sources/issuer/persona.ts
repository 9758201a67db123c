/** What an issuer knows of somebody who can ask. */
import type { CastPerson } from '../families.js';
import type { AgeClass } from './age-class.js';

/** Professionals and families are told apart by issuers of their own: none can make the other. */
export type Realm = 'professionals' | 'families';

export interface PersonaAssignment {
  readonly caseReference: string;
  readonly from: string;
  readonly until?: string;
  readonly isSubstitute?: boolean;
}

export interface Professional {
  readonly realm: 'professionals';
  readonly name: string;
  readonly about: string;
  /** A column of the access matrix. */
  readonly function: string;
  /** OIN; these begin with a prefix that is not given out. */
  readonly organisation: string;
  /** `null`: of no organisation that keeps cases. */
  readonly unit: string | null;
  readonly employerTask: string | null;
  readonly region: string | null;
  readonly assignments: readonly PersonaAssignment[];
}

export interface PersonaRelation {
  readonly person: CastPerson;
  readonly authority: 'SOLE' | 'JOINT' | 'NONE';
  readonly isContactBanned?: boolean;
  /** Left out: since birth. */
  readonly from?: string;
}

export interface FamilyMember {
  readonly realm: 'families';
  readonly name: string;
  readonly about: string;
  readonly function: string;
  readonly person: CastPerson;
  readonly ageClass: Exclude<AgeClass, 'UNDER_12'>;
  readonly relations: readonly PersonaRelation[];
}

export type Persona = Professional | FamilyMember;
