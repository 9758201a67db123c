/**
 * An owner's rules as they are read from its `access.cedar`: Cedar, in words that exist, each with a name, a law, reasons and whom to
 * ask. What is not so is refused when it is loaded, and not when somebody is answered.
 */
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { annotationNames, cedarSchema } from './cedar-vocabulary.js';
import type { RecordType } from './record-attributes.js';
import type { FunctionName } from './subject.js';

type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');
let loaded: Cedar | null = null;

/** Cedar itself; loaded when it is first asked for. */
export function cedar(): Cedar {
  if (loaded) return loaded;
  // Node 20's compiler may end the process where it has put a call into WebAssembly inside JavaScript ("unreachable code" while it
  // undoes that); seen within some thousands of decisions. Without that one step it does not. Set before a call is compiled.
  setFlagsFromString('--no-turbo-inline-js-wasm-calls');
  // The package has its Node build under a path that only CommonJS resolves.
  loaded = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as Cedar;
  return loaded;
}

/** Why, in words that go to the viewer; they say nothing of any record. */
export interface Explanation {
  /** The rule's name in `access.cedar`. */
  readonly rule: string;
  /** The article that it stands on. */
  readonly law: string;
  readonly nl: string;
  readonly en: string;
  /** Whom to ask. */
  readonly ask: string;
}

/** A rule as lawyers read it. */
export interface Rule extends Explanation {
  readonly effect: 'permit' | 'forbid';
  readonly text: string;
  /** `consent`: the person concerned decides on a release, not a professional. */
  readonly release: 'professional' | 'consent';
}

/** In the order of the file. @throws Error when they are no Cedar, use words that do not exist, or lack an annotation. */
export function readRules(name: string, text: string): readonly Rule[] {
  const parts = cedar().policySetTextToParts(text);
  if (parts.type === 'failure')
    throw new Error(`[${name}] expected rules in Cedar: ${messages(parts.errors)}`);
  if (parts.policy_templates.length > 0) throw new Error(`[${name}] expected rules without templates`);
  const checked = cedar().validate({
    schema: cedarSchema,
    policies: {
      staticPolicies: Object.fromEntries(parts.policies.map((policy, index) => [`r${index}`, policy])),
    },
  });
  if (checked.type === 'failure')
    throw new Error(`[${name}] expected rules in Cedar: ${messages(checked.errors)}`);
  if (checked.validationErrors.length > 0) {
    const [first] = checked.validationErrors;
    throw new Error(`[${name}] expected rules in words that exist: ${first?.error.message}`);
  }
  const rules = parts.policies.map((policy) => readRule(name, policy));
  if (new Set(rules.map(({ rule }) => rule)).size < rules.length) {
    throw new Error(`[${name}] expected every rule to have a name of its own`);
  }
  return rules;
}

/** Whether a rule is about a kind of record: it names the kind, or none at all. */
export function isAbout(rule: Rule, type: RecordType): boolean {
  return rule.text.includes(`RecordType::"${type}"`) || !rule.text.includes('RecordType::');
}

/** Whether a rule is for a function: it names the function, or none at all. */
export function isFor(rule: Rule, asker: FunctionName): boolean {
  return rule.text.includes(`Function::"${asker}"`) || !rule.text.includes('Function::');
}

function readRule(name: string, text: string): Rule {
  const read = cedar().policyToJson(text);
  if (read.type === 'failure') throw new Error(`[${name}] expected rules in Cedar: ${messages(read.errors)}`);
  const { effect, annotations = {} } = read.json;
  const lacking = annotationNames.filter((annotation) => !annotations[annotation]);
  if (lacking.length > 0) {
    throw new Error(
      `[${name}] expected every rule to carry @${lacking.join(', @')}: ${annotations['id'] ?? text}`,
    );
  }
  const told = (annotation: string): string => annotations[annotation] ?? '';
  return {
    rule: told('id'),
    law: told('law'),
    nl: told('nl'),
    en: told('en'),
    ask: told('ask'),
    release: told('release') === 'consent' ? 'consent' : 'professional',
    effect,
    text,
  };
}

export function requireSuccess(answer: { readonly type: string }, name: string): void {
  if (answer.type !== 'success') throw new Error(`[${name}] expected rules that can be loaded`);
}

function messages(errors: readonly { readonly message: string }[]): string {
  return errors.map(({ message }) => message).join('; ');
}
