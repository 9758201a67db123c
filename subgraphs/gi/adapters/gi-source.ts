/** The GI as it really is: a case database and a folder of messages behind one port. */
import type { OutwardCallNotice } from '../../../adapter-kit/organisation-source.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { BatchedRead, ReadContext } from '../../../adapter-kit/reference-loader.js';
import type { ResilienceSettings } from '../../../adapter-kit/resilience.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { GiFile, GiSource } from '../source.js';
import { createCareNotesRead } from './care-notes.js';
import { createCaseAttributesRead } from './case-attributes.js';
import { openCaseDatabase } from './case-database.js';
import { createCaseRoster } from './case-roster.js';
import { createGiRoster } from './gi-roster.js';
import { isIjwReference, openIjwMessages } from './ijw.js';
import { openIjwFolder } from './ijw-folder.js';
import { createCaseFileRead } from './postgresql.js';
import { createCostAttributesRead, createProvisionAttributesRead } from './provision-attributes.js';

export interface GiSourceOptions {
  readonly organisation: string;
  /** Of a role that may only read. */
  readonly databaseUrl: string;
  readonly ijwFolder: string;
  /** The unit whose messages arrive in the folder. */
  readonly ijwUnit: string;
  readonly pseudonymiser: Pseudonymiser;
  readonly now: () => Date;
  readonly timeoutMs: number;
  readonly resilience?: Partial<ResilienceSettings> | undefined;
  readonly onCall?: ((call: OutwardCallNotice) => void) | undefined;
  /** How old the listing of the folder may be; left out, a second. */
  readonly ijwRecheckAfterMs?: number;
}

const defaultRecheckAfterMs = 1_000;

export function createGiSource(options: GiSourceOptions): GiSource {
  const { organisation, databaseUrl, ijwFolder, ijwUnit, pseudonymiser, now, timeoutMs, resilience, onCall } =
    options;
  const database = openCaseDatabase({ organisation, url: databaseUrl, timeoutMs, resilience, onCall });
  const folder = openIjwFolder({
    organisation,
    path: ijwFolder,
    pseudonymiser,
    recheckAfterMs: options.ijwRecheckAfterMs ?? defaultRecheckAfterMs,
  });
  const messages = openIjwMessages({ organisation, folder, unit: ijwUnit, timeoutMs, onCall });
  const cases = createCaseRoster({ organisation, database, pseudonymiser });
  const loadCaseFiles = createCaseFileRead({ organisation, database, pseudonymiser });
  const loadCaseAttributes = createCaseAttributesRead({ organisation, database, pseudonymiser, now });
  const ofMessages = { organisation, database, messages, unit: ijwUnit, pseudonymiser, now };
  return {
    async loadFiles(references, context) {
      const inMessages = references.filter(isIjwReference);
      if (inMessages.length === 0) return loadCaseFiles(references, context);
      const ofCases = references.filter((reference) => !isIjwReference(reference));
      const found = await Promise.all([
        orErrors(messages.loadFiles, inMessages, context),
        ofCases.length === 0 ? [] : orErrors(loadCaseFiles, ofCases, context),
      ]);
      return new Map(found.flatMap((files) => [...files]));
    },
    async loadAttributes(references, context) {
      // Both are asked whatever is asked: nobody can tell from a failure in which of the two somebody is known.
      const [ofCases, named] = await Promise.all([
        loadCaseAttributes(
          references.filter((reference) => !isIjwReference(reference)),
          context,
        ),
        messages.loadAttributes(references.filter(isIjwReference), context),
      ]);
      return new Map([...ofCases, ...named]);
    },
    loadProvisions: messages.loadProvisions,
    loadProvisionAttributes: createProvisionAttributesRead(ofMessages),
    loadCosts: messages.loadCosts,
    loadCostAttributes: createCostAttributesRead(ofMessages),
    loadCareNotes: createCareNotesRead({ organisation, database }),
    roster: createGiRoster({ cases, messages, now }),
    circuit: database.circuit,
    close: () => database.close(),
  };
}

/** Of two systems asked at once, one that fails takes nothing of the other's answer away. */
async function orErrors(
  read: BatchedRead<GiFile>,
  references: readonly string[],
  context: ReadContext,
): Promise<ReadonlyMap<string, GiFile | SourceError>> {
  try {
    return await read(references, context);
  } catch (thrown) {
    if (!(thrown instanceof SourceError)) throw thrown;
    return new Map(references.map((reference) => [reference, thrown]));
  }
}
