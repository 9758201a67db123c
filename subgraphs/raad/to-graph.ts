/** From the records of the Raad's port to those of the graph. */
import { type OrganisationContext, toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import type { RaadFile, RaadInvestigation, RaadSubject } from './source.js';

/** An investigation with where it was found. */
export interface FoundRecord {
  readonly reference: string;
  readonly file: RaadFile;
  readonly one: RaadInvestigation;
  /** The members whom it concerns, as far as this viewer may know. */
  readonly memberIds: readonly string[];
  /** The same of others whom something in the record means. */
  readonly membersOf: (concerns: readonly RaadSubject[]) => readonly string[];
}

/** How far an investigation is; what came of it and what the court decided are records of their own. */
export function toCouncilInvestigation(
  found: FoundRecord,
  context: OrganisationContext<unknown>,
  system: string,
) {
  const { one } = found;
  return {
    ...toRecord(found, context, system, one.recordedAt),
    kind: one.kind,
    requestedOn: one.requestedOn,
    requestedBy: one.requestedBy,
    decidedOn: one.requestedOn,
    intakeCompletedOn: one.intakeCompletedOn,
    startedOn: one.startedOn,
    endedOn: one.endedOn,
    status: one.status,
  };
}

/** `null`: no result was notified. */
export function toCouncilReport(found: FoundRecord, context: OrganisationContext<unknown>, system: string) {
  const { result, resultRecordedAt } = found.one;
  return result === null ? null : { ...toRecord(found, context, system, resultRecordedAt), result };
}

/** `null`: no decision was notified. */
export function toCourtDecision(found: FoundRecord, context: OrganisationContext<unknown>, system: string) {
  const { decision, decisionRecordedAt } = found.one;
  return decision === null ? null : { ...toRecord(found, context, system, decisionRecordedAt), ...decision };
}

// What the three have in common.
function toRecord(
  { reference, file, one, memberIds }: FoundRecord,
  { organisation, retrievedAt }: OrganisationContext<unknown>,
  system: string,
  recordedAt: string | null,
) {
  return {
    id: toRecordId('RAAD', one.recordNumber),
    memberIds,
    statementKind: 'FACT',
    retainUntil: one.retainUntil,
    source: { organisation, unit: file.unitName, system, recordId: reference, recordedAt, retrievedAt },
  };
}
