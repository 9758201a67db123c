/**
 * Equal reads that are under way at one time, asked once. Only within one identity and purpose: what one may see says nothing
 * about another, and a request without a verified identity shares with none.
 */
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import type { SubgraphCall, SubgraphPort } from '../execution/subgraph-port.js';

export interface SharedReadsOptions<Context> {
  /** Who asks and for what, where both are verified; `null`: the read is nobody else's. */
  readonly identityOf: (context: Context) => string | null;
  /** The context of a call on behalf of several; it ends when the signal does. */
  readonly forSeveral: (context: Context, signal: AbortSignal) => Context;
  readonly signalOf: (context: Context) => AbortSignal;
}

interface UnderWay {
  readonly answer: Promise<string>;
  readonly abort: AbortController;
  waiting: number;
}

export function shareReads<Context>(
  port: SubgraphPort<Context>,
  options: SharedReadsOptions<Context>,
): SubgraphPort<Context> {
  const { identityOf, forSeveral, signalOf } = options;
  const underWay = new Map<string, UnderWay>();

  function begin(call: SubgraphCall<Context>, key: string): UnderWay {
    const abort = new AbortController();
    const answer = port
      .ask({ ...call, context: forSeveral(call.context, abort.signal) })
      // Each asker gets its own copy: what becomes of one answer is seen in no other.
      .then((given) => JSON.stringify(given))
      .finally(() => {
        if (underWay.get(key) === begun) underWay.delete(key);
      });
    const begun: UnderWay = { answer, abort, waiting: 0 };
    underWay.set(key, begun);
    return begun;
  }

  return {
    async ask(call) {
      const identity = call.isRead ? identityOf(call.context) : null;
      if (identity === null) return port.ask(call);
      const key = JSON.stringify([identity, call.operationName ?? null, call.query, call.variablesJson]);
      const signal = signalOf(call.context);
      const read = underWay.get(key) ?? begin(call, key);
      read.waiting += 1;
      // The call goes on as long as anybody waits for it.
      const leave = (): void => {
        read.waiting -= 1;
        if (read.waiting === 0 && underWay.get(key) === read) {
          underWay.delete(key);
          read.abort.abort();
        }
      };
      let onGone: (() => void) | undefined;
      try {
        const gone = new Promise<never>((_, reject) => {
          onGone = () => reject(signal.reason);
          if (signal.aborted) onGone();
          else signal.addEventListener('abort', onGone, { once: true });
        });
        return JSON.parse(await Promise.race([read.answer, gone])) as SubgraphAnswer; // written a few lines above
      } finally {
        if (onGone) signal.removeEventListener('abort', onGone);
        leave();
      }
    },
  };
}
