/** Where Redis is, from environment variables: one server, a Cluster, or servers that Sentinels watch over. */
import { z } from 'zod';
import { describeIssues } from '../../../../adapter-kit/agreed-settings.js';
import { type Environment, withoutEmpty } from '../../../../adapter-kit/source-settings.js';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

export interface RedisCredentials {
  readonly username: string | null;
  readonly password: string | null;
}

export type RedisSettings =
  | { readonly kind: 'SINGLE'; readonly url: string }
  | {
      readonly kind: 'CLUSTER';
      readonly nodes: readonly RedisAddress[];
      readonly credentials: RedisCredentials;
      readonly hasTls: boolean;
    }
  | {
      readonly kind: 'SENTINEL';
      readonly sentinels: readonly RedisAddress[];
      /** By which the Sentinels know the servers. */
      readonly name: string;
      readonly credentials: RedisCredentials;
      readonly sentinelCredentials: RedisCredentials;
      readonly hasTls: boolean;
    };

const expectedUrl = 'expected a URL that starts with redis:// or rediss://';
const expectedAddresses = 'expected host:port, and commas between several; an IPv6 address in brackets';

const addresses = z.string().transform((text, context): readonly RedisAddress[] => {
  const found = text.split(',').map((each) => toAddress(each.trim()));
  const known = found.filter((each) => each !== null);
  if (known.length < found.length) context.addIssue({ code: 'custom', message: expectedAddresses });
  return known;
});

const settingsSchema = z.object({
  REDIS_URL: z
    .string()
    .refine((text) => /^rediss?:\/\//.test(text) && URL.canParse(text), expectedUrl)
    .optional(),
  REDIS_CLUSTER_NODES: addresses.optional(),
  REDIS_SENTINELS: addresses.optional(),
  REDIS_SENTINEL_NAME: z.string().optional(),
  REDIS_USERNAME: z.string().optional(),
  REDIS_PASSWORD: z.string().optional(),
  REDIS_SENTINEL_USERNAME: z.string().optional(),
  REDIS_SENTINEL_PASSWORD: z.string().optional(),
  REDIS_TLS: z.enum(['true', 'false'], 'expected true or false').optional(),
});

type Settings = z.infer<typeof settingsSchema>;
type Name = keyof Settings;

const places = ['REDIS_URL', 'REDIS_CLUSTER_NODES', 'REDIS_SENTINELS'] as const satisfies readonly Name[];
const ofCredentials = ['REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_TLS'] as const satisfies readonly Name[];
const ofSentinels = [
  'REDIS_SENTINEL_NAME',
  'REDIS_SENTINEL_USERNAME',
  'REDIS_SENTINEL_PASSWORD',
] as const satisfies readonly Name[];

/** `null` where no Redis is named. Pushes what is wrong to `problems`, one line for each variable, without its value. */
export function readRedisSettings(environment: Environment, problems: string[]): RedisSettings | null {
  const parsed = settingsSchema.safeParse(withoutEmpty(environment));
  const wrong = parsed.success ? contradictions(parsed.data) : describeIssues(parsed.error);
  problems.push(...wrong);
  return parsed.success && wrong.length === 0 ? toSettings(parsed.data) : null;
}

function contradictions(data: Settings): readonly string[] {
  const given = (name: Name): boolean => data[name] !== undefined;
  const named = places.filter(given);
  if (named.length > 1) return [`${named.join(', ')}: expected one of them`];
  const found: string[] = [];
  if (!given('REDIS_SENTINELS')) {
    for (const name of ofSentinels.filter(given)) found.push(`${name}: expected only with REDIS_SENTINELS`);
  } else if (!given('REDIS_SENTINEL_NAME')) {
    found.push('REDIS_SENTINEL_NAME: expected, because REDIS_SENTINELS is given');
  }
  if (!given('REDIS_CLUSTER_NODES') && !given('REDIS_SENTINELS')) {
    for (const name of ofCredentials.filter(given)) {
      found.push(
        `${name}: expected only with REDIS_CLUSTER_NODES or REDIS_SENTINELS; REDIS_URL holds its own (rediss://user:password@host)`,
      );
    }
  }
  if (given('REDIS_USERNAME') && !given('REDIS_PASSWORD')) {
    found.push('REDIS_PASSWORD: expected, because REDIS_USERNAME is given');
  }
  if (given('REDIS_SENTINEL_USERNAME') && !given('REDIS_SENTINEL_PASSWORD')) {
    found.push('REDIS_SENTINEL_PASSWORD: expected, because REDIS_SENTINEL_USERNAME is given');
  }
  return found;
}

function toSettings(data: Settings): RedisSettings | null {
  const credentials = { username: data.REDIS_USERNAME ?? null, password: data.REDIS_PASSWORD ?? null };
  const hasTls = data.REDIS_TLS === 'true';
  if (data.REDIS_URL !== undefined) return { kind: 'SINGLE', url: data.REDIS_URL };
  if (data.REDIS_CLUSTER_NODES) {
    return { kind: 'CLUSTER', nodes: data.REDIS_CLUSTER_NODES, credentials, hasTls };
  }
  if (!data.REDIS_SENTINELS || data.REDIS_SENTINEL_NAME === undefined) return null;
  return {
    kind: 'SENTINEL',
    sentinels: data.REDIS_SENTINELS,
    name: data.REDIS_SENTINEL_NAME,
    credentials,
    sentinelCredentials: {
      username: data.REDIS_SENTINEL_USERNAME ?? null,
      password: data.REDIS_SENTINEL_PASSWORD ?? null,
    },
    hasTls,
  };
}

function toAddress(text: string): RedisAddress | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : null;
}
