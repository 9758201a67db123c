/**
 * Where an owner's rules are put to one question: may this function, for this activity, do that with a record of which these
 * facts hold? The rules are Cedar, kept beside the subgraph in `access.cedar`; another decision point may stand here instead,
 * e.g. one that asks an AuthZEN endpoint.
 *
 * Four actions are tried in order, and the first that is permitted is the answer; a `forbid` stands over every permit. What no
 * rule permits does not exist for this viewer.
 */
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { type Action, annotationNames, cedarSchema } from './cedar-vocabulary.js';
import { type FactName, type Facts, factNames } from './facts.js';
import { type RecordType, recordTypes } from './record-attributes.js';
import { type FunctionName, functionNames } from './subject.js';

type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');
let loaded: Cedar | null = null;

function cedar(): Cedar {
  if (loaded) return loaded;
  // Node 20's compiler may end the process where it has put a call into WebAssembly inside JavaScript ("unreachable code" while it
  // undoes that); seen within some thousands of decisions. Without that one step it does not. Set before a call is compiled.
  setFlagsFromString('--no-turbo-inline-js-wasm-calls');
  // The package has its Node build under a path that only CommonJS resolves.
  loaded = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as Cedar;
  return loaded;
}

/**
 * `ALLOW`: content. `MASK`: existence, organisation, contact and dates. `ASK`: a professional at the source decides. `CONSENT`: the
 * person concerned does. `KNOW_OF`: only that something is withheld. `DENY`: for this viewer it does not exist.
 */
export type AccessAnswer = 'ALLOW' | 'MASK' | 'ASK' | 'CONSENT' | 'KNOW_OF' | 'DENY';

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

export interface Decision {
  readonly answer: AccessAnswer;
  readonly explanation: Explanation;
}

export interface DecisionRequest {
  readonly function: FunctionName;
  /** Id of the processing activity. */
  readonly activity: string;
  readonly recordType: RecordType;
  readonly facts: Facts;
}

/** What a function sees of a kind of record, whatever there is: told to viewers, and never from data. Shields stand beside it. */
export interface TypeVisibility {
  readonly visibility: 'ALL' | 'MAY_BE_FILTERED' | 'NONE';
  /** Every answer that some record could have. */
  readonly possible: ReadonlySet<AccessAnswer>;
  /** Why content is never given, where it is not. */
  readonly explanation: Explanation | null;
}

export interface DecisionPoint {
  decide(requests: readonly DecisionRequest[]): Promise<readonly Decision[]>;
  visibilityOf(about: Omit<DecisionRequest, 'facts'>): TypeVisibility;
  /** Kinds of records that its rules are about. */
  readonly recordTypes: readonly RecordType[];
  /** Its rules, in the order of the file. */
  readonly rules: readonly Rule[];
}

/** A rule as lawyers read it. */
export interface Rule extends Explanation {
  readonly effect: 'permit' | 'forbid';
  readonly text: string;
  /** `consent`: the person concerned decides on a release, not a professional. */
  readonly release: 'professional' | 'consent';
}

const tried: readonly Action[] = ['ReadContent', 'ReadHeader', 'RequestRelease', 'KnowOf'];

/**
 * @param name Unique in this process, e.g. the subgraph's.
 * @throws Error when the rules are no Cedar, use words that do not exist, or lack an annotation.
 */
export function createCedarDecisionPoint(name: string, text: string): DecisionPoint {
  const rules = readRules(name, text);
  const byId = new Map(rules.map((rule) => [rule.rule, rule]));
  const setId = `${name} ${rules.length} ${hash(text)}`;
  requireSuccess(
    cedar().preparsePolicySet(setId, {
      staticPolicies: Object.fromEntries(rules.map((rule) => [rule.rule, rule.text])),
    }),
    name,
  );
  const mentioned = new Map(
    recordTypes.flatMap((type) =>
      functionNames.map((asker) => {
        const about = rules.filter((rule) => isAbout(rule, type) && isFor(rule, asker));
        const facts = factNames.filter((fact) =>
          about.some((rule) => new RegExp(`context\\.${fact}\\b`).test(rule.text)),
        );
        return [`${asker} ${type}`, facts] as const;
      }),
    ),
  );
  const decisions = new Map<string, Decision>();
  const visibilities = new Map<string, TypeVisibility>();

  // What the rules do not mention cannot change the answer: the few facts that they do make few different questions.
  const decideOne = (request: DecisionRequest): Decision => {
    const { function: asker, activity, recordType, facts } = request;
    const key = `${asker} ${activity} ${recordType} ${(mentioned.get(`${asker} ${recordType}`) ?? [])
      .map((fact) => (facts[fact] ? '1' : '0'))
      .join('')}`;
    const known = decisions.get(key);
    if (known) return known;
    const made = evaluate(request);
    if (decisions.size >= mostRemembered) decisions.clear();
    decisions.set(key, made);
    return made;
  };

  const isPermitted = (
    request: DecisionRequest,
    action: Action,
  ): { readonly permitted: boolean; readonly by: Rule | undefined } => {
    const answer = cedar().statefulIsAuthorized({
      principal: { type: 'Function', id: request.function },
      action: { type: 'Action', id: action },
      resource: { type: 'RecordType', id: request.recordType },
      context: { activity: request.activity, ...request.facts },
      preparsedPolicySetId: setId,
      // The rules were held against the vocabulary when they were loaded, and the types here hold the question to it.
      validateRequest: false,
      entities: [],
    });
    if (answer.type === 'failure') {
      throw new Error(`[${name}] expected a question that the rules understand`);
    }
    const { decision, diagnostics } = answer.response;
    // A rule that fails is no rule; Cedar goes on without it, and that could give what it was to forbid.
    if (diagnostics.errors.length > 0) throw new Error(`[${name}] expected rules that can be evaluated`);
    return { permitted: decision === 'allow', by: byId.get([...diagnostics.reason].sort()[0] ?? '') };
  };

  const evaluate = (request: DecisionRequest): Decision => {
    let forbidden: Rule | undefined;
    for (const action of tried) {
      const { permitted, by } = isPermitted(request, action);
      if (permitted && by) return { answer: answerOf(action, by), explanation: toExplanation(by) };
      if (!permitted && by) forbidden ??= by;
    }
    const explained = forbidden ?? isPermitted(request, 'ExplainDenial').by;
    return { answer: 'DENY', explanation: explained ? toExplanation(explained) : unexplained };
  };

  const visibilityOf = (about: Omit<DecisionRequest, 'facts'>): TypeVisibility => {
    const key = `${about.function} ${about.activity} ${about.recordType}`;
    const known = visibilities.get(key);
    if (known) return known;
    // A shield is not told of beforehand: what stands behind it is, to everybody else, in no household at all.
    const facts = (mentioned.get(`${about.function} ${about.recordType}`) ?? []).filter(
      (fact) => fact !== 'shielded' && fact !== 'locationBearing',
    );
    const possible = new Set<AccessAnswer>();
    let explanation: Explanation | null = null;
    for (let bits = 0; bits < 2 ** facts.length; bits += 1) {
      const decision = decideOne({ ...about, facts: factsFrom(facts, bits) });
      possible.add(decision.answer);
      explanation ??= decision.explanation;
    }
    const seesContent = possible.has('ALLOW');
    const made: TypeVisibility = {
      possible,
      visibility: !seesContent ? 'NONE' : possible.size === 1 ? 'ALL' : 'MAY_BE_FILTERED',
      explanation: seesContent ? null : explanation,
    };
    if (visibilities.size >= mostRemembered) visibilities.clear();
    visibilities.set(key, made);
    return made;
  };

  return {
    rules,
    // What forbids stands over every kind, also over those that this owner does not keep.
    recordTypes: recordTypes.filter((type) =>
      rules.some((rule) => rule.effect === 'permit' && isAbout(rule, type)),
    ),
    decide: async (requests) => requests.map(decideOne),
    visibilityOf,
  };
}

/** More different questions than this are not asked in one day; then they are answered anew. */
const mostRemembered = 20_000;

/** Where no rule has words for a refusal. */
const unexplained: Explanation = {
  rule: 'no-rule-permits',
  law: 'AVG art. 5 lid 1 onder b en c',
  nl: 'Geen regel van de bronhouder staat dit toe voor deze functie en dit doel.',
  en: 'No rule of the owner permits this for this function and purpose.',
  ask: 'the organisation that holds the record',
};

function answerOf(action: Action, rule: Rule): AccessAnswer {
  switch (action) {
    case 'ReadContent':
      return 'ALLOW';
    case 'ReadHeader':
      return 'MASK';
    case 'RequestRelease':
      return rule.release === 'consent' ? 'CONSENT' : 'ASK';
    case 'KnowOf':
      return 'KNOW_OF';
    case 'ExplainDenial':
      return 'DENY';
    default:
      return action satisfies never;
  }
}

function toExplanation({ rule, law, nl, en, ask }: Rule): Explanation {
  return { rule, law, nl, en, ask };
}

function isAbout(rule: Rule, type: RecordType): boolean {
  return rule.text.includes(`RecordType::"${type}"`) || !rule.text.includes('RecordType::');
}

function isFor(rule: Rule, asker: FunctionName): boolean {
  return rule.text.includes(`Function::"${asker}"`) || !rule.text.includes('Function::');
}

function factsFrom(names: readonly FactName[], bits: number): Facts {
  const facts = Object.fromEntries(factNames.map((name) => [name, false])) as Record<FactName, boolean>;
  for (const [index, name] of names.entries()) facts[name] = (bits & (1 << index)) !== 0;
  return facts;
}

function readRules(name: string, text: string): readonly Rule[] {
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

function requireSuccess(answer: { readonly type: string }, name: string): void {
  if (answer.type !== 'success') throw new Error(`[${name}] expected rules that can be loaded`);
}

function messages(errors: readonly { readonly message: string }[]): string {
  return errors.map(({ message }) => message).join('; ');
}

function hash(text: string): string {
  let value = 0;
  for (let index = 0; index < text.length; index += 1) value = (value * 31 + text.charCodeAt(index)) | 0;
  return value.toString(36);
}
