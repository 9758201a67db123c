/**
 * Who works with family 2 (Groot Esselink), as the cast counts them by hand on Monday 2 November 2026. Written before the rules that
 * count them.
 */

/** The day on which everything below holds. */
export const castDay = '2026-11-02';

/** "Professionals: 21 ever, 15 active, peak 15 (since 2026-10-19). Source rows: 22." */
export const expectedProfessionals = {
  sourceRows: 22,
  ever: 21,
  active: 15,
  peak: { count: 15, since: '2026-10-19' },
} as const;

/**
 * "Active by organisation: VT1 2, RVDK 2, GI1 3, LT1 2, LT2 1, Rijnoever 1, De Haven 1, Schuldhulp 1, school 1, GGZ 1 = 15 (four seed
 * organisations 10, others 5). Ever: VT1 4, RVDK 3, GI1 4, LT1 3, LT2 1, others 6 = 21."
 */
export const expectedByEmployer: readonly (readonly [employer: string, active: number, ever: number])[] = [
  ['GGZ', 1, 1],
  ['GI1', 3, 4],
  ['Kursus BV', 0, 1],
  ['LT1', 2, 3],
  ['LT2', 1, 1],
  ['RVDK', 2, 3],
  ['De Haven', 1, 1],
  ['Rijnoever', 1, 1],
  ['Schuldhulp Rotterdam', 1, 1],
  ['VT1', 2, 4],
  ['primary school', 1, 1],
];
export const expectedOfTheFour = { active: 10, ever: 15 } as const;
export const expectedOfOthers = { active: 5, ever: 6 } as const;

/** "O5's name or existence for anyone without the mother's consent: such a reader's active count is 14, marked 'may be incomplete'." */
export const expectedWithoutConsent = { active: 14, ever: 20, mayBeIncomplete: true } as const;

/** "Changes of the fixed face: 1." L1 was followed by L2. */
export const expectedFixedFaces = { names: ['L1', 'L2'], changes: 1, current: 'L2' } as const;

/**
 * "Changes of worker inside an organisation: 3, with 46 days nobody: LT1 14 (1–14 Sep 2025), VT1 9 (13–21 Sep 2025), GI1 23 (1–23 Aug
 * 2026)." First and last day without anybody; the new worker begins the day after.
 */
export const expectedDaysWithoutAnybody = {
  changes: 3,
  days: 46,
  gaps: [
    { unit: 'LT1', from: '2025-09-01', until: '2025-09-14', days: 14, isRunning: false },
    { unit: 'VT1', from: '2025-09-13', until: '2025-09-21', days: 9, isRunning: false },
    { unit: 'GI1', from: '2026-08-01', until: '2026-08-23', days: 23, isRunning: false },
  ],
} as const;

/** Two people who are called alike: an investigator of VT1 and one of the RVDK ("another person"). */
export const expectedNamesakes = { name: 'M. Bos', people: 2 } as const;
