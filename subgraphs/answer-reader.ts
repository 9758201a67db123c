/** What rules answer by the reading that the page for lawyers is made from, without Cedar. A test keeps the two equal. */
import type { Action } from '../adapter-kit/access/cedar-vocabulary.js';
import type { AccessAnswer, Rule } from '../adapter-kit/access/decision-point.js';
import type { Facts } from '../adapter-kit/access/facts.js';
import type { RecordType } from '../adapter-kit/access/record-attributes.js';
import type { FunctionName } from '../adapter-kit/access/subject.js';
import { type Condition, conditionOf, isConditionMet, isNever } from './rule-condition.js';

export interface Asked {
  readonly asker: FunctionName;
  readonly recordType: RecordType;
  readonly facts: Facts;
  /** Id of the processing activity; matters only where a rule names one. */
  readonly activity?: string;
}

interface ConditionalRule {
  readonly rule: Rule;
  readonly condition: Condition;
}

const steps: readonly (readonly [Action, AccessAnswer])[] = [
  ['ReadContent', 'ALLOW'],
  ['ReadHeader', 'MASK'],
  ['RequestRelease', 'ASK'],
  ['KnowOf', 'KNOW_OF'],
];

/** A reader of these rules, each of which is looked at once for each function, action and kind of record. */
export function createAnswerReader(rules: readonly Rule[]): (asked: Asked) => AccessAnswer {
  const known = new Map<string, readonly ConditionalRule[]>();
  const applicable = ({ asker, recordType }: Asked, action: Action): readonly ConditionalRule[] => {
    const key = `${asker} ${action} ${recordType}`;
    const found =
      known.get(key) ??
      rules
        .map((rule) => ({ rule, condition: conditionOf(rule, { function: asker, action, recordType }) }))
        .filter(({ condition }) => !isNever(condition));
    known.set(key, found);
    return found;
  };
  return (asked) => {
    for (const [action, answer] of steps) {
      const holding = applicable(asked, action)
        .filter(({ condition }) => isConditionMet(condition, asked.facts, asked.activity ?? 'any'))
        .map(({ rule }) => rule);
      if (holding.length === 0 || holding.some(({ effect }) => effect === 'forbid')) continue;
      const [first] = holding.sort((one, other) => (one.rule < other.rule ? -1 : 1));
      return answer === 'ASK' && first?.release === 'consent' ? 'CONSENT' : answer;
    }
    return 'DENY';
  };
}
