/** What a region sets of the combined view: terms, the directory of specialists, which units work in which region, and studies of costs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProduction } from '../../../adapter-kit/production.js';
import { type Environment, withoutEmpty } from '../../../adapter-kit/source-settings.js';
import { parseStrictJson } from '../../../adapter-kit/strict-json.js';
import { projectRoot } from '../../../schema/project-root.js';
import { parseRegions, type Region } from '../combine/regions.js';
import { parseSpecialists, type Specialist } from '../combine/specialists.js';
import { parseStudies, type Study } from '../combine/studies.js';
import { readTermSettings, type TermSettings, usualTerms } from './term-settings.js';

export interface SpecialistDirectory {
  readonly specialists: readonly Specialist[];
  /** Whether it is the fictitious one that is shipped. */
  readonly isDemonstration: boolean;
}

export interface CombinedSettings {
  readonly terms: TermSettings;
  readonly directory: SpecialistDirectory;
  readonly regions: readonly Region[];
  readonly studies: StudyRegister;
}

/** The studies of costs that were agreed. */
export interface StudyRegister {
  readonly agreed: readonly Study[];
  /** Whether they are the fictitious ones that are shipped. */
  readonly isDemonstration: boolean;
}

const specialistsVariable = 'SPECIALISTS_FILE';
const regionsVariable = 'REGIONS_FILE';
const studiesVariable = 'STUDIES_FILE';
const shippedFile = (name: string): unknown =>
  JSON.parse(readFileSync(join(projectRoot, 'subgraphs', 'household', name), 'utf8'));

const shippedDirectory: SpecialistDirectory = {
  specialists: parseSpecialists(shippedFile('specialists.json')),
  isDemonstration: true,
};
const shippedRegions = parseRegions(shippedFile('regions.json'));
const shippedStudies: StudyRegister = {
  agreed: parseStudies(shippedFile('studies.json'), namesOf(shippedRegions)),
  isDemonstration: true,
};
const noStudies: StudyRegister = { agreed: [], isDemonstration: false };

/** As shipped. */
export const usualCombined: CombinedSettings = {
  terms: usualTerms,
  directory: shippedDirectory,
  regions: shippedRegions,
  studies: shippedStudies,
};

/** What is wrong is added to `problems`, one line each; no value is repeated. */
export function readCombinedSettings(environment: Environment, problems: string[]): CombinedSettings {
  const named = withoutEmpty(environment);
  const read = <Content>(variable: string, parse: (json: unknown) => Content, shipped: Content): Content =>
    readFrom(named[variable], { variable, parse, shipped, problems });
  const regions = read(regionsVariable, parseRegions, shippedRegions);
  return {
    terms: readTermSettings(environment, problems),
    directory: read(
      specialistsVariable,
      (json) => ({ specialists: parseSpecialists(json), isDemonstration: false }),
      shippedDirectory,
    ),
    regions,
    studies: read(
      studiesVariable,
      (json) => ({ agreed: parseStudies(json, namesOf(regions)), isDemonstration: false }),
      // Nobody agreed to the fictitious one over people or regions that are not.
      isProduction(named) || named[regionsVariable] !== undefined ? noStudies : shippedStudies,
    ),
  };
}

/** The settings that count where the register runs, and nowhere else. */
export const combinedVariables = [
  'TERM_RULES_FILE',
  specialistsVariable,
  regionsVariable,
  studiesVariable,
] as const;

function namesOf(regions: readonly Region[]): readonly string[] {
  return regions.map(({ region }) => region);
}

interface Setting<Content> {
  readonly variable: string;
  /** @throws RangeError that names the place and repeats nothing. */
  readonly parse: (json: unknown) => Content;
  readonly shipped: Content;
  readonly problems: string[];
}

function readFrom<Content>(
  file: string | undefined,
  { variable, parse, shipped, problems }: Setting<Content>,
): Content {
  if (file === undefined) return shipped;
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    problems.push(`${variable}: expected the name of a file that can be read`);
    return shipped;
  }
  const read = parseStrictJson(content);
  if (!('value' in read)) {
    problems.push(`${variable}: ${read.problem}`);
    return shipped;
  }
  try {
    return parse(read.value);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    problems.push(`${variable}: ${thrown.message}`);
    return shipped;
  }
}
