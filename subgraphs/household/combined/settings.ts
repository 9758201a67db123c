/** What a region sets of the combined view: terms, and the directory of specialists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, withoutEmpty } from '../../../adapter-kit/source-settings.js';
import { parseStrictJson } from '../../../adapter-kit/strict-json.js';
import { projectRoot } from '../../../schema/project-root.js';
import { parseSpecialists, type Specialist } from '../combine/specialists.js';
import { readTermSettings, type TermSettings, usualTerms } from './term-settings.js';

export interface SpecialistDirectory {
  readonly specialists: readonly Specialist[];
  /** Whether it is the fictitious one that is shipped. */
  readonly isDemonstration: boolean;
}

export interface CombinedSettings {
  readonly terms: TermSettings;
  readonly directory: SpecialistDirectory;
}

const variable = 'SPECIALISTS_FILE';
const shipped = join(projectRoot, 'subgraphs', 'household', 'specialists.json');

const shippedDirectory: SpecialistDirectory = {
  specialists: parseSpecialists(JSON.parse(readFileSync(shipped, 'utf8'))),
  isDemonstration: true,
};

/** As shipped. */
export const usualCombined: CombinedSettings = { terms: usualTerms, directory: shippedDirectory };

/** What is wrong is added to `problems`, one line each; no value is repeated. */
export function readCombinedSettings(environment: Environment, problems: string[]): CombinedSettings {
  return {
    terms: readTermSettings(environment, problems),
    directory: readDirectory(withoutEmpty(environment)[variable], problems),
  };
}

/** The settings that count where the register runs, and nowhere else. */
export const combinedVariables = ['TERM_RULES_FILE', variable] as const;

function readDirectory(file: string | undefined, problems: string[]): SpecialistDirectory {
  if (file === undefined) return shippedDirectory;
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    problems.push(`${variable}: expected the name of a file that can be read`);
    return shippedDirectory;
  }
  const read = parseStrictJson(content);
  if (!('value' in read)) {
    problems.push(`${variable}: ${read.problem}`);
    return shippedDirectory;
  }
  try {
    return { specialists: parseSpecialists(read.value), isDemonstration: false };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    problems.push(`${variable}: ${thrown.message}`);
    return shippedDirectory;
  }
}
