/** The gateway and the subgraphs over real people's records: what has to be there, each thing by itself. */
import { describe, expect, it } from '@jest/globals';
import { readAgreedSettings } from '../../adapter-kit/agreed-settings.js';
import { subgraphProductionProblems } from '../../adapter-kit/production.js';
import { ConfigurationError, type Environment } from '../../adapter-kit/source-settings.js';
import { readGatewayConfig } from '../../gateway/config.js';
import { organisations } from '../../subgraphs/index.js';

const issuer = {
  issuer: 'https://login.example.invalid/care',
  jwksUrl: 'https://login.example.invalid/care/jwks',
  audience: 'https://gezinsbeeld.invalid/graphql',
  algorithms: ['ES256'],
  functions: ['fixed-face'],
};

const complete: Environment = {
  NODE_ENV: 'production',
  PSEUDONYM_KEY: 'a key of this region, of the tests alone',
  KEY_TOKEN_SECRET: 'a secret of this region, of the tests alone',
  LEGAL_GROUND: 'AVG art. 6 lid 1 onder e, as established for this region',
  DPIA_REFERENCE: 'DPIA-2026/03',
  ACCESS_ISSUERS: JSON.stringify([issuer]),
  ACCESS_SIGNING_KEY_FILE: '/etc/gezinsbeeld/signing-key.json',
  LOG_FOLDER: '/var/lib/gezinsbeeld/log',
  SUBGRAPH_VEILIG_THUIS_URL: 'https://veilig-thuis.example.invalid',
  SUBGRAPH_RAAD_URL: 'https://raad.example.invalid',
  SUBGRAPH_GI_URL: 'https://gi.example.invalid',
  SUBGRAPH_LOCAL_TEAM_URL: 'https://local-team.example.invalid',
};

function problemsOf(environment: Environment, choice: { simulate?: boolean; open?: boolean } = {}) {
  try {
    readGatewayConfig(environment, { organisations, simulate: false, open: false, ...choice });
    return [];
  } catch (thrown) {
    if (thrown instanceof ConfigurationError)
      return thrown.message.split('\n').filter((line) => /: /.test(line));
    throw thrown;
  }
}

const http = (url: string): string => JSON.stringify([{ ...issuer, issuer: url, jwksUrl: `${url}/jwks` }]);

const oneThing: readonly (readonly [string, Environment, RegExp])[] = [
  ['no key of the pseudonyms', { PSEUDONYM_KEY: undefined }, /^\W*PSEUDONYM_KEY: expected the region's own/],
  [
    'the published key of the pseudonyms',
    { PSEUDONYM_KEY: 'demonstration-key-for-fictitious-people-only' },
    /PSEUDONYM_KEY: expected anything but a key or secret of the demonstration/,
  ],
  [
    'the published key as the one before',
    { PSEUDONYM_KEY_PREVIOUS: 'demonstration-key-for-fictitious-people-only' },
    /PSEUDONYM_KEY_PREVIOUS: expected anything but/,
  ],
  ['no secret of the key tokens', { KEY_TOKEN_SECRET: '' }, /KEY_TOKEN_SECRET: expected a secret/],
  [
    'the published secret of the key tokens',
    { KEY_TOKEN_SECRET: 'demonstration-secret-for-key-tokens-only' },
    /KEY_TOKEN_SECRET: expected anything but/,
  ],
  [
    'one secret for two things',
    { KEY_TOKEN_SECRET: 'a key of this region, of the tests alone' },
    /KEY_TOKEN_SECRET: expected another secret/,
  ],
  [
    'the published secret of a client of the demonstration',
    {
      SUBGRAPH_VEILIG_THUIS_URL: undefined,
      VEILIG_THUIS_URL: 'https://veilig-thuis.example.invalid/api/v1',
      VEILIG_THUIS_TOKEN_URL: 'https://veilig-thuis.example.invalid/oauth/token',
      VEILIG_THUIS_CLIENT_ID: 'gezinsbeeld',
      VEILIG_THUIS_CLIENT_SECRET: 'demonstration-secret-for-fictitious-people-only',
    },
    /VEILIG_THUIS_CLIENT_SECRET: expected anything but/,
  ],
  ['no legal ground', { LEGAL_GROUND: undefined }, /LEGAL_GROUND: expected the legal ground .*AVG art\. 6/],
  ['no DPIA', { DPIA_REFERENCE: undefined }, /DPIA_REFERENCE: expected the reference .*AVG art\. 35/],
  ['nobody whose tokens are taken', { ACCESS_ISSUERS: undefined }, /ACCESS_ISSUERS: expected the issuers/],
  [
    'an issuer on this machine, as the simulated one is',
    { ACCESS_ISSUERS: http('http://127.0.0.1:4300/care') },
    /ACCESS_ISSUERS: expected https for every issuer/,
  ],
  ['no file of the signing key', { ACCESS_SIGNING_KEY_FILE: undefined }, /ACCESS_SIGNING_KEY_FILE: expected/],
  ['no folder for the records', { LOG_FOLDER: undefined }, /LOG_FOLDER: expected a folder that stays/],
  [
    'records among temporary files',
    { LOG_FOLDER: '/tmp/gezinsbeeld/log' },
    /LOG_FOLDER: .*not one for temporary/,
  ],
  [
    'records among temporary files, by another way',
    { LOG_FOLDER: '/var/lib/../tmp/log' },
    /LOG_FOLDER: .*not one for temporary/,
  ],
  [
    'a subgraph elsewhere without TLS',
    { SUBGRAPH_GI_URL: 'http://gi.example.invalid' },
    /SUBGRAPH_GI_URL: .*https/,
  ],
  ['every address of the machine, without a word about TLS', { HOST: '0.0.0.0' }, /HOST: .*TLS_IN_FRONT/],
  [
    'a calendar of its own',
    { CLOCK_STARTS_AT: '2026-11-02T12:00:00+01:00' },
    /CLOCK_STARTS_AT: expected only/,
  ],
];

describe('in production', () => {
  it('the gateway starts when everything is there, and shows no explorer', () => {
    expect(problemsOf(complete)).toEqual([]);
    const config = readGatewayConfig(complete, { organisations, simulate: false, open: false });
    expect({ explorer: config.servesExplorer, grounds: config.grounds }).toEqual({
      explorer: false,
      grounds: {
        legalGround: 'AVG art. 6 lid 1 onder e, as established for this region',
        dpiaReference: 'DPIA-2026/03',
      },
    });
  });

  it.each(oneThing)('it refuses %s, and says that alone', (_, changed, expected) => {
    const problems = problemsOf({ ...complete, ...changed });
    expect(problems.filter((line) => expected.test(line))).toHaveLength(1);
    // A ground without its DPIA is half of two things.
    expect(problems.filter((line) => !expected.test(line) && !/^\W*LEGAL_GROUND, DPIA/.test(line))).toEqual(
      [],
    );
  });

  it('it refuses to simulate and to be open', () => {
    expect(problemsOf(complete, { simulate: true }).join()).toMatch(/--simulate: expected NODE_ENV other/);
    expect(problemsOf(complete, { open: true }).join()).toMatch(/--open: expected NODE_ENV other/);
  });

  it('whoever says that TLS stands in front may listen for others', () => {
    expect(problemsOf({ ...complete, HOST: '0.0.0.0', TLS_IN_FRONT: 'true' })).toEqual([]);
  });

  it('everything that is missing is named in one message, in capitals or not, and no value is repeated', () => {
    const text = problemsOf({
      NODE_ENV: 'Production',
      KEY_TOKEN_SECRET: 'a canary of at least thirty-two',
    }).join();
    for (const name of Object.keys(complete).filter((each) => !/NODE_ENV|TOKEN_SECRET/.test(each)))
      expect(text).toContain(name);
    expect(text).not.toMatch(/canary/);
  });

  it('texts that go into the log hold no number of a person', () => {
    const problems = problemsOf({ ...complete, DPIA_REFERENCE: 'about 999900006' });
    expect(problems).toEqual([expect.stringMatching(/DPIA_REFERENCE: expected no number that could be/)]);
  });
});

describe('a subgraph of its own in production', () => {
  const own: Environment = {
    NODE_ENV: 'production',
    PSEUDONYM_KEY: complete['PSEUDONYM_KEY'],
    KEY_TOKEN_SECRET: complete['KEY_TOKEN_SECRET'],
    ACCESS_CONTEXT_KEYS_FILE: '/etc/gezinsbeeld/keys.json',
    DECISION_LOG_FOLDER: '/var/lib/gezinsbeeld/decisions',
  };

  it('starts when its keys and those of the gateway are there', () => {
    expect(() => readAgreedSettings(own)).not.toThrow();
    expect(subgraphProductionProblems(own, { name: 'gi', simulated: [] })).toEqual([]);
  });

  it('refuses keys that everybody has, by the settings that it shares with the gateway', () => {
    expect(() => readAgreedSettings({ NODE_ENV: 'production' })).toThrow(
      /PSEUDONYM_KEY(.|\n)*KEY_TOKEN_SECRET/,
    );
  });

  it('refuses to answer whoever reaches it, and to simulate', () => {
    expect(
      subgraphProductionProblems(
        { ...own, ACCESS_CONTEXT_KEYS_FILE: undefined },
        { name: 'gi', simulated: ['gi'] },
      ),
    ).toEqual([
      expect.stringMatching(/^ACCESS_CONTEXT_KEYS_FILE: /),
      expect.stringMatching(/^gi: expected the settings of its source/),
    ]);
  });

  it('refuses to decide where nobody keeps what it decided', () => {
    for (const folder of [undefined, '', '/tmp/decisions']) {
      expect(
        subgraphProductionProblems({ ...own, DECISION_LOG_FOLDER: folder }, { name: 'gi', simulated: [] }),
      ).toEqual([expect.stringMatching(/^DECISION_LOG_FOLDER: expected a folder that stays/)]);
    }
  });

  it('as the register names a ground and a DPIA as well', () => {
    const problems = subgraphProductionProblems(own, { name: 'household', simulated: [] });
    expect(problems.map((line) => line.split(':')[0])).toEqual(['LEGAL_GROUND', 'DPIA_REFERENCE']);
  });

  it('is held to nothing of this outside production', () => {
    expect(subgraphProductionProblems({}, { name: 'household', simulated: ['gi'] })).toEqual([]);
  });
});
