/**
 * What each organisation contributes to the combined view, in the narrow shapes that all of them share. A contribution holds what its
 * owner gives to this viewer and nothing else; one that could not be had is told by its outcome and counts as missing, never as empty.
 */
import type {
  OutcomeKind,
  OutcomeReason,
  RecordTypeVisibility,
} from '../../../adapter-kit/source-outcomes.js';

/** The organisations of the graph (`Organisation`). */
export const organisationKinds = ['VEILIG_THUIS', 'RAAD', 'GI', 'LOCAL_TEAM'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** One organisation's share in one combined field. */
export interface Contribution<Part> {
  readonly organisation: OrganisationKind;
  readonly outcome: OutcomeKind;
  readonly reason: OutcomeReason | null;
  /** Whether this viewer sees all that the owner has of the kinds of records that the parts come from. Absent: no access rules stand. */
  readonly visibility?: readonly RecordTypeVisibility[];
  /** `[]` where `outcome` is anything but `ANSWERED`. */
  readonly parts: readonly Part[];
}

/** Where a part stands: as `Source` in the graph. */
export interface PartSource {
  readonly organisation: OrganisationKind;
  readonly unit: string;
  readonly system: string;
  readonly recordId: string;
  readonly recordedAt: string | null;
  readonly retrievedAt: string;
}

export interface Part {
  /** Opaque, stable while the record exists, unique among the parts of its kind of all organisations. */
  readonly id: string;
  /** Members of this household (`Member.id`) whom it concerns; `[]`: the household as a whole, or nobody whom this viewer sees. */
  readonly memberIds: readonly string[];
  readonly source: PartSource;
}

/** How exactly a source knows when something was. */
export type Precision = 'INSTANT' | 'DAY' | 'MONTH' | 'YEAR';

/** Something that happened. */
export interface EventPart extends Part {
  readonly kind: string;
  /**
   * `INSTANT`: RFC 3339 with offset; `DAY`: `YYYY-MM-DD`; `MONTH`: `YYYY-MM`; `YEAR`: `YYYY`. Days are days in the Netherlands.
   */
  readonly when: string;
  readonly precision: Precision;
  /** The source's own words, where there are any and this viewer may read them. */
  readonly text: string | null;
  readonly statementKind: 'FACT' | 'OPINION' | 'AGREEMENT';
}

/** A professional's work with this household, as one organisation recorded it. */
export interface WorkPart extends Part {
  /**
   * Who it is: the same in two contributions only where both sources carry the same proof (a professional register's number, made
   * opaque), otherwise the recording organisation's own number of the worker, made opaque with its unit. A name proves nothing.
   */
  readonly worker: string;
  readonly name: string | null;
  readonly role: string;
  /** The unit, as its references begin (`VT1`), or the party that this professional works for (`Rijnoever`). */
  readonly employer: string;
  /** The kind of organisation that the employer is; null: a party outside the four. */
  readonly employerKind: OrganisationKind | null;
  readonly domain: WorkDomain;
  readonly isFixedFace: boolean;
  /**
   * Whether this worker carries the case at the unit, so that the family is with nobody when he or she is gone: the assessor or
   * investigator, the jeugdbeschermer, the fixed face; not who advises beside them. Null or absent: the source does not say.
   */
  readonly carriesCase?: boolean | null;
  /** The fixed duo (local team and safety team) that this worker is half of; opaque. Absent: none, or not recorded. */
  readonly duo?: string | null;
  /** The unit that recorded it, as its references begin, e.g. `LT1`. */
  readonly recordedBy: string;
  /** A party outside the four is shown because the person concerned consented, or its holder released it. Absent: by rule. */
  readonly shownUnder?: 'CONSENT' | 'RELEASE' | null;
  readonly since: string;
  /** The last day; null: still at work. */
  readonly until: string | null;
}

/** What a professional is there for. */
export const workDomains = [
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
export type WorkDomain = (typeof workDomains)[number];

/** That somebody was seen or spoken. */
export interface SightingPart extends Part {
  /** The member; exactly one. */
  readonly memberId: string;
  readonly on: string;
  readonly how: 'SEEN' | 'SPOKEN_ALONE' | 'PHONED';
  /** By whom: the unit or party. */
  readonly by: string;
}

/** A worry about somebody. */
export interface ConcernPart extends Part {
  /** What was seen or heard; null: a label alone was recorded. */
  readonly fact: string | null;
  /** The word that was used, e.g. "unsafe"; null: none. */
  readonly label: string | null;
  readonly nature: string | null;
  readonly severity: 'LIGHT' | 'MODERATE' | 'SERIOUS' | null;
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  readonly observedOn: string;
  readonly by: string;
  readonly statementKind: 'FACT' | 'OPINION';
  /** What the family says of it, oldest first. `[]`: not asked yet, or not recorded. */
  readonly reactions: readonly { readonly by: string; readonly on: string | null; readonly text: string }[];
}

/** What a term is counted from and whether it was kept; the day on which it ends is worked out by the rules of the law. */
export interface TermPart extends Part {
  readonly kind: TermKind;
  /** The day from which the term runs; for `MEASURE_END` and `PLACEMENT_END` the last day itself. */
  readonly from: string;
  /** A further day from which it may be read to run, where the law's reading is disputed. */
  readonly alsoFrom: string | null;
  /** The day on which it was done; null: not done, as far as recorded. */
  readonly doneOn: string | null;
  /** How often it was put off, where the law allows that (`INFORM_FAMILY`: two weeks each time). Absent or null: never. */
  readonly timesPutOff?: number | null;
}

export const termKinds = [
  /** Veiligheidsbeoordeling, five working days from the report. */
  'SAFETY_ASSESSMENT',
  /** Start of the inquiry, five days; from receipt or from the decision: the reading is configurable. */
  'INQUIRY_START',
  /** Judgement, ten weeks from the decision to investigate. */
  'INQUIRY_JUDGEMENT',
  /** Informing each person, four weeks from the recording (Wmo 2015 art. 5.3.1). */
  'INFORM_FAMILY',
  /** First contact, five working days after the GI was told (Besluit Jeugdwet 4.2.1). */
  'FIRST_CONTACT',
  /** Plan, six weeks after the family waived its own (Jeugdwet 4.1.3 lid 5). */
  'PROTECTION_PLAN',
  /** A placement authorisation lapses when unused for three months (BW 1:265c). */
  'PLACEMENT_UNUSED',
  /** The end of a measure. */
  'MEASURE_END',
  /** The end of a placement authorisation. */
  'PLACEMENT_END',
  /** The Raad's investigation: 42 days, not established as law; configurable. */
  'COUNCIL_INVESTIGATION',
] as const;
export type TermKind = (typeof termKinds)[number];

/** An investigation or a plan that ran for a time: what may run twice. */
export interface ActivityPart extends Part {
  readonly kind: 'INVESTIGATION' | 'PLAN';
  /** E.g. `VT_INQUIRY`, `COUNCIL_INVESTIGATION`, `LOCAL_TEAM_ANALYSIS`, `FAMILY_PLAN`, `SAFETY_PLAN`, `PROTECTION_PLAN`. */
  readonly name: string;
  readonly unit: string;
  readonly from: string;
  readonly until: string | null;
}

/** That one unit asked another to take over. */
export interface HandoverPart extends Part {
  readonly fromUnit: string;
  readonly toOrganisation: OrganisationKind;
  /** Null: the asker did not record which unit. */
  readonly toUnit: string | null;
  readonly askedOn: string;
  readonly reason: string;
}

/** That a unit had its first contact with the family after it was asked, or took the family's story anew. */
export interface ContactPart extends Part {
  readonly kind: 'FIRST_CONTACT' | 'INTAKE';
  readonly unit: string;
  readonly on: string;
  /** The opaque worker of `WorkPart`, where recorded. */
  readonly worker: string | null;
}

/** What something cost in a period. Amounts in euro cents. */
export interface CostPart extends Part {
  readonly category: string;
  readonly frame: 'VOLUNTARY' | 'FORCED';
  readonly from: string;
  readonly until: string;
  readonly quantity: number;
  readonly unit: 'MINUTE' | 'HOUR' | 'DAY' | 'MONTH' | 'PIECE';
  readonly tariffCents: number;
  /** The member under whose number it was filed; iJw files a family under its youngest child. */
  readonly filedOnMemberId: string | null;
  /** Whether it is for the whole family although it is filed on one child. */
  readonly isForFamily: boolean;
  /** Proof that two organisations hold the same line (its declaration's number with its own), opaque. Such a line counts once. */
  readonly line?: string | null;
}

/** An organisation whose share is not in a combined field, and why. */
export interface MissingContribution {
  readonly organisation: OrganisationKind;
  readonly reason: OutcomeReason;
}
