/**
 * A decision point elsewhere, in the place of the rules in this process: an endpoint of the owner's that speaks AuthZEN, asked for all
 * decisions of a read at once. What goes out are a function, a processing activity, kinds of records and the facts that rules are
 * about; no person, no number of a record.
 *
 * The owner's rules in `access.cedar` stay, as what it has published: from them viewers are told beforehand what they may ever see. An
 * answer that those rules never give, no answer, and one that is not as agreed are all the same: nothing is decided, and nothing given.
 *
 * @see AuthZEN Authorization API 1.0, `/access/v1/evaluations`; NLGov profile (VNG-Realisatie/authzen-nlgov, 2025-07); docs/adr/0025
 */
import DataLoader from 'dataloader';
import { z } from 'zod';
import { createOutwardCaller } from '../outward-call.js';
import type { ResilienceSettings } from '../resilience.js';
import { SourceError } from '../source-error.js';
import type {
  AccessAnswer,
  CountDecision,
  Decision,
  DecisionCourse,
  DecisionPoint,
  DecisionRequest,
  Explanation,
} from './decision-point.js';
import { type FactName, factNames } from './facts.js';

export interface AuthzenOptions {
  /** As the graph spells it, for failures. */
  readonly organisation: string;
  /** Without `/access/v1/evaluations`. */
  readonly url: string;
  /** The value of its `Authorization` header; `null`: it asks for none. */
  readonly authorization: string | null;
  readonly timeoutMs: number;
  readonly resilience?: Partial<ResilienceSettings> | undefined;
  /** The rules that the owner has published: they bound what is taken. */
  readonly rules: DecisionPoint;
  readonly now: () => Date;
}

export interface RemoteDecisionPoint extends DecisionPoint {
  close(): Promise<void>;
}

const path = '/access/v1/evaluations';
/** In one call; the rest go in the next. */
const mostEvaluations = 200;
const mostAnswerBytes = 1024 * 1024;

const wordsSchema = z.string().min(1).max(500);
const evaluationSchema = z.object({
  decision: z.boolean(),
  context: z
    .object({
      /** Which of the answers it is. Left out: the decision alone. */
      answer: z.enum(['ALLOW', 'MASK', 'ASK', 'CONSENT', 'KNOW_OF', 'DENY']).optional(),
      rule: wordsSchema.optional(),
      law: wordsSchema.optional(),
      ask: wordsSchema.optional(),
      reason_user: z.object({ nl: wordsSchema.optional(), en: wordsSchema.optional() }).optional(),
    })
    .optional(),
});
const answerSchema = z.object({ evaluations: z.array(evaluationSchema) });
type Evaluation = z.infer<typeof evaluationSchema>;
type EvaluationContext = NonNullable<Evaluation['context']>;

export function createAuthzenDecisionPoint(options: AuthzenOptions): RemoteDecisionPoint {
  const { organisation, url, authorization, timeoutMs, resilience, rules, now } = options;
  const caller = createOutwardCaller({
    organisation,
    baseUrl: url.replace(/\/+$/, ''),
    timeoutMs,
    resilience,
    maxAnswerBytes: mostAnswerBytes,
  });
  const notDecided = (detail: string, cause?: unknown): SourceError =>
    new SourceError({ organisation, reason: 'NOT_DECIDED', detail, cause });

  async function evaluate(
    asked: readonly DecisionRequest[],
    course: DecisionCourse | undefined,
    action: 'read' | 'count' = 'read',
  ): Promise<readonly Evaluation[]> {
    const [first] = asked;
    if (!first) return [];
    let body: unknown;
    try {
      body = await caller.fetchJson({
        method: 'POST',
        path,
        // To decide changes nothing.
        isRead: true,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(authorization === null ? {} : { authorization }),
          ...(course?.traceparent === undefined ? {} : { traceparent: course.traceparent }),
        },
        body: JSON.stringify({
          subject: { type: 'function', id: first.function },
          action: {
            name: action,
            properties: { 'dpl.core.processing_activity_id': first.activity },
          },
          context: {
            time: now().toISOString(),
            ...(course?.traceparent === undefined ? {} : { traceparent: course.traceparent }),
          },
          evaluations: asked.map(({ recordType, facts }, index) => ({
            resource: { type: recordType, id: String(index), properties: facts },
          })),
          options: { evaluations_semantic: 'execute_all' },
        }),
        ...(course?.signal ? { signal: course.signal } : {}),
      });
    } catch (cause) {
      throw notDecided('its decision point gave no decision, so nothing was read', cause);
    }
    const parsed = answerSchema.safeParse(body);
    if (!parsed.success) throw notDecided('its decision point did not answer as agreed, so nothing was read');
    const { evaluations } = parsed.data;
    if (evaluations.length !== asked.length) {
      throw notDecided(
        `expected ${asked.length} decisions of its decision point, received ${evaluations.length}; nothing was read`,
      );
    }
    return evaluations;
  }

  const toDecision = (request: DecisionRequest, { decision, context = {} }: Evaluation): Decision => {
    const answer: AccessAnswer = context.answer ?? (decision ? 'ALLOW' : 'DENY');
    if (decision !== (answer === 'ALLOW')) {
      throw notDecided('its decision point contradicts itself, so nothing was read');
    }
    // Viewers were told what they may ever see, and where nothing is ever hidden they take "none" for "none". A shield is told to nobody.
    const { possible } = rules.visibilityOf(request);
    const isShield = answer === 'DENY' && request.facts.shielded;
    if (!possible.has(answer) && !isShield) {
      throw notDecided('its decision point says what its published rules never do, so nothing was read');
    }
    // It can be stricter and never opens a shield.
    if (request.facts.shielded && request.facts.locationBearing && answer !== 'DENY') {
      throw notDecided('its decision point opens a place that is shielded, so nothing was read');
    }
    return { answer, explanation: toExplanation(context) };
  };

  const toExplanation = ({ rule, law, ask, reason_user: reason }: EvaluationContext): Explanation => ({
    rule: rule ?? undisclosed.rule,
    law: law ?? undisclosed.law,
    nl: reason?.nl ?? undisclosed.nl,
    en: reason?.en ?? undisclosed.en,
    ask: ask ?? organisation,
  });

  /** Both must permit it: what the published rules refuse is not asked. */
  async function mayCount(
    about: Omit<DecisionRequest, 'facts'>,
    course: DecisionCourse | undefined,
  ): Promise<CountDecision> {
    const published = await rules.mayCount(about, course);
    if (!published.isPermitted) return published;
    const [evaluation] = await evaluate([{ ...about, facts: noFacts }], course, 'count');
    if (!evaluation) throw notDecided('its decision point gave no decision, so nothing was counted');
    const { decision, context = {} } = evaluation;
    if (context.answer !== undefined && decision !== (context.answer === 'ALLOW')) {
      throw notDecided('its decision point contradicts itself, so nothing was counted');
    }
    return { isPermitted: decision, explanation: toExplanation(context) };
  }

  async function decideAll(
    asked: readonly DecisionRequest[],
    course: DecisionCourse | undefined,
  ): Promise<readonly Decision[]> {
    const decided = new Map<DecisionRequest, Decision>();
    for (const group of groupsOf(asked)) {
      const evaluations = await evaluate(group, course);
      for (const [index, request] of group.entries()) {
        const evaluation = evaluations[index];
        if (evaluation) decided.set(request, toDecision(request, evaluation));
      }
    }
    return asked.flatMap((request) => decided.get(request) ?? []);
  }

  /** One for each read, so that what is decided is remembered for that read alone, and what is asked at one time goes in one call. */
  const loaders = new WeakMap<AbortSignal, DecisionLoader>();
  const loaderFor = (course: DecisionCourse | undefined): DecisionLoader => {
    const known = course?.signal && loaders.get(course.signal);
    if (known) return known;
    const loader: DecisionLoader = new DataLoader((asked) => decideAll(asked, course), {
      cacheKeyFn: ({ function: asker, activity, recordType, facts }) =>
        JSON.stringify([asker, activity, recordType, factNames.map((fact) => facts[fact])]),
    });
    if (course?.signal) loaders.set(course.signal, loader);
    return loader;
  };

  return {
    rules: rules.rules,
    recordTypes: rules.recordTypes,
    mayCount,
    visibilityOf: (about) => rules.visibilityOf(about),
    async decide(requests, course) {
      const loader = loaderFor(course);
      return Promise.all(requests.map((request) => loader.load(request)));
    },
    close: () => caller.close(),
  };
}

// Made from every fact, which `fromEntries` cannot say.
const noFacts = Object.fromEntries(factNames.map((name) => [name, false])) as Record<FactName, boolean>;

type DecisionLoader = DataLoader<DecisionRequest, Decision, string>;

/** One call is about one function and one activity. */
function groupsOf(asked: readonly DecisionRequest[]): readonly (readonly DecisionRequest[])[] {
  const byAsker = new Map<string, DecisionRequest[]>();
  for (const request of asked) {
    const key = JSON.stringify([request.function, request.activity]);
    byAsker.set(key, [...(byAsker.get(key) ?? []), request]);
  }
  return [...byAsker.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / mostEvaluations) }, (_, index) =>
      group.slice(index * mostEvaluations, (index + 1) * mostEvaluations),
    ),
  );
}

/** Where the decision point gives no words. */
const undisclosed = {
  rule: 'decided-by-the-owner',
  law: 'AVG art. 4 onder 7',
  nl: 'De organisatie heeft dit besloten.',
  en: 'The organisation has decided this.',
};
