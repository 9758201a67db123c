/** Fills the data folder from which the simulated GI starts, unless there is one of the same records already. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const gi = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'simulated-sources', 'gi');
const { filledFolder } = await import(join(gi, 'filled-folder.js'));
const folder = filledFolder();

if (folder !== null && !existsSync(folder)) {
  const { startGiSource } = await import(join(gi, 'source.js'));
  await rm(dirname(folder), { recursive: true, force: true });
  const unfinished = `${folder}.unfinished`;
  await mkdir(unfinished, { recursive: true });
  const source = await startGiSource({ port: 0, dataFolder: unfinished });
  await source.close();
  await rename(unfinished, folder);
}
