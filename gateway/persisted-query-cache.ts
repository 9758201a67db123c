/**
 * Where the texts of persisted queries are kept: in memory, or in Redis so that several gateways share them. Texts only:
 * variables are no part of a persisted query, so nothing about a person is kept.
 */
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { Redis } from 'ioredis';

export interface PersistedQueryCache extends KeyValueCache<string> {
  close(): Promise<void>;
}

const keyPrefix = 'gezinsbeeld:persisted-query:';
const defaultTtlSeconds = 24 * 60 * 60;
const commandTimeoutMs = 50;

/** A store that is down costs at most `commandTimeoutMs` and looks like a query that is not known: the client sends it in full. */
export function createRedisPersistedQueryCache(
  redisUrl: string,
  onFailure: (error: Error) => void,
): PersistedQueryCache {
  const redis = new Redis(redisUrl, {
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    disconnectTimeout: 100,
  });
  redis.on('error', onFailure);
  const orMiss = async <T>(call: () => Promise<T>, miss: T): Promise<T> => {
    try {
      return await call();
    } catch (thrown) {
      onFailure(thrown instanceof Error ? thrown : new Error('the persisted query store failed'));
      return miss;
    }
  };
  return {
    get: (key) => orMiss(async () => (await redis.get(`${keyPrefix}${key}`)) ?? undefined, undefined),
    set: (key, value, options) =>
      orMiss(async () => {
        await redis.set(`${keyPrefix}${key}`, value, 'EX', options?.ttl ?? defaultTtlSeconds);
      }, undefined),
    delete: (key) => orMiss(async () => (await redis.del(`${keyPrefix}${key}`)) > 0, false),
    async close() {
      redis.disconnect();
    },
  };
}
