/** The rules of every owner, as they stand in `subgraphs/<name>/access.cedar`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actions, countAction } from '../adapter-kit/access/cedar-vocabulary.js';
import {
  createCedarDecisionPoint,
  type DecisionPoint,
  type Rule,
} from '../adapter-kit/access/decision-point.js';
import { type RecordType, recordTypes } from '../adapter-kit/access/record-attributes.js';
import { type FunctionName, functionNames } from '../adapter-kit/access/subject.js';
import { projectRoot } from '../schema/project-root.js';
import { conditionOf, isNever } from './rule-condition.js';

export interface Owner {
  /** The subgraph, e.g. `veilig-thuis`. */
  readonly name: string;
  readonly text: string;
  readonly point: DecisionPoint;
  /** The kinds of records that its rules permit something of, or have words of refusal for; in the order of the matrix. */
  readonly recordTypes: readonly RecordType[];
}

/**
 * In the order of their names; a subgraph without rules of its own is none.
 *
 * @throws Error when rules cannot be loaded.
 */
export function readOwners(): readonly Owner[] {
  const folder = join(projectRoot, 'subgraphs');
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, file: join(folder, name, 'access.cedar') }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => createOwner(name, readFileSync(file, 'utf8')));
}

/** @throws Error when the rules cannot be loaded. */
export function createOwner(name: string, text: string): Owner {
  const point = createCedarDecisionPoint(name, text);
  // A shield stands over every kind of record: it does not say which of them the owner keeps.
  const permits = point.rules.filter(({ effect }) => effect === 'permit');
  return {
    name,
    text,
    point,
    recordTypes: recordTypes.filter((recordType) =>
      permits.some((rule) => functionNames.some((name) => appliesTo(rule, name, recordType))),
    ),
  };
}

/** Whether the rule says anything about counting such records. Beside the matrix's cells: a count shows nothing of a record. */
export function isAboutCounting(rule: Rule, asker: FunctionName, recordType: RecordType): boolean {
  return !isNever(conditionOf(rule, { function: asker, action: countAction, recordType }));
}

/** Whether the rule says anything about this cell of the matrix, for some record. */
export function appliesTo(rule: Rule, asker: FunctionName, recordType: RecordType): boolean {
  return actions.some((action) => !isNever(conditionOf(rule, { function: asker, action, recordType })));
}
