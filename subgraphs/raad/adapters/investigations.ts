/**
 * From what the messages of a case say to the investigations that the Raad carried out.
 *
 * The Raad notifies per child. Children about whom the same was notified share one record; where the endings differ there
 * is one record for each, so that nobody reads one child's outcome as another's. The adults of the case stand in each.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import type { RaadDecision, RaadInvestigation, RaadStatus } from '../source.js';
import { results, type StoreCaseFile, type StoreNotification, statuses } from './case-file-contract.js';
import { kindOf } from './investigation-kind.js';

/** A person of the case with the pseudonym that the adapter made. */
export interface CaseSubject {
  readonly pseudonym: string | null;
  readonly localKey: string;
  readonly isChild: boolean;
}

type Progress = Pick<
  RaadInvestigation,
  'intakeCompletedOn' | 'startedOn' | 'endedOn' | 'status' | 'result' | 'decision'
>;

const order: readonly RaadStatus[] = ['INTAKE_COMPLETED', 'INVESTIGATION_COMPLETED', 'CASE_COMPLETED'];

/** @throws SourceError `CONTRACT_BROKEN` where the days contradict each other. */
export function toInvestigations(
  file: StoreCaseFile,
  subjects: readonly CaseSubject[],
  organisation: string,
): readonly RaadInvestigation[] {
  const groups = new Map<string, { readonly progress: Progress; readonly children: CaseSubject[] }>();
  for (const child of subjects.filter((subject) => subject.isChild)) {
    const progress = progressOf(file.notifications.filter((one) => one.client === child.localKey));
    checkOrder(progress, organisation);
    const same = JSON.stringify(progress);
    const group = groups.get(same);
    if (group) group.children.push(child);
    else groups.set(same, { progress, children: [child] });
  }
  if (groups.size === 0) groups.set('', { progress: progressOf(file.notifications), children: [] });

  const adults = subjects.filter((subject) => !subject.isChild);
  const request = firstRequest(file);
  const kind = kindOf(file);
  return [...groups.values()].map(({ progress, children }, index) => {
    const clients = new Set(children.map((child) => child.localKey));
    const sentAt = [
      ...file.requests.map((one) => one.sentAt),
      ...file.notifications.filter((one) => clients.has(one.client)).map((one) => one.sentAt),
    ];
    return {
      ...progress,
      // The first child of the case keeps the case's own number, so that a record is not renamed when another splits off.
      recordNumber: index === 0 ? file.reference : `${file.reference}#${children[0]?.localKey}`,
      kind,
      requestedOn: request?.registeredOn ?? null,
      requestedBy: request?.requestedBy ?? null,
      concerns: [...adults, ...children].map(({ pseudonym, localKey }) => ({ pseudonym, localKey })),
      recordedAt: latestInstant(sentAt),
      retainUntil: null,
    };
  });
}

// Where several asked about the same children, the first of them set the investigation going.
function firstRequest(file: StoreCaseFile): StoreCaseFile['requests'][number] | undefined {
  return [...file.requests].sort((left, right) =>
    (left.registeredOn ?? '9999').localeCompare(right.registeredOn ?? '9999'),
  )[0];
}

// Notifications come in the order in which they were sent; what a later one says stands over an earlier one.
function progressOf(notifications: readonly StoreNotification[]): Progress {
  const dayOf = (status: RaadStatus): string | null =>
    notifications.findLast((one) => one.status !== null && statuses[one.status] === status)?.statusSetOn ??
    null;
  const reached = order.filter((status) => dayOf(status) !== null);
  const result = notifications.findLast((one) => one.result !== null)?.result ?? null;
  return {
    intakeCompletedOn: dayOf('INTAKE_COMPLETED'),
    startedOn: notifications.findLast((one) => one.startedOn !== null)?.startedOn ?? null,
    endedOn: dayOf('INVESTIGATION_COMPLETED'),
    status: reached.at(-1) ?? null,
    result: result === null ? null : results[result],
    decision: decisionOf(notifications),
  };
}

// The graph has room for one decision: the latest. Of several on one day the words stand together, and a day of effect
// only where all agree on it.
function decisionOf(notifications: readonly StoreNotification[]): RaadDecision | null {
  const decisions = notifications.findLast((one) => one.decisions.length > 0)?.decisions ?? [];
  const decidedOn = decisions
    .map((one) => one.decidedOn)
    .sort()
    .at(-1);
  if (decidedOn === undefined) return null;
  const ofThatDay = decisions.filter((one) => one.decidedOn === decidedOn);
  const explanations = [...new Set(ofThatDay.map((one) => one.explanation).filter((text) => text !== null))];
  const agreed = (key: 'effectiveFrom' | 'effectiveUntil'): string | null => {
    const days = new Set(ofThatDay.map((one) => one[key]));
    return days.size === 1 ? (ofThatDay[0]?.[key] ?? null) : null;
  };
  return {
    decidedOn,
    explanation: explanations.length === 0 ? null : explanations.join('; '),
    effectiveFrom: agreed('effectiveFrom'),
    effectiveUntil: agreed('effectiveUntil'),
  };
}

function checkOrder({ startedOn, endedOn, decision }: Progress, organisation: string): void {
  const subject = { organisation, what: 'caseFile' };
  if (startedOn !== null && endedOn !== null && endedOn < startedOn) {
    throw contractBroken(subject, 'notifications.statusSetOn', 'an investigation to end after it started');
  }
  if (
    decision?.effectiveFrom &&
    decision.effectiveUntil &&
    decision.effectiveUntil < decision.effectiveFrom
  ) {
    throw contractBroken(
      subject,
      'notifications.decisions.effectiveUntil',
      'a decision to end after it began',
    );
  }
}

function latestInstant(instants: readonly (string | null)[]): string | null {
  return (
    instants
      .filter((instant) => instant !== null)
      .sort((left, right) => Date.parse(left) - Date.parse(right))
      .at(-1) ?? null
  );
}
