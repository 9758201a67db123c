/**
 * What a rule asks of a record, once it is known which function does what with which kind of record: the rule's own words with
 * that filled in. By it a rule is read out to people (`access-page.ts`), and it is known which cells of the matrix it is about.
 *
 * Only the part of Cedar that our rules are written in is read. Anything else is an error that names the rule, so that the page
 * cannot leave out half of one.
 */
import { createRequire } from 'node:module';
import { z } from 'zod';
import type { RuleAction } from '../adapter-kit/access/cedar-vocabulary.js';
import type { Rule } from '../adapter-kit/access/decision-point.js';
import { type FactName, type Facts, factNames } from '../adapter-kit/access/facts.js';
import type { RecordType } from '../adapter-kit/access/record-attributes.js';
import type { FunctionName } from '../adapter-kit/access/subject.js';

// The package has its Node build under a path that only CommonJS resolves.
const cedar = createRequire(import.meta.url)(
  '@cedar-policy/cedar-wasm/nodejs',
) as typeof import('@cedar-policy/cedar-wasm/nodejs');

export type Condition =
  | { readonly kind: 'constant'; readonly holds: boolean }
  | { readonly kind: 'fact'; readonly fact: FactName; readonly holds: boolean }
  /** Whether the processing activity is, or is not, one of these. */
  | { readonly kind: 'activity'; readonly ids: readonly string[]; readonly holds: boolean }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] };

export interface Question {
  readonly function: FunctionName;
  readonly action: RuleAction;
  readonly recordType: RecordType;
}

const always: Condition = { kind: 'constant', holds: true };
const never: Condition = { kind: 'constant', holds: false };

/**
 * When the rule applies; `constant` and not `holds`: to this function, action and kind of record never.
 *
 * @throws Error when the rule uses a part of Cedar that is not read here.
 */
export function conditionOf(rule: Rule, question: Question): Condition {
  const known = conditions.get(rule) ?? new Map<string, Condition>();
  conditions.set(rule, known);
  const key = `${question.function} ${question.action} ${question.recordType}`;
  const condition = known.get(key) ?? readCondition(rule, question);
  known.set(key, condition);
  return condition;
}

/** A rule is asked about many times, and says the same each time. */
const conditions = new WeakMap<Rule, Map<string, Condition>>();

export function isConditionMet(condition: Condition, facts: Facts, activity: string): boolean {
  switch (condition.kind) {
    case 'constant':
      return condition.holds;
    case 'fact':
      return facts[condition.fact] === condition.holds;
    case 'activity':
      return condition.ids.includes(activity) === condition.holds;
    case 'all':
      return condition.of.every((part) => isConditionMet(part, facts, activity));
    case 'any':
      return condition.of.some((part) => isConditionMet(part, facts, activity));
    default:
      return condition satisfies never;
  }
}

/** The facts that the condition asks for, each once. */
export function factsIn(condition: Condition): readonly FactName[] {
  if (condition.kind === 'fact') return [condition.fact];
  if (condition.kind === 'all' || condition.kind === 'any') {
    return [...new Set(condition.of.flatMap(factsIn))];
  }
  return [];
}

export function isNever(condition: Condition): boolean {
  return condition.kind === 'constant' && !condition.holds;
}

function readCondition(rule: Rule, question: Question): Condition {
  const { principal, action, resource, conditions: clauses } = parsedRule(rule);
  const scope = [
    isInScope(principal, question.function, rule),
    isInScope(action, question.action, rule),
    isInScope(resource, question.recordType, rule),
  ];
  if (scope.includes(false)) return never;
  return all(
    clauses.map(({ kind, body }) => {
      const condition = toCondition(body, question, rule);
      return kind === 'when' ? condition : contrary(condition);
    }),
  );
}

const entitySchema = z.union([
  z.object({ __entity: z.object({ type: z.string(), id: z.string() }) }).transform((each) => each.__entity),
  z.object({ type: z.string(), id: z.string() }),
]);
const scopeSchema = z.object({
  op: z.string(),
  entity: entitySchema.optional(),
  entities: z.array(entitySchema).optional(),
});
const ruleSchema = z.object({
  principal: scopeSchema,
  action: scopeSchema,
  resource: scopeSchema,
  conditions: z.array(z.object({ kind: z.enum(['when', 'unless']), body: z.unknown() })),
});
const pairSchema = z.strictObject({ left: z.unknown(), right: z.unknown() });

const parsedRules = new WeakMap<Rule, z.infer<typeof ruleSchema>>();

function parsedRule(rule: Rule): z.infer<typeof ruleSchema> {
  const known = parsedRules.get(rule);
  if (known) return known;
  const read = cedar.policyToJson(rule.text);
  const parsed = ruleSchema.safeParse(read.type === 'success' ? read.json : null);
  if (!parsed.success) return unread(rule);
  parsedRules.set(rule, parsed.data);
  return parsed.data;
}

function isInScope({ op, entity, entities }: z.infer<typeof scopeSchema>, id: string, rule: Rule): boolean {
  if (op === 'All') return true;
  if (op !== '==' && op !== 'in') return unread(rule);
  return [...(entities ?? []), ...(entity ? [entity] : [])].some((each) => each.id === id);
}

/** A boolean expression, with the function and the kind of record filled in. */
function toCondition(expression: unknown, question: Question, rule: Rule): Condition {
  const read = (part: unknown): Condition => toCondition(part, question, rule);
  const [operator, operand] = operationOf(expression, rule);
  switch (operator) {
    case 'Value':
      return typeof operand === 'boolean' ? { kind: 'constant', holds: operand } : unread(rule);
    case '!':
      return contrary(read(z.strictObject({ arg: z.unknown() }).parse(operand).arg));
    case '&&':
    case '||': {
      const { left, right } = pairSchema.parse(operand);
      return (operator === '&&' ? all : any)([read(left), read(right)]);
    }
    case '.': {
      const name = attributeOf(operand, rule);
      const fact = factNames.find((each) => each === name);
      return fact ? { kind: 'fact', fact, holds: true } : unread(rule);
    }
    case '==':
    case '!=': {
      const { left, right } = pairSchema.parse(operand);
      const same = isOneOf(left, [idOf(right, rule)], question, rule);
      return operator === '==' ? same : contrary(same);
    }
    case 'in': {
      const { left, right } = pairSchema.parse(operand);
      return isOneOf(left, idsOf(right, rule), question, rule);
    }
    case 'contains': {
      const { left, right } = pairSchema.parse(operand);
      return isOneOf(right, idsOf(left, rule), question, rule);
    }
    default:
      return unread(rule);
  }
}

function isOneOf(asked: unknown, ids: readonly string[], question: Question, rule: Rule): Condition {
  const [operator, operand] = operationOf(asked, rule);
  if (operator === '.' && attributeOf(operand, rule) === 'activity') {
    return { kind: 'activity', ids, holds: true };
  }
  if (operator !== 'Var') return unread(rule);
  if (operand === 'principal') return { kind: 'constant', holds: ids.includes(question.function) };
  if (operand === 'resource') return { kind: 'constant', holds: ids.includes(question.recordType) };
  if (operand === 'action') return { kind: 'constant', holds: ids.includes(question.action) };
  return unread(rule);
}

/** An entity's id, or a text. Which kind of entity it is, Cedar's validator has checked. */
function idOf(expression: unknown, rule: Rule): string {
  const [operator, operand] = operationOf(expression, rule);
  if (operator !== 'Value') return unread(rule);
  if (typeof operand === 'string') return operand;
  const entity = entitySchema.safeParse(operand);
  return entity.success ? entity.data.id : unread(rule);
}

function idsOf(expression: unknown, rule: Rule): readonly string[] {
  const [operator, operand] = operationOf(expression, rule);
  if (operator !== 'Set') return [idOf(expression, rule)];
  return z
    .array(z.unknown())
    .parse(operand)
    .map((each) => idOf(each, rule));
}

function attributeOf(operand: unknown, rule: Rule): string {
  const read = z.strictObject({ left: z.strictObject({ Var: z.literal('context') }), attr: z.string() });
  const parsed = read.safeParse(operand);
  return parsed.success ? parsed.data.attr : unread(rule);
}

function operationOf(expression: unknown, rule: Rule): readonly [string, unknown] {
  const parsed = z.record(z.string(), z.unknown()).safeParse(expression);
  const [first, ...more] = parsed.success ? Object.entries(parsed.data) : [];
  return first && more.length === 0 ? first : unread(rule);
}

function unread({ rule }: Rule): never {
  throw new Error(`expected rule "${rule}" in the part of Cedar that rules are written in`);
}

function contrary(condition: Condition): Condition {
  switch (condition.kind) {
    case 'constant':
    case 'fact':
    case 'activity':
      return { ...condition, holds: !condition.holds };
    case 'all':
      return any(condition.of.map(contrary));
    case 'any':
      return all(condition.of.map(contrary));
    default:
      return condition satisfies never;
  }
}

function all(conditions: readonly Condition[]): Condition {
  return joined('all', conditions);
}

function any(conditions: readonly Condition[]): Condition {
  return joined('any', conditions);
}

/** Without what says nothing, and flat: a rule's brackets are not what a reader has to see. */
function joined(kind: 'all' | 'any', conditions: readonly Condition[]): Condition {
  const settles = kind === 'any';
  const parts = conditions
    .flatMap((part) => (part.kind === kind ? part.of : [part]))
    .filter((part) => part.kind !== 'constant' || part.holds === settles);
  if (parts.some((part) => part.kind === 'constant')) return settles ? always : never;
  const [only] = parts;
  if (!only) return settles ? never : always;
  return parts.length === 1 ? only : { kind, of: parts };
}
