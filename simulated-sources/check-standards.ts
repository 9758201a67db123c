/**
 * Checks what the simulated sources say against the official interface definitions: `npm run standards -- --dir FOLDER`.
 *
 * The definitions are other people's files and no part of this project; the folder holds `zgw/`, `stuf-jeugdzorg-1.0.9/`
 * and `ijw-3.2/`.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkIjwMessages } from './gi/standards.js';
import { checkZakenAnswers } from './local-team/standards.js';
import { checkStufMessages } from './raad/standards.js';

const { values } = parseArgs({ options: { dir: { type: 'string' } } });
const folder = values.dir === undefined ? null : resolve(values.dir);
if (folder === null || !existsSync(folder)) {
  process.stderr.write('expected --dir with the folder of the official definitions\n');
  process.exit(2);
}

const checks = [
  ['Zaken API 1.5.1 (OpenAPI)', checkZakenAnswers],
  ['StUF Jeugdzorg 1.0.9 (XSD)', checkStufMessages],
  ['iJw 3.2 (XSD)', checkIjwMessages],
] as const;

let failed = 0;
for (const [standard, check] of checks) {
  const results = await check(folder);
  const invalid = results.filter(({ problems }) => problems.length > 0);
  failed += invalid.length;
  for (const { subject, problems } of invalid) {
    process.stdout.write(`  INVALID ${subject}\n${problems.map((problem) => `    ${problem}\n`).join('')}`);
  }
  process.stdout.write(`${standard}: ${results.length - invalid.length} of ${results.length} valid\n`);
  // Nothing checked is nothing proved.
  if (results.length === 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
