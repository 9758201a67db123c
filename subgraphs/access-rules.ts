/** An owner's rules, for its module: `subgraphs/<name>/access.cedar`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCedarDecisionPoint, type DecisionPoint } from '../adapter-kit/access/decision-point.js';
import { projectRoot } from '../schema/project-root.js';
import type { SubgraphName } from '../schema/subgraph-sdl.js';

const loaded = new Map<SubgraphName, DecisionPoint>();

/** Read once in this process. @throws Error when the rules cannot be loaded. */
export function loadAccessRules(name: SubgraphName): DecisionPoint {
  const known = loaded.get(name);
  if (known) return known;
  const text = readFileSync(join(projectRoot, 'subgraphs', name, 'access.cedar'), 'utf8');
  const point = createCedarDecisionPoint(name, text);
  loaded.set(name, point);
  return point;
}
