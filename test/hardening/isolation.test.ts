/**
 * From outside: two hundred people put one operation to the gateway, fifty at a time and each twice at once, while sources fail. Every
 * record that the subgraphs give carries the name of the subject for whom it was read; nobody may ever see another's.
 * `ISOLATION_MINUTES=5` for the long run.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../../simulated-sources/fault-proxy/fault-proxy.js';
import { parseFault } from '../../simulated-sources/fault-proxy/faults.js';
import { seededRandom } from '../adapter-kit/failing-source.js';
import { noteFigure } from './figures.js';
import { type GuardedProgram, type GuardedWorld, prepareGuardedWorld } from './guarded-program.js';
import { type StubContext, type StubSubgraph, startStubSubgraph } from './stub-subgraph.js';

const seed = Number(process.env['ISOLATION_SEED'] ?? 20_261_122);
const lastsMs = Number(process.env['ISOLATION_MINUTES'] ?? 0.1) * 60_000;
const subjects = 200;
const atOnce = 25;
const stepMs = 1_000;

const faults = [
  ...['none', 'none', 'latency=30+200', 'reset=150', 'cut=150', 'status=503@30', 'status=500@20'],
  ...['break-off=reset', 'truncated', 'duplicate-keys', 'wrong-types', 'entities=missing', 'proto'],
];

/** What stands in every record that is read for a subject. */
const canaryOf = (subject: string): string => `canary-${subject}-`;
const canary = /canary-(.+?)-/g;

const operation = `{ myHouseholds(first: 5) { nodes {
  id
  stories { id versions { writtenOn text } }
  fixedFaces { name }
  measures { id }
} } }`;

let stubs: readonly StubSubgraph[];
let proxies: readonly FaultProxy[];
let world: GuardedWorld;
let gateway: GuardedProgram;

beforeAll(async () => {
  const random = seededRandom(seed);
  const register = await startStubSubgraph('household', {
    Query: {
      myHouseholds: (_: unknown, __: unknown, { subjectId }: StubContext) => ({
        nodes: [1, 2].map((number) => ({
          id: `${canaryOf(subjectId)}household-${number}`,
          localTeamKey: `${canaryOf(subjectId)}key-${number}`,
          giKey: `${canaryOf(subjectId)}key-${number}`,
        })),
      }),
    },
  });
  const localTeam = await startStubSubgraph('local-team', {
    Household: {
      __resolveReference: (reference: object, { subjectId }: StubContext) => ({ ...reference, subjectId }),
      // Of the key and of the signed context: a mixture of two people shows in the record.
      stories: ({
        localTeamKey,
        subjectId,
      }: {
        readonly localTeamKey: string;
        readonly subjectId: string;
      }) => [
        {
          id: `${canaryOf(subjectId)}story`,
          versions: [{ writtenOn: '2026-01-01', text: `${localTeamKey} ${canaryOf(subjectId)}text` }],
        },
      ],
      fixedFaces: ({ subjectId }: { readonly subjectId: string }) => [{ name: `${canaryOf(subjectId)}name` }],
    },
  });
  const gi = await startStubSubgraph('gi', {
    Household: {
      __resolveReference: (reference: object, { subjectId }: StubContext) => ({ ...reference, subjectId }),
      measures: ({ giKey, subjectId }: { readonly giKey: string; readonly subjectId: string }) => [
        { id: `${giKey} ${canaryOf(subjectId)}measure` },
      ],
    },
  });
  stubs = [register, localTeam, gi];
  proxies = await Promise.all(stubs.map(({ url }) => startFaultProxy({ target: url, random })));
  const [household = '', team = '', institution = ''] = proxies.map(({ url }) => url);
  const nobody = 'http://127.0.0.1:9';
  world = await prepareGuardedWorld({
    household,
    'local-team': team,
    gi: institution,
    'veilig-thuis': nobody,
    raad: nobody,
  });
  gateway = await world.start({ LOG_LEVEL: 'error', SOURCE_TIMEOUT_MS: '2000' });
}, 90_000);

afterAll(async () => {
  await gateway?.end('SIGTERM');
  await world?.close();
  await Promise.all([...proxies.map((proxy) => proxy.close()), ...stubs.map((stub) => stub.close())]);
});

it(
  `nobody sees what was read for another, ${subjects} people, seed ${seed}`,
  async () => {
    const random = seededRandom(seed + 1);
    const names = Array.from({ length: subjects }, (_, number) => `worker${number}`);
    const headers = new Map(names.map((name) => [name, world.headersOf(name)]));
    const body = JSON.stringify({ query: operation });
    // Until the keys of the issuer are there nobody can be known.
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { status } = await gateway.post(body, headers.get('worker0') ?? {});
      if (status !== 503) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }

    const endsAt = performance.now() + lastsMs;
    const isOver = (): boolean => performance.now() >= endsAt;
    const foreign: string[] = [];
    const [seen, statuses] = [new Set<string>(), new Map<number, number>()];
    let [answers, whole, canaries, broken] = [0, 0, 0, 0];

    const one = async (name: string): Promise<void> => {
      const answer = await gateway.post(body, headers.get(name) ?? {});
      answers += 1;
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const { data, errors = [] } = JSON.parse(answer.text) as { data?: unknown; errors?: unknown[] };
      if (data && errors.length === 0) whole += 1;
      if (errors.length > 0) broken += 1;
      for (const [, owner = ''] of answer.text.matchAll(canary)) {
        canaries += 1;
        seen.add(owner);
        if (owner !== name) foreign.push(`${owner} to ${name}`);
      }
    };
    const client = async (): Promise<void> => {
      while (!isOver()) {
        const name = names[Math.floor(random() * subjects)] ?? 'worker0';
        // Twice at once, so that equal reads of one asker are shared.
        await Promise.all([one(name), one(name)]);
      }
    };
    const trouble = async (): Promise<void> => {
      while (!isOver()) {
        const proxy = proxies[Math.floor(random() * proxies.length)];
        const fault = faults[Math.floor(random() * faults.length)] ?? 'none';
        await proxy?.set(parseFault(fault));
        await new Promise((resolve) => setTimeout(resolve, Math.min(stepMs, endsAt - performance.now())));
        await proxy?.set(null);
      }
    };
    await Promise.all([...Array.from({ length: atOnce }, client), trouble()]);

    const asked = stubs.reduce((sum, stub) => sum + stub.asked.length, 0);
    noteFigure(`28 isolation, ${subjects} people, 50 at a time, seed ${seed}, ${lastsMs / 1_000} s`, {
      answers,
      whole,
      'with errors': broken,
      'people who saw their own': seen.size,
      'canaries looked at': canaries,
      'foreign canaries': foreign.length,
      'calls to subgraphs': asked,
    });
    expect(foreign).toEqual([]);
    expect([...statuses.keys()].filter((status) => status !== 200)).toEqual([]);
    expect(whole).toBeGreaterThan(0);
    expect(seen.size).toBeGreaterThan(10);
  },
  lastsMs + 60_000,
);
