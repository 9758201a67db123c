/**
 * The terms that are watched, as data: how long each is, from which day, on what ground, and what is not established. Everything
 * here may be set otherwise by configuration, which then says by whom (`configuredBy`).
 *
 * The law was read in its text of May 2017; a lawyer must hold it against the text in force before anything is called the law.
 */
import { type TermKind, termKinds } from './contribution.js';
import { checkLength, type TermLength } from './legal-calendar.js';

export interface TermRule {
  readonly kind: TermKind;
  /** Null: the source gives the last day itself. */
  readonly length: TermLength | null;
  /** The article, or what else it rests on. */
  readonly article: string;
  /** `PROTOCOL`: agreed by the organisations, in no law. `NONE`: no source was found for it. */
  readonly basis: 'LAW' | 'PROTOCOL' | 'NONE';
  /** False: not established in law or protocol, so the figure shows a custom and breaches nothing. */
  readonly isEstablished: boolean;
  /** Whether the Algemene termijnenwet moves its end. It does so for terms in laws and general orders alone. */
  readonly movesByTheAct: boolean;
  /** What it means when the last day passes: something is late, or something has ended of itself. */
  readonly atItsEnd: 'LATE' | 'LAPSES';
  /** Where the law can be read from two days: from which one the deadline is told. The other reading stands beside it. */
  readonly readFrom: 'FROM' | 'ALSO_FROM';
  /** Kept for each person apart. */
  readonly isPerPerson: boolean;
  /** By how much it may be put off each time; null: it may not. */
  readonly putOffBy: TermLength | null;
  /** Who set it otherwise than it stands here, e.g. `region rotterdam, 2026-03-01`; null: nobody. */
  readonly configuredBy: string | null;
}

/** What an organisation or region sets otherwise. */
export interface TermSetting {
  readonly length?: TermLength;
  /** Without it a length that was set counts as not established. */
  readonly article?: string;
  readonly readFrom?: 'FROM' | 'ALSO_FROM';
  readonly movesByTheAct?: boolean;
  readonly configuredBy: string;
}

export type TermRules = Readonly<Record<TermKind, TermRule>>;

const byLaw = {
  basis: 'LAW',
  isEstablished: true,
  movesByTheAct: true,
  atItsEnd: 'LATE',
  readFrom: 'FROM',
  isPerPerson: false,
  putOffBy: null,
  configuredBy: null,
} as const;

const agreedRules: TermRules = {
  SAFETY_ASSESSMENT: {
    ...byLaw,
    kind: 'SAFETY_ASSESSMENT',
    length: { count: 5, unit: 'WORKING_DAY' },
    article: 'Handelingsprotocol Veilig Thuis 2019, veiligheidsbeoordeling',
    basis: 'PROTOCOL',
  },
  // Days, not working days. "After the report", or once it is decided to investigate: the text bears both.
  INQUIRY_START: {
    ...byLaw,
    kind: 'INQUIRY_START',
    length: { count: 5, unit: 'DAY' },
    article: 'Uitvoeringsbesluit Wmo 2015 art. 4.1.7',
  },
  INQUIRY_JUDGEMENT: {
    ...byLaw,
    kind: 'INQUIRY_JUDGEMENT',
    length: { count: 10, unit: 'WEEK' },
    article: 'Uitvoeringsbesluit Wmo 2015 art. 4.1.7',
  },
  INFORM_FAMILY: {
    ...byLaw,
    kind: 'INFORM_FAMILY',
    length: { count: 4, unit: 'WEEK' },
    article: 'Wmo 2015 art. 5.3.1',
    isPerPerson: true,
    putOffBy: { count: 2, unit: 'WEEK' },
  },
  FIRST_CONTACT: {
    ...byLaw,
    kind: 'FIRST_CONTACT',
    length: { count: 5, unit: 'WORKING_DAY' },
    article: 'Besluit Jeugdwet art. 4.2.1',
  },
  PROTECTION_PLAN: {
    ...byLaw,
    kind: 'PROTECTION_PLAN',
    length: { count: 6, unit: 'WEEK' },
    article: 'Jeugdwet art. 4.1.3 lid 5',
  },
  PLACEMENT_UNUSED: {
    ...byLaw,
    kind: 'PLACEMENT_UNUSED',
    length: { count: 3, unit: 'MONTH' },
    article: 'BW 1:265c',
    atItsEnd: 'LAPSES',
  },
  // The court names the day: nothing is counted, so nothing moves.
  MEASURE_END: {
    ...byLaw,
    kind: 'MEASURE_END',
    length: null,
    article: 'BW 1:257, 1:258, 1:260',
    movesByTheAct: false,
    atItsEnd: 'LAPSES',
  },
  PLACEMENT_END: {
    ...byLaw,
    kind: 'PLACEMENT_END',
    length: null,
    article: 'BW 1:265c',
    movesByTheAct: false,
    atItsEnd: 'LAPSES',
  },
  COUNCIL_INVESTIGATION: {
    ...byLaw,
    kind: 'COUNCIL_INVESTIGATION',
    length: { count: 42, unit: 'DAY' },
    article: 'norm of six weeks; no source was found',
    basis: 'NONE',
    isEstablished: false,
    movesByTheAct: false,
  },
};

/**
 * The rules with what was set otherwise.
 *
 * @throws RangeError for a setting that is no term: it names the kind and what was expected.
 */
export function toTermRules(settings: Readonly<Partial<Record<TermKind, TermSetting>>> = {}): TermRules {
  const rules: Record<TermKind, TermRule> = { ...agreedRules };
  for (const kind of termKinds) {
    const setting = settings[kind];
    if (setting) rules[kind] = withSetting(agreedRules[kind], setting);
  }
  const unknown = Object.keys(settings).filter((kind) => !(kind in agreedRules));
  if (unknown.length > 0) {
    throw new RangeError(
      `expected terms of ${termKinds.join(', ')}; ${unknown.length} of another kind were set`,
    );
  }
  return rules;
}

function withSetting(rule: TermRule, setting: TermSetting): TermRule {
  const { configuredBy, length, article, ...rest } = setting;
  if (configuredBy.trim() === '') throw new RangeError(`${rule.kind}: expected who set this term`);
  if (length !== undefined && rule.length === null) {
    throw new RangeError(`${rule.kind}: its last day is in the record; expected no length`);
  }
  if (length !== undefined) checkLength(length);
  const isOwnLength = length !== undefined && article === undefined;
  return {
    ...rule,
    ...rest,
    ...(length === undefined ? {} : { length }),
    ...(article === undefined ? {} : { article }),
    ...(isOwnLength
      ? { basis: 'NONE', isEstablished: false, article: `set instead of: ${rule.article}` }
      : {}),
    configuredBy,
  };
}
