/** The register's port to the processing log: reads from the index, and purposes in the words of the register of activities. */
import { SourceError } from '../../adapter-kit/source-error.js';
import type { ReadPurpose, ReadsPort } from '../../subgraphs/household/own-view/reads-port.js';
import type { ProcessingActivities } from '../access/processing-activities.js';
import type { AccessLogIndex } from './access-log-index.js';

export interface AccessLogPortOptions {
  readonly index: Pick<AccessLogIndex, 'find'>;
  readonly activities: Pick<ProcessingActivities, 'find'>;
  /** The log's own clock. */
  readonly now: () => Date;
}

export function createAccessLogPort({ index, activities, now }: AccessLogPortOptions): ReadsPort {
  const purposeOf = (uri: string): ReadPurpose => {
    const activity = activities.find(uri);
    return { uri, dutchName: activity?.dutchName ?? null, meaning: activity?.meaning ?? null };
  };
  return {
    async readsOf(asked) {
      const found = index.find(asked);
      if (found === null) {
        throw new SourceError({
          organisation: 'REGISTER',
          reason: 'DOWN',
          detail:
            'the processing log is not read to its end yet, or is not as it was written: who looked cannot be said',
        });
      }
      return {
        reads: found.reads.map(({ activity, ...read }) => ({ ...read, purpose: purposeOf(activity) })),
        goesBackTo: found.goesBackTo,
        askedAt: now().toISOString(),
      };
    },
  };
}
