/**
 * The folder in which iJw messages arrive, kept as it was last read. Only files that are new or changed are parsed; a listing
 * is taken at most once in `recheckAfterMs`, and many questions at once share one.
 *
 * Convention: a message appears under its name by renaming, whole; only `*.xml` counts. So a file that is still being
 * copied is not there yet. A declaration has a name that begins with `JW323`: so it can be told from the others when it cannot be read.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { contractBroken } from '../../../adapter-kit/contract.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { type IjwReading, readIjwMessage } from './ijw-message.js';

export interface IjwFolderOptions {
  readonly organisation: string;
  readonly path: string;
  readonly pseudonymiser: Pseudonymiser;
  /** How old a listing may be. */
  readonly recheckAfterMs: number;
}

export interface IjwFolder {
  /** All files as they were at most `recheckAfterMs` ago, in the order of their names. @throws SourceError `DOWN` or `REJECTED`. */
  read(): Promise<readonly IjwReading[]>;
  /** The same from a look that begins now, for whoever must vouch for this moment. */
  readNow(): Promise<readonly IjwReading[]>;
}

interface CachedFile {
  /** Changes whenever the file does. */
  readonly version: string;
  readonly reading: IjwReading;
}

/** Far more than any iJw message. */
const maxFileBytes = 4 * 1024 * 1024;
const maxAttempts = 3;

export function openIjwFolder(options: IjwFolderOptions): IjwFolder {
  const { organisation, path, pseudonymiser, recheckAfterMs } = options;
  let cached: ReadonlyMap<string, CachedFile> = new Map();
  let latest: { readonly readings: Promise<readonly IjwReading[]>; readonly startedAtMs: number } | null =
    null;

  const folder: IjwFolder = {
    read() {
      const isRecent = latest !== null && performance.now() - latest.startedAtMs < recheckAfterMs;
      return latest !== null && isRecent ? latest.readings : folder.readNow();
    },
    readNow() {
      const reading = { readings: refresh(), startedAtMs: performance.now() };
      latest = reading;
      // A failure is not kept: the next question looks again.
      reading.readings.catch(() => {
        if (latest === reading) latest = null;
      });
      return reading.readings;
    },
  };
  // The first question then finds the files parsed.
  folder.read().catch(() => {});
  return folder;

  async function refresh(): Promise<readonly IjwReading[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const files = await readFiles();
        cached = files;
        return [...files.values()].map(({ reading }) => reading);
      } catch (thrown) {
        // A file that was renamed between listing and reading: the listing was not of one moment, so take another.
        if (codeOf(thrown) === 'ENOENT' && attempt < maxAttempts) continue;
        throw toError(thrown);
      }
    }
  }

  async function readFiles(): Promise<ReadonlyMap<string, CachedFile>> {
    const names = (await readdir(path)).filter((name) => name.endsWith('.xml')).sort();
    const files = new Map<string, CachedFile>();
    for (const name of names) {
      const file = join(path, name);
      const { size, mtime, mtimeMs, ino } = await stat(file);
      const version = `${size}/${mtimeMs}/${ino}`;
      const before = cached.get(name);
      const isSame = before?.version === version;
      files.set(
        name,
        isSame ? before : { version, reading: await readOne(file, size, mtime, isDeclarationByName(name)) },
      );
    }
    return files;
  }

  async function readOne(
    file: string,
    size: number,
    changedAt: Date,
    isDeclaration: boolean,
  ): Promise<IjwReading> {
    if (size > maxFileBytes) {
      const error = contractBroken(
        { organisation, what: 'iJw message' },
        'Bericht',
        `at most ${maxFileBytes} bytes`,
      );
      return isDeclaration
        ? { outcome: 'DECLARATION_BROKEN', persons: null, error }
        : { outcome: 'BROKEN', mention: null, error };
    }
    const arrivedOn = dayInTheNetherlands(changedAt);
    return readIjwMessage(await readFile(file), { organisation, pseudonymiser, arrivedOn, isDeclaration });
  }

  function toError(thrown: unknown): SourceError {
    const code = codeOf(thrown);
    if (code === 'EACCES' || code === 'EPERM') {
      return new SourceError({
        organisation,
        reason: 'REJECTED',
        detail: 'the folder of messages may not be read',
      });
    }
    return new SourceError({
      organisation,
      reason: 'DOWN',
      detail: 'the folder of messages could not be read',
    });
  }
}

function isDeclarationByName(fileName: string): boolean {
  return /^JW323/i.test(fileName);
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}
