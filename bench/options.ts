/** What a run is told on the command line. */
import { parseArgs } from 'node:util';
import { type ScenarioName, scenarioNames } from './engine/scenarios.js';

export interface RunOptions {
  readonly isQuick: boolean;
  readonly scenarios: readonly ScenarioName[];
  /** Whether the product's own questions are asked; a quick run has no time for them. */
  readonly asksProduct: boolean;
  /** Minutes of the gateway alone at half of its peak, and nothing else; `null`: none. */
  readonly soakMinutes: number | null;
  /** Folder where Hive Gateway was installed; `null`: the usual one. */
  readonly hiveFolder: string | null;
  readonly writes: boolean;
}

export const usage = `npm run bench -- [--quick] [--only ${[...scenarioNames, 'product'].join('|')}] [--soak MINUTES] [--hive FOLDER] [--write]`;

/** @throws Error with the usage for anything else. */
export function readRunOptions(args: readonly string[]): RunOptions {
  const values = parse(args);
  const { only = [], soak, hive } = values;
  const unknown = only.filter((name) => name !== 'product' && !isScenario(name));
  const soakMinutes = soak === undefined ? null : Number(soak);
  if (unknown.length > 0 || (soakMinutes !== null && !(soakMinutes > 0))) throw new Error(usage);
  const isAll = only.length === 0;
  return {
    isQuick: values.quick ?? false,
    scenarios: soakMinutes !== null ? [] : isAll ? scenarioNames : only.filter(isScenario),
    asksProduct: soakMinutes === null && (only.includes('product') || (isAll && !values.quick)),
    soakMinutes,
    hiveFolder: hive ?? null,
    writes: values.write ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        soak: { type: 'string' },
        hive: { type: 'string' },
        write: { type: 'boolean' },
      },
    }).values;
  } catch {
    throw new Error(usage);
  }
}

function isScenario(name: string): name is ScenarioName {
  return (scenarioNames as readonly string[]).includes(name);
}
