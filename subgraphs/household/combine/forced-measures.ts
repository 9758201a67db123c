/**
 * The four kinds of forced measure (dwangmaatregelen) that the pilots count, exactly these, and which of them any of the four
 * organisations records. What no connected source records is `NOT_CONNECTED`: a huisverbod is the mayor's, a contactverbod and a
 * reclasseringsmaatregel are recorded in the chain of justice.
 */

export const forcedMeasureKinds = [
  'SUPERVISION_ORDER',
  'TERMINATION_OF_AUTHORITY',
  'EXCLUSION_AND_CONTACT_BAN',
  'PROBATION_MEASURE',
] as const;
export type ForcedMeasureKind = (typeof forcedMeasureKinds)[number];

/** One thing that a kind consists of, with who records it. */
export interface ForcedMeasurePart {
  readonly dutchTerm: string;
  readonly recordedBy: string;
  readonly isConnected: boolean;
}

export const forcedMeasures: Readonly<Record<ForcedMeasureKind, readonly ForcedMeasurePart[]>> = {
  SUPERVISION_ORDER: [
    { dutchTerm: 'ondertoezichtstelling', recordedBy: 'certified institution (GI)', isConnected: true },
  ],
  TERMINATION_OF_AUTHORITY: [
    {
      dutchTerm: 'gezagsbeëindigende maatregel',
      recordedBy: 'certified institution (GI), as guardian',
      isConnected: true,
    },
  ],
  EXCLUSION_AND_CONTACT_BAN: [
    { dutchTerm: 'huisverbod', recordedBy: 'the mayor', isConnected: false },
    { dutchTerm: 'contactverbod', recordedBy: 'the chain of justice', isConnected: false },
  ],
  PROBATION_MEASURE: [
    { dutchTerm: 'reclasseringsmaatregel', recordedBy: 'the chain of justice', isConnected: false },
  ],
};

/** What no source tells of, in Dutch, in the order above. */
export const notConnectedMeasures: readonly string[] = forcedMeasureKinds.flatMap((kind) =>
  forcedMeasures[kind].flatMap(({ dutchTerm, isConnected }) => (isConnected ? [] : [dutchTerm])),
);

/** Whether everything that the kind consists of has a source. */
export function isConnected(kind: ForcedMeasureKind): boolean {
  return forcedMeasures[kind].every((part) => part.isConnected);
}

/**
 * The kind that a GI's measure (`MeasureKind` in the graph) counts as. Null: it is none of the four, as a provisional order is not; the
 * order that follows it is. Whether provisional measures should count is not established.
 */
export function toForcedMeasure(measureKind: string): ForcedMeasureKind | null {
  switch (measureKind) {
    case 'SUPERVISION_ORDER':
      return 'SUPERVISION_ORDER';
    case 'GUARDIANSHIP':
      return 'TERMINATION_OF_AUTHORITY';
    default:
      return null;
  }
}
