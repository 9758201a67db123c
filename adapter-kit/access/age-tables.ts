/**
 * Up to which age of a child somebody who represents the child sees a file about it. The law has no single age: what holds depends on
 * the law that a kind of record falls under. Kinds that no table is about know no age here (who somebody is, a measure, what a judge
 * decided).
 *
 * Consent has ages of its own (to help, Jeugdwet art. 7.3.4; to disclosure, Wmo 2015 art. 5.3.3). The graph asks nobody for consent, so
 * they are no tables here.
 *
 * @see domain.md §9.4 (the text of 2017); docs/family-view.md
 */
import type { RecordType } from './record-attributes.js';
import type { Subject } from './subject.js';

export type AgeClass = NonNullable<Subject['ageClass']>;

export interface AgeTable {
  /** The articles that it stands on. */
  readonly law: string;
  /** Ages of the child at which its parents see the file. */
  readonly parentsSeeUntil: ReadonlySet<AgeClass>;
}

/**
 * Under 12 the parents; from 12 the youth (art. 7.3.10 and 7.3.15); from 16 the youth alone. That parents see it too until then follows the
 * ages of consent to help (art. 7.3.4: both from 12 to 15) and is a proposal for the DPIA: no article was established for it.
 */
const youthHelp: AgeTable = {
  law: 'Jeugdwet art. 7.3.4, 7.3.10 and 7.3.15; for parents from 12 to 15 no article established',
  parentsSeeUntil: new Set(['UNDER_12', 'FROM_12']),
};

/** The same ages by another law, and from 12 unless it is against the child's interest, which Veilig Thuis judges at the source. */
const veiligThuis: AgeTable = {
  law: 'Wmo 2015 art. 5.3.2',
  parentsSeeUntil: new Set(['UNDER_12', 'FROM_12']),
};

/** Which table is about which kind of record. A change here is a change of the rules: all that say `context.ownChild`. */
export const ageTables: Readonly<Partial<Record<RecordType, AgeTable>>> = {
  'gi-plan': youthHelp,
  'family-plan': youthHelp,
  provision: youthHelp,
  'cost-line': youthHelp,
  report: veiligThuis,
  'safety-assessment': veiligThuis,
  'vt-inquiry': veiligThuis,
};

/** Whether a child of this age is still represented; of an age that is not known: not, where a table asks for one. */
export function isRepresented({ parentsSeeUntil }: AgeTable, ageClass: AgeClass | null): boolean {
  return ageClass !== null && parentsSeeUntil.has(ageClass);
}
