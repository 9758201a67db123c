/** The GI as it really is: a case database and a folder of messages behind one port. */
import type { OutwardCallNotice } from '../../../adapter-kit/organisation-source.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { GiSource } from '../source.js';
import { openCaseDatabase } from './case-database.js';
import { createCaseRoster } from './case-roster.js';
import { createProvisionRead } from './ijw.js';
import { openIjwFolder } from './ijw-folder.js';
import { createCaseFileRead } from './postgresql.js';

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
  readonly onCall?: ((call: OutwardCallNotice) => void) | undefined;
  /** How old the listing of the folder may be; left out, a second. */
  readonly ijwRecheckAfterMs?: number;
}

const defaultRecheckAfterMs = 1_000;

export function createGiSource(options: GiSourceOptions): GiSource {
  const { organisation, databaseUrl, ijwFolder, ijwUnit, pseudonymiser, now, timeoutMs, onCall } = options;
  const database = openCaseDatabase({ organisation, url: databaseUrl, timeoutMs, onCall });
  const folder = openIjwFolder({
    organisation,
    path: ijwFolder,
    pseudonymiser,
    recheckAfterMs: options.ijwRecheckAfterMs ?? defaultRecheckAfterMs,
  });
  return {
    loadFiles: createCaseFileRead({ organisation, database, pseudonymiser }),
    loadProvisions: createProvisionRead({ organisation, folder, unit: ijwUnit, timeoutMs, onCall }),
    roster: createCaseRoster({ organisation, database, pseudonymiser, now }),
    close: () => database.close(),
  };
}
