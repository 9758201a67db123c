import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { readChain, startOfChain } from '../../adapter-kit/accountability/chain-reader.js';
import { verifyLog } from '../../adapter-kit/accountability/verify-log.js';
import { projectRoot } from '../../schema/project-root.js';
import { noteFigure } from '../hardening/figures.js';

/** Fifty by hand: `KILLED_WRITER_ROUNDS=50`. */
const rounds = Number(process.env['KILLED_WRITER_ROUNDS'] ?? 12);
const roundsPerFolder = 10;
let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-killed-'));
  program = join(folder, 'writer.mjs');
  await build({
    entryPoints: [join(projectRoot, 'test', 'accountability', 'killed-writer-program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Kills it `afterMs` after it first acknowledged, and gives everything that it acknowledged. */
function killUnderLoad(logFolder: string, afterMs: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, logFolder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    let problem = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (told === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      told += chunk.toString('latin1');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      problem += chunk.toString('utf8');
    });
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(told.split('\n').slice(0, -1));
      else reject(new Error(`expected a writer that runs until it is killed: ${problem}`));
    });
  });
}

describe('a gateway that is killed at any moment', () => {
  it(`loses no read that it acknowledged, ${rounds} times`, async () => {
    let acknowledged = 0;
    let behind = 0;
    for (let round = 0; round < rounds; round += 1) {
      const logFolder = join(folder, `log-${Math.floor(round / roundsPerFolder)}`);
      await mkdir(logFolder, { recursive: true });
      const told = await killUnderLoad(logFolder, Math.random() * 25);
      acknowledged += told.length;

      const { unacknowledged, lines } = await verifyLog({ folder: logFolder, name: 'processing' });
      behind += unacknowledged;
      const kept = new Set<string>();
      const from = startOfChain('processing');
      for await (const { seq, hash } of readChain({ folder: logFolder, name: 'processing', from })) {
        kept.add(`${seq}:${hash}`);
      }
      expect(told.length).toBeGreaterThan(0);
      expect(told.filter((each) => !kept.has(each))).toEqual([]);
      expect(kept.size).toBe(lines);
    }
    noteFigure('a writer killed under load', {
      rounds,
      acknowledged,
      lost: 0,
      'whole but not acknowledged': behind,
    });
  }, 240_000);
});
