import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../adapter-kit/source-settings.js';
import { readGatewayConfig } from '../../gateway/config.js';
import { organisations } from '../../subgraphs/index.js';

const read = (environment: Record<string, string>, simulate = true) =>
  readGatewayConfig(environment, { organisations, simulate });
const problemsOf = (environment: Record<string, string>, simulate = true): readonly string[] => {
  try {
    read(environment, simulate);
    return [];
  } catch (thrown) {
    return thrown instanceof ConfigurationError ? thrown.problems : ['something else was thrown'];
  }
};

describe('the configuration of the gateway', () => {
  it('needs nothing for a demonstration: every source that is not named is simulated', () => {
    const config = read({});
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', sourceTimeoutMs: 2_000, redis: null });
    expect([...config.placements.values()].map(({ placement }) => placement)).toEqual(
      Array(4).fill('SIMULATED'),
    );
  });

  it('is refused without simulation when a source is not named', () => {
    expect(problemsOf({}, false)).toHaveLength(4);
  });

  it('is refused when half given, and says which half is missing', () => {
    const [problem] = problemsOf({ VEILIG_THUIS_URL: 'http://127.0.0.1:1/api/v1' });
    expect(problem).toMatch(/VEILIG_THUIS_TOKEN_URL: expected, because VEILIG_THUIS_URL is given/);
  });

  it('is refused when a subgraph is both elsewhere and here', () => {
    const url = 'http://127.0.0.1:4203';
    expect(problemsOf({ SUBGRAPH_RAAD_URL: url })).toEqual([]);
    expect(problemsOf({ SUBGRAPH_RAAD_URL: url, RAAD_STORE_URL: 'http://127.0.0.1:1' }).join()).toMatch(
      /not both/,
    );
  });

  it('names every wrong variable together, and repeats no value', () => {
    const secret = 'short-secret';
    const problems = problemsOf({
      PORT: '70000',
      SOURCE_TIMEOUT_MS: 'soon',
      PSEUDONYM_KEY: secret,
      HOST: '0.0.0.0',
      REDIS_URL: 'localhost',
    });
    expect(problems.map((problem) => problem.slice(0, problem.indexOf(':'))).sort()).toEqual([
      'HOST',
      'PORT',
      'PSEUDONYM_KEY',
      'REDIS_URL',
      'SOURCE_TIMEOUT_MS',
    ]);
    expect(problems.join()).not.toContain(secret);
  });

  it('listens on loopback only, and not in production, until access rules exist', () => {
    expect(problemsOf({ HOST: '192.168.0.1' }).join()).toMatch(/loopback/);
    expect(problemsOf({ NODE_ENV: 'production' }).join()).toMatch(/access rules are not complete/);
  });

  it('refuses a feed that is read less often than it grows stale', () => {
    expect(problemsOf({ ROSTER_POLL_SECONDS: '60', ROSTER_MAX_AGE_SECONDS: '60' }).join()).toMatch(
      /always stale/,
    );
  });
});
