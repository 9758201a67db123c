import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../adapter-kit/source-settings.js';
import { readGatewayConfig } from '../../gateway/config.js';
import { organisations } from '../../subgraphs/index.js';

interface Started {
  readonly simulate?: boolean;
  readonly open?: boolean;
}
const read = (environment: Record<string, string>, { simulate = true, open = false }: Started = {}) =>
  readGatewayConfig(environment, { organisations, simulate, open });
const problemsOf = (environment: Record<string, string>, started: Started = {}): readonly string[] => {
  try {
    read(environment, started);
    return [];
  } catch (thrown) {
    return thrown instanceof ConfigurationError ? thrown.problems : ['something else was thrown'];
  }
};

const issuers = JSON.stringify([
  {
    issuer: 'https://login.invalid/care',
    jwksUrl: 'https://login.invalid/care/jwks',
    audience: 'https://gezinsbeeld.invalid/graphql',
    algorithms: ['ES256'],
    functions: ['fixed-face'],
  },
]);

describe('the configuration of the gateway', () => {
  it('needs nothing for a demonstration: every source that is not named is simulated', () => {
    const config = read({});
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', sourceTimeoutMs: 2_000, redis: null });
    expect([...config.placements.values()].map(({ placement }) => placement)).toEqual(
      Array(4).fill('SIMULATED'),
    );
  });

  it('is refused without simulation when a source is not named', () => {
    expect(problemsOf({}, { simulate: false, open: true })).toHaveLength(4);
  });

  it('is refused when half given, and says which half is missing', () => {
    const [problem] = problemsOf({ VEILIG_THUIS_URL: 'http://127.0.0.1:1/api/v1' });
    expect(problem).toMatch(/VEILIG_THUIS_TOKEN_URL: expected, because VEILIG_THUIS_URL is given/);
  });

  it('is refused when a subgraph is both elsewhere and here', () => {
    const url = 'http://127.0.0.1:4203';
    expect(problemsOf({ SUBGRAPH_RAAD_URL: url }, { open: true })).toEqual([]);
    expect(problemsOf({ SUBGRAPH_RAAD_URL: url, RAAD_STORE_URL: 'http://127.0.0.1:1' }).join()).toMatch(
      /not both/,
    );
  });

  it('signs by a key that a subgraph elsewhere can know, where access rules stand', () => {
    const elsewhere = { SUBGRAPH_RAAD_URL: 'http://127.0.0.1:4203' };
    expect(problemsOf(elsewhere)).toEqual([
      expect.stringMatching(/^ACCESS_SIGNING_KEY_FILE: expected beside SUBGRAPH_…_URL/),
    ]);
    expect(problemsOf({ ...elsewhere, ACCESS_SIGNING_KEY_FILE: 'gateway.private.json' })).toEqual([]);
  });

  it('names every wrong variable together, and repeats no value', () => {
    const secret = 'short-secret';
    const problems = problemsOf({
      PORT: '70000',
      SOURCE_TIMEOUT_MS: 'soon',
      PSEUDONYM_KEY: secret,
      HOST: 'all of them',
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

  it('needs somebody whose word counts for who asks: issuers, a simulation of them, or --open', () => {
    const real = { simulate: false };
    expect(problemsOf({}, real)[0]).toMatch(
      /^ACCESS_ISSUERS: expected the issuers whose access tokens are taken .* --simulate, .* --open/,
    );
    expect(problemsOf({ ACCESS_ISSUERS: issuers }, real).join()).not.toMatch(/ACCESS_ISSUERS/);
    expect(problemsOf({}, { ...real, open: true }).join()).not.toMatch(/ACCESS_ISSUERS/);
    expect(read({ ACCESS_ISSUERS: issuers }).access?.issuers).toHaveLength(1);
  });

  it('listens wherever it is told with access rules, and open on this machine only', () => {
    for (const HOST of ['0.0.0.0', '::', '192.0.2.7', '::1', 'localhost']) {
      expect([HOST, problemsOf({ HOST, ACCESS_ISSUERS: issuers })]).toEqual([HOST, []]);
    }
    // Anybody can have a token of the simulated issuer.
    expect(problemsOf({ HOST: '0.0.0.0' })).toEqual([
      'HOST: expected a loopback address beside a simulated issuer, whose tokens anybody can have',
    ]);
    expect(problemsOf({ HOST: 'gateway.invalid' })).toEqual([
      expect.stringMatching(/^HOST: expected an IP address/),
    ]);
    const open = { open: true };
    for (const HOST of ['0.0.0.0', '::', '192.0.2.7']) {
      expect(problemsOf({ HOST }, open)).toEqual([
        'HOST: expected a loopback address beside --open, because no access rules stand',
      ]);
    }
    for (const HOST of ['127.0.0.1', '::1', 'localhost', '']) expect(problemsOf({ HOST }, open)).toEqual([]);
  });

  it('is open neither in production, in capitals or not, nor beside issuers', () => {
    const open = { open: true };
    for (const NODE_ENV of ['production', 'PRODUCTION']) {
      expect(problemsOf({ NODE_ENV }, open)).toContain(
        '--open: expected NODE_ENV other than production, because no access rules stand',
      );
    }
    expect(problemsOf({ ACCESS_ISSUERS: issuers }, open)).toEqual([
      expect.stringMatching(/^--open: expected without ACCESS_ISSUERS/),
    ]);
  });

  it('refuses a feed that is read less often than it grows stale', () => {
    expect(problemsOf({ ROSTER_POLL_SECONDS: '60', ROSTER_MAX_AGE_SECONDS: '60' }).join()).toMatch(
      /always stale/,
    );
  });
});
