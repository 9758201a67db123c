/**
 * One connection to Redis, a Cluster or Sentinels. Nothing is queued while it is away and nothing is sent twice: whoever
 * asks then is refused at once, and the connection comes back by itself.
 */
import { type RedisOptions as AllRedisOptions, Cluster, Redis } from 'ioredis';
import { SourceError } from '../../../../adapter-kit/source-error.js';
import { RedisTimeoutError, toRegisterFailure } from './redis-failures.js';
import { pointerKey, type RedisScript } from './redis-scripts.js';
import type { RedisCredentials, RedisSettings } from './redis-settings.js';

export interface RedisConnection {
  /** Runs a script. @throws SourceError, PublicationRefusedError */
  run(script: RedisScript, args: readonly (string | number)[]): Promise<unknown>;
  close(): void;
}

export interface RedisConnectionOptions {
  readonly settings: RedisSettings;
  /** How long one answer may take. */
  readonly timeoutMs: number;
  /** Told whenever the connection fails. Holds no address and no secret. */
  readonly onFailure: (failure: Error) => void;
}

/** Without the choice of another reply format, which would change the type of the client. */
type RedisOptions = Omit<AllRedisOptions, 'replyMapping'>;

const connectTimeoutMs = 2_000;
/** A connection that is silent for this much longer than one answer may take is dropped and made anew. */
const silenceMs = 500;
/** After which a client that gave up is started again. */
const reviveMs = 100;

export function createRedisConnection(options: RedisConnectionOptions): RedisConnection {
  const { timeoutMs } = options;
  const client = createClient(options.settings, timeoutMs);
  /** Why there is no connection; `null` while there is one. A server that does not admit us closes, and says why only once. */
  let refusal: Error | null = null;
  client.on('error', (error: unknown) => {
    const failure = toRegisterFailure(error);
    refusal = failure instanceof SourceError && failure.reason === 'REJECTED' ? failure : null;
    options.onFailure(failure);
  });
  client.on('ready', () => {
    refusal = null;
  });
  let isClosed = false;
  // The client gives up for good when a Sentinel tells of the failover just while it looks for the master: it takes the order to
  // drop the old connection for one to stop.
  client.on('end', () => {
    if (!isClosed) setTimeout(() => !isClosed && connectAgain(), reviveMs).unref();
  });
  const connectAgain = (): void => {
    // A failure is told by the events above, and ends in a new try.
    client.connect().catch(() => undefined);
  };
  // Whoever asks before the first attempt has ended waits for it; afterwards "away" is said at once.
  const attempted = new Promise<void>((resolve) => {
    for (const event of ['ready', 'error', 'close', 'end']) client.once(event, () => resolve());
  });

  const evaluate = async (script: RedisScript, args: readonly (string | number)[]): Promise<unknown> => {
    await attempted;
    try {
      return await client.evalsha(script.sha, 1, pointerKey, ...args);
    } catch (thrown) {
      if (!(thrown instanceof Error) || !thrown.message.startsWith('NOSCRIPT')) throw thrown;
      return await client.eval(script.text, 1, pointerKey, ...args);
    }
  };

  return {
    async run(script, args) {
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new RedisTimeoutError()), timeoutMs);
      });
      const answer = evaluate(script, args);
      // It may still fail after nobody waits for it any more.
      answer.catch(() => undefined);
      try {
        return await Promise.race([answer, tooLate]);
      } catch (thrown) {
        throw refusal ?? toRegisterFailure(thrown);
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      isClosed = true;
      client.disconnect();
    },
  };
}

function createClient(settings: RedisSettings, timeoutMs: number): Redis | Cluster {
  const common: RedisOptions = {
    connectTimeout: connectTimeoutMs,
    socketTimeout: timeoutMs + silenceMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    disconnectTimeout: 100,
    // A server that was demoted refuses writes: ask anew which one is the master.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
  const retryStrategy = (times: number): number => Math.min(times * 50, 1_000);
  const single: RedisOptions = { ...common, enableOfflineQueue: false, retryStrategy };
  switch (settings.kind) {
    case 'SINGLE':
      return new Redis(settings.url, single);
    case 'SENTINEL':
      return new Redis({
        ...single,
        ...credentials(settings.credentials),
        ...sentinelCredentials(settings.sentinelCredentials),
        sentinels: settings.sentinels.map((address) => ({ ...address })),
        name: settings.name,
        sentinelCommandTimeout: connectTimeoutMs,
        sentinelRetryStrategy: retryStrategy,
        // Learns of a failover while the old master keeps the connection open and is silent.
        failoverDetector: true,
        ...(settings.hasTls ? { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
      });
    case 'CLUSTER':
      return new Cluster(
        settings.nodes.map((address) => ({ ...address })),
        {
          enableOfflineQueue: false,
          clusterRetryStrategy: retryStrategy,
          clusterNodeRetryStrategy: retryStrategy,
          slotsRefreshTimeout: connectTimeoutMs,
          slotsRefreshInterval: 1_000,
          // While a slot moves or its master changes; the deadline of the call ends it in any case.
          maxRedirections: 3,
          retryDelayOnFailover: 50,
          retryDelayOnClusterDown: 50,
          redisOptions: {
            ...common,
            ...credentials(settings.credentials),
            ...(settings.hasTls ? { tls: {} } : {}),
          },
          // A certificate names a host, so hosts stay names.
          ...(settings.hasTls ? { dnsLookup: (address, found) => found(null, address) } : {}),
        },
      );
    default:
      return settings satisfies never;
  }
}

function credentials({ username, password }: RedisCredentials): RedisOptions {
  return {
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
  };
}

function sentinelCredentials({ username, password }: RedisCredentials): RedisOptions {
  return {
    ...(username === null ? {} : { sentinelUsername: username }),
    ...(password === null ? {} : { sentinelPassword: password }),
  };
}
