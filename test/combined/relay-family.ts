/** What the organisations contribute about family 2 (Groot Esselink): the rows of the cast's tables, as the combined view receives them. */
import type { UnitPeriod } from '../../subgraphs/household/combine/continuity.js';
import type {
  AcquaintancePart,
  ActivityPart,
  AgreementPart,
  ConcernPart,
  ContactPart,
  Contribution,
  CostPart,
  HandoverPart,
  HelpPart,
  MeasurePart,
  OrganisationKind,
  Part,
  WorkDomain,
  WorkPart,
} from '../../subgraphs/household/combine/contribution.js';

export const organisations = ['VEILIG_THUIS', 'RAAD', 'GI', 'LOCAL_TEAM'] as const;
export const sixChildren = ['teun', 'daan', 'fien', 'maud', 'trix', 'hein'];
export const everybody = ['johan', 'wilma', ...sixChildren];

export function kindOf(unit: string): OrganisationKind {
  if (unit.startsWith('VT')) return 'VEILIG_THUIS';
  if (unit.startsWith('RVDK')) return 'RAAD';
  return unit.startsWith('GI') ? 'GI' : 'LOCAL_TEAM';
}

/** The fields that every part has. */
export function partOf(unit: string, id: string, memberIds: readonly string[] = []): Part {
  const organisation = kindOf(unit);
  const source = { organisation, unit, system: 'cast', recordId: id, recordedAt: null };
  return { id, memberIds, source: { ...source, retrievedAt: '2026-11-02T12:00:00+01:00' } };
}

/** Each organisation's contribution, in full and unfiltered. */
export function contribute<Item extends Part>(parts: readonly Item[]): readonly Contribution<Item>[] {
  return organisations.map((organisation) => ({
    organisation,
    outcome: 'ANSWERED',
    reason: null,
    parts: parts.filter(({ source }) => source.organisation === organisation),
  }));
}

/** The same with one organisation that could not be reached. */
export function without<Item extends Part>(
  contributions: readonly Contribution<Item>[],
  lost: OrganisationKind,
): readonly Contribution<Item>[] {
  return contributions.map((contribution) =>
    contribution.organisation === lost
      ? { organisation: lost, outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] }
      : contribution,
  );
}

type Row = readonly [
  code: string,
  role: string,
  unit: string,
  domain: WorkDomain,
  since: string,
  until?: string,
];

/** Who carries the case at a unit. */
const carriers = new Set(['V1', 'V2', 'V3', 'R1', 'R2', 'G1', 'G2', 'L1', 'L2', 'L4']);

const staff: readonly Row[] = [
  ['V1', 'assessor', 'VT1', 'SAFETY', '2025-09-05', '2025-09-12'],
  ['V2', 'investigator', 'VT1', 'SAFETY', '2025-09-22', '2025-12-01'],
  ['V3', 'investigator', 'VT1', 'SAFETY', '2026-10-12'],
  ['V4', 'confidential doctor', 'VT1', 'SAFETY', '2026-10-12'],
  ['R1', 'council investigator', 'RVDK', 'COUNCIL_INVESTIGATION', '2026-01-12', '2026-03-30'],
  ['R2', 'council investigator', 'RVDK', 'COUNCIL_INVESTIGATION', '2026-10-19'],
  ['R3', 'behavioural expert', 'RVDK', 'COUNCIL_INVESTIGATION', '2026-10-19'],
  ['G1', 'jeugdbeschermer', 'GI1', 'PROTECTION', '2026-04-08', '2026-07-31'],
  ['G2', 'jeugdbeschermer', 'GI1', 'PROTECTION', '2026-08-24'],
  ['G3', 'behavioural scientist', 'GI1', 'PROTECTION', '2026-05-11'],
  ['G4', 'care broker', 'GI1', 'YOUTH_CARE', '2026-05-11'],
  ['L1', 'fixed face', 'LT1', 'SUPPORT', '2025-03-10', '2025-08-31'],
  ['L2', 'fixed face', 'LT1', 'SUPPORT', '2025-09-15'],
  ['L3', 'youth consultant', 'LT1', 'YOUTH_CARE', '2025-04-01'],
  ['L4', 'family worker', 'LT2', 'SUPPORT', '2026-06-01'],
];

const namesakes = new Set(['V3', 'R2']);

const ownWork = staff.map(
  ([code, role, unit, domain, since, until = null]): WorkPart => ({
    ...partOf(unit, `work-${code}`),
    worker: `${unit}:${code}`,
    name: namesakes.has(code) ? 'M. Bos' : code,
    role,
    employer: unit,
    employerKind: kindOf(unit),
    domain,
    isFixedFace: role === 'fixed face',
    recordedBy: unit,
    carriesCase: carriers.has(code),
    since,
    until,
  }),
);

type PartyRow = readonly [
  code: string,
  role: string,
  party: string,
  by: string,
  domain: WorkDomain,
  since: string,
];

const parties: readonly (readonly [...PartyRow, until?: string])[] = [
  ['O1', 'family therapist', 'Rijnoever', 'LT1', 'YOUTH_CARE', '2025-05-12'],
  ['O1', 'family therapist', 'Rijnoever', 'GI1', 'YOUTH_CARE', '2025-05-12'],
  ['O2', 'foster care worker', 'De Haven', 'GI1', 'YOUTH_CARE', '2026-05-04'],
  ['O3', 'debt counsellor', 'Schuldhulp Rotterdam', 'LT1', 'DEBTS', '2025-06-16'],
  ['O4', 'internal supervisor', 'primary school', 'LT1', 'EDUCATION', '2025-03-24'],
  ['O5', 'adult mental health therapist', 'GGZ', 'LT1', 'MENTAL_HEALTH', '2026-02-02'],
  ['O6', 'resilience trainer', 'Kursus BV', 'LT1', 'YOUTH_CARE', '2025-11-03', '2026-01-26'],
];

const partyWork = parties.map(
  ([code, role, party, by, domain, since, until = null]): WorkPart => ({
    ...partOf(by, `work-${by}-${code}`),
    // The one with a number in a professional register is proved to be one; the others are their recorder's.
    worker: code === 'O1' ? 'SKJ:TEST-0007' : `${by}:${code}`,
    name: code,
    role,
    employer: party,
    employerKind: null,
    domain,
    isFixedFace: false,
    recordedBy: by,
    ...(code === 'O5' ? { shownUnder: 'CONSENT' as const } : {}),
    since,
    until,
  }),
);

/** All 22 rows. */
export const work: readonly WorkPart[] = [...ownWork, ...partyWork];

/** "Who knows them": when each unit's work ran. */
export const periods: readonly UnitPeriod[] = (
  [
    ['VT2', '2017-10-09', '2018-02-01'],
    ['LT1', '2025-03-10', null],
    ['LT2', '2026-06-01', null],
    ['VT1', '2025-09-05', '2025-12-01'],
    ['VT1', '2026-10-05', null],
    ['RVDK', '2025-12-01', '2026-03-30'],
    ['RVDK', '2026-09-07', null],
    ['GI1', '2026-03-30', null],
  ] as const
).map(([unit, since, until]) => ({ unit, organisation: kindOf(unit), since, until }));

/** The file of 2017 went to a local team, and does not say which. */
export const handovers: readonly HandoverPart[] = (
  [
    ['VT2', 'LOCAL_TEAM', null, '2018-02-01', everybody],
    ['VT1', 'RAAD', 'RVDK', '2025-12-01', everybody],
    ['VT1', 'LOCAL_TEAM', 'LT1', '2025-12-01', everybody],
    ['RVDK', 'GI', 'GI1', '2026-03-30', sixChildren],
    ['GI1', 'RAAD', 'RVDK', '2026-09-07', ['fien', 'maud', 'trix']],
  ] as const
).map(([fromUnit, toOrganisation, toUnit, askedOn, memberIds]) => ({
  ...partOf(fromUnit, `handover-${fromUnit}-${toUnit}-${askedOn}`, memberIds),
  fromUnit,
  toOrganisation,
  toUnit,
  askedOn,
  reason: 'as the cast tells it',
}));

/** The intakes of the cast, and the one first contact that was none: of LT1 about the safety conditions. */
export const contacts: readonly ContactPart[] = (
  [
    ['L1', 'LT1', '2025-03-17', 'INTAKE'],
    ['O1', 'LT1', '2025-05-14', 'INTAKE'],
    ['O3', 'LT1', '2025-06-16', 'INTAKE'],
    ['L2', 'LT1', '2025-09-18', 'INTAKE'],
    ['V2', 'VT1', '2025-09-24', 'INTAKE'],
    ['L2', 'LT1', '2025-12-08', 'FIRST_CONTACT'],
    ['R1', 'RVDK', '2026-01-12', 'INTAKE'],
    ['O5', 'LT1', '2026-02-02', 'INTAKE'],
    ['G1', 'GI1', '2026-04-08', 'INTAKE'],
    ['G1', 'GI1', '2026-04-08', 'FIRST_CONTACT'],
    ['O2', 'GI1', '2026-05-04', 'INTAKE'],
    ['L4', 'LT2', '2026-06-03', 'INTAKE'],
    ['G2', 'GI1', '2026-08-26', 'INTAKE'],
    ['V3', 'VT1', '2026-10-13', 'INTAKE'],
    ['R2', 'RVDK', '2026-10-19', 'INTAKE'],
  ] as const
).map(([worker, unit, on, kind]) => ({
  ...partOf(unit, `contact-${worker}-${on}-${kind}`),
  kind,
  unit,
  on,
  worker,
}));

export const help: readonly HelpPart[] = (
  [
    ['family treatment', 'Rijnoever', 'VOLUNTARY', '2025-04-14', '2025-05-12', 'hein', 'LT1'],
    ['foster support', 'De Haven', 'FORCED', '2026-04-13', '2026-05-04', 'fien', 'GI1'],
    ['foster support', 'De Haven', 'FORCED', '2026-04-13', '2026-05-04', 'maud', 'GI1'],
    ['foster support', 'De Haven', 'FORCED', '2026-04-13', '2026-05-04', 'trix', 'GI1'],
  ] as const
).map(([name, provider, frame, askedOn, startedOn, member, unit]) => ({
  ...partOf(unit, `help-${name}-${member}`, [member]),
  name,
  provider,
  frame,
  askedOn,
  startedOn,
  until: null,
}));

export const activities: readonly ActivityPart[] = (
  [
    ['INVESTIGATION', 'SAFETY_ASSESSMENT', 'VT1', '2025-09-05', '2025-09-12', everybody],
    ['INVESTIGATION', 'VT_INQUIRY', 'VT1', '2025-09-22', '2025-12-01', everybody],
    ['INVESTIGATION', 'LOCAL_TEAM_ANALYSIS', 'LT1', '2025-10-06', '2025-11-14', everybody],
    ['INVESTIGATION', 'COUNCIL_INVESTIGATION', 'RVDK', '2026-01-12', '2026-03-09', everybody],
    ['INVESTIGATION', 'VT_INQUIRY', 'VT1', '2026-10-12', null, ['johan', 'wilma', 'teun', 'daan', 'hein']],
    [
      'INVESTIGATION',
      'COUNCIL_INVESTIGATION',
      'RVDK',
      '2026-10-19',
      null,
      ['johan', 'wilma', 'fien', 'maud', 'trix'],
    ],
    ['PLAN', 'FAMILY_PLAN', 'LT1', '2025-04-14', null, everybody],
    ['PLAN', 'SAFETY_PLAN', 'VT1', '2025-09-26', '2026-04-08', everybody],
    ['PLAN', 'PROTECTION_PLAN', 'GI1', '2026-05-26', null, sixChildren],
  ] as const
).map(([kind, name, unit, from, until, memberIds]) => ({
  ...partOf(unit, `activity-${name}-${from}`, memberIds),
  kind,
  name,
  unit,
  from,
  until,
}));

export const measures: readonly MeasurePart[] = sixChildren.map((child) => ({
  ...partOf('GI1', `ots-${child}`, [child]),
  kind: 'SUPERVISION_ORDER',
  startedOn: '2026-03-30',
  until: '2027-03-30',
}));

const outside = ['Rijnoever', 'De Haven', 'primary school', 'Kursus BV'];

/** Whom each unit's file names. The cast tells whom they did not know; the others they knew. */
export const acquaintances: readonly AcquaintancePart[] = (
  [
    ['VT2', []],
    ['VT1', ['RVDK', 'GI1', 'LT1', 'Schuldhulp Rotterdam', ...outside]],
    ['RVDK', ['VT1', 'GI1', 'LT1', 'LT2', 'Schuldhulp Rotterdam', ...outside]],
    ['GI1', ['VT1', 'RVDK', 'LT1', 'LT2', ...outside]],
    ['LT1', ['VT1', 'RVDK', 'GI1', 'LT2', 'Schuldhulp Rotterdam', ...outside]],
    ['LT2', ['RVDK', 'GI1', 'LT1', 'Schuldhulp Rotterdam', ...outside]],
  ] as const
).map(([unit, knows]) => ({ ...partOf(unit, `knows-${unit}`), unit, knows, asOf: '2026-11-01' }));

type Told = Pick<ConcernPart, 'fact' | 'label' | 'severity' | 'observedOn' | 'by' | 'statementKind'>;

const told: readonly (readonly [unit: string, concern: Told, reaction: string | null])[] = [
  [
    'LT1',
    concern(
      'Hein came to school without coat or food on 4 days in February 2025',
      'MODERATE',
      '2025-03-10',
      'school via LT1',
    ),
    'true, money was gone',
  ],
  [
    'VT1',
    concern('children heard shouting on 2025-09-04 until police came', 'SERIOUS', '2025-09-04', 'VT1'),
    'it was once',
  ],
  [
    'LT1',
    { ...concern('mother seems depressed', null, '2025-04-14', 'LT1'), statementKind: 'OPINION' },
    'mother agrees',
  ],
  ['VT1', concern("bruise on Hein's left arm, 3 cm", 'SERIOUS', '2026-10-05', 'VT1'), null],
  ['GI1', { ...concern(null, null, '2026-05-26', 'GI1'), label: 'unsafe' }, null],
];

export const concerns: readonly ConcernPart[] = told.map(([unit, concern, reaction]) => ({
  ...partOf(unit, `concern-${concern.observedOn}`),
  ...concern,
  nature: null,
  reactions: reaction === null ? [] : [{ by: 'parents', on: null, text: reaction }],
}));

function concern(fact: string | null, severity: Told['severity'], observedOn: string, by: string): Told {
  return { fact, label: null, severity, observedOn, by, statementKind: 'FACT' };
}

export const agreements: readonly AgreementPart[] = (
  [
    ['no quarrels with children present', '2025-09-26', 'VT1'],
    ['girls home every other Sunday', '2026-05-26', 'GI1'],
    ['weekly money talk', '2025-06-16', 'LT1'],
  ] as const
).map(([text, agreedOn, unit]) => ({
  ...partOf(unit, `agreement-${agreedOn}`),
  text,
  agreedOn,
  by: unit,
  dueOn: null,
  endedOn: null,
}));

const quarter = { from: '2026-07-01', until: '2026-09-30' };

export const costs: readonly CostPart[] = [
  cost('GI1', 'child protection', 'FORCED', 3, 'MONTH', 89_000, 'hein', true),
  ...['fien', 'maud', 'trix'].map((girl) =>
    cost('GI1', 'foster care', 'FORCED', 92, 'DAY', 4_850, girl, false),
  ),
  cost('LT1', 'family treatment', 'VOLUNTARY', 36, 'HOUR', 9_600, 'hein', true),
  cost('LT1', 'local team', 'VOLUNTARY', 22, 'HOUR', 8_100, null, true),
];

function cost(
  payer: string,
  category: string,
  frame: CostPart['frame'],
  quantity: number,
  unit: CostPart['unit'],
  tariffCents: number,
  filedOnMemberId: string | null,
  isForFamily: boolean,
): CostPart {
  const part = partOf(payer, `cost-${category}-${filedOnMemberId}`);
  return { ...part, category, frame, ...quarter, quantity, unit, tariffCents, filedOnMemberId, isForFamily };
}
