/** A register with twelve households of local team LT1 and nothing else, for fields that count over households. */
import { createKeySealer } from '../../adapter-kit/key-token.js';
import type { CountingContext } from '../../subgraphs/household/combined/counting.js';
import type { HouseholdDocument, HouseholdRegister } from '../../subgraphs/household/source.js';

export const sealer = createKeySealer('a secret of this test', 'GI');
export const teamSealer = createKeySealer('a secret of this test', 'LOCAL_TEAM');

export const homes = Array.from({ length: 12 }, (_, number): HouseholdDocument => {
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

export function registerContext(
  unread: readonly string[] = [],
  households: readonly HouseholdDocument[] = homes,
): CountingContext {
  const register: Pick<HouseholdRegister, 'openHouseholds' | 'unreadOrganisations' | 'keyOf'> = {
    async *openHouseholds() {
      yield households.slice(0, 5);
      yield households.slice(5);
    },
    unreadOrganisations: () => unread,
    keyOf: () => ({ state: 'NONE', notKnownAsOf: '2026-11-02T10:00:00.000Z' }),
  };
  return {
    // What else a register does is not asked here.
    register: register as HouseholdRegister,
    sealers: new Map([
      ['GI', sealer],
      ['LOCAL_TEAM', teamSealer],
    ]),
    access: null,
    now: new Date('2026-11-02T12:00:00Z'),
    concerned: { households: new Set() },
  };
}
