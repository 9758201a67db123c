/** What a local team gives of a household that is counted, on its own source: what its support cost, to who studies costs, and nothing of anybody. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import { type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import { type Asking, openAsking } from '../access/local-team-asking.js';
import { keyOf } from './local-team-share.js';
import { costs as castCosts } from './relay-family.js';

const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on CountedHousehold { localTeamCounted { measures help costs } } } }`;
const studyOfCosts = 'https://gezinsbeeld.invalid/processing-activities/study-costs';
const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'LOCAL_TEAM');
const hofdijk = keyOf(Object.values(grootEsselink), 'LT1/2025-0217');
const withheld = { outcome: 'WITHHELD', reason: null, parts: [] };

let asking: Asking;
beforeAll(async () => {
  asking = await openAsking();
}, 60_000);
afterAll(() => asking?.stop());
beforeEach(() => void [asking.sent(), asking.calls(), asking.decisions()]);

async function counted(
  key: OrganisationKey = hofdijk,
  asker: FunctionName = 'architect',
  activity = studyOfCosts,
) {
  const answer = await asking.subgraph.handle({
    query,
    variables: { r: [{ __typename: 'CountedHousehold', localTeamKey: sealer.seal(key) }] },
    headers: { [signedContextHeader]: await asking.tokenFor(asker, activity) },
  });
  expect(answer.errors).toBeUndefined();
  // The shape of the query above; the schema holds the answer to it.
  const { _entities } = answer.data as {
    readonly _entities: readonly [{ readonly localTeamCounted: Readonly<Record<string, unknown>> }];
  };
  return _entities[0].localTeamCounted;
}

describe('a household that is counted', () => {
  it('has what support cost counted, and nothing else', async () => {
    const [line] = castCosts.filter(({ category }) => category === 'local team');
    const { category, frame, from, until, quantity, unit, tariffCents, isForFamily } = line ?? {};
    expect(await counted()).toEqual({
      measures: null,
      help: null,
      costs: {
        outcome: 'ANSWERED',
        reason: null,
        parts: [
          {
            ...{ category, frame, from, until, quantity, unit, tariffCents, isForFamily },
            person: null,
            line: null,
          },
        ],
      },
    });
    expect(Number(quantity) * Number(tariffCents)).toBe(178_200);
    expect(asking.decisions()).toMatchObject([
      { recordType: 'cost-line', answer: 'COUNT', rule: 'local-team-cost-line-counted' },
    ]);
  });

  it('that no team knows, or of which nobody can say, is told as that', async () => {
    const none = await counted({ state: 'NONE', notKnownAsOf: '2026-11-02T10:00:00.000Z' });
    expect(none['costs']).toEqual({ outcome: 'NOT_KNOWN', reason: null, parts: [] });
    const unread = await counted({ state: 'UNREAD', reason: 'LINK_UNCONFIRMED' });
    expect(unread['costs']).toEqual({ outcome: 'NOT_ESTABLISHED', reason: 'LINK_UNCONFIRMED', parts: [] });
    expect(asking.calls()).toBe(0);
  });

  it('is counted for nobody else and for no other purpose, and nothing is asked of the source', async () => {
    for (const name of functionNames.filter((each) => each !== 'architect')) {
      expect([name, (await counted(hofdijk, name))['costs']]).toEqual([name, withheld]);
    }
    const plan = 'https://gezinsbeeld.invalid/processing-activities/plan-the-chain';
    expect((await counted(hofdijk, 'architect', plan))['costs']).toEqual(withheld);
    expect([asking.calls(), asking.decisions()]).toEqual([0, []]);
  });
});

describe('a team whose source is away', () => {
  it('says so, and never that nothing was spent', async () => {
    await asking.stopSource();
    expect((await counted())['costs']).toMatchObject({ outcome: 'UNAVAILABLE', parts: [] });
  });
});
