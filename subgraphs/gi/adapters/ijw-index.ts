/**
 * What the folder of iJw messages says, by person: the provisions, and what the feed needs of persons whom only messages name.
 *
 * A message that cannot be read is never passed over, because a list without it would look complete. Where the message says
 * whom it is about, that person's provisions break the contract; where it does not, everybody's do.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { type ProvisionRecord, youthProbationCategory } from '../source.js';
import type { IjwMention } from './ijw-mention.js';
import type { AllocationMessage, DeliveryMessage, IjwReading } from './ijw-message.js';

export interface IndexOptions {
  readonly organisation: string;
  /** The unit whose messages these are. */
  readonly unit: string;
}

export interface IjwIndex {
  readonly provisionsOf: ReadonlyMap<string, Provisions | SourceError>;
  /** Everybody of whom a message may tell something, youth probation left out, in the order of their pseudonyms. */
  readonly clients: readonly IjwClient[];
  /** The first message that may be about anyone. */
  readonly unattributed: SourceError | null;
}

/** A person whom messages name. */
export interface IjwClient {
  /** Pseudonym. */
  readonly person: string;
  /** Of the latest message that knows it, as the check is. */
  readonly birthDate: string | null;
  /** Check pseudonym over day of birth and sex. */
  readonly check: string | null;
  /** The first day of allocation; where none can be read, the first day that a message is dated. */
  readonly since: string;
}

export type Provisions = readonly ProvisionRecord[];

export function indexMessages(readings: readonly IjwReading[], options: IndexOptions): IjwIndex {
  const provisions = new Map<string, Provisions | SourceError>();
  const messages = new Map<string, (AllocationMessage | DeliveryMessage)[]>();
  const mentions = new Map<string, IjwMention[]>();
  let unattributed: SourceError | null = null;
  for (const reading of readings) {
    // Declarations tell costs, and are no part of what somebody was allocated or of who is known.
    if (reading.outcome !== 'READ' && reading.outcome !== 'BROKEN') continue;
    if (reading.mention !== null) append(mentions, reading.mention.person, reading.mention);
    if (reading.outcome === 'READ') append(messages, reading.message.person, reading.message);
    else if (reading.mention !== null) provisions.set(reading.mention.person, reading.error);
    else unattributed ??= reading.error;
  }
  for (const [person, own] of messages) {
    if (!provisions.has(person)) provisions.set(person, provisionsOf(own, options));
  }
  const clients = [...mentions]
    .flatMap(([person, own]) => toClient(person, own, provisions.get(person)))
    .sort((left, right) => compare(left.person, right.person));
  return { provisionsOf: provisions, clients, unattributed };
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Nobody where all that can be told is youth probation: the feed may not even say that this person is known. */
function toClient(
  person: string,
  mentions: readonly IjwMention[],
  provisions: Provisions | SourceError | undefined,
): readonly IjwClient[] {
  if (!(provisions instanceof SourceError) && !provisions?.length) return [];
  const told = mentions
    .filter((mention) => !isYouthProbation(mention))
    .sort((left, right) => compare(right.notedOn, left.notedOn));
  const days = told.flatMap(({ products }) =>
    products.flatMap(({ category, allocatedOn }) =>
      category === youthProbationCategory || allocatedOn === null ? [] : [allocatedOn],
    ),
  );
  const [since] = (days.length > 0 ? days : told.map(({ notedOn }) => notedOn)).sort(compare);
  if (since === undefined) return [];
  return [
    {
      person,
      birthDate: told.find(({ birthDate }) => birthDate !== null)?.birthDate ?? null,
      check: told.find(({ check }) => check !== null)?.check ?? null,
      since,
    },
  ];
}

/** A message of which one product cannot be read is not: what is not read may be anything. */
function isYouthProbation({ products }: IjwMention): boolean {
  return products.length > 0 && products.every(({ category }) => category === youthProbationCategory);
}

/** The messages of one person. Allocations first, so that a start which came earlier than its allocation finds it. */
function provisionsOf(
  messages: readonly (AllocationMessage | DeliveryMessage)[],
  { organisation, unit }: IndexOptions,
): Provisions | SourceError {
  const ordered = [...messages].sort(byDateAndIdentification);
  const allocations = new Map<string, ProvisionRecord>();
  for (const message of ordered) {
    if (message.kind !== 'JW301') continue;
    for (const product of [...message.products].sort(byAllocationMoment)) {
      // The same number again is a changed allocation: the last one holds.
      allocations.set(allocationKey(message, product.number), {
        allocationNumber: product.number,
        municipality: message.municipality,
        categoryCode: product.category,
        provider: message.provider,
        allocatedOn: product.allocatedOn,
        validFrom: product.validFrom,
        validUntil: product.validUntil,
        startedOn: null,
        endedOn: null,
        unit,
      });
    }
  }
  const deliveries = new Map<string, Map<string, string | null>>();
  for (const message of ordered) {
    if (message.kind === 'JW301') continue;
    for (const product of message.products) {
      const key = allocationKey(message, product.number);
      if (!allocations.has(key)) {
        return contractBroken(
          { organisation, what: message.kind },
          `Client.${message.kind === 'JW305' ? 'StartProducten.StartProduct' : 'StopProducten.StopProduct'}.ToewijzingNummer`,
          'the number of an allocation (JW301) in the same folder',
        );
      }
      const periods = deliveries.get(key) ?? new Map<string, string | null>();
      deliveries.set(key, periods);
      applyDelivery(periods, message.kind, product);
    }
  }
  return [...allocations]
    .filter(([, provision]) => provision.categoryCode !== youthProbationCategory)
    .map(([key, provision]) => ({ ...provision, ...lastPeriod(deliveries.get(key)) }));
}

/** Periods of delivery: first day to last day. A withdrawal takes back what its own kind of message said. */
function applyDelivery(
  periods: Map<string, string | null>,
  kind: DeliveryMessage['kind'],
  product: DeliveryMessage['products'][number],
): void {
  const { startedOn, endedOn, isWithdrawn } = product;
  if (kind === 'JW307') {
    if (!isWithdrawn) periods.set(startedOn, endedOn);
    else if (periods.has(startedOn)) periods.set(startedOn, null);
  } else if (isWithdrawn) periods.delete(startedOn);
  else if (!periods.has(startedOn)) periods.set(startedOn, null);
}

/** Support may stop and start again; the graph tells the latest period. */
function lastPeriod(periods: ReadonlyMap<string, string | null> | undefined) {
  const [last] = [...(periods ?? [])].sort(([left], [right]) => (left < right ? 1 : -1));
  return last ? { startedOn: last[0], endedOn: last[1] } : {};
}

/** A municipality numbers its allocations per provider. */
function allocationKey(message: AllocationMessage | DeliveryMessage, number: string): string {
  return `${message.municipality}/${message.provider}/${number}`;
}

function byDateAndIdentification(
  left: AllocationMessage | DeliveryMessage,
  right: AllocationMessage | DeliveryMessage,
): number {
  return compare(orderOf(left), orderOf(right));
}

/** Of one day: starts before ends, and what is taken back after what was said. */
function orderOf(message: AllocationMessage | DeliveryMessage): string {
  const withdraws = message.kind !== 'JW301' && message.products.some(({ isWithdrawn }) => isWithdrawn);
  return [message.datedOn, withdraws ? '1' : '0', message.kind, message.identification].join('|');
}

function byAllocationMoment(
  left: AllocationMessage['products'][number],
  right: AllocationMessage['products'][number],
): number {
  return compare(`${left.allocatedOn}T${left.allocatedAt}`, `${right.allocatedOn}T${right.allocatedAt}`);
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
