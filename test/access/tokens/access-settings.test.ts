import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../../adapter-kit/source-settings.js';
import { readAccessSettings } from '../../../gateway/access/access-settings.js';

const issuer = {
  issuer: 'https://issuer.invalid/realms/care',
  audience: 'https://gezinsbeeld.invalid/graphql',
  jwksUrl: 'https://issuer.invalid/realms/care/keys',
  algorithms: ['ES256'],
  functions: ['fixed-face'],
};

function problemsOf(issuers: unknown, more: Readonly<Record<string, string>> = {}): readonly string[] {
  try {
    readAccessSettings({
      ACCESS_ISSUERS: typeof issuers === 'string' ? issuers : JSON.stringify(issuers),
      ...more,
    });
    return [];
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return thrown.problems;
    throw thrown;
  }
}

describe('the configuration of issuers', () => {
  it('is taken whole, with the strict value for what is left out', () => {
    expect(readAccessSettings({ ACCESS_ISSUERS: JSON.stringify([issuer]) })).toEqual({
      issuers: [{ ...issuer, organisations: null, tokenType: 'at+jwt' }],
      keysMaxAgeSeconds: 3_600,
    });
  });

  it('may be absent: then nobody can be known', () => {
    expect(readAccessSettings({})).toBeNull();
    expect(readAccessSettings({ ACCESS_ISSUERS: '' })).toBeNull();
  });

  it('names everything that is wrong at once, and repeats no value', () => {
    const wrong = {
      ...issuer,
      issuer: 'http://issuer.invalid',
      jwksUrl: 'https://user:secret@issuer.invalid/keys',
      algorithms: ['HS256'],
      functions: ['neighbour'],
    };
    const problems = problemsOf([wrong], { ACCESS_KEYS_MAX_AGE_SECONDS: '5' });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'ACCESS_ISSUERS.0.issuer',
      'ACCESS_ISSUERS.0.jwksUrl',
      'ACCESS_ISSUERS.0.algorithms.0',
      'ACCESS_ISSUERS.0.functions.0',
      'ACCESS_KEYS_MAX_AGE_SECONDS',
    ]);
    expect(problems.join()).not.toMatch(/issuer\.invalid|secret|HS256|neighbour/);
  });

  it.each<readonly [string, unknown]>([
    ['is no JSON', 'https://issuer.invalid'],
    ['has a name twice', '[{"issuer":"https://a.invalid","issuer":"https://b.invalid"}]'],
    ['is no list', issuer],
    ['lists nobody', []],
    ['lists an issuer twice', [issuer, issuer]],
    ['says something unknown', [{ ...issuer, jwks: {} }]],
    ['lacks an audience', [{ ...issuer, audience: undefined }]],
    ['admits no algorithm', [{ ...issuer, algorithms: [] }]],
    ['admits the algorithm none', [{ ...issuer, algorithms: ['none'] }]],
    ['lets an issuer speak for nobody', [{ ...issuer, functions: [] }]],
    ['has an organisation that is no OIN', [{ ...issuer, organisations: ['Rotterdam'] }]],
    ['has keys at an address that is no https', [{ ...issuer, jwksUrl: 'http://10.0.0.1/keys' }]],
    ['has keys in a file', [{ ...issuer, jwksUrl: 'file:///keys.json' }]],
  ])('is refused when it %s', (_, issuers) => {
    expect(problemsOf(issuers).length).toBeGreaterThan(0);
  });

  it('admits http on this machine, for demonstrations', () => {
    expect(
      problemsOf([{ ...issuer, issuer: 'http://127.0.0.1:4300/x', jwksUrl: 'http://[::1]:4300/x/jwks' }]),
    ).toEqual([]);
  });
});
