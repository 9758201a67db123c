import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createRedisPersistedQueryCache,
  type PersistedQueryCache,
} from '../../gateway/persisted-query-cache.js';

const redisServer = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find(existsSync);
const withRedis = redisServer ? describe : describe.skip;
const why = redisServer ? '' : ' (skipped: redis-server is not installed; Debian has it as redis-server)';

withRedis(`persisted queries in Redis${why}`, () => {
  let url: string;
  let stopRedis: () => Promise<void>;
  const caches: PersistedQueryCache[] = [];
  const failures: Error[] = [];
  const connect = (): PersistedQueryCache => {
    const cache = createRedisPersistedQueryCache(url, (failure) => failures.push(failure));
    caches.push(cache);
    return cache;
  };

  beforeAll(async () => {
    const port = await freePort();
    url = `redis://127.0.0.1:${port}`;
    const child = spawn(redisServer ?? '', [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
    ]);
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('redis-server ended before it was ready')));
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Ready to accept connections')) resolve();
      });
    });
    stopRedis = async () => {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    };
  });
  afterAll(async () => {
    await Promise.all(caches.map((cache) => cache.close()));
    await stopRedis?.();
  });

  it('are known to a second gateway once a first one was sent them', async () => {
    const [one, other] = [connect(), connect()];
    await settle(one);
    await settle(other);
    await one.set('hash', 'query { a }');
    expect(await other.get('hash')).toBe('query { a }');
    expect(await other.delete('hash')).toBe(true);
    expect(await one.get('hash')).toBeUndefined();
  });

  it('look unknown, quickly, when Redis is away: the client sends the query in full', async () => {
    const cache = connect();
    await settle(cache);
    await stopRedis();
    const startedAt = Date.now();
    expect(await cache.get('hash')).toBeUndefined();
    await cache.set('hash', 'query { a }');
    expect(Date.now() - startedAt).toBeLessThan(500);
    expect(failures.length).toBeGreaterThan(0);
  });
});

// The connection is made in the background; until it stands everything is a miss.
async function settle(cache: PersistedQueryCache): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    await cache.set('probe', 'probe');
    if ((await cache.get('probe')) === 'probe') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('expected a connection to Redis within two seconds');
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('expected a free port')),
      );
    });
  });
}
