/**
 * What help to family 2 (Groot Esselink) cost in the third quarter of 2026, in euro cents. "Costs Q3 2026 (invented tariffs)". Written
 * before the rules that add them up.
 */
export const thirdQuarter = { from: '2026-07-01', until: '2026-09-30' } as const;

/**
 * "child protection 3 × €890.00 = 2,670.00; foster care 3 × 92 × €48.50 = 13,386.00; family treatment 36 h × €96.00 = 3,456.00; local
 * team 22 h × €81.00 = 1,782.00; total €21,294.00."
 */
export const expectedCosts = {
  byCategory: {
    'child protection': 267_000,
    'foster care': 1_338_600,
    'family treatment': 345_600,
    'local team': 178_200,
  },
  totalCents: 2_129_400,
} as const;

/**
 * "Per person, read naively, Hein 'costs' 6,126.00 and Teun nothing." Child protection and family treatment are filed on Hein, the
 * youngest; foster care on each of the three girls, 92 × €48.50 = 4,462.00.
 */
export const expectedReadNaively = {
  hein: 612_600,
  fien: 446_200,
  maud: 446_200,
  trix: 446_200,
  teun: 0,
  daan: 0,
} as const;

/** The same sum with what is for the whole family ascribed to the family: child protection, family treatment and the local team. */
export const expectedCorrected = {
  family: 790_800,
  perPerson: { hein: 0, fien: 446_200, maud: 446_200, trix: 446_200, teun: 0, daan: 0 },
} as const;

/**
 * By frame. The cast gives no split: child protection goes with the OTS and foster care with the authorisations to place the girls, so
 * both are forced; the others were agreed.
 */
export const expectedByFrame = { VOLUNTARY: 523_800, FORCED: 1_605_600 } as const;
