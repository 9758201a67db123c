/**
 * What the GI's iJw messages give to the port: the provisions of persons, and a case without address for everybody whom no
 * case of the database names, so that nobody who has youth care is taken for unknown to the GI.
 */
import { recordKey } from '../../../adapter-kit/access/case-loader.js';
import { involvementOf } from '../../../adapter-kit/access/open-cases.js';
import type { RecordAttributes } from '../../../adapter-kit/access/record-attributes.js';
import { withinDeadline } from '../../../adapter-kit/deadline.js';
import type { OutwardCallNotice } from '../../../adapter-kit/organisation-source.js';
import type { BatchedRead, ReadContext } from '../../../adapter-kit/reference-loader.js';
import type { RosterReference } from '../../../adapter-kit/roster.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { emptyCourse } from '../case-course.js';
import {
  type CostLineRecord,
  costLineNumber,
  type GiFile,
  type ProvisionRecord,
  provisionNumber,
} from '../source.js';
import { givenUp, unlessAborted } from './deadline.js';
import { type CostsIndex, indexCosts } from './ijw-costs.js';
import type { IjwFolder } from './ijw-folder.js';
import { type IjwClient, type IjwIndex, indexMessages } from './ijw-index.js';
import type { IjwReading } from './ijw-message.js';

export interface IjwMessagesOptions {
  readonly organisation: string;
  readonly folder: IjwFolder;
  /** The unit whose messages these are. */
  readonly unit: string;
  readonly timeoutMs: number;
  readonly onCall?: ((call: OutwardCallNotice) => void) | undefined;
}

export interface IjwMessages {
  /**
   * By pseudonym. One look at the folder, however many persons. A message is read as a whole; what was not permitted of it is left
   * out of what is given.
   */
  readonly loadProvisions: BatchedRead<readonly ProvisionRecord[]>;
  /** The same of what it cost. */
  readonly loadCosts: BatchedRead<readonly CostLineRecord[]>;
  /** By the references of `readReferences`. One look at the folder. */
  readonly loadFiles: BatchedRead<GiFile>;
  /** The same of what is decided from: that the person is known, and who it is. Looks also for no reference at all. */
  readonly loadAttributes: BatchedRead<readonly RecordAttributes[]>;
  /**
   * A reference for every person whom the messages name, as the folder is now.
   *
   * @throws SourceError also where one message may be about anyone: whoever is in it would look unknown.
   */
  readReferences(signal: AbortSignal): Promise<readonly RosterReference[]>;
}

interface Index extends IjwIndex {
  readonly costs: CostsIndex;
}

/** No case of the database is numbered so. */
const referencePrefix = 'iJw-';
/** 72 bits: enough that two persons never share one. */
const referenceLength = 12;
/** Jeugdige. @see CORV reference list jeugdzorgrol. */
const youthRole = '301';
/** A reference of messages has one person. */
const localKey = 'k1';

export function isIjwReference(reference: string): boolean {
  return reference.startsWith(referencePrefix);
}

export function openIjwMessages(options: IjwMessagesOptions): IjwMessages {
  const { organisation, folder, unit, timeoutMs, onCall } = options;
  let indexed: { readonly readings: readonly IjwReading[]; readonly index: Index } | null = null;

  return {
    async loadProvisions(persons, { signal, only }) {
      const { provisionsOf, unattributed } = await look(() => folder.read(), signal);
      if (unattributed) throw unattributed;
      return permittedOf(persons, provisionsOf, (provision, person) =>
        isPermitted(only, person, { recordType: 'provision', recordId: provisionNumber(provision) }),
      );
    },
    async loadCosts(persons, { signal, only }) {
      const { costs } = await look(() => folder.read(), signal);
      if (costs.unattributed) throw costs.unattributed;
      return permittedOf(persons, costs.costsOf, (line, person) =>
        isPermitted(only, person, { recordType: 'cost-line', recordId: costLineNumber(line) }),
      );
    },
    async loadFiles(references, { signal, only }) {
      const { clients } = await look(() => folder.read(), signal);
      const asked = new Set(references);
      const isOpen = (reference: string): boolean =>
        !only || only.get(reference)?.has(recordKey({ recordType: 'identity', recordId: localKey })) === true;
      return new Map(
        clients
          .map((client) => [toReferenceName(client), client] as const)
          .filter(([reference]) => asked.has(reference))
          .map(([reference, client]) => [reference, toFile(isOpen(reference) ? client : null, unit)]),
      );
    },
    async loadAttributes(references, { signal }) {
      const { clients } = await look(() => folder.read(), signal);
      const asked = new Set(references);
      return new Map(
        clients
          .filter((client) => asked.has(toReferenceName(client)))
          .map((client) => [toReferenceName(client), toAttributes(client)]),
      );
    },
    async readReferences(signal) {
      const { clients, unattributed } = await look(() => folder.readNow(), signal);
      if (unattributed) throw unattributed;
      return clients.map((client) => toReference(client, unit));
    },
  };

  function toAttributes(client: IjwClient): readonly RecordAttributes[] {
    const known = {
      reference: toReferenceName(client),
      holder: organisation,
      unit,
      subjects: [{ person: client.person, localKey, informedOn: null, isNoticePending: false }],
      header: { unitName: unit, contact: null, since: client.since, until: null },
    };
    return [
      involvementOf(known),
      { ...known, recordType: 'identity', recordId: localKey, retainUntil: null },
    ];
  }

  async function look(read: () => Promise<readonly IjwReading[]>, signal: AbortSignal): Promise<Index> {
    onCall?.({ organisation, method: 'READ', path: 'ijw-messages' });
    try {
      const readings = await withinDeadline(timeoutMs, signal, (deadline) => unlessAborted(read(), deadline));
      if (indexed?.readings !== readings)
        indexed = {
          readings,
          index: {
            ...indexMessages(readings, { organisation, unit }),
            costs: indexCosts(readings, { organisation, unit }),
          },
        };
      return indexed.index;
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

/** For each person what of it may be given; what could not be read stays an error. */
function permittedOf<Item>(
  persons: readonly string[],
  itemsOf: ReadonlyMap<string, readonly Item[] | SourceError>,
  isGiven: (item: Item, person: string) => boolean,
): ReadonlyMap<string, readonly Item[] | SourceError> {
  return new Map(
    persons.map((person) => {
      const items = itemsOf.get(person) ?? [];
      return [person, items instanceof SourceError ? items : items.filter((item) => isGiven(item, person))];
    }),
  );
}

function isPermitted(
  only: ReadContext['only'],
  person: string,
  record: Parameters<typeof recordKey>[0],
): boolean {
  return !only || only.get(person)?.has(recordKey(record)) === true;
}

function toReferenceName({ person }: IjwClient): string {
  return `${referencePrefix}${person.slice(0, referenceLength)}`;
}

function toReference(client: IjwClient, unit: string): RosterReference {
  const { person, check, since } = client;
  return {
    reference: toReferenceName(client),
    unit,
    unitName: unit,
    since,
    until: null,
    contact: null,
    // The address in a message is that of the moment of allocation: it says nothing of where the child lives now.
    persons: [{ person, check, localKey, role: youthRole, since, until: null, stays: [] }],
  };
}

function toFile(client: IjwClient | null, unit: string): GiFile {
  return {
    unit,
    persons:
      client === null
        ? []
        : [{ pseudonym: client.person, localKey, name: null, birthDate: client.birthDate }],
    measures: [],
    authorisations: [],
    placements: [],
    plans: [],
    course: emptyCourse,
  };
}
