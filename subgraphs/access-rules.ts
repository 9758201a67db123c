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
  const point = createCedarDecisionPoint(name, loadAccessRulesText(name));
  loaded.set(name, point);
  return point;
}

/** As they stand in the file. */
export function loadAccessRulesText(name: SubgraphName): string {
  return readFileSync(join(projectRoot, 'subgraphs', name, 'access.cedar'), 'utf8');
}

type AccessTools = Pick<
  SubgraphTools,
  'contextKeys' | 'feedKeys' | 'now' | 'tokenClock' | 'recordDecisions' | 'controlsOf' | 'decisionPointOf'
>;

/** The control that a subgraph with the gateway's public keys has; `undefined` without them: no access rules stand. */
export function accessControlOf(
  name: SubgraphName,
  { contextKeys, feedKeys, now, tokenClock = now, recordDecisions, controlsOf, decisionPointOf }: AccessTools,
): AccessControl | undefined {
  if (!contextKeys) return undefined;
  const rules = loadAccessRules(name);
  return {
    point: decisionPointOf?.(name, rules) ?? rules,
    verifier: createContextVerifier({ audience: name, keys: contextKeys, feedKeys, now: tokenClock }),
    recordDecisions,
    controls: controlsOf?.(name),
  };
}
