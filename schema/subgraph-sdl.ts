/** The SDL of a subgraph: the vocabulary that all share, and what the organisation itself puts in its `schema.graphql`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

export const subgraphNames = ['household', 'veilig-thuis', 'raad', 'gi', 'local-team'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const sharedByAll = ['vocabulary.graphql', 'family-rights.graphql', 'combined.graphql'];
const sharedBySome: Readonly<Partial<Record<SubgraphName, readonly string[]>>> = {
  household: ['counting.graphql'],
  gi: ['counting.graphql'],
  'veilig-thuis': ['investigation.graphql'],
  raad: ['investigation.graphql'],
  'local-team': ['investigation.graphql', 'counting.graphql'],
};
/** Files beside `schema.graphql`, in the subgraph's own folder. */
const further: Readonly<Partial<Record<SubgraphName, readonly string[]>>> = {
  household: [
    'combined-vocabulary.graphql',
    'combined-view.graphql',
    'combined-people.graphql',
    'combined-course.graphql',
    'specialists.graphql',
    'indicators.graphql',
    'cost-study.graphql',
  ],
};

export function loadSubgraphSdl(name: SubgraphName): string {
  const shared = [...sharedByAll, ...(sharedBySome[name] ?? [])].map((file) =>
    join(projectRoot, 'schema', 'shared', file),
  );
  const own = ['schema.graphql', ...(further[name] ?? [])].map((file) =>
    join(projectRoot, 'subgraphs', name, file),
  );
  return [...shared, ...own].map((file) => readFileSync(file, 'utf8')).join('\n');
}
