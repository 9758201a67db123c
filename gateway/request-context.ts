/** What the gateway knows of one request while it answers it. Lives as long as the request. */
import { randomUUID } from 'node:crypto';
import { deadlineHeader } from '../adapter-kit/organisation-subgraph.js';
import { type SourceOutcome, worstOutcome } from '../adapter-kit/source-outcomes.js';
import { caseReferenceHeader } from '../subgraphs/household/subgraph.js';

export interface RequestContext {
  readonly requestId: string;
  /** Ends when the client is gone. */
  readonly signal: AbortSignal;
  /** Organisation to the worst outcome of asking it so far. */
  readonly outcomes: Map<string, SourceOutcome>;
  /** Organisations whose feeds the register had not read, or too long ago. */
  readonly unreadFeeds: Set<string>;
  /** The headers that go to this organisation's subgraph, embedded or remote: all that it knows of the request. */
  forwardedHeaders(organisation: string): Readonly<Record<string, string>>;
  /** Whether any subgraph was asked: not for a query about the schema alone, or one that was refused. */
  subgraphsAsked(): boolean;
}

export interface RequestContextOptions {
  readonly signal: AbortSignal;
  /** How long a subgraph may take for one fetch, in milliseconds. */
  readonly subgraphBudgetMs: number;
  /** The asker's own case, for the register. */
  readonly caseReference: string | null;
}

export function createRequestContext(options: RequestContextOptions): RequestContext {
  const requestId = randomUUID();
  let asked = false;
  return {
    requestId,
    signal: options.signal,
    outcomes: new Map(),
    unreadFeeds: new Set(),
    forwardedHeaders(organisation) {
      asked = true;
      const isRegister = organisation === 'REGISTER' && options.caseReference !== null;
      return {
        'x-request-id': requestId,
        [deadlineHeader]: String(options.subgraphBudgetMs),
        ...(isRegister ? { [caseReferenceHeader]: options.caseReference } : {}),
      };
    },
    subgraphsAsked: () => asked,
  };
}

export function recordOutcome(context: RequestContext, organisation: string, outcome: SourceOutcome): void {
  const before = context.outcomes.get(organisation);
  context.outcomes.set(organisation, before ? worstOutcome(before, outcome) : outcome);
}
