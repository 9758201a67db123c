/** What the Raad's message store confirmed survives that its process is killed at the worst moment. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { projectRoot } from '../../schema/project-root.js';
import { writeRequest } from '../../simulated-sources/raad/stuf-messages.js';

const sources = join(projectRoot, 'subgraphs', 'raad', 'message-store');
const program = join(projectRoot, 'dist', 'subgraphs', 'raad', 'message-store', 'main.js');
/** Twenty by hand: `KILLED_STORE_ROUNDS=20`. */
const rounds = Number(process.env['KILLED_STORE_ROUNDS'] ?? 10);
const messagesPerRound = 8;

function isCompiled(): boolean {
  if (!existsSync(program)) return false;
  return readdirSync(sources)
    .filter((file) => file.endsWith('.ts'))
    .every((file) => {
      const compiled = join(program, '..', file.replace(/\.ts$/, '.js'));
      return existsSync(compiled) && statSync(compiled).mtimeMs >= statSync(join(sources, file)).mtimeMs;
    });
}

interface RunningStore {
  readonly url: string;
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

async function start(dataFolder: string, errors: 'ignore' | 'pipe' = 'ignore'): Promise<RunningStore> {
  const child = spawn(process.execPath, [program, '--data', dataFolder], {
    stdio: ['ignore', 'pipe', errors],
    env: { ...process.env, NODE_OPTIONS: '', RAAD_STORE_SECRET: 'demonstration-secret-of-a-test' },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { stdout } = child;
  if (stdout === null) throw new Error('expected the store to have an output');
  const lines = createInterface({ input: stdout });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', () => reject(new Error('expected the store to start')));
  });
  return { url: JSON.parse(line).url, child, ended };
}

function message(referenceNumber: string): string {
  return writeRequest({
    referenceNumber,
    sentAt: '20261102090000',
    from: { oin: '00000099000000000901', name: 'Gemeente Testdam' },
    requestCase: `TD-${referenceNumber}`,
    requestedOn: '2026-11-02',
    children: [{ bsn: null, surname: 'Test' }],
    parties: [],
    workerSurname: 'Testmedewerker',
  });
}

async function post(url: string, referenceNumber: string): Promise<'kept' | 'duplicate' | 'refused'> {
  const response = await request(`${url}/messages/inbound`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: message(referenceNumber),
  });
  const answer = await response.body.text();
  if (answer.includes('>Bv03<')) return 'kept';
  return answer.includes('>StUF016<') ? 'duplicate' : 'refused';
}

describe('the message store of the Raad', () => {
  let dataFolder: string;

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-kill-'));
    if (!isCompiled()) {
      const compiler = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
      try {
        execFileSync(process.execPath, [compiler, '-p', join(projectRoot, 'tsconfig.build.json')], {
          stdio: 'ignore',
        });
      } catch {
        // Types are checked elsewhere; what matters here is that the program was written.
      }
    }
  }, 120_000);
  afterAll(async () => {
    await rm(dataFolder, { recursive: true, force: true });
  });

  it('refuses to run twice on one folder, and runs again as soon as the first time after it was killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-lock-'));
    const startedFirst = performance.now();
    const first = await start(folder);
    const firstMs = performance.now() - startedFirst;
    expect(await post(first.url, 'L-1')).toBe('kept');
    const second = spawnSync(process.execPath, [program, '--data', folder], {
      env: { ...process.env, NODE_OPTIONS: '', RAAD_STORE_SECRET: 'demonstration-secret-of-a-test' },
      encoding: 'utf8',
    });
    expect([second.status, second.stdout, second.stderr]).toEqual([
      1,
      '',
      `raad-message-store: the data folder is in use by a store in process ${first.child.pid}\n`,
    ]);
    first.child.kill('SIGKILL');
    // At once, as a supervisor would: nobody waits until the killed process is gone.
    const started = performance.now();
    const third = await start(folder);
    // A busy machine makes both starts slow; waiting for the dead would come on top.
    expect(performance.now() - started).toBeLessThan(2 * firstMs + 1_000);
    expect(await post(third.url, 'L-1')).toBe('duplicate');
    third.child.kill('SIGTERM');
    await Promise.all([first.ended, third.ended]);
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  it('says on standard error that an unfinished write was moved aside', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-torn-'));
    const first = await start(folder);
    expect(await post(first.url, 'T-1')).toBe('kept');
    first.child.kill('SIGTERM');
    await first.ended;
    await appendFile(join(folder, 'messages.log'), 'half');
    const second = await start(folder, 'pipe');
    let told = '';
    second.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    expect(await post(second.url, 'T-1')).toBe('duplicate');
    second.child.kill('SIGTERM');
    await second.ended;
    expect(told).toMatch(
      /^raad-message-store: the last write to messages\.log was not finished: 4 bytes from byte \d+ were moved to messages\.log\.torn-\d+; they were not marked as confirmed\n$/,
    );
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  it('loses nothing that it confirmed, killed again and again right after a confirmation', async () => {
    const confirmed: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const store = await start(dataFolder);
      const attempts = Array.from({ length: messagesPerRound }, (_, index) => {
        const referenceNumber = `K-${round}-${index}`;
        return post(store.url, referenceNumber).then((outcome) => {
          if (outcome !== 'kept') throw new Error(`expected a confirmation, received ${outcome}`);
          confirmed.push(referenceNumber);
          // The first confirmation ends the process, while the other messages are under way.
          store.child.kill('SIGKILL');
        });
      });
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
      await store.ended;
    }
    expect(confirmed.length).toBeGreaterThanOrEqual(rounds);

    const store = await start(dataFolder);
    const again: string[] = [];
    for (const referenceNumber of confirmed) again.push(await post(store.url, referenceNumber));
    store.child.kill('SIGTERM');
    await store.ended;
    expect(again.filter((outcome) => outcome !== 'duplicate')).toEqual([]);
  }, 60_000);
});
