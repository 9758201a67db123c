/** The local teams' port: what their case files say, as plain data. No protocol, no graph. */
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import type { OrganisationSource } from '../../adapter-kit/organisation-source.js';

/**
 * Records of `family-plan` that a decision is made about as one, by the number that they have there: which plan a goal belongs to
 * is content, and the story is one account in versions. What a team records of its work beside plans and support is one as well, about
 * the case as a whole, whether there is a plan or not. A fixed face and an analysis have their own.
 */
export const plansRecordId = 'plans';
export const storyRecordId = 'story';
export const caseworkRecordId = 'casework';

/** A person as a record names it: never by a number. */
export interface PersonKey {
  /** Pseudonym of the BSN; `null` when the source has no identifier for this person. */
  readonly pseudonym: string | null;
  /** The source's own key of the person within one reference. */
  readonly localKey: string;
}

export interface RecordBase {
  /** The organisation's own number of the record or of the case that holds it. */
  readonly recordId: string;
  /** When it was registered (instant), or `null` where the system does not say. */
  readonly recordedAt: string | null;
}

export interface RetainedRecord extends RecordBase {
  /** The last day that the team keeps it, or `null` where none was recorded. */
  readonly retainUntil: string | null;
}

/** The code and its meaning, with the list and version that they come from. */
export interface CodedValue {
  readonly code: string;
  readonly label: string;
  readonly list: string;
  readonly version: string;
}

/** Names of the twelve domains of life (leefgebieden), in the order of their codes 01–12. */
export const lifeDomains = [
  'FINANCES',
  'IDENTITY',
  'BEHAVIOUR_AND_SKILLS',
  'WORK_AND_EDUCATION',
  'USE_OF_TIME',
  'HOUSING',
  'RELATIONS',
  'MENTAL_HEALTH',
  'PHYSICAL_HEALTH',
  'SUBSTANCE_USE',
  'SOCIAL_NETWORK',
  'JUSTICE_AND_POLICE',
] as const;
export type LifeDomain = (typeof lifeDomains)[number];

export interface Goal {
  readonly domain: LifeDomain;
  readonly domainCode: CodedValue;
  readonly text: string;
  readonly owner: string | null;
  readonly dueOn: string | null;
  readonly achieved: boolean | null;
  readonly familyView: string | null;
}

export interface FamilyPlan extends RetainedRecord {
  readonly madeOn: string;
  readonly endedOn: string | null;
  /** What the family wishes. Absent: none recorded. */
  readonly wishes?: readonly string[];
  /** What must be so that it is good enough. Absent: none recorded. */
  readonly goodEnough?: readonly string[];
  /** Who of the family's own network helps, as recorded. Absent: none recorded. */
  readonly network?: readonly string[];
  readonly goals: readonly Goal[];
}

/** That a professional read the story. */
export interface StoryReading {
  readonly role: string;
  readonly unit: string;
  readonly on: string;
}

export interface StoryVersion {
  readonly writtenOn: string;
  readonly text: string;
  /** Absent: none recorded. */
  readonly readBy?: readonly StoryReading[];
  readonly recordedAt: string | null;
  readonly retainUntil: string | null;
}

/** The family's own account: one for each file, in versions. */
export interface Story {
  readonly recordId: string;
  readonly versions: readonly StoryVersion[];
}

export interface FixedFace extends RetainedRecord {
  readonly name: string;
  readonly since: string;
  readonly until: string | null;
}

export interface Analysis extends RetainedRecord {
  readonly decidedOn: string | null;
  readonly startedOn: string;
  readonly endedOn: string | null;
  readonly persons: readonly PersonKey[];
}

export interface Provision extends RetainedRecord {
  /** Whether it is help with debts, which is a record of that kind (`debts`) and no `provision`. */
  readonly isDebtHelp: boolean;
  readonly kind: string;
  readonly persons: readonly PersonKey[];
  readonly startedOn: string;
  readonly endedOn: string | null;
}

export interface ProbationHeader extends RetainedRecord {
  readonly youth: PersonKey;
  readonly kindCode: CodedValue;
  readonly startedOn: string;
  readonly endsOn: string | null;
  readonly institution: string;
}

/** What a professional is there for. */
export type WorkDomain =
  | 'SAFETY'
  | 'COUNCIL_INVESTIGATION'
  | 'PROTECTION'
  | 'SUPPORT'
  | 'YOUTH_CARE'
  | 'MENTAL_HEALTH'
  | 'DEBTS'
  | 'EDUCATION'
  | 'HOUSING'
  | 'OTHER';

/** The record by the decision about which something of casework is shown or not. */
export interface DecidedAs {
  readonly recordType: RecordType;
  readonly recordId: string;
}

export interface CaseworkRecord extends RetainedRecord {
  readonly decidedAs: DecidedAs;
  /** Whom it concerns; `[]`: the household as a whole. */
  readonly persons: readonly PersonKey[];
}

/** That somebody works with the family, for the team or for a party outside it. */
export interface Involvement extends CaseworkRecord {
  /** Pseudonym. */
  readonly worker: string;
  readonly name: string | null;
  readonly role: string;
  /** The party, by its name; `null`: the team itself. */
  readonly party: string | null;
  readonly domain: WorkDomain;
  readonly isFixedFace: boolean;
  /** `null`: not recorded. */
  readonly carriesCase: boolean | null;
  /** Why somebody of a party may be shown; `null`: of the team itself, or nobody recorded why. */
  readonly shownUnder: 'CONSENT' | 'RELEASE' | null;
  readonly since: string;
  readonly until: string | null;
  /** The day on which this worker took the family's story anew. `null`: not recorded. */
  readonly intakeOn: string | null;
  /** The day of the first contact after another organisation asked the team. `null`: not recorded. */
  readonly contactOn: string | null;
}

export interface Sighting extends CaseworkRecord {
  readonly on: string;
  readonly how: 'SEEN' | 'SPOKEN_ALONE' | 'PHONED';
}

export interface Concern extends CaseworkRecord {
  readonly fact: string | null;
  readonly label: string | null;
  readonly nature: string | null;
  readonly severity: 'LIGHT' | 'MODERATE' | 'SERIOUS' | null;
  /** A day, a month or a year. */
  readonly observedOn: string;
  /** `null`: the team itself. */
  readonly by: string | null;
  readonly statementKind: 'FACT' | 'OPINION';
  readonly reaction: { readonly by: string; readonly on: string | null; readonly text: string } | null;
}

export interface Agreement extends CaseworkRecord {
  readonly text: string;
  readonly agreedOn: string;
  readonly dueOn: string | null;
  readonly endedOn: string | null;
}

/** Whom the team's file names as involved: whole as of its day. */
export interface AcquaintanceList extends CaseworkRecord {
  readonly asOf: string;
  readonly knows: readonly string[];
}

export interface CostLine extends CaseworkRecord {
  readonly category: string;
  readonly frame: 'VOLUNTARY' | 'FORCED';
  readonly from: string;
  readonly until: string;
  readonly quantity: number;
  readonly unit: 'MINUTE' | 'HOUR' | 'DAY' | 'MONTH' | 'PIECE';
  readonly tariffCents: number;
  /** `null`: under nobody's number. */
  readonly filedOn: PersonKey | null;
  readonly isForFamily: boolean;
}

/** What a team records of its work beside its plans and its support. */
export interface Casework {
  readonly involvements: readonly Involvement[];
  readonly sightings: readonly Sighting[];
  readonly concerns: readonly Concern[];
  readonly agreements: readonly Agreement[];
  readonly acquaintances: readonly AcquaintanceList[];
  readonly costs: readonly CostLine[];
}

/** Who somebody is, as the team wrote it. */
export interface RecordedPerson extends PersonKey {
  readonly name: string | null;
  readonly birthDate: string | null;
  /** Given names that the team marked as former: nobody is shown by them again. Absent: none marked. */
  readonly formerGivenNames?: readonly string[];
}

/** One family's file at one local team. */
export interface LocalTeamFile {
  readonly reference: string;
  /** How the team calls itself. */
  readonly unit: string;
  readonly persons: readonly RecordedPerson[];
  readonly familyPlans: readonly FamilyPlan[];
  /** `null`: no version was recorded. */
  readonly story: Story | null;
  readonly fixedFaces: readonly FixedFace[];
  readonly analyses: readonly Analysis[];
  readonly provisions: readonly Provision[];
  readonly probationHeaders: readonly ProbationHeader[];
  /** Absent: the source keeps none, see `LocalTeamSource.keepsCasework`. */
  readonly casework?: Casework;
}

/** @see OrganisationSource for what each adapter promises. */
export interface LocalTeamSource extends OrganisationSource<LocalTeamFile> {
  /**
   * Whether the system behind a reference keeps casework at all. The same for every case of that system, whether there is such a case or
   * not, and told without asking it: it is told of cases in which nothing may be read.
   */
  readonly keepsCasework: (reference: string) => boolean;
}
