/**
 * What an owner knows of a record without opening it: the attributes from which it decides who may see it. Read before any
 * content is, and never shown as they are.
 */

/** The kinds of records of the access matrix, in the order of its rows. */
export const recordTypes = [
  'identity',
  'involvement',
  'vt-advice',
  'report',
  'reporter',
  'safety-assessment',
  'vt-inquiry',
  'raad-status',
  'raad-report',
  'measure',
  'gi-plan',
  'placement-address',
  'work-notes',
  'family-plan',
  'provision',
  'mental-health',
  'debts',
  'probation-header',
  'criminal-data',
  'cost-line',
  'access-log',
  'combined-view',
  'court-decision',
  'consent-register',
] as const;
export type RecordType = (typeof recordTypes)[number];

/** A person whom a record is about. */
export interface RecordSubject {
  /** Pseudonym; `null` where the source has no number of this person. */
  readonly person: string | null;
  readonly localKey: string;
  /** The day on which this person was told of the record; `null`: not told, or nobody has to tell. */
  readonly informedOn: string | null;
  /** Whether this person may not learn of the record yet (Wmo 2015 art. 5.3.1). */
  readonly isNoticePending: boolean;
}

export interface RecordAttributes {
  readonly recordType: RecordType;
  /** The source's own number of the record, unique within its reference and type. */
  readonly recordId: string;
  /** The reference under which the source keeps it, e.g. `VT1/2025-0905`. */
  readonly reference: string;
  /** The holder's kind of organisation, as the graph spells it, e.g. `VEILIG_THUIS`. */
  readonly holder: string;
  /** The unit that holds it, as its references begin, e.g. `VT1`. */
  readonly unit: string;
  readonly subjects: readonly RecordSubject[];
  /** Kinds of organisation to which the matter was handed over, as the graph spells them. */
  readonly handedOverTo?: readonly string[];
  /** Kinds of organisation with whose request the record was sent along, e.g. `RAAD` for an inquiry attached to a VTO. */
  readonly attachedTo?: readonly string[];
  /** Who asked for it: `COLLEGE`, `VT`, `GI`; `EX_OFFICIO`: nobody. */
  readonly requestedBy?: 'COLLEGE' | 'VT' | 'GI' | 'EX_OFFICIO' | null;
  /** Whether the measure that the record is about, or hangs on, is in force now. */
  readonly isMeasureActive?: boolean;
  /** Whether it tells where somebody is; a shield stands over everything that does. */
  readonly isLocationBearing?: boolean;
  /** Persons from whom the case is shielded, by pseudonym; `[]`: from nobody; `'EVERYBODY'`: from everybody outside the case. */
  readonly shieldedFrom?: readonly string[] | 'EVERYBODY';
  /** Whether an address is explicitly open to the parents. */
  readonly isExplicitlyOpen?: boolean;
  /** Whether the record is, or has, the part about help (Jeugdwet art. 3.5). */
  readonly isPartOnHelp?: boolean;
  /** Whether the person concerned is a minor today. */
  readonly isMinor?: boolean;
  /** Case references, or kinds of organisation, to which a professional at the source has released it. */
  readonly releasedTo?: readonly string[];
  /** Functions or kinds of organisation for which the person concerned has consented. */
  readonly consentedFor?: readonly string[];
  /** The last day on which it may be returned (`YYYY-MM-DD`); `null`: the source recorded none. */
  readonly retainUntil: string | null;
  /** What may be shown of it to who may know only that it exists. */
  readonly header: RecordHeader;
}

/** Existence, organisation, contact and dates: all that is shown of a masked record. */
export interface RecordHeader {
  readonly unitName: string;
  /** Where a professional reaches the unit about it; `null`: not recorded. */
  readonly contact: string | null;
  readonly since: string | null;
  readonly until: string | null;
}

/** The kind as the graph spells it, e.g. `SAFETY_ASSESSMENT`. */
export function toGraphRecordType(recordType: RecordType): string {
  return recordType.toUpperCase().replaceAll('-', '_');
}
