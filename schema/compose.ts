/**
 * Composes the five subgraphs and writes `schema/supergraph.graphql` and `schema/api.graphql`, and from the known operations
 * what clients compile and send; beside them the contract of what organisations contribute. With `--check` it writes nothing and fails where the committed files are stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { countsAsJsonSchema } from '../adapter-kit/combined/counts.js';
import { contractAsJsonSchema } from '../adapter-kit/combined/share.js';
import { readKnownOperations, renderManifest } from './known-operations.js';
import { renderOperationTypes } from './operation-types.js';
import { projectRoot } from './project-root.js';
import { composeSupergraph } from './supergraph.js';

const check = process.argv.includes('--check');
const { supergraphSdl, apiSdl } = composeSupergraph();
const operations = readKnownOperations(join(projectRoot, 'schema', 'operations'));
const files = {
  'schema/contributed-share.schema.json': `${JSON.stringify(contractAsJsonSchema(), null, 2)}\n`,
  'schema/counted-share.schema.json': `${JSON.stringify(countsAsJsonSchema(), null, 2)}\n`,
  'schema/supergraph.graphql': supergraphSdl,
  'schema/api.graphql': apiSdl,
  'schema/operations/generated/persisted-operations.json': renderManifest(operations),
  'schema/operations/generated/operations.ts': await renderOperationTypes(apiSdl, operations),
};
for (const [name, text] of Object.entries(files)) {
  const file = join(projectRoot, name);
  if (!check) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`wrote ${name}\n`);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${name} is stale: run npm run compose\n`);
    process.exitCode = 1;
  }
}
