/**
 * Equal reads that are under way at one time, asked once. Only within one identity and purpose: what one may see says nothing
 * about another, and a request without a verified identity shares with none.
 *
 * Most reads have one asker, who gets the answer itself; only where several wait is it copied.
 */
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import type { SubgraphCall } from '../execution/subgraph-port.js';

export interface SharedReadsOptions<Context> {
  /** Who asks and for what, where both are verified; `null`: the read is nobody else's. */
  readonly identityOf: (context: Context) => string | null;
  /** The context of a call on behalf of several; it ends when the signal does. */
  readonly forSeveral: (context: Context, signal: AbortSignal) => Context;
  readonly signalOf: (context: Context) => AbortSignal;
}

type Ask<Call> = (call: Call) => Promise<SubgraphAnswer>;

interface Waiter {
  readonly signal: AbortSignal;
  readonly resolve: (answer: SubgraphAnswer) => void;
  readonly reject: (reason: unknown) => void;
  readonly onGone: () => void;
}

interface UnderWay {
  readonly abort: AbortController;
  readonly waiting: Set<Waiter>;
}

export function shareReads<Context, Call extends SubgraphCall<Context> = SubgraphCall<Context>>(
  port: { readonly ask: Ask<Call> },
  { identityOf, forSeveral, signalOf }: SharedReadsOptions<Context>,
): { readonly ask: Ask<Call> } {
  const underWay = new Map<string, UnderWay>();

  const end = (key: string, read: UnderWay): void => {
    if (underWay.get(key) === read) underWay.delete(key);
  };

  function begin(call: Call, key: string): UnderWay {
    const read: UnderWay = { abort: new AbortController(), waiting: new Set() };
    const fail = (thrown: unknown): void => {
      end(key, read);
      for (const waiter of read.waiting) leave(waiter).reject(thrown);
    };
    const asked = port.ask({ ...call, context: forSeveral(call.context, read.abort.signal) });
    underWay.set(key, read);
    asked.then((answer) => {
      end(key, read);
      try {
        give(answer, read.waiting);
      } catch (thrown) {
        fail(thrown);
      }
    }, fail);
    return read;
  }

  function wait(read: UnderWay, key: string, signal: AbortSignal): Promise<SubgraphAnswer> {
    return new Promise((resolve, reject) => {
      const onGone = (): void => {
        read.waiting.delete(waiter);
        reject(signal.reason);
        // The call goes on as long as anybody waits for it.
        if (read.waiting.size > 0) return;
        end(key, read);
        read.abort.abort();
      };
      const waiter: Waiter = { signal, resolve, reject, onGone };
      read.waiting.add(waiter);
      signal.addEventListener('abort', onGone, { once: true });
    });
  }

  return {
    ask(call) {
      const identity = call.isRead ? identityOf(call.context) : null;
      if (identity === null) return port.ask(call);
      const signal = signalOf(call.context);
      if (signal.aborted) return Promise.reject(signal.reason);
      const { operationName = '', query, variablesJson } = call;
      // With their lengths before them no text can run into the next.
      const key = `${identity.length} ${query.length} ${operationName} ${identity}${query}${variablesJson}`;
      return wait(underWay.get(key) ?? begin(call, key), key, signal);
    },
  };
}

/** Each asker gets an answer of its own: what becomes of one is seen in no other. */
function give(answer: SubgraphAnswer, waiting: ReadonlySet<Waiter>): void {
  const text = waiting.size > 1 ? JSON.stringify(answer) : null;
  let isFirst = true;
  for (const waiter of waiting) {
    const own = isFirst || text === null ? answer : (JSON.parse(text) as SubgraphAnswer); // written a few lines above
    isFirst = false;
    leave(waiter).resolve(own);
  }
}

function leave(waiter: Waiter): Waiter {
  waiter.signal.removeEventListener('abort', waiter.onGone);
  return waiter;
}
