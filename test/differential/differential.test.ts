import { describe, expect, it } from '@jest/globals';
import { runCampaign } from '../../bench/differential/campaign.js';
import { compareExactly } from '../../bench/differential/compare.js';
import type { Answer, CreateEngine } from '../../bench/differential/contestants.js';
import { composeModel, type Model } from '../../bench/differential/model.js';
import { checkMutants } from '../../bench/differential/mutants.js';
import { composeOwnModel } from '../../bench/differential/own-supergraph.js';
import { differenceLines } from '../../bench/differential/report.js';
import { writtenSubgraphs } from '../../bench/differential/written-subgraphs.js';
import { createEngine } from '../../gateway/execution/engine.js';

const seed = 1;
/** Composed once for all campaigns of this file, which takes longer than most of them. */
const furtherModels: readonly Model[] = [
  composeOwnModel(),
  ...writtenSubgraphs.flatMap((services) => composeModel(services) ?? []),
];

function run(operations: number, engine: CreateEngine = createEngine, stopAfterDifferences = 3) {
  return runCampaign({
    operations,
    seed,
    createEngine: engine,
    oneStockIn: 0,
    furtherModels,
    stopAfterDifferences,
    // Planning takes most of the time: few documents, in many circumstances.
    trialsPerDocument: 20,
    documentsPerModel: 14,
    oneFurtherIn: 3,
  });
}

describe(`the engine beside a single server with the same records, seed ${seed}`, () => {
  it('answers 2,000 random operations over random supergraphs alike, with failing fields and lost subgraphs', async () => {
    const { operations, withFaults, withLoss, supergraphs, differences } = await run(2_000);

    expect(differences.flatMap((found) => differenceLines(found.schemaSeed, found, false))).toEqual([]);
    expect(operations).toBe(2_000);
    expect(supergraphs).toBeGreaterThan(6);
    expect(withFaults).toBeGreaterThan(500);
    expect(withLoss).toBeGreaterThan(100);
  }, 120_000);

  it.each([
    ['a value is another', (text: string) => text.replace(/:(\d)/, ':1$1'), 'WRONG_VALUE'],
    ['names stand in another order', reversed, 'NAMES_OR_ORDER'],
    ['a value is silently null', (text: string) => text.replace(/:"[^"]*"/, ':null'), 'SILENTLY_LOST'],
  ])('is told apart when %s', async (_, spoil, kind) => {
    const spoiling: CreateEngine = async (options) => {
      const engine = await createEngine(options);
      return {
        ...engine,
        async execute(request) {
          const answer = await engine.execute(request);
          return { ...answer, ...(answer.data === undefined ? {} : { data: spoil(answer.data) }) };
        },
      };
    };
    const { differences } = await run(300, spoiling, 1);

    expect(differences.map(({ difference }) => difference.kind)).toEqual([kind]);
  });

  it('has the same supergraphs and operations again for the same seed', async () => {
    const drawn = async () => {
      const { documents, plans, invalid } = await run(60);
      return { documents, plans, invalid };
    };

    expect(await drawn()).toEqual(await drawn());
  });
});

describe('an answer beside the expected one', () => {
  const lost = { data: { a: { b: null } }, errors: [{ message: 'x', path: ['a', 'b'] }] };
  const judge = (answer: Partial<Answer>) =>
    compareExactly(
      { result: lost as never, errorPaths: () => new Set(['["a","b"]']) },
      { data: '{"a":{"b":null}}', errors: [], asides: 0, ...answer },
    )?.kind ?? null;

  it('is right with one error at the place that failed', () => {
    expect(judge({ errors: [{ message: 'any', path: ['a', 'b'] }] })).toBeNull();
  });

  it('is wrong without the error, with it elsewhere, and with it twice', () => {
    expect(judge({})).toBe('ERROR_MISSING');
    expect(judge({ errors: [{ message: 'any', path: ['a'] }] })).toBe('ERROR_ASTRAY');
    const right = { message: 'any', path: ['a', 'b'] };
    expect(judge({ errors: [right, right] })).toBe('ERROR_TWICE');
  });

  it('is wrong when the request was refused, or lost more than it had to', () => {
    expect(judge({ data: null })).toBe('REFUSED');
    expect(judge({ data: '{"a":null}', errors: [{ message: 'any', path: ['a', 'b'] }] })).toBe(
      'LOST_WITH_ERROR',
    );
  });
});

describe('the bugs that are planted to test this test', () => {
  it('still have their place in the engine, each exactly one', () => {
    expect(checkMutants()).toEqual([]);
  });
});

function reversed(text: string): string {
  const data = JSON.parse(text) as Record<string, unknown> | null;
  return data === null ? text : JSON.stringify(Object.fromEntries(Object.entries(data).reverse()));
}
