/**
 * One case of the Raad as its messages state it: who asked, who is concerned, and every notification. No conclusion is
 * drawn here; the adapter draws them. The same messages give the same case file in whatever order they arrived.
 */
import type { NotificationMessage, RequestMessage, StatedDecision, StatedPerson } from './stuf-message.js';
import { leastSpecificRole } from './stuf-names.js';
import { existsDay } from './stuf-time.js';

/** A message with its position in the log. */
export interface Stored<M> {
  readonly message: M;
  readonly sequence: number;
}

export interface CaseStay {
  readonly addressKey: string;
  readonly since: string;
  readonly until: string | null;
}

export interface CasePerson {
  /** Says who it is within this case only. */
  readonly localKey: string;
  readonly rawBsn: string | null;
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly role: string;
  readonly stays: readonly CaseStay[];
}

export interface CaseRequest {
  readonly registeredOn: string | null;
  readonly requestedBy: string | null;
  readonly sentAt: string | null;
}

export interface CaseNotification {
  /** `localKey` of the client it is about. */
  readonly client: string;
  readonly sentAt: string | null;
  readonly startedOn: string | null;
  readonly status: string | null;
  readonly statusSetOn: string | null;
  readonly result: string | null;
  readonly decisions: readonly StatedDecision[];
}

export interface CaseFile {
  readonly reference: string;
  readonly since: string;
  readonly until: string | null;
  readonly persons: readonly CasePerson[];
  readonly requests: readonly CaseRequest[];
  readonly notifications: readonly CaseNotification[];
}

const closingStatus = 'Zaak afgerond';

interface PersonStatement {
  readonly person: StatedPerson;
  readonly entry: Stored<RequestMessage | NotificationMessage>;
  /** Position within the message. */
  readonly position: number;
}

export function buildCaseFile(
  reference: string,
  requests: readonly Stored<RequestMessage>[],
  notifications: readonly Stored<NotificationMessage>[],
): CaseFile {
  const bySending = [...notifications].sort(compareSending);
  const people = groupStatements([...requests, ...bySending]);
  const keyOf = (entry: Stored<NotificationMessage>): string =>
    people.find((statements) => statements.some((one) => one.entry === entry && one.position === 0))?.at(0)
      ?.localKey ?? '';
  const told = bySending.map((entry) => ({ entry, client: keyOf(entry) }));
  const since = firstDay(requests, notifications);
  const until = closingDay(people, told);
  return {
    reference,
    since,
    until,
    persons: people.map((statements) => mergePerson(statements, since, until)),
    requests: [...requests].sort(compareSending).map(({ message }) => ({
      registeredOn: message.registeredOn,
      requestedBy: message.requestedBy,
      sentAt: message.control.sentAt.instant,
    })),
    notifications: told.map(({ entry: { message }, client }) => ({
      client,
      sentAt: message.control.sentAt.instant,
      startedOn: message.startedOn,
      status: message.status,
      statusSetOn: message.statusSetOn,
      result: message.result,
      decisions: message.decisions,
    })),
  };
}

/** By the moment that the sender states, then by position in the log. */
export function compareSending(
  left: Stored<RequestMessage | NotificationMessage>,
  right: Stored<RequestMessage | NotificationMessage>,
): number {
  return sendingTime(left) - sendingTime(right) || left.sequence - right.sequence;
}

interface KeyedStatement extends PersonStatement {
  readonly localKey: string;
}

// One group a person: by number, or without one by name and birth date. The first message that named somebody, by its
// place in the log, gives the local key, so that it is the same after a restart.
function groupStatements(
  entries: readonly Stored<RequestMessage | NotificationMessage>[],
): readonly (readonly KeyedStatement[])[] {
  const groups = new Map<string, PersonStatement[]>();
  for (const entry of [...entries].sort((left, right) => left.sequence - right.sequence)) {
    const { message } = entry;
    const persons = message.kind === 'REQUEST' ? message.persons : [message.client, ...message.parties];
    persons.forEach((person, position) => {
      const nameless = person.name === null && person.birthDate === null;
      const identity =
        person.rawBsn ?? (nameless ? `${entry.sequence}-${position}` : `${person.name}|${person.birthDate}`);
      groups.set(identity, [...(groups.get(identity) ?? []), { person, entry, position }]);
    });
  }
  return [...groups.values()].map((statements) => {
    const first = statements[0];
    const localKey = `${first?.entry.sequence}-${first?.position}`;
    return statements.map((statement) => ({ ...statement, localKey }));
  });
}

function mergePerson(statements: readonly KeyedStatement[], since: string, until: string | null): CasePerson {
  const inOrder = [...statements].sort((left, right) => compareSending(left.entry, right.entry));
  const last = <K extends keyof StatedPerson>(key: K): StatedPerson[K] | null =>
    inOrder.findLast(({ person }) => person[key] !== null)?.person[key] ?? null;
  const roles = inOrder.map(({ person }) => person.role);
  const addressed = inOrder.findLast(({ person }) => person.addressKey !== null)?.person;
  const birthDate = last('birthDate');
  const stated = addressed?.addressSince ?? null;
  return {
    localKey: statements[0]?.localKey ?? '',
    rawBsn: last('rawBsn'),
    name: last('name'),
    birthDate,
    sex: last('sex'),
    role: roles.findLast((role) => role !== leastSpecificRole) ?? leastSpecificRole,
    // What the Raad knows of an address it knows while the case runs; after that it vouches for nothing.
    stays: addressed?.addressKey
      ? [
          {
            addressKey: addressed.addressKey,
            since: stated !== null && existsDay(stated) ? stated : since,
            until,
          },
        ]
      : [],
  };
}

// The feed must stay readable when one message holds a day that no calendar has: then the day of sending stands in.
function firstDay(
  requests: readonly Stored<RequestMessage>[],
  notifications: readonly Stored<NotificationMessage>[],
): string {
  const days = [
    ...requests.map(({ message }) => existingDay(message.registeredOn) ?? message.control.sentAt.day),
    ...notifications.map(({ message }) => message.control.sentAt.day),
  ];
  return days.sort()[0] ?? '';
}

// A case is over when it is over for every client.
function closingDay(
  people: readonly (readonly KeyedStatement[])[],
  told: readonly { readonly entry: Stored<NotificationMessage>; readonly client: string }[],
): string | null {
  const clients = people.filter((statements) =>
    statements.some(({ person, entry, position }) =>
      entry.message.kind === 'NOTIFICATION' ? position === 0 : person.role === '115',
    ),
  );
  const days: string[] = [];
  for (const statements of clients) {
    const closing = told.find(
      ({ entry, client }) => client === statements[0]?.localKey && entry.message.status === closingStatus,
    );
    if (closing === undefined) return null;
    const { message } = closing.entry;
    days.push(existingDay(message.statusSetOn) ?? message.control.sentAt.day);
  }
  return days.sort().at(-1) ?? null;
}

function existingDay(day: string | null): string | null {
  return day !== null && existsDay(day) ? day : null;
}

function sendingTime({ message }: Stored<RequestMessage | NotificationMessage>): number {
  const { instant, day } = message.control.sentAt;
  return Date.parse(instant ?? day);
}
