/** Takes entries out of a log that nobody has open, so that what must no longer be kept is not kept. */
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { confirmationMark, fileHeader, frame, identityBytes, readIdentity, replay } from './log-format.js';
import { syncFolder } from './synced-files.js';

/**
 * Puts other content in the place of some entries. Every entry keeps its position; the log gets a new identity, so that
 * whoever noted a position in the former one reads everything anew. The file is wholly the former one or wholly the new
 * one, also after a crash: it is written beside, and takes the name only when it is on the disk.
 */
export async function rewriteLog(path: string, replacements: ReadonlyMap<number, Buffer>): Promise<void> {
  const beside = `${path}.rewritten`;
  const former = await open(path, 'r');
  // Written as it is read, so that a log of any size passes through; nobody waits for a store that is opening.
  const descriptor = openSync(beside, 'w', 0o600);
  try {
    const identity = randomBytes(identityBytes);
    let end = 0;
    const write = (bytes: Buffer): void => {
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
      end += bytes.length;
    };
    write(fileHeader(identity));
    await replay(former, await readIdentity(former), (payload, position) => {
      write(frame(replacements.get(position) ?? payload, identity, end));
    });
    write(confirmationMark(identity, end));
    fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
    await former.close();
  }
  await rename(beside, path);
  await syncFolder(path);
}
