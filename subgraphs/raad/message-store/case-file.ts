/**
 * One case of the Raad as its messages state it: who asked, who is concerned, and every notification. No conclusion is
 * drawn here; the adapter draws them. The same messages give the same case file in whatever order they arrived.
 *
 * Who is one person: two statements are about one person where that is proven, and about two persons otherwise.
 * - Proof is the number (BSN); or, where there is none, equal first names written out, equal full name and equal birth
 *   date, if no message of the case names two who have these and nothing else in them disagrees.
 * - Two statements of one message are two persons, but for two under one number whose birth date and sex do not disagree.
 * So whoever has no number and no such proof stands in the case once for every message that names them. Too many are
 * seen by a reader as such; one who stood for two children would not be.
 */
import { isBsn } from '../../../adapter-kit/bsn.js';
import type { NotificationMessage, RequestMessage, StatedDecision, StatedPerson } from './stuf-message.js';
import { leastSpecificRole } from './stuf-names.js';

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

// One group a person. The first message that named somebody, by its place in the log, gives the local key, so that it is
// the same after a restart.
function groupStatements(
  entries: readonly Stored<RequestMessage | NotificationMessage>[],
): readonly (readonly KeyedStatement[])[] {
  const statements = [...entries]
    .sort((left, right) => left.sequence - right.sequence)
    .flatMap((entry) => personsOf(entry.message).map((person, position) => ({ person, entry, position })));
  const groups = [...groupBy(statements, claimOf).values()].flatMap(provenPersons);
  return groups.sort(compareFirst).map((group) => {
    const localKey = localKeyOf(group);
    return group.map((statement) => ({ ...statement, localKey }));
  });
}

function personsOf(message: RequestMessage | NotificationMessage): readonly StatedPerson[] {
  return message.kind === 'REQUEST' ? message.persons : [message.client, ...message.parties];
}

// What may prove who it is; a statement without a proof claims to be like no other.
function claimOf({ person, entry, position }: PersonStatement): string {
  const { rawBsn, firstNames, name, birthDate } = person;
  if (hasNumber(person)) return `number ${rawBsn}`;
  const isNamed = firstNames !== null && name !== null && birthDate !== null;
  return isNamed
    ? `name ${JSON.stringify([firstNames, name, birthDate])}`
    : `statement ${entry.sequence} ${position}`;
}

// A number that is no BSN is nobody's: what fills the field may be the same for two children.
function hasNumber({ rawBsn }: StatedPerson): boolean {
  return rawBsn !== null && isBsn(rawBsn);
}

// The statements of one claim as the persons that they are proven to be.
function provenPersons(statements: readonly PersonStatement[]): readonly (readonly PersonStatement[])[] {
  const perMessage = [...groupBy(statements, ({ entry }) => String(entry.sequence)).values()];
  if (statements[0] && hasNumber(statements[0].person)) {
    // One number for two people in one message: a slip of the pen in the number, so it proves nothing by itself.
    const isDisputed = perMessage.some((ofOne) => disagree(ofOne, 'birthDate') || disagree(ofOne, 'sex'));
    return isDisputed
      ? [...groupBy(statements, ({ person }) => JSON.stringify([person.birthDate, person.sex])).values()]
      : [statements];
  }
  const isAmbiguous =
    perMessage.some((ofOne) => ofOne.length > 1) ||
    disagree(statements, 'sex') ||
    disagree(statements, 'rawBsn');
  return isAmbiguous ? statements.map((statement) => [statement]) : [statements];
}

function disagree(statements: readonly PersonStatement[], key: 'birthDate' | 'sex' | 'rawBsn'): boolean {
  return new Set(statements.map(({ person }) => person[key]).filter((value) => value !== null)).size > 1;
}

function localKeyOf(statements: readonly PersonStatement[]): string {
  return `${statements[0]?.entry.sequence}-${statements[0]?.position}`;
}

function compareFirst([left]: readonly PersonStatement[], [right]: readonly PersonStatement[]): number {
  return left && right ? left.entry.sequence - right.entry.sequence || left.position - right.position : 0;
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}

function mergePerson(statements: readonly KeyedStatement[], since: string, until: string | null): CasePerson {
  const inOrder = [...statements].sort((left, right) => compareSending(left.entry, right.entry));
  const last = <K extends keyof StatedPerson>(key: K): StatedPerson[K] | null =>
    inOrder.findLast(({ person }) => person[key] !== null)?.person[key] ?? null;
  const roles = inOrder.map(({ person }) => person.role);
  const addressed = inOrder.findLast(({ person }) => person.addressKey !== null)?.person;
  const birthDate = last('birthDate');
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
    days.push(message.statusSetOn ?? message.control.sentAt.day);
  }
  return days.sort().at(-1) ?? null;
}

function sendingTime({ message }: Stored<RequestMessage | NotificationMessage>): number {
  const { instant, day } = message.control.sentAt;
  return Date.parse(instant ?? day);
}
