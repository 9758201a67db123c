/**
 * The relay around family 2 (Groot Esselink), as the cast works it out by hand on Monday 2 November 2026. Written before the rules that
 * compute it.
 */

/** "4 hand-overs, longest 42, 100 days waited": responsibility asked → first contact with the family. */
export const expectedHandovers = {
  count: 4,
  days: 100,
  longest: 42,
  rows: [
    { fromUnit: 'VT1', toUnit: 'LT1', askedOn: '2025-12-01', answeredOn: '2025-12-08', days: 7 },
    { fromUnit: 'VT1', toUnit: 'RVDK', askedOn: '2025-12-01', answeredOn: '2026-01-12', days: 42 },
    { fromUnit: 'RVDK', toUnit: 'GI1', askedOn: '2026-03-30', answeredOn: '2026-04-08', days: 9 },
    { fromUnit: 'GI1', toUnit: 'RVDK', askedOn: '2026-09-07', answeredOn: '2026-10-19', days: 42 },
  ],
} as const;

/**
 * "Waiting for help, counted apart: foster support 21 (2026-04-13 – 2026-05-04) + family treatment 28 (2025-04-14 – 2025-05-12) = 49."
 * The foster support was asked for three girls on one day and began on one day: one wait.
 */
export const expectedWaitingForHelp = {
  days: 49,
  rows: [
    { name: 'family treatment', askedOn: '2025-04-14', startedOn: '2025-05-12', days: 28, persons: 1 },
    { name: 'foster support', askedOn: '2026-04-13', startedOn: '2026-05-04', days: 21, persons: 3 },
  ],
} as const;

/**
 * "Overlaps 4 (inclusive days) … Safety assessments are triage, not investigations: they never count." Of the second the cast says
 * "shared persons Johan and Wilma"; of the others they are those whom both files name ("Who knows them").
 */
export const expectedOverlaps = [
  {
    kind: 'PLAN',
    units: ['LT1', 'VT1'],
    from: '2025-09-26',
    until: '2026-04-08',
    days: 195,
    isRunning: false,
    shared: ['daan', 'fien', 'hein', 'johan', 'maud', 'teun', 'trix', 'wilma'],
  },
  {
    kind: 'INVESTIGATION',
    units: ['LT1', 'VT1'],
    from: '2025-10-06',
    until: '2025-11-14',
    days: 40,
    isRunning: false,
    shared: ['daan', 'fien', 'hein', 'johan', 'maud', 'teun', 'trix', 'wilma'],
  },
  {
    kind: 'PLAN',
    units: ['GI1', 'LT1'],
    from: '2026-05-26',
    until: null,
    days: 161,
    isRunning: true,
    shared: ['daan', 'fien', 'hein', 'maud', 'teun', 'trix'],
  },
  {
    kind: 'INVESTIGATION',
    units: ['RVDK', 'VT1'],
    from: '2026-10-19',
    until: null,
    days: 15,
    isRunning: true,
    shared: ['johan', 'wilma'],
  },
] as const;

/** "Investigations: 5 in fourteen months by 3 organisations." Months begun since the first, 2025-09-22; two still run. */
export const expectedInvestigations = { count: 5, organisations: 3, months: 14 } as const;

/**
 * "Story taken anew: 13 intake events (L1 2025-03-17, O1 2025-05-14, O3 2025-06-16, L2 2025-09-18, V2 2025-09-24, R1 2026-01-12, O5
 * 2026-02-02, G1 2026-04-08, O2 2026-05-04, L4 2026-06-03, G2 2026-08-26, V3 2026-10-13, R2 2026-10-19)."
 */
export const expectedIntakes = [
  ['L1', '2025-03-17'],
  ['O1', '2025-05-14'],
  ['O3', '2025-06-16'],
  ['L2', '2025-09-18'],
  ['V2', '2025-09-24'],
  ['R1', '2026-01-12'],
  ['O5', '2026-02-02'],
  ['G1', '2026-04-08'],
  ['O2', '2026-05-04'],
  ['L4', '2026-06-03'],
  ['G2', '2026-08-26'],
  ['V3', '2026-10-13'],
  ['R2', '2026-10-19'],
] as const;

/** "Did not know of each other: VT1 and VT2 (2017 file), GI1 and O3, LT2 and VT1." O3 works for Schuldhulp Rotterdam. */
export const expectedStrangers = [
  ['GI1', 'Schuldhulp Rotterdam'],
  ['LT2', 'VT1'],
  ['VT1', 'VT2'],
] as const;

/**
 * What voluntary help preceded the OTS of 2026-03-30, from the cast's records of LT1 and iJw: the days between its start and the measure.
 * It had begun, whether or not it went on.
 */
export const expectedHelpBeforeTheMeasure = [
  { name: 'family plan', startedOn: '2025-04-14', daysBefore: 350 },
  { name: 'family treatment', startedOn: '2025-05-12', daysBefore: 322 },
] as const;
