/** A case file with nothing in it but what was permitted, whatever the store sent. */
import { recordKey } from '../../../adapter-kit/access/case-loader.js';
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import type { RaadFile, RaadInvestigation } from '../source.js';

/** @param keys The records that may be read (`recordKey`). */
export function onlyPermitted(file: RaadFile, keys: ReadonlySet<string>): RaadFile {
  const isOpen = (recordType: RecordType, recordId: string): boolean =>
    keys.has(recordKey({ recordType, recordId }));
  return {
    unitName: file.unitName,
    persons: file.persons.filter(({ localKey }) => isOpen('identity', localKey)),
    investigations: file.investigations.flatMap((one): RaadInvestigation[] => {
      const { recordNumber, concerns, result, decision } = one;
      const status = isOpen('raad-status', recordNumber);
      const report = isOpen('raad-report', recordNumber);
      const court = isOpen('court-decision', recordNumber);
      if (!status && !report && !court) return [];
      return [
        {
          ...(status ? one : { ...withoutStatus, recordNumber, concerns }),
          result: report ? result : null,
          resultRecordedAt: report ? one.resultRecordedAt : null,
          decision: court ? decision : null,
          decisionRecordedAt: court ? one.decisionRecordedAt : null,
        },
      ];
    }),
  };
}

const withoutStatus = {
  kind: null,
  requestedOn: null,
  requestedBy: null,
  intakeCompletedOn: null,
  startedOn: null,
  endedOn: null,
  status: null,
  recordedAt: null,
  retainUntil: null,
  dossier: null,
} as const;
