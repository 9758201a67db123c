/**
 * The port of the GI, its second half: what stands in a case file of the work itself. Who works on it, whom the GI met and saw, what it
 * asked of others, what it worries about and agreed. Days are text (`YYYY-MM-DD`). Each stands under a measure or a plan of the case and
 * is given where that is.
 */
import type { PersonMention } from './source.js';

/** As the graph spells them (`WorkDomain`). */
export const workDomainCodes = [
  'SAFETY',
  'COUNCIL_INVESTIGATION',
  'PROTECTION',
  'SUPPORT',
  'YOUTH_CARE',
  'MENTAL_HEALTH',
  'DEBTS',
  'EDUCATION',
  'HOUSING',
  'OTHER',
] as const;

/** A professional of a party outside the GI, of whom that party released that others are told. Stands under the plan. */
export interface PartyWorkRecord {
  /** The GI's own number of the assignment. */
  readonly number: string;
  /** Opaque. */
  readonly worker: string;
  readonly name: string;
  readonly role: string;
  readonly party: string;
  readonly domain: (typeof workDomainCodes)[number];
  /** `null`: not recorded. */
  readonly carriesCase: boolean | null;
  readonly since: string;
  readonly until: string | null;
}

/** That the family told its story anew. */
export interface IntakeRecord {
  readonly number: string;
  readonly heldOn: string;
  /** Opaque. `null`: not recorded, or not to be read. */
  readonly worker: string | null;
  /** Of whom the professional is: then it stands under the plan, as that professional does. `null`: the GI's own; under the measures. */
  readonly party: string | null;
}

export const sightingKinds = ['SEEN', 'SPOKEN_ALONE', 'PHONED'] as const;

/** That a child was seen or spoken. Stands under the child's measures. */
export interface SightingRecord {
  readonly number: string;
  readonly child: PersonMention;
  readonly on: string;
  readonly how: (typeof sightingKinds)[number];
  /** `null`: the GI's own people. */
  readonly party: string | null;
}

export const askedOrganisations = ['VEILIG_THUIS', 'RAAD', 'GI', 'LOCAL_TEAM'] as const;
/** What the GI asks for: our list, since none is established. */
export const handoverPurposes = ['END_OF_AUTHORITY', 'INVESTIGATION', 'SUPPORT', 'OTHER'] as const;

/** What the GI asked of another organisation. Stands under each of the measures. */
export interface HandoverRecord {
  readonly number: string;
  readonly measureNumber: string;
  readonly askedOn: string;
  readonly toOrganisation: (typeof askedOrganisations)[number];
  readonly toUnit: string | null;
  readonly purpose: (typeof handoverPurposes)[number];
}

export const concernSeverities = ['LIGHT', 'MODERATE', 'SERIOUS'] as const;

/** A worry that stands in a plan. */
export interface ConcernRecord {
  readonly number: string;
  readonly planNumber: string;
  readonly observedOn: string;
  readonly fact: string | null;
  readonly label: string | null;
  readonly nature: string | null;
  readonly severity: (typeof concernSeverities)[number] | null;
  readonly isOpinion: boolean;
}

/** What was agreed with the family in a plan. */
export interface AgreementRecord {
  readonly number: string;
  readonly planNumber: string;
  readonly agreedOn: string;
  readonly text: string;
  readonly dueOn: string | null;
  readonly endedOn: string | null;
}

/** Whom the file names as involved. Stands under the plan. */
export interface InvolvedList {
  readonly asOf: string;
  /** Codes of units, names of others. */
  readonly involved: readonly string[];
}

export interface CaseCourse {
  readonly partyWork: readonly PartyWorkRecord[];
  readonly intakes: readonly IntakeRecord[];
  readonly sightings: readonly SightingRecord[];
  readonly handovers: readonly HandoverRecord[];
  readonly concerns: readonly ConcernRecord[];
  readonly agreements: readonly AgreementRecord[];
  /** `null`: none is kept. */
  readonly involved: InvolvedList | null;
}

/** Of a person whom only messages name. */
export const emptyCourse: CaseCourse = {
  partyWork: [],
  intakes: [],
  sightings: [],
  handovers: [],
  concerns: [],
  agreements: [],
  involved: null,
};

/** The code of a unit is what stands before the number in its references. */
export function unitOf(reference: string): string {
  return reference.split('/')[0] ?? reference;
}
