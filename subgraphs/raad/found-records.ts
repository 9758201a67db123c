/** The records of one kind in an opened case, with the members that may be named in them. */
import type { OpenedCase } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { isRetained, type KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import { memberIdsShown } from './member-ids.js';
import type { RaadContext } from './resolvers.js';
import type { RaadFile } from './source.js';
import type { FoundRecord } from './to-graph.js';

/** Those that are open to this viewer and not past their retention. */
export async function foundRecords(
  { reference, record: file, isOpen }: OpenedCase<RaadFile>,
  recordType: RecordType,
  household: KeyedEntity,
  context: RaadContext,
): Promise<readonly FoundRecord[]> {
  const memberIds = await memberIdsShown(household.key, reference, context);
  return file.investigations
    .filter((one) => isOpen(recordType, one.recordNumber) && isRetained(one, context.today))
    .map(
      (one): FoundRecord => ({
        reference,
        file,
        one,
        memberIds: memberIds(one.concerns),
        membersOf: memberIds,
      }),
    );
}
