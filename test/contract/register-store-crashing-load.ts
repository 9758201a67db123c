/** A process that is killed in the middle of a load. It runs the compiled store, with Node alone, as an operator would. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../schema/project-root.js';

/** Leads, writes the first thousand households of a load, says so, and waits. */
const program = `
const { createRedisStore } = await import(process.argv[2]);
const store = createRedisStore({ settings: { kind: 'SINGLE', url: 'redis://127.0.0.1:' + process.argv[1] } });
if (!(await store.lead(60_000))) throw new Error('expected to lead');
await store.replaceAll(parts());

async function* parts() {
  for (let part = 0; part < 10; part += 1) {
    const put = Array.from({ length: 100 }, (_, number) => household('crash-' + part + '-' + number));
    const audit = [
      { at: '2026-11-02T11:00:00Z', organisation: 'RAAD', event: 'REFERENCE_REMOVED', digest: 'd2' },
    ];
    yield {
      references: { put: [], drop: [] },
      feeds: [],
      put,
      drop: ['h1'],
      undecided: { add: [], remove: [] },
      questions: new Map(),
      split: ['h1'],
      audit,
    };
  }
  process.stdout.write('written\\n');
  await new Promise(() => undefined);
}

function household(id) {
  return { id, aliases: [id], kind: 'HOUSEHOLD', links: [], members: [], composition: null, foundBy: ['p1'] };
}
`;

/** A process of its own leads and loads, and is killed once it has written a part. */
export async function killInTheMiddleOfALoad(port: number): Promise<void> {
  const store = pathToFileURL(join(projectRoot, 'dist/subgraphs/household/register/stores/redis-store.js'));
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, String(port), store.href], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the loading process ended before it was killed')));
    child.stdout.once('data', () => resolve());
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
