import { describe, expect, it } from '@jest/globals';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { shareReads } from '../../gateway/data-sources/shared-reads.js';
import type { SubgraphCall } from '../../gateway/execution/subgraph-port.js';

interface Context {
  readonly identity: string | null;
  readonly signal: AbortSignal;
}

function harness() {
  const calls: { readonly signal: AbortSignal; answer(data: Record<string, unknown>): void; fail(): void }[] =
    [];
  const port = shareReads<Context>(
    {
      ask: ({ context }) =>
        new Promise<SubgraphAnswer>((resolve, reject) => {
          calls.push({
            signal: context.signal,
            answer: (data) => resolve({ data }),
            fail: () => reject(new Error('down')),
          });
        }),
    },
    {
      identityOf: ({ identity }) => identity,
      signalOf: ({ signal }) => signal,
      forSeveral: (context, signal) => ({ ...context, signal }),
    },
  );
  const ask = (
    identity: string | null,
    {
      signal = new AbortController().signal,
      ...call
    }: Partial<SubgraphCall<Context>> & { readonly signal?: AbortSignal } = {},
  ): Promise<SubgraphAnswer> =>
    port.ask({
      query: '{ a }',
      operationName: undefined,
      variablesJson: '{}',
      isRead: true,
      ...call,
      context: { identity, signal },
    });
  return { calls, ask };
}

describe('equal reads that are under way at one time', () => {
  it('are asked once within one identity and purpose, and each asker gets a copy of its own', async () => {
    const { calls, ask } = harness();
    const [one, other] = [ask('worker intake'), ask('worker intake')];
    expect(calls).toHaveLength(1);
    calls[0]?.answer({ a: { b: 1 } });
    const answers = await Promise.all([one, other]);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.data?.['a']).not.toBe(answers[1]?.data?.['a']);
  });

  it.each([
    ['another identity', 'other worker intake', {}],
    ['another purpose', 'worker safety-plan', {}],
    ['another query', 'worker intake', { query: '{ b }' }],
    ['other variables', 'worker intake', { variablesJson: '{"a":1}' }],
    ['no identity', null, {}],
    ['a mutation', 'worker intake', { isRead: false }],
  ])('are not shared with %s', (_, identity, call) => {
    const { calls, ask } = harness();
    void ask('worker intake', identity === 'worker intake' && 'isRead' in call ? call : {}).catch(() => {});
    void ask(identity, call).catch(() => {});
    expect(calls).toHaveLength(2);
  });

  it('are not shared by two who have no identity', () => {
    const { calls, ask } = harness();
    void ask(null);
    void ask(null);
    expect(calls).toHaveLength(2);
  });

  it('go on for those who stay when one leaves, and end when nobody is left', async () => {
    const { calls, ask } = harness();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = ask('worker intake', { signal: first.signal });
    const other = ask('worker intake', { signal: second.signal });
    first.abort(new Error('gone'));
    await expect(one).rejects.toThrow('gone');
    expect(calls[0]?.signal.aborted).toBe(false);
    second.abort(new Error('gone too'));
    await expect(other).rejects.toThrow('gone too');
    expect(calls[0]?.signal.aborted).toBe(true);
  });

  it('give the answer itself to one who asked alone, and nothing is copied', async () => {
    const { calls, ask } = harness();
    const one = ask('worker intake');
    const data = { a: { b: 1 } };
    calls[0]?.answer(data);
    expect((await one).data).toBe(data);
  });

  it('fail for all who wait when the call fails', async () => {
    const { calls, ask } = harness();
    const both = [ask('worker intake'), ask('worker intake')];
    calls[0]?.fail();
    for (const each of both) await expect(each).rejects.toThrow('down');
    expect(calls).toHaveLength(1);
  });

  it('fail for all who wait when the answer cannot be copied', async () => {
    const { calls, ask } = harness();
    const both = [ask('worker intake'), ask('worker intake')];
    calls[0]?.answer({ a: 1n });
    for (const each of both) await expect(each).rejects.toThrow(TypeError);
  });

  it('are not asked for one who is gone already', async () => {
    const { calls, ask } = harness();
    await expect(ask('worker intake', { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow(
      'gone',
    );
    expect(calls).toHaveLength(0);
  });

  it('do not run into each other where one text ends and the next begins', () => {
    const { calls, ask } = harness();
    void ask('worker', { query: '{ a }', variablesJson: '{"b":1}' }).catch(() => {});
    void ask('worker{', { query: ' a }', variablesJson: '{"b":1}' }).catch(() => {});
    expect(calls).toHaveLength(2);
  });

  it('that failed are asked again by the next', async () => {
    const { calls, ask } = harness();
    const one = ask('worker intake');
    calls[0]?.fail();
    await expect(one).rejects.toThrow('down');
    void ask('worker intake');
    expect(calls).toHaveLength(2);
  });

  it('are asked anew once the answer is there: nothing is kept', async () => {
    const { calls, ask } = harness();
    const one = ask('worker intake');
    calls[0]?.answer({ a: 1 });
    await one;
    void ask('worker intake');
    expect(calls).toHaveLength(2);
  });
});
