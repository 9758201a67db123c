/** Compiles when a source is newer than the compiled program, and is done at once when none is. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['adapter-kit', 'bench', 'gateway', 'schema', 'simulated-sources', 'subgraphs', 'web'];

function newestIn(folder) {
  let newest = 0;
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && /\.(ts|css|html)$/.test(entry.name)) {
      newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
    }
  }
  return newest;
}

const newest = Math.max(
  ...sources.map(newestIn),
  ...['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/build-explorer.mjs'].map(
    (file) => statSync(join(root, file)).mtimeMs,
  ),
);
let compiledAt = 0;
try {
  // What a build writes last, whether or not anything in it changed.
  compiledAt = statSync(join(root, 'dist', 'explorer', 'index.html')).mtimeMs;
} catch {
  // Nothing was compiled yet.
}
if (newest > compiledAt) {
  process.stdout.write('compiling …\n');
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
  process.exit(status ?? 1);
}
