/** The measures of an opened case that are shown in a household, and what else of that case is open beside one kind of record. */
import type { OpenedCase } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { isRetained, type KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import { type GiContext, openOnce } from './opened-cases.js';
import { workersPartOf } from './record-parts.js';
import type { GiFile, MeasureRecord } from './source.js';
import { type Filed, isShownAt, whoseRecord } from './to-graph.js';

export interface ShownMeasure {
  readonly measure: MeasureRecord;
  readonly filed: Filed;
  /** The child; `[]` while it is in dispute which member it is. */
  readonly memberIds: readonly string[];
  /**
   * Whether no shield stands between this viewer and what tells the place: the workers of every measure are kept back by the same
   * shield as its placements and its plan, so where they are open, "not shown" is "not there" for whom all placements or plans are open.
   */
  readonly isUnshielded: boolean;
}

export function shownMeasures(
  { reference, record, isOpen }: OpenedCase<GiFile>,
  { key }: KeyedEntity,
  { today }: GiContext,
): readonly ShownMeasure[] {
  return record.measures
    .filter(
      (measure) =>
        isOpen('measure', measure.number) &&
        isRetained(measure, today) &&
        isShownAt(key, measure.child, reference),
    )
    .map((measure) => {
      const { memberId } = whoseRecord(key, measure.child, reference);
      return {
        measure,
        filed: { reference, unit: record.unit },
        memberIds: memberId === null ? [] : [memberId],
        isUnshielded: isOpen('measure', workersPartOf(measure.number)),
      };
    });
}

/** The measures of the same case, where the case is opened for another kind of record. `[]`: this viewer is never shown measures. */
export async function measuresBeside(
  opened: OpenedCase<GiFile>,
  household: KeyedEntity,
  context: GiContext,
): Promise<readonly ShownMeasure[]> {
  const beside = await openBeside(opened, 'measure', household, context);
  return beside ? shownMeasures(beside, household, context) : [];
}

/** The same case opened for another kind of record; `null`: nothing of that kind is open in it. @throws as `openCases`. */
export async function openBeside(
  { reference }: OpenedCase<GiFile>,
  recordType: RecordType,
  household: KeyedEntity,
  context: GiContext,
): Promise<OpenedCase<GiFile> | null> {
  if (context.access?.visibilityOf(recordType).visibility === 'NONE') return null;
  const cases = await openOnce(household, recordType, context);
  return cases.find((one) => one.reference === reference) ?? null;
}

/** Whether this viewer is shown every record of a kind that there is, shields apart: then one that is not shown is not there. */
export function seesAll(recordType: RecordType, { access }: GiContext): boolean {
  return access === null || access.visibilityOf(recordType).visibility === 'ALL';
}
