/** How the engine asks a subgraph: the one thing that it needs of the world outside. */
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';

export interface SubgraphCall<Context> {
  /** The operation's text. */
  readonly query: string;
  readonly operationName: string | undefined;
  /** The variables as JSON text of one object; `{}` where there are none. */
  readonly variablesJson: string;
  /** Whether asking again does no harm: every query, no mutation. */
  readonly isRead: boolean;
  /** What whoever asked the engine gave along with the request. */
  readonly context: Context;
}

export interface SubgraphPort<Context> {
  /** Gives whatever the subgraph answered, unjudged. The answer is given away: what is in it is changed and kept. @throws SourceError when there is no answer. */
  ask(call: SubgraphCall<Context>): Promise<SubgraphAnswer>;
}
