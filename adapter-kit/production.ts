/**
 * What must be there before a process of this project may start over real people's records (`NODE_ENV=production`). Everything that
 * is missing is named at once, and no value is repeated, because it may be a secret.
 *
 * @see docs/production.md
 */
import { isPassingFolder } from './passing-folder.js';
import type { Environment } from './source-settings.js';

export function isProduction(given: Environment): boolean {
  return given['NODE_ENV']?.toLowerCase() === 'production';
}

/** Every published key and secret of the demonstration begins so. */
const demonstration = /^demonstration-/;

const needed: Readonly<Record<string, string>> = {
  PSEUDONYM_KEY: "expected the region's own key: everybody has the one that is used without it",
  KEY_TOKEN_SECRET:
    'expected a secret of the register and the subgraphs: everybody has the one used without it',
};

/** For the gateway and every subgraph in a process of its own. */
export function commonProductionProblems(given: Environment): readonly string[] {
  const { PSEUDONYM_KEY: key, PSEUDONYM_KEY_PREVIOUS: previous, KEY_TOKEN_SECRET: secret } = given;
  return [
    ...missing(given, needed),
    ...Object.entries(given)
      .filter(([, value]) => value !== undefined && demonstration.test(value))
      .map(
        ([name]) => `${name}: expected anything but a key or secret of the demonstration, which is published`,
      ),
    ...(secret !== undefined && (secret === key || secret === previous)
      ? ['KEY_TOKEN_SECRET: expected another secret than the key of the pseudonyms']
      : []),
    ...(given['CLOCK_STARTS_AT'] === undefined
      ? []
      : ["CLOCK_STARTS_AT: expected only in a demonstration: terms are judged by the machine's clock"]),
  ];
}

/**
 * For the register and for whoever records its reads.
 *
 * @see AVG art. 6 and 35; domain.md §9.10
 */
export function registerProductionProblems(given: Environment): readonly string[] {
  return missing(given, {
    LEGAL_GROUND:
      'expected the legal ground (grondslag, AVG art. 6) on which the register links, as it was established',
    DPIA_REFERENCE:
      'expected the reference of the data protection impact assessment (gegevensbeschermingseffectbeoordeling, AVG art. 35) that was made',
  });
}

export interface SubgraphStart {
  /** `household` is the register. */
  readonly name: string;
  /** Names of sources that are not configured, and would be simulated. */
  readonly simulated: readonly string[];
}

/** For a subgraph in a process of its own; nothing outside production. */
export function subgraphProductionProblems(
  given: Environment,
  { name, simulated }: SubgraphStart,
): readonly string[] {
  if (!isProduction(given)) return [];
  return [
    ...commonProductionProblems(given),
    ...missing(given, {
      ACCESS_CONTEXT_KEYS_FILE:
        'expected the public keys of the gateway: without them whoever reaches this process reads everything',
      DECISION_LOG_FOLDER:
        "expected a folder that stays, for the owner's decisions: nothing is answered that is not kept there",
    }),
    ...(given['DECISION_LOG_FOLDER'] && isPassingFolder(given['DECISION_LOG_FOLDER'])
      ? ['DECISION_LOG_FOLDER: expected a folder that stays, not one for temporary files']
      : []),
    ...(name === 'household' ? registerProductionProblems(given) : []),
    ...simulated.map(
      (source) => `${source}: expected the settings of its source; nothing is simulated in production`,
    ),
  ];
}

/** One line for each variable that is not there. */
export function missing(given: Environment, expected: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(expected)
    .filter(([name]) => given[name] === undefined || given[name] === '')
    .map(([name, what]) => `${name}: ${what}`);
}
