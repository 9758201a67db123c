/** A fetch of fields at the root of a subgraph. */
import type { FetchDataRewrite } from '@apollo/query-planner';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import type { ObjectShape } from './answer-shape.js';
import type { FetchCall } from './call-batch.js';
import { brokenContract, disagreement, failureOf, type PathStep, unavailable } from './failure.js';
import { type MergeField, mergeFields } from './merge.js';
import { isRecord, setOwn } from './own.js';
import { applyRewrites } from './rewrites.js';
import type { Run, Step } from './run.js';
import { placeError, toFailure } from './subgraph-errors.js';
import type { TypeRelations } from './supergraph.js';
import type { FindTargets } from './targets.js';

export interface RootFetch {
  readonly call: FetchCall;
  /** Where its fields go; mostly the root of the data. */
  readonly findTargets: FindTargets;
  readonly shape: ObjectShape;
  readonly rootType: string;
  readonly fields: readonly MergeField[];
  readonly outputRewrites: readonly FetchDataRewrite[];
  readonly fits: TypeRelations['fits'];
  readonly isHidden: (word: string) => boolean;
  readonly ownName: (step: PathStep) => PathStep;
}

export function compileRootFetch(fetch: RootFetch): Step {
  return async (run) => {
    if (fetch.findTargets(run.data).length === 0) return;
    let answer: SubgraphAnswer;
    try {
      ({ answer } = await run.calls.ask(fetch.call, null));
    } catch (thrown) {
      const failure = failureOf(thrown, fetch.call.subgraph);
      for (const target of fetch.findTargets(run.data))
        for (const { key } of fetch.fields) setOwn(target, key, unavailable(failure));
      return;
    }
    take(answer, fetch, run);
  };
}

function take(answer: SubgraphAnswer, fetch: RootFetch, run: Run): void {
  const { subgraph } = fetch.call;
  const failures = (answer.errors ?? []).map((error) => ({
    path: error.path ?? [],
    failure: toFailure(error, subgraph, fetch.isHidden),
  }));
  const hasData = isRecord(answer.data);
  const data: Record<string, unknown> = hasData ? { ...answer.data } : {};
  if (!hasData) for (const { shape } of fetch.fields) setOwn(data, shape.key, null);
  const unplaced = failures.filter(({ path, failure }) => !placeError(data, path, failure, fetch.ownName));
  if (!hasData) {
    // Everything is lost with it; a field that has no failure of its own shares the first.
    const [first] = failures;
    const whole = unplaced[0]
      ? unplaced[0].failure
      : first
        ? { message: 'lost with another field of the same fetch', extensions: first.failure.extensions }
        : brokenContract(subgraph, 'expected data, or errors that say why there are none');
    for (const { shape } of fetch.fields)
      if (shape.read(data) === null) setOwn(data, shape.key, unavailable(whole));
  } else run.unplaced.push(...unplaced.map(({ failure }) => failure));
  fetch.shape.checkFields(data, fetch.rootType);
  if (fetch.outputRewrites.length > 0) applyRewrites(data, fetch.outputRewrites, fetch.fits);
  const merging = { fits: fetch.fits, disagreement: disagreement(subgraph) };
  for (const target of fetch.findTargets(run.data)) mergeFields(target, data, fetch.fields, merging);
}
