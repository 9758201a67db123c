/**
 * From outside: the whole gateway is killed at any moment under load. Whoever got an answer finds its trace in the processing log,
 * and the log is as it was written. `KILLED_GATEWAY_ROUNDS=50` for the long run.
 */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readChain, startOfChain } from '../../adapter-kit/accountability/chain-reader.js';
import { runLogCommand } from '../../gateway/accountability/log-command.js';
import { noteFigure } from './figures.js';
import { type GuardedProgram, type GuardedWorld, prepareGuardedWorld } from './guarded-program.js';
import { type StubSubgraph, startStubSubgraph } from './stub-subgraph.js';

const rounds = Number(process.env['KILLED_GATEWAY_ROUNDS'] ?? 2);
const clients = 16;
const longestMs = 400;

let register: StubSubgraph;
let world: GuardedWorld;
beforeAll(async () => {
  register = await startStubSubgraph('household', { Query: { feeds: () => [] } });
  // Only the register is asked here.
  const nobody = 'http://127.0.0.1:9';
  world = await prepareGuardedWorld({
    household: register.url,
    'veilig-thuis': nobody,
    raad: nobody,
    gi: nobody,
    'local-team': nobody,
  });
});
afterAll(async () => {
  await world.close();
  await register.close();
});

/** Asks without end until it is killed; gives the traces of all answers that were received whole. */
async function killUnderLoad(gateway: GuardedProgram, afterMs: number): Promise<readonly string[]> {
  const answered: string[] = [];
  const body = JSON.stringify({ query: '{ feeds { isFresh } }' });
  let isKilled = false;
  let killed: Promise<void> | null = null;
  const client = async (number: number): Promise<void> => {
    const headers = world.headersOf(`worker-${number}`);
    while (!isKilled) {
      const traceId = randomBytes(16).toString('hex');
      const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
      const answer = await gateway.post(body, { ...headers, traceparent }).catch(() => null);
      // Until the keys of the issuer are there nobody can be known.
      if (answer?.status === 503) await new Promise((resolve) => setTimeout(resolve, 100));
      if (answer?.status !== 200) continue;
      expect(JSON.parse(answer.text)).toMatchObject({ data: { feeds: [] } });
      answered.push(traceId);
      killed ??= new Promise((resolve) => setTimeout(resolve, afterMs)).then(async () => {
        isKilled = true;
        await gateway.end('SIGKILL');
      });
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  await killed;
  return answered;
}

async function tracesInLog(): Promise<ReadonlySet<string>> {
  const traces = new Set<string>();
  const folder = join(world.logFolder, 'processing');
  for await (const { entry } of readChain({ folder, name: 'processing', from: startOfChain('processing') })) {
    const { traceId } = entry as { readonly traceId?: string };
    if (traceId !== undefined) traces.add(traceId);
  }
  return traces;
}

it(
  `a gateway that is killed under load answered nobody without a record, ${rounds} times`,
  async () => {
    const answered: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const gateway = await world.start({ LOG_LEVEL: 'error' });
      answered.push(...(await killUnderLoad(gateway, Math.random() * longestMs)));
      const problems: string[] = [];
      const output = { out: () => {}, problem: (line: string) => void problems.push(line) };
      // What `npm run log -- verify` does.
      expect([await runLogCommand(['verify', '--dir', world.logFolder], output), problems]).toEqual([0, []]);
    }
    const traces = await tracesInLog();
    expect(answered.filter((trace) => !traces.has(trace))).toEqual([]);
    expect(answered.length).toBeGreaterThanOrEqual(rounds);
    noteFigure('32 the gateway killed under load', {
      rounds,
      answered: answered.length,
      'answered without a record': 0,
      'recorded but not answered': traces.size - answered.length,
    });
  },
  60_000 + rounds * 30_000,
);
