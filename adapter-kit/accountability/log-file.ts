/** What a log asks of the file of a segment; tests put a disk here that is full. */
import { write as writeTo } from 'node:fs';
import { constants, open } from 'node:fs/promises';

export interface LogFile {
  /** Adds all of it at the end, or throws. */
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
  return {
    async write(bytes) {
      for (let written = 0; written < bytes.length; ) written += await writeSome(file.fd, bytes, written);
    },
    datasync: synchronised === undefined ? () => file.datasync() : async () => {},
    close: () => file.close(),
  };
};

function writeSome(descriptor: number, bytes: Buffer, from: number): Promise<number> {
  return new Promise((resolve, reject) => {
    writeTo(descriptor, bytes, from, bytes.length - from, null, (error, written) => {
      if (error) reject(error);
      else resolve(written);
    });
  });
}
