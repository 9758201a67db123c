/** On what, and of what, a run was measured. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../schema/project-root.js';

/** The machine, and the versions of everything that was measured. */
export function describeRun(hiveVersion: string | null) {
  const [cpu] = cpus();
  const packageSchema = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()) });
  const { version, dependencies } = packageSchema.parse(
    JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')),
  );
  const told = ['@apollo/gateway', '@apollo/server', '@apollo/subgraph', 'graphql', 'undici'];
  return {
    machine: {
      model: cpu?.model ?? 'unknown',
      cpus: cpus().length,
      memoryGigabytes: Math.round(totalmem() / 1e9),
      system: `${process.platform} ${release()}`,
    },
    versions: {
      gezinsbeeld: version,
      commit: describeCommit(),
      node: process.version,
      ...Object.fromEntries(told.map((name) => [name, dependencies[name]])),
      '@graphql-hive/gateway-runtime': hiveVersion,
    },
  };
}

/** The commit that was measured, and whether the tree differed from it; `null` outside a repository. */
function describeCommit(): string | null {
  if (!existsSync(join(projectRoot, '.git'))) return null;
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', ':!bench/results') !== '';
  return `${git('rev-parse', 'HEAD')}${changed ? ' with uncommitted changes' : ''}`;
}
