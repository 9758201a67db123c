/** `Query.indicators` in the register's own subgraph: what it needs of the register, and what it hands to the router. */
import { describe, expect, it } from '@jest/globals';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import type { CountingContext } from '../../subgraphs/household/combined/counting.js';
import { createIndicatorFields } from '../../subgraphs/household/combined/indicators-field.js';
import { usualCombined } from '../../subgraphs/household/combined/settings.js';
import type { HouseholdDocument, HouseholdRegister } from '../../subgraphs/household/source.js';

const { indicators, Indicators } = createIndicatorFields(usualCombined.regions);
const asked = { region: 'rotterdam', from: '2026-01-01', until: '2026-06-30', referenceDate: '2026-06-30' };
const sealer = createKeySealer('a secret of this test', 'GI');

const homes = Array.from({ length: 12 }, (_, number): HouseholdDocument => {
  const id = `hh_${`${number}`.padStart(22, '0')}`;
  return {
    id,
    aliases: [id],
    kind: 'HOUSEHOLD',
    links: [
      {
        organisation: 'LOCAL_TEAM',
        reference: `LT1/${number}`,
        unitName: 'a unit',
        contact: null,
        since: '2026-01-01',
        until: null,
        certainty: 'CERTAIN',
        ground: 'OWN_CASE',
        period: { since: null, until: null },
        isHistory: false,
        concernsOtherHouseholds: false,
        members: {},
      },
    ],
    members: [],
    composition: null,
    foundBy: [],
  };
});

function contextOf(unread: readonly string[] = []): CountingContext {
  const register: Pick<HouseholdRegister, 'openHouseholds' | 'unreadOrganisations' | 'keyOf'> = {
    async *openHouseholds() {
      yield homes.slice(0, 5);
      yield homes.slice(5);
    },
    unreadOrganisations: () => unread,
    keyOf: () => ({ state: 'NONE', notKnownAsOf: '2026-11-02T10:00:00.000Z' }),
  };
  return {
    // What else a register does is not asked here.
    register: register as HouseholdRegister,
    sealers: new Map([['GI', sealer]]),
    access: null,
    now: new Date('2026-11-02T12:00:00Z'),
    concerned: { households: new Set() },
  };
}

const notKnown = { outcome: 'NOT_KNOWN', reason: null, parts: [] };
const told = { giCounted: { measures: notKnown, help: notKnown } };

describe('the indicators of a region, where no access rules stand', () => {
  it('are counted over all households of the region, and the processing log is told which', async () => {
    const context = contextOf();
    const entity = await indicators(null, asked, context);
    expect(entity.counted).toHaveLength(12);
    expect([...context.concerned.households]).toEqual(homes.map(({ id }) => id));
    const again = await Indicators.__resolveReference(
      { ticket: entity.ticket, counted: entity.counted.map(() => told) },
      contextOf(),
    );
    expect(Indicators.figures(again)).toMatchObject({
      households: { state: 'COUNTED', value: 12 },
      measures: { state: 'COUNTED', value: 0 },
      professionalsPerHousehold: { state: 'NOT_ESTABLISHED' },
    });
  });

  it('give the router nothing of a household but a key that the GI alone can open', async () => {
    const { counted } = await indicators(null, asked, contextOf());
    expect(counted.map((one) => Object.keys(one))).toEqual(homes.map(() => ['__typename', 'giKey']));
    expect(sealer.open(counted[0]?.giKey ?? '')).toMatchObject({ state: 'NONE' });
    const ofOthers = createKeySealer('a secret of this test', 'RAAD');
    expect(() => ofOthers.open(counted[0]?.giKey ?? '')).toThrow('sealed for this organisation');
  });

  it('are not established while the feed of the local teams is not read, and are while another is not', async () => {
    await expect(indicators(null, asked, contextOf(['LOCAL_TEAM']))).rejects.toMatchObject({
      code: 'NOT_ESTABLISHED',
      organisation: 'LOCAL_TEAM',
      reason: 'ROSTER_STALE',
    });
    expect((await indicators(null, asked, contextOf(['RAAD']))).counted).toHaveLength(12);
  });

  it('are no figures where other households came back than went', async () => {
    const entity = await indicators(null, asked, contextOf());
    const short = await Indicators.__resolveReference(
      { ticket: entity.ticket, counted: [told] },
      contextOf(),
    );
    expect(() => Indicators.figures(short)).toThrow('expected 12 households that were counted, received 1');
  });
});
