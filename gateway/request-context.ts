/** What the gateway knows of one request while it answers it. Lives as long as the request. */
import { randomUUID } from 'node:crypto';
import type { AccessContext } from '../adapter-kit/access/subject.js';
import {
  type TraceContext,
  toTraceparent,
  traceContextOf,
} from '../adapter-kit/accountability/trace-context.js';
import { deadlineHeader } from '../adapter-kit/organisation-subgraph.js';
import { type SourceOutcome, worstOutcome } from '../adapter-kit/source-outcomes.js';
import { caseReferenceHeader } from '../subgraphs/household/subgraph.js';

export interface RequestContext {
  readonly requestId: string;
  /** The trace that the request belongs to: the caller's, or a new one. */
  readonly trace: TraceContext;
  /** Who asks, for what, under which case, all verified; `null`: no access rules stand. */
  readonly access: AccessContext | null;
  /** The same as one text, equal for equal askers alone; `null`: nobody is verified, and nothing is shared. */
  readonly identity: string | null;
  /** The asker's own case, of which the register's answer may depend. */
  readonly caseReference: string | null;
  /** Ends when the client is gone. */
  readonly signal: AbortSignal;
  /** Organisation to the worst outcome of asking it so far. */
  readonly outcomes: Map<string, SourceOutcome>;
  /** Organisations whose feeds the register had not read, or too long ago. */
  readonly unreadFeeds: Set<string>;
  /** The opaque ids of the households and persons that the answer is about, as the register told them. */
  readonly concerned: { readonly households: Set<string>; readonly persons: Set<string> };
  /** What is left for one call to this organisation's subgraph, in milliseconds; none where it is not above 0. */
  leftMs(organisation: string): number;
  /** The headers that go to this organisation's subgraph, embedded or remote: all that it knows of the request. */
  forwardedHeaders(organisation: string): Readonly<Record<string, string>>;
  /** Notes that a subgraph is asked on behalf of this request, by itself or together with others. */
  noteAsked(): void;
  /** Whether any subgraph was asked: not for a query about the schema alone, or one that was refused. */
  subgraphsAsked(): boolean;
}

/** What a request has for each of the two waves of the register, in milliseconds: before the organisations and after. */
const registerShareMs = 250;

export interface RequestContextOptions {
  readonly signal: AbortSignal;
  /** How long a subgraph may take for one fetch, in milliseconds. */
  readonly subgraphBudgetMs: number;
  /** A clock that never goes back, in milliseconds; absent: this process's own. */
  readonly monotonicMs?: () => number;
  /** The asker's own case, for the register. */
  readonly caseReference: string | null;
  readonly access?: AccessContext | null;
  /** The caller's header, as it came. */
  readonly traceparent?: string | undefined;
}

export function createRequestContext(options: RequestContextOptions): RequestContext {
  const requestId = randomUUID();
  const trace = traceContextOf(options.traceparent);
  const { subgraphBudgetMs, caseReference, access = null } = options;
  const { monotonicMs = () => performance.now() } = options;
  // From the first question on: planning, which only the first request of its kind waits for, takes nothing from the sources.
  let endsAtMs: number | null = null;
  let asked = false;
  const leftMs = (organisation: string): number => {
    endsAtMs ??= monotonicMs() + subgraphBudgetMs + 2 * registerShareMs;
    const left = endsAtMs - monotonicMs();
    // The register combines what the others gave: its share is its own, however late it has become.
    if (organisation === 'REGISTER') return Math.min(subgraphBudgetMs, Math.max(left, registerShareMs));
    return Math.min(subgraphBudgetMs, left - registerShareMs);
  };
  return {
    requestId,
    trace,
    access,
    identity: access && JSON.stringify(access),
    caseReference,
    signal: options.signal,
    outcomes: new Map(),
    unreadFeeds: new Set(),
    concerned: { households: new Set(), persons: new Set() },
    leftMs,
    noteAsked() {
      asked = true;
    },
    forwardedHeaders(organisation) {
      asked = true;
      // With access rules the signed context says it.
      const isRegister = organisation === 'REGISTER' && caseReference !== null && access === null;
      return {
        'x-request-id': requestId,
        traceparent: toTraceparent(trace),
        [deadlineHeader]: String(Math.max(1, Math.floor(leftMs(organisation)))),
        ...(isRegister ? { [caseReferenceHeader]: caseReference } : {}),
      };
    },
    subgraphsAsked: () => asked,
  };
}

export function recordOutcome(context: RequestContext, organisation: string, outcome: SourceOutcome): void {
  const before = context.outcomes.get(organisation);
  context.outcomes.set(organisation, before ? worstOutcome(before, outcome) : outcome);
}
