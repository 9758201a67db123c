/** The words of the contract: each list is an enumeration of the graph. */

/** The organisations of the graph (`Organisation`). */
export const organisationKinds = ['VEILIG_THUIS', 'RAAD', 'GI', 'LOCAL_TEAM'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** What happened (`EventKind`). */
export const eventKinds = [
  'REPORT_RECEIVED',
  'SAFETY_ASSESSED',
  'INQUIRY_DECIDED',
  'INQUIRY_STARTED',
  'INQUIRY_CONCLUDED',
  'SAFETY_PLAN_MADE',
  'SAFETY_PLAN_ENDED',
  'PERSON_INFORMED',
  'COUNCIL_REQUESTED',
  'COUNCIL_INTAKE_COMPLETED',
  'COUNCIL_INVESTIGATION_STARTED',
  'COUNCIL_INVESTIGATION_COMPLETED',
  'COURT_DECIDED',
  'MEASURE_STARTED',
  'MEASURE_ENDED',
  'PLACEMENT_AUTHORISED',
  'PLACEMENT_CARRIED_OUT',
  'FIRST_CONTACT',
  'FAMILY_PLAN_WAIVED',
  'PROTECTION_PLAN_MADE',
  'CARE_ALLOCATED',
  'CARE_STARTED',
  'CARE_ENDED',
  'FAMILY_PLAN_MADE',
  'FAMILY_PLAN_ENDED',
  'ANALYSIS_STARTED',
  'ANALYSIS_COMPLETED',
  'STORY_TOLD',
  'SUPPORT_STARTED',
  'SUPPORT_ENDED',
  'WORKER_STARTED',
  'WORKER_LEFT',
  'MEMBER_SEEN',
  'MEMBER_SPOKEN_ALONE',
  'MEMBER_PHONED',
  'CONCERN_OBSERVED',
  'AGREEMENT_MADE',
  'AGREEMENT_ENDED',
  'HANDOVER_REQUESTED',
  'INTAKE_HELD',
] as const;

/** What a professional is there for (`WorkDomain`). */
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

/** Terms (`TermKind`). */
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

/** How exactly a source knows when something was. */
export const precisions = ['INSTANT', 'DAY', 'MONTH', 'YEAR'] as const;
export type Precision = (typeof precisions)[number];

/** What kind of statement a record is (`StatementKind`). */
export const statementKinds = ['FACT', 'OPINION', 'AGREEMENT'] as const;

/** On what ground a party outside the four is shown (`ShownUnder`). */
export const shownUnders = ['CONSENT', 'RELEASE'] as const;

/** How serious a source called a worry (`ConcernSeverity`). */
export const concernSeverities = ['LIGHT', 'MODERATE', 'SERIOUS'] as const;

/** What may run twice (`ActivityKind`). */
export const activityKinds = ['INVESTIGATION', 'PLAN'] as const;

/** Under what frame help is given (`HelpFrame`). */
export const helpFrames = ['VOLUNTARY', 'FORCED'] as const;

/** What a cost line counts (`CostUnit`). */
export const costUnits = ['MINUTE', 'HOUR', 'DAY', 'MONTH', 'PIECE'] as const;
