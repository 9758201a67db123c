/**
 * The test of the test: bugs that a compiled executor may well have, planted in the engine's source one at a time. Each must
 * be found by the differential run.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { createEngine } from '../../gateway/execution/engine.js';
import { projectRoot } from '../../schema/project-root.js';
import { runCampaign } from './campaign.js';
import type { Difference } from './compare.js';
import type { CreateEngine } from './contestants.js';
import { composeModel } from './model.js';
import { type Mutant, mutants } from './mutant-list.js';
import { writtenSubgraphs } from './written-subgraphs.js';

export interface Hunted {
  readonly name: string;
  /** How many operations it took; null: not found. */
  readonly caughtAfter: number | null;
  readonly difference: Difference | null;
}

/** A bug of one kind of supergraph is found where there are many kinds. */
const manySupergraphs = { documentsPerModel: 30, oneFurtherIn: 3 };

/**
 * @throws Error when the text of a mutant no longer stands in the engine, once and exactly, or when a difference is found
 * without any.
 */
export async function* huntMutants(options: {
  readonly operations: number;
  readonly seed: number;
}): AsyncGenerator<Hunted> {
  const stale = checkMutants();
  if (stale.length > 0) throw new Error(stale.join('\n'));
  const furtherModels = writtenSubgraphs.flatMap((services) => composeModel(services) ?? []);
  const { differences } = await runCampaign({
    ...options,
    createEngine,
    oneStockIn: 0,
    furtherModels,
    stopAfterDifferences: 1,
    ...manySupergraphs,
  });
  if (differences.length > 0) throw new Error('expected no difference without a planted bug, received one');
  for (const mutant of mutants) {
    const folder = mkdtempSync(join(tmpdir(), 'mutant-'));
    try {
      const createMutated = await loadMutated(mutant, folder);
      const result = await runCampaign({
        ...options,
        createEngine: createMutated,
        oneStockIn: 0,
        furtherModels,
        stopAfterDifferences: 1,
        ...manySupergraphs,
      });
      const [found] = result.differences;
      yield {
        name: mutant.name,
        caughtAfter: found ? result.operations : null,
        difference: found?.difference ?? null,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** The mutants whose text no longer stands in the engine, once and exactly: they have to be written anew. */
export function checkMutants(): readonly string[] {
  return mutants.flatMap(({ name, file, find }) => {
    const count = readFileSync(join(projectRoot, file), 'utf8').split(find).length - 1;
    return count === 1 ? [] : [`"${name}": expected its text once in ${file}, received ${count}`];
  });
}

/** The engine and what it imports, from source, with one text replaced. */
async function loadMutated(mutant: Mutant, folder: string): Promise<CreateEngine> {
  const entry = 'gateway/execution/engine.ts';
  const pending = [entry];
  const done = new Set<string>();
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (done.has(file)) continue;
    done.add(file);
    const source = readFileSync(join(projectRoot, file), 'utf8');
    const text = file === mutant.file ? source.replace(mutant.find, () => mutant.instead) : source;
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      },
    });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
    for (const [, path] of outputText.matchAll(/from '(\.[^']+)\.js'/g))
      if (path !== undefined)
        pending.push(relative(projectRoot, join(projectRoot, dirname(file), `${path}.ts`)));
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  const loaded: unknown = await import(pathToFileURL(join(folder, entry.replace(/\.ts$/, '.js'))).href);
  // The module was made from the engine's own source a moment ago.
  return (loaded as { readonly createEngine: CreateEngine }).createEngine;
}
