/** What a log asks of the file of a segment; tests put a disk here that is full. */
import { open } from 'node:fs/promises';

export interface LogFile {
  /** Adds all of it at the end, or throws. */
  write(bytes: Buffer): Promise<void>;
  /** Resolves when everything written is on the disk. */
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** `NEW`: the file must not be there. Only the gateway's own account may read it. */
export type OpenLogFile = (path: string, mode: 'NEW' | 'EXISTING') => Promise<LogFile>;

export const openLogFile: OpenLogFile = async (path, mode) => {
  const file = await open(path, mode === 'NEW' ? 'ax' : 'a', 0o600);
  return {
    async write(bytes) {
      for (let written = 0; written < bytes.length; ) {
        written += (await file.write(bytes, written, bytes.length - written, null)).bytesWritten;
      }
    },
    datasync: () => file.datasync(),
    close: () => file.close(),
  };
};
