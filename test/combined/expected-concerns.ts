/** The concerns about family 2 (Groot Esselink), in the cast's words, newest first. Written before the rules that order them. */
export const expectedConcerns = [
  { fact: "bruise on Hein's left arm, 3 cm", by: 'VT1', observedOn: '2026-10-05', reactions: 0 },
  // "One label without a fact ('unsafe', GI1 plan) that the schema must refuse or show as incomplete." The plan is of 2026-05-26.
  { fact: null, label: 'unsafe', by: 'GI1', observedOn: '2026-05-26', reactions: 0 },
  {
    fact: 'children heard shouting on 2025-09-04 until police came',
    by: 'VT1',
    observedOn: '2025-09-04',
    reactions: 1,
  },
  { fact: 'mother seems depressed', by: 'LT1', observedOn: '2025-04-14', reactions: 1 },
  {
    fact: 'Hein came to school without coat or food on 4 days in February 2025',
    by: 'school via LT1',
    observedOn: '2025-03-10',
    reactions: 1,
  },
] as const;

/** What is said of a label that nobody described. */
export const expectedOfALabel = {
  note: 'nature and severity not described',
  isLabelOnly: true,
  statementKind: 'OPINION',
} as const;
