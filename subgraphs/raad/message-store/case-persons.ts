/**
 * Who is one person in a case. Two statements are about one person where that is proven, and about two persons otherwise.
 *
 * - Proof is the number (BSN); where there is none, the alien number; where there is none of these, equal first names
 *   written out, equal full name and equal birth date, if no message of the case names two who have these and nothing else
 *   in them disagrees.
 * - An unborn child is the unborn child of another message, and the child who is born later, where no message of the case
 *   names two, one pregnancy explains the days, and the mothers do not differ.
 * - Two statements of one message are two persons, but for two under one number whose birth date and sex do not disagree.
 *
 * So whoever has no number and no such proof stands in the case once for every message that names them. Too many are seen
 * by a reader as such; one who stood for two children would not be.
 */
import { mayBeBirthOf, mayBeOnePregnancy, motherIn } from './pregnancy.js';
import type { NotificationMessage, RequestMessage } from './stuf-message.js';
import { clientRole } from './stuf-names.js';
import { hasNumber, type StatedPerson } from './stuf-person.js';

/** A message with its position in the log. */
export interface Stored<M> {
  readonly message: M;
  readonly sequence: number;
}

type Entry = Stored<RequestMessage | NotificationMessage>;

interface PersonStatement {
  readonly person: StatedPerson;
  readonly entry: Entry;
  /** Position within the message. */
  readonly position: number;
}

/** What one message says of one person, with the key by which the case knows that person. */
export interface KeyedStatement extends PersonStatement {
  readonly localKey: string;
}

/**
 * One group a person. The first message that named somebody, by its place in the log, gives the local key, so that it is
 * the same after a restart.
 */
export function groupStatements(entries: readonly Entry[]): readonly (readonly KeyedStatement[])[] {
  const statements = [...entries]
    .sort((left, right) => left.sequence - right.sequence)
    .flatMap((entry) => personsOf(entry.message).map((person, position) => ({ person, entry, position })));
  const groups = joinBirth([...groupBy(statements, claimOf).values()].flatMap(provenPersons));
  return groups.sort(compareFirst).map((group) => {
    const localKey = localKeyOf(group);
    return group.map((statement) => ({ ...statement, localKey }));
  });
}

/** The most unborn children that one message of a case names; 0 where none does. */
export function countUnborn(entries: readonly Entry[]): number {
  return Math.max(
    0,
    ...entries.map(({ message }) => personsOf(message).filter((person) => person.isUnborn).length),
  );
}

function personsOf(message: RequestMessage | NotificationMessage): readonly StatedPerson[] {
  return message.kind === 'REQUEST' ? message.persons : [message.client, ...message.parties];
}

// What may prove who it is; a statement without a proof claims to be like no other.
function claimOf({ person, entry, position }: PersonStatement): string {
  const { rawBsn, alienNumber, firstNames, name, birthDate } = person;
  if (hasNumber(person)) return `number ${rawBsn}`;
  if (person.isUnborn) return 'unborn';
  if (alienNumber !== null) return `alien number ${alienNumber}`;
  const isNamed = firstNames !== null && name !== null && birthDate !== null;
  return isNamed
    ? `name ${JSON.stringify([firstNames, name, birthDate])}`
    : `statement ${entry.sequence} ${position}`;
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
    disagree(statements, 'birthDate') ||
    disagree(statements, 'sex') ||
    disagree(statements, 'rawBsn') ||
    !mayBeOnePregnancy(expectedDays(statements)) ||
    (statements.some(({ person }) => person.isUnborn) && haveTwoMothers(statements));
  return isAmbiguous ? statements.map((statement) => [statement]) : [statements];
}

// The case's one unborn child goes on as the one child who was born of that pregnancy. Two of either: nobody can say who is who.
function joinBirth(groups: readonly (readonly PersonStatement[])[]): (readonly PersonStatement[])[] {
  const isAwaited = (group: readonly PersonStatement[]): boolean =>
    group.every(({ person }) => person.isUnborn && !hasNumber(person));
  const [unborn, ...others] = groups.filter(isAwaited);
  const born = groups.filter(
    (group) => unborn !== undefined && !isAwaited(group) && isBirthOf(unborn, group),
  );
  const [child] = born;
  if (unborn === undefined || others.length > 0 || child === undefined || born.length > 1) return [...groups];
  const joined = [...unborn, ...child].sort(compareStatements);
  return [...groups.filter((group) => group !== unborn && group !== child), joined];
}

function isBirthOf(unborn: readonly PersonStatement[], child: readonly PersonStatement[]): boolean {
  const messages = new Set(unborn.map(({ entry }) => entry.sequence));
  if (child.some(({ entry }) => messages.has(entry.sequence)) || haveTwoMothers([...unborn, ...child]))
    return false;
  if (!child.some(({ person }) => person.role === clientRole)) return false;
  const namedOn = unborn.map(({ entry }) => entry.message.control.sentAt.day).sort()[0] ?? '';
  const birthDates = child.map(({ person }) => person.birthDate).filter((day) => day !== null);
  return (
    child.some(({ person }) => person.isUnborn) ||
    (birthDates.length > 0 &&
      birthDates.every((day) => mayBeBirthOf({ namedOn, expectedOn: expectedDays(unborn) }, day)))
  );
}

function haveTwoMothers(statements: readonly PersonStatement[]): boolean {
  const mothers = statements.map(({ entry }) => motherIn(personsOf(entry.message)));
  return new Set(mothers.filter((mother) => mother !== null)).size > 1;
}

function expectedDays(statements: readonly PersonStatement[]): readonly string[] {
  return statements.map(({ person }) => person.expectedOn).filter((day) => day !== null);
}

function disagree(statements: readonly PersonStatement[], key: 'birthDate' | 'sex' | 'rawBsn'): boolean {
  return new Set(statements.map(({ person }) => person[key]).filter((value) => value !== null)).size > 1;
}

function localKeyOf(statements: readonly PersonStatement[]): string {
  return `${statements[0]?.entry.sequence}-${statements[0]?.position}`;
}

function compareFirst([left]: readonly PersonStatement[], [right]: readonly PersonStatement[]): number {
  return left && right ? compareStatements(left, right) : 0;
}

function compareStatements(left: PersonStatement, right: PersonStatement): number {
  return left.entry.sequence - right.entry.sequence || left.position - right.position;
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
