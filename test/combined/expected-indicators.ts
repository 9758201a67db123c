/** What the pilots counted themselves. Written before the rules that count it. */

/**
 * 1,268 households since 1 January 2023, and 109 times a forced measure on 30 June 2024: 8.6 %. That is measures per household, and
 * not the share of households with a measure, which the pilots did not publish.
 */
export const expectedOfThePilots = {
  period: { from: '2023-01-01', until: '2024-06-30' },
  referenceDay: '2024-06-30',
  households: 1_268,
  measures: 109,
  measuresPerHundredHouseholds: '8.6',
  inThreeDecimals: '8.596',
} as const;

/**
 * The four kinds of forced measure: OTS, gezagsbeëindigende maatregel, huis- en contactverbod, reclasseringsmaatregel. Three things have
 * no source among the four organisations: "NOT_CONNECTED, never 0".
 */
export const expectedForcedMeasures = {
  kinds: ['SUPERVISION_ORDER', 'TERMINATION_OF_AUTHORITY', 'EXCLUSION_AND_CONTACT_BAN', 'PROBATION_MEASURE'],
  withoutSource: ['huisverbod', 'contactverbod', 'reclasseringsmaatregel'],
} as const;

/** Fewer households than this are never told apart. */
export const expectedSmallestGroup = 10;

/** "11 proeftuinen"; an older text names six. When each began is not established. */
export const expectedPilots = {
  count: 11,
  named: ['amsterdam-amstelland', 'foodvalley', 'rotterdam', 'utrecht', 'west-brabant-west', 'zeeland'],
} as const;
