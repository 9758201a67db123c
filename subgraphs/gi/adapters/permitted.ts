/** The records that may be read, as parameters of the statement that reads them: what is in no list is not asked for. */
import { recordKey } from '../../../adapter-kit/access/case-loader.js';
import { type RecordType, recordTypes } from '../../../adapter-kit/access/record-attributes.js';
import type { ReadContext } from '../../../adapter-kit/reference-loader.js';
import { helpPartOf, isPart, wholeOf, workersPartOf } from '../record-parts.js';

/** Numbers by kind; a list that is `null` holds everything, where no access rules stand. */
export interface Permitted {
  /** `reference#key`: a key of a person is unique within its file only. */
  readonly persons: readonly string[] | null;
  readonly measures: readonly string[] | null;
  /** Measures of which the workers may be read. */
  readonly workers: readonly string[] | null;
  readonly authorisations: readonly string[] | null;
  /** Authorisations of which it may be read that they were carried out. */
  readonly placements: readonly string[] | null;
  readonly plans: readonly string[] | null;
  /** Plans of which the part about help may be read. */
  readonly plansOnHelp: readonly string[] | null;
}

const everything: Permitted = {
  persons: null,
  measures: null,
  workers: null,
  authorisations: null,
  placements: null,
  plans: null,
  plansOnHelp: null,
};

export function permittedIn(references: readonly string[], { only }: Pick<ReadContext, 'only'>): Permitted {
  if (!only) return everything;
  const found = references.flatMap((reference) =>
    [...(only.get(reference) ?? [])].map((key) => ({ reference, ...parseKey(key) })),
  );
  const numbers = (recordType: RecordType, isAsked: (recordId: string) => boolean): readonly string[] =>
    found.flatMap((each) =>
      each.recordType === recordType && isAsked(each.recordId) ? [wholeOf(each.recordId)] : [],
    );
  const isWhole = (recordId: string): boolean => !isPart(recordId);
  return {
    persons: found.flatMap(({ recordType, recordId, reference }) =>
      recordType === 'identity' ? [`${reference}#${recordId}`] : [],
    ),
    measures: numbers('measure', isWhole),
    workers: numbers('measure', (recordId) => recordId === workersPartOf(wholeOf(recordId))),
    authorisations: numbers('court-decision', isWhole),
    placements: numbers('placement-address', isWhole),
    plans: numbers('gi-plan', isWhole),
    plansOnHelp: numbers('gi-plan', (recordId) => recordId === helpPartOf(wholeOf(recordId))),
  };
}

/** A key of `recordKey`; `recordType` `undefined`: none that this adapter knows. */
function parseKey(key: string): { readonly recordType: RecordType | undefined; readonly recordId: string } {
  const recordType = recordTypes.find((type) =>
    key.startsWith(recordKey({ recordType: type, recordId: '' })),
  );
  return { recordType, recordId: key.slice((recordType ?? '').length + 1) };
}
