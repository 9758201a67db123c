/** Asks one question again and again over HTTP, a bounded number at a time, and holds every answer against the first. */
import { Pool } from 'undici';
import { withoutTimes } from './check-answer.js';

export interface Target {
  readonly url: string;
  readonly path: string;
  readonly body: string;
}

export interface DriveOptions {
  readonly concurrency: number;
  readonly durationMs: number;
}

export interface Driven {
  /** Each request's time, in milliseconds. */
  readonly latenciesMs: readonly number[];
  readonly elapsedMs: number;
}

export interface Driver {
  /** The answer as it came. @throws Error for any status but 200. */
  askOnce(target: Target): Promise<string>;
  /** @throws Error at the first answer that differs from `first`, times aside. */
  drive(target: Target, first: string, options: DriveOptions): Promise<Driven>;
  close(): Promise<void>;
}

export function createDriver(connections: number): Driver {
  const pools = new Map<string, Pool>();

  function poolOf(url: string): Pool {
    const pool = pools.get(url) ?? new Pool(url, { connections, pipelining: 1 });
    pools.set(url, pool);
    return pool;
  }

  async function askOnce({ url, path, body }: Target): Promise<string> {
    const answer = await poolOf(url).request({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json' },
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`expected status 200, received ${answer.statusCode}`);
    return text;
  }

  async function drive(target: Target, first: string, options: DriveOptions): Promise<Driven> {
    const expected = withoutTimes(first);
    const latenciesMs: number[] = [];
    const startedAt = performance.now();
    const endsAt = startedAt + options.durationMs;
    const worker = async (): Promise<void> => {
      while (performance.now() < endsAt) {
        const askedAt = performance.now();
        const text = await askOnce(target);
        latenciesMs.push(performance.now() - askedAt);
        if (withoutTimes(text) !== expected) {
          throw new Error(`answer ${latenciesMs.length} differs from the first in more than its times`);
        }
      }
    };
    await Promise.all(Array.from({ length: options.concurrency }, worker));
    return { latenciesMs, elapsedMs: performance.now() - startedAt };
  }

  return {
    askOnce,
    drive,
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
