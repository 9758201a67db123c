/** Writes `docs/errors.md`; with `--check` it writes nothing and fails where the committed page is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../schema/project-root.js';
import { renderErrorsPage } from './error-codes.js';

const file = join(projectRoot, 'docs', 'errors.md');
if (!process.argv.includes('--check')) {
  writeFileSync(file, renderErrorsPage());
  process.stdout.write('wrote docs/errors.md\n');
} else if (readFileSync(file, 'utf8') !== renderErrorsPage()) {
  process.stderr.write('docs/errors.md is stale: run npm run compose\n');
  process.exitCode = 1;
}
