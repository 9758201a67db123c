/** The SDL of a subgraph: the vocabulary that all share, and what the organisation itself puts in its `schema.graphql`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

export const subgraphNames = ['household', 'veilig-thuis', 'raad', 'gi', 'local-team'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const sharedByAll = ['vocabulary.graphql'];
const sharedBySome: Readonly<Partial<Record<SubgraphName, readonly string[]>>> = {
  'veilig-thuis': ['investigation.graphql'],
  raad: ['investigation.graphql'],
  'local-team': ['investigation.graphql'],
};

export function loadSubgraphSdl(name: SubgraphName): string {
  const shared = [...sharedByAll, ...(sharedBySome[name] ?? [])].map((file) =>
    join(projectRoot, 'schema', 'shared', file),
  );
  return [...shared, join(projectRoot, 'subgraphs', name, 'schema.graphql')]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}
