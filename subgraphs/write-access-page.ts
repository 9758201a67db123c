/**
 * Writes `docs/access-matrix.md` and `schema/access-summary.json` from the rules of all owners; with `--check` it writes nothing
 * and fails where a committed one is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../schema/project-root.js';
import { renderAccessPage } from './access-page.js';
import { renderSummary, summariseAccess } from './access-summary.js';
import { readOwners } from './owner-rules.js';

const activities = z
  .array(z.object({ id: z.string() }))
  .parse(JSON.parse(readFileSync(join(projectRoot, 'schema', 'processing-activities.json'), 'utf8')));
const owners = readOwners();
const summary = await summariseAccess(
  owners,
  activities.map(({ id }) => id),
);

for (const [name, text] of [
  ['docs/access-matrix.md', renderAccessPage(owners)],
  ['schema/access-summary.json', renderSummary(summary)],
] as const) {
  const file = join(projectRoot, name);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    process.stdout.write(`wrote ${name}\n`);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${name} is stale: run npm run compose\n`);
    process.exitCode = 1;
  }
}
