/** `Query.indicators` in the register's own subgraph: what it needs of the register, and what it hands to the router. */
import { describe, expect, it } from '@jest/globals';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import { createIndicatorFields } from '../../subgraphs/household/combined/indicators-field.js';
import { usualCombined } from '../../subgraphs/household/combined/settings.js';
import { registerContext as contextOf, homes, sealer } from './counted-register.js';

const { indicators, Indicators } = createIndicatorFields(usualCombined.regions);
const asked = { region: 'rotterdam', from: '2026-01-01', until: '2026-06-30', referenceDate: '2026-06-30' };
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
