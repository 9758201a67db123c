/** The records of one kind in an opened case, with the members that may be named in them. */
import type { OpenedCase } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { isRetained, type KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import { memberIdsShown } from './member-ids.js';
import type { RaadContext } from './resolvers.js';
import type { RaadFile, RaadInvestigation } from './source.js';
import type { FoundRecord } from './to-graph.js';

/** Those that are open to this viewer and not past their retention. */
export async function foundRecords(
  opened: OpenedCase<RaadFile>,
  recordType: RecordType,
  household: KeyedEntity,
  context: RaadContext,
): Promise<readonly FoundRecord[]> {
  const { reference, record: file } = opened;
  const memberIds = await memberIdsShown(household.key, reference, context);
  return openInvestigations(opened, recordType, context).map(
    (one): FoundRecord => ({
      reference,
      file,
      one,
      memberIds: memberIds(one.concerns),
      membersOf: memberIds,
    }),
  );
}

/** The same without the members. */
export function openInvestigations(
  { record, isOpen }: OpenedCase<RaadFile>,
  recordType: RecordType,
  { today }: Pick<RaadContext, 'today'>,
): readonly RaadInvestigation[] {
  return record.investigations.filter(
    (one) => isOpen(recordType, one.recordNumber) && isRetained(one, today),
  );
}
