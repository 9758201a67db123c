/**
 * The port of Veilig Thuis: its case files by reference, and its feed.
 *
 * Nothing here can say who reported, in what capacity, where an incident was, or that somebody asked for
 * advice: an adapter has nowhere to put it (Wmo 2015 art. 5.3.4; the reporter's identity stays with Veilig
 * Thuis). Who of the unit works on a case is told with the record that they work on, by the name that the
 * unit shows and an opaque number.
 */
import type { OrganisationSource } from '../../adapter-kit/organisation-source.js';

export interface VeiligThuisSource extends OrganisationSource<VeiligThuisFile> {
  /**
   * The record ids are the unit's own numbers: of a person within the case, of a report, of a part of a report. What the police gave
   * is a part of its own, and a record of the type `report`.
   */
  readonly loadAttributes: NonNullable<OrganisationSource<VeiligThuisFile>['loadAttributes']>;
}

/** The number of what the police gave in a report: a record of its own, so that it is released by itself. */
export function policePartOf(reportNumber: string): string {
  return `${reportNumber}/police-statements`;
}

/** Whether a record is what the police gave in a report. */
export function isPolicePart(recordId: string): boolean {
  return recordId.endsWith('/police-statements');
}

/** By what a person in a record is found again among the members of a household. */
export interface VeiligThuisPersonKey {
  /** `null`: the source has no identifier of this person. */
  readonly pseudonym: string | null;
  /** The source's own number of this person within the case. */
  readonly localKey: string;
}

/** A person of the case, as this unit wrote them down. */
export interface VeiligThuisPerson extends VeiligThuisPersonKey {
  readonly name: string | null;
  /** `YYYY-MM-DD`; `null`: not recorded, or not in full. */
  readonly birthDate: string | null;
}

/** A case (dossier) of one unit. */
export interface VeiligThuisFile {
  /** What the unit calls itself, e.g. Veilig Thuis Maasdelta. */
  readonly unit: string;
  /** The kind of system the file was read from. */
  readonly system: string;
  /** The persons whose role makes them part of the case; nobody else. */
  readonly persons: readonly VeiligThuisPerson[];
  readonly reports: readonly VeiligThuisReport[];
  /** What hangs on a report stands beside it, because it may be shown where the report is not. */
  readonly safetyAssessments: readonly VeiligThuisSafetyAssessment[];
  readonly safetyPlans: readonly VeiligThuisSafetyPlan[];
  readonly inquiries: readonly VeiligThuisInquiry[];
}

/** What a part of a report is found by: its own number, and that of its report. */
export interface VeiligThuisPart {
  readonly partNumber: string;
  readonly reportNumber: string;
  /** As of its report. */
  readonly retainUntil: string | null;
}

export type StatementKind = 'FACT' | 'OPINION' | 'AGREEMENT';

export type ViolenceKind =
  | 'PHYSICAL_ABUSE'
  | 'PHYSICAL_NEGLECT'
  | 'PSYCHOLOGICAL_VIOLENCE'
  | 'EMOTIONAL_NEGLECT'
  | 'PARENTING_NEGLECT'
  | 'SEXUAL_ABUSE'
  | 'FINANCIAL_EXPLOITATION'
  | 'WITNESS_OF_VIOLENCE'
  | 'FABRICATED_ILLNESS'
  | 'FEMALE_GENITAL_MUTILATION'
  | 'OTHER';

export type SafetyAssessmentOutcome =
  | 'NOT_ADMISSIBLE'
  | 'FOLLOW_UP_BY_VEILIG_THUIS'
  | 'HANDED_OVER'
  | 'NO_FOLLOW_UP_NEEDED'
  | 'REGIONAL_ARRANGEMENT'
  | 'CLOSED_WITHOUT_HAND_OVER'
  | 'WRONGLY_ADDRESSED';

/** A value as the source coded it, with the meaning that its code list gives it. */
export interface CodedValue {
  readonly code: string;
  readonly label: string;
  readonly list: string;
  readonly version: string;
}

export interface VeiligThuisStatement {
  readonly text: string;
  readonly statementKind: StatementKind;
}

/** A report (melding). Days are `YYYY-MM-DD`, instants RFC 3339 with an offset. */
export interface VeiligThuisReport {
  /** The unit's own number of the report. */
  readonly reportNumber: string;
  readonly recordedAt: string | null;
  readonly receivedOn: string;
  readonly relation: 'FIRST' | 'DURING_INVOLVEMENT' | 'AFTER_CLOSING';
  /** The number of the earlier report that this one follows. */
  readonly repeatOf: string | null;
  readonly violenceKinds: readonly { readonly kind: ViolenceKind; readonly code: CodedValue }[];
  readonly occasions: readonly CodedValue[];
  readonly statementKind: StatementKind;
  readonly statements: readonly VeiligThuisStatement[];
  readonly incident: VeiligThuisIncident | null;
  readonly informed: readonly VeiligThuisInformed[];
  /**
   * Absent, here and in the lists below that hold the unit's own work: the source does not keep it, so that
   * nothing follows from it. `[]`: kept, and there was none.
   */
  readonly concerns?: readonly VeiligThuisConcern[] | undefined;
  readonly takeOvers?: readonly VeiligThuisTakeOver[] | undefined;
  /** `null`: the unit keeps its list in another of its records. */
  readonly involvedParties?: VeiligThuisInvolvedParties | null | undefined;
  /** The last day on which it may be returned; `null`: the source recorded none. */
  readonly retainUntil: string | null;
}

export interface VeiligThuisIncident {
  readonly occurredOn: string | null;
  readonly involved: readonly {
    /** `null`: somebody who is no person of the case. */
    readonly person: VeiligThuisPersonKey | null;
    readonly role: 'VICTIM' | 'SUSPECTED' | 'WITNESS' | 'INVOLVED';
  }[];
}

export interface VeiligThuisSafetyAssessment extends VeiligThuisPart {
  readonly assessedOn: string;
  readonly dueOn: string | null;
  readonly outcome: SafetyAssessmentOutcome;
  readonly outcomeCode: CodedValue;
  readonly workers?: readonly VeiligThuisWorker[] | undefined;
}

export interface VeiligThuisInquiry extends VeiligThuisPart {
  readonly recordedAt: string | null;
  readonly decidedOn: string | null;
  readonly startedOn: string | null;
  readonly endedOn: string | null;
  readonly outcome: 'CONFIRMED' | 'NOT_CONFIRMED' | 'NONE_FOUND' | 'ENDED_OTHERWISE' | null;
  readonly persons: readonly VeiligThuisPersonKey[];
  readonly workers?: readonly VeiligThuisWorker[] | undefined;
  readonly contacts?: readonly VeiligThuisContact[] | undefined;
  readonly sightings?: readonly VeiligThuisSighting[] | undefined;
  readonly takeOvers?: readonly VeiligThuisTakeOver[] | undefined;
}

export interface VeiligThuisSafetyPlan extends VeiligThuisPart {
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly agreements: readonly VeiligThuisAgreement[];
  /** For whom. `[]` or absent: for the family as a whole. */
  readonly persons?: readonly VeiligThuisPersonKey[];
}

/** A statement of a safety plan, with the days of what was agreed where the unit recorded them. */
export interface VeiligThuisAgreement extends VeiligThuisStatement {
  /** Absent or `null`: not recorded, as below. */
  readonly agreedOn?: string | null;
  /** By when it is to be done. */
  readonly dueOn?: string | null;
  /** When it was recorded as done, or as ended. */
  readonly endedOn?: string | null;
}

/** One of the unit's own people, at work on the record that they stand in. */
export interface VeiligThuisWorker {
  /** Opaque: of the number in the professional register, and so the same elsewhere, or of the unit's own. */
  readonly worker: string;
  readonly name: string | null;
  /** In the unit's words. */
  readonly role: string;
  /** Whether the family is with nobody when this worker is gone; `null`: not recorded. */
  readonly carriesCase: boolean | null;
  readonly from: string;
  /** The last day; `null`: still at work. */
  readonly until: string | null;
}

/** That a worker met the family for the first time, or took its story. */
export interface VeiligThuisContact {
  readonly kind: 'FIRST_CONTACT' | 'INTAKE';
  readonly on: string;
  /** `VeiligThuisWorker.worker`; `null`: not recorded who. */
  readonly worker: string | null;
}

export interface VeiligThuisSighting {
  readonly person: VeiligThuisPersonKey;
  readonly on: string;
  readonly how: 'SEEN' | 'SPOKEN_ALONE' | 'PHONED';
}

/** That the unit asked another to take over. */
export interface VeiligThuisTakeOver {
  readonly to: 'VEILIG_THUIS' | 'RAAD' | 'GI' | 'LOCAL_TEAM';
  /** The code of the unit that was asked; `null`: not recorded which. */
  readonly unit: string | null;
  readonly on: string;
  readonly reason: string;
  /** `[]`: for the family as a whole. */
  readonly persons: readonly VeiligThuisPersonKey[];
}

/** A worry, in the unit's own words. */
export interface VeiligThuisConcern {
  /** What was seen or heard; `null`: a word alone was recorded (`label`). */
  readonly fact: string | null;
  readonly label: string | null;
  readonly nature: string | null;
  readonly severity: 'LIGHT' | 'MODERATE' | 'SERIOUS' | null;
  readonly observedOn: string;
  readonly statementKind: 'FACT' | 'OPINION';
  /** `[]`: about the family as a whole. */
  readonly persons: readonly VeiligThuisPersonKey[];
  /** What the family says of it, the oldest first. `[]`: not asked yet, or not recorded. */
  readonly reactions: readonly { readonly by: string; readonly on: string | null; readonly text: string }[];
}

/** Whom the unit's own file names as involved: units by their codes, others by name. Whole as of its day. */
export interface VeiligThuisInvolvedParties {
  readonly asOf: string;
  readonly parties: readonly string[];
}

export interface VeiligThuisInformed {
  readonly person: VeiligThuisPersonKey;
  /** `null`: not told yet. */
  readonly on: string | null;
  readonly dueOn: string | null;
}
