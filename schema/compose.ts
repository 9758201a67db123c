/**
 * Composes the five subgraphs and writes `schema/supergraph.graphql` and `schema/api.graphql`. With `--check` it writes
 * nothing and fails where the committed files are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';
import { composeSupergraph } from './supergraph.js';

const check = process.argv.includes('--check');
const { supergraphSdl, apiSdl } = composeSupergraph();
const files = { 'schema/supergraph.graphql': supergraphSdl, 'schema/api.graphql': apiSdl };
for (const [name, text] of Object.entries(files)) {
  const file = join(projectRoot, name);
  if (!check) {
    writeFileSync(file, text);
    process.stdout.write(`wrote ${name}\n`);
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${name} is stale: run npm run compose\n`);
    process.exitCode = 1;
  }
}
