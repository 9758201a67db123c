/**
 * One case of the Raad as its messages state it: who asked, who is concerned, and every notification. No conclusion is
 * drawn here; the adapter draws them. The same messages give the same case file in whatever order they arrived.
 */
import { countUnborn, groupStatements, type KeyedStatement, type Stored } from './case-persons.js';
import type { NotificationMessage, RequestMessage, StatedDecision } from './stuf-message.js';
import { clientRole, leastSpecificRole } from './stuf-names.js';
import { hasNumber, type StatedPerson } from './stuf-person.js';

export interface CaseStay {
  readonly addressKey: string;
  /** `W` (to live), `B` (for letters), or `null` where not stated. */
  readonly addressFunction: string | null;
  readonly since: string;
  readonly until: string | null;
}

export interface CasePerson {
  /** Says who it is within this case only. */
  readonly localKey: string;
  readonly rawBsn: string | null;
  readonly name: string | null;
  readonly surname: string | null;
  readonly firstNames: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly role: string;
  /** Named as unborn in at least one message, also when born since. */
  readonly isUnborn: boolean;
  readonly expectedOn: string | null;
  readonly postcode: string | null;
  readonly houseNumber: string | null;
  readonly stays: readonly CaseStay[];
}

export interface CaseRequest {
  readonly registeredOn: string | null;
  readonly requestedBy: string | null;
  /** OIN of the organisation that sent it. */
  readonly sender: string;
  readonly about: string | null;
  readonly sentAt: string | null;
}

export interface CaseNotification {
  /** `localKey` of the client it is about. */
  readonly client: string;
  readonly sentAt: string | null;
  readonly about: string | null;
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
  /** Nobody asked: there is no request, and no notification refers to one. */
  readonly isExOfficio: boolean;
  /** How many children the case expects: the most unborn children that one message names. */
  readonly unbornChildren: number;
  readonly persons: readonly CasePerson[];
  readonly requests: readonly CaseRequest[];
  readonly notifications: readonly CaseNotification[];
}

const closingStatus = 'Zaak afgerond';

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
    isExOfficio: requests.length === 0 && notifications.every(({ message }) => message.requestCase === null),
    unbornChildren: countUnborn([...requests, ...notifications]),
    persons: people.map((statements) => mergePerson(statements, since, until)),
    requests: [...requests].sort(compareSending).map(({ message }) => ({
      registeredOn: message.registeredOn,
      requestedBy: message.requestedBy,
      sender: message.control.sender.organisation,
      about: message.about,
      sentAt: message.control.sentAt.instant,
    })),
    notifications: told.map(({ entry: { message }, client }) => ({
      client,
      sentAt: message.control.sentAt.instant,
      about: message.about,
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

function mergePerson(statements: readonly KeyedStatement[], since: string, until: string | null): CasePerson {
  const inOrder = [...statements].sort((left, right) => compareSending(left.entry, right.entry));
  const last = <K extends keyof StatedPerson>(key: K): StatedPerson[K] | null =>
    inOrder.findLast(({ person }) => person[key] !== null)?.person[key] ?? null;
  const roles = inOrder.map(({ person }) => person.role);
  const addressed = inOrder.findLast(({ person }) => person.addressKey !== null)?.person;
  const located = inOrder.findLast(({ person }) => person.postcode !== null)?.person;
  return {
    localKey: statements[0]?.localKey ?? '',
    // Not what a later message fills the field with.
    rawBsn: inOrder.findLast(({ person }) => hasNumber(person))?.person.rawBsn ?? last('rawBsn'),
    name: last('name'),
    surname: last('surname'),
    firstNames: last('firstNames'),
    birthDate: last('birthDate'),
    sex: last('sex'),
    role: roles.findLast((role) => role !== leastSpecificRole) ?? leastSpecificRole,
    isUnborn: inOrder.some(({ person }) => person.isUnborn),
    expectedOn: last('expectedOn'),
    postcode: located?.postcode ?? null,
    houseNumber: located?.houseNumber ?? null,
    // What the Raad knows of an address it knows while the case runs; after that it vouches for nothing.
    stays: addressed?.addressKey
      ? [
          {
            addressKey: addressed.addressKey,
            addressFunction: addressed.addressFunction,
            since: addressed.addressSince ?? since,
            until,
          },
        ]
      : [],
  };
}

// Where a message tells no day of its own, the day of sending is the first on which the Raad can have known.
function firstDay(
  requests: readonly Stored<RequestMessage>[],
  notifications: readonly Stored<NotificationMessage>[],
): string {
  const days = [
    ...requests.map(({ message }) => message.registeredOn ?? message.control.sentAt.day),
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
      entry.message.kind === 'NOTIFICATION' ? position === 0 : person.role === clientRole,
    ),
  );
  const days: string[] = [];
  for (const statements of clients) {
    const closing = told.find(
      ({ entry, client }) => client === statements[0]?.localKey && entry.message.status === closingStatus,
    );
    if (closing === undefined) return null;
    const { message } = closing.entry;
    days.push(message.statusSetOn ?? message.control.sentAt.day);
  }
  return days.sort().at(-1) ?? null;
}

function sendingTime({ message }: Stored<RequestMessage | NotificationMessage>): number {
  const { instant, day } = message.control.sentAt;
  return Date.parse(instant ?? day);
}
