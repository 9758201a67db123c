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

/** Children about whom the same was notified: one record of the Raad. */
export interface InvestigationGroup {
  /** The Raad's own number of the record, unique within the Raad. */
  readonly recordNumber: string;
  readonly children: readonly CaseSubject[];
  readonly progress: Progress;
}

/** CORV jeugdzorgrol: child, siblings of any kind, youth. */
const childRoles: ReadonlySet<string> = new Set(['115', '121', '122', '221', '222', '301']);

/** Whether somebody in this role is a child of the case. */
export function isChildRole(role: string): boolean {
  return childRoles.has(role);
}

const order: readonly RaadStatus[] = ['INTAKE_COMPLETED', 'INVESTIGATION_COMPLETED', 'CASE_COMPLETED'];

/** Which records a case has. A file that is a part says so itself, because the whole cannot be told from a part. */
export function groupChildren(
  file: Pick<StoreCaseFile, 'reference' | 'notifications' | 'records'>,
  subjects: readonly CaseSubject[],
): readonly InvestigationGroup[] {
  if (file.records) {
    return file.records.map(({ number, clients }) => ({
      recordNumber: number,
      children: subjects.filter(({ localKey }) => clients.includes(localKey)),
      progress: progressOf(
        clients.length === 0
          ? file.notifications
          : file.notifications.filter(({ client }) => clients.includes(client)),
      ),
    }));
  }
  const groups = new Map<string, { readonly progress: Progress; readonly children: CaseSubject[] }>();
  for (const child of subjects.filter((subject) => subject.isChild)) {
    const progress = progressOf(file.notifications.filter((one) => one.client === child.localKey));
    const same = JSON.stringify(progress);
    const group = groups.get(same);
    if (group) group.children.push(child);
    else groups.set(same, { progress, children: [child] });
  }
  if (groups.size === 0) groups.set('', { progress: progressOf(file.notifications), children: [] });
  return [...groups.values()].map(({ progress, children }, index) => ({
    // The first child of the case keeps the case's own number, so that a record is not renamed when another splits off.
    recordNumber: index === 0 ? file.reference : `${file.reference}#${children[0]?.localKey}`,
    children,
    progress,
  }));
}

/** @throws SourceError `CONTRACT_BROKEN` where the days contradict each other. */
export function toInvestigations(
  file: StoreCaseFile,
  subjects: readonly CaseSubject[],
  organisation: string,
): readonly RaadInvestigation[] {
  const adults = subjects.filter((subject) => !subject.isChild);
  const request = firstRequest(file);
  const kind = kindOf(file);
  return groupChildren(file, subjects).map(({ recordNumber, progress, children }) => {
    checkOrder(progress, organisation);
    const clients = new Set(children.map((child) => child.localKey));
    const told = file.notifications.filter((one) => clients.has(one.client));
    return {
      ...progress,
      recordNumber,
      kind,
      requestedOn: request?.registeredOn ?? null,
      requestedBy: request?.requestedBy ?? null,
      concerns: [...adults, ...children].map(({ pseudonym, localKey }) => ({ pseudonym, localKey })),
      recordedAt: latestInstant([
        ...file.requests.map((one) => one.sentAt),
        // Of a part, when something else was notified says nothing of this.
        ...(file.records ? told.filter(tellsOfStatus) : told).map((one) => one.sentAt),
      ]),
      resultRecordedAt: latestInstant(told.filter((one) => one.result !== null).map((one) => one.sentAt)),
      decisionRecordedAt: latestInstant(
        told.filter((one) => one.decisions.length > 0).map((one) => one.sentAt),
      ),
      retainUntil: null,
    };
  });
}

/** Whether a notification is about how far an investigation is: it says so, or nothing else either. */
export function tellsOfStatus(one: {
  readonly about: string | null;
  readonly startedOn: string | null;
  readonly status: string | null;
  readonly result: string | null;
  readonly decisions: readonly unknown[];
}): boolean {
  const tellsOfOutcome = one.result !== null || one.decisions.length > 0;
  return one.about !== null || one.startedOn !== null || one.status !== null || !tellsOfOutcome;
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
