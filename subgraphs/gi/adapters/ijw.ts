/**
 * Provisions out of iJw messages: what was allocated to a person, and what was reported of its start and end.
 *
 * A message that cannot be read is never passed over, because a list without it would look complete. Where the message says
 * whom it is about, that person's provisions break the contract; where it does not, everybody's do.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import type { OutwardCallNotice } from '../../../adapter-kit/organisation-source.js';
import type { BatchedRead } from '../../../adapter-kit/reference-loader.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { ProvisionRecord } from '../source.js';
import { givenUp, unlessAborted } from './deadline.js';
import type { IjwFolder } from './ijw-folder.js';
import type { AllocationMessage, DeliveryMessage, IjwReading } from './ijw-message.js';

export interface ProvisionReadOptions {
  readonly organisation: string;
  readonly folder: IjwFolder;
  /** The unit whose messages these are. */
  readonly unit: string;
  readonly timeoutMs: number;
  readonly onCall?: ((call: OutwardCallNotice) => void) | undefined;
}

/** Jeugdreclassering: youth probation never comes from the GI, whatever the interface. @see Jeugdwet art. 7.2.1 lid 2. */
const youthProbationCategory = '47';

type Provisions = readonly ProvisionRecord[];

/** One look at the folder, however many persons. */
export function createProvisionRead(options: ProvisionReadOptions): BatchedRead<Provisions> {
  const { organisation, folder, unit, timeoutMs, onCall } = options;
  let indexed: { readonly readings: readonly IjwReading[]; readonly index: ProvisionIndex } | null = null;

  return async (persons, { signal }) => {
    onCall?.({ organisation, method: 'READ', path: 'ijw-messages' });
    const readings = await readFolder(AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]));
    if (indexed?.readings !== readings)
      indexed = { readings, index: indexProvisions(readings, organisation, unit) };
    const { index } = indexed;
    if (index.unattributed) throw index.unattributed;
    return new Map(persons.map((person) => [person, index.ofPerson.get(person) ?? []]));
  };

  async function readFolder(deadline: AbortSignal): Promise<readonly IjwReading[]> {
    try {
      return await unlessAborted(folder.read(), deadline);
    } catch (thrown) {
      if (thrown !== givenUp) throw thrown;
      throw new SourceError({
        organisation,
        reason: 'TIMED_OUT',
        detail: `the source did not answer within ${timeoutMs} ms`,
      });
    }
  }
}

interface ProvisionIndex {
  readonly ofPerson: ReadonlyMap<string, Provisions | SourceError>;
  /** The first message that may be about anyone. */
  readonly unattributed: SourceError | null;
}

function indexProvisions(
  readings: readonly IjwReading[],
  organisation: string,
  unit: string,
): ProvisionIndex {
  const ofPerson = new Map<string, Provisions | SourceError>();
  const messages = new Map<string, (AllocationMessage | DeliveryMessage)[]>();
  let unattributed: SourceError | null = null;
  for (const reading of readings) {
    if (reading.outcome === 'READ') {
      const { message } = reading;
      messages.set(message.person, [...(messages.get(message.person) ?? []), message]);
    } else if (reading.outcome === 'BROKEN') {
      if (reading.person === null) unattributed ??= reading.error;
      else ofPerson.set(reading.person, reading.error);
    }
  }
  for (const [person, own] of messages) {
    if (!ofPerson.has(person)) ofPerson.set(person, provisionsOf(own, organisation, unit));
  }
  return { ofPerson, unattributed };
}

/** The messages of one person. Allocations first, so that a start which came earlier than its allocation finds it. */
function provisionsOf(
  messages: readonly (AllocationMessage | DeliveryMessage)[],
  organisation: string,
  unit: string,
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
