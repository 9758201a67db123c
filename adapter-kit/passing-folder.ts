/** Which folders do not keep what is put into them. */
import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve, sep } from 'node:path';

/** Folders that a machine empties by itself, or keeps in memory. */
const passing = ['/tmp', '/var/tmp', '/dev/shm', '/run', '/var/run'];

/** Whether what is put there may be gone after the machine was started again. */
export function isPassingFolder(folder: string): boolean {
  const [absolute, ...places] = [folder, tmpdir(), ...passing].map(realPath);
  return places.some((place) => absolute === place || absolute?.startsWith(`${place}${sep}`));
}

// A link that leads there is as bad; of a folder that is still to be made, the one above it says where it will be.
function realPath(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const above = dirname(absolute);
  return above === absolute ? absolute : `${realPath(above)}${absolute.slice(above.length)}`;
}
