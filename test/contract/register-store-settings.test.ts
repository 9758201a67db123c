import { describe, expect, it } from '@jest/globals';
import { readRedisSettings } from '../../subgraphs/household/register/stores/redis-settings.js';

describe('where the Redis of the register is', () => {
  const read = (environment: Readonly<Record<string, string>>) => {
    const problems: string[] = [];
    return { settings: readRedisSettings(environment, problems), problems };
  };
  const nobody = { username: null, password: null };

  it('is nowhere when nothing is set, so that the register is kept in memory', () => {
    expect(read({})).toEqual({ settings: null, problems: [] });
    expect(read({ REDIS_URL: '', REDIS_PASSWORD: '' })).toEqual({ settings: null, problems: [] });
  });

  it('is one server by its URL, with its own credentials and TLS', () => {
    const url = 'rediss://register:secret@redis.invalid:6380/2';
    expect(read({ REDIS_URL: url })).toEqual({ settings: { kind: 'SINGLE', url }, problems: [] });
  });

  it('is a Cluster by some of its nodes', () => {
    const environment = {
      REDIS_CLUSTER_NODES: 'one.invalid:7000, [::1]:7001',
      REDIS_USERNAME: 'register',
      REDIS_PASSWORD: 'secret',
      REDIS_TLS: 'true',
    };
    expect(read(environment)).toEqual({
      settings: {
        kind: 'CLUSTER',
        nodes: [
          { host: 'one.invalid', port: 7000 },
          { host: '::1', port: 7001 },
        ],
        credentials: { username: 'register', password: 'secret' },
        hasTls: true,
      },
      problems: [],
    });
  });

  it('is what Sentinels know under a name, which may ask for credentials of their own', () => {
    const environment = {
      REDIS_SENTINELS: 'one.invalid:26379',
      REDIS_SENTINEL_NAME: 'register',
      REDIS_SENTINEL_PASSWORD: 'another',
    };
    expect(read(environment)).toEqual({
      settings: {
        kind: 'SENTINEL',
        sentinels: [{ host: 'one.invalid', port: 26_379 }],
        name: 'register',
        credentials: nobody,
        sentinelCredentials: { username: null, password: 'another' },
        hasTls: false,
      },
      problems: [],
    });
  });

  const addresses = 'expected host:port, and commas between several; an IPv6 address in brackets';
  const withUrl =
    'expected only with REDIS_CLUSTER_NODES or REDIS_SENTINELS; REDIS_URL holds its own (rediss://user:password@host)';
  const url = 'redis://one.invalid';
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'two places at once',
      { REDIS_URL: url, REDIS_CLUSTER_NODES: 'one.invalid:1' },
      ['REDIS_URL, REDIS_CLUSTER_NODES: expected one of them'],
    ],
    [
      'another kind of URL',
      { REDIS_URL: 'http://one.invalid' },
      ['REDIS_URL: expected a URL that starts with redis:// or rediss://'],
    ],
    ['a node without a port', { REDIS_CLUSTER_NODES: 'one.invalid' }, [`REDIS_CLUSTER_NODES: ${addresses}`]],
    [
      'a port that cannot be',
      { REDIS_CLUSTER_NODES: 'one.invalid:65536' },
      [`REDIS_CLUSTER_NODES: ${addresses}`],
    ],
    ['an empty place in a list', { REDIS_SENTINELS: 'one.invalid:1,' }, [`REDIS_SENTINELS: ${addresses}`]],
    [
      'Sentinels without the name that they know',
      { REDIS_SENTINELS: 'one.invalid:1' },
      ['REDIS_SENTINEL_NAME: expected, because REDIS_SENTINELS is given'],
    ],
    [
      'a name without Sentinels',
      { REDIS_URL: url, REDIS_SENTINEL_NAME: 'register' },
      ['REDIS_SENTINEL_NAME: expected only with REDIS_SENTINELS'],
    ],
    [
      'credentials beside a URL that holds its own',
      { REDIS_URL: url, REDIS_PASSWORD: 'secret', REDIS_TLS: 'true' },
      [`REDIS_PASSWORD: ${withUrl}`, `REDIS_TLS: ${withUrl}`],
    ],
    [
      'a user without a password',
      { REDIS_CLUSTER_NODES: 'one.invalid:1', REDIS_USERNAME: 'register' },
      ['REDIS_PASSWORD: expected, because REDIS_USERNAME is given'],
    ],
    [
      'anything but yes or no to TLS',
      { REDIS_CLUSTER_NODES: 'one.invalid:1', REDIS_TLS: 'yes' },
      ['REDIS_TLS: expected true or false'],
    ],
  ])('is refused with %s, and no value is repeated', (_, environment, expected) => {
    expect(read(environment)).toEqual({ settings: null, problems: expected });
  });
});
