/**
 * Runs the fault proxy: `npm run faults -- --target http://127.0.0.1:4303 --port 4403 [--fault latency=200] [--only /roster]`.
 *
 * The first line on standard output is JSON: pid, url, and how faults are written. Each line on standard input puts another
 * fault on while it runs; `none` takes it off. It ends with the process that started it.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startFaultProxy } from './fault-proxy.js';
import { faultForms, parseFault } from './faults.js';

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    port: { type: 'string', default: '0' },
    fault: { type: 'string', default: 'none' },
    only: { type: 'string', default: '' },
  },
});

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}

const port = Number(values.port);
if (values.target === undefined || !URL.canParse(values.target)) {
  refuse('expected --target, e.g. http://127.0.0.1:4303 or postgres://127.0.0.1:5432');
}
if (!Number.isInteger(port) || port < 0 || port > 65_535) refuse('expected a port from 0 to 65535');

const scope = { only: values.only };
const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : 'unknown');
const proxy = await startFaultProxy({ target: values.target, port }).catch((thrown: unknown) =>
  refuse(messageOf(thrown)),
);
async function put(text: string): Promise<string | null> {
  try {
    await proxy.set(parseFault(text), scope);
    return null;
  } catch (thrown) {
    return messageOf(thrown);
  }
}
const refusal = await put(values.fault);
if (refusal !== null) refuse(refusal);
process.stdout.write(`${JSON.stringify({ pid: process.pid, url: proxy.url, faults: faultForms })}\n`);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await proxy.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
// Who lost its parent has another one: nobody is left to stop this process.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && void stop(), 500).unref();

// One after another: the last line typed is the fault that stays on.
let done: Promise<void> = Promise.resolve();
createInterface({ input: process.stdin }).on('line', (line) => {
  const text = line.trim();
  if (text === '') return;
  done = done.then(async () => {
    const problem = await put(text);
    process.stdout.write(`${JSON.stringify(problem === null ? { fault: text } : { problem })}\n`);
  });
});
