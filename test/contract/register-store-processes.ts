/** Real Redis processes on free ports of this machine: one server, a Cluster of three masters, a master with a replica and a Sentinel. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

export const redisServer = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find(existsSync);

export interface RedisProcess {
  readonly port: number;
  readonly pid: number;
  /** A connection for the test itself. */
  readonly admin: Redis;
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export async function startRedis(port: number, options: readonly string[] = []): Promise<RedisProcess> {
  const base = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return admit(spawn(redisServer ?? '', [...base, ...options]), port);
}

export interface RedisCluster {
  readonly nodes: readonly RedisProcess[];
  stop(): Promise<void>;
}

export async function startCluster(): Promise<RedisCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'register-cluster-'));
  const nodes = await Promise.all(
    [0, 1, 2].map(async (number) =>
      startRedis(await freePort(), [
        ...['--cluster-enabled', 'yes', '--cluster-node-timeout', '500', '--dir', folder],
        ...['--cluster-config-file', `node-${number}.conf`, '--cluster-port', String(await freePort())],
      ]),
    ),
  );
  const ranges = [
    ['0', '5460'],
    ['5461', '10922'],
    ['10923', '16383'],
  ];
  await Promise.all(
    nodes.map(({ admin }, index) => admin.call('CLUSTER', 'ADDSLOTSRANGE', ...(ranges[index] ?? []))),
  );
  const [first, ...rest] = nodes;
  for (const { port, admin } of rest) {
    const bus = await admin.call('CONFIG', 'GET', 'cluster-port');
    const busPort = Array.isArray(bus) ? String(bus[1]) : '';
    await first?.admin.call('CLUSTER', 'MEET', '127.0.0.1', String(port), busPort);
  }
  for (const { admin } of nodes) {
    await until(async () => {
      const state = String(await admin.call('CLUSTER', 'INFO'));
      return /cluster_state:ok/.test(state) && /cluster_known_nodes:3/.test(state);
    });
  }
  return {
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.kill('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface RedisWithSentinel {
  readonly master: RedisProcess;
  readonly replica: RedisProcess;
  readonly sentinelPort: number;
  /** By which the Sentinel knows them. */
  readonly name: string;
  stop(): Promise<void>;
}

export async function startSentinel(): Promise<RedisWithSentinel> {
  const name = 'register';
  const folder = await mkdtemp(join(tmpdir(), 'register-sentinel-'));
  const quickly = ['--repl-diskless-sync-delay', '0', '--dir', folder];
  const master = await startRedis(await freePort(), quickly);
  const replica = await startRedis(await freePort(), [...quickly, '--replicaof', `127.0.0.1 ${master.port}`]);
  await until(async () => /master_link_status:up/.test(await replica.admin.info('replication')));
  const sentinelPort = await freePort();
  const settings = join(folder, 'sentinel.conf');
  await writeFile(
    settings,
    [
      `port ${sentinelPort}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${name} 127.0.0.1 ${master.port} 1`,
      `sentinel down-after-milliseconds ${name} 300`,
      `sentinel failover-timeout ${name} 2000`,
    ].join('\n'),
  );
  const sentinel = await admit(
    spawn(redisServer ?? '', [settings, '--sentinel']),
    sentinelPort,
    'Sentinel ID',
  );
  await until(async () => {
    const replicas = await sentinel.admin.call('SENTINEL', 'REPLICAS', name);
    return Array.isArray(replicas) && replicas.length === 1 && JSON.stringify(replicas).includes('"ok"');
  });
  return {
    master,
    replica,
    sentinelPort,
    name,
    async stop() {
      await Promise.all([sentinel, replica, master].map((each) => each.kill('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again every few milliseconds until it holds; for what other processes do in their own time. */
export async function until(holds: () => Promise<boolean>, mostMs = 10_000): Promise<void> {
  const lastMs = Date.now() + mostMs;
  while (!(await holds())) {
    if (Date.now() > lastMs) throw new Error(`expected it to hold within ${mostMs} ms`);
    await setTimeout(10);
  }
}

export async function freePort(): Promise<number> {
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

async function admit(
  child: ChildProcess,
  port: number,
  ready = 'Ready to accept connections',
): Promise<RedisProcess> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('redis-server ended before it was ready')));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(ready)) resolve();
    });
  });
  const admin = new Redis({ host: '127.0.0.1', port, retryStrategy: () => null, disconnectTimeout: 100 });
  // It fails with its server, which is what some tests are about.
  admin.on('error', () => undefined);
  return {
    port,
    pid: child.pid ?? 0,
    admin,
    async kill(signal) {
      admin.disconnect();
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await ended;
    },
  };
}
