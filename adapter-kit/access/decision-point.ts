/**
 * Where an owner's rules are put to one question: may this function, for this activity, do that with a record of which these
 * facts hold? The rules are Cedar, kept beside the subgraph in `access.cedar`; another decision point may stand here instead,
 * e.g. one that asks an AuthZEN endpoint.
 *
 * Four actions are tried in order, and the first that is permitted is the answer; a `forbid` stands over every permit. What no
 * rule permits does not exist for this viewer.
 */
import {
  cedar,
  type Explanation,
  isAbout,
  isFor,
  type Rule,
  readRules,
  requireSuccess,
} from './cedar-rules.js';
import { type Action, countAction, type RuleAction } from './cedar-vocabulary.js';
import { type FactName, type Facts, factNames } from './facts.js';
import { type RecordType, recordTypes } from './record-attributes.js';
import { type FunctionName, functionNames } from './subject.js';

export type { Explanation, Rule } from './cedar-rules.js';

/**
 * `ALLOW`: content. `MASK`: existence, organisation, contact and dates. `ASK`: a professional at the source decides. `CONSENT`: the
 * person concerned does. `KNOW_OF`: only that something is withheld. `DENY`: for this viewer it does not exist.
 */
export type AccessAnswer = 'ALLOW' | 'MASK' | 'ASK' | 'CONSENT' | 'KNOW_OF' | 'DENY';

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

/** Whether a kind of record may be counted, with the rule that says so. */
export interface CountDecision {
  readonly isPermitted: boolean;
  readonly explanation: Explanation;
}

/** The request in whose course something is decided. */
export interface DecisionCourse {
  /** Ends when the request does. */
  readonly signal?: AbortSignal | undefined;
  readonly traceparent?: string | undefined;
}

export interface DecisionPoint {
  /** One decision for each, in their order. @throws SourceError `NOT_DECIDED` where it cannot be had. */
  decide(requests: readonly DecisionRequest[], course?: DecisionCourse): Promise<readonly Decision[]>;
  /**
   * Whether this function may count records of a kind, into figures of ten households or more. Nothing of a single record is looked at:
   * no fact holds. @throws SourceError `NOT_DECIDED` where it cannot be had.
   */
  mayCount(about: Omit<DecisionRequest, 'facts'>, course?: DecisionCourse): Promise<CountDecision>;
  visibilityOf(about: Omit<DecisionRequest, 'facts'>): TypeVisibility;
  /** Kinds of records that its rules are about. */
  readonly recordTypes: readonly RecordType[];
  /** Its rules, in the order of the file. */
  readonly rules: readonly Rule[];
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
  const factsIn = (asker: FunctionName, type: RecordType): readonly FactName[] => {
    const about = rules.filter((rule) => isAbout(rule, type) && isFor(rule, asker));
    return factNames.filter((fact) =>
      about.some((rule) => new RegExp(`context\\.${fact}\\b`).test(rule.text)),
    );
  };
  const mentioned = new Map(
    functionNames.map((asker) => [
      asker,
      new Map(recordTypes.map((type) => [type, factsIn(asker, type)] as const)),
    ]),
  );
  const decisions = new Map<string, Map<RecordType, Map<number, Decision>>>();
  let remembered = 0;
  const visibilities = new Map<string, TypeVisibility>();

  // What the rules do not mention cannot change the answer: the few facts that they do make few different questions.
  const decideOne = (request: DecisionRequest): Decision => {
    const { function: asker, activity, recordType, facts } = request;
    let holding = 0;
    let bit = 1;
    // Fewer than 31 facts, so that each has a bit of its own.
    for (const fact of mentioned.get(asker)?.get(recordType) ?? []) {
      if (facts[fact]) holding |= bit;
      bit <<= 1;
    }
    const about = `${asker} ${activity}`;
    const known = decisions.get(about)?.get(recordType)?.get(holding);
    if (known) return known;
    const made = evaluate(request);
    if (remembered >= mostRemembered) {
      decisions.clear();
      remembered = 0;
    }
    remembered += 1;
    const ofAsker = decisions.get(about) ?? new Map<RecordType, Map<number, Decision>>();
    const ofType = ofAsker.get(recordType) ?? new Map<number, Decision>();
    decisions.set(about, ofAsker.set(recordType, ofType.set(holding, made)));
    return made;
  };

  const isPermitted = (
    request: DecisionRequest,
    action: RuleAction,
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
    const facts = (mentioned.get(about.function)?.get(about.recordType) ?? []).filter(
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
    async mayCount(about) {
      const { permitted, by } = isPermitted({ ...about, facts: noFacts }, countAction);
      return { isPermitted: permitted, explanation: by ? toExplanation(by) : unexplained };
    },
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

const noFacts = factsFrom([], 0);

function factsFrom(names: readonly FactName[], bits: number): Facts {
  const facts = Object.fromEntries(factNames.map((name) => [name, false])) as Record<FactName, boolean>;
  for (const [index, name] of names.entries()) facts[name] = (bits & (1 << index)) !== 0;
  return facts;
}

function hash(text: string): string {
  let value = 0;
  for (let index = 0; index < text.length; index += 1) value = (value * 31 + text.charCodeAt(index)) | 0;
  return value.toString(36);
}
