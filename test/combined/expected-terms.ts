/**
 * The deadlines of the relay family (family 2 of the cast) at the clock of the cast, Monday 2 November 2026, written down before the
 * rules that work them out. `castSays` is the cast's own word; null: the cast gives the days and the rule follows from the law's text.
 *
 * The cast says "met" of two terms that were kept on their very last day, and "met on the day" of two others: a word for the same fact.
 * The state tells them exactly; "met" allows both.
 */
import type { TermKind } from '../../subgraphs/household/combine/contribution.js';

/** The clock of the cast. */
export const referenceDay = '2026-11-02';

export type ExpectedState = 'MET' | 'MET_ON_THE_DAY' | 'OVERDUE' | 'DUE_TODAY' | 'RUNNING' | 'LAPSED';

export interface ExpectedTerm {
  readonly family: number;
  readonly term: string;
  readonly castSays: string | null;
  readonly kind: TermKind;
  readonly unit: string;
  /** Whom it concerns, by given name; absent: the household. Terms of informing are kept for each person apart. */
  readonly who?: readonly string[];
  readonly from: string;
  readonly alsoFrom?: string;
  readonly doneOn: string | null;
  readonly dueOn: string;
  readonly state: ExpectedState;
  /** Calendar days; absent: not late. */
  readonly daysLate?: number;
  /** Calendar days; absent: no longer running. */
  readonly daysLeft?: number;
  /** By the law's other reading. */
  readonly alsoDueOn?: string;
  readonly alsoState?: ExpectedState;
  readonly alsoDaysLate?: number;
  readonly alsoDaysLeft?: number;
  /** False: not established in law. Absent: true. */
  readonly isEstablished?: false;
}

const wholeFamily = ['Johan', 'Wilma', 'Teun', 'Daan', 'Fien', 'Maud', 'Trix', 'Hein'];
const atHome = ['Johan', 'Wilma', 'Teun', 'Daan', 'Hein'];
const girls = ['Fien', 'Maud', 'Trix'];
const children = ['Teun', 'Daan', 'Fien', 'Maud', 'Trix', 'Hein'];

/** The rows of the cast's table "Deadlines", in its order. */
export const deadlinesOfTheCast: readonly ExpectedTerm[] = [
  {
    family: 2,
    term: 'assessment report 1 (5 working days)',
    castSays: 'met',
    kind: 'SAFETY_ASSESSMENT',
    unit: 'VT1',
    from: '2025-09-05',
    doneOn: '2025-09-12',
    dueOn: '2025-09-12',
    state: 'MET_ON_THE_DAY',
  },
  {
    family: 2,
    term: 'start of inquiry (5 days; reading configurable)',
    castSays: 'overdue in both',
    kind: 'INQUIRY_START',
    unit: 'VT1',
    from: '2025-09-05',
    alsoFrom: '2025-09-12',
    doneOn: '2025-09-22',
    dueOn: '2025-09-10',
    state: 'OVERDUE',
    daysLate: 12,
    alsoDueOn: '2025-09-17',
    alsoState: 'OVERDUE',
    alsoDaysLate: 5,
  },
  {
    family: 2,
    term: 'judgement, 10 weeks from the decision to investigate',
    castSays: 'overdue 10 days',
    kind: 'INQUIRY_JUDGEMENT',
    unit: 'VT1',
    from: '2025-09-12',
    doneOn: '2025-12-01',
    dueOn: '2025-11-21',
    state: 'OVERDUE',
    daysLate: 10,
  },
  {
    family: 2,
    term: 'inform family 4 weeks, report 1',
    castSays: 'met',
    kind: 'INFORM_FAMILY',
    unit: 'VT1',
    who: wholeFamily,
    from: '2025-09-05',
    doneOn: '2025-09-24',
    dueOn: '2025-10-03',
    state: 'MET',
  },
  {
    family: 2,
    term: 'GI first contact, 5 working days after the GI was told (Good Friday, Easter Monday)',
    castSays: 'met on the day',
    kind: 'FIRST_CONTACT',
    unit: 'GI1',
    from: '2026-03-30',
    doneOn: '2026-04-08',
    dueOn: '2026-04-08',
    state: 'MET_ON_THE_DAY',
  },
  {
    family: 2,
    term: 'plan, 6 weeks after waiver, falls on Whit Monday 2026-05-25',
    castSays: 'met on the day',
    kind: 'PROTECTION_PLAN',
    unit: 'GI1',
    from: '2026-04-13',
    doneOn: '2026-05-26',
    dueOn: '2026-05-26',
    state: 'MET_ON_THE_DAY',
  },
  {
    family: 2,
    term: 'placement authorisation Hein, 3 months unused',
    castSays: 'lapsed',
    kind: 'PLACEMENT_UNUSED',
    unit: 'GI1',
    who: ['Hein'],
    from: '2026-03-30',
    doneOn: null,
    dueOn: '2026-06-30',
    state: 'LAPSED',
    daysLate: 125,
  },
  {
    family: 2,
    term: 'inform family, report 3',
    castSays: 'due today',
    kind: 'INFORM_FAMILY',
    unit: 'VT1',
    who: atHome,
    from: '2026-10-05',
    doneOn: null,
    dueOn: '2026-11-02',
    state: 'DUE_TODAY',
    daysLeft: 0,
  },
  {
    family: 2,
    term: 'judgement inquiry 2',
    castSays: 'running',
    kind: 'INQUIRY_JUDGEMENT',
    unit: 'VT1',
    from: '2026-10-09',
    doneOn: null,
    dueOn: '2026-12-18',
    state: 'RUNNING',
    daysLeft: 46,
  },
  {
    family: 2,
    term: 'end of OTS',
    castSays: '148 days',
    kind: 'MEASURE_END',
    unit: 'GI1',
    who: children,
    from: '2027-03-30',
    doneOn: null,
    dueOn: '2027-03-30',
    state: 'RUNNING',
    daysLeft: 148,
  },
  {
    family: 2,
    term: "end of the girls' placement",
    castSays: '148 days',
    kind: 'PLACEMENT_END',
    unit: 'GI1',
    who: girls,
    from: '2027-03-30',
    doneOn: null,
    dueOn: '2027-03-30',
    state: 'RUNNING',
    daysLeft: 148,
  },
];

/** What else follows from the records of family 2. */
export const furtherTermsOfTheRelayFamily: readonly ExpectedTerm[] = [
  {
    family: 2,
    term: 'assessment report 2 (during involvement)',
    castSays: null,
    kind: 'SAFETY_ASSESSMENT',
    unit: 'VT1',
    from: '2025-11-10',
    doneOn: '2025-11-14',
    dueOn: '2025-11-17',
    state: 'MET',
  },
  {
    family: 2,
    term: 'assessment report 3',
    castSays: null,
    kind: 'SAFETY_ASSESSMENT',
    unit: 'VT1',
    from: '2026-10-05',
    doneOn: '2026-10-09',
    dueOn: '2026-10-12',
    state: 'MET',
  },
  {
    family: 2,
    term: 'start of inquiry 2: five days from receipt end on Saturday 10 October',
    castSays: null,
    kind: 'INQUIRY_START',
    unit: 'VT1',
    from: '2026-10-05',
    alsoFrom: '2026-10-09',
    doneOn: '2026-10-12',
    dueOn: '2026-10-12',
    state: 'MET_ON_THE_DAY',
    alsoDueOn: '2026-10-14',
    alsoState: 'MET',
  },
  {
    family: 2,
    term: 'first investigation of the Raad, 42 days: no statutory term',
    castSays: null,
    kind: 'COUNCIL_INVESTIGATION',
    unit: 'RVDK',
    from: '2026-01-12',
    doneOn: '2026-03-09',
    dueOn: '2026-02-23',
    state: 'OVERDUE',
    daysLate: 14,
    isEstablished: false,
  },
  {
    family: 2,
    term: 'second investigation of the Raad, 42 days: no statutory term',
    castSays: null,
    kind: 'COUNCIL_INVESTIGATION',
    unit: 'RVDK',
    who: girls,
    from: '2026-10-19',
    doneOn: null,
    dueOn: '2026-11-30',
    state: 'RUNNING',
    daysLeft: 28,
    isEstablished: false,
  },
];

/**
 * From the first serious fact to the first step that protected. The cast has the days and asks for the figure; it gives no number
 * itself: 2025-09-04 (shouting until the police came) to 2025-09-26 (safety plan of VT1), and to 2026-03-30 (OTS).
 */
export const firstProtection = {
  family: 2,
  seriousFactOn: '2025-09-04',
  firstStep: { name: 'SAFETY_PLAN', on: '2025-09-26', days: 22 },
  firstForcedMeasure: { name: 'OTS', on: '2026-03-30', days: 207 },
} as const;
