/** `Query.costStudySet` in the register's own subgraph: what it needs of the register, and what it hands to the router. */
import { describe, expect, it } from '@jest/globals';
import { createStudyPseudonyms } from '../../subgraphs/household/combine/study-pseudonym.js';
import { createCostStudyFields } from '../../subgraphs/household/combined/cost-study-field.js';
import { usualCombined } from '../../subgraphs/household/combined/settings.js';
import type { HouseholdMember } from '../../subgraphs/household/source.js';
import { homes, registerContext, sealer, teamSealer } from './counted-register.js';
import { thirdQuarter } from './expected-costs.js';

const pseudonyms = createStudyPseudonyms('a secret of this test');
const { costStudySet, CostStudySet } = createCostStudyFields(usualCombined, pseudonyms);
const asked = { study: 'demonstration-2026', region: 'rotterdam', ...thirdQuarter };
const notKnown = { costs: { outcome: 'NOT_KNOWN', reason: null, parts: [] } };
const nothing = { giCounted: notKnown, localTeamCounted: notKnown };
/** A ticket is text that anybody can read and make. */
const told = (ticket: string) => JSON.parse(Buffer.from(ticket, 'base64url').toString('utf8'));
const made = (ticket: object) => Buffer.from(JSON.stringify(ticket)).toString('base64url');

async function setOf(context = registerContext()) {
  const { ticket, counted } = await costStudySet(null, asked, context);
  const given = { ticket, counted: counted.map(() => nothing) };
  return CostStudySet.set(await CostStudySet.__resolveReference(given, registerContext()), null, context);
}

describe('a study set of costs, where no access rules stand', () => {
  it('is made of all households of the region, and the processing log is told which', async () => {
    const context = registerContext();
    const { groups } = await setOf(context);
    expect([...context.concerned.households]).toEqual(homes.map(({ id }) => id));
    expect(groups?.map(({ rows }) => rows.map(({ pseudonym }) => pseudonym))).toEqual([
      homes.map(({ id }) => pseudonyms(asked)(id)).sort(),
    ]);
  });

  it('gives the router keys that the GI and the local teams alone can open, and a ticket with the ids of households and how many belong to each', async () => {
    const { counted, ticket } = await costStudySet(null, asked, registerContext());
    expect(counted.map((one) => Object.keys(one))).toEqual(
      homes.map(() => ['__typename', 'giKey', 'localTeamKey']),
    );
    const [first] = counted;
    expect(JSON.stringify(counted)).not.toContain('hh_');
    expect(told(ticket).rows).toEqual(homes.map(({ id }) => ({ household: id, memberCount: 0 })));
    expect(sealer.open(first?.giKey ?? '')).toMatchObject({ state: 'NONE' });
    expect(teamSealer.open(first?.localTeamKey ?? '')).toMatchObject({ state: 'NONE' });
  });

  it('is not established while the feed of the local teams is not read', async () => {
    await expect(costStudySet(null, asked, registerContext(['LOCAL_TEAM']))).rejects.toMatchObject({
      code: 'NOT_ESTABLISHED',
      organisation: 'LOCAL_TEAM',
      reason: 'ROSTER_STALE',
    });
  });

  it('is none where other households came back than went', async () => {
    const { ticket } = await costStudySet(null, asked, registerContext());
    const short = await CostStudySet.__resolveReference({ ticket, counted: [nothing] }, registerContext());
    expect(() => CostStudySet.set(short, null, registerContext())).toThrow(
      'expected 12 households that were counted, received 1',
    );
  });

  it.each([
    ['a study that nobody agreed to', { study: 'mine' }, 'study: expected one of demonstration-2026'],
    ['a region outside it', { region: 'utrecht' }, 'region: expected a region of the agreement'],
    ['a quarter outside it', { from: '2025-07-01', until: '2025-09-30' }, 'quarter: expected one of the'],
    ['another time than a quarter', { until: '2026-07-31' }, 'quarter: expected one quarter'],
    ['a quarter that runs', { from: '2026-10-01', until: '2026-12-31' }, 'quarter that is over'],
  ])('is none for a ticket that was made up with %s', async (_, change, message) => {
    const { ticket } = await costStudySet(null, asked, registerContext());
    const other = made({ ...told(ticket), asked: { ...asked, ...change } });
    await expect(CostStudySet.__resolveReference({ ticket: other }, registerContext())).rejects.toMatchObject(
      {
        message: expect.stringContaining(message),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
  });

  it('is none for a ticket with a day of its own, on which a quarter that runs would be over', async () => {
    const { ticket } = await costStudySet(null, asked, registerContext());
    const other = made({ ...told(ticket), onDay: '2027-01-01' });
    await expect(CostStudySet.__resolveReference({ ticket: other }, registerContext())).rejects.toThrow(
      'onDay',
    );
  });

  it('counts as members who were born, lived and belonged to the household in the quarter', async () => {
    const member = (id: string, change: Partial<HouseholdMember> = {}): HouseholdMember => ({
      id,
      person: null,
      identity: null,
      names: [],
      role: '115',
      residence: 'RESIDENT',
      since: null,
      until: null,
      certainty: 'CERTAIN',
      knownTo: [],
      ...change,
    });
    const members = [
      member('m1'),
      member('m2', { since: '2026-09-30' }),
      member('m3', { diedOn: '2026-07-01' }),
      member('m4', { until: '2026-06-30' }),
      member('m5', { since: '2026-10-01' }),
      member('m6', { diedOn: '2026-06-30' }),
      member('m7', { expectedOn: '2026-12-01' }),
    ];
    const { groups } = await setOf(
      registerContext(
        [],
        homes.map((home) => ({ ...home, members })),
      ),
    );
    expect(groups).toMatchObject([{ members: 'THREE_OR_FOUR', householdsAtLeast: 10 }]);
  });
});
