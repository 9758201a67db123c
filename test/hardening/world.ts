/** Three sources, each behind a proxy that goes wrong when it is told to, and the built gateway over them. */
import { type FaultProxy, startFaultProxy } from '../../simulated-sources/fault-proxy/fault-proxy.js';
import { parseFault } from '../../simulated-sources/fault-proxy/faults.js';
import { composeAt, type GatewayOptions, type OpenGateway, startOpenGateway } from './open-gateway.js';
import {
  type SmallSource,
  type SourceName,
  sourceNames,
  startSmallSource,
  typeDefs,
} from './small-source.js';

type OfEach<T> = Readonly<Record<SourceName, T>>;

export interface World {
  readonly gateway: OpenGateway;
  readonly sources: OfEach<SmallSource>;
  readonly proxies: OfEach<FaultProxy>;
  /** Puts a fault on, written as on the fault proxy's command line; `none` takes it off. */
  fail(name: SourceName, fault: string): Promise<void>;
  /** Takes every fault off, and waits until every source is asked again. */
  heal(question: string): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions extends Partial<GatewayOptions> {
  /** Numbers from 0 up to 1 that decide which requests fail, where only some do. */
  readonly random?: () => number;
  /** Sources that are not there when the gateway starts. */
  readonly without?: readonly SourceName[];
}

/** Longer than an open circuit keeps a source waiting, on a machine with other work. */
const healWithinMs = 5_000;

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { random = Math.random, without = [], budgetMs = 2_500, env = {} } = options;
  const ofEach = async <T>(make: (name: SourceName) => Promise<T>): Promise<OfEach<T>> => ({
    homes: await make('homes'),
    care: await make('care'),
    schools: await make('schools'),
  });
  const sources = await ofEach(startSmallSource);
  const proxies = await ofEach((name) => startFaultProxy({ target: sources[name].url, random }));
  for (const name of without) {
    await proxies[name].set({ kind: 'refuse' });
    await sources[name].stop();
  }
  const subgraphs = sourceNames.map((name) => ({ name, url: proxies[name].url, sdl: typeDefs[name] }));
  const gateway = await startOpenGateway(composeAt(subgraphs), { budgetMs, env });
  return {
    gateway,
    sources,
    proxies,
    fail: (name, fault) => proxies[name].set(parseFault(fault)),
    async heal(question) {
      for (const name of sourceNames) {
        sources[name].instead = null;
        await proxies[name].set(null);
      }
      await until(async () => (await gateway.ask(question)).errors.length === 0, healWithinMs);
    },
    async stop() {
      await gateway.stop();
      for (const name of sourceNames) {
        await proxies[name].close();
        await sources[name].stop();
      }
    },
  };
}

/** Looks again and again; gives how long it took. @throws Error when it is not so in time. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const started = performance.now();
  while (!(await isSo())) {
    if (performance.now() - started > withinMs) throw new Error(`expected it within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - started;
}
