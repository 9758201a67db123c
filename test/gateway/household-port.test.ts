import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../adapter-kit/source-error.js';
import type { SubgraphAnswer, SubgraphRequest } from '../../adapter-kit/subgraph.js';
import { createHouseholdPort } from '../../gateway/data-sources/subgraph-port.js';
import { createRequestContext, type RequestContext } from '../../gateway/request-context.js';

function contextAt(clock: { ms: number }): RequestContext {
  return createRequestContext({
    signal: new AbortController().signal,
    subgraphBudgetMs: 1_000,
    caseReference: 'OWN-1',
    monotonicMs: () => clock.ms,
  });
}

function ask(
  handle: (request: SubgraphRequest) => Promise<SubgraphAnswer>,
  { variablesJson = '{}', context = contextAt({ ms: 0 }), organisation = 'RAAD' } = {},
) {
  const asked = createHouseholdPort({ organisation, handle }).ask({
    query: '{ a }',
    operationName: undefined,
    variablesJson,
    isRead: true,
    context,
  });
  return { asked, context };
}

describe('a subgraph of the household graph', () => {
  it('is told its variables, what is left of the request, and nothing of the asker’s case', async () => {
    const seen: SubgraphRequest[] = [];
    const { asked } = ask(
      async (request) => {
        seen.push(request);
        return { data: { a: 1 } };
      },
      { variablesJson: '{"id":"x"}' },
    );
    await asked;
    expect(seen[0]?.variables).toEqual({ id: 'x' });
    expect(Number(seen[0]?.headers['gezinsbeeld-deadline-ms'])).toBe(1_000);
    expect(JSON.stringify(seen[0]?.headers)).not.toContain('OWN-1');
  });

  it('gets less when the request has run for a while, and is not asked when nothing is left', async () => {
    const clock = { ms: 0 };
    const context = contextAt(clock);
    const budgets: number[] = [];
    const handle = async ({ headers }: SubgraphRequest) => {
      budgets.push(Number(headers['gezinsbeeld-deadline-ms']));
      return { data: {} };
    };
    await ask(handle, { context }).asked;
    clock.ms = 900;
    await ask(handle, { context }).asked;
    expect(budgets).toEqual([1_000, 350]);
    clock.ms = 1_300;
    await expect(ask(handle, { context }).asked).rejects.toMatchObject({ reason: 'TIMED_OUT' });
    expect(budgets).toHaveLength(2);
    // The register still combines what the others gave, however late it has become.
    await ask(handle, { context, organisation: 'REGISTER' }).asked;
    expect(budgets).toEqual([1_000, 350, 250]);
  });

  it('is asked once for equal reads of one identity, and apart where the askers’ own cases differ', async () => {
    let calls = 0;
    const { ask: send } = createHouseholdPort({
      organisation: 'REGISTER',
      handle: async () => {
        calls += 1;
        return { data: { a: calls } };
      },
    });
    const asIdentity = (caseReference: string): RequestContext => ({
      ...createRequestContext({
        signal: new AbortController().signal,
        subgraphBudgetMs: 1_000,
        caseReference,
      }),
      identity: 'somebody, for a purpose',
    });
    const read = (context: RequestContext) =>
      send({ query: '{ a }', operationName: undefined, variablesJson: '{}', isRead: true, context });
    const [one, same, other] = await Promise.all([
      read(asIdentity('OWN-1')),
      read(asIdentity('OWN-1')),
      read(asIdentity('OWN-2')),
    ]);
    expect(one).toEqual(same);
    expect(other).not.toEqual(one);
    expect(calls).toBe(2);
  });

  it('has its outcome told in the report of sources', async () => {
    const answered = ask(async () => ({
      data: {},
      extensions: { source: { outcome: 'ANSWERED', reason: null, asOf: '2026-11-02T11:00:00Z' } },
    }));
    await answered.asked;
    expect(answered.context.outcomes.get('RAAD')).toMatchObject({ outcome: 'ANSWERED' });
    const lost = ask(() => Promise.reject(new Error('socket of http://inside.invalid')));
    await expect(lost.asked).rejects.toBeInstanceOf(SourceError);
    expect(lost.context.outcomes.get('RAAD')).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'DOWN' });
  });

  it.each([
    ['no data', { data: null, errors: [{ message: 'no', extensions: {} }] }, '{}'],
    ['fewer entities than keys', { data: { _entities: [{}] } }, '{"representations":[{},{}]}'],
    ['more entities than keys', { data: { _entities: [{}, {}] } }, '{"representations":[{}]}'],
    ['entities that are no list', { data: { _entities: {} } }, '{"representations":[{}]}'],
    ['one of two lists', { data: { _e0: [{}] } }, '{"_r0":[{}],"_r1":[{}]}'],
  ])('that answers with %s broke its contract', async (_, answer, variablesJson) => {
    const { asked, context } = ask(async () => answer, { variablesJson });
    await expect(asked).rejects.toMatchObject({ reason: 'CONTRACT_BROKEN', organisation: 'RAAD' });
    expect(context.outcomes.get('RAAD')).toMatchObject({ reason: 'CONTRACT_BROKEN' });
  });
});
