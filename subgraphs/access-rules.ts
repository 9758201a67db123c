/** An owner's rules, for its module: `subgraphs/<name>/access.cedar`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCedarDecisionPoint, type DecisionPoint } from '../adapter-kit/access/decision-point.js';
import { createContextVerifier } from '../adapter-kit/access/signed-context.js';
import type { SubgraphTools } from '../adapter-kit/organisation-source.js';
import type { AccessControl } from '../adapter-kit/organisation-subgraph.js';
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

type AccessTools = Pick<SubgraphTools, 'contextKeys' | 'now' | 'tokenClock' | 'recordDecisions'>;

/** The control that a subgraph with the gateway's public keys has; `undefined` without them: no access rules stand. */
export function accessControlOf(
  name: SubgraphName,
  { contextKeys, now, tokenClock = now, recordDecisions }: AccessTools,
): AccessControl | undefined {
  if (!contextKeys) return undefined;
  return {
    point: loadAccessRules(name),
    verifier: createContextVerifier({ audience: name, keys: contextKeys, now: tokenClock }),
    recordDecisions,
  };
}
