/**
 * Which messages belong to one case of the Raad, and what the feed says of it.
 *
 * A notification belongs to a request by the request's zaak identification (`heeftBetrekkingOpAndere`), never by
 * `crossRefnummer`; and only where it is about a child whom that request names, so that a mistyped number does not put a
 * child into another family's case. A child without a number cannot be held against the request: there the
 * identification alone decides. A request about an unborn child names the child who is born later, if a parent is the same.
 * Order of arrival makes no difference to what comes out.
 */
import { buildCaseFile, type CaseFile, compareSending } from './case-file.js';
import type { Stored } from './case-persons.js';
import { provisionalReference, referenceOfCouncilCase } from './case-reference.js';
import { mayBeBirthOf } from './pregnancy.js';
import type { NotificationMessage, RequestMessage, StoredMessage } from './stuf-message.js';
import { hasNumber } from './stuf-person.js';

export interface RosterChanges {
  readonly mode: 'FULL' | 'DELTA';
  readonly sequence: number;
  readonly cases: readonly CaseFile[];
  readonly removed: readonly string[];
  /** The last reference of this page where more follow, or `null`. */
  readonly next: string | null;
}

export interface ReadModel {
  apply(message: StoredMessage, sequence: number): void;
  /**
   * Takes a case away with every message that is about it alone, and says which: their positions in the log. The feed tells
   * that it is removed, also where nothing was there any more. A message that comes later makes the case known again.
   */
  remove(reference: string, sequence: number): readonly number[];
  /** The cases that changed after a position in the log, in the order of their references; all of them for `null`. */
  changesSince(after: number | null, cursor: string, limit: number): RosterChanges;
  /** Those of the asked references that exist. */
  find(references: readonly string[]): readonly CaseFile[];
}

type Request = Stored<RequestMessage>;
type Notification = Stored<NotificationMessage>;

interface CaseParts {
  readonly requests: Request[];
  readonly notifications: Notification[];
}

interface FiledCase {
  readonly changedAt: number;
  readonly parts: CaseParts;
  readonly file: () => CaseFile;
}

export function createReadModel(): ReadModel {
  const requests = new Map<string, Request[]>();
  const requestsNaming = new Map<string, Request[]>();
  const notificationsOnRequest = new Map<string, Notification[]>();
  const notificationsOnCase = new Map<string, Notification[]>();
  // Made when first asked for: a log that is read again passes through every state of a case, and only the last is wanted.
  const files = new Map<string, FiledCase>();
  const removedAt = new Map<string, number>();
  let lastSequence = 0;

  function apply(message: StoredMessage, sequence: number): void {
    lastSequence = sequence;
    if (message.kind === 'REQUEST') {
      const entry = { message, sequence };
      add(requests, message.requestCase, entry);
      if (message.councilCase !== null) add(requestsNaming, message.councilCase, entry);
    } else {
      const entry = { message, sequence };
      if (message.requestCase !== null) add(notificationsOnRequest, message.requestCase, entry);
      if (message.councilCase !== null) add(notificationsOnCase, message.councilCase, entry);
    }
    refresh(message, sequence);
  }

  function refresh(message: StoredMessage, sequence: number): void {
    const related = relatedTo(message);
    const before = new Set(related.provisional);
    for (const councilCase of related.councilCases) before.add(referenceOfCouncilCase(councilCase));
    const after = casesOf(related.requestCases, related.councilCases);
    for (const [reference, parts] of after) {
      files.set(reference, {
        changedAt: sequence,
        parts,
        file: once(() => buildCaseFile(reference, parts.requests, parts.notifications)),
      });
      removedAt.delete(reference);
    }
    for (const reference of before) {
      if (!after.has(reference) && files.delete(reference)) removedAt.set(reference, sequence);
    }
  }

  function remove(reference: string, sequence: number): readonly number[] {
    lastSequence = sequence;
    removedAt.set(reference, sequence);
    const filed = files.get(reference);
    if (filed === undefined) return [];
    files.delete(reference);
    const { notifications } = filed.parts;
    // What another case stands on as well stays.
    const own = filed.parts.requests.filter(
      (request) => ![...files.values()].some(({ parts }) => parts.requests.includes(request)),
    );
    const formerToo = own.flatMap((request) =>
      (requests.get(request.message.requestCase) ?? []).filter((one) => isSameSender(one, request)),
    );
    for (const request of formerToo) {
      drop(requests, request.message.requestCase, request);
      drop(requestsNaming, request.message.councilCase, request);
    }
    for (const notification of notifications) {
      drop(notificationsOnRequest, notification.message.requestCase, notification);
      drop(notificationsOnCase, notification.message.councilCase, notification);
    }
    return [...formerToo, ...notifications].map((entry) => entry.sequence);
  }

  // Everything that may change with this message: the request numbers and case numbers that hang together with its own.
  function relatedTo(message: StoredMessage) {
    const requestCases = new Set<string>();
    const councilCases = new Set<string>();
    const provisional = new Set<string>();
    const todo: StoredMessage[] = [message];
    for (let one = todo.pop(); one !== undefined; one = todo.pop()) {
      const { requestCase, councilCase } = one;
      if (requestCase !== null && !requestCases.has(requestCase)) {
        requestCases.add(requestCase);
        todo.push(...(requests.get(requestCase) ?? []).map((entry) => entry.message));
        todo.push(...(notificationsOnRequest.get(requestCase) ?? []).map((entry) => entry.message));
      }
      if (councilCase !== null && !councilCases.has(councilCase)) {
        councilCases.add(councilCase);
        todo.push(...(requestsNaming.get(councilCase) ?? []).map((entry) => entry.message));
        todo.push(...(notificationsOnCase.get(councilCase) ?? []).map((entry) => entry.message));
      }
      if (requestCase !== null)
        provisional.add(provisionalReference(one.control.sender.organisation, requestCase));
    }
    return { requestCases, councilCases, provisional };
  }

  function casesOf(requestCases: ReadonlySet<string>, councilCases: ReadonlySet<string>) {
    const cases = new Map<string, CaseParts>();
    const caseAt = (reference: string): CaseParts => {
      const found: CaseParts = cases.get(reference) ?? { requests: [], notifications: [] };
      cases.set(reference, found);
      return found;
    };
    const latest = [...requestCases].flatMap((requestCase) =>
      latestPerSender(requests.get(requestCase) ?? []),
    );
    const referencesOf = new Map<Request, Set<string>>(latest.map((request) => [request, new Set<string>()]));
    for (const [request, references] of referencesOf) {
      const named = request.message.councilCase;
      if (named !== null) references.add(referenceOfCouncilCase(named));
    }
    const unnumbered: Notification[] = [...requestCases]
      .flatMap((requestCase) => notificationsOnRequest.get(requestCase) ?? [])
      .filter(({ message }) => message.councilCase === null);
    for (const councilCase of councilCases) {
      const reference = referenceOfCouncilCase(councilCase);
      for (const notification of notificationsOnCase.get(councilCase) ?? []) {
        caseAt(reference).notifications.push(notification);
        const request = requestOf(notification, latest);
        if (request) referencesOf.get(request)?.add(reference);
      }
    }
    for (const [request, references] of referencesOf) {
      const { control, requestCase } = request.message;
      if (references.size === 0)
        references.add(provisionalReference(control.sender.organisation, requestCase));
      for (const reference of references) caseAt(reference).requests.push(request);
    }
    for (const notification of unnumbered) {
      const request = requestOf(notification, latest);
      const references = [...((request && referencesOf.get(request)) ?? [])];
      const { control, requestCase } = notification.message;
      // A request that led to several cases does not say to which of them this one belongs.
      const own = provisionalReference(control.sender.organisation, requestCase ?? '');
      caseAt(references.length === 1 ? (references[0] ?? own) : own).notifications.push(notification);
    }
    return cases;
  }

  return {
    apply,
    remove,
    changesSince(after, cursor, limit) {
      const mode = after === null || after > lastSequence ? 'FULL' : 'DELTA';
      const from = mode === 'FULL' ? -1 : (after ?? -1);
      const changed = [...files]
        .filter(([reference, { changedAt }]) => changedAt > from && reference > cursor)
        .sort(([left], [right]) => (left < right ? -1 : 1));
      const page = changed.slice(0, limit);
      return {
        mode,
        sequence: lastSequence,
        cases: page.map(([, { file }]) => file()),
        removed:
          mode === 'FULL' ? [] : [...removedAt].filter(([, at]) => at > from).map(([reference]) => reference),
        next: changed.length > page.length ? (page.at(-1)?.[0] ?? null) : null,
      };
    },
    find: (references) => references.flatMap((reference) => files.get(reference)?.file() ?? []),
  };
}

// Of two requests with one number, the one that names the child; of two that do, the one whose sender is being told.
function requestOf({ message }: Notification, latest: readonly Request[]): Request | null {
  const { rawBsn } = message.client;
  const candidates = latest.filter(
    (request) =>
      request.message.requestCase === message.requestCase &&
      (rawBsn === null ||
        request.message.persons.some((person) => person.rawBsn === rawBsn) ||
        namesAsUnborn(request.message, message)),
  );
  if (candidates.length <= 1) return candidates[0] ?? null;
  const told = candidates.filter(
    (request) => request.message.control.sender.organisation === message.control.receiver.organisation,
  );
  return told.length === 1 ? (told[0] ?? null) : null;
}

// The client was born since, and somebody whom both name by number says that it is this family.
function namesAsUnborn(
  { persons, control }: RequestMessage,
  { client, parties }: NotificationMessage,
): boolean {
  const isShared = parties.some(
    (party) => hasNumber(party) && persons.some((person) => person.rawBsn === party.rawBsn),
  );
  return (
    isShared &&
    persons.some(
      (person) =>
        person.isUnborn &&
        mayBeBirthOf(
          { namedOn: control.sentAt.day, expectedOn: person.expectedOn === null ? [] : [person.expectedOn] },
          client.birthDate,
        ),
    )
  );
}

function isSameSender(left: Request, right: Request): boolean {
  return left.message.control.sender.organisation === right.message.control.sender.organisation;
}

// A request that is sent again under a new reference number replaces the former one of that sender.
function latestPerSender(requests: readonly Request[]): readonly Request[] {
  const latest = new Map<string, Request>();
  for (const request of [...requests].sort(compareSending)) {
    latest.set(request.message.control.sender.organisation, request);
  }
  return [...latest.values()];
}

function add<T>(index: Map<string, T[]>, key: string, value: T): void {
  const present = index.get(key);
  if (present) present.push(value);
  else index.set(key, [value]);
}

function drop<T>(index: Map<string, T[]>, key: string | null, value: T): void {
  if (key === null) return;
  const left = (index.get(key) ?? []).filter((one) => one !== value);
  if (left.length === 0) index.delete(key);
  else index.set(key, left);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
