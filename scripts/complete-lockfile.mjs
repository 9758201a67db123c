/**
 * Puts packages of other platforms back into `package-lock.json`: `node scripts/complete-lockfile.mjs`, after an install.
 *
 * Compilers and linters ship one optional package a platform. Where the registry in use does not serve those of other
 * platforms, `npm install` leaves them out of the lock file, and `npm ci` then refuses it as incomplete. Their versions are
 * fixed by the package that names them, their platform by their name; an entry for another platform is never fetched here.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** What npm needs to know to leave a package of another platform alone. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { os, cpu, libc: os === 'linux' ? libc : undefined };
}

let added = 0;
for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    const isPresent = [`${path}/node_modules/${name}`, `node_modules/${name}`].some(
      (at) => lock.packages[at],
    );
    if (isPresent) continue;
    const { os, cpu, libc } = platformOf(name);
    // A package of no platform in particular is optional for another reason, and npm copes with its absence.
    if (!os && !cpu) {
      process.stdout.write(`left out: ${name} (names no platform)\n`);
      continue;
    }
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[^\d]*/, ''),
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(parent.dev ? { dev: true } : {}),
      ...(libc ? { libc: [libc] } : {}),
      optional: true,
      ...(os ? { os: [os] } : {}),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`added ${added} packages of other platforms\n`);
