/**
 * What the GI's iJw messages give to the port: the provisions of persons, and a case without address for everybody whom no
 * case of the database names, so that nobody who has youth care is taken for unknown to the GI.
 */

import { withinDeadline } from '../../../adapter-kit/deadline.js';
import type { OutwardCallNotice } from '../../../adapter-kit/organisation-source.js';
import type { BatchedRead } from '../../../adapter-kit/reference-loader.js';
import type { RosterReference } from '../../../adapter-kit/roster.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { GiFile, ProvisionRecord } from '../source.js';
import { givenUp, unlessAborted } from './deadline.js';
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
  /** By pseudonym. One look at the folder, however many persons. */
  readonly loadProvisions: BatchedRead<readonly ProvisionRecord[]>;
  /** By the references of `readReferences`. One look at the folder. */
  readonly loadFiles: BatchedRead<GiFile>;
  /**
   * A reference for every person whom the messages name, as the folder is now.
   *
   * @throws SourceError also where one message may be about anyone: whoever is in it would look unknown.
   */
  readReferences(signal: AbortSignal): Promise<readonly RosterReference[]>;
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
  let indexed: { readonly readings: readonly IjwReading[]; readonly index: IjwIndex } | null = null;

  return {
    async loadProvisions(persons, { signal }) {
      const { provisionsOf, unattributed } = await look(() => folder.read(), signal);
      if (unattributed) throw unattributed;
      return new Map(persons.map((person) => [person, provisionsOf.get(person) ?? []]));
    },
    async loadFiles(references, { signal }) {
      const { clients } = await look(() => folder.read(), signal);
      const asked = new Set(references);
      return new Map(
        clients
          .map((client) => [toReferenceName(client), toFile(client, unit)] as const)
          .filter(([reference]) => asked.has(reference)),
      );
    },
    async readReferences(signal) {
      const { clients, unattributed } = await look(() => folder.readNow(), signal);
      if (unattributed) throw unattributed;
      return clients.map((client) => toReference(client, unit));
    },
  };

  async function look(read: () => Promise<readonly IjwReading[]>, signal: AbortSignal): Promise<IjwIndex> {
    onCall?.({ organisation, method: 'READ', path: 'ijw-messages' });
    try {
      const readings = await withinDeadline(timeoutMs, signal, (deadline) => unlessAborted(read(), deadline));
      if (indexed?.readings !== readings)
        indexed = { readings, index: indexMessages(readings, { organisation, unit }) };
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

function toFile({ person, birthDate }: IjwClient, unit: string): GiFile {
  return { unit, persons: [{ pseudonym: person, localKey, name: null, birthDate }], measures: [] };
}
