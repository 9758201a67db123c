/**
 * An owner's decisions, one line per request, durable before the owner answers. Each owner has a log of its own, in a folder of its
 * own: it stays inside its boundary, and here stand the owner's own numbers of records.
 *
 * Fields are those of the Authorization Decision Log, at its second level: request, response and policies. Requests and responses
 * are AuthZEN's `evaluations`. What the owner's attributes said at the time is not kept: sources do not version them.
 *
 * Nothing in this module is of the gateway, so that it can run with the owner's subgraph wherever that runs.
 *
 * @see VNG-Realisatie/authorization-decision-log on GitHub, specifications.md, as read in November 2026 (draft)
 */
import type { LoggedDecision } from '../access/request-access.js';
import type { AccessContext } from '../access/subject.js';
import type { ChainedLog, LogReceipt } from './chained-log.js';
import { pseudonymOfSubject, toLogText } from './log-text.js';
import type { TraceContext } from './trace-context.js';

export interface DecisionLogOptions {
  /** One that no other owner writes to: see `decisionLogName`. */
  readonly log: ChainedLog;
  readonly pseudonymKey: string;
  /** The owner's policy set: its name and a hash of its text. */
  readonly policySet: { readonly name: string; readonly hash: string };
  /** What decides, e.g. `cedar 4.13.0`. */
  readonly engine: string;
}

/** An entry as the log keeps it. */
export interface DecisionEntry {
  readonly type: 'decisions';
  readonly version: 1;
  readonly trace_id: string;
  readonly span_id: string;
  readonly timestamp: string;
  readonly endpoint: 'access_evaluations';
  readonly request: {
    readonly subject: {
      readonly type: 'function';
      readonly id: string;
      readonly properties: Readonly<Record<string, string | boolean | null>>;
    };
    readonly action: { readonly name: 'read'; readonly properties: Readonly<Record<string, string>> };
    readonly evaluations: readonly { readonly resource: { readonly type: string; readonly id: string } }[];
  };
  readonly response: {
    readonly evaluations: readonly {
      /** Whether content may be read. */
      readonly decision: boolean;
      readonly context: { readonly answer: LoggedDecision['answer']; readonly rule: string };
    }[];
  };
  readonly policies: Readonly<Record<string, string>>;
  readonly engine: { readonly version: string };
}

/** The decisions of one request, collected while it lasts. */
export interface RequestDecisions {
  /** Takes the place of a kit's `onDecisions`. */
  add(decisions: readonly LoggedDecision[]): void;
  /** How many were made so far. */
  count(): number;
  /**
   * Resolves when what was added is durable: to be awaited before the owner answers. `null`: nothing was decided. Once is enough; what
   * is added after it goes into a line of its own with the next.
   *
   * @throws LogUnavailableError; then the owner may not answer.
   */
  commit(decidedAt: Date): Promise<LogReceipt | null>;
}

export interface DecisionLog {
  begin(trace: TraceContext, access: AccessContext): RequestDecisions;
}

/** The name of an owner's log, from the name of its subgraph. */
export function decisionLogName(owner: string): string {
  return `decisions-${owner}`;
}

export function createDecisionLog(options: DecisionLogOptions): DecisionLog {
  return {
    begin(trace, access) {
      let added: LoggedDecision[] = [];
      return {
        add: (decisions) => void added.push(...decisions),
        count: () => added.length,
        async commit(decidedAt) {
          if (added.length === 0) return null;
          const decisions = added;
          added = [];
          return options.log.append(toDecisionEntry({ trace, access, decidedAt, decisions }, options));
        },
      };
    },
  };
}

interface DecidedRequest {
  readonly trace: TraceContext;
  readonly access: AccessContext;
  readonly decidedAt: Date;
  readonly decisions: readonly LoggedDecision[];
}

export function toDecisionEntry(
  { trace, access, decidedAt, decisions }: DecidedRequest,
  { pseudonymKey, policySet, engine }: Omit<DecisionLogOptions, 'log'>,
): DecisionEntry {
  const { subject, caseReference } = access;
  return {
    type: 'decisions',
    version: 1,
    trace_id: trace.traceId,
    span_id: trace.spanId,
    timestamp: decidedAt.toISOString(),
    endpoint: 'access_evaluations',
    request: {
      subject: {
        type: 'function',
        id: subject.function,
        properties: {
          pseudonym: pseudonymOfSubject(subject, pseudonymKey),
          organisation: subject.organisation,
          task: subject.employerTask === null ? null : toLogText(subject.employerTask, 200),
          caseReference: caseReference === null ? null : toLogText(caseReference, 100),
          // The reason is the gateway's to keep.
          breakGlass: access.breakGlass !== null,
        },
      },
      action: {
        name: 'read',
        properties: { 'dpl.core.processing_activity_id': toLogText(access.processingActivity, 500) },
      },
      evaluations: decisions.map(({ recordType, recordId, reference }) => ({
        resource: { type: recordType, id: toLogText(`${reference} ${recordId}`, 300) },
      })),
    },
    response: {
      evaluations: decisions.map(({ answer, rule }) => ({
        decision: answer === 'ALLOW',
        context: { answer, rule },
      })),
    },
    policies: { [policySet.name]: policySet.hash },
    engine: { version: engine },
  };
}
