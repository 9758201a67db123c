/** What a log asks of the file of a segment; tests put a disk here that is full. */
import { fstatSync, statSync, write as writeTo } from 'node:fs';
import { constants, open } from 'node:fs/promises';

export interface LogFile {
  /** Adds all of it at the end, or throws; also where the file no longer stands at its path, so that nobody will find what is in it. */
  write(bytes: Buffer): Promise<void>;
  /** Resolves when everything written is on the disk. */
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** `NEW`: the file must not be there. Only the gateway's own account may read it. */
export type OpenLogFile = (path: string, mode: 'NEW' | 'EXISTING') => Promise<LogFile>;

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;
/**
 * Where the system has it, a write returns when it is on the disk, as if `fdatasync` had followed: one visit to another thread instead
 * of two. `undefined` where it has not; Node's types do not say so.
 */
const synchronised = constants.O_DSYNC as number | undefined;

export const openLogFile: OpenLogFile = async (path, mode) => {
  const flags = O_WRONLY | O_APPEND | O_CREAT | (mode === 'NEW' ? O_EXCL : 0) | (synchronised ?? 0);
  const file = await open(path, flags, 0o600);
  const { dev, ino } = fstatSync(file.fd, { bigint: true });
  return {
    async write(bytes) {
      for (let written = 0; written < bytes.length; ) written += await writeSome(file.fd, bytes, written);
      // A file that was removed or moved can be written to for as long as it is open. Some microseconds for all lines of a write.
      const present = statSync(path, { bigint: true });
      if (present.ino !== ino || present.dev !== dev) throw new MovedLogFileError();
    },
    datasync: synchronised === undefined ? () => file.datasync() : async () => {},
    close: () => file.close(),
  };
};

/** Something else stands where the file was. */
class MovedLogFileError extends Error {
  readonly code = 'ENOENT';
  constructor() {
    super('expected the file of the log at its path');
  }
}

function writeSome(descriptor: number, bytes: Buffer, from: number): Promise<number> {
  return new Promise((resolve, reject) => {
    writeTo(descriptor, bytes, from, bytes.length - from, null, (error, written) => {
      if (error) reject(error);
      else resolve(written);
    });
  });
}
