/**
 * The data folder of the simulated GI, filled once when the project is built: filling PGlite takes seconds of processor time, a
 * copy of the folder a fraction of one. It is used only while it was made from the very records that are here now.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../schema/project-root.js';

const recordsFolder = join(projectRoot, 'simulated-sources');

/** Where the filled folder is kept, under the print of what it was made from. */
export function filledFolder(): string | null {
  const gi = join(recordsFolder, 'gi');
  if (!existsSync(gi)) return null;
  const files = [...readdirSync(gi).map((file) => join(gi, file)), join(recordsFolder, 'families.ts')];
  const print = createHash('sha256');
  for (const file of files.filter((each) => each.endsWith('.ts')).sort()) print.update(readFileSync(file));
  return join(projectRoot, 'dist', 'filled-gi', print.digest('hex').slice(0, 16));
}

/** Copies the filled folder where there is one; otherwise the folder stays as it is, and the source fills it itself. */
export async function copyFilledFolder(dataFolder: string): Promise<void> {
  const filled = filledFolder();
  if (filled !== null && existsSync(filled)) await cp(filled, dataFolder, { recursive: true });
}
