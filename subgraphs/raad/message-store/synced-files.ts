/** Small files that are on the disk when the promise resolves. */
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whole messages lie in these files: nobody but the store's own user reads them. */
export async function writeSynced(path: string, flags: 'w' | 'wx', bytes: Buffer): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the name of a new file in this folder durable: its content alone is not enough. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
