/**
 * The differential run: `npm run differential -- --operations 100000 --seed 1`. Ends with 1 at a difference. With `--mutants`
 * bugs are planted in the engine one at a time, and it ends with 1 when one is not found.
 */
import { parseArgs } from 'node:util';
import { createEngine } from '../../gateway/execution/engine.js';
import { runCampaign } from './campaign.js';
import { createEngineContestant } from './contestants.js';
import { composeModel } from './model.js';
import { huntMutants } from './mutants.js';
import { composeOwnModel } from './own-supergraph.js';
import { campaignLines, differenceLines } from './report.js';
import { shrinkOperation, shrinkSubgraphs } from './shrink.js';
import { writtenSubgraphs } from './written-subgraphs.js';

const { values } = parseArgs({
  options: {
    /** 100,000; of each planted bug 3,000 at most. */
    operations: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** One in how many operations the stock gateway answers too; 0: none. */
    stock: { type: 'string', default: '12' },
    /** Plants bugs, one at a time. */
    mutants: { type: 'boolean', default: false },
    /** How many differences end the run. */
    stop: { type: 'string', default: '20' },
    /** Makes the subgraphs of each difference small too; takes half a minute each. */
    shrink: { type: 'boolean', default: false },
  },
});
const operations = wholeNumber('operations', values.operations ?? (values.mutants ? '3000' : '100000'));
const seed = wholeNumber('seed', values.seed);
const say = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

if (values.mutants) await runMutants();
else await runDifferences();

async function runDifferences(): Promise<void> {
  say(`seed ${seed}, Node ${process.versions.node}`);
  const startedAt = performance.now();
  const result = await runCampaign({
    operations,
    seed,
    createEngine,
    oneStockIn: wholeNumber('stock', values.stock),
    furtherModels: [
      composeOwnModel(),
      ...writtenSubgraphs.flatMap((services) => composeModel(services) ?? []),
    ],
    stopAfterDifferences: wholeNumber('stop', values.stop),
    onProgress: say,
  });
  say(...campaignLines(result, (performance.now() - startedAt) / 1000));
  for (const found of result.differences) {
    let shrunk = await shrinkOperation(found, await createEngineContestant(found.trial.model, createEngine));
    if (values.shrink)
      shrunk = await shrinkSubgraphs(shrunk, (model) => createEngineContestant(model, createEngine));
    say('', ...differenceLines(found.schemaSeed, shrunk, values.shrink));
  }
  if (result.differences.length > 0) process.exitCode = 1;
}

async function runMutants(): Promise<void> {
  for await (const { name, caughtAfter, difference } of huntMutants({ operations, seed })) {
    say(
      caughtAfter === null
        ? `NOT FOUND in ${operations} operations: ${name}`
        : `found after ${caughtAfter} operations: ${name} (${difference?.kind})`,
    );
    if (caughtAfter === null) process.exitCode = 1;
  }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new Error(`--${name}: expected a whole number, received ${text}`);
  return number;
}
