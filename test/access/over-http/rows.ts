/**
 * Where each row of the matrix comes out of the graph. Whoever adds a field that shows records adds it here, and it is tried for every
 * function and condition; the tests fail until it is.
 */
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import type { OwnerName } from './made-records.js';

/** A field that is asked, and how the questions are written. */
export interface AskedField {
  readonly name: string;
  /** The type that it is of, to be asked by a fragment; an interface that this type has, where there is one. */
  readonly type: string;
  readonly through?: string;
  /** In brackets, as it is asked. */
  readonly given?: string;
  /** What tells the record, selected beside the fields below. */
  readonly leaves: string;
  readonly fields?: readonly AskedField[];
}

/** A place where records of one kind come out. */
export interface FieldPath {
  readonly owner: OwnerName;
  readonly recordType: RecordType;
  /** From `Household`, by the names of fields. */
  readonly path: string;
  /** The record above it in the path, of the same number: without that one, this is not reached. */
  readonly under?: RecordType;
  /** Whether it comes out of what several organisations contribute to, which row 22 opens. */
  readonly isCombined?: boolean;
  /** Whether the organisation gives such a part to professionals alone, whatever the record's own row says. */
  readonly isForProfessionals?: boolean;
}

export const householdFields: readonly AskedField[] = [
  {
    name: 'reports',
    type: 'Report',
    leaves: 'source { recordId } statements { text } occasions { label }',
    fields: [
      { name: 'safetyAssessment', type: 'SafetyAssessment', leaves: 'outcomeCode { label }' },
      { name: 'safetyPlans', type: 'SafetyPlan', leaves: 'agreements { text }' },
      { name: 'inquiry', type: 'Inquiry', through: 'Investigation', leaves: 'id' },
    ],
  },
  { name: 'safetyAssessments', type: 'SafetyAssessment', leaves: 'outcomeCode { label }' },
  { name: 'safetyPlans', type: 'SafetyPlan', leaves: 'agreements { text }' },
  { name: 'inquiries', type: 'Inquiry', through: 'Investigation', leaves: 'id' },
  {
    name: 'councilInvestigations',
    type: 'CouncilInvestigation',
    leaves: 'id requestedBy result',
    fields: [{ name: 'decision', type: 'CourtDecision', leaves: 'explanation' }],
  },
  { name: 'councilReports', type: 'CouncilReport', leaves: 'source { recordedAt }' },
  { name: 'courtDecisions', type: 'CourtDecision', leaves: 'explanation' },
  {
    name: 'measures',
    type: 'Measure',
    leaves: 'caseWorkers { name }',
    fields: [
      { name: 'placements', type: 'Placement', leaves: 'authorisedOn carriedOutOn' },
      { name: 'plan', type: 'ProtectionPlan', leaves: 'goals' },
    ],
  },
  { name: 'protectionPlans', type: 'ProtectionPlan', leaves: 'goals' },
  { name: 'placements', type: 'OutOfHomePlacement', leaves: 'carriedOutOn' },
  { name: 'youthCareProvisions', type: 'YouthCareProvision', leaves: 'provider' },
  { name: 'familyPlans', type: 'FamilyPlan', leaves: 'goals { text }' },
  { name: 'stories', type: 'Story', leaves: 'versions { text }' },
  { name: 'fixedFaces', type: 'FixedFace', leaves: 'name' },
  { name: 'analyses', type: 'LocalTeamAnalysis', leaves: 'source { recordId }' },
  { name: 'provisions', type: 'Provision', leaves: 'kind' },
  { name: 'probationHeaders', type: 'ProbationHeader', leaves: 'institution kindCode { label }' },
  { name: 'involvement', type: 'Involvement', leaves: 'organisation unit' },
  {
    name: 'members',
    type: 'Member',
    leaves: 'id',
    fields: [
      {
        name: 'person',
        type: 'Person',
        leaves: 'id name birthDate variants { name unit } missing { organisation reason }',
        fields: [{ name: 'measures', type: 'Measure', leaves: 'caseWorkers { name }' }],
      },
    ],
  },
  {
    name: 'timeline',
    type: 'Timeline',
    leaves: 'nodes { kind when text source { recordId } } missing { organisation reason } visibility',
  },
  {
    name: 'deadlines',
    type: 'Deadlines',
    leaves: 'nodes { kind dueOn source { recordId } } missing { organisation reason } visibility',
  },
  {
    name: 'professionals',
    type: 'HouseholdProfessionals',
    leaves: 'people { names roles } missing { organisation reason } visibility',
  },
  {
    name: 'concerns',
    type: 'HouseholdConcerns',
    leaves: 'nodes { fact label by reactions { text } } missing { organisation reason } visibility',
  },
  {
    name: 'lastSeen',
    type: 'HouseholdLastSeen',
    leaves: 'members { memberId seen { on by } } missing { organisation reason } visibility',
  },
  {
    name: 'handover',
    type: 'HandoverPacket',
    leaves:
      'openAgreements { text } concerns { fact } involved { names } missing { organisation reason } visibility',
  },
  {
    name: 'relay',
    type: 'HouseholdRelay',
    leaves:
      'handovers { reason } intakes { unit on } overlaps { names } measures { kind } missing { organisation reason } visibility',
  },
  {
    name: 'costs',
    type: 'HouseholdCosts',
    given: '(from: "2026-01-01", until: "2026-12-31")',
    leaves: 'lines { category } totalCents missing { organisation reason } visibility',
  },
  {
    name: 'withheld',
    type: 'WithheldRecord',
    leaves: 'recordType organisation access unit contact since until explanation { rule }',
  },
  {
    name: 'sources',
    type: 'HouseholdSource',
    leaves:
      'organisation outcome reason asOf visibility visibilityByType { recordType visibility } awaitingConfirmation',
  },
];

const veiligThuis = (recordType: RecordType, path: string, under?: RecordType): FieldPath => ({
  owner: 'veilig-thuis',
  recordType,
  path,
  ...(under ? { under } : {}),
});
const raad = (recordType: RecordType, path: string, under?: RecordType): FieldPath => ({
  ...veiligThuis(recordType, path, under),
  owner: 'raad',
});
const gi = (recordType: RecordType, path: string, under?: RecordType): FieldPath => ({
  ...veiligThuis(recordType, path, under),
  owner: 'gi',
});
const localTeam = (recordType: RecordType, path: string): FieldPath => ({
  owner: 'local-team',
  recordType,
  path,
});
const inEveryCase = (recordType: RecordType, path: string): readonly FieldPath[] =>
  (['veilig-thuis', 'raad', 'gi', 'local-team'] as const).map((owner) => ({ owner, recordType, path }));

export const fieldPaths: readonly FieldPath[] = [
  // That an organisation knows somebody shows in whose names are known at all; the register's own list is tried beside this.
  ...inEveryCase('identity', 'members.person'),
  ...inEveryCase('involvement', 'members.person'),
  veiligThuis('report', 'reports'),
  veiligThuis('safety-assessment', 'safetyAssessments'),
  veiligThuis('safety-assessment', 'safetyPlans'),
  veiligThuis('safety-assessment', 'reports.safetyAssessment', 'report'),
  veiligThuis('safety-assessment', 'reports.safetyPlans', 'report'),
  veiligThuis('vt-inquiry', 'inquiries'),
  veiligThuis('vt-inquiry', 'reports.inquiry', 'report'),
  raad('raad-status', 'councilInvestigations'),
  raad('raad-report', 'councilReports'),
  raad('raad-report', 'councilInvestigations.result', 'raad-status'),
  raad('court-decision', 'courtDecisions'),
  raad('court-decision', 'councilInvestigations.decision', 'raad-status'),
  gi('measure', 'measures'),
  gi('measure', 'members.person.measures'),
  gi('gi-plan', 'protectionPlans'),
  gi('gi-plan', 'measures.plan', 'measure'),
  gi('placement-address', 'placements'),
  gi('court-decision', 'measures.placements', 'measure'),
  gi('provision', 'youthCareProvisions'),
  localTeam('family-plan', 'familyPlans'),
  localTeam('family-plan', 'stories'),
  localTeam('family-plan', 'fixedFaces'),
  localTeam('family-plan', 'analyses'),
  localTeam('provision', 'provisions'),
  localTeam('debts', 'provisions'),
  localTeam('probation-header', 'probationHeaders'),
  ...(['professionals', 'handover'] as const).flatMap((path) => [
    combined(veiligThuis('vt-inquiry', path)),
    combined(veiligThuis('safety-assessment', path)),
    combined(raad('raad-status', path)),
    combined(gi('measure', path)),
    combined(localTeam('family-plan', path)),
  ]),
  ...(['professionals', 'handover'] as const).map((path) => combined(localTeam('debts', path))),
  ...(['concerns', 'handover'] as const).map((path) => combined(veiligThuis('report', path))),
  { ...combined(veiligThuis('vt-inquiry', 'relay')), isForProfessionals: true },
  combined(raad('raad-status', 'relay')),
];

/** Of what somebody is given of it, each part comes out where its own record does. */
function combined(path: FieldPath): FieldPath {
  return { ...path, isCombined: true };
}

/** Fields that show a kind of record by its `@authz` and are tried under another name, or in a test of their own. */
export const triedOtherwise: Readonly<Record<string, string>> = {
  'Household.involvement': 'tried for every case of the register',
  'Household.members': 'tried by whose names come out of it',
  'Measure.caseWorkers': 'is what tells a measure here',
  'Household.rights': 'has no record: units that the asker sees in `involvement` anyhow',
  'Person.giIdentity': 'a contribution to the name, which is asked',
  'Person.veiligThuisIdentity': 'a contribution to the name, which is asked',
  'Person.raadIdentity': 'a contribution to the name, which is asked',
  'Person.localTeamIdentity': 'a contribution to the name, which is asked',
  'Query.accessLog': 'who looked: tried in a test of its own',
  'Household.timeline': 'what several organisations contribute: tried in test/combined/with-access.ts',
  'Household.deadlines': 'what several organisations contribute: tried in test/combined/with-access.ts',
  'Household.professionals': 'tried by the rows of its parts',
  'Household.concerns': 'tried by the rows of its parts',
  'Household.lastSeen': 'tried by the rows of its parts, in test/combined',
  'Household.handover': 'tried by the rows of its parts',
  'Household.relay': 'tried by the rows of its parts',
  'Household.costs': 'tried by the rows of its parts',
  'Query.specialists': 'a directory without records',
  'Query.indicators': 'counts, and no record: tried in test/combined/indicators-over-http.test.ts',
  'Query.costStudySet':
    'sets of ten or more, and no record: tried in test/combined/cost-study-over-http.test.ts',
  'CountedContribution.measures':
    'what counts are made of: tried in test/combined/indicators-over-http.test.ts',
  'CountedContribution.help': 'what counts are made of: tried in test/combined/indicators-over-http.test.ts',
  'CountedContribution.costs':
    'what study sets are made of: tried in test/combined/cost-study-over-http.test.ts',
  'Placement.carriedOutOn': 'tried where the authorisation is open too',
};

/** Fields of `Household` that show no record of an organisation. */
export const withoutRecord: Readonly<Record<string, string>> = {
  id: 'opaque',
  kind: 'whether people live together, from the register',
  composition: 'units that the asker sees in `involvement` anyhow',
  rights: 'what somebody may ask of each organisation, from units that the asker sees anyhow',
  withheld: 'tried by itself: what stands in the place of a record',
  sources: 'tried by itself: what became of asking, and what is ever shown',
  timeline: 'each contribution stands under its own row: tried in test/combined/with-access.ts',
  deadlines: 'each contribution stands under its own row: tried in test/combined/with-access.ts',
};

/** Kinds of records that are tried in a test of their own: they stand in no household, or in no organisation's own field. */
export const triedApart: readonly RecordType[] = ['access-log', 'combined-view', 'cost-line'];

/**
 * Fields that put together what several organisations contribute: row 22 says who has them, the rows of its parts what is in them. Costs
 * are for the family alone, whatever row 22 says: tried in test/combined/with-access.ts.
 */
export const combinedViews: readonly string[] = [
  'timeline',
  'deadlines',
  'professionals',
  'concerns',
  'lastSeen',
  'handover',
  'relay',
];

/** Kinds of records that no field shows, each with the reason. */
export const withoutField: Readonly<Partial<Record<RecordType, string>>> = {
  'vt-advice': 'advice is joined to nobody',
  reporter: 'who reported never leaves Veilig Thuis',
  'work-notes': 'notes stay with who wrote them',
  'mental-health':
    'comes out of parts of the combined view alone, after consent: tried in test/combined/local-team-work-parts',
  'criminal-data': 'criminal data are not in this graph at all',
  'consent-register': 'no such source is connected',
};
