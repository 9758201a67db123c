/**
 * What Veilig Thuis contributes of its own work where its source is down, or sends what it did not promise.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grootEsselink } from '../../simulated-sources/families.js';
import { keyOf, startGuarded } from '../access/veilig-thuis-viewers.js';
import { type Change, startAltered } from './veilig-thuis-altered.js';
import { counts, kinds, partsOf, query, type Share, shareIn } from './veilig-thuis-work-share.js';

let running: Awaited<ReturnType<typeof startGuarded>>;
let altered: Awaited<ReturnType<typeof startAltered>>;
beforeAll(async () => {
  running = await startGuarded([]);
  altered = await startAltered(running.settings);
}, 60_000);
afterAll(async () => {
  await altered?.close();
  await running?.close();
});

describe('where the source of Veilig Thuis does not answer as it promised', () => {
  const household = keyOf([grootEsselink.hein, grootEsselink.johan], ['VT1/2026-1005']);
  const ask = async (change: Change | null) => shareIn(await altered.ask(query, household, change));
  const inquiry = 'reports.0.inquiry';
  const plan = { planNumber: 'a plan', validFrom: '2026-10-12', validUntil: null, agreements: [] };
  const agreement = { text: 'a promise', nature: 'agreement' };

  it.each<Change>([
    { at: `${inquiry}.workers`, value: 'nobody' },
    { at: `${inquiry}.workers.0.from`, value: '2026-02-30' },
    { at: `${inquiry}.workers.0.until`, value: '2026-10-11' },
    { at: `${inquiry}.workers.0.until`, value: undefined },
    { at: `${inquiry}.workers.0.workerNumber`, value: '' },
    { at: `${inquiry}.workers.0.carriesCase`, value: 'yes' },
    { at: `${inquiry}.contacts.0.kind`, value: 'visit' },
    { at: `${inquiry}.contacts.0.workerNumber`, value: 'W-0109' },
    { at: `${inquiry}.sightings.0.personNumber`, value: 'P9' },
    { at: `${inquiry}.sightings.0.how`, value: 'heard' },
    { at: `${inquiry}.takeOvers`, value: [{ to: 'raad', unit: 'the Raad', on: '2026-10-20', reason: 'x' }] },
    { at: 'reports.0.safetyAssessment.workers', value: [{}] },
    { at: 'reports.0.concerns.0.fact', value: null },
    { at: 'reports.0.concerns.0.severity', value: 'grave' },
    { at: 'reports.0.concerns.0.personNumbers', value: ['P9'] },
    { at: 'reports.0.concerns', value: null },
    { at: 'reports.0.involvedParties.asOf', value: 'November 2026' },
    {
      at: 'reports.0.safetyPlans',
      value: [{ ...plan, agreements: [{ ...agreement, agreedOn: '26-09-2025' }] }],
    },
    { at: 'reports.0.safetyPlans', value: [{ ...plan, personNumbers: ['P9'] }] },
  ])('$at as $value is a broken contract, and never "none"', async (change) => {
    const share = await ask(change);
    for (const kind of kinds) {
      expect(share[kind]).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] });
    }
  });

  it('a plan as agreed is taken, with what was agreed in it', async () => {
    const value = [
      { ...plan, agreements: [{ ...agreement, agreedOn: '2026-10-12' }], personNumbers: ['P5'] },
    ];
    const share = await ask({ at: 'reports.0.safetyPlans', value });
    expect(partsOf(share, 'agreements')).toMatchObject([{ agreedOn: '2026-10-12', memberIds: ['m1'] }]);
  });

  it.each([
    ['reports.0.safetyAssessment.workers', 'work'],
    [`${inquiry}.contacts`, 'contacts'],
    [`${inquiry}.sightings`, 'sightings'],
    [`${inquiry}.takeOvers`, 'handovers'],
    ['reports.0.takeOvers', 'handovers'],
    ['reports.0.concerns', 'concerns'],
    ['reports.0.involvedParties', 'acquaintances'],
  ] as const)('%s that was left out is said to be not kept, and an empty one is none', async (at, lost) => {
    const isList = lost !== 'acquaintances';
    const reasonsOf = (share: Share) => Object.fromEntries(kinds.map((kind) => [kind, share[kind]?.reason]));
    const whole = Object.fromEntries(kinds.map((kind) => [kind, null]));
    const without = await ask({ at, value: undefined });
    expect(reasonsOf(without)).toEqual({ ...whole, [lost]: 'NOT_KEPT' });
    expect(without[lost]).toMatchObject({ outcome: 'ANSWERED' });
    expect(reasonsOf(await ask({ at, value: isList ? [] : null }))).toEqual(whole);
  });

  it('what a system does not keep is no part, and breaks nothing', async () => {
    const without = await ask({ at: `${inquiry}.workers.0.name`, value: undefined });
    expect(partsOf(without, 'work').map(({ name }) => name)).toContain(null);
    expect(counts(await ask(null))).toEqual({
      work: 2,
      contacts: 1,
      activities: 1,
      sightings: 1,
      concerns: 1,
      acquaintances: 1,
    });
    const noSightings = await ask({ at: `${inquiry}.sightings`, value: undefined });
    expect(noSightings['sightings']).toMatchObject({ outcome: 'ANSWERED', parts: [] });
  });

  // The last one: its source does not come back.
  it('that it is down is told for each kind of part, also for who may see none of them', async () => {
    await running.server.close();
    const down = { outcome: 'UNAVAILABLE', reason: 'DOWN', parts: [] };
    for (const viewer of [{ function: 'vt' }, { function: 'gi-probation' }] as const) {
      const share = shareIn(await running.ask(viewer, query, household));
      for (const kind of kinds) expect(share[kind]).toMatchObject(down);
    }
  });
});
